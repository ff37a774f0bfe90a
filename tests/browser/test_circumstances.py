"""Every kind of page as readers meet it: large text, no script, no stylesheet, slow line, paper."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.checks import axe, cut_off, sideways
from tests.browser.page_types import (
    ADD_RULES,
    ARTICLE,
    IN_BRAND,
    OPEN_ALL,
    PAGE_TYPES,
    visit,
)

every_page = pytest.mark.parametrize("name", PAGE_TYPES)
every_page_in_brand = pytest.mark.parametrize("name", IN_BRAND)
LARGE_TEXT = "html { font-size: 200% !important }"
# What WCAG 1.4.12 asks for.
TEXT_SPACING = """* { line-height: 1.5 !important; letter-spacing: .12em !important;
  word-spacing: .16em !important } p { margin-block-end: 2em !important }"""
MOVING = """() => [...document.querySelectorAll('*')].flatMap(element =>
  ['', '::before', '::after'].map(part => getComputedStyle(element, part))
    .filter(style => style.animationName !== 'none'
      || style.transitionDuration.split(', ').some(time => parseFloat(time) > 0))
    .map(() => element.outerHTML.slice(0, 90)))"""
# A telephone on a slow third-generation network: bytes per second, milliseconds.
SLOW_LINE = {
    "offline": False,
    "latency": 400,
    "downloadThroughput": 50_000,
    "uploadThroughput": 50_000,
}


def words(page) -> list[str]:
    """All words of the page's main part in the order of reading, hidden ones included."""
    return re.findall(r"\w+", page.evaluate("document.querySelector('main').textContent"))


@every_page
@pytest.mark.parametrize(("width", "rules"), [(375, LARGE_TEXT), (320, TEXT_SPACING)])
def test_text_may_be_enlarged_and_spaced(portal, open_page, name, width, rules):
    page = open_page(width)
    visit(page, portal, name)
    page.evaluate(OPEN_ALL)
    page.evaluate(ADD_RULES, rules)
    assert sideways(page) == []
    assert cut_off(page) == []


@every_page
def test_a_page_says_the_same_without_scripts(portal, open_page, name):
    with_scripts, without = open_page(375), open_page(375, java_script_enabled=False)
    visit(with_scripts, portal, name)
    visit(without, portal, name)
    with_scripts.evaluate(
        "made => document.querySelectorAll(made).forEach(comfort => comfort.remove())",
        ".faq__all, .copy, :is([data-copy], [data-ask]) > :is(button, [role=status]),"
        ".hours__line, .hours__today, [data-all-closed]",
    )
    assert words(without) == words(with_scripts)
    assert len(words(without)) > 10


@every_page_in_brand
def test_without_any_stylesheet_a_page_can_be_read(portal, open_page, name):
    page = open_page(375)
    page.route("**/*.css", lambda route: route.abort())
    visit(page, portal, name)
    assert page.locator(".brand").evaluate("brand => getComputedStyle(brand).display") == "inline"
    assert page.locator("h1").is_visible()
    assert page.locator("a[href$='/contact/']").first.is_visible()
    # Drawings have no size without a stylesheet unless they say so themselves. Only a stylesheet
    # breaks a word of 160 letters.
    if name != "article with questions to ask":
        assert sideways(page) == []


@every_page_in_brand
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_without_the_theme_a_page_is_complete(portal, open_page, name, scheme):
    page = open_page(375, color_scheme=scheme)
    page.route("**/theme/**", lambda route: route.abort())
    visit(page, portal, name)
    page.evaluate(OPEN_ALL)
    assert axe(page) == []
    assert sideways(page) == []


@every_page
def test_nothing_moves_for_readers_who_ask_for_that(portal, open_page, name):
    page = open_page(375, reduced_motion="reduce")
    visit(page, portal, name)
    assert page.evaluate(MOVING) == []


def test_otherwise_only_the_sign_of_an_answer_turns(portal, open_page):
    page = open_page(375, reduced_motion="no-preference")
    visit(page, portal, "example article")
    moving = page.evaluate(MOVING)
    assert moving and all(element.startswith("<summary") for element in moving)


def test_a_turned_telephone_does_not_inflate_the_text(portal, open_page):
    """Safari and Chromium enlarge text on narrow screens unless `text-size-adjust` is 100 %."""
    page = open_page(390, 844, is_mobile=True, has_touch=True)
    visit(page, portal, "example article")
    adjust = "getComputedStyle(document.documentElement).webkitTextSizeAdjust"
    size = "parseFloat(getComputedStyle(document.querySelector('main p')).fontSize)"
    assert page.evaluate(adjust) == "100%"
    upright = page.evaluate(size)
    page.set_viewport_size({"width": 844, "height": 390})
    assert upright <= page.evaluate(size) <= upright * 1.06
    assert sideways(page) == []


@every_page_in_brand
def test_on_a_very_wide_screen_lines_stay_short(portal, open_page, name):
    page = open_page(3840, 2160)
    visit(page, portal, name)
    page.evaluate(OPEN_ALL)
    assert sideways(page) == []
    too_long = page.evaluate(  # ems: 45 are about 90 letters
        """[...document.querySelectorAll('main p, main li:not(:has(*))')].filter(line =>
          line.getBoundingClientRect().width / parseFloat(getComputedStyle(line).fontSize) > 45)
          .map(line => line.outerHTML)"""
    )
    assert too_long == []
    assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") >= 24


@every_page_in_brand
def test_on_a_slow_line_the_text_is_there_before_any_script(portal, open_page, name):
    page = open_page(375)
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", SLOW_LINE)
    held = []
    page.route("**/*.js", lambda route: held.append(route))
    page.goto(portal.url + PAGE_TYPES[name], wait_until="commit")
    page.locator("h1").wait_for(state="visible")
    page.locator(".site-footer").wait_for(state="visible")
    expect(page.locator(".brand").first).to_have_css("display", "flex")
    page.locator("a[href$='/contact/']").last.click()
    page.wait_for_url("**/contact/", wait_until="commit")
    assert held


def test_on_a_slow_line_an_answer_opens_without_the_script(portal, open_page):
    page = open_page(375)
    page.route("**/*.js", lambda route: None)
    page.goto(portal.url + ARTICLE, wait_until="commit")
    question = page.locator(".faq details").first
    question.locator("summary").click()
    assert question.locator("div").first.is_visible()


@every_page_in_brand
def test_paper_shows_the_text_and_no_controls(portal, open_page, name):
    page = open_page(794, 1123)
    visit(page, portal, name)
    page.emulate_media(media="print")
    assert sideways(page) == []
    assert page.locator("h1").is_visible()
    assert (
        not page.locator(".site-nav, .site-footer, .skip, .search, .crumbs")
        .locator("visible=true")
        .all()
    )
    assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") >= 16  # 12 pt
    assert page.pdf().startswith(b"%PDF")
