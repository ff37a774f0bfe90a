"""What staff may really enter: too long, too many, too wide, in two directions, or meant to harm."""

from io import BytesIO
from urllib.parse import quote

import pytest
from PIL import Image, ImageDraw
from wagtail.rich_text import RichText

from education.blocks import TableSectionBlock
from tests import factories
from tests.browser.checks import cut_off, headings, repeated_ids, sideways, small_targets
from tests.browser.page_types import OPEN_ALL

SENTENCE = "A very long title that goes on and on about every kind of skin problem there is "
LONGEST = (SENTENCE * 4)[:254] + "!"  # the field holds 255
ONE_WORD = ("Dermatomyositis" * 20)[:255]
LONG_ADDRESS = "https://journal.example/" + "a" * 276  # 300 letters without a place to break
HARMFUL = "<img src=x onerror=alert(1)><script>alert(2)</script>{{ 7 }}'\"&amp;"
ARABIC = "العناية بالبشرة بعد العلاج"
HEBREW = "טיפול בעור (exosomes) 12:30"
COLUMNS = [f"Column number {number}" for number in range(1, 13)]
SECTIONS = [f"Section number {number}" for number in range(1, 41)]
ITEMS = [f"Item number {number}" for number in range(1, 61)]
SEARCHES = (HARMFUL, ONE_WORD[:200], "%s %d {0} \\ \x01", ARABIC, "<b>skin</b>")


def table(columns: list[str]) -> tuple[str, dict]:
    stored = {
        "columns": [{"type": "text", "heading": heading} for heading in columns],
        "rows": [{"values": [f"Value of {heading}" for heading in columns]}] * 3,
        "caption": "",
    }
    value = TableSectionBlock().child_blocks["table"].to_python(stored)
    return factories.section("table", "A wide table", caption="All of it", table=value)


def text(content: str, heading: str = "What it is", **values) -> list:
    return [factories.text_section(heading, content, **values)]


def listed(items: list[str]) -> str:
    return f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"


# Article by article: its address, the words that must all be on it, and what it is made of.
ARTICLES = {
    "longest": (LONGEST, [LONGEST], {"lede": SENTENCE * 6}),
    "one-word": (ONE_WORD, [ONE_WORD], {"lede": ONE_WORD, "key_points": (ONE_WORD[:200],) * 2}),
    "many": ("Sixty items", ITEMS, {"body": text(listed(ITEMS))}),
    "wide": ("A wide table", [*COLUMNS, "Value of Column number 12"], {"body": [table(COLUMNS)]}),
    "address": (
        "A long address",
        [LONG_ADDRESS],
        {
            "body": text(
                f'<p>{LONG_ADDRESS}</p><p>See <a href="{LONG_ADDRESS}">{LONG_ADDRESS}</a></p>'
                '<p>An answer that <a href="#no-such-anchor">is gone</a>.</p>'
            )
        },
    ),
    "bare": (
        "Forty sections",
        SECTIONS,
        {
            "key_points": (),
            "conclusion": "",
            "booking_on": False,
            "body": [part for name in SECTIONS for part in text("<p>Words.</p>", name)],
        },
    ),
    "directions": (
        f"Skin {ARABIC} care",
        [ARABIC, HEBREW],
        {
            "lede": f"{HEBREW} and {ARABIC}!",
            "key_points": (ARABIC, f"{HEBREW} 100% – OK?"),
            "body": text(f"<p>{ARABIC} 555 010 0200 {HEBREW}</p>", ARABIC),
            "other_names": [HEBREW],
        },
    ),
    "harmful": (
        HARMFUL,
        [HARMFUL],
        {
            "lede": HARMFUL,
            "key_points": (HARMFUL, HARMFUL),
            "other_names": [HARMFUL],
            "body": [
                *text("<p>Words.</p>", HARMFUL),
                factories.section(
                    "steps",
                    HARMFUL,
                    before=RichText(""),
                    steps=[{"title": HARMFUL, "text": HARMFUL}],
                ),
                factories.section(
                    "do_dont", HARMFUL, before=RichText(""), do=[HARMFUL] * 2, dont=[ONE_WORD]
                ),
                factories.questions_to_ask_section([HARMFUL, ONE_WORD[:200], ARABIC], HARMFUL),
            ],
        },
    ),
}


@pytest.fixture(scope="module")
def portal(portal_server):
    """The starter clinic with such articles, and two whose pictures are gone."""
    portal_server.fill()
    site = portal_server.site
    for slug, (title, _words, fields) in ARTICLES.items():
        factories.make_article(site, title, slug=slug, **fields)
    deleted, lost = factories.make_picture(site, "Deleted"), factories.make_picture(site, "Lost")
    for slug, picture in (("deleted-picture", deleted), ("lost-picture", lost)):
        body = text("<p>Words after.</p>", pictures=[picture])
        factories.make_article(site, slug, slug=slug, picture=picture, picture_alt=slug, body=body)
    deleted.delete()
    lost.file.storage.delete(lost.file.name)
    for rendition in lost.renditions.all():
        rendition.file.storage.delete(rendition.file.name)
        rendition.delete()
    return portal_server


