"""Keyboard and finger: every control can be reached, seen and hit."""

import pytest

from tests.browser.page_types import ARTICLE, CONTROLS, OPEN_ALL, PAGE_TYPES, visit

# What has the focus: its ring, whether it is in the window, and whether something covers it.
FOCUSED = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const style = getComputedStyle(element), box = element.getClientRects()[0];
  const inside = box.top >= 0 && box.left >= 0
    && box.bottom <= innerHeight + 1 && box.right <= innerWidth + 1;
  const points = [[.5, .5], [.1, .5], [.9, .5]].map(([across, down]) =>
    document.elementFromPoint(box.left + box.width * across, box.top + box.height * down));
  return {
    what: element.outerHTML.slice(0, 90),
    number: [...document.querySelectorAll('*')].indexOf(element),
    ring: style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth),
    inside,
    uncovered: points.every(top => top && (element.contains(top) || top.contains(element))),
  };
}"""

SIZES = """controls => [...document.querySelectorAll(controls)].map(element => {
  const box = element.getBoundingClientRect(), style = getComputedStyle(element);
  return {
    what: element.outerHTML.slice(0, 90),
    // Links and marked words in a line of text.
    inline: element.matches('a, .term') && ['inline', 'inline-block'].includes(style.display),
    waiting: element.matches('.skip'),
    size: Math.min(box.width, box.height),
  };
}).filter(control => control.size > 0 && !control.waiting)"""

VISIBLE = """controls => [...document.querySelectorAll(controls)].filter(element =>
  element.checkVisibility({contentVisibilityAuto: true}) && element.getClientRects().length
).length"""


def walk(page) -> list[dict]:
    """Every stop of the Tab key, from the top of the page to its end."""
    stops, seen = [], set()
    while True:
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        if stop is None or stop["number"] in seen:
            return stops
        seen.add(stop["number"])
        stops.append(stop)


@pytest.mark.parametrize("width", [375, 1280])
@pytest.mark.parametrize("name", PAGE_TYPES)
def test_every_stop_of_the_tab_key_has_a_ring_and_can_be_seen(portal, open_page, name, width):
    page = open_page(width)
    visit(page, portal, name)
    stops = walk(page)
    assert len(stops) == page.evaluate(VISIBLE, CONTROLS)
    assert "Skip to main content" in stops[0]["what"]
    assert [stop for stop in stops if stop["ring"] < 3] == []
    assert [stop for stop in stops if not stop["inside"]] == []
    assert [stop for stop in stops if not stop["uncovered"]] == []


@pytest.mark.parametrize("width", [375, 1280])
@pytest.mark.parametrize("name", PAGE_TYPES)
def test_every_control_is_large_enough_for_a_finger(portal, open_page, name, width):
    page = open_page(width)
    visit(page, portal, name)
    page.evaluate(OPEN_ALL)
    controls = page.evaluate(SIZES, CONTROLS)
    assert controls
    too_small = [
        f"{control['size']:.0f} px: {control['what']}"
        for control in controls
        if control["size"] < (24 if control["inline"] else 44)
    ]
    assert not too_small, "\n".join(too_small)


def test_the_skip_link_leads_past_the_menu(portal, open_page):
    page = open_page()
    page.goto(portal.url + ARTICLE)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_enter_opens_an_answer_and_space_closes_it(portal, open_page):
    page = open_page(375)
    page.goto(portal.url + ARTICLE)
    question = page.locator(".faq details").first
    question.locator("summary").focus()
    page.keyboard.press("Enter")
    assert question.evaluate("answer => answer.open")
    page.keyboard.press("Space")
    assert not question.evaluate("answer => answer.open")
