"""Questions for the visit: ticked, written, printed and copied, and nothing of it leaves the screen."""

import re
import shutil
import subprocess

import pytest
from playwright.sync_api import expect

from tests.browser.checks import Witness, cut_off, sideways, stops_of
from tests.browser.page_types import PAGE_TYPES, QUESTIONS_TO_ASK, visit
from tests.browser.test_paper import squeezed

NAME = "article with questions to ask"
TITLE = "My questions for the visit"
MAY_COPY = {"permissions": ["clipboard-read", "clipboard-write"]}
COPIED = "navigator.clipboard.readText()"
REFUSES = "navigator.clipboard.writeText = () => Promise.reject(new DOMException('no'))"
HAS_NO_CLIPBOARD = "Object.defineProperty(navigator, 'clipboard', {value: undefined})"
# Chromium's own window.print shows a dialogue; the mark that it leaves stays until paper is done.
COUNTS_PRINTS = "window.printed = 0; window.print = () => { window.printed += 1; }"
WRITTEN = "Can I swim with it?"
HARMFUL = "<img src=x onerror=alert(1)><script>alert(2)</script>{{ 7 }}'\"&amp;"
RIGHT_TO_LEFT = "\u202eהאם זה כואב?"
EMOJI = "👩🏽‍⚕️ Does it 🔥?"
# Whatever a page can keep.
KEPT = """async () => [localStorage.length, sessionStorage.length, document.cookie, history.state,
  window.name, (await indexedDB.databases()).length, (await caches.keys()).length,
  (await navigator.serviceWorker?.getRegistrations() ?? []).length]"""
NOTHING = [0, 0, "", None, "", 0, 0, 0]
STATES = """() => [...document.querySelectorAll('.ask input')].map(box => box.checked)
  .concat([...document.querySelectorAll('.ask__own textarea')].map(field => field.value))"""
UNTOUCHED = [False] * len(QUESTIONS_TO_ASK) + [""] * 3
# All that a page could be asked to send with: the names that a form would give its fields.
COULD_BE_SENT = """() => [...document.querySelectorAll('.ask :is(input, textarea, button)')]
  .filter(field => field.form || field.name || field.hasAttribute('form')).length"""


@pytest.fixture
def reader(portal, open_page):
    """`reader(script, width, **options)`: the article in a new browser."""

    def opened(script: str = "", width: int = 375, **options):
        page = open_page(width, **options)
        if script:
            page.add_init_script(script)
        visit(page, portal, NAME)
        return page

    return opened


@pytest.fixture
def on_paper(tmp_path):
    """`on_paper(page)`: the text of each printed page of what is open."""
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext (poppler-utils) is not installed, so nothing was read from paper")

    def printed(page) -> list[str]:
        path = tmp_path / "list.pdf"
        page.pdf(path=path, prefer_css_page_size=True)
        command = ["pdftotext", "-layout", "-enc", "UTF-8", str(path), "-"]
        text = subprocess.run(command, capture_output=True, check=True).stdout.decode()
        return text.split("\f")[:-1]

    return printed


def tick(page, *numbers: int) -> None:
    for number in numbers:
        page.locator(".ask label").nth(number).click()


def write(page, *questions: str) -> None:
    for number, question in enumerate(questions, 1):
        page.get_by_label(f"Your own question {number}").fill(question)


def own_part(page):
    return page.locator(".ask")


def button(page, words: str):
    return page.get_by_role("button", name=words)


# --- Private ---------------------------------------------------------------------------------------


def test_nothing_is_asked_for_and_nothing_is_kept_while_a_reader_ticks_writes_copies_and_prints(
    reader,
):
    page = reader(COUNTS_PRINTS, **MAY_COPY)
    page.wait_for_load_state("networkidle")
    asked, address = [], page.url
    page.context.on("request", lambda request: asked.append(request.url))
    page.on("websocket", lambda socket: asked.append(socket.url))
    witness = Witness(page)

    tick(page, 0, 2)
    write(page, WRITTEN, HARMFUL, EMOJI)
    button(page, "Copy my list").click()
    expect(own_part(page).get_by_role("status")).to_have_text("Your list is copied.")
    button(page, "Print my list").click()
    page.keyboard.press("Tab")
    page.wait_for_timeout(500)

    assert page.evaluate("window.printed") == 1
    assert asked == []
    assert page.evaluate(KEPT) == NOTHING
    assert page.context.storage_state() == {"cookies": [], "origins": []}
    assert page.url == address
    assert witness.faults() == []


