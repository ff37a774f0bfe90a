"""Each check finds the fault it is for, planted into a page that had none."""

import pytest

from tests.browser import checks
from tests.browser.page_types import ADD_RULES, OPEN_ALL, visit

# What is planted, as one piece of HTML at the end of the article or as rules for the whole page; which
# check must find it, and a word of what it says.
PLANTED = {
    "pale text": (checks.axe, "", ".lede { color: #999 }", "color-contrast"),
    "a picture without alternative": (
        checks.axe,
        '<img src="/favicon.svg" width="50" height="50">',
        "",
        "image-alt",
    ),
    "a button without a name": (checks.axe, "<button class='btn'></button>", "", "button-name"),
    "two landmarks with one name": (
        checks.axe,
        "<nav aria-label='Main'><a href='/'>Here</a></nav>",
        "",
        "landmark",
    ),
    "a box of 400 pixels": (checks.sideways, "<div class='planted'>wide</div>", "", "planted"),
    "a word that its box cuts off": (
        checks.cut_off,
        "",
        ".lede { overflow: hidden; block-size: 1.2em }",
        "lede",
    ),
    "a focus without a ring": (checks.focus, "", ".btn:focus-visible { outline: 0 }", "no ring"),
    "a banner over the focus": (checks.focus, "<div class='cover'></div>", "", "covered"),
    "a stop outside the window": (
        checks.focus,
        "<a href='/' class='away'>Away</a>",
        ".away { position: fixed; inset-inline-start: -40rem }",
        "out of sight",
    ),
    "a button the Tab key misses": (
        checks.focus,
        "<button class='btn' tabindex='-1'>Missed</button>",
        "",
        "no stop",
    ),
    "a small button": (
        checks.small_targets,
        "<button class='tiny'>×</button>",
        ".tiny { inline-size: 30px; block-size: 30px; padding: 0 }",
        "30 px",
    ),
    "a low link in text": (
        checks.small_targets,
        "<p>See <a href='/' class='low'>this</a> too.</p>",
        ".low { font-size: 11px; padding: 0; line-height: 1 }",
        "low",
    ),
    "a low link that stands alone": (
        checks.small_targets,
        "<p><a href='/' class='alone'>Alone</a></p>",
        "",
        "alone",
    ),
    "a level left out": (checks.headings, "<h2>Two</h2><h4>Four</h4>", "", "levels"),
    "a second h1": (checks.headings, "<h1>Again</h1>", "", "levels"),
    "a name used twice": (checks.repeated_ids, "<p id='main'>Twice</p>", "", "main"),
}
ALWAYS = """.planted { inline-size: 400px } .cover {
  position: fixed; inset: 0 0 50% 0; background: white; z-index: 99 }"""
PLANT = "html => document.querySelector('article').insertAdjacentHTML('beforeend', html)"


@pytest.mark.parametrize("planted", PLANTED)
def test_a_planted_fault_is_found(portal, open_page, planted):
    check, html, rules, says = PLANTED[planted]
    page = open_page(320)
    visit(page, portal, "article with every section")
    page.evaluate(OPEN_ALL)
    assert check(page) == []
    # The walk of the Tab key begins at the top again.
    visit(page, portal, "article with every section")
    page.evaluate(OPEN_ALL)
    page.evaluate(ADD_RULES, ALWAYS + rules)
    page.evaluate(PLANT, html)
    found = check(page)
    assert any(says in words for words in found), found


def test_pale_text_is_found_in_a_readers_own_colours(portal, open_page):
    page = open_page(320, forced_colors="active", color_scheme="dark")
    visit(page, portal, "example article")
    assert checks.axe(page) == []
    page.evaluate(ADD_RULES, ".lede { forced-color-adjust: none; color: #333 }")
    assert any("lede" in words for words in checks.axe(page))


@pytest.mark.parametrize(
    ("plant", "says"),
    [
        ("console.error('planted')", "console: planted"),
        ("document.cookie = 'seen=1'", "cookie: seen"),
        ("localStorage.setItem('seen', '1')", "stored"),
        (
            "new Image().src = 'http://second.localhost:' + location.port + '/x.png'",
            "second.localhost",
        ),
    ],
)
def test_what_a_page_says_stores_and_asks_for_is_noted(portal, open_page, plant, says):
    page = open_page(320)
    witness = checks.Witness(page)
    visit(page, portal, "home")
    assert witness.faults() == []
    page.evaluate(plant)
    page.wait_for_timeout(200)
    assert any(says in words for words in witness.faults()), witness.faults()
