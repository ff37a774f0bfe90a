"""What a search asks for: each thing meant, with every way to say it.

"How do I treat nettle rash" is two things: "treat", and "nettle rash" or "urticaria" or "hives".
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from education.finding.stems import split_words, stem, stems, without_small_words

# The most words that a synonym may have: a longer one is a sentence, which nobody types.
MAX_PHRASE: Final = 4

Run = tuple[str, ...]


@dataclass(frozen=True)
class Way:
    """One way to say something: the words for people, their stems in a row for search."""

    words: str
    run: Run


@dataclass(frozen=True)
class Meaning:
    """One thing asked for; an article that says it in any of these ways has it.

    The first way is what was typed.
    """

    ways: tuple[Way, ...]

    @property
    def typed(self) -> Way:
        return self.ways[0]


class Synonyms:
    """Words that mean the same, both ways, one step: what means the same as that is not followed."""

    def __init__(self, pairs: Iterable[tuple[str, str]], language: str) -> None:
        self._partners: dict[Run, dict[Run, Way]] = {}
        self.words: set[str] = set()
        for one, other in pairs:
            ways = way_of(one, language), way_of(other, language)
            if not (ways[0].run and ways[1].run):
                continue
            for way, partner in (ways, ways[::-1]):
                self._partners.setdefault(way.run, {})[partner.run] = partner
                self.words.update(split_words(way.words, language))

    def of(self, run: Run) -> list[Way]:
        return list(self._partners.get(run, {}).values())

    def __contains__(self, run: Run) -> bool:
        return run in self._partners

    def holds_word(self, word: str) -> bool:
        return word in self.words


def way_of(words: str, language: str) -> Way:
    return Way(words, tuple(stems(words, language)))


def understand(
    words: Sequence[str],
    synonyms: Synonyms,
    language: str,
    beginnings: Mapping[str, Sequence[str]] | None = None,
) -> list[Meaning]:
    """The things that `words` ask for, each once, in their order.

    The longest words of a synonym win ("sun cream" before "sun"). `beginnings` names, for an
    unfinished word, the words that begin with it.
    """
    weighty = set(without_small_words(list(words), language))
    all_stems = [stem(word, language) for word in words]
    meanings: dict[Run, Meaning] = {}
    place = 0
    while place < len(words):
        length = _length_of_phrase(all_stems[place:], synonyms)
        run = tuple(all_stems[place : place + length])
        typed = Way(" ".join(words[place : place + length]), run)
        others = synonyms.of(run)
        others += [way_of(word, language) for word in (beginnings or {}).get(typed.words, ())]
        if length > 1 or others or typed.words in weighty:
            meanings.setdefault(run, Meaning((typed, *others)))
        place += length
    return list(meanings.values())


def _length_of_phrase(rest: Sequence[str], synonyms: Synonyms) -> int:
    """How many words from the first on are one entry of the synonyms; 1 if they are none."""
    for length in range(min(MAX_PHRASE, len(rest)), 1, -1):
        if tuple(rest[:length]) in synonyms:
            return length
    return 1


def word_by_word(meanings: Iterable[Meaning], language: str) -> list[Meaning]:
    """The same with each typed word for itself, for articles that hold only some of them."""
    apart: dict[Run, Meaning] = {}
    for meaning in meanings:
        for word in without_small_words(meaning.typed.words.split(), language):
            way = way_of(word, language)
            apart.setdefault(way.run, Meaning((way, *meaning.ways[1:])))
    return list(apart.values())


def only_known(meaning: Meaning, is_known: Callable[[str], bool]) -> Meaning | None:
    """The ways whose every stem an article holds; None if there is none."""
    ways = tuple(way for way in meaning.ways if all(map(is_known, way.run)))
    return Meaning(ways) if ways else None


def also_looked_for(meanings: Iterable[Meaning], most: int = 3) -> list[str]:
    """The words looked for beside those typed: a few for each thing meant.

    Without those that are almost the typed word ("treatment" beside "treat").
    """
    return [
        words
        for meaning in meanings
        for words in [w.words for w in meaning.ways[1:] if not _alike(w, meaning.typed)][:most]
    ]


def _alike(one: Way, other: Way) -> bool:
    if len(one.run) != 1 or len(other.run) != 1:
        return False
    return one.run[0].startswith(other.run[0]) or other.run[0].startswith(one.run[0])
