"""Wordings that promise too much, found in plain text. Pure: no Django.

A wording is found as whole words, whatever its capitals, accents, apostrophes, hyphens and spaces:
"side-effects" with a hard hyphen, a soft one or over two lines is "side effects". A `*` at the end
of a word stands for any ending. A harmless wording ("not proven") hides a promise inside it, but
only within one line: two list items are not read as one denial.

The portal's own lists are `guarded_words/<language>.txt`; their comments say why and from where.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from education.reading.readability import sentence_spans

LISTS: Final = Path(__file__).parent / "guarded_words"
LONGEST: Final = 80  # characters of a wording; more is a sentence
FEWEST_LETTERS: Final = 3  # of a wording, and before a *; less would be found everywhere

_APOSTROPHES = frozenset("’‘ʼ`´′‛＇")
# Seen as a space or as a hyphen, although Unicode calls them something else.
_BLANKS = frozenset("\t\u2043\u2212\u2800\u115f\u1160")
_LETTER = r"[^\W_]"


@dataclass(frozen=True)
class Wordings:
    """Two lists of wordings: what promises too much, and what is harmless although it holds one."""

    promises: tuple[str, ...] = ()
    harmless: tuple[str, ...] = ()

    def __add__(self, other: Wordings) -> Wordings:
        return Wordings(self.promises + other.promises, self.harmless + other.harmless)


@dataclass(frozen=True)
class Claim:
    """A guarded wording in a text.

    `phrase` as the list has it, `words` as they stand in the text, `sentence` the very text of the
    sentence, `start` the place of the words in the text, in characters from 0.
    """

    phrase: str
    words: str
    sentence: str
    start: int


def claims_in(text: str, wordings: Wordings) -> list[Claim]:
    """Every guarded wording that no harmless one hides, in order; of two in one place the longer."""
    line, places = _normalised(text)
    spans = [
        (found.start(), found.end(), phrase)
        for phrase in dict.fromkeys(wordings.promises)
        for found in _loose(phrase).finditer(line)
    ]
    if not spans:
        return []
    hidden = [
        found.span() for phrase in wordings.harmless for found in _strict(phrase).finditer(line)
    ]
    spans = [span for span in spans if not _within(span[:2], hidden)]
    spans.sort(key=lambda span: (span[0], -span[1]))
    kept: list[tuple[int, int, str]] = []
    for span in spans:
        if not _within(span[:2], (other[:2] for other in kept)):
            kept.append(span)
    return [_claim(text, places[start], places[end - 1] + 1, phrase) for start, end, phrase in kept]


def sentence_fingerprint(sentence: str) -> str:
    """What a reason for a sentence is bound to: SHA-256 of it with its spaces made single."""
    return hashlib.sha256(_single_spaced(sentence).encode()).hexdigest()


def same_wording(phrase: str) -> str:
    """Equal for two phrases that find the same: capitals, accents and hyphens make no difference."""
    return _normalised(phrase)[0].strip()


def is_too_broad(phrase: str) -> bool:
    """Whether a wording would be found nearly everywhere, or has a * elsewhere than at a word's end."""
    words = same_wording(phrase).split()
    short = any("*" in word and _letters(word) < FEWEST_LETTERS for word in words)
    inside = any("*" in word.removesuffix("*") for word in words)
    return short or inside or _letters(phrase) < FEWEST_LETTERS


@cache
def built_in(language: str) -> Wordings:
    """The portal's own lists for a language code such as "en" or "en-gb"; empty where it has none."""
    for name in (language, language.partition("-")[0]):
        file = LISTS / f"{name}.txt"
        if re.fullmatch(r"[a-z]+(?:-[a-z]+)?", name) and file.is_file():
            return parsed(file.read_text(encoding="utf-8").splitlines())
    return Wordings()


def parsed(lines: Iterable[str]) -> Wordings:
    """A list as a file holds it: one wording a line, `- ` before a harmless one, # for comments."""
    rows = [line.partition("#")[0].strip() for line in lines]
    return Wordings(
        promises=tuple(row for row in rows if row and not row.startswith("-")),
        harmless=tuple(row[1:].strip() for row in rows if row.startswith("-")),
    )


def _claim(text: str, start: int, end: int, phrase: str) -> Claim:
    """The wording with its sentence, or with the sentences that it reaches over."""
    spans = [span for span in sentence_spans(text) if span[0] < end and start < span[1]]
    first, last = (spans[0][0], spans[-1][1]) if spans else (start, end)
    words = _single_spaced(text[start:end])[:LONGEST]
    return Claim(phrase, words, text[first:last], start)


def _normalised(text: str) -> tuple[str, list[int]]:
    """The text as wordings are compared, and where in the text each of its characters stands."""
    letters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        for letter in _plain_letters(character):
            if letter.isspace() and letters and letters[-1].isspace():
                # A space beside a line break is part of the break.
                letters[-1] = "\n" if "\n" in (letter, letters[-1]) else " "
                continue
            letters.append(letter)
            places.append(place)
    return "".join(letters), places


@cache
def _plain_letters(character: str) -> str:
    """A character without accent, capital or typography; nothing for one that cannot be seen."""
    if character in "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029":
        return "\n"
    if character in _APOSTROPHES:
        return "'"
    if unicodedata.decomposition(character).startswith(("<super>", "<sub>")):
        return "^"  # a footnote or a trade mark is no part of the word it stands at
    plain = ""
    for part in unicodedata.normalize("NFKD", character):
        kind = unicodedata.category(part)
        if kind in ("Pd", "Zs") or part in _BLANKS:
            plain += " "
        elif kind not in ("Mn", "Me", "Cf", "Cc"):
            plain += part.casefold()
    return plain


@lru_cache(maxsize=2048)
def _loose(phrase: str) -> re.Pattern[str]:
    """A promise: the space between two words may be a hyphen, a line break or missing."""
    return re.compile(_pattern(phrase, r"\s?"))


@lru_cache(maxsize=2048)
def _strict(phrase: str) -> re.Pattern[str]:
    return re.compile(_pattern(phrase, " "))


def _pattern(phrase: str, space: str) -> str:
    """Possessive, so that no text makes it slow; what has no words is found nowhere."""
    words = []
    for word in same_wording(phrase).split():
        stem = re.escape(word.rstrip("*")).replace("%", r"\s?%")
        words.append(stem + (f"{_LETTER}*+" if word.endswith("*") else ""))
    if not _letters(phrase):
        return r"(?!)"
    between = space.join(words)
    return f"(?<!{_LETTER}){between}(?!{_LETTER})"


def _within(span: tuple[int, int], others: Iterable[tuple[int, int]]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in others)


def _letters(text: str) -> int:
    return sum(character.isalnum() for character in text)


def _single_spaced(text: str) -> str:
    return " ".join(text.split())
