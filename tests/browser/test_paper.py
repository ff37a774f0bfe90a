"""An article on paper: what Chromium prints, read back with poppler's pdftotext."""

import re
import shutil
import subprocess

import pytest

from education.models import ArticlePage
from tests.browser.page_types import ADD_RULES, visit
from tests.browser.test_reading import words

MOST_PAGES = 4
PIXELS_PER_POINT = 96 / 72

# The size of every piece of text that prints, in CSS pixels, with the element that holds it.
TEXT_SIZES = """() => {
  const found = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.data.trim(), element = walker.currentNode.parentElement;
    if (!text || !element.checkVisibility() || element.closest('svg')) continue;
    const size = parseFloat(getComputedStyle(element).fontSize);
    found.push({text: text.slice(0, 60), size, source: !!element.closest('.sources')});
  }
  return found;
}"""
# A heading and the first words of what stands below it.
HEADINGS = """() => [...document.querySelectorAll('.body h2, .body h3')]
  .filter(heading => heading.checkVisibility())
  .map(heading => {
    let next = heading.closest('summary, .benefit__head') || heading;
    do { next = next.nextElementSibling; } while (next && !next.checkVisibility());
    // Up to the first marked word: the bracket behind it is the stylesheet's.
    const below = next ? next.innerText.trim().split('\\n')[0] : '';
    const marked = next?.querySelector('.term')?.innerText;
    const end = marked && below.includes(marked) ? below.indexOf(marked) + marked.length : 25;
    return [heading.innerText, below.slice(0, Math.min(end, 25))];
  })"""


def squeezed(text: str) -> str:
    """Without white space: lines on paper break anywhere, addresses too."""
    return re.sub(r"\s+", "", text)


@pytest.fixture(scope="module")
def pages_of(portal, chrome, tmp_path_factory):
    """`pages_of(name)`: the text of each printed page of that kind of page."""
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext (poppler-utils) is not installed, so nothing was read from paper")
    folder = tmp_path_factory.mktemp("paper")
    printed = {}

    def printed_pages(name: str, dark: bool = False) -> list[str]:
        if (name, dark) not in printed:
            context = chrome.new_context(color_scheme="dark" if dark else "light")
            page = context.new_page()
            visit(page, portal, name)
            path = folder / f"{len(printed)}.pdf"
            page.pdf(path=path, prefer_css_page_size=True)
            context.close()
            command = ["pdftotext", "-raw", "-enc", "UTF-8", str(path), "-"]
            text = subprocess.run(command, capture_output=True, check=True).stdout.decode()
            printed[name, dark] = text.split("\f")[:-1]
        return printed[name, dark]

    return printed_pages


@pytest.fixture
def as_paper(open_page, portal):
    """`as_paper(name)`: a page as paper sees it, at the width between the margins."""

    def seen(name: str):
        page = open_page(680, 1000)
        visit(page, portal, name)
        page.emulate_media(media="print")
        page.evaluate(ADD_RULES, ".vh { display: none !important }")
        return page

    return seen


@pytest.fixture
def on_paper(as_paper):
    """The example article."""
    return as_paper("example article")


def example() -> ArticlePage:
    return ArticlePage.objects.get(slug="exosomes-in-dermatology")


def without_margins(pages: list[str], name: str) -> str:
    """The article's text without what stands at the foot of each page."""
    margin = rf"{re.escape(name)} · [\d ]+|Page \d of \d"
    return squeezed(
        " ".join(
            re.sub(margin, "", page.replace("\u2068", "").replace("\u2069", "")) for page in pages
        )
    )


def test_the_example_article_takes_four_pages_at_most(pages_of):
    assert len(pages_of("example article")) <= MOST_PAGES
    assert len(pages_of("example article", dark=True)) <= MOST_PAGES


def test_every_page_says_whose_it_is_how_to_call_and_which_one_it_is(pages_of, portal):
    pages = pages_of("example article")
    telephone = portal.clinic.locations.first().telephone
    for number, text in enumerate(pages, 1):
        foot = squeezed(text)
        assert squeezed(f"Page {number} of {len(pages)}") in foot
        assert squeezed(portal.clinic.name) in foot, number
        assert squeezed(telephone) in foot, number


