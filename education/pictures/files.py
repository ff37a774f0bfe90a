"""What happens to a picture file before it is kept.

A file that staff upload is opened fully and written again from its pixels alone. What comes out
is therefore a plain picture: no place where it was taken, no camera, no comments, no second
document hidden behind the image. What cannot be opened that way is refused with a sentence that
tells staff what is wrong and what to do.

The output is always one of two kinds:

* JPEG (quality 90, progressive) for photographs: JPEG files, and WebP files that were saved with
  loss and have no transparency;
* PNG for everything else: PNG, GIF and lossless or transparent WebP.

Moving pictures are refused, not cut to their first frame: the first frame of an animation is often
empty or unrepresentative, and staff should choose the one that patients see.

Colours under fully transparent pixels are blanked: whoever rubs out a face with an eraser must not
publish it all the same. The result can have more bytes than the file it came from. What a refusal
says is in `picture_refusals`. Plain values in, plain values out: no database, no web framework.
"""

import io
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PIL import Image, ImageCms
from PIL.ExifTags import Base
from PIL.GifImagePlugin import GifImageFile
from PIL.ImageFile import ImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.WebPImagePlugin import WebPImageFile

from education.pictures import refusals as words
from education.pictures.refusals import PictureRefused

__all__ = ["CleanPicture", "PictureRefused", "check_byte_count", "random_file_name", "reencode"]

MAX_PIXELS: Final = 25_000_000
MAX_SIDE: Final = 12_000
# Pillow's WebP reader needs four times the memory of the others: 430 MB at 25 megapixels.
MAX_WEBP_PIXELS: Final = 12_000_000
MAX_BYTES: Final = 10 * 1024 * 1024
MAX_PROFILE_BYTES: Final = 64 * 1024

# A progressive JPEG is a pile of passes over the whole picture. Cameras and programs write about
# ten; a file of a few kilobytes can ask for thousands and keep the server busy for minutes.
MAX_JPEG_PASSES: Final = 64
MAX_JPEG_PARTS: Final = 4_000

# zlib's highest level took 118 seconds for one 25-megapixel poster (level 3: 2.5 seconds) and
# saved a tenth of the bytes, so large pictures get a lower level.
PNG_LEVEL: Final = 6
LARGE_PNG_LEVEL: Final = 3
LARGE_PNG_PIXELS: Final = 4_000_000

FORMATS: Final = ("JPEG", "PNG", "WEBP", "GIF")

_READERS: Final[dict[str, Callable[[io.BytesIO], ImageFile]]] = {
    "JPEG": JpegImageFile,
    "PNG": PngImageFile,
    "WEBP": WebPImageFile,
    "GIF": GifImageFile,
}

_TURNS: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""How to turn the pixels upright, by EXIF orientation (Exif 2.32, tag 0x0112)."""


@dataclass(frozen=True)
class CleanPicture:
    """A picture written anew. `extension` has no dot; width and height are upright pixels."""

    data: bytes
    extension: str
    width: int
    height: int


def random_file_name(extension: str) -> str:
    """A name that gives nothing away: the uploaded one may hold the name of a patient."""
    return f"{secrets.token_hex(8)}.{extension.lower().lstrip('.')}"


def check_byte_count(count: int) -> None:
    """Refuse a file by its number of bytes alone, so that a huge one need not be read.

    Raises PictureRefused when it is empty or larger than MAX_BYTES.
    """
    if count <= 0:
        raise PictureRefused(words.EMPTY)
    if count > MAX_BYTES:
        raise PictureRefused(words.too_heavy(count, MAX_BYTES))


def reencode(data: bytes, name: str) -> CleanPicture:
    """The picture in `data`, written again without anything but its pixels and colour profile.

    `name` is the uploaded file's name; only its ending is looked at, to word a refusal.
    Raises PictureRefused, and nothing else, for a file that is not an acceptable picture.
    """
    check_byte_count(len(data))
    kind = _kind(data)
    if kind is None:
        raise PictureRefused(words.why_not_a_picture(data, name))
    try:
        return _rewritten(data, kind)
    except PictureRefused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PictureRefused(words.too_large(None, MAX_PIXELS, MAX_SIDE)) from error
    except Exception as error:  # a decoder meets hostile bytes: whatever it raises is a refusal
        raise PictureRefused(words.BROKEN) from error


def _kind(data: bytes) -> str | None:
    """The accepted format whose signature `data` starts with, never judged by the file's name."""
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "GIF"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "WEBP"
    return None


def _rewritten(data: bytes, kind: str) -> CleanPicture:
    """Check the header, then decode, turn upright and encode. May raise what Pillow raises."""
    if kind == "JPEG":
        _check_jpeg_parts(data)
    picture, profile = _plain_colours(*_decoded(data, kind))
    picture.info.clear()
    # A lossless WebP is marked VP8L. Meeting those letters by chance only means a larger file.
    photograph = kind == "JPEG" or (kind == "WEBP" and b"VP8L" not in data)
    as_jpeg = photograph and picture.mode in {"L", "RGB"}
    return CleanPicture(
        data=_jpeg(picture, profile) if as_jpeg else _png(picture, profile),
        extension="jpg" if as_jpeg else "png",
        width=picture.width,
        height=picture.height,
    )


def _decoded(data: bytes, kind: str) -> tuple[Image.Image, bytes]:
    """The pixels, upright, and the colour profile as it was found. May raise what Pillow raises.

    What the reader held is let go with the end of this function: at 25 megapixels each copy of the
    pixels is 100 MB.
    """
    # Only this one reader runs. Image.open would also hand a phone's JPEG to other plug-ins, and
    # would refuse a bomb before its size can be told to staff.
    opened = _READERS[kind](io.BytesIO(data))
    _check_header(opened, MAX_WEBP_PIXELS if kind == "WEBP" else MAX_PIXELS)
    opened.load()
    profile = opened.info.get("icc_profile")
    return _upright(opened), profile if isinstance(profile, bytes) else b""


