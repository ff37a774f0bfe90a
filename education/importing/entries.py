"""Benefits and questions: which list items are entries, and what stands around them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from education.importing.document import (
    BenefitEntry,
    BenefitsSection,
    QuestionEntry,
    QuestionsSection,
    QuestionsToAskSection,
    Section,
    TextSection,
)
from education.importing.front_matter import FrontMatter
from education.importing.lines import Piece
from education.importing.prose import Prose

_MOST_LABEL_WORDS = 6
_LONGEST_QUESTION = 250  # characters
_LONGEST_ITEM = 20_000  # characters; a question and its answer are far shorter
_BOLD_LABEL = re.compile(r"(?:\*\*|__)(.{2,80}?)\s*[:.]?(?:\*\*|__)\s*[:–—-]?\s+(\S.*)$")
_LABEL = re.compile(r"([^:.?!*_\[\]]{2,80}?)(?::| [–—-])\s+(\S.*)$")
_QUESTION = re.compile(r"(?:\*\*)?([^?]{2,}\?+[\"”’»)]?)(?:\*\*)?(?:\s+(\S.*))?$")


@dataclass
class Part:
    """What becomes one section: its heading, its kind and the pieces below."""

    kind: str
    heading: str
    aspect: str
    line: int
    option: str = ""
    title: str = ""
    from_quote: bool = False
    pieces: list[Piece] = field(default_factory=list)


@dataclass
class Desk:
    """What reading a section needs at hand: prose, front matter, and the list of doubts."""

    prose: Prose
    front: FrontMatter
    unsure: list[str]

    def note(self, line: int, words: str) -> None:
        self.unsure.append(f"Line {line}: {words}")

    def words(self, piece: Piece) -> str:
        """The words of a piece for a field without rich text."""
        if "<a " in self.prose.inline(piece.text):
            self.note(
                piece.line, "a link cannot stand here; its words were kept, its address was not."
            )
        return self.prose.words(piece.text)

    def text(self, part: Part, pieces: Sequence[Piece]) -> TextSection:
        return TextSection(
            heading=part.heading,
            aspect=part.aspect,
            line=pieces[0].line if pieces and not part.heading else part.line,
            html=self.prose.rich_text(pieces),
        )

    def rest(self, part: Part, pieces: Sequence[Piece]) -> list[Section]:
        """What is left behind a section that has no room for it, as a text that goes on from it."""
        return [self.text(replace(part, heading=""), pieces)] if pieces else []


def split_label(text: str) -> tuple[str, str] | None:
    """The short label of "Label: sentence." and its sentence; None where there is no label."""
    found = _BOLD_LABEL.match(text) or _LABEL.match(text)
    if not found or len(found[1].split()) > _MOST_LABEL_WORDS:
        return None
    return found[1].strip(), found[2].strip()


def around_items(part: Part) -> tuple[list[Piece], list[Piece], list[Piece]]:
    """What stands before the first list, that list's items, and the rest."""
    first = next((i for i, p in enumerate(part.pieces) if p.kind == "item"), len(part.pieces))
    end = first
    while end < len(part.pieces) and part.pieces[end].kind == "item":
        end += 1
    return part.pieces[:first], part.pieces[first:end], part.pieces[end:]


@dataclass
class _Run:
    """Entries that follow one another, and the loose text around them."""

    before: list[Piece] = field(default_factory=list)
    entries: list[list[Piece]] = field(default_factory=list)
    after: list[Piece] = field(default_factory=list)


def _runs(entries: Sequence[list[Piece]], is_entry: Callable[[list[Piece]], bool]) -> list[_Run]:
    """The runs of real entries in order; what is none goes before the first or after the last."""
    runs = [_Run()]
    for entry in entries:
        if is_entry(entry):
            if runs[-1].after:
                runs.append(_Run())
            runs[-1].entries.append(entry)
        else:
            (runs[-1].after if runs[-1].entries else runs[-1].before).extend(entry)
    return runs


def to_benefits(part: Part, desk: Desk) -> list[Section]:
    """A section for each run of labelled items; a list without labels stays a list in a text."""
    runs = _runs([[piece] for piece in part.pieces], _is_benefit)
    if not runs[0].entries:
        if any(piece.kind == "item" for piece in part.pieces):
            desk.note(
                part.line, "the list has no labels (“Label: sentence.”): it was kept as text."
            )
        return [desk.text(part, part.pieces)]
    sections: list[Section] = []
    for run in runs:
        sections.append(
            BenefitsSection(
                heading="" if sections else part.heading,
                aspect=part.aspect,
                line=run.entries[0][0].line if sections else part.line,
                before=desk.prose.rich_text(run.before),
                items=tuple(_benefit(entry[0], desk) for entry in run.entries),
                after=desk.prose.rich_text(_closing_text(run, desk)),
            )
        )
    return sections


