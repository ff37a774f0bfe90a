"""The words that search knows: those of the clinic's articles, and its staff's synonyms."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import BigIntegerField, Q, Value
from django.db.models.functions import Cast, Length, Substr

from education.finding.spelling import Candidate, most_mistakes, nearest, parts, two_words
from education.finding.stems import fold, split_words, stem, without_small_words
from education.finding.understanding import (
    MAX_PHRASE,
    Meaning,
    Synonyms,
    also_looked_for,
    only_known,
    understand,
    word_by_word,
)
from education.models import KnownWord, PromotedResult, Synonym

# Of a pasted text, so many words are compared with all others; that is the costly part.
MOST_CORRECTED = 4
MOST_BEGINNINGS = 8
# Three letters are too few: "hiv" does not begin "hives".
SHORTEST_BEGINNING = 4


@dataclass
class Understood:
    """A query as search understood it.

    `instead` names the misspelled words with what they were read as; `also` the words with the same
    meaning that were looked for; `complete` is False if something stands in no article at all.
    `apart` is each word for itself, where no article has everything, and `half` how many of those
    are half of what was typed.
    """

    language: str
    meanings: list[Meaning] = field(default_factory=list)
    apart: list[Meaning] = field(default_factory=list)
    half: int = 1
    instead: list[tuple[str, str]] = field(default_factory=list)
    also: list[str] = field(default_factory=list)
    complete: bool = True


def told_by_staff(site, language: str):
    """(words, what means the same, None) and (words, "", id of the chosen article), in one query."""
    here = {"site": site, "locale__language_code": language}
    no_article = Cast(Value(None), BigIntegerField())
    pairs = Synonym.objects.filter(**here).order_by()
    choices = PromotedResult.objects.filter(**here).order_by()
    return pairs.values_list("word", "same_as", no_article).union(
        choices.values_list("words", Value(""), "article_id"), all=True
    )


class Vocabulary:
    """What a clinic's search knows in one language. Two to four queries for a whole search.

    `choices` are the words for which staff chose an article, with its id.
    """

    def __init__(self, site, language: str):
        self.language = language
        self.words = KnownWord.objects.filter(site=site, language=language)
        self.pairs: list[tuple[str, str]] = []
        self.choices: list[tuple[str, int]] = []
        for words, same_as, article in told_by_staff(site, language):
            if article is None:
                self.pairs.append((words, same_as))
            else:
                self.choices.append((words, article))
        self.synonyms = Synonyms(self.pairs, language)
        self.asked: set[str] = set()
        self.known: set[str] = set()

    def understand(self, text: str) -> Understood:
        """`text` as things meant: misspelled words read as known ones, synonyms added."""
        words = split_words(text, self.language)
        self.learn(words)
        unknown = [word for word in without_small_words(words, self.language) if self.lacks(word)]
        beginnings: dict[str, list[str]] = {}
        instead: list[tuple[str, str]] = []
        if unknown:
            last = words[-1] if words[-1] in unknown else ""
            beginnings, instead = self.guess(list(dict.fromkeys(unknown))[:MOST_CORRECTED], last)
            meant = dict(instead)
            words = [part for word in words for part in meant.get(word, word).split()]
        meanings = understand(words, self.synonyms, self.language, beginnings)
        self.learn(way.words for meaning in meanings for way in meaning.ways)
        known = [only_known(meaning, self.may_be_known) for meaning in meanings]
        apart = word_by_word(meanings, self.language)
        also = also_looked_for(
            Meaning((meaning.typed, *(way for way in found.ways if way != meaning.typed)))
            for meaning, found in zip(meanings, known, strict=True)
            if found
        )
        return Understood(
            language=self.language,
            meanings=[meaning for meaning in known if meaning],
            apart=[m for m in (only_known(m, self.may_be_known) for m in apart) if m],
            half=(len(apart) + 1) // 2,
            instead=instead,
            also=list(dict.fromkeys(also)),
            complete=all(known),
        )

    def learn(self, texts: Iterable[str]) -> None:
        """Ask which of these words, and of what means the same as they, articles hold: one query."""
        rows = [[stem(w, self.language) for w in split_words(t, self.language)] for t in texts]
        row = [root for words in rows for root in words]
        asked = set(row)
        for place in range(len(row)):
            for length in range(1, MAX_PHRASE + 1):
                for partner in self.synonyms.of(tuple(row[place : place + length])):
                    asked.update(partner.run)
        if asked := asked - self.asked:
            found = self.words.filter(stem__in=asked).values_list("stem", flat=True)
            self.known.update(found.distinct())
            self.asked |= asked

    def may_be_known(self, root: str) -> bool:
        """Whether an article holds this stem; of what is no plain word nobody keeps a list."""
        return root in self.known or not root.isalpha()

    def lacks(self, word: str) -> bool:
        """Whether neither an article nor a synonym holds this word."""
        return not (self.may_be_known(stem(word, self.language)) or self.synonyms.holds_word(word))

    def guess(self, unknown: Sequence[str], last: str):
        """What unknown words may mean, in one query: (words that begin with the last one, the others
        with what they were read as)."""
        rows = list(self.like(unknown, last))
        names = {fold(word): word for word, _in_titles in rows}
        candidates = {Candidate(fold(word), in_titles) for word, in_titles in rows}
        candidates |= {Candidate(fold(word), True) for word in self.synonyms.words}
        beginnings, instead = {}, []
        for word in unknown:
            folded = fold(word)
            starts = [c for c in candidates if word == last and c.word.startswith(folded)]
            if starts and len(folded) >= SHORTEST_BEGINNING:
                best = sorted(starts, key=lambda c: (not c.in_titles, len(c.word), c.word))
                beginnings[word] = [names.get(c.word, c.word) for c in best[:MOST_BEGINNINGS]]
                continue
            meant = " ".join(two_words(folded, {c.word for c in candidates}) or ())
            meant = meant or nearest(folded, candidates) or ""
            if meant:
                instead.append((word, names.get(meant, meant)))
        return beginnings, instead

    def like(self, unknown: Sequence[str], last: str):
        """(word, in titles) of all known words that could be meant by one of these.

        Nobody gets both of the first two letters wrong and the length too: that leaves few to compare.
        """
        wanted = Q(pk__in=[])
        for word in map(fold, unknown):
            most = most_mistakes(word)
            if most:
                near = Q(length__gte=len(word) - most, length__lte=len(word) + most)
                first_two = tuple(word[:2])
                wanted |= near & (Q(first__in=first_two) | Q(second__in=first_two))
            wanted |= Q(word__in={part for pair in parts(word) for part in pair})
        if len(last) >= SHORTEST_BEGINNING:
            wanted |= Q(word__startswith=last)
        return (
            self.words.annotate(
                length=Length("word"), first=Substr("stem", 1, 1), second=Substr("stem", 2, 1)
            )
            .filter(wanted)
            .values_list("word", "in_titles")
        )
