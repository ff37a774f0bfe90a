"""Where in a text the words stand that somebody searched for."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from education.finding.stems import stems
from education.finding.understanding import Meaning, Run

_WORD: Final = re.compile("[^\\W_](?:[^\\W_]|[\u0300-\u036f]|['\u2019](?=[^\\W_]))*")


def pieces(text: str, runs: Iterable[Run], language: str) -> list[tuple[str, bool]]:
    """`text` in pieces that give it again when joined; True for those that were searched for.

    Words in a row that were searched for together are one piece.
    """
    words = [match.span() for match in _WORD.finditer(text)]
    found = [tuple(stems(text[start:end], language)) for start, end in words]
    spans = _spans(words, found, runs)
    cut: list[tuple[str, bool]] = []
    done = 0
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start < done:
            continue
        cut += [(text[done:start], False), (text[start:end], True)]
        done = end
    cut.append((text[done:], False))
    return [piece for piece in cut if piece[0]]


def _spans(
    words: Sequence[tuple[int, int]], found: Sequence[Run], runs: Iterable[Run]
) -> list[tuple[int, int]]:
    flat = [
        (stem, span)
        for stems_of_word, span in zip(found, words, strict=True)
        for stem in stems_of_word
    ]
    row = [stem for stem, _span in flat]
    spans = []
    for run in sorted(set(runs), key=len, reverse=True):
        for place in range(len(row) - len(run) + 1):
            if tuple(row[place : place + len(run)]) == run:
                spans.append((flat[place][1][0], flat[place + len(run) - 1][1][1]))
    return spans


def stems_in_a_row(text: str, language: str) -> str:
    """The stems of a text in the form that `says` looks through."""
    return f" {' '.join(stems(text, language))} "


def says(row: str, meaning: Meaning) -> bool:
    """Whether a text (as `stems_in_a_row`) says this in any of its ways."""
    return any(f" {' '.join(way.run)} " in row for way in meaning.ways)
