"""Words as rich text: bold, italics and safe links from Markdown; plain text is only escaped."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from education.importing.document import text_of
from education.importing.lines import Piece

# An address that leaves no doubt where it leads: no other scheme, no credentials, no backslash.
_SAFE_LINK = re.compile(
    r"(?:https?://[^\s@/\\?#%]+(?:[/?#][^\s\\]*)?|mailto:[^\s\\]+)\Z", re.IGNORECASE
)

_LONGEST_MARKED = (
    5_000  # characters; marks in a longer paragraph stay words, for time grows steeply
)


class _RichText(RendererHTML):
    """Wagtail's rich text: <b>, <i> and links with nothing but their address."""

    def strong_open(
        self, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType
    ) -> str:
        return "<b>"

    def strong_close(
        self, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType
    ) -> str:
        return "</b>"

    def em_open(self, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType) -> str:
        return "<i>"

    def em_close(self, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType) -> str:
        return "</i>"

    def link_open(
        self, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType
    ) -> str:
        return f'<a href="{html.escape(str(tokens[at].attrGet("href") or ""))}">'


def _markdown() -> MarkdownIt:
    reader = MarkdownIt("zero", {"html": False}, renderer_cls=_RichText)
    reader.enable(["emphasis", "link", "autolink", "escape", "entity"])
    reader.validateLink = lambda url: bool(_SAFE_LINK.match(url))  # type: ignore[method-assign]
    return reader


class Prose:
    """Turns the words of one document into rich text."""

    def __init__(self, markdown: bool) -> None:
        self.markdown = markdown
        self._reader = _markdown() if markdown else None

    def inline(self, text: str) -> str:
        """One paragraph's words as HTML, without the paragraph's own tag."""
        if self._reader is None or len(text) > _LONGEST_MARKED:
            return html.escape(text, quote=False)
        return str(self._reader.renderInline(text)).strip()

    def words(self, text: str) -> str:
        """The same words without any marks, for fields that hold plain text."""
        return text_of(self.inline(text))

    def rich_text(self, pieces: Sequence[Piece]) -> str:
        """Paragraphs, lists and small headings as rich text, in their order."""
        parts: list[str] = []
        open_list = ""
        for piece in pieces:
            wanted = ("ul" if piece.number is None else "ol") if piece.kind == "item" else ""
            if open_list and (wanted != open_list or piece.number == 1):
                parts.append(f"</{open_list}>")
                open_list = ""
            if wanted and not open_list:
                parts.append(f"<{wanted}>")
                open_list = wanted
            tag = {"item": "li", "heading": "h3"}.get(piece.kind, "p")
            parts.append(f"<{tag}>{self.inline(piece.text)}</{tag}>")
        if open_list:
            parts.append(f"</{open_list}>")
        return "".join(parts)
