"""The words a person meant when they typed into a search box.

Search boxes receive anything: an odd quotation mark (which SQLite's full-text search reads as its
own syntax, and fails), zero bytes, emoji, marks that turn the direction of text, a pasted page.
What is left here is plain words in any script, which every database can look for.
"""

import unicodedata
from dataclasses import dataclass
from typing import Final

MAX_WORDS: Final = 12
MAX_CHARACTERS: Final = 200

# A pasted page is cut before it is looked at. Most of what is cleaned away is punctuation between
# words, so ten times the allowed length still holds every word that could be kept.
_MOST_READ: Final = 10 * MAX_CHARACTERS

_APOSTROPHES: Final = dict.fromkeys(map(ord, "\u2018\u2019\u201b\u02bc\uff07`\u00b4"), "'")
_HYPHENS: Final = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2212\ufe63\uff0d"), "-")
_INNER: Final = "'-"

# Invisible, but they part words for the databases' own word splitters (Persian, Sinhala, Thai).
_UNSEEN_BREAKS: Final = "\u200b\u200c\u200d"


@dataclass(frozen=True)
class CleanQuery:
    """What to search for. `shortened` says that something was cut off because there was too much.

    `text` is `words` with single spaces between.
    """

    text: str
    words: tuple[str, ...]
    shortened: bool


def clean_query(text: str) -> CleanQuery:
    """Letters, digits, apostrophes and inner hyphens of `text`, as at most MAX_WORDS words.

    The answer's `text` is at most MAX_CHARACTERS long (characters as Python counts them, in
    Unicode's composed form NFC); a word is cut only when it alone is longer than that. Never
    raises, whatever characters `text` holds. An answer without words is an empty search.
    """
    found = _words(text[:_MOST_READ])
    words: list[str] = []
    room = MAX_CHARACTERS
    for word in found[:MAX_WORDS]:
        if len(word) > room:
            if not words:
                words.append(word[:room].rstrip(_INNER))
            break
        words.append(word)
        room -= len(word) + 1
    shortened = words != found or bool(text[_MOST_READ:].strip())
    return CleanQuery(text=" ".join(words), words=tuple(words), shortened=shortened)


def _words(text: str) -> list[str]:
    """Every word of `text`: it begins with a letter or digit and does not end with - or '."""
    plain = "".join(map(_kept, text.translate(_APOSTROPHES | _HYPHENS)))
    words = []
    for run in unicodedata.normalize("NFC", plain).split():
        first = next((place for place, sign in enumerate(run) if _is_letter_or_digit(sign)), None)
        if first is not None:
            words.append(_single_joins(run[first:]).rstrip(_INNER))
    return words


def _kept(character: str) -> str:
    """The character itself, a space where it parts words, or nothing where it is invisible."""
    if character in _INNER:
        return character
    category = unicodedata.category(character)
    if character in _UNSEEN_BREAKS:
        return " "
    # Direction marks and soft hyphens (Cf), the ring of a keycap emoji (Me), picture selectors.
    if category in {"Cf", "Me"} or unicodedata.name(character, "").startswith("VARIATION SEL"):
        return ""
    return character if category[0] in "LMN" else " "


def _is_letter_or_digit(character: str) -> bool:
    return unicodedata.category(character)[0] in "LN"


def _single_joins(run: str) -> str:
    """`run` with each row of hyphens and apostrophes reduced to its first ("a--b" to "a-b")."""
    kept: list[str] = []
    for character in run:
        if not (character in _INNER and kept[-1] in _INNER):
            kept.append(character)
    return "".join(kept)
