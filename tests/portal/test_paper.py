"""The foot of printed pages: whatever the clinic is called, its stylesheet stays what it was meant to be."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.paper import FINGERPRINT_PATTERN, css_string, fingerprint, paper_stylesheet

HOSTILE = [
    'Skin "R" Us',
    "O'Hara's",
    "back\\slash\\",
    'ends with a backslash\\"',
    "two\nlines\r\nand\fmore",
    "</style><script>alert(1)</script>",
    '"}}@import "https://evil.example/x.css";',
    "*/ } body { display: none } /*",
    "url(https://evil.example)",
    "\\22 } body{}",
    "عيادة الجلد",
    "\u202eevitsagen\u202c",
    "a\u2069b",
    "👩🏽‍⚕️ Skin 💚",
    "nul\0byte",
    "half \ud83d a character",
    "line\u2028separator",
    "Ünïcödé–Klinik",
]


def foot(name: str = "Harbour", telephone: str = "555 020 0300", **changes) -> str:
    values = {"page_words": "Page {number} of {total}", "right_to_left": False} | changes
    return paper_stylesheet(name=name, telephone=telephone, **values)


def read_string(css: str) -> tuple[str, str]:
    """The CSS string at the start, read as the standard says, and what follows it."""
    assert css[0] == '"'
    text, rest = "", css[1:]
    while rest[0] != '"':
        assert rest[0] not in "\n\r\f", "a bad string"
        escape = re.match(r"\\([0-9a-fA-F]{1,6})[ \t\n]?", rest)
        if escape:
            text, rest = text + chr(int(escape[1], 16)), rest[escape.end() :]
        else:
            assert rest[0] != "\\"
            text, rest = text + rest[0], rest[1:]
    return text, rest[1:]


@pytest.mark.parametrize("name", HOSTILE)
def test_no_name_ends_its_string_or_its_stylesheet(name: str) -> None:
    before, found, rest = foot(name).partition("@bottom-left{content:")
    assert found and before == '@charset "utf-8";@page{'
    text, after = read_string(rest)
    assert after == '}@bottom-right{content:"Page " counter(page) " of " counter(pages)}}'
    assert text.endswith(" · \u2068555 020 0300\u2069")
    assert "<" not in foot(name) and "'" not in foot(name)


@given(st.text())
def test_any_text_comes_out_of_its_string_as_it_went_in(text: str) -> None:
    whole = text.replace("\0", "\ufffd")
    assert read_string(f"{css_string(whole)};") == (whole, ";")


@given(st.text(alphabet=st.characters()))
def test_any_name_can_be_sent(name: str) -> None:
    css = foot(name)
    assert css.encode().decode() == css
    assert re.fullmatch(FINGERPRINT_PATTERN, fingerprint(css))


def test_half_a_character_and_nul_are_replaced() -> None:
    assert css_string("a\ud83db\0c") == '"a\ufffdb\ufffdc"'


def test_a_name_cannot_turn_what_follows_it() -> None:
    text, _rest = read_string(foot("\u202eevil\u2069").partition("content:")[2])
    assert text == "\u2068evil\u2069 · \u2068555 020 0300\u2069"


def test_joined_pictures_stay_joined() -> None:
    doctor = "👩🏽‍⚕️"
    assert doctor in foot(doctor)


def test_a_clinic_without_telephone_gives_its_name_only() -> None:
    text, _rest = read_string(foot(telephone="").partition("content:")[2])
    assert text == "\u2068Harbour\u2069"


def test_lines_and_tabs_in_a_name_are_one_space() -> None:
    assert "Skin Clinic" in foot("Skin\n\t Clinic")


def test_words_of_another_language_put_the_numbers_where_they_like() -> None:
    css = foot(page_words="{total} páginas, ésta es la {number}")
    assert 'content:counter(pages) " páginas, ésta es la " counter(page)}' in css


def test_words_without_numbers_and_no_words_at_all_are_still_a_stylesheet() -> None:
    assert 'content:"Seite"}' in foot(page_words="Seite")
    assert foot(page_words="").count("{") == foot(page_words="").count("}")


def test_from_right_to_left_the_sides_are_exchanged() -> None:
    css = foot(right_to_left=True)
    assert css.index('@bottom-right{content:"\u2068Harbour') < css.index("@bottom-left")


def test_other_contents_have_another_name() -> None:
    assert fingerprint(foot("A")) == fingerprint(foot("A"))
    assert fingerprint(foot("A")) != fingerprint(foot("B"))
