"""A reader's way to the clinic: without scripts, and without a mouse."""

import pytest

from tests import factories
from tests.browser.checks import SIDEWAYS
from tests.browser.page_types import ARTICLE


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def reader(request, open_page):
    return open_page(375, java_script_enabled=request.param)


def assert_leads_to_booking_in_private(link, portal) -> None:
    assert link.get_attribute("href") == portal.clinic.booking_link
    assert {"noopener", "noreferrer"} <= set((link.get_attribute("rel") or "").split())
    assert link.get_attribute("referrerpolicy") == "no-referrer"


def test_a_reader_goes_from_home_to_the_booking_link(reader, portal):
    reader.goto(portal.url)
    reader.get_by_role("link", name="Treatments").first.click()
    reader.get_by_role("link", name="Exosomes in Dermatology").first.click()
    assert reader.url == portal.url + ARTICLE
    reader.get_by_role("link", name="Book", exact=True).click()
    assert reader.url.endswith("#book")
    link = reader.get_by_role("link", name="Consult your dermatologist")
    assert link.is_visible()
    assert_leads_to_booking_in_private(link, portal)
    assert "booking.example" in reader.locator("#book").inner_text()


def test_a_reader_searches_and_lands_on_the_answer(reader, portal):
    reader.goto(portal.url)
    box = reader.get_by_role("searchbox")
    box.fill("exosomes")
    box.press("Enter")
    assert "/search/?q=exosomes" in reader.url
    reader.locator("main").get_by_role("link", name="Exosomes in Dermatology").first.click()
    assert reader.url.startswith(portal.url + ARTICLE)


def test_a_reader_with_a_keyboard_only_reads_every_answer_and_books(reader, portal):
    reader.goto(portal.url)
    tab_to(reader, "Treatments").press("Enter")
    reader.wait_for_url("**/treatments/")
    tab_to(reader, "Exosomes in Dermatology").press("Enter")
    reader.wait_for_url("**" + ARTICLE)
    questions = reader.locator(".faq details")
    for number in range(questions.count()):
        question = questions.nth(number)
        tab_to(reader, question.locator("summary").inner_text().strip()).press("Enter")
        assert question.locator("div").first.is_visible()
    link = tab_to(reader, "Consult your dermatologist")
    assert_leads_to_booking_in_private(link, portal)


def tab_to(page, words: str):
    """Press Tab until a control with these words has the focus; returns that control."""
    for _press in range(120):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        if words in focused.inner_text():
            return focused
    raise AssertionError(f"The Tab key does not reach “{words}”")


def test_a_reader_goes_on_through_a_topic_and_back_again(reader, portal):
    """Titles as long as a title can be, one of them a single word, wrap at 320 px."""
    words = "Scars and what can be done about them " * 6
    factories.make_article(portal.site, words.strip())
    factories.make_article(portal.site, "Z" * 255, slug="zzz")
    reader.set_viewport_size({"width": 320, "height": 700})
    reader.goto(portal.url + ARTICLE)
    for title in (words.strip(), "Z" * 255):
        assert reader.evaluate(SIDEWAYS) == []
        reader.locator("a[rel=next]").click()
        assert reader.locator("h1").inner_text() == title
    assert reader.locator("a[rel=next]").count() == 0
    assert reader.evaluate(SIDEWAYS) == []
    reader.get_by_role("navigation", name="More in Treatments").get_by_role("link").click()
    assert reader.locator("h1").inner_text() == words.strip()
