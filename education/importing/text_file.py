"""From the bytes of a file to its lines, or to a plain reason why that cannot be."""

from __future__ import annotations

import codecs
import re

from education.importing.document import DocumentRefused

LARGEST = 1_000_000  # bytes; an article is a few thousand, a book about a million

# How common files that are not plain text begin, and what a person calls them.
_SIGNATURES = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a Word document or a zip file"),
    (b"\xd0\xcf\x11\xe0", "an old Word document"),
    (b"{\\rtf", "a rich text (RTF) document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
)
_SAVE_AS_TEXT = "Save it as plain text (UTF-8) or Markdown and import that file."
_LINE_BREAK = re.compile(r"\r\n|[\r\n\v\f\x85\u2028\u2029]")
_SPACES = re.compile(r"[\t\u00a0\u2000-\u200a\u202f\u205f\u3000]")
_INVISIBLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\u200b\ufeff]")


def read_lines(data: bytes) -> list[str]:
    """The lines of a text file, with ordinary spaces and without invisible characters.

    Raises DocumentRefused for a file that is empty, too large, not plain text or not UTF-8.
    """
    _refuse_what_is_no_text(data)
    text = _decode(data)
    lines = [
        _INVISIBLE.sub("", _SPACES.sub(" ", line)).rstrip() for line in _LINE_BREAK.split(text)
    ]
    if not any(lines):
        raise DocumentRefused(
            "The file has only spaces and blank lines: there is nothing to import."
        )
    return lines


def _refuse_what_is_no_text(data: bytes) -> None:
    if not data:
        raise DocumentRefused("The file is empty: there is nothing to import.")
    if len(data) > LARGEST:
        raise DocumentRefused(
            f"The file is too large: {len(data) / 1_000_000:.1f} MB. The limit is"
            f" {LARGEST // 1_000_000} MB of text. Import one article at a time, without pictures."
        )
    for signature, name in _SIGNATURES:
        if data.startswith(signature):
            raise DocumentRefused(f"The file is {name}, not plain text. {_SAVE_AS_TEXT}")


def _decode(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError:
            raise DocumentRefused(
                f"The file is damaged or not plain text. {_SAVE_AS_TEXT}"
            ) from None
    if b"\x00" in data:
        line = _line_of(data, data.index(b"\x00"))
        raise DocumentRefused(f"The file is not plain text. {_SAVE_AS_TEXT}", line)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # With a byte order mark the decoder counts from behind it.
        start = error.start + (3 if data.startswith(codecs.BOM_UTF8) else 0)
        raise DocumentRefused(
            "This line has a character that is not UTF-8. In your editor, choose"
            " “Save as” with the encoding UTF-8, then import again.",
            _line_of(data, start),
        ) from None


def _line_of(data: bytes, position: int) -> int:
    before = data[:position].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return before.count(b"\n") + 1
