"""The keyboard leads past the menu, into answers and out again. Every stop: tests/browser/checks.py."""

from tests.browser.page_types import ARTICLE, IN_BRAND, visit


def test_the_skip_link_is_the_first_stop_of_every_page(portal, open_page):
    page = open_page(375)
    for name in IN_BRAND:
        visit(page, portal, name)
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.matches('.skip[href=\"#main\"]')"), name


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
