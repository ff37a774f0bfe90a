"""What members of staff do in the admin, step by step, as their fingers do it."""

import re

from playwright.sync_api import Locator, Page, expect

from tests import factories

HANDED_OVER = """words => [...document.querySelectorAll('input[type=hidden]')]
  .some(input => input.value.includes(words))"""


def sign_in(page: Page, address: str, username: str, password: str = factories.PASSWORD) -> Page:
    page.goto(f"{address}/admin/login/")
    page.get_by_label("Username").fill(username)
    page.locator("input[name=password]").fill(password)
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(f"{address}/admin/")
    return page


def menu(page: Page, *names: str) -> None:
    """Choose an entry of the main menu, and of the menu it opens."""
    for name in names:
        sidebar = page.locator("#wagtail-sidebar")
        sidebar.locator(".menuitem-label").get_by_text(name, exact=True).click()


def field(page: Page, label: str) -> Locator:
    """The field with this label; the editor's panels and anchors carry the same words."""
    named = page.get_by_label(re.compile(rf"^\s*{re.escape(label)}\s*\*?\s*$", re.IGNORECASE))
    return named.and_(page.locator("input:not([type=hidden]), textarea, select")).first


def write(editor: Locator, words: str) -> None:
    """Replace all the words of a rich text field."""
    text = editor.locator("[contenteditable=true]").first
    text.click()
    text.press("ControlOrMeta+a")
    text.press("Backspace")
    text.press_sequentially(words)
    # The editor hands its words to the form a moment later.
    editor.page.wait_for_function(HANDED_OVER, arg=words)


def more(page: Page, action: str) -> None:
    """Choose an action that waits behind "Save draft"."""
    footer = page.locator("footer")
    footer.get_by_role("button", name="More actions").click()
    footer.get_by_role("button", name=action).first.click()


def said(page: Page, words: str) -> None:
    """The message that the admin shows after an action; what it said instead, if it did not."""
    try:
        expect(page.locator(".messages")).to_contain_text(words)
    except AssertionError:
        faults = page.locator(".w-field__errors:not(:empty), .help-critical").evaluate_all(
            "all => all.map(fault => `${fault.id || fault.parentElement.id} ${fault.textContent}`)"
        )
        raise AssertionError([" ".join(fault.split()) for fault in faults]) from None


def submit_for_review(page: Page) -> None:
    """Submit what is being edited. Only when autosave rests: otherwise it saves once more, after it."""
    page.wait_for_load_state("networkidle")
    more(page, "Submit to Clinical review")
    said(page, "submitted for moderation")


def approve(page: Page, title: str) -> None:
    """Open what waits for review from the first screen, and approve it."""
    page.get_by_role("link", name=title).first.click()
    approve_here(page)


def approve_shared(page: Page, title: str) -> None:
    """As above for a shared item, which always asks whether only wording changed."""
    approve(page, title)
    modal = page.locator(".modal")
    modal.get_by_role("button", name="Approve").click()
    expect(modal).to_be_hidden()


def approve_here(page: Page) -> None:
    more(page, "Approve and Publish")