def _check_header(opened: ImageFile, most_pixels: int) -> None:
    """Refuse by size or movement, from the header alone: nothing has been decoded yet."""
    width, height = opened.size
    if width < 1 or height < 1:
        raise PictureRefused(words.BROKEN)
    if width > MAX_SIDE or height > MAX_SIDE or width * height > most_pixels:
        raise PictureRefused(words.too_large(opened.size, most_pixels, MAX_SIDE))
    # The second, smaller picture that some phones put behind a JPEG is not seen here: no animation.
    if getattr(opened, "is_animated", False):
        raise PictureRefused(words.MOVING)


_JPEG_PART = re.compile(rb"\xff([^\x00\xff\xd0-\xd8])")
_JPEG_END, _JPEG_PASS = 0xD9, 0xDA


def _check_jpeg_parts(data: bytes) -> None:
    """Refuse a JPEG that asks for far more passes or parts than any program writes.

    Walks the markers of ITU-T T.81, annex B; what follows the end marker is not looked at.
    """
    passes = parts = position = 0
    while found := _JPEG_PART.search(data, position):
        code = found[1][0]
        if code == _JPEG_END:
            return
        parts += 1
        passes += code == _JPEG_PASS
        if passes > MAX_JPEG_PASSES or parts > MAX_JPEG_PARTS:
            raise PictureRefused(words.UNUSUAL_JPEG)
        position = found.end() + int.from_bytes(data[found.end() : found.end() + 2])


def _upright(picture: Image.Image) -> Image.Image:
    """Apply the camera's note on which way is up, since that note is about to be dropped."""
    try:
        turn = _TURNS.get(picture.getexif().get(Base.Orientation, 1))
    except Exception:
        return picture
    return picture if turn is None else picture.transpose(turn)


def _plain_colours(picture: Image.Image, profile: bytes) -> tuple[Image.Image, bytes]:
    """The picture in 8-bit grey or RGB, with alpha only where it is used, and its profile.

    The profile is kept when it is sound, small and meant for these pixels. Print colours (CMYK),
    and colours whose profile is too large to keep, are converted to sRGB, the colour space that
    browsers assume. An unsound profile is dropped.
    """
    space = _profile_space(profile)
    if picture.mode == "CMYK":
        return _as_srgb(picture, profile if space == "CMYK" else b""), b""
    plain = _eight_bits(picture)
    if space != ("GRAY" if plain.mode in {"L", "LA"} else "RGB"):
        return plain, b""
    if len(profile) <= MAX_PROFILE_BYTES:
        return plain, profile
    return (_as_srgb(plain, profile) if plain.mode == "RGB" else plain), b""


def _eight_bits(picture: Image.Image) -> Image.Image:
    if picture.mode.startswith("I"):  # 16-bit grey: Pillow's own conversion would turn it white
        return picture.point(lambda value: value / 256).convert("L")
    grey = picture.mode in {"1", "L", "LA"}
    if picture.has_transparency_data:
        picture = _in_mode(picture, "LA" if grey else "RGBA")
        alpha = picture.getchannel("A")
        if alpha.getextrema() != (255, 255):
            invisible = alpha.point(lambda value: 255 if value == 0 else 0)
            picture.paste((0,) * len(picture.getbands()), mask=invisible)
            return picture
    return _in_mode(picture, "L" if grey else "RGB")


def _in_mode(picture: Image.Image, mode: str) -> Image.Image:
    """`picture` in `mode`; itself when it is so already, as a copy would take 100 MB more."""
    return picture if picture.mode == mode else picture.convert(mode)


def _profile_space(profile: bytes) -> str:
    """The colour space that an ICC profile describes ("RGB", "GRAY", "CMYK"); "" if unsound.

    Header fields as in ICC.1:2022, 7.2: size in bytes 0-3, colour space in 16-19, "acsp" in 36-39.
    """
    if len(profile) < 132 or profile[36:40] != b"acsp":
        return ""
    if int.from_bytes(profile[:4]) != len(profile):
        return ""
    try:
        ImageCms.ImageCmsProfile(io.BytesIO(profile))
    except Exception:
        return ""
    return profile[16:20].decode("ascii", "replace").strip()


def _as_srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    """CMYK or RGB pixels as sRGB; without a usable profile by Pillow's plain arithmetic."""
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            target = ImageCms.createProfile("sRGB")
            converted = ImageCms.profileToProfile(picture, source, target, outputMode="RGB")
        except ImageCms.PyCMSError:
            converted = None
        if converted is not None:
            return converted
    return picture.convert("RGB")


def _jpeg(picture: Image.Image, profile: bytes) -> bytes:
    written = io.BytesIO()
    try:
        picture.save(
            written, "JPEG", quality=90, progressive=True, optimize=True, icc_profile=profile
        )
    except OSError:
        # Pillow reserves one byte a pixel for a progressive file; pure noise can need more.
        written = io.BytesIO()
        picture.save(written, "JPEG", quality=90, icc_profile=profile)
    return written.getvalue()


def _png(picture: Image.Image, profile: bytes) -> bytes:
    large = picture.width * picture.height > LARGE_PNG_PIXELS
    written = io.BytesIO()
    level = LARGE_PNG_LEVEL if large else PNG_LEVEL
    picture.save(written, "PNG", compress_level=level, icc_profile=profile or None)
    return written.getvalue()
