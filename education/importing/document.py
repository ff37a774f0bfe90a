"""What a document says once it has been read: values only, no file and no database."""

from __future__ import annotations

import datetime
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Literal

Grade = Literal["strong", "some", "early", "none"]
Tone = Literal["info", "caution"]
Urgency = Literal["non_urgent", "urgent", "emergency"]
Kind = Literal[
    "text",
    "benefits",
    "questions",
    "how_sure",
    "care_card",
    "steps",
    "do_dont",
    "callout",
    "questions_to_ask",
]


class DocumentRefused(Exception):
    """The document cannot become an article. The message is for the person who wrote it.

    `line` counts from 1 in the file as an editor shows it; None when the trouble is the whole file.
    """

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(f"Line {line}: {message}" if line else message)
        self.line = line


@dataclass(frozen=True)
class BenefitEntry:
    """One benefit. `grade` is None when the document gives none: a grade is never invented."""

    name: str
    claim: str
    grade: Grade | None = None
    not_known: str = ""
    searched: str = ""
    searched_on: datetime.date | None = None
    searched_by: str = ""
    source_keys: tuple[str, ...] = ()


@dataclass(frozen=True)
class QuestionEntry:
    """One question with its answer as rich text."""

    question: str
    answer_html: str
    source_keys: tuple[str, ...] = ()


@dataclass(frozen=True)
class Step:
    """One step: a short bold title (may be empty) and its plain text."""

    title: str
    text: str


@dataclass(frozen=True)
class SourceEntry:
    """A source as the front matter names it. `key` is only the document's own word for it."""

    key: str
    title: str
    publisher: str = ""
    year: int | None = None
    url: str = ""
    last_checked: datetime.date | None = None
    checked_by: str = ""


@dataclass(frozen=True)
class TermEntry:
    """A hard word with its plain meaning. It stands in the text just so."""

    word: str
    meaning: str
    say: str = ""


@dataclass(frozen=True, kw_only=True)
class Section:
    """One part of the body. An empty heading means that it goes on from the section above.

    `aspect` is the health aspect's code; `line` is where the section begins in the file.
    """

    kind: ClassVar[Kind]
    heading: str
    aspect: str
    line: int

    def parts(self) -> Iterator[str]:
        """The section's texts after its heading, in reading order; some are HTML."""
        raise NotImplementedError


@dataclass(frozen=True, kw_only=True)
class TextSection(Section):
    kind: ClassVar[Kind] = "text"
    html: str

    def parts(self) -> Iterator[str]:
        yield self.html


@dataclass(frozen=True, kw_only=True)
class BenefitsSection(Section):
    kind: ClassVar[Kind] = "benefits"
    before: str = ""
    items: tuple[BenefitEntry, ...]
    after: str = ""

    def parts(self) -> Iterator[str]:
        yield self.before
        yield from (html.escape(f"{item.name}: {item.claim}") for item in self.items)
        yield self.after


@dataclass(frozen=True, kw_only=True)
class QuestionsSection(Section):
    kind: ClassVar[Kind] = "questions"
    before: str = ""
    items: tuple[QuestionEntry, ...]
    after: str = ""

    def parts(self) -> Iterator[str]:
        yield self.before
        for item in self.items:
            yield html.escape(item.question)
            yield item.answer_html
        yield self.after


@dataclass(frozen=True, kw_only=True)
class HowSureSection(Section):
    kind: ClassVar[Kind] = "how_sure"
    known: str = ""
    not_known: str = ""
    regulatory: str = ""

    def parts(self) -> Iterator[str]:
        yield from (self.known, self.not_known, self.regulatory)


@dataclass(frozen=True, kw_only=True)
class CareCardSection(Section):
    """When to get help. An empty title leaves the words (and the number to call) to the clinic."""

    kind: ClassVar[Kind] = "care_card"
    urgency: Urgency
    title: str = ""
    items: tuple[str, ...]
    after: str = ""

    def parts(self) -> Iterator[str]:
        yield html.escape(self.title)
        yield from map(html.escape, self.items)
        yield self.after


@dataclass(frozen=True, kw_only=True)
class StepsSection(Section):
    kind: ClassVar[Kind] = "steps"
    before: str = ""
    items: tuple[Step, ...]

    def parts(self) -> Iterator[str]:
        yield self.before
        yield from (html.escape(f"{item.title} {item.text}") for item in self.items)


@dataclass(frozen=True, kw_only=True)
class DoDontSection(Section):
    kind: ClassVar[Kind] = "do_dont"
    before: str = ""
    do: tuple[str, ...]
    dont: tuple[str, ...]

    def parts(self) -> Iterator[str]:
        yield self.before
        yield from map(html.escape, self.do + self.dont)


@dataclass(frozen=True, kw_only=True)
class CalloutSection(Section):
    kind: ClassVar[Kind] = "callout"
    tone: Tone
    title: str
    html: str

    def parts(self) -> Iterator[str]:
        yield html.escape(self.title)
        yield self.html


@dataclass(frozen=True, kw_only=True)
class QuestionsToAskSection(Section):
    """Plain questions that a patient may bring to the visit; they have no answer here."""

    kind: ClassVar[Kind] = "questions_to_ask"
    before: str = ""
    items: tuple[str, ...]

    def parts(self) -> Iterator[str]:
        yield self.before
        yield from map(html.escape, self.items)


@dataclass(frozen=True, kw_only=True)
class Document:
    """A whole document. `unsure` says, in plain words with their lines, what was guessed."""

    title: str
    lede: str = ""
    also_called: tuple[str, ...] = ()
    key_points: tuple[str, ...] = ()
    slug: str = ""
    description: str = ""
    topic: str = ""
    funding: str = ""
    booking_words: str = ""
    sections: tuple[Section, ...]
    conclusion_heading: str = ""
    conclusion: str = ""
    sources: tuple[SourceEntry, ...] = ()
    terms: tuple[TermEntry, ...] = ()
    unsure: tuple[str, ...] = ()

    def plain_text(self) -> str:
        """All that a reader reads, in order, a line for each heading, paragraph and list item."""
        parts = [html.escape(text) for text in (self.title, self.lede, *self.key_points)]
        for section in self.sections:
            parts += [html.escape(section.heading), *section.parts()]
        parts += [html.escape(self.conclusion_heading), self.conclusion]
        return "\n".join(filter(None, map(text_of, parts)))


def text_of(rich_text: str) -> str:
    """The words of an HTML fragment; each block's end becomes a line break."""
    lines = re.sub(r"</(?:p|li|h3)>", "\n", rich_text)
    return html.unescape(re.sub(r"<[^>]*>", "", lines)).strip()
