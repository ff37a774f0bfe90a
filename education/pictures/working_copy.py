"""The picture that sizes are made from, where the original is too large or knows too much.

Six sizes of a 25-megapixel photograph, three of them at once from the original, took 720 MB; from a
copy twice as wide as the widest size they take a third of that. And a picture that a program put
there uncleaned does not pass on what its camera noted. Plain values in, plain values out.
"""

import io
from typing import Final

from PIL import Image, ImageOps

# Twice the widest size that readers get; for very tall pictures exactly it.
WIDTH: Final = 2_400
WIDTH_OF_TALL: Final = 1_200
MANY_PIXELS: Final = 6_000_000
QUALITY: Final = 92
NOTES: Final = ("exif", "xmp", "comment", "photoshop", "Raw profile type exif", "XML:com.adobe.xmp")


def working_copy(data: bytes) -> bytes | None:
    """A JPEG or PNG, as the original is; None where the original will do, or is neither.

    Raises what Pillow raises for a picture that cannot be read.
    """
    opened = Image.open(io.BytesIO(data), formats=("JPEG", "PNG"))
    kind = opened.format or "PNG"
    width, height = opened.size
    small = width * height <= MANY_PIXELS
    if small and not any(opened.info.get(note) for note in NOTES):
        return None
    if not small:
        opened.draft("RGB", (min(width, WIDTH), 1))  # JPEG: decodes fewer pixels to begin with
    picture: Image.Image = opened
    ImageOps.exif_transpose(picture, in_place=True)  # otherwise it copies: 100 MB at 25 megapixels
    profile = opened.info.get("icc_profile")
    wide = min(picture.width, WIDTH)
    if wide * wide * picture.height // picture.width > MANY_PIXELS:
        wide = min(picture.width, WIDTH_OF_TALL)
    picture.thumbnail((wide, max(1, wide * picture.height // picture.width)))
    picture.info.clear()
    written = io.BytesIO()
    options = {"quality": QUALITY} if kind == "JPEG" else {"compress_level": 1}
    picture.save(written, kind, icc_profile=profile, **options)
    return written.getvalue()
