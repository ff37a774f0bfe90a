"""How easy a text is to read: words, sentences, LIX, reading time.

LIX (läsbarhetsindex) is from C.-H. Björnsson, "Läsbarhet", Stockholm: Liber, 1968:

    LIX = words / sentences + 100 * long words / words        (a long word has more than 6 letters)

Staff see the same measure in Wagtail's editor. As there, a line break ends a sentence, so that a
heading or a list item counts as one, and a text of fewer than 10 words has no score (0). Below
about 30 is very easy, 30 to 40 easy, above 50 hard. A score helps to find hard passages; it does
not prove that people understand.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

LONGEST_EASY_SENTENCE = 20  # words; the health writing guides advise no more
LONG_WORD = 6  # letters; a word with more is long (Björnsson)
FEWEST_WORDS_FOR_A_SCORE = 10  # fewer say nothing; the editor's measure has the same floor
WORDS_A_MINUTE = 200  # an unhurried adult reader

_WORD = re.compile(r"\d+(?:[.,:/]\d+)*|[^\W\d_]+(?:['’‑-]?[^\W_]+)*|\w+")
_SENTENCE_END = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s)")
_NEVER_LAST = frozenset(
    ("dr", "mr", "mrs", "ms", "prof", "st", "vs", "fig", "no", "approx", "cf", "e.g", "i.e")
)
_SOMETIMES_LAST = frozenset(
    ("etc", "al", "a.m", "p.m", "u.s", "u.k")
)  # an end only before a capital letter


@dataclass(frozen=True)
class Reading:
    """The measures of one text; `long_sentences` have more than 20 words, `lix` has no unit."""

    words: int
    sentences: int
    long_sentences: int
    lix: float

    @property
    def share_of_long_sentences(self) -> float:
        """Between 0 and 1; 0 for an empty text."""
        return self.long_sentences / self.sentences if self.sentences else 0.0

    @property
    def minutes(self) -> int:
        return reading_minutes(self.words)


def words(text: str) -> list[str]:
    """The words in order: "don't", "follow-up" and "1.5" are one word each."""
    return _WORD.findall(text)


def sentences(text: str) -> list[str]:
    """The sentences in order. A line break ends one; an abbreviation or a decimal does not."""
    return [text[start:end] for start, end in sentence_spans(text)]


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Where each sentence begins and ends, in characters from 0, without the space around it."""
    found: list[tuple[int, int]] = []
    place = 0
    for line in text.splitlines(keepends=True):
        start = 0
        for end in _SENTENCE_END.finditer(line):
            if _ends_here(line[start : end.start()], end.group(), line[end.end() :].lstrip()):
                found.append((place + start, place + end.end()))
                start = end.end()
        found.append((place + start, place + len(line)))
        place += len(line)
    spans = [_without_space(text, *span) for span in found]
    return [(start, end) for start, end in spans if words(text[start:end])]


def _without_space(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())


def _ends_here(before: str, mark: str, after: str) -> bool:
    """Whether the mark between these two texts closes a sentence."""
    if not mark.startswith(".") or mark.startswith(".."):
        return not after[:1].islower()  # "Really?" she asked
    last = before.split()[-1].lstrip("(\"'“‘[") if before.split() else ""
    if len(last) == 1 and last.isupper() and last != "I":
        return False  # an initial, as in "A. Thakur"
    if last.lower() in _NEVER_LAST:
        # "No." is also a whole answer; as "number" it stands before a figure.
        return last.lower() == "no" and not after[:1].isdigit()
    if last.lower() in _SOMETIMES_LAST:
        return after[:1].isupper()
    return not after[:1].islower()


def measure(text: str) -> Reading:
    """All measures of a plain text at once."""
    counts = [len(words(sentence)) for sentence in sentences(text)]
    found = words(text)
    return Reading(
        words=len(found),
        sentences=len(counts),
        long_sentences=sum(count > LONGEST_EASY_SENTENCE for count in counts),
        lix=_lix(found, len(counts)),
    )


def lix(text: str) -> float:
    """The LIX of a plain text; 0 for fewer than 10 words."""
    return _lix(words(text), len(sentences(text)))


def _lix(found: list[str], sentence_count: int) -> float:
    if not sentence_count or len(found) < FEWEST_WORDS_FOR_A_SCORE:
        return 0.0
    long_words = sum(len(word) > LONG_WORD for word in found)
    return len(found) / sentence_count + 100 * long_words / len(found)


def reading_minutes(word_count: int) -> int:
    """Whole minutes at 200 words a minute, rounded up; at least 1.

    Raises ValueError for a negative count.
    """
    if word_count < 0:
        raise ValueError(f"A text cannot have {word_count} words.")
    return max(1, -(-word_count // WORDS_A_MINUTE))
