"""One clinic offers its articles; another takes one, shows it as its own, and leaves it out again."""

from playwright.sync_api import expect

from education.models import ArticlePage
from portal.models import StaffGroup
from tests import factories
from tests.browser.page_types import ARTICLE
from tests.journeys.staff import menu, said, sign_in

BOOKING = "https://book.second.example/visit"


def test_a_clinic_takes_an_article_shows_it_in_its_brand_and_leaves_it_out(portal, open_page):
    article = ArticlePage.objects.get(live=True)
    second = factories.clinic_of(portal.second_site)
    second.booking_link, second.booking_hosts = BOOKING, ""
    second.save()
    shelf = factories.make_topic(portal.second_site, "Skin help")
    factories.make_person(portal.second_site, StaffGroup.Role.ADMINISTRATOR, "second-admin")
    address = f"{portal.second_url}/{shelf.slug}/{article.slug}/"

    library = sign_in(open_page(), portal.url, "administrator")
    menu(library, "Shared library")
    library.get_by_role("button", name="Offer our articles to other clinics").click()
    said(library, "Other clinics can take your articles now")

    taker = sign_in(open_page(), portal.second_url, "second-admin")
    menu(taker, "Shared library")
    taker.get_by_label("Find an article by its name").fill(article.title[:6])
    taker.get_by_role("button", name="Find", exact=True).click()
    row = taker.get_by_role("row").filter(has_text=article.title)
    row.get_by_role("button", name="Take").click()
    said(taker, "Choose one of your own topics first")
    row.get_by_role("combobox").select_option("Skin help")
    row.get_by_role("button", name="Take").click()
    said(taker, "now stands under “Skin help”")

    here, there = open_page(375), open_page(375)
    assert there.goto(portal.url + ARTICLE).status == 200
    assert here.goto(address).status == 200
    expect(here.locator("h1")).to_have_text(article.title)
    expect(here.get_by_role("banner")).to_contain_text("Second Skin Clinic")
    assert here.locator("#book .btn").get_attribute("href").startswith(BOOKING)
    assert not there.locator("#book .btn").get_attribute("href").startswith(BOOKING)
    canonical = "link[rel=canonical]"
    assert here.locator(canonical).get_attribute("href") == portal.url + ARTICLE
    themes = [page.locator("link[href^='/theme/']").get_attribute("href") for page in (here, there)]
    assert themes[0] != themes[1]

    article.lede = "Words that were changed and approved once."
    factories.put_live(article)
    for page in (here, there):
        page.reload()
        expect(page.locator("main")).to_contain_text(article.lede)

    row.get_by_role("button", name="Leave out").click()
    said(taker, "It stays out until you take it again")
    article.lede = "Words that were approved later."
    factories.put_live(article)
    assert here.goto(address).status == 404
    there.reload()
    expect(there.locator("main")).to_contain_text(article.lede)