@pytest.fixture(params=[320, 1280])
def reader(request, open_page):
    """An open window; a dialogue or an error of a script fails the test."""
    page = open_page(request.param)
    alarms = []
    page.on("dialog", lambda dialog: (alarms.append(dialog.message), dialog.dismiss()))
    page.on("pageerror", lambda error: alarms.append(str(error)))
    yield page
    assert alarms == []


def faults(page) -> list[str]:
    page.evaluate(OPEN_ALL)
    checks = (sideways, cut_off, headings, repeated_ids, small_targets)
    return [fault for check in checks for fault in check(page)]


def has_words(page, words: str) -> bool:
    return " ".join(words.split()) in " ".join(page.locator("main").inner_text().split())


@pytest.mark.parametrize("slug", ARTICLES)
def test_an_article_shows_all_of_it_and_keeps_its_shape(portal, reader, slug):
    assert reader.goto(f"{portal.url}/treatments/{slug}/").status == 200
    assert faults(reader) == []
    assert [words for words in ARTICLES[slug][1] if not has_words(reader, words)] == []
    reader.evaluate("document.documentElement.dir = 'rtl'")
    assert sideways(reader) + cut_off(reader) == []


def test_a_wide_table_scrolls_in_its_own_frame(portal, reader):
    reader.goto(f"{portal.url}/treatments/wide/")
    frame = reader.locator(".table")
    frame.focus()
    assert frame.evaluate("frame => frame.scrollWidth > frame.clientWidth")
    reader.keyboard.press("End")
    reader.locator(".table td").last.scroll_into_view_if_needed()
    assert frame.evaluate("frame => frame.scrollLeft > 0")
    assert sideways(reader) == []


@pytest.mark.parametrize(
    "path", ["/", "/treatments/", "/a-z/", "/search/?q=words", "/search/?q=skin"]
)
def test_lists_hold_such_titles(portal, reader, path):
    assert reader.goto(portal.url + path).status == 200
    assert faults(reader) == []


@pytest.mark.parametrize("slug", ["deleted-picture", "lost-picture"])
def test_a_missing_picture_leaves_the_words(portal, reader, slug):
    assert reader.goto(f"{portal.url}/treatments/{slug}/").status == 200
    assert faults(reader) == []
    assert has_words(reader, "Words after.")
    broken = "[...document.images].filter(image => image.complete && !image.naturalWidth).length"
    assert reader.evaluate(broken) == 0


def test_an_address_with_an_anchor_that_is_gone_opens_the_page(portal, reader):
    assert reader.goto(f"{portal.url}/treatments/address/#no-such-anchor").status == 200
    assert reader.locator("h1").is_visible()
    reader.get_by_role("link", name="is gone").click()
    assert reader.locator("h1").inner_text() == "A long address"


@pytest.mark.parametrize("asked", SEARCHES)
def test_searched_words_are_shown_and_never_run(portal, reader, asked):
    assert reader.goto(f"{portal.url}/search/?q={quote(asked)}").status == 200
    assert faults(reader) == []
    assert reader.locator("main script, main img, main b:text('skin')").count() == 0


def logo(width: int, height: int) -> bytes:
    """A frame and a bar on a transparent ground."""
    colour = (31, 95, 107, 255)
    drawn = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    shape = ImageDraw.Draw(drawn)
    shape.rectangle([0, 0, width - 1, height - 1], outline=colour, width=max(2, height // 20))
    shape.rectangle([width // 4, height // 4, width * 3 // 4, height * 3 // 4], fill=colour)
    written = BytesIO()
    drawn.save(written, "PNG")
    return written.getvalue()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), [(2000, 200), (200, 2000), (3000, 60), (40, 40)])
def test_a_logo_of_any_shape_fits_the_header(portal, reader, width, height, scheme):
    clinic = portal.clinic
    clinic.logo = factories.make_picture(portal.site, "Logo", data=logo(width, height))
    clinic.full_clean()
    clinic.save()
    try:
        reader.emulate_media(color_scheme=scheme)
        reader.goto(portal.url)
        assert faults(reader) == []
        shown = reader.locator(".site-header .brand__logo").bounding_box()
        assert shown["height"] <= 64 + 1 and shown["width"] <= min(
            reader.viewport_size["width"], 320
        )
        assert shown["height"] >= 5 and shown["width"] >= 4
        assert reader.locator(".site-header .brand").bounding_box()["height"] >= 44
    finally:
        clinic.logo = None
        clinic.save()
