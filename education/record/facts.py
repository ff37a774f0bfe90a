"""What a clinic's own data shows about how its pages are made: facts with figures. Pure: no Django.

Rows come from `education.record.evidence`; each is a line of one of the pack's spreadsheets, so
whoever reads a figure can count it again there.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from education.review.gate import NO_STUDY

MOST_LIX: Final = 40.0  # LIX; below it a text is easy to read (Björnsson 1968)


@dataclass(frozen=True)
class Fact:
    """One statement with what it rests on.

    `met`: whether it is in order; None where there is nothing to be judged. `lacking`: what does
    not have it, by title, of `of` that were counted.
    """

    key: str
    sentence: str
    met: bool | None
    proof: str
    lacking: tuple[str, ...] = ()
    of: int = 0

    @property
    def lacks_everywhere(self) -> bool:
        return 1 < len(self.lacking) == self.of


@dataclass(frozen=True)
class ArticleRow:
    """One article as articles.csv shows it; the sign-off is the newest, if it holds."""

    title: str
    address: str
    language: str
    status: str
    signed_off: bool
    kind: str
    signed_by: str
    credential: str
    signed_on: date | None
    self_approved: bool
    next_review: date | None
    is_example: bool
    sources: int
    missing_sections: str
    funding: str
    words: int
    long_sentences: int
    sentences: int
    lix: float
    pictures: int
    pictures_without_alt: int
    taken_from: str = ""  # the clinic that wrote and signed it, if that is another

    @property
    def by_clinician(self) -> bool:
        return bool(self.signed_off and self.signed_by and self.credential)


@dataclass(frozen=True)
class BenefitRow:
    """One benefit as benefits.csv shows it."""

    name: str
    claim: str
    grade: str
    not_known: str
    sources: int
    searched: str
    searched_on: date | None
    searched_by: str
    signed_off: bool
    shared: bool

    @property
    def backed(self) -> bool:
        """Graded, with a source, or with a recorded search that found no study in people."""
        if self.grade == NO_STUDY:
            return bool(self.searched and self.searched_on and self.searched_by)
        return bool(self.grade and self.sources)


@dataclass(frozen=True)
class SourceRow:
    """One source as sources.csv shows it; `used_in` counts live articles."""

    title: str
    publisher: str
    year: int | None
    url: str
    last_checked: date | None
    checked_by: str
    used_in: int
    signed_off: bool
    shared: bool


@dataclass(frozen=True)
class ClinicianRow:
    """A clinician's entry that is live, and whether the credential holds today."""

    name: str
    credential: str
    valid_until: date | None
    valid: bool


def share(
    key: str,
    rows: Sequence[Any],
    has: Callable[[Any], object],
    words: str,
    proof: str,
    name: str = "title",
) -> Fact:
    """The fact "n of m …". Met only if all have it, and there is at least one."""
    lacking = tuple(str(getattr(row, name)) for row in rows if not has(row))
    sentence = f"{len(rows) - len(lacking)} of {len(rows)} {words}"
    if not rows:
        sentence = f"Nothing to count yet: {sentence}"
    return Fact(key, sentence, bool(rows) and not lacking, proof, lacking, len(rows))


def plain(
    key: str, sentence: str, met: bool | None, proof: str, lacking: Iterable[str] = ()
) -> Fact:
    return Fact(key, sentence, met, proof, tuple(lacking))


def article_facts(articles: Sequence[ArticleRow], today: date) -> list[Fact]:
    """What the live articles show; `articles` are only those."""
    return [*_checking(articles, today), *_writing(articles)]


def _all_live(
    articles: Sequence[ArticleRow],
    column: str,
    has: Callable[[ArticleRow], object],
    words: str,
    key: str = "",
) -> Fact:
    proof = f"articles.csv, column “{column}”"
    return share(key or column, articles, has, f"live articles {words}", proof)


