"""The kinds of page that patients see, and what is measured on each."""

ARTICLE = "/treatments/exosomes-in-dermatology/"
PAGE_TYPES = {
    "home": "/",
    "topic": "/treatments/",
    "empty topic": "/skin-care/",
    "article": ARTICLE,
    "article with every section": "/treatments/every-kind/",
    "A to Z": "/a-z/",
    "words": "/words/",
    "search": "/search/",
    "search with results": "/search/?q=skin",
    "search without results": "/search/?q=zzzz",
    "standard page": "/about/",
    "contact": "/contact/",
    "not found": "/no-such-page/",
}
BRANDS = {
    "teal": "#1f5f6b",
    "yellow": "#f2b705",
    "hot pink": "#e6007e",
    "navy": "#0b1f4b",
    "grey": "#c9cdd2",
}
WIDTHS = (320, 375, 768, 1280)

# Everything a finger or a keyboard can reach.
CONTROLS = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']"

OPEN_ALL = "document.querySelectorAll('details').forEach(answer => answer.open = true)"

# Whatever sticks out sideways: the page itself, and the elements that make it.
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

# Rules on top of the page's own, as a reader's browser extension adds them.
ADD_RULES = """rules => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(rules);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}"""


def visit(page, portal, name: str):
    """Open a kind of page; what it answers is asserted, so that no test looks at an error page."""
    answer = page.goto(portal.url + PAGE_TYPES[name])
    assert answer.status == (404 if name == "not found" else 200)
    return answer
