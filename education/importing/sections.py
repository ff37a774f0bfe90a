"""From pieces to sections: a heading's text becomes one section, or several that go on from it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import cast

from education.importing.document import (
    CalloutSection,
    CareCardSection,
    DoDontSection,
    HowSureSection,
    Section,
    Step,
    StepsSection,
    Tone,
    Urgency,
)
from education.importing.entries import (
    Desk,
    Part,
    around_items,
    split_label,
    to_benefits,
    to_questions,
    to_questions_to_ask,
)
from education.importing.headings import (
    guess_aspect,
    guess_kind,
    is_conclusion_heading,
    split_attributes,
)
from education.importing.lines import Piece

__all__ = ["Conclusion", "Desk", "read_sections"]

_ASPECT_OF_KIND = {
    "benefits": "benefits",
    "questions": "other",
    "questions_to_ask": "other",
    "how_sure": "effectiveness",
    "care_card": "see_doctor",
}
_CAUTION = re.compile(r"(caution|warning|important)\s*[:–—-]\s*(.*)", re.IGNORECASE)
_INFO = re.compile(r"(?:info|information|note)\s*[:–—-]\s*(.*)", re.IGNORECASE)


@dataclass(frozen=True)
class Conclusion:
    heading: str = ""
    html: str = ""


@dataclass
class _Group:
    """What stands between two headings of sections."""

    part: Part
    conclusion: bool = False
    pieces: list[Piece] = field(default_factory=list)


def read_sections(pieces: Sequence[Piece], desk: Desk) -> tuple[tuple[Section, ...], Conclusion]:
    """All sections in order, and the conclusion if the last one is one."""
    groups = _groups(pieces, desk)
    conclusion = Conclusion()
    if groups and groups[-1].conclusion:
        last = groups.pop()
        conclusion = Conclusion(last.part.heading, desk.prose.rich_text(last.pieces))
    sections: list[Section] = []
    for group in groups:
        if group.conclusion:
            desk.note(
                group.part.line,
                f"“{group.part.heading}” is not the last section: it was kept as an ordinary one.",
            )
        for part in _parts(group, desk):
            sections += _to_sections(part, desk)
    return tuple(sections), conclusion


def _groups(pieces: Sequence[Piece], desk: Desk) -> list[_Group]:
    groups: list[_Group] = []
    for piece in pieces:
        in_questions = bool(groups) and groups[-1].part.kind == "questions"
        asks = not desk.prose.markdown and in_questions and piece.text.endswith("?")
        if piece.kind == "heading" and piece.level < 3 and not asks:
            groups.append(_group(piece, desk))
        elif not groups:
            desk.note(piece.line, "this text stands before the first heading.")
            groups.append(_Group(Part("text", "", "overview", piece.line), pieces=[piece]))
        else:
            groups[-1].pieces.append(piece)
    return groups


def _group(piece: Piece, desk: Desk) -> _Group:
    heading, attributes = (
        split_attributes(piece.text) if desk.prose.markdown else (piece.text, None)
    )
    if desk.prose.markdown and attributes is None:
        desk.note(piece.line, f"the words in braces were not understood: “{heading}”.")
    heading = desk.prose.words(heading)
    kind = attributes.kind if attributes and attributes.kind else guess_kind(heading)
    aspect = attributes.aspect if attributes else ""
    conclusion = (attributes is not None and attributes.conclusion) or (
        is_conclusion_heading(heading) and kind == "text" and not aspect
    )
    guess = _ASPECT_OF_KIND.get(kind) or guess_aspect(heading)
    if not (aspect or guess or conclusion):
        desk.note(
            piece.line,
            f"“{heading}” does not show its health aspect; it was filed under “other”.",
        )
    option = attributes.option if attributes else ""
    part = Part(kind, heading, aspect or guess or "other", piece.line, option=option)
    return _Group(part, conclusion)


def _parts(group: _Group, desk: Desk) -> list[Part]:
    """The group cut at its call-outs and at small headings that say their own kind."""
    parts = [group.part]
    for piece in group.pieces:
        current = parts[-1]
        if piece.kind == "quote":
            if not current.from_quote:
                parts.append(Part("callout", "", current.aspect, piece.line, from_quote=True))
            parts[-1].pieces.append(piece)
            continue
        words, attributes = split_attributes(piece.text) if piece.kind == "heading" else ("", None)
        if piece.kind == "heading" and attributes and attributes.kind:
            aspect = attributes.aspect or _ASPECT_OF_KIND.get(attributes.kind, group.part.aspect)
            parts.append(Part(attributes.kind, "", aspect, piece.line, option=attributes.option))
            parts[-1].title = desk.prose.words(words)
            continue
        if current.from_quote:
            kind = group.part.kind if group.part.kind in ("benefits", "questions") else "text"
            parts.append(Part(kind, "", group.part.aspect, piece.line))
        parts[-1].pieces.append(piece)
    return _pass_headings_on(parts, desk)


def _pass_headings_on(parts: list[Part], desk: Desk) -> list[Part]:
    """Without empty parts; a heading without text of its own heads the part that follows."""
    kept: list[Part] = []
    heading, line = "", 0
    for part in parts:
        if heading:
            part.heading, part.line = heading, line
        heading = ""
        if part.pieces or part.title:
            kept.append(part)
        elif part.heading:
            heading, line = part.heading, part.line
    if heading:
        desk.note(line, f"there is no text under “{heading}”.")
        kept.append(replace(parts[-1], kind="text", heading=heading, line=line))
    return kept


def _to_sections(part: Part, desk: Desk) -> list[Section]:
    match part.kind:
        case "benefits":
            return to_benefits(part, desk)
        case "questions":
            return to_questions(part, desk)
        case "questions_to_ask":
            return to_questions_to_ask(part, desk)
        case "how_sure":
            return [_how_sure(part, desk)]
        case "care_card":
            return _care_card(part, desk)
        case "steps":
            return _steps(part, desk)
        case "do_dont":
            return _do_dont(part, desk)
        case "callout":
            return [_quoted_callout(part, desk) if part.from_quote else _open_callout(part, desk)]
    return [desk.text(part, part.pieces)]


def _quoted_callout(part: Part, desk: Desk) -> Section:
    """The bold words that begin it are the title; before a colon they may say how serious it is."""
    first = part.pieces[0]
    title, rest = "", part.pieces
    if found := re.match(r"\*\*(.+?)\*\*\s*(.*)$", first.text):
        title = found[1]
        rest = [replace(first, text=found[2])] * bool(found[2]) + part.pieces[1:]
    tone: Tone = "info"
    if found := _CAUTION.match(title):
        tone, title = "caution", found[2]
    elif found := _INFO.match(title):
        title = found[1]
    return CalloutSection(
        heading=part.heading,
        aspect=part.aspect,
        line=part.line,
        tone=tone,
        title=desk.prose.words(title),
        html=desk.prose.rich_text(rest),
    )


def _open_callout(part: Part, desk: Desk) -> Section:
    return CalloutSection(
        heading=part.heading,
        aspect=part.aspect,
        line=part.line,
        tone=cast(Tone, part.option or "info"),
        title=part.title,
        html=desk.prose.rich_text(part.pieces),
    )


def _how_sure(part: Part, desk: Desk) -> Section:
    fields: dict[str, list[Piece]] = {"known": [], "not_known": [], "regulatory": []}
    into = "known"
    for piece in part.pieces:
        found = _how_sure_field(piece.text) if piece.kind == "heading" else ""
        if found:
            into = found
        else:
            fields[into].append(piece)
    html = {name: desk.prose.rich_text(pieces) for name, pieces in fields.items()}
    heading = part.heading or part.title
    return HowSureSection(heading=heading, aspect=part.aspect, line=part.line, **html)


def _how_sure_field(heading: str) -> str:
    for pattern, name in (("regulat", "regulatory"), (r"\bnot\b", "not_known"), ("know", "known")):
        if re.search(pattern, heading, re.IGNORECASE):
            return name
    return ""


def _care_card(part: Part, desk: Desk) -> list[Section]:
    before, items, after = around_items(part)
    if before and before[-1].kind == "heading" and not part.title:
        part.title = desk.prose.words(before.pop().text)
    sections: list[Section] = []
    if before:
        sections.append(desk.text(part, before))
        part.heading = ""
    card = CareCardSection(
        heading=part.heading,
        aspect=part.aspect,
        line=part.line,
        urgency=cast(Urgency, part.option or "non_urgent"),
        title=part.title,
        items=tuple(desk.words(item) for item in items),
        after=desk.prose.rich_text(after),
    )
    return [*sections, card]


def _steps(part: Part, desk: Desk) -> list[Section]:
    before, items, after = around_items(part)
    steps = []
    for item in items:
        label, text = split_label(item.text) or ("", item.text)
        steps.append(Step(desk.prose.words(label), desk.words(replace(item, text=text))))
    section = StepsSection(
        heading=part.heading or part.title,
        aspect=part.aspect,
        line=part.line,
        before=desk.prose.rich_text(before),
        items=tuple(steps),
    )
    return [section, *desk.rest(part, after)]


def _do_dont(part: Part, desk: Desk) -> list[Section]:
    before: list[Piece] = []
    lists: dict[str, list[str]] = {"do": [], "dont": []}
    rest: list[Piece] = []
    into = ""
    for piece in part.pieces:
        if piece.kind == "heading" and re.match(r"do\b", piece.text, re.IGNORECASE) and not rest:
            into = "dont" if re.match(r"do(?: not|n['’]?t)", piece.text, re.IGNORECASE) else "do"
        elif piece.kind == "item" and into and not rest:
            lists[into].append(desk.words(piece))
        else:
            (rest if into else before).append(piece)
    section = DoDontSection(
        heading=part.heading or part.title,
        aspect=part.aspect,
        line=part.line,
        before=desk.prose.rich_text(before),
        do=tuple(lists["do"]),
        dont=tuple(lists["dont"]),
    )
    return [section, *desk.rest(part, rest)]