def test_no_field_belongs_to_a_form_or_has_a_name_to_be_sent_under(reader):
    page = reader()
    assert own_part(page).locator("input, textarea, button").count() == len(UNTOUCHED) + 2
    assert page.evaluate(COULD_BE_SENT) == 0


def test_enter_in_a_question_of_ones_own_goes_nowhere(reader):
    page = reader()
    field = page.get_by_label("Your own question 1")
    field.fill(WRITTEN)
    field.press("Enter")
    page.locator(".ask input").first.focus()
    page.keyboard.press("Enter")
    assert page.url.endswith(PAGE_TYPES[NAME])
    assert field.input_value() == WRITTEN + "\n"


@pytest.mark.parametrize("scripts", [True, False])
def test_a_reload_and_a_new_tab_show_nothing_of_it(reader, portal, scripts):
    page = reader(java_script_enabled=scripts)
    tick(page, 1)
    write(page, WRITTEN)
    page.reload()
    fields = page.get_by_label("Your own question 1")
    assert fields.input_value() == ""
    assert page.locator(".ask :checked").count() == 0
    page.goto(portal.url)
    page.go_back()
    assert page.get_by_label("Your own question 1").input_value() == ""
    tab = page.context.new_page()
    visit(tab, portal, NAME)
    assert tab.get_by_label("Your own question 1").input_value() == ""
    assert tab.locator(".ask :checked").count() == 0


def test_the_words_say_that_nothing_is_sent_or_saved(reader):
    page = reader(java_script_enabled=False)
    expect(own_part(page)).to_contain_text("it is not sent or saved")


def test_the_browser_is_asked_neither_to_fill_in_nor_to_look_up_spellings(reader):
    """Some browsers send what stands in a field to a spelling service."""
    page = reader()
    for field in page.locator(".ask__own textarea").all():
        assert field.get_attribute("autocomplete") == "off"
        assert field.get_attribute("spellcheck") == "false"


# --- Copy ------------------------------------------------------------------------------------------


def test_the_copied_list_holds_what_is_ticked_and_written_in_the_pages_order(reader):
    page = reader(**MAY_COPY)
    write(page, "", f"  {WRITTEN}\n\n ", "Last?")
    tick(page, 3, 2)
    button(page, "Copy my list").click()
    expect(own_part(page).get_by_role("status")).to_have_text("Your list is copied.")
    assert page.evaluate(COPIED).splitlines() == [
        TITLE,
        f"1. {QUESTIONS_TO_ASK[2]}",
        f"2. {QUESTIONS_TO_ASK[3]}",
        f"3. {WRITTEN}",
        "4. Last?",
    ]


def test_with_nothing_chosen_all_of_the_articles_questions_are_copied(reader):
    page = reader(**MAY_COPY)
    button(page, "Copy my list").click()
    expect(own_part(page).get_by_role("status")).to_have_text("Your list is copied.")
    assert len(page.evaluate(COPIED).splitlines()) == 1 + len(QUESTIONS_TO_ASK)


@pytest.mark.parametrize("script", [REFUSES, HAS_NO_CLIPBOARD])
def test_where_the_browser_does_not_copy_the_list_stands_selected_to_copy_by_hand(reader, script):
    page = reader(script)
    tick(page, 3)
    write(page, HARMFUL)
    button(page, "Copy my list").click()
    expect(own_part(page).get_by_role("status")).to_contain_text("copy it by hand")
    shown = page.get_by_role("textbox", name=TITLE)
    expect(shown).to_be_focused()
    assert shown.input_value() == f"{TITLE}\n1. {QUESTIONS_TO_ASK[3]}\n2. {HARMFUL}"
    assert page.evaluate("document.activeElement.selectionEnd") == len(shown.input_value())
    assert not shown.is_editable()
    tick(page, 2)
    assert shown.count() == 0, "an old list would be copied"


# --- Hostile words ------------------------------------------------------------------------------------


@pytest.mark.parametrize("question", [HARMFUL, RIGHT_TO_LEFT, EMOJI, "a\u2028b\u0000\tc"])
def test_a_question_of_ones_own_stays_words(reader, question):
    page = reader(**MAY_COPY)
    alarms = []
    page.on("dialog", lambda dialog: (alarms.append(dialog.message), dialog.dismiss()))
    before = page.evaluate("document.querySelectorAll('*').length")
    write(page, question)
    button(page, "Copy my list").click()
    expect(own_part(page).get_by_role("status")).to_have_text("Your list is copied.")
    copied = page.evaluate(COPIED)
    entered = page.get_by_label("Your own question 1").input_value()
    assert copied == f"{TITLE}\n1. {' '.join(entered.split())}"
    assert page.evaluate("document.querySelectorAll('*').length") == before
    assert page.evaluate(
        "async () => (await navigator.clipboard.read()).flatMap(item => item.types)"
    ) == ["text/plain"]
    assert alarms == []


