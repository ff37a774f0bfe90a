"""The margins of printed pages: the clinic's name, its telephone, the number of the page. Pure.

Margins can only be filled by a stylesheet, and a clinic's name may hold anything. Here it becomes a
CSS string as CSS Syntax Level 3 (https://www.w3.org/TR/css-syntax-3/#consume-string-token) reads it,
which nothing in the name can end.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import Final

FINGERPRINT_PATTERN: Final = r"[0-9a-f]{16}"
"""For the address route."""

_ISOLATE, _END_OF_ISOLATE = "\u2068", "\u2069"
# Marks that turn the direction of what follows: a name keeps its own direction, and nothing more.
_TURNS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_COUNTERS: Final = {"{number}": "counter(page)", "{total}": "counter(pages)"}


def paper_stylesheet(*, name: str, telephone: str, page_words: str, right_to_left: bool) -> str:
    """Return the CSS of the foot of every printed page.

    `page_words` holds `{number}` and `{total}`, for example "Page {number} of {total}".
    """
    who = " · ".join(f"{_ISOLATE}{said}{_END_OF_ISOLATE}" for said in _said(name, telephone))
    start, end = ("right", "left") if right_to_left else ("left", "right")
    return (
        '@charset "utf-8";'
        f"@page{{@bottom-{start}{{content:{css_string(who)}}}"
        f"@bottom-{end}{{content:{_counted(page_words)}}}}}"
    )


def fingerprint(css: str) -> str:
    """Return the name of a stylesheet: other contents have another name (SHA-256, 64 bits of it)."""
    return hashlib.sha256(css.encode()).hexdigest()[:16]


def css_string(text: str) -> str:
    """Return the text as a CSS string with its quotes.

    Quotes, backslashes, line ends and `<` are written as code points, so that no parser of CSS or of
    HTML ends the string early. Half characters (lone surrogates) and NUL are U+FFFD, as in CSS itself.
    """
    return f'"{"".join(map(_escaped, text))}"'


def _escaped(character: str) -> str:
    category = unicodedata.category(character)
    if character == "\0" or category == "Cs":
        return "\ufffd"
    if character in "\"'\\<>&" or category in ("Cc", "Zl", "Zp"):
        return f"\\{ord(character):x} "
    return character


def _said(*texts: str) -> list[str]:
    """Each text in one line, without the marks that turn directions; empty ones left out."""
    lines = (" ".join(text.translate(_TURNS).split()) for text in texts)
    return [line for line in lines if line]


def _counted(page_words: str) -> str:
    parts = re.split(r"(\{number\}|\{total\})", page_words)
    return " ".join(_COUNTERS.get(part) or css_string(part) for part in parts if part)
