"""What a document has to be before it is kept: a plain PDF, judged by its content.

Looked at, in ISO 32000-2:2020: the first bytes (7.5.2), the last lines and the place that they name
(7.5.5), that there is a page (7.7.3), and that nothing in it acts by itself, sends data, or carries
another file (12.6.4, 7.11.4). Names may hide behind #-escapes (7.3.5) and in packed object streams
(7.5.7), so both are undone; a stream that hides them in yet another way is refused.

No full reader: a file can be read in more than one way, so the portal also hands documents out in a
sandbox, as downloads. Plain values in, plain values out.
"""

import re
import zlib
from collections.abc import Iterator
from typing import Final

MAX_BYTES: Final = 10 * 1024 * 1024
# Objects of a 10 MB leaflet unpack to one or two megabytes; a bomb of 10 MB to ten gigabytes.
MAX_UNPACKED: Final = 16 * 1024 * 1024

_WHAT_TO_DO: Final = "Open it on your computer, choose Print, “Save as PDF”, and upload that file."

EMPTY: Final = (
    "This file is empty (0 bytes). It may not have finished copying. Choose the document again."
)
BROKEN: Final = f"This PDF is damaged, cut short, or has something else attached. {_WHAT_TO_DO}"
UNUSUAL: Final = f"This PDF is built in an unusual way, so it cannot be checked. {_WHAT_TO_DO}"
LOCKED: Final = (
    "This PDF is protected with a password or against copying, so it cannot be checked. "
    "Ask whoever made it for a file without protection, and upload that."
)
ACTIVE: Final = (
    "This PDF does more than show pages: it has a program, a button that starts or sends something, "
    f"or another file inside. {_WHAT_TO_DO}"
)

_ACTIVE_NAMES: Final = re.compile(
    rb"/(?:JavaScript|Launch|EmbeddedFiles?|FileAttachment|RichMedia|XFA|SubmitForm|ImportData"
    rb"|GoToR|GoToE|Rendition|Movie)(?![A-Za-z0-9])"
)
_HEADER: Final = re.compile(rb"%PDF-[12]\.\d")
_END: Final = re.compile(rb"startxref\s+(\d{1,10})\s+%%EOF[\s\0]*\Z")
_CROSS_REFERENCES: Final = re.compile(rb"\s{0,8}(?:xref\s|\d{1,10}\s+\d{1,5}\s+obj)")
_ESCAPED: Final = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM: Final = re.compile(rb"stream\r?\n")
_PAGE: Final = re.compile(rb"/Type\s*/Page(?![A-Za-z])")
# The one way of packing that is undone here; 7.4 has others, several in a row, and filters of them.
_PACKED: Final = re.compile(rb"/Filter\s*(?:/Fl(?:ateDecode)?[\s/>]|\[\s*/Fl(?:ateDecode)?\s*\])")
_FILTERED: Final = re.compile(rb"/Predictor(?![A-Za-z0-9])")


class DocumentRefused(ValueError):
    """The file cannot be kept as a document. `message` is written for the person who uploads it."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def check_byte_count(count: int) -> None:
    """Refuse a file by its number of bytes alone, so that a huge one need not be read.

    Raises DocumentRefused when it is empty or larger than MAX_BYTES.
    """
    if count <= 0:
        raise DocumentRefused(EMPTY)
    if count > MAX_BYTES:
        megabyte = 1024 * 1024
        raise DocumentRefused(
            f"This file is {count / megabyte:,.1f} MB. A document can be at most "
            f"{MAX_BYTES // megabyte} MB. Make its pictures smaller, or save it as “smallest file "
            "size”, and upload that."
        )


def check_pdf(data: bytes) -> None:
    """Raises DocumentRefused, and nothing else, for what is not a plain PDF."""
    check_byte_count(len(data))
    if not _HEADER.match(data):
        raise DocumentRefused(_why_not_a_pdf(data))
    end = _END.search(data[-1024:])
    if end is None or not _CROSS_REFERENCES.match(data, int(end[1])):
        raise DocumentRefused(BROKEN)
    texts = [_plain_names(data)]
    if re.search(rb"/Encrypt(?![A-Za-z0-9])", texts[0]):
        raise DocumentRefused(LOCKED)
    texts += (_plain_names(objects) for objects in _packed_objects(data))
    if any(_ACTIVE_NAMES.search(text) for text in texts):
        raise DocumentRefused(ACTIVE)
    if b"/Root" not in texts[0] or not any(_PAGE.search(text) for text in texts):
        raise DocumentRefused(BROKEN)


def _plain_names(text: bytes) -> bytes:
    return _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), text)


def _packed_objects(data: bytes) -> Iterator[bytes]:
    """The unpacked content of each object stream."""
    room = MAX_UNPACKED
    before = 0
    for keyword in _STREAM.finditer(data):
        # What stands before belongs to this stream, or is content of the one before it: a name too
        # many only means that one stream more is unpacked.
        described = _plain_names(data[before : keyword.start()])
        before = keyword.end()
        if b"/ObjStm" not in described:
            continue
        if b"/Filter" not in described:
            continue  # not packed: its text was looked at with the rest
        if not _PACKED.search(described) or _FILTERED.search(described):
            raise DocumentRefused(UNUSUAL)
        unpacked = _unpacked(data[before : data.find(b"endstream", before)], room)
        room -= len(unpacked)
        yield unpacked


def _unpacked(packed: bytes, most: int) -> bytes:
    unpacker = zlib.decompressobj()
    try:
        unpacked = unpacker.decompress(packed, most + 1)
    except zlib.error as error:
        raise DocumentRefused(BROKEN) from error
    if len(unpacked) > most or not unpacker.eof:
        raise DocumentRefused(UNUSUAL)
    return unpacked


def _why_not_a_pdf(data: bytes) -> str:
    """Say what the file is instead, as far as its content tells."""
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return (
            "This is a Word, PowerPoint, Excel or zip file. Only PDF documents can be used here. "
            f"{_WHAT_TO_DO}"
        )
    if b"%PDF-" in data[:1024]:
        return f"Something stands before the PDF in this file. {_WHAT_TO_DO}"
    return (
        "This file is not a PDF document, whatever its name says. Only PDF documents can be used "
        "here. Open it on your computer, choose Print, “Save as PDF”, and upload that file."
    )
