"""What is heard and seen first, and what stays in the same place on every page."""

import re

import pytest

from tests.browser.page_types import ARTICLE, IN_BRAND, visit

LANDMARKS = {"banner", "navigation", "main", "region", "contentinfo", "complementary", "search"}
UNSEEN = {"none", "generic", "InlineTextBox", "LineBreak", "ListMarker"}
HEADER_AND_FOOTER = """() => ['.site-header', '.site-footer'].map(part =>
  [...document.querySelectorAll(part + ' a')].map(link => link.innerText.trim()))"""


def heard(page) -> list[tuple[str, str]]:
    """Role and name of everything in Chromium's accessibility tree, in the order it is read out."""
    session = page.context.new_cdp_session(page)
    session.send("Accessibility.enable")
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    by_id = {node["nodeId"]: node for node in nodes}
    found = []

    def listen(node) -> None:
        role = node.get("role", {}).get("value", "")
        if not node.get("ignored") and role not in UNSEEN:
            found.append((role, node.get("name", {}).get("value", "").strip()))
        if role != "StaticText":
            for child in filter(None, map(by_id.get, node.get("childIds", []))):
                listen(child)

    listen(nodes[0])
    return found


def assert_in_order(expected: list[str], names: list[str]) -> None:
    """Each expected name begins a name, and they come in this order; others may stand between."""
    position = 0
    for name in expected:
        places = [n for n, found in enumerate(names[position:], position) if found.startswith(name)]
        assert places, (name, "is missing after", names[:position][-3:], names)
        position = places[0] + 1


@pytest.mark.parametrize("width", [375, 1280])
def test_a_listener_finds_the_parts_of_an_article_in_this_order(portal, open_page, width):
    page = open_page(width)
    visit(page, portal, "example article")
    landmarks = [f"{role} {name}".strip() for role, name in heard(page) if role in LANDMARKS]
    contents = ["navigation On this page"] if width == 1280 else []
    assert_in_order(
        [
            "banner",
            "navigation Main",
            "main",
            "navigation Breadcrumb",
            "region Key points",
            *contents,
            "region Talk to your dermatologist",
            "navigation More in Treatments",
            "contentinfo",
        ],
        landmarks,
    )
    # Many regions would flood the list of landmarks.
    assert [mark for mark in landmarks if mark.startswith("region")] == [
        "region Key points",
        "region Talk to your dermatologist",
    ]


def test_a_listener_finds_the_headings_in_this_order_with_nothing_added_to_them(portal, open_page):
    page = open_page(1280)
    visit(page, portal, "example article")
    headings = [name for role, name in heard(page) if role == "heading"]
    sections = page.locator(".body > h2").all_inner_texts()
    expected = ["Exosomes in Dermatology", "Key points", "On this page", *sections]
    expected += ["Talk to your dermatologist", "About this page", "Pass this page on"]
    assert_in_order([*expected, "More in Treatments", portal.clinic.name, "Help"], headings)
    assert not any("Copy link" in name or "#" in name for name in headings)


def test_what_matters_is_heard_before_what_follows_from_it(portal, open_page):
    """What it is, whether anybody checked it, the key points; then safety, booking, sources."""
    page = open_page(1280)
    visit(page, portal, "example article")
    names = [name for role, name in heard(page) if role in {"StaticText", "DisclosureTriangle"}]
    assert_in_order(
        [
            "Skip to main content",
            "Exosomes in Dermatology",
            "Exosomes are tiny bubbles that cells use",
            "Example content. No clinician has checked this page.",
            "Not yet checked by a clinician",
            "6 minute read",
            "Key points",
            "On this page",
            "Introduction",
            "How sure are we?",
            "Emergency:",
            "Frequently Asked Questions",
            "Talk to your dermatologist",
            "About this page",
            "Last reviewed",
            "Funding and adverts",
            "Where this information comes from",
            "This page gives general information",
            "Pass this page on",
            "Back to top",
        ],
        names,
    )


