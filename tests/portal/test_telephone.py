"""Telephone numbers are shown as typed and dialled as meant."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.telephone import TelephoneRefused, check_telephone, telephone_href

NUMBERS = [
    # typed, shown, dialled
    ("+1 555 010 0200", "+1 555 010 0200", "tel:+15550100200"),
    ("(555) 010-0200", "(555) 010-0200", "tel:5550100200"),
    ("(+1) 555.010.0200", "(+1) 555.010.0200", "tel:+15550100200"),
    ("  555  0100\t200 ", "555 0100 200", "tel:5550100200"),
    ("+44 (0)20 7946 0000", "+44 (0)20 7946 0000", "tel:+442079460000"),
    ("(0)20 7946 0000", "(0)20 7946 0000", "tel:02079460000"),
    ("555 010 0200 ext. 12", "555 010 0200 ext. 12", "tel:5550100200;ext=12"),
    ("555 010 0200 extension 12", "555 010 0200 extension 12", "tel:5550100200;ext=12"),
    ("555 010 0200x12", "555 010 0200x12", "tel:5550100200;ext=12"),
    ("555 010 0200 #12", "555 010 0200 #12", "tel:5550100200;ext=12"),
    ("\u202a+1 555 010 0200\u202c", "+1 555 010 0200", "tel:+15550100200"),
    (
        "\u0665\u0665\u0665 \u0660\u0661\u0660",
        "\u0665\u0665\u0665 \u0660\u0661\u0660",
        "tel:555010",
    ),
]


@pytest.mark.parametrize(("typed", "shown", "dialled"), NUMBERS)
def test_a_number_is_shown_as_typed_and_dialled_as_meant(
    typed: str, shown: str, dialled: str
) -> None:
    assert check_telephone(typed) == shown
    assert telephone_href(typed) == dialled


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", "Enter a telephone number"),
        (" \u200e ", "Enter a telephone number"),
        ("1-800-SKIN-DOC", "without letters"),
        ("call us", "without letters"),
        ("tel:5550100200", "without letters"),
        ("123", "too short"),
        ("x12", "too short"),
        ("555 0100 200 300 400 5", "too long"),
        ("5550100; 5550200", "one number only"),
        ("555+0100", "one number only"),
        ("555\x000100", "one number only"),
        ("<b>", "without letters"),
    ],
)
def test_anything_else_is_refused_with_a_hint(typed: str, message: str) -> None:
    with pytest.raises(TelephoneRefused, match=re.escape(message)):
        check_telephone(typed)


def test_an_emergency_number_may_be_short() -> None:
    assert check_telephone("112", shortest=2) == "112"
    assert telephone_href("112") == "tel:112"


def test_no_link_is_made_of_what_is_no_number() -> None:
    assert telephone_href("") == ""
    assert telephone_href("ask at the desk") == ""


@given(st.text() | st.text(alphabet="0123456789+()-. x#ext\u0660\u00b2"))
def test_a_link_that_dials_holds_only_plain_digits(typed: str) -> None:
    assert re.fullmatch(r"|tel:\+?[0-9]{1,15}(;ext=[0-9]{1,8})?", telephone_href(typed))
