"""The kinds of page that patients see. A new kind is one line here: every check then looks at it."""

ARTICLE = "/treatments/exosomes-in-dermatology/"
PAGE_TYPES = {
    "home": "/",
    "topic": "/treatments/",
    "second page of a topic": "/skin-conditions/?page=2",
    "empty topic": "/skin-care/",
    "example article": ARTICLE,
    "article with every section": "/treatments/every-kind/",
    "article with the least": "/treatments/the-least/",
    "article with an alert": "/treatments/with-an-alert/",
    "article with questions to ask": "/treatments/with-questions-to-ask/",
    "translated article": "/es/treatments/every-kind/",
    "A to Z": "/a-z/",
    "words": "/words/",
    "questions": "/questions/",
    "questions of a topic": "/questions/treatments/",
    "search": "/search/",
    "search with results": "/search/?q=skin",
    "search without results": "/search/?q=zzzz",
    "standard page": "/about/",
    "contact": "/contact/",
    "choose a location": "/book/new-patient/",
    "not found": "/no-such-page/",
    "withdrawn": "/treatments/withdrawn/",
    "bad request": "/refused/",
    "server error": "/broken/",
}
# What they answer, where it is not 200.
STATUS = {"not found": 404, "withdrawn": 410, "bad request": 400, "server error": 500}
# Written without any template language, stylesheet or clinic, so that nothing can break them.
PLAIN = {"bad request", "server error"}
IN_BRAND = [name for name in PAGE_TYPES if name not in PLAIN]

# The longest there can be, one without a space, and the usual.
QUESTIONS_TO_ASK = [
    "Which of these would you try first, " * 5 + "and for how long?",
    "Hydroxychloroquine" * 9 + "?",
    "What else could I try?",
    "Who looks after me then?",
]

BRANDS = {
    "teal": "#1f5f6b",
    "yellow": "#f2b705",
    "hot pink": "#e6007e",
    "navy": "#0b1f4b",
    "grey": "#c9cdd2",
}
WIDTHS = (320, 375, 768, 1280)
# How a reader looks at a page: what Chromium is told, and the direction of writing.
LOOKS = {
    "light": ({"color_scheme": "light"}, "ltr"),
    "dark": ({"color_scheme": "dark"}, "ltr"),
    "forced colours": ({"forced_colors": "active", "color_scheme": "dark"}, "ltr"),
    "right to left": ({"color_scheme": "light"}, "rtl"),
}

OPEN_ALL = "document.querySelectorAll('details').forEach(answer => answer.open = true)"

# Rules on top of the page's own, as a reader's browser extension adds them.
ADD_RULES = """rules => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(rules);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}"""


def visit(page, portal, name: str):
    """Open a kind of page; what it answers is asserted, so that no test looks at an error page."""
    answer = page.goto(portal.url + PAGE_TYPES[name])
    assert answer.status == STATUS.get(name, 200)
    return answer


def paint(portal, brand: str) -> None:
    """Give the clinic one of the colours, as its settings give it."""
    clinic = portal.clinic
    if clinic.brand_colour != BRANDS[brand]:
        clinic.brand_colour = BRANDS[brand]
        clinic.save()
