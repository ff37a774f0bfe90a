"""Every kind of page that patients see, in Chromium: access, layout, privacy."""

from itertools import pairwise
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests import factories
from tests.browser.page_types import (
    ADD_RULES,
    ARTICLE,
    BRANDS,
    CUT_OFF,
    OPEN_ALL,
    PAGE_TYPES,
    SIDEWAYS,
    WIDTHS,
    visit,
)

every_page = pytest.mark.parametrize("name", PAGE_TYPES)
TEXT_SPACING = """* { line-height: 1.5 !important; letter-spacing: .12em !important;
  word-spacing: .16em !important } p { margin-block-end: 2em !important }"""


@pytest.fixture(params=BRANDS, scope="module")
def brand(request, portal):
    """The clinic's colour, changed as its settings change it."""
    clinic = portal.clinic
    clinic.brand_colour = BRANDS[request.param]
    clinic.save()
    yield request.param
    clinic.brand_colour = BRANDS["teal"]
    clinic.save()


@every_page
def test_axe_finds_no_fault_in_any_brand_in_light_and_dark(portal, brand, open_page, name):
    page = open_page(375)
    visit(page, portal, name)
    page.evaluate(OPEN_ALL)
    stylesheets = page.evaluate("[...document.styleSheets].map(sheet => sheet.href).join(' ')")
    assert BRANDS[brand][1:] in stylesheets
    faults = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found = Axe().run(page, options={"resultTypes": ["violations"]})
        faults += [
            f"{scheme}: {fault['id']}: {node['html'][:120]}"
            for fault in found.response["violations"]
            for node in fault["nodes"]
        ]
    assert not faults, "\n".join(faults)


@every_page
def test_nothing_sticks_out_sideways_at_any_width(portal, open_page, name):
    page = open_page()
    visit(page, portal, name)
    page.evaluate(OPEN_ALL)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(SIDEWAYS) == [], width


@every_page
def test_nothing_sticks_out_from_right_to_left(portal, open_page, name):
    page = open_page()
    visit(page, portal, name)
    page.evaluate("document.documentElement.dir = 'rtl'")
    page.evaluate(OPEN_ALL)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(SIDEWAYS) == [], width


@every_page
@pytest.mark.parametrize("rules", ["html { font-size: 200% !important }", TEXT_SPACING])
def test_a_reader_may_enlarge_and_space_the_text(portal, open_page, name, rules):
    page = open_page(375)
    visit(page, portal, name)
    page.evaluate(OPEN_ALL)
    page.evaluate(ADD_RULES, rules)
    assert page.evaluate(SIDEWAYS) == []
    assert page.evaluate(CUT_OFF) == []


@every_page
def test_the_headings_are_an_outline(portal, open_page, name):
    page = open_page()
    visit(page, portal, name)
    levels = page.evaluate(
        "[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(h => Number(h.tagName[1]))"
    )
    assert levels.count(1) == 1
    assert levels[0] == 1
    steps = [after - before for before, after in pairwise(levels)]
    assert max(steps, default=0) <= 1, levels


def test_every_page_has_a_title_of_its_own_that_ends_with_the_clinic(portal, open_page):
    page = open_page()
    titles = []
    for name in PAGE_TYPES:
        visit(page, portal, name)
        titles.append(page.title())
    assert len(set(titles)) == len(titles), titles
    assert all(title.endswith("– Example Skin Clinic") for title in titles), titles


def test_a_reader_gets_no_cookie_and_no_error_and_nothing_from_elsewhere(portal, open_page):
    page = open_page()
    hosts, complaints = set(), []
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        lambda said: said.type in ("error", "warning") and complaints.append(said.text),
    )
    for name in PAGE_TYPES:
        visit(page, portal, name)
        stored = page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]")
        assert stored == [0, 0, ""], name
    # The browser itself remarks on the answer 404; that one was asked for.
    assert [text for text in complaints if "status of 404" not in text] == []
    assert hosts == {f"localhost:{portal.port}"}
    assert page.context.cookies() == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_article_can_be_read_in_a_readers_own_colours(portal, open_page, scheme):
    page = open_page(375, forced_colors="active", color_scheme=scheme)
    visit(page, portal, "article")
    paper, ink = page.evaluate(
        "[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]"
    )
    assert paper != ink
    button = page.locator("#book a.btn")
    edge = button.evaluate(
        "b => [getComputedStyle(b).borderTopWidth, getComputedStyle(b).borderTopStyle]"
    )
    assert edge[1] == "solid" and float(edge[0].removesuffix("px")) >= 1
    assert len(page.screenshot(full_page=True)) > 50_000


def test_both_clinics_show_themselves(portal, open_page):
    page = open_page()
    page.goto(portal.second_url)
    assert page.title().endswith("– Second Skin Clinic")
    assert page.locator(".site-header .brand").inner_text().strip() == "Second Skin Clinic"
    assert page.goto(portal.second_url + ARTICLE).status == 404


def test_a_clinic_with_a_logo_shows_it_with_its_name(portal, open_page):
    clinic = portal.clinic
    clinic.logo = factories.make_picture(portal.site, "Our logo")
    clinic.save()
    page = open_page(375)
    try:
        visit(page, portal, "home")
        logo = page.locator(".site-header img").first
        assert logo.get_attribute("alt") == clinic.name
        assert logo.evaluate("image => image.complete && image.naturalWidth > 0")
        assert page.evaluate(SIDEWAYS) == []
        assert Axe().run(page).response["violations"] == []
    finally:
        clinic.logo = None
        clinic.save()
