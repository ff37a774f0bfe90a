"""Reading a plain-text or Markdown document as an article: no Django, no Wagtail, no database.

`read_document(data, name=...)` gives a `Document`, or raises `DocumentRefused` with a message for
its author. Every word of the text arrives once and in its order; what was guessed is listed in
`Document.unsure`.

**Plain text.** The first line is the title. A short line of its own without a closing mark is a
heading. Lines that begin with •, -, *, – or a number are list items, however they are indented;
what is indented below a list belongs to the document, not to the list. Under a heading about
benefits, "Label: sentence." is a benefit; under one about questions, "Question? Answer." is a
question. A conclusion that stands last becomes the conclusion.

**Markdown** (the name ends in .md, or a line begins with "# "), the front matter in TOML:

    +++
    title, lede, slug, description, topic, funding, booking_words = "text"   (each is optional)
    also_called = ["…"]
    key_points = ["…"]
    [[sources]]                key, title, publisher, year, url, last_checked, checked_by
    [benefits."Short label"]   grade = "strong", "some", "early" or "none"
                               not_known, searched, searched_by = "text", searched_on = a date,
                               sources = ["key"]; "none" needs all three of the search
    [questions."Question?"]    sources = ["key"]
    [terms."Hard word"]        meaning = "text" (needed), say = "text": a word of the glossary; the
                               first place in the article's texts where it stands is marked
    +++
    # Title
    ## Heading {aspect=safety} {benefits}     a section; what braces do not say is guessed
    ### Words {care_card=urgent}              a section that goes on from the one above
    > **Caution: Title**                      a call-out (caution, warning, important; or info)

Braces hold an aspect, `conclusion` or a kind: text, benefits, questions, how_sure, steps, do_dont,
callout=info or caution, care_card=non_urgent, urgent or emergency, questions_to_ask (a list of
questions for the visit, without answers; text may stand above it). In how_sure stand `### Known`,
`### Not yet known`, `### What regulators say`; in do_dont `### Do` and `### Do not`; in a care card
a list of conditions (its title may stay empty); in questions a list of "Question? Answer", or
`### Question?` above its answer. Any other `###` is a heading inside the section. Words may be
**bold**, *italic* or [links](https://example.org): https, http or mailto only. HTML stays text.
"""

from __future__ import annotations

from education.importing.document import Document, DocumentRefused
from education.importing.front_matter import FrontMatter, read_front_matter
from education.importing.lines import Piece, is_markdown, read_pieces
from education.importing.prose import Prose
from education.importing.sections import Desk, read_sections
from education.importing.text_file import read_lines

__all__ = ["Document", "DocumentRefused", "read_document"]

LONGEST_TITLE = 255  # characters, as many as a page's title holds
_MOST_TITLE_WORDS = 25  # more is a paragraph


def read_document(data: bytes, *, name: str = "") -> Document:
    """The article that these bytes hold; `name` is the file's name, only looked at for ".md".

    Raises DocumentRefused, naming the line, when the file cannot be read as an article.
    """
    lines = read_lines(data)
    markdown = is_markdown(lines, name)
    front, body_start = read_front_matter(lines) if markdown else (FrontMatter(), 0)
    unsure: list[str] = []
    pieces = read_pieces(lines, body_start, markdown, unsure)
    title, pieces = _title(pieces, front, markdown, unsure)
    if not any(piece.has_words for piece in pieces if piece.kind != "heading"):
        raise DocumentRefused("The document has a title or headings, but no sentence of text.")
    desk = Desk(Prose(markdown), front, unsure)
    sections, conclusion = read_sections(pieces, desk)
    front.refuse_unused_names()
    return Document(
        title=title,
        lede=front.lede,
        also_called=front.also_called,
        key_points=front.key_points,
        slug=front.slug,
        description=front.description,
        topic=front.topic,
        funding=front.funding,
        booking_words=front.booking_words,
        sections=sections,
        conclusion_heading=conclusion.heading,
        conclusion=conclusion.html,
        sources=front.sources,
        terms=front.terms,
        unsure=tuple(unsure),
    )


def _title(
    pieces: list[Piece], front: FrontMatter, markdown: bool, unsure: list[str]
) -> tuple[str, list[Piece]]:
    """The title, and the pieces without it."""
    if not markdown:
        return _plain_title(pieces, unsure), pieces[1:]
    at = next((i for i, p in enumerate(pieces) if p.kind == "heading" and p.level == 1), None)
    if at is None:
        if not front.title.strip():
            raise DocumentRefused(
                "The title is missing. Begin the text with a line such as “# Acne scars”."
            )
        return front.title.strip(), pieces
    title = Prose(markdown).words(pieces[at].text)
    _refuse_long_title(title, pieces[at].line)
    if front.title and front.title != title:
        unsure.append(
            f"Line {pieces[at].line}: the title here differs from “{front.title}” in the front"
            " matter. The one here was taken."
        )
    return title, pieces[:at] + pieces[at + 1 :]


def _plain_title(pieces: list[Piece], unsure: list[str]) -> str:
    first = pieces[0] if pieces else None
    if first is None or not first.has_words:
        raise DocumentRefused("The title is missing. Put it on the first line.")
    _refuse_long_title(first.text, first.line)
    if first.kind == "item" or len(first.text.split()) > _MOST_TITLE_WORDS:
        raise DocumentRefused(
            "The title is missing: the text begins with a list or a paragraph."
            " Put the title alone on the first line.",
            first.line,
        )
    if first.text.endswith((".", ",", ";", ":")):
        unsure.append(f"Line {first.line}: the title reads like part of a sentence.")
    return first.text


def _refuse_long_title(title: str, line: int) -> None:
    if not title:
        raise DocumentRefused("The title is empty.", line)
    if len(title) > LONGEST_TITLE:
        raise DocumentRefused(
            f"The title is missing or too long: this line has {len(title)} characters,"
            f" a title at most {LONGEST_TITLE}.",
            line,
        )