def test_ten_thousand_letters_are_cut_where_they_are_typed_and_break_nothing(reader):
    page = reader(width=320)
    field = page.get_by_label("Your own question 1")
    field.focus()
    page.keyboard.insert_text("W" * 10_000)
    assert len(field.input_value()) == 300
    field.evaluate(
        "field => { field.value = 'W'.repeat(10000) }"
    )  # past the limit, as an extension could
    assert sideways(page) == [] and cut_off(page) == []
    assert field.bounding_box()["height"] <= 800 * 0.6 + 1


# --- Paper -------------------------------------------------------------------------------------------


def test_chosen_questions_print_in_order_with_numbers_and_the_clinics_telephone(
    reader, portal, on_paper
):
    page = reader(java_script_enabled=False)
    long = "Will it " + "really and truly " * 16 + "help?"
    tick(page, 2, 3)
    write(page, WRITTEN, "", long)
    text = squeezed("".join(on_paper(page)))
    listed = [f"1.{QUESTIONS_TO_ASK[2]}", f"2.{QUESTIONS_TO_ASK[3]}", f"3.{WRITTEN}", f"4.{long}"]
    places = [text.find(squeezed(words)) for words in listed]
    assert -1 not in places and places == sorted(places), listed
    assert squeezed(QUESTIONS_TO_ASK[0]) not in text
    assert "Yourownquestion" not in text and "notsentorsaved" not in text
    head = text[text.index(squeezed(TITLE)) : places[0]]
    assert squeezed(portal.clinic.locations.first().telephone) in head
    assert squeezed("With questions to ask in two lines.") in text


def test_with_nothing_chosen_all_the_articles_questions_print_with_boxes_to_tick_by_hand(
    reader, on_paper
):
    page = reader(java_script_enabled=False)
    text = squeezed("".join(on_paper(page)))
    assert all(squeezed(question) in text for question in QUESTIONS_TO_ASK)
    page.emulate_media(media="print")
    assert all(box.is_visible() for box in page.locator(".ask input").all())
    assert not page.locator(".ask__own").first.is_visible()


def test_the_longest_question_prints_to_its_last_word(reader, on_paper):
    page = reader(java_script_enabled=False)
    write(page, "W" * 290 + " the end?", "Line\n" * 20 + "LAST")
    text = squeezed("".join(on_paper(page)))
    assert "W" * 290 + "theend?" in text
    assert "Line" * 20 + "LAST" in text


def test_print_my_list_prints_one_page_with_the_list_alone(reader, on_paper):
    page = reader(COUNTS_PRINTS)
    tick(page, 3)
    write(page, WRITTEN)
    button(page, "Print my list").click()
    [sheet] = on_paper(page)
    text = squeezed(sheet)
    assert text.index(squeezed(TITLE)) < 5
    assert squeezed(f"1. {QUESTIONS_TO_ASK[3]}") in text and squeezed(f"2. {WRITTEN}") in text
    assert squeezed("With questions to ask in two lines.") not in text
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    whole = squeezed("".join(on_paper(page)))
    assert squeezed("With questions to ask in two lines.") in whole


# --- For everybody --------------------------------------------------------------------------------------


def test_without_scripts_every_question_can_be_ticked_and_no_button_is_dead(reader):
    page = reader(java_script_enabled=False)
    tick(page, 0, 1, 2, 3)
    assert page.locator(".ask :checked").count() == 4
    assert own_part(page).get_by_role("button").count() == 0


def test_the_keyboard_reaches_questions_own_questions_and_buttons_in_that_order(reader):
    page = reader()
    stops = [stop["what"] for stop in stops_of(page)]
    kinds = [re.match(r"<(\w+)", what)[1] for what in stops if re.match(r"<(input|textarea)", what)]
    assert kinds == ["input"] * len(QUESTIONS_TO_ASK) + ["textarea"] * 3
    after = stops.index(next(what for what in stops if "textarea" in what)) + 3
    assert ["Copy my list" in stops[after], "Print my list" in stops[after + 1]] == [True, True]


def test_a_screen_reader_hears_each_question_as_the_name_of_its_box(reader):
    page = reader()
    part = page.get_by_role("group", name=TITLE)
    for question in QUESTIONS_TO_ASK:
        assert part.get_by_role("checkbox", name=question, exact=True).count() == 1
    for number in (1, 2, 3):
        name = f"Your own question {number}"
        assert part.get_by_role("textbox", name=name, exact=True).count() == 1
