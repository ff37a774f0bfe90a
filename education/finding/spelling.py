"""The word somebody meant when the one they typed stands in no article.

The distance is the number of letters to add, remove, replace or swap with a neighbour to get from
one word to the other (Damerau 1964; Levenshtein 1966), each letter touched at most once
("optimal string alignment").
"""

from collections.abc import Iterable
from typing import Final, NamedTuple

# Three letters are too few to guess from: "hiv" is not "hive".
SHORTEST: Final = 4


class Candidate(NamedTuple):
    """A word that an article holds; `in_titles`: the title or another name of one."""

    word: str
    in_titles: bool = False


def most_mistakes(word: str, *, in_titles: bool = True) -> int:
    """How many mistakes a word of this length may have and still be understood; 0: none.

    A word that no title holds must be nearer: "herpes" is not a misspelled "helps".
    """
    if len(word) < SHORTEST or any(letter.isdigit() for letter in word):
        return 0
    most = 1 if len(word) <= 4 else 2 if len(word) <= 8 else 3
    return most if in_titles else max(1, most - 1)


def distance(one: str, other: str, most: int) -> int:
    """The distance of two words; `most + 1` as soon as it is sure to be more than `most`."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        now = [row]
        for column, other_letter in enumerate(other, 1):
            steps = min(
                last[column] + 1,
                now[column - 1] + 1,
                last[column - 1] + (letter != other_letter),
            )
            swapped = row > 1 and column > 1 and letter == other[column - 2]
            if swapped and one[row - 2] == other_letter:
                steps = min(steps, before[column - 2] + 1)
            now.append(steps)
        if min(now) > most:
            return most + 1
        before, last = last, now
    return last[-1]


def nearest(word: str, candidates: Iterable[Candidate]) -> str | None:
    """The candidate that `word` most likely meant, or None.

    The fewest mistakes win; then words of titles; then words with the same first letter. People
    seldom get the first letter wrong, so another one counts as a mistake more. The shorter of both
    words says how many there may be: "mould" is not a misspelled "mole".
    """
    best: tuple[int, bool, bool, str] | None = None
    for candidate in candidates:
        if len(candidate.word) < SHORTEST:
            continue
        other_start = candidate.word[:1] != word[:1]
        shorter = min(word, candidate.word, key=len)
        most = most_mistakes(shorter, in_titles=candidate.in_titles) - other_start
        steps = distance(word, candidate.word, most) if most > 0 else most + 1
        if steps > most:
            continue
        found = (steps, not candidate.in_titles, other_start, candidate.word)
        best = min(best, found) if best else found
    return best[-1] if best else None


def two_words(word: str, known: Iterable[str]) -> tuple[str, str] | None:
    """The two known words that `word` is made of ("hairloss"), the longest first one preferred.

    `known` holds the words that `parts` named; both parts have at least three letters.
    """
    whole = set(known)
    for first, second in reversed(parts(word)):
        if first in whole and second in whole:
            return first, second
    return None


def parts(word: str) -> list[tuple[str, str]]:
    """Every way to cut a word into two of at least three letters."""
    if any(letter.isdigit() for letter in word):
        return []
    return [(word[:place], word[place:]) for place in range(3, len(word) - 2)]
