"""From lines to pieces: headings, paragraphs, list items, quotations, each with its first line."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Literal

from education.importing.headings import is_known_heading

_UNWRAPPED = 120  # characters; a longer line shows that the file keeps each paragraph on one line
_MOST_HEADING_WORDS = 12
_LONGEST_HEADING = 90  # characters

_MARKDOWN_HEADING = re.compile(r"(#{1,6})\s+(.*?)(?:\s+#+)?$")
_MARK = re.compile(r"(?:[•◦▪▫‣●○∙·]\s*|[-*–—+]\s+)(?=\S)")
_NUMBER = re.compile(r"(\d{1,2})[.)]\s+(?=\S)")
_RULE = re.compile(r"(?:[-=*_~–—]\s*){3,}$")
_NOT_READ = (
    (re.compile(r"```|~~~"), "code"),
    (re.compile(r"\|"), "a table"),
    (re.compile(r"</?[a-zA-Z!]"), "HTML"),
    (re.compile(r"!\["), "a picture"),
)


@dataclass(frozen=True)
class Piece:
    """One heading, paragraph, list item or quotation; `line` is where it begins in the file."""

    kind: Literal["heading", "paragraph", "item", "quote"]
    text: str
    line: int
    level: int = 0  # of a heading, 1 to 3
    number: int | None = None

    @property
    def has_words(self) -> bool:
        return bool(re.search(r"\w", self.text))


def is_markdown(lines: list[str], name: str = "") -> bool:
    """Whether the file says so by its name, its front matter or a heading with "#"."""
    if name.lower().endswith((".md", ".markdown")):
        return True
    first = next(line for line in lines if line.strip())
    return first.strip() == "+++" or any(re.match(r"#{1,2} +\S", line) for line in lines)


def read_pieces(lines: list[str], start: int, markdown: bool, unsure: list[str]) -> list[Piece]:
    """The pieces of `lines` from index `start` on; guesses are added to `unsure`."""
    scanner = _Scanner(lines, markdown, unsure)
    for at in range(start, len(lines)):
        scanner.read(at)
    scanner.close()
    pieces = scanner.pieces
    return pieces if markdown else _mend_plain(pieces, unsure)


@dataclass
class _Scanner:
    """Reads line by line; `open` is the piece that the next line may go on."""

    lines: list[str]
    markdown: bool
    unsure: list[str]
    pieces: list[Piece] = field(default_factory=list)
    open: Piece | None = None
    open_words: list[str] = field(default_factory=list)
    last_number: int = 0

    def __post_init__(self) -> None:
        self.joins_lines = self.markdown or not any(len(line) > _UNWRAPPED for line in self.lines)

    def read(self, at: int) -> None:
        text = self.lines[at].strip()
        if not text or _RULE.match(text):
            self.close()
        elif self.markdown and (found := _MARKDOWN_HEADING.match(text)):
            self._add("heading", found[2].strip(), at, level=min(len(found[1]), 3))
        elif self.markdown and text.startswith(">"):
            self._quote(text[1:].strip(), at)
        elif item := self._item(text):
            words, number = item
            self._start("item", words, at, number=number)
        elif not self.markdown and self._is_heading(at):
            self._add("heading", text.rstrip(":").rstrip(), at, level=2)
        elif self.open and self.open.kind != "quote" and self.joins_lines:
            self.open_words.append(text)
        else:
            self._start("paragraph", text, at)

    def close(self) -> None:
        """End the open piece."""
        if self.open:
            self.pieces.append(replace(self.open, text=" ".join(self.open_words)))
        self.open = None

    def _start(
        self,
        kind: Literal["paragraph", "item", "quote"],
        text: str,
        at: int,
        number: int | None = None,
    ) -> None:
        self.close()
        self.open = Piece(kind, text, at + 1, number=number)
        self.open_words = [text]
        self.last_number = number or 0 if kind == "item" else 0
        for pattern, name in _NOT_READ if self.markdown else ():
            if pattern.match(text):
                self.unsure.append(f"Line {at + 1}: looks like {name}; it was kept as words.")

    def _add(self, kind: Literal["heading"], text: str, at: int, level: int) -> None:
        self.close()
        self.pieces.append(Piece(kind, text, at + 1, level=level))
        self.last_number = 0

    def _quote(self, text: str, at: int) -> None:
        """A ">" with nothing behind it parts two paragraphs: each is a piece."""
        if not text:
            self.close()
        elif self.open and self.open.kind == "quote":
            self.open_words.append(text)
        else:
            self._start("quote", text, at)

    def _item(self, text: str) -> tuple[str, int | None] | None:
        """The item's words and number. A number out of turn is text, so that it is not lost."""
        if found := _MARK.match(text):
            dash_in_a_sentence = text[0] in "–—" and self.open and self.open.kind == "paragraph"
            return None if dash_in_a_sentence else (text[found.end() :], None)
        if found := _NUMBER.match(text):
            number = int(found[1])
            goes_on = self.last_number and number == self.last_number + 1
            if goes_on or (number == 1 and not (self.open and self.joins_lines)):
                return text[found.end() :], number
        return None

    def _is_heading(self, at: int) -> bool:
        before = self.lines[at - 1].strip() if at else ""
        after = self.lines[at + 1].strip() if at + 1 < len(self.lines) else ""
        stands_alone = not before or bool(_MARK.match(before)) or not self.joins_lines
        leads = not after or (not self.joins_lines and len(after) > _LONGEST_HEADING)
        return stands_alone and leads and _reads_like_heading(self.lines[at].strip())


def _reads_like_heading(text: str) -> bool:
    words = text.split()
    if len(words) > _MOST_HEADING_WORDS or len(text) > _LONGEST_HEADING or text[0].islower():
        return False
    if text.endswith(":"):
        return len(words) <= 3 and is_known_heading(text)
    return not text.endswith((".", "!", ",", ";", "…")) and bool(re.search(r"\w", text))


def _mend_plain(pieces: list[Piece], unsure: list[str]) -> list[Piece]:
    """Put right what only neighbours show: a heading as bullet, a last line that heads nothing."""
    mended = list(pieces)
    for at, piece in enumerate(pieces):
        if piece.kind == "item" and _is_heading_in_disguise(pieces, at):
            mended[at] = Piece("heading", piece.text, piece.line, level=2)
            unsure.append(
                f"Line {piece.line}: the last bullet, “{piece.text}”, was read as a heading."
            )
    has_text = any(piece.kind != "heading" for piece in mended[1:])
    if has_text and mended[-1].kind == "heading":
        last = mended[-1]
        mended[-1] = Piece("paragraph", last.text, last.line)
        unsure.append(f"Line {last.line}: nothing follows this short line, so it was read as text.")
    return mended


def _is_heading_in_disguise(pieces: list[Piece], at: int) -> bool:
    """The last bullet, short, with no closing mark among full sentences, a paragraph below."""
    text = pieces[at].text
    follows = pieces[at + 1].kind if at + 1 < len(pieces) else ""
    if follows != "paragraph" or len(text.split()) > 8 or text.endswith(tuple(".!?,;:…")):
        return False
    first = at
    while first and pieces[first - 1].kind == "item":
        first -= 1
    others_are_sentences = all(
        piece.text.endswith((".", "!", "?", "…")) for piece in pieces[first:at]
    )
    return others_are_sentences and is_known_heading(text) and ": " not in text
