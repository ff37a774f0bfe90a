"""Handing a page to somebody else: its address, its code, its paper, and the link to one section."""

import pytest
from playwright.sync_api import expect

from tests.browser.page_types import ARTICLE

MAY_COPY = {"permissions": ["clipboard-read", "clipboard-write"]}
COPIED = "navigator.clipboard.readText()"
REFUSES = "navigator.clipboard.writeText = () => Promise.reject(new DOMException('no'))"
HAS_NO_CLIPBOARD = "Object.defineProperty(navigator, 'clipboard', {value: undefined})"
COUNTS_PRINTS = "window.printed = 0; window.print = () => { window.printed += 1; }"
TOPS = """() => [...document.querySelectorAll('.body > h2[id]')].slice(0, 5)
  .map(heading => [heading.offsetTop, heading.offsetHeight, heading.nextElementSibling.matches('.copy')
    ? heading.nextElementSibling.nextElementSibling.offsetTop : heading.nextElementSibling.offsetTop])"""


@pytest.fixture
def article(portal, open_page):
    """`article(script, **options)`: the example article in a new browser."""

    def opened(script: str = "", width: int = 375, anchor: str = "", **options):
        page = open_page(width, **options)
        if script:
            page.add_init_script(script)
        page.goto(portal.url + ARTICLE + anchor)
        return page

    return opened


def test_a_reader_copies_the_address_and_hears_that_it_was_copied(article):
    page = article(**MAY_COPY)
    page.get_by_role("button", name="Copy the address").click()
    expect(page.locator(".pass").get_by_role("status")).to_have_text("The address is copied.")
    address = page.evaluate(COPIED)
    assert address.endswith(page.locator(".pass bdi").inner_text().removeprefix("localhost"))
    page.goto(address)
    assert page.url.endswith(ARTICLE)


def test_a_browser_that_refuses_to_copy_says_what_to_do(article):
    page = article(REFUSES)
    page.get_by_role("button", name="Copy the address").click()
    expect(page.locator(".pass").get_by_role("status")).to_contain_text(
        "Please copy the address by hand."
    )


def test_a_browser_that_cannot_copy_shows_no_such_button(article):
    page = article(HAS_NO_CLIPBOARD)
    expect(page.get_by_role("button", name="Print", exact=True)).to_be_visible()
    assert page.locator(".pass").get_by_role("button", name="Copy").count() == 0
    assert page.locator(".copy").count() == 0


def test_the_print_button_prints(article):
    page = article(COUNTS_PRINTS)
    page.get_by_role("button", name="Print", exact=True).click()
    assert page.evaluate("window.printed") == 1


def test_without_scripts_the_address_and_the_code_are_there_and_no_dead_button(article):
    page = article(java_script_enabled=False)
    part = page.locator(".pass")
    assert part.get_by_role("button").count() == 0
    assert page.locator(".copy").count() == 0
    part.locator("summary").click()
    assert page.get_by_role("img", name="QR code: opens this page").is_visible()
    part.get_by_role("link").click()
    assert page.url.endswith(ARTICLE)


def test_a_reader_copies_the_link_to_a_section_and_it_leads_there(article):
    page = article(width=1280, **MAY_COPY)
    heading = page.get_by_role("heading", name="How sure are we?", exact=True)
    button = page.locator("#how-sure-are-we + .copy")
    assert button.evaluate("b => getComputedStyle(b).opacity") == "0"
    heading.hover()
    assert button.evaluate("b => getComputedStyle(b).opacity") == "1"
    button.click()
    expect(page.locator(".pass").get_by_role("status")).to_have_text("The address is copied.")
    address = page.evaluate(COPIED)
    assert address.endswith(ARTICLE + "#how-sure-are-we")
    page.goto("about:blank")
    page.goto(address)
    assert heading.evaluate("h => h.getBoundingClientRect().top") < 100


def test_where_copying_is_refused_the_address_bar_holds_the_link(article):
    page = article(REFUSES, width=1280)
    page.locator("#how-sure-are-we + .copy").click()
    page.wait_for_url("**#how-sure-are-we")


def test_the_buttons_for_sections_are_one_stop_each_named_and_told_apart(article):
    page = article()
    buttons = page.get_by_role("button", name="Copy link to this section", exact=True)
    sections = page.locator(".body > h2[id]")
    assert buttons.count() == sections.count() > 5
    described = buttons.evaluate_all("all => all.map(b => b.getAttribute('aria-describedby'))")
    assert described == sections.evaluate_all("all => all.map(h => h.id)")


def test_on_a_telephone_they_are_always_in_sight_and_elsewhere_with_the_focus(article):
    touched = article(has_touch=True, is_mobile=True).locator(".copy").first
    assert touched.evaluate("b => getComputedStyle(b).opacity") == "1"
    page = article(width=1280)
    button = page.locator(".copy").first
    page.locator("#contents-heading ~ ol a").last.focus()
    page.keyboard.press("Tab")
    assert button.evaluate("b => b === document.activeElement")
    assert button.evaluate("b => getComputedStyle(b).opacity") == "1"


@pytest.mark.parametrize("width", [375, 1280])
def test_nothing_moves_when_they_arrive(article, width):
    without = article(HAS_NO_CLIPBOARD, width=width).evaluate(TOPS)
    assert article(width=width).evaluate(TOPS) == without
    assert len(without) == 5
