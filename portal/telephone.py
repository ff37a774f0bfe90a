"""Telephone numbers: as typed, as shown, and as a link that dials. Pure, standard library only.

Telephone links follow RFC 3966; the longest number has 15 digits (ITU-T E.164).
"""

from __future__ import annotations

import re
import unicodedata


class TelephoneRefused(ValueError):
    """The text is not a telephone number; the message says what to do."""


_EXTENSION = re.compile(r"\s*(?:[;,]?\s*ext(?:ension|n)?[.:=]?|[x#])\s*(\d{1,8})$", re.IGNORECASE)
_NUMBER_CHARACTERS = re.compile(r"\(?\+?[\d\s().,/‐‑‒–-]*")


def check_telephone(text: str, *, shortest: int = 5) -> str:
    """Return a telephone number as it will be shown, or raise ``TelephoneRefused``.

    ``shortest`` is the fewest digits accepted; use 2 for emergency numbers. Spaces are tidied and
    invisible marks, which telephones add when copying, are dropped.
    """
    visible = "".join(mark for mark in text if unicodedata.category(mark) != "Cf")
    shown = " ".join(visible.split())
    if not shown:
        raise TelephoneRefused("Enter a telephone number, for example +1 555 010 0200.")
    number = _EXTENSION.sub("", shown)
    if any(character.isalpha() for character in number):
        raise TelephoneRefused(
            "Write the telephone number in digits, without letters, for example +1 555 010 0200. "
            "An extension may follow as “ext 12”."
        )
    if not _NUMBER_CHARACTERS.fullmatch(number):
        raise TelephoneRefused(
            "A telephone number can have digits, spaces, + at the start, brackets, dots and "
            "hyphens. Take anything else out, and enter one number only."
        )
    digits = sum(character.isdigit() for character in number)
    if digits < shortest:
        raise TelephoneRefused(
            "This telephone number is too short. Enter all of it, with the area code."
        )
    if digits > 15:
        raise TelephoneRefused(
            "This telephone number is too long: the longest has 15 digits. Enter one number only."
        )
    return shown


def telephone_href(text: str) -> str:
    """Return a ``tel:`` link (RFC 3966), such as ``tel:+15550100200;ext=12``; "" if none.

    The ``(0)`` of numbers like ``+44 (0)20 …`` is left out, as it is not dialled after a +.
    """
    try:
        shown = check_telephone(text, shortest=2)
    except TelephoneRefused:
        return ""
    extension = _EXTENSION.search(shown)
    number = shown[: extension.start()] if extension else shown
    plus = "+" if number.startswith(("+", "(+")) else ""
    if plus:
        number = re.sub(r"\(\s*0\s*\)", "", number)
    suffix = f";ext={_ascii_digits(extension.group(1))}" if extension else ""
    return f"tel:{plus}{_ascii_digits(number)}{suffix}"


def _ascii_digits(text: str) -> str:
    """Keep the digits, those of other scripts as 0 to 9."""
    return "".join(str(unicodedata.decimal(mark)) for mark in text if mark.isdecimal())
