"""From an author's words to a patient's page, by way of a clinician."""

from django.utils import timezone
from playwright.sync_api import expect

from education.models import ArticlePage, Benefit, TopicPage
from portal.models import User
from tests import factories
from tests.browser.page_types import ARTICLE
from tests.journeys.staff import (
    approve,
    approve_shared,
    menu,
    more,
    said,
    sign_in,
    submit_for_review,
    write,
)

QUESTION = "Are exosome treatments safe?"
NEW_ANSWER = "Ask us before you decide. We answer every question."


def signing_clinician(portal):
    """The entry by which the reviewer's approval counts."""
    account = User.objects.get(username="reviewer")
    return factories.make_clinician(portal.site, "Dr Ada Example", account=account)


def test_patients_read_a_new_answer_once_a_reviewer_has_approved_it(portal, open_page):
    patient = open_page(375)
    patient.goto(portal.url + ARTICLE)
    answer = patient.locator(".faq details").filter(has_text=QUESTION)
    old_answer = answer.locator("div").first.inner_html()

    author = sign_in(open_page(), portal.url, "author")
    menu(author, "Patient library", "Questions")
    author.get_by_role("link", name=QUESTION).click()
    write(author.locator(".Draftail-Editor"), NEW_ANSWER)
    submit_for_review(author)

    patient.reload()
    assert answer.locator("div").first.inner_html() == old_answer

    signing_clinician(portal)
    reviewer = sign_in(open_page(), portal.url, "reviewer")
    approve_shared(reviewer, QUESTION)
    said(reviewer, QUESTION)

    patient.reload()
    answer.locator("summary").click()
    expect(answer).to_contain_text(NEW_ANSWER)


def test_an_author_is_not_offered_to_approve(portal, open_page):
    author = sign_in(open_page(), portal.url, "author")
    menu(author, "Patient library", "Questions")
    author.get_by_role("link", name=QUESTION).click()
    write(author.locator(".Draftail-Editor"), NEW_ANSWER)
    submit_for_review(author)
    author.get_by_role("link", name=QUESTION).first.click()
    author.locator("footer").wait_for()
    assert author.get_by_role("button", name="Approve").count() == 0
    assert author.get_by_role("button", name="Publish").count() == 0


def test_an_article_is_written_previewed_approved_and_read(portal, open_page):
    topic = TopicPage.objects.get(slug="skin-care")
    signs_as = signing_clinician(portal)
    author = sign_in(open_page(1600, 1000), portal.url, "author")
    author.goto(f"{portal.url}/admin/pages/add/education/articlepage/{topic.pk}/")
    author.locator("#id_title").press_sequentially("Dry skin")
    expect(author.locator("#id_slug")).to_have_value("dry-skin")
    author.locator("footer").get_by_role("button", name="Save draft").click()
    said(author, "Dry skin")  # a draft is never refused for what it still lacks
    assert not ArticlePage.objects.get(title="Dry skin").live

    body = author.locator("#panel-child-content-body-section")
    author.locator("#id_lede").fill("Dry skin feels rough and tight.")
    points = author.locator("#panel-child-content-key_points-section")
    for number, words in enumerate(["Use a plain cream.", "Ask us if it does not help."]):
        points.get_by_role("button", name="Insert a block").last.click()
        points.locator("input[name$='-value']").nth(number).fill(words)
    add_section(author, body, "Text and pictures")
    body.locator("input[name$='-heading']").last.fill("What it is")
    write(body.locator(".Draftail-Editor").first, "Skin that has too little water.")
    benefit = Benefit.objects.order_by("name").first()
    add_section(author, body, "Benefits")
    body.locator("input[name$='-heading']").last.fill("How a cream may help")
    body.get_by_role("button", name="Choose benefit").click()
    author.locator(".modal").get_by_role("link", name=benefit.name).click()
    expect(body).to_contain_text(benefit.name)
    add_section(author, body, "Text and pictures")
    body.locator("input[name$='-heading']").last.fill("Is it safe?")
    write(body.locator(".Draftail-Editor").last, "A plain cream is safe for most people.")
    body.locator("select[name$='-aspect']").last.evaluate("field => { field.value = 'safety' }")
    add_section(author, body, "How sure are we?")
    body.locator("input[name$='-heading']").last.fill("How sure are we?")
    for editor, words in ((-3, "Many people use one."), (-2, "Which cream suits you.")):
        write(body.locator(".Draftail-Editor").nth(editor), words)
    add_section(author, body, "Do and do not")
    body.locator("input[name$='-heading']").last.fill("Looking after it")
    for number, words in enumerate(["use a plain cream", "scratch"]):
        body.locator("input[name*='-do'][name$='-value']").nth(number).fill(words)

    write(author.locator("[id*=conclusion] .Draftail-Editor").first, "Use a cream.")

    author.get_by_role("button", name="Toggle preview").click()
    preview = author.frame_locator("#w-preview-iframe")
    expect(preview.locator("h1")).to_have_text("Dry skin")
    expect(preview.locator("main")).to_contain_text("use a plain cream")

    submit_for_review(author)
    patient = open_page(375)
    assert patient.goto(f"{portal.url}/skin-care/dry-skin/").status == 404

    reviewer = sign_in(open_page(), portal.url, "reviewer")
    approve(reviewer, "Dry skin")
    said(reviewer, "Dry skin")

    assert patient.goto(f"{portal.url}/skin-care/dry-skin/").status == 200
    page = patient.locator("main")
    for words in ("Skin that has too little water.", benefit.claim, "use a plain cream", "scratch"):
        expect(page).to_contain_text(words)
    today = timezone.localdate()
    expect(page).to_contain_text(f"Checked by {signs_as.name}")
    expect(page).to_contain_text(f"Reviewed {today.day} {today:%B %Y}")
    assert ArticlePage.objects.get(title="Dry skin").last_reviewed == today
    assert ArticlePage.objects.get(title="Dry skin").next_review > today


def add_section(page, body, name: str) -> None:
    body.get_by_role("button", name="Insert a block").last.click()
    page.get_by_role("listbox").get_by_role("option", name=name).click()


def test_a_reviewer_who_asks_for_changes_publishes_nothing(portal, open_page):
    author = sign_in(open_page(), portal.url, "author")
    menu(author, "Patient library", "Questions")
    author.get_by_role("link", name=QUESTION).click()
    write(author.locator(".Draftail-Editor"), NEW_ANSWER)
    submit_for_review(author)
    signing_clinician(portal)
    reviewer = sign_in(open_page(), portal.url, "reviewer")
    reviewer.get_by_role("link", name=QUESTION).first.click()
    more(reviewer, "Ask for changes")
    reviewer.locator(".modal textarea").fill("Please name the source.")
    reviewer.locator(".modal").get_by_role("button", name="Ask for changes").click()
    said(reviewer, QUESTION)
    patient = open_page(375)
    patient.goto(portal.url + ARTICLE)
    assert NEW_ANSWER not in patient.content()
