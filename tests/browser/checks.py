"""What can be wrong with a page. Each check looks at an open page and returns its faults in words.

tests/browser/test_planted_faults.py shows that each finds what it is for.
"""

from collections.abc import Callable
from itertools import pairwise
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# Everything a finger or a keyboard can reach.
CONTROLS = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']"

# What sticks out sideways: the page itself, and the elements that make it.
SIDEWAYS = """() => {
  const root = document.documentElement, width = root.clientWidth;
  if (root.scrollWidth <= width) return [];
  const out = [...document.body.querySelectorAll('*')].filter(element => {
    const box = element.getBoundingClientRect();
    return box.right > width + 1 || box.left < -1;
  });
  return [`${root.scrollWidth} > ${width}`, ...out.map(element => element.outerHTML.slice(0, 90))];
}"""

# Text that its own box cuts off; text for screen readers only is meant to be cut off.
CUT_OFF = """() => [...document.body.querySelectorAll('*')].filter(element => {
  const style = getComputedStyle(element);
  const hides = [style.overflowX, style.overflowY].some(how => how === 'hidden' || how === 'clip');
  const box = element.getBoundingClientRect();
  const shown = box.width > 2 && box.height > 2 && element.textContent.trim();
  const longer = element.scrollWidth > element.clientWidth + 1
    || element.scrollHeight > element.clientHeight + 1;
  return hides && shown && longer && style.display !== 'inline';
}).map(element => element.outerHTML.slice(0, 90))"""