def test_every_answer_every_benefit_and_every_source_is_there_in_full(pages_of, portal):
    text = without_margins(pages_of("example article"), portal.clinic.name)
    expected = []
    for section in example().body:
        for item in section.value.live_items:
            if hasattr(item, "claim"):
                expected += [item.name, item.claim, item.not_known]
                uses = item.benefit_sources.all()
            else:
                paragraphs = re.findall(r"<p[^>]*>(.*?)</p>", item.answer)
                expected += [item.question, *map(words, paragraphs)]
                uses = item.question_sources.all()
            for use in uses:
                expected += [use.source.title, use.source.url]
    assert len(expected) > 50
    assert [said for said in expected if squeezed(said) not in text] == []


def test_addresses_are_spelt_out(pages_of, portal):
    text = squeezed("".join(pages_of("example article")))
    assert f"localhost:{portal.port}/a/{example().pk}/" in text
    # Locations with links of their own: our page where one of them is chosen.
    assert squeezed(f"Book: localhost:{portal.port}/book/") in text


@pytest.mark.parametrize("name", ["example article", "article with every section"])
def test_cards_callouts_benefits_and_questions_are_never_cut_in_two(pages_of, as_paper, name):
    page = as_paper(name)
    pages = [squeezed(text) for text in pages_of(name)]
    boxes = page.locator(".key, .care, .callout, .benefits > li, .faq details, .cta, .sources li")
    texts = [squeezed(text) for text in boxes.all_inner_texts()]
    assert len(texts) > 6
    # Words alone: paper adds the address to a source, and moves "Sources" up to the last line.
    first_and_last = [(text[:18], text[-5:]) for text in texts]
    cut = [
        ends
        for ends in first_and_last
        if not any(all(end in text for end in ends) for text in pages)
    ]
    assert cut == []


@pytest.mark.parametrize("name", ["example article", "article with every section"])
def test_no_heading_is_left_alone_at_the_foot_of_a_page(pages_of, as_paper, name):
    page = as_paper(name)
    pages = [squeezed(text) for text in pages_of(name)]
    pairs = page.evaluate(HEADINGS)
    assert len(pairs) > 10
    alone = [
        heading
        for heading, below in pairs
        if not any(squeezed(heading) in text and squeezed(below) in text for text in pages)
    ]
    assert alone == []


def test_what_is_read_is_12_points_and_sources_are_not_below_10_and_a_half(on_paper):
    sizes = on_paper.evaluate(TEXT_SIZES)
    assert len(sizes) > 150
    small = [
        text
        for text in sizes
        if text["size"] < (10.5 if text["source"] else 12) * PIXELS_PER_POINT - 0.01
    ]
    assert small == []


def test_the_code_is_there_once_on_the_first_page_and_large_enough_to_be_read(on_paper):
    code = on_paper.locator(".qr")
    assert code.count() == 1 and code.is_visible()
    box = code.bounding_box()
    millimetres = box["width"] / 96 * 25.4
    modules = int(code.get_attribute("viewBox").split()[2])
    assert millimetres / modules >= 0.5
    assert box["y"] < 100
    assert (
        on_paper.locator("h1").bounding_box()["x"]
        + on_paper.evaluate(
            "() => { const r = document.createRange(); r.selectNodeContents(document.querySelector('h1'));"
            " return r.getBoundingClientRect().width }"
        )
        <= box["x"]
    )


def test_nothing_that_needs_a_finger_is_printed(on_paper):
    for what in (".copy", ".pass .btn", ".to-top", ".more", ".contents", ".faq__all", "nav"):
        for element in on_paper.locator(what).all():
            assert not element.is_visible(), what


def test_the_margin_stylesheet_waits_for_paper(portal, open_page):
    page = open_page()
    visit(page, portal, "example article")
    link = page.locator('link[href*="/print/"]')
    assert link.get_attribute("media") == "print"
    blocking = page.evaluate(
        """async () => performance.getEntriesByType('resource')
             .filter(entry => entry.name.includes('/print/'))
             .map(entry => entry.renderBlockingStatus)"""
    )
    assert set(blocking) <= {"non-blocking"}