def test_a_checked_article_says_so_near_the_top_and_its_dates_near_the_end(portal, open_page):
    page = open_page(375)
    visit(page, portal, "article with every section")
    names = [name for role, name in heard(page) if role in {"StaticText", "DisclosureTriangle"}]
    assert_in_order(
        ["Every kind of section", "Checked by", "Dr Ada Example", "Reviewed", "14 September 2026",
         "Key points", "Last reviewed", "14 September 2026", "Next review due",
         "14 September 2027", "Checked by", "Where this information comes from"],
        names,
    )  # fmt: skip


@pytest.mark.parametrize("name", ["example article", "article with every section"])
def test_every_care_card_comes_before_the_booking_button(portal, open_page, name):
    page = open_page(375)
    visit(page, portal, name)
    after = page.evaluate(
        """() => {
          const button = document.querySelector('main .cta .btn');
          return [...document.querySelectorAll('.care')].map(card =>
            !!(card.compareDocumentPosition(button) & Node.DOCUMENT_POSITION_FOLLOWING)
            && card.getBoundingClientRect().bottom <= button.getBoundingClientRect().top);
        }"""
    )
    assert len(after) == 2 and all(after)


@pytest.mark.parametrize("width", [375, 1280])
def test_help_is_in_the_same_place_on_every_page(portal, open_page, width):
    """WCAG 2.2, 3.2.6: the contact page in the menu; telephone and contact at the foot."""
    page = open_page(width)
    telephone = portal.clinic.locations.first().telephone
    places, links = set(), set()
    for name in IN_BRAND:
        if name == "translated article":
            continue  # in other words, which take other room
        visit(page, portal, name)
        box = page.locator(".site-nav").get_by_role("link", name="Contact").bounding_box()
        places.add((box["x"], box["y"]))
        header, footer = page.evaluate(HEADER_AND_FOOTER)
        links.add((tuple(header), tuple(footer)))
        assert page.locator("body > :is(header, main, footer)").last.evaluate("e => e.tagName") == (
            "FOOTER"
        )
    assert len(places) == 1, places
    assert len(links) == 1, links
    footer = links.pop()[1]
    assert footer.index(telephone) < footer.index("Contact us")


def test_back_to_top_leads_a_keyboard_there_too(portal, open_page):
    page = open_page(375)
    visit(page, portal, "example article")
    page.get_by_role("link", name="Back to top").focus()
    page.keyboard.press("Enter")
    page.wait_for_function("scrollY === 0")
    page.keyboard.press("Tab")
    assert "Skip to main content" in page.locator(":focus").inner_text()


@pytest.mark.parametrize(
    ("width", "height", "beside", "sticks"),
    [(1280, 800, True, True), (1024, 500, True, False), (640, 400, False, False)],
    ids=["wide", "a short window", "1280 px enlarged to 200 %"],
)
def test_the_list_of_sections_stays_in_sight_where_there_is_room(
    portal, open_page, width, height, beside, sticks
):
    page = open_page(width, height)
    visit(page, portal, "example article")
    rail, closed = page.locator(".rail"), page.locator(".contents--inline")
    assert rail.is_visible() is beside
    assert closed.is_visible() is not beside
    page.locator("#conclusion").evaluate("heading => heading.scrollIntoView()")
    if beside:
        assert (rail.bounding_box()["y"] >= 0) is sticks
    else:
        assert not closed.evaluate("list => list.open")


@pytest.mark.parametrize("anchor", ["gone", "q-999999", "source-99", "%E0%A4%A", "\"'<b>", ""])
@pytest.mark.parametrize("scripts", [True, False])
def test_a_link_to_a_place_that_is_gone_shows_the_page(portal, open_page, anchor, scripts):
    page = open_page(375, java_script_enabled=scripts)
    failures = []
    page.on("pageerror", lambda error: failures.append(str(error)))
    page.goto(f"{portal.url}{ARTICLE}#{anchor}")
    assert page.locator("h1").is_visible()
    assert re.search(r"Exosomes", page.locator("h1").inner_text())
    assert failures == []


def test_a_link_to_an_answer_opens_it_without_scripts_too(portal, open_page):
    page = open_page(375, java_script_enabled=False)
    visit(page, portal, "example article")
    anchor = page.locator(".faq details > div").last.get_attribute("id")
    page.goto(f"{portal.url}{ARTICLE}#{anchor}")
    assert page.locator(f"#{anchor}").is_visible()
    assert page.locator(f"#{anchor}").bounding_box()["y"] < 800
