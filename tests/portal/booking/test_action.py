"""The words on the button."""

from __future__ import annotations

import pytest

from portal.booking.action import booking_action
from portal.booking.rule import Way

LINK = Way("booking", "https://book.example/x", "book.example")
CALL = Way("telephone", "tel:5550100", telephone="555 0100", telephone_href="tel:5550100")
WRITE = Way("email", "mailto:desk@clinic.example", email="desk@clinic.example")

ACTIONS = [
    # way, the clinic's words, the article's words -> kind, href, label
    (LINK, "", "", "booking", "https://book.example/x", "Default"),
    (LINK, "Clinic’s", "", "booking", "https://book.example/x", "Clinic’s"),
    (LINK, "Clinic’s", "Own", "booking", "https://book.example/x", "Own"),
    (LINK, "Clinic’s", "  ", "booking", "https://book.example/x", "Clinic’s"),
    (CALL, "Clinic’s", "Own", "telephone", "tel:5550100", "Call 555 0100"),
    (WRITE, "Clinic’s", "Own", "email", "mailto:desk@clinic.example", "Write to us"),
    (Way("contact"), "Clinic’s", "Own", "contact", "/contact/", "Contact the clinic"),
]


@pytest.mark.parametrize(("way", "words", "own", "kind", "href", "label"), ACTIONS)
def test_the_button_says_what_it_does(
    way: Way, words: str, own: str, kind: str, href: str, label: str
) -> None:
    action = booking_action(
        way, contact_href="/contact/", words=words, own_words=own, default_words="Default"
    )
    assert (action.kind, action.href, action.label, action.way) == (kind, href, label, way)


def test_a_choice_of_locations_comes_first() -> None:
    action = booking_action(LINK, contact_href="/contact/", choose_href="/book/", words="Book now")
    assert (action.kind, action.href, action.label) == ("choose", "/book/", "Book now")


def test_the_words_around_the_telephone_can_be_translated() -> None:
    action = booking_action(CALL, contact_href="/", call_words="Llame al {telephone}")
    assert action.label == "Llame al 555 0100"
