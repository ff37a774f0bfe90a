"""What pages have in common, and what a clinic's own look changes."""

from urllib.parse import urlsplit

import pytest

from education.blocks import ArticleBodyBlock
from education.models import ArticlePage
from tests import factories
from tests.browser.checks import axe, sideways
from tests.browser.page_types import ARTICLE, IN_BRAND, PAGE_TYPES, visit

# The landmarks of a page with their names, as a screen reader lists them.
LANDMARKS = """() => {
  const name = element => element.getAttribute('aria-label')
    ?? document.getElementById(element.getAttribute('aria-labelledby'))?.textContent ?? '';
  const shown = [...document.querySelectorAll('body > header, main, body > footer, nav, [role=search]')]
    .filter(element => element.checkVisibility());
  return shown.map(element => `${element.localName} ${name(element).trim()}`.trim());
}"""
TEXT = "element => element.innerText.replace(/\\s+/g, ' ').trim()"


def test_the_article_with_every_section_has_every_section(portal):
    article = ArticlePage.objects.get(slug="every-kind", locale__language_code="en")
    assert {section.block_type for section in article.body} == set(ArticleBodyBlock().child_blocks)


def test_every_page_has_a_title_of_its_own_that_ends_with_the_clinic(portal, open_page):
    page = open_page()
    titles = {}
    for name in PAGE_TYPES:
        visit(page, portal, name)
        titles[name] = page.title()
    # The second page of a list is the same list; its address says which part.
    titles.pop("second page of a topic")
    assert len(set(titles.values())) == len(titles), titles
    assert all(
        titles[name].endswith("– Example Skin Clinic") for name in IN_BRAND if name in titles
    )


@pytest.mark.parametrize("name", PAGE_TYPES)
def test_the_language_and_its_direction_are_said(portal, open_page, name):
    page = open_page()
    visit(page, portal, name)
    language, direction = page.evaluate(
        "[document.documentElement.lang, getComputedStyle(document.documentElement).direction]"
    )
    assert language == ("es" if urlsplit(page.url).path.startswith("/es/") else "en")
    assert direction == "ltr"


def test_links_to_other_languages_say_so_in_their_own_words(portal, open_page):
    page = open_page()
    for name, code, words in (
        ("article with every section", "es", "Español"),
        ("translated article", "en", "English"),
    ):
        visit(page, portal, name)
        link = page.locator(".languages a")
        assert (link.get_attribute("lang"), link.get_attribute("hreflang")) == (code, code)
        assert link.inner_text() == words
        others = page.locator("link[rel=alternate][hreflang]").all()
        listed = {other.get_attribute("hreflang"): other.get_attribute("href") for other in others}
        assert urlsplit(listed[code]).path == link.get_attribute("href")
        assert all(urlsplit(address).scheme == "http" for address in listed.values())


@pytest.mark.parametrize("width", [375, 1280])
def test_the_landmarks_are_few_and_tell_themselves_apart(portal, open_page, width):
    page = open_page(width)
    for name in IN_BRAND:
        visit(page, portal, name)
        landmarks = page.evaluate(LANDMARKS)
        assert landmarks[:2] == ["header", "nav Main"], name
        assert landmarks[-1] == "footer", name
        assert landmarks.count("main") == 1, name
        assert len(set(landmarks)) == len(landmarks), name
        assert all(" " in words for words in landmarks if words.startswith("nav")), name


def test_help_stands_in_the_same_place_on_every_page(portal, open_page):
    page = open_page()
    menus, feet = set(), set()
    for name in IN_BRAND:
        if name == "translated article":
            continue
        visit(page, portal, name)
        menus.add(page.locator(".site-nav").evaluate(TEXT))
        feet.add(page.locator(".site-footer").evaluate(TEXT))
    assert len(menus) == len(feet) == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_article_can_be_read_in_a_readers_own_colours(portal, open_page, scheme):
    page = open_page(375, forced_colors="active", color_scheme=scheme)
    visit(page, portal, "example article")
    paper, ink = page.evaluate(
        "[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]"
    )
    assert paper != ink
    button = page.locator("#book a.btn")
    edge = button.evaluate(
        "b => [getComputedStyle(b).borderTopWidth, getComputedStyle(b).borderTopStyle]"
    )
    assert edge[1] == "solid" and float(edge[0].removesuffix("px")) >= 1


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
        assert sideways(page) == []
        assert axe(page) == []
    finally:
        clinic.logo = None
        clinic.save()
