"""A hard word, from the author who marks it to the reader who opens its meaning."""

import pytest
from playwright.sync_api import expect

from education.models import Question, Term
from tests import factories
from tests.browser.checks import SIDEWAYS
from tests.browser.page_types import ADD_RULES, ARTICLE
from tests.journeys.staff import HANDED_OVER, menu, said, sign_in, write

QUESTION = "Are exosome treatments safe?"
OPEN = "[popover]:popover-open"


def test_an_author_marks_a_word_sees_it_in_the_preview_and_takes_it_away_again(
    portal_server, open_page
):
    portal_server.fill()
    factories.make_term(portal_server.second_site, "Zebrafish")
    term = factories.make_term(portal_server.site, "Infection", meaning="Germs in the body.")
    author = sign_in(open_page(), portal_server.url, "author")
    faults = []
    author.on("pageerror", lambda error: faults.append(str(error)))
    menu(author, "Patient library", "Questions")
    author.get_by_role("link", name=QUESTION).click()
    editor = author.locator(".Draftail-Editor")
    write(editor, "No infection")
    for _letter in "infection":
        author.keyboard.press("Shift+ArrowLeft")
    editor.locator("button[name=TERM]").click()
    chooser = author.locator(".modal")
    expect(chooser).to_contain_text("Infection")
    expect(chooser).not_to_contain_text("Zebrafish")
    chooser.get_by_role("link", name="Infection").click()
    word = editor.locator(".marked-word")
    expect(word).to_have_text("infection")
    assert "dotted" in word.locator("a").evaluate("w => getComputedStyle(w).textDecorationStyle")
    author.wait_for_function(HANDED_OVER, arg='"TERM"')

    author.get_by_role("button", name="Toggle preview").click()
    preview = author.frame_locator("#w-preview-iframe")
    expect(preview.locator(".term")).to_have_text("infection")
    author.wait_for_load_state("networkidle")
    author.get_by_role("button", name="Save draft").click()
    said(author, QUESTION)

    author.reload()
    expect(word).to_have_text("infection")
    draft = Question.objects.get(question=QUESTION).get_latest_revision_as_object()
    assert f'No <a linktype="term" id="{term.pk}">infection</a>' in draft.answer

    word.locator("a").click()
    author.get_by_role("button", name="Remove").click()
    expect(word).to_have_count(0)
    author.wait_for_load_state("networkidle")
    author.get_by_role("button", name="Save draft").click()
    said(author, QUESTION)
    draft = Question.objects.get(question=QUESTION).get_latest_revision_as_object()
    assert "No infection" in draft.answer and "linktype" not in draft.answer
    assert faults == []


def spoken(page, name: str) -> tuple[str, bool]:
    """What Chromium tells a screen reader of a control: its role, and whether it is expanded."""
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    (node,) = (
        node
        for node in tree
        if node.get("name", {}).get("value") == name and node["role"]["value"] == "button"
    )
    says = {entry["name"]: entry["value"]["value"] for entry in node["properties"]}
    return node["role"]["value"], says["expanded"]


def test_a_reader_opens_a_meaning_with_the_keyboard_and_goes_on_reading(portal, open_page):
    term = Term.objects.get(word="Nanovesicles")
    for options in ({}, {"java_script_enabled": False}):
        page = open_page(320, 480, **options)
        page.goto(portal.url + ARTICLE)
        word = page.get_by_role("button", name="nanovesicles", exact=True)
        assert spoken(page, "nanovesicles") == ("button", False)
        word.focus()
        page.keyboard.press("Enter")
        box = page.locator(OPEN)
        expect(box).to_contain_text(term.meaning)
        expect(word).to_be_focused()
        assert spoken(page, "nanovesicles") == ("button", True)
        place = box.bounding_box()
        assert place["x"] >= 0 and place["x"] + place["width"] <= 320
        assert place["y"] >= 0 and place["y"] + place["height"] <= 480
        page.keyboard.press("Escape")
        expect(box).to_have_count(0)
        expect(word).to_be_focused()


def test_a_meaning_fits_the_smallest_screen_with_the_largest_text(portal, open_page):
    page = open_page(320, 480)
    page.goto(portal.url + ARTICLE)
    page.evaluate(ADD_RULES, "html { font-size: 200% !important }")
    page.evaluate("document.documentElement.dir = 'rtl'")
    for word in page.locator(".term").all():
        word.click()
        place = page.locator(OPEN).bounding_box()
        assert place["x"] >= 0 and place["x"] + place["width"] <= 320
        assert place["y"] >= 0 and place["y"] + place["height"] <= 480
        assert page.evaluate(SIDEWAYS) == []
        page.keyboard.press("Escape")


def test_paper_has_each_meaning_once_in_brackets_behind_its_word(portal, open_page):
    page = open_page(794, 1123)
    page.goto(portal.url + ARTICLE)
    page.locator(".term").first.click()  # an open box must not lie over the text
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    text = page.locator("main").inner_text()
    for term in Term.objects.filter(word__in=["Nanovesicles", "FDA", "IND", "Regulator"]):
        box = page.locator(f"#t-{term.pk}")
        assert text.count(term.meaning) == 1
        assert [
            box.evaluate(f"b => getComputedStyle(b, '{side}').content")
            for side in ("::before", "::after")
        ] == ['" ("', '")"']
        assert box.evaluate("b => getComputedStyle(b).position") == "static"
        assert not box.locator("span").is_visible()


@pytest.mark.parametrize("styled", [True, False], ids=["with styles", "without styles"])
def test_a_browser_without_popovers_shows_the_meaning_in_the_text(portal, open_page, styled):
    """As such a browser sees the page: the attribute means nothing, the rules for it do not count."""

    def unknown(route):
        answer = route.fetch()
        body = answer.text().replace(" popover ", " ").replace("selector(:popover-open)", "(a: b)")
        route.fulfill(response=answer, body=body)

    page = open_page(375)
    page.route(f"**{ARTICLE}", unknown)
    page.route("**/*.css*", unknown if styled else lambda route: route.abort())
    page.goto(portal.url + ARTICLE)
    paragraph = page.locator("p").filter(has_text="Doctors call bubbles")
    meaning = Term.objects.get(word="Nanovesicles").meaning
    text = " ".join(paragraph.inner_text().split())
    if styled:
        box = paragraph.locator(".gloss")
        assert box.evaluate("b => getComputedStyle(b, '::before').content") == '" ("'
        assert box.evaluate("b => getComputedStyle(b).borderTopWidth") == "0px"
        assert f"nanovesicles{meaning}" in text  # the brackets are the stylesheet's
    else:
        assert f"nanovesicles Nanovesicles (NAN-oh-vess-ih-kulz) {meaning}" in text
