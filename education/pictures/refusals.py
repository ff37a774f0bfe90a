"""What staff are told when a picture file is refused.

Every message says what is wrong with the file and what to do next. None repeats the file's name:
it may hold the name of a patient, and messages end up in logs.
"""

from typing import Final

ENDINGS: Final = ("jpg", "jpeg", "png", "webp", "gif")
"""How the name of an accepted file may end, lower case, without the dot."""

_WHAT_TO_DO: Final = "Save it as a JPEG or PNG file and upload that."

EMPTY: Final = (
    "This file is empty (0 bytes). It may not have finished copying. Choose the picture again."
)
BROKEN: Final = (
    "This picture is damaged or incomplete, so it could not be opened. "
    "Open it on your computer, save it again as a JPEG or PNG file and upload that."
)
MOVING: Final = (
    "This picture moves. Only still pictures can be used here, because movement distracts people "
    "who are reading. Save the one frame you want to show as a PNG or JPEG file and upload that."
)
UNUSUAL_JPEG: Final = (
    "This JPEG file is built in an unusual way and would take too long to open. "
    "Open it on your computer, save it again as a JPEG file and upload that."
)


class PictureRefused(ValueError):
    """The file cannot be kept as a picture. `message` is written for the person who uploads it."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def too_heavy(count: int, most: int) -> str:
    """The file has `count` bytes and may have `most`."""
    megabyte = 1024 * 1024
    return (
        f"This file is {count / megabyte:,.1f} MB. A picture can be at most {most // megabyte} MB. "
        "Make it smaller, for example 2,400 pixels wide, save it as a JPEG file and upload that."
    )


def too_large(size: tuple[int, int] | None, most_pixels: int, longest_side: int) -> str:
    """The picture is `size` pixels wide and high; None when it is too large even to say."""
    what = f"is {size[0]:,} by {size[1]:,} pixels" if size else "has far too many pixels"
    return (
        f"This picture {what}. It can have at most {most_pixels // 1_000_000} million pixels in "
        f"all, and {longest_side:,} on its longer side. Make it smaller, for example 2,400 pixels "
        "wide, and upload it again."
    )


_OTHER_PICTURES: Final = (
    (0, b"II*\0", "TIFF"),
    (0, b"MM\0*", "TIFF"),
    (0, b"II+\0", "TIFF"),
    (0, b"MM\0+", "TIFF"),
    (0, b"8BPS", "Photoshop"),
    (0, b"\0\0\1\0", "icon (ICO)"),
    (0, b"\xff\x0a", "JPEG XL"),
    (4, b"JXL \r\n", "JPEG XL"),
    (4, b"jP  \r\n", "JPEG 2000"),
    (4, b"ftypavi", "AVIF"),
    (4, b"ftyphe", "HEIC"),
    (4, b"ftypm", "HEIC"),
)


def why_not_a_picture(data: bytes, name: str) -> str:
    """Say what the file is instead, as far as its content tells."""
    # UTF-16 text reads as plain text once its zero bytes are left out.
    text = data[:65_536].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if text.startswith((b"<!doctype html", b"<html")):
        return f"This file is a web page, not a picture. Save the picture itself. {_WHAT_TO_DO}"
    drawing = text.startswith(b"<") and b"<svg" in text
    if drawing or name.lower().endswith((".svg", ".svgz")):
        return (
            "This is an SVG drawing. SVG files can carry programs, so they are not accepted. "
            "Ask whoever made it for a PNG file, or open it and export it as PNG, at least 800 "
            "pixels wide, and upload that."
        )
    for place, mark, kind in _OTHER_PICTURES:
        if data.startswith(mark, place):
            return f"This is a {kind} picture, which not every browser can show. {_WHAT_TO_DO}"
    if data.startswith(b"BM") and data[6:10] == bytes(4):
        return f"This is a BMP picture, which is not made for the web. {_WHAT_TO_DO}"
    if b"%PDF-" in data[:1024]:
        return f"This is a PDF document, not a picture. Open it and export the page. {_WHAT_TO_DO}"
    if data.startswith(b"PK\x03\x04"):
        return (
            "This is a zip, Word or PowerPoint file, not a picture. Take the picture out of it. "
            f"{_WHAT_TO_DO}"
        )
    ending = name.rpartition(".")[2].lower()
    if ending in ENDINGS:
        return (
            f"The name of this file ends in .{ending}, but there is no picture in it. "
            "Open it on your computer to see what it is, and choose a JPEG or PNG picture."
        )
    return "This file is not a picture. Choose a JPEG, PNG, WebP or GIF file."