def _is_benefit(entry: list[Piece]) -> bool:
    return entry[0].kind == "item" and split_label(entry[0].text) is not None


def _benefit(piece: Piece, desk: Desk) -> BenefitEntry:
    label, claim = split_label(piece.text) or ("", piece.text)
    name = desk.prose.words(label)
    details = desk.front.take("benefits", name)
    if details.grade is None:
        desk.note(piece.line, f"“{name}”: evidence grade not given.")
    return BenefitEntry(
        name=name,
        claim=desk.words(replace(piece, text=claim)),
        grade=details.grade,
        not_known=details.not_known,
        searched=details.searched,
        searched_on=details.searched_on,
        searched_by=details.searched_by,
        source_keys=details.source_keys,
    )


def _closing_text(run: _Run, desk: Desk) -> list[Piece]:
    """The text after the benefits; one stray bullet becomes a paragraph, not a list of one."""
    stray = [piece for piece in run.after if piece.kind == "item"]
    if len(stray) != 1 or run.after[0] is not stray[0]:
        for piece in stray:
            desk.note(
                piece.line, "this bullet has no short label, so it was not read as a benefit."
            )
        return run.after
    desk.note(
        stray[0].line,
        "the last bullet has no short label, so it was read as the closing text of the benefits,"
        " not a benefit.",
    )
    return [replace(stray[0], kind="paragraph"), *run.after[1:]]


def to_questions(part: Part, desk: Desk) -> list[Section]:
    """A section for each run of questions and answers; without any, the text as it stands."""
    runs = _runs(_with_answers(part.pieces), lambda entry: _is_answered(entry, desk))
    if not runs[0].entries:
        return [desk.text(part, part.pieces)]
    sections: list[Section] = []
    for run in runs:
        sections.append(
            QuestionsSection(
                heading="" if sections else part.heading,
                aspect=part.aspect,
                line=run.entries[0][0].line if sections else part.line,
                before=desk.prose.rich_text(run.before),
                items=tuple(_question(entry, desk) for entry in run.entries),
                after=desk.prose.rich_text(run.after),
            )
        )
    return sections


def _with_answers(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Each question with the pieces that answer it; any other piece alone."""
    entries: list[list[Piece]] = []
    waits_for_answer = False
    for piece in pieces:
        found = _asks(piece)
        goes_on = piece.kind != "heading" and not found
        if waits_for_answer and goes_on:
            entries[-1].append(piece)
            # Below a bullet stands one paragraph; below a heading, all up to the next.
            waits_for_answer = entries[-1][0].kind == "heading"
            continue
        entries.append([piece])
        waits_for_answer = bool(found) and not (found and found[2])
    return entries


def _asks(piece: Piece) -> re.Match[str] | None:
    if piece.kind == "paragraph" or len(piece.text) > _LONGEST_ITEM:
        return None
    found = _QUESTION.match(piece.text)
    return found if found and len(found[1]) <= _LONGEST_QUESTION else None


def _is_answered(entry: list[Piece], desk: Desk) -> bool:
    found = _asks(entry[0])
    if found and not found[2] and len(entry) == 1:
        desk.note(entry[0].line, "this question has no answer, so it was kept as text.")
        return False
    return found is not None


def _question(entry: list[Piece], desk: Desk) -> QuestionEntry:
    found = _asks(entry[0])
    if not found:
        raise ValueError("only entries that ask come here")
    answer = list(entry[1:])
    if found[2]:
        answer.insert(0, Piece("paragraph", found[2], entry[0].line))
    question = desk.prose.words(found[1])
    return QuestionEntry(
        question=question,
        answer_html=desk.prose.rich_text(answer),
        source_keys=desk.front.take("questions", question).source_keys,
    )


def to_questions_to_ask(part: Part, desk: Desk) -> list[Section]:
    """The list's items as questions to bring to the visit; without a list, the text as it stands."""
    part = replace(part, heading=part.heading or part.title)
    before, items, after = around_items(part)
    if not items:
        desk.note(part.line, "no list of questions stands here: it was kept as text.")
        return [desk.text(part, part.pieces)]
    section = QuestionsToAskSection(
        heading=part.heading,
        aspect=part.aspect,
        line=part.line,
        before=desk.prose.rich_text(before),
        items=tuple(desk.words(item) for item in items),
    )
    return [section, *desk.rest(part, after)]