def _checking(articles: Sequence[ArticleRow], today: date) -> list[Fact]:
    """Who checked them, and until when that is good."""
    of_clinicians = [row for row in articles if row.by_clinician]
    return [
        _all_live(
            articles,
            "signed_off",
            lambda row: row.by_clinician,
            "are signed off by a clinician, with name and credential, in exactly the words that "
            "are live.",
            "signed",
        ),
        _examples(articles),
        _all_live(
            of_clinicians,
            "self_approved",
            lambda row: not row.self_approved,
            "that a clinician signed off were approved by somebody other than the writer of the "
            "newest words.",
            "two_people",
        ),
        _all_live(
            articles,
            "next_review",
            lambda row: row.next_review is not None and row.next_review >= today,
            "have their next review in the future.",
            "in_time",
        ),
        _all_live(articles, "signed_on", lambda row: row.signed_on, "have a review date.", "dated"),
    ]


def _writing(articles: Sequence[ArticleRow]) -> list[Fact]:
    """What they say of themselves, and how they read."""
    by_language = _counted(row.language for row in articles) or "none."
    return [
        _all_live(articles, "sources", lambda row: row.sources, "name a source.", "with_sources"),
        _all_live(
            articles,
            "missing_sections",
            lambda row: not row.missing_sections,
            "have the sections on safety and on how sure we are, if they name benefits.",
            "sections",
        ),
        _all_live(articles, "funding", lambda row: row.funding, "say who paid for them."),
        _all_live(
            articles,
            "lix",
            lambda row: 0 < row.lix <= MOST_LIX,
            f"are easy to read by their LIX score (up to {MOST_LIX:.0f}).",
            "readable",
        ),
        _all_live(
            articles,
            "pictures_without_alt",
            lambda row: not row.pictures_without_alt,
            "have no picture without a text for readers who cannot see it.",
            "alt_texts",
        ),
        plain(
            "languages",
            f"Live articles by language: {by_language}",
            None,
            "articles.csv, column “language”",
        ),
    ]


def _examples(articles: Sequence[ArticleRow]) -> Fact:
    """Met if none is there: a page that no clinician has checked says so, but is no proof."""
    examples = tuple(row.title for row in articles if row.is_example)
    words = "live articles are shown as examples: each says that no clinician has checked it."
    sentence = f"{len(examples)} of {len(articles)} {words}"
    return Fact(
        "examples",
        sentence,
        not examples,
        "articles.csv, column “is_example”",
        examples,
        len(articles),
    )


def library_facts(
    benefits: Sequence[BenefitRow], sources: Sequence[SourceRow], clinicians: Sequence[ClinicianRow]
) -> list[Fact]:
    """What the benefits, sources and clinicians' entries show."""
    valid = share(
        "credentials",
        clinicians,
        lambda row: row.valid,
        "clinicians with a live entry have a credential that is valid today.",
        "index.html, “Clinicians”",
        "name",
    )
    return [*_benefit_facts(benefits), *_source_facts(sources), valid]


def _benefit_facts(benefits: Sequence[BenefitRow]) -> list[Fact]:
    return [
        share(
            "benefits_graded",
            benefits,
            lambda row: row.backed,
            "live benefits have a grade and a source, or a recorded search that found no study in "
            "people.",
            "benefits.csv, column “grade”",
            "name",
        ),
        share(
            "limits",
            benefits,
            lambda row: row.not_known,
            "live benefits say what is not known about them.",
            "benefits.csv, column “not_known”",
            "name",
        ),
    ]


def _source_facts(sources: Sequence[SourceRow]) -> list[Fact]:
    return [
        share(
            "sources_checked",
            sources,
            lambda row: row.last_checked and row.checked_by,
            "sources say when they were last checked, and by whom.",
            "sources.csv, column “last_checked”",
        ),
        share(
            "sources_linked",
            sources,
            lambda row: row.publisher and row.year and row.url,
            "sources have a publisher, a year and a web address.",
            "sources.csv, column “url”",
        ),
    ]


def _counted(words: Iterable[str]) -> str:
    counts = Counter(words)
    listed = ", ".join(f"{word} {number}" for word, number in sorted(counts.items()))
    return f"{listed}." if counts else ""
