"""What the button of a page does, in words for patients. Pure, standard library only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from portal.booking.rule import Way


@dataclass(frozen=True)
class BookingAction:
    """The button at the end of a page. "choose" leads to our own page with the locations."""

    kind: Literal["booking", "choose", "telephone", "email", "contact"]
    href: str
    label: str
    way: Way


def booking_action(
    way: Way,
    *,
    contact_href: str,
    choose_href: str = "",
    words: str = "",
    own_words: str = "",
    default_words: str = "Consult your dermatologist",
    call_words: str = "Call {telephone}",
    write_words: str = "Write to us",
    contact_words: str = "Contact the clinic",
) -> BookingAction:
    """Put a way to an appointment into a button; with ``choose_href`` the location comes first.

    ``own_words`` (the article's) stand before ``words`` (the clinic's) before ``default_words``.
    """
    invitation = own_words.strip() or words.strip() or default_words
    if choose_href:
        return BookingAction("choose", choose_href, invitation, way)
    if way.kind == "booking":
        return BookingAction("booking", way.href, invitation, way)
    if way.kind == "telephone":
        label = call_words.replace("{telephone}", way.telephone)
        return BookingAction("telephone", way.href, label, way)
    if way.kind == "email":
        return BookingAction("email", way.href, write_words, way)
    return BookingAction("contact", contact_href, contact_words, way)