# What has the focus: its ring, whether it is in the window, and whether something covers it.
FOCUSED = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const style = getComputedStyle(element), box = element.getClientRects()[0];
  // Of a field for several lines the browser shows the line that is written in, not all of it.
  const low = element.matches('textarea') ? box.top + 24 : box.bottom;
  const inside = box.top >= 0 && box.left >= 0 && low <= innerHeight + 1 && box.right <= innerWidth + 1;
  const points = [.5, .1, .9].map(across =>
    document.elementFromPoint(box.left + box.width * across, (box.top + Math.min(low, innerHeight)) / 2));
  return {
    what: element.outerHTML.slice(0, 90),
    number: [...document.querySelectorAll('*')].indexOf(element),
    ring: style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth),
    inside,
    uncovered: points.every(top => top && (element.contains(top) || top.contains(element))),
  };
}"""

VISIBLE = """controls => [...document.querySelectorAll(controls)].filter(element =>
  element.checkVisibility({contentVisibilityAuto: true}) && element.getClientRects().length
).length"""

# A link stands in text if its paragraph, item or cell says more than the link.
SIZES = """controls => [...document.querySelectorAll(controls)].map(element => {
  // A finger on the label of a box ticks the box.
  const box = (element.closest('label') ?? element).getBoundingClientRect();
  const around = element.parentElement.closest('p, li, dd, td, figcaption, address, div');
  return {
    what: element.outerHTML.slice(0, 90),
    inText: element.matches('a, .term') && around !== null
      && around.textContent.trim() !== element.textContent.trim(),
    waiting: element.matches('.skip'),
    size: Math.min(box.width, box.height),
  };
}).filter(control => control.size > 0 && !control.waiting)"""

# Text paler than 4.5:1 on the nearest ground behind it.
PALE = """() => {
  const parts = colour => colour.match(/[\\d.]+/g).map(Number);
  const light = colour => parts(colour).slice(0, 3).map(part => part / 255)
    .map(part => part <= .04045 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4)
    .reduce((sum, part, at) => sum + part * [.2126, .7152, .0722][at], 0);
  const ground = element => {
    for (; element; element = element.parentElement) {
      const colour = getComputedStyle(element).backgroundColor;
      if ((parts(colour)[3] ?? 1) > 0) return colour;
    }
    return paper;
  };
  const probe = document.body.appendChild(document.createElement('div'));
  probe.style.backgroundColor = 'Canvas';
  const paper = getComputedStyle(probe).backgroundColor;
  probe.remove();
  const says = element => [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim());
  return [...document.body.querySelectorAll('*')].filter(says).filter(e => e.checkVisibility())
    .flatMap(element => {
      const [low, high] = [getComputedStyle(element).color, ground(element)].map(light).sort((a, b) => a - b);
      const ratio = (high + .05) / (low + .05);
      return ratio < 4.5 ? [`${ratio.toFixed(1)}:1 ${element.outerHTML.slice(0, 90)}`] : [];
    });
}"""

LEVELS = "[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(h => Number(h.tagName[1]))"
IDS = "[...document.querySelectorAll('[id]')].map(element => element.id)"


def axe(page: Page) -> list[str]:
    """The rules of axe-core, its good practices (landmarks, unique names) included.

    axe asks for the colour that the stylesheet names, which readers' own colours have replaced.
    """
    has_own_colours = page.evaluate("matchMedia('(forced-colors: active)').matches")
    rules = {"color-contrast": {"enabled": not has_own_colours}}
    found = Axe().run(page, options={"resultTypes": ["violations"], "rules": rules})
    return [
        f"{fault['id']}: {node['html'][:120]}"
        for fault in found.response["violations"]
        for node in fault["nodes"]
    ] + (pale_text(page) if has_own_colours else [])


def pale_text(page: Page) -> list[str]:
    """Text with less contrast than 4.5:1, as Chromium draws it."""
    return page.evaluate(PALE)


def sideways(page: Page) -> list[str]:
    """Whatever makes a reader scroll sideways."""
    return page.evaluate(SIDEWAYS)


def cut_off(page: Page) -> list[str]:
    """Text that does not fit into its box."""
    return page.evaluate(CUT_OFF)


def small_targets(page: Page) -> list[str]:
    """Controls too small for a finger: below 44 px, links in text below 24 px."""
    return [
        f"{control['size']:.0f} px: {control['what']}"
        for control in page.evaluate(SIZES, CONTROLS)
        if control["size"] < (24 if control["inText"] else 44)
    ]


def headings(page: Page) -> list[str]:
    """One h1, which comes first, and no level left out on the way down."""
    levels = page.evaluate(LEVELS)
    is_outline = levels[:1] == [1] and levels.count(1) == 1
    is_outline = is_outline and all(after - before <= 1 for before, after in pairwise(levels))
    return [] if is_outline else [f"levels of the headings: {levels}"]


def repeated_ids(page: Page) -> list[str]:
    """Names that two elements have."""
    ids = page.evaluate(IDS)
    return sorted({name for name in ids if ids.count(name) > 1})


def focus(page: Page) -> list[str]:
    """Controls that the Tab key misses, and stops without a ring, out of sight or covered."""
    stops = stops_of(page)
    missed = page.evaluate(VISIBLE, CONTROLS) - len(stops)
    return [
        *([f"{missed} controls are no stop of the Tab key"] if missed else []),
        *(f"no ring: {stop['what']}" for stop in stops if stop["ring"] < 3),
        *(f"out of sight: {stop['what']}" for stop in stops if not stop["inside"]),
        *(f"covered: {stop['what']}" for stop in stops if not stop["uncovered"]),
    ]


def stops_of(page: Page) -> list[dict]:
    """Every stop of the Tab key, from the top of the page to its end."""
    stops, seen = [], set()
    while True:
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        if stop is None or stop["number"] in seen:
            return stops
        seen.add(stop["number"])
        stops.append(stop)


CHECKS: dict[str, Callable[[Page], list[str]]] = {
    "axe": axe,
    "sideways": sideways,
    "cut off": cut_off,
    "target": small_targets,
    "heading": headings,
    "id": repeated_ids,
    "focus": focus,
}
# Pages without a stylesheet keep the browser's own ring and line height; their one link stands alone.
FOR_STYLED_PAGES = {"target", "focus"}


def faults(page: Page, leave_out: set[str] = frozenset()) -> list[str]:
    """What all the checks find."""
    found = {name: check(page) for name, check in CHECKS.items() if name not in leave_out}
    return [f"{name}: {words}" for name, all_words in found.items() for words in all_words]


class Witness:
    """Notes from the start what a page asks for, stores and complains about."""

    def __init__(self, page: Page):
        self.page = page
        self.hosts: set[str] = set()
        self.complaints: list[str] = []
        page.on("request", lambda request: self.hosts.add(urlsplit(request.url).netloc))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self._hear)

    def _hear(self, said) -> None:
        # Chromium itself remarks on the page's own answer 404, 400 or 500; that one was asked for.
        about_the_answer = said.location.get("url") == self.page.url and "status of" in said.text
        if said.type in ("error", "warning") and not about_the_answer:
            self.complaints.append(said.text)

    def faults(self) -> list[str]:
        """Complaints of the console, requests to others, anything stored."""
        own = urlsplit(self.page.url).netloc
        stored = self.page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]")
        return [
            *(f"console: {text}" for text in self.complaints),
            *(f"request to {host}" for host in self.hosts - {own}),
            *(f"cookie: {cookie['name']}" for cookie in self.page.context.cookies()),
            *([f"stored: {stored}"] if stored != [0, 0, ""] else []),
        ]
