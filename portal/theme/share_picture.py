"""The picture that messengers show beside a shared link, in the clinic's colours. Pure.

It says what the page is called and whose page it is, nothing else. Words are drawn only if a font
at hand has every letter of them: a picture without a title is better than one with empty boxes.
"""

from __future__ import annotations

import hashlib
import io
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from PIL import Image, ImageDraw, ImageFont, ImageOps

from portal.theme.palette import derive
from portal.theme.stylesheet import ThemeChoice, TypeStyle

WIDTH: Final = 1200
HEIGHT: Final = 630
"""Pixels; the shape (1.91 to 1) that link previews are cut to. Source: Open Graph guides of the
large networks, which all ask for 1200 × 630."""

MOST_BYTES: Final = 100_000

DRAWING_VERSION: Final = 1
"""Part of every fingerprint. Raise it whenever the drawing changes, because browsers and networks
keep a picture for ever."""

# File names: Pillow looks in the system's own font folders. Pillow's built-in font comes last, it
# has unaccented Latin letters only.
_PLAIN_FACES = ("LiberationSans-Bold", "NotoSans-Bold", "DejaVuSans-Bold", "Arial Bold", "arialbd")
_BOOK_FACES = ("LiberationSerif-Bold", "NotoSerif-Bold", "DejaVuSerif-Bold", "Georgia Bold")
_BUILT_IN = ""

_MARGIN = 72
_BAND = 20  # the stripe in the brand's colour at the foot
_MARK = 76
_LOGO_BOX = (420, 104)
_LINE_HEIGHT = 1.16
_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN", "RLE", "RLO", "RLI"})


class _Place(NamedTuple):
    """A box for words in pixels, the sizes to try, and whether they stand at its foot."""

    left: int
    top: int
    right: int
    bottom: int
    sizes: range
    at_foot: bool


_TITLE = _Place(_MARGIN, 216, WIDTH - _MARGIN, HEIGHT - _BAND - 56, range(88, 43, -4), True)
_NAME = _Place(
    _MARGIN + _MARK + 24, _MARGIN, WIDTH - _MARGIN, _MARGIN + _MARK, range(44, 27, -4), False
)


@dataclass(frozen=True)
class ShareCard:
    """Everything that a picture is drawn from. `logo` names the logo's file, not its content."""

    choice: ThemeChoice
    name: str
    title: str = ""
    logo: str = ""

    @property
    def fingerprint(self) -> str:
        """Sixteen hex digits that change whenever the picture does."""
        parts = (str(DRAWING_VERSION), self.choice.name, self.name, self.title, self.logo)
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def draw_share_picture(card: ShareCard, logo: bytes | None = None) -> bytes:
    """Return the card as a PNG of 1200 × 630 pixels and less than 100 KB.

    `logo` is an image file; one that cannot be read counts as none. Where there is no title, or no
    font for it, the clinic's name stands in its place.
    """
    colours = derive(card.choice.colour).light
    picture = _ground(colours)
    draw = ImageDraw.Draw(picture)
    name, title = _words(card.name, card.choice), _words(card.title, card.choice)
    has_logo = _paste_logo(picture, logo)
    if not has_logo:
        _draw_mark(picture, colours)
    if name and title and not has_logo:
        _write(draw, name, _NAME, colours["ink"])
    if large := title or name:
        _write(draw, large, _TITLE, colours["ink"])
    return _as_png(picture)


def _as_png(picture: Image.Image) -> bytes:
    """A logo with very many colours is stored with fewer of them rather than as a large file."""
    for version in (picture, picture.quantize(128)):
        written = io.BytesIO()
        version.save(written, "PNG", optimize=True)
        if written.tell() < MOST_BYTES:
            break
    return written.getvalue()


# --- Ground, logo and mark ------------------------------------------------------------------------


def _ground(colours: dict[str, str]) -> Image.Image:
    """Paper with the quiet circles of the house, and the brand's stripe at the foot."""
    large = Image.new("RGB", (2 * WIDTH, 2 * HEIGHT), colours["paper"])
    draw = ImageDraw.Draw(large)
    for x, y, radius in ((2110, 560, 410), (1690, 1040, 100), (1650, 250, 72)):
        draw.circle((x, y), radius, fill=colours["tint"])
    for x, y, radius in ((2110, 560, 334), (1690, 1040, 68)):
        draw.circle((x, y), radius, outline=colours["tint-2"], width=6)
    draw.rectangle((0, 2 * (HEIGHT - _BAND), 2 * WIDTH, 2 * HEIGHT), fill=colours["solid"])
    return large.reduce(2)


def _paste_logo(picture: Image.Image, logo: bytes | None) -> bool:
    if not logo:
        return False
    try:
        drawn = Image.open(io.BytesIO(logo)).convert("RGBA")
    except (OSError, ValueError):
        return False
    drawn = ImageOps.contain(drawn, _LOGO_BOX)
    picture.paste(drawn, (_MARGIN, _MARGIN - 12), drawn)
    return True


# The leaf of the favicon, on a grid of 40: its stem, and each half leaf as two Bézier curves.
_LEAF: Final = (
    ((20, 31), (20, 25), (20, 22), (20, 17)),
    ((20, 17), (20, 12), (23.5, 8.5), (29, 8)),
    ((29, 8), (29.5, 14), (26, 17.5), (20, 17)),
    ((20, 23), (19, 18.5), (16, 16), (11.5, 16)),
    ((11.5, 16), (11.7, 21), (14.8, 23.5), (20, 23)),
)


def _draw_mark(picture: Image.Image, colours: dict[str, str]) -> None:
    """The leaf on the brand's button colour, as beside the clinic's name on its pages."""
    scale = 4 * _MARK / 40
    mark = Image.new("RGB", (4 * _MARK, 4 * _MARK), colours["solid"])
    draw = ImageDraw.Draw(mark)
    for curve in _LEAF:
        for x, y in (_bezier(curve, step / 60) for step in range(61)):
            draw.circle((x * scale, y * scale), 1.2 * scale, fill=colours["on-solid"])
    corners = Image.new("L", mark.size, 0)
    ImageDraw.Draw(corners).rounded_rectangle((0, 0, *mark.size), 9 * scale, fill=255)
    picture.paste(mark.reduce(4), (_MARGIN, _MARGIN), corners.reduce(4))


def _bezier(points: tuple[tuple[float, float], ...], at: float) -> tuple[float, float]:
    """A point on a cubic Bézier curve; `at` from 0 to 1."""
    a, b, c, d = ((1 - at) ** 3, 3 * at * (1 - at) ** 2, 3 * at**2 * (1 - at), at**3)
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = points
    return a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3


# --- Words ----------------------------------------------------------------------------------------


def _words(text: str, choice: ThemeChoice) -> tuple[str, str] | None:
    """The text and the font that can show it; None where there is none."""
    text = readable_text(text)
    face = face_for(text, choice.type_style)
    return (text, face) if text and face is not None else None


def _write(draw: ImageDraw.ImageDraw, words: tuple[str, str], place: _Place, colour: str) -> None:
    """Write into the place, as large as fits."""
    text, face = words
    height = place.bottom - place.top
    size, lines = fitted(text, face, place.right - place.left, height, place.sizes)
    line_height = size * _LINE_HEIGHT
    room = height - len(lines) * line_height
    start = place.top + (room if place.at_foot else room / 2)
    for number, line in enumerate(lines):
        middle = start + (number + 0.5) * line_height
        draw.text((place.left, middle), line, fill=colour, font=_font(face, size), anchor="lm")


def readable_text(text: str) -> str:
    """The text with single spaces, composed letters, and without invisible marks."""
    spaced = " ".join(unicodedata.normalize("NFC", text).split())
    return "".join(letter for letter in spaced if unicodedata.category(letter) not in ("Cf", "Cc"))


def face_for(text: str, style: TypeStyle) -> str | None:
    """The first font at hand that can show all of the text, or None.

    Letters that run from right to left or change with their neighbours would need a text shaper,
    which is not on every machine; such a text has no font here.
    """
    if any(
        unicodedata.bidirectional(letter) in _RIGHT_TO_LEFT
        or unicodedata.category(letter).startswith("M")
        for letter in text
    ):
        return None
    own: tuple[str, ...] = _BOOK_FACES if style == TypeStyle.WARM else ()
    for face in (*own, *_PLAIN_FACES, _BUILT_IN):
        if _is_installed(face) and all(_has_glyph(face, letter) for letter in set(text) - {" "}):
            return face
    return None


@lru_cache(maxsize=256)
def _font(face: str, size: int) -> ImageFont.FreeTypeFont:
    """Raises OSError if there is no such font."""
    if face == _BUILT_IN:
        font = ImageFont.load_default(size)
        assert isinstance(font, ImageFont.FreeTypeFont)  # noqa: S101 (a size was given)
        return font
    return ImageFont.truetype(f"{face}.ttf", size, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=32)
def _is_installed(face: str) -> bool:
    try:
        _font(face, 32)
    except OSError:
        return False
    return True


@lru_cache(maxsize=4096)
def _has_glyph(face: str, letter: str) -> bool:
    """Whether the font draws this letter as something else than its sign for a missing one."""
    return _drawn(face, letter) != _drawn(face, "\uffff")


def _drawn(face: str, letter: str) -> tuple[tuple[int, int], bytes]:
    mask = _font(face, 32).getmask(letter)
    return mask.size, bytes(mask)


def fitted(
    text: str, face: str, width: int, height: int, sizes: range
) -> tuple[int, tuple[str, ...]]:
    """The largest size at which the text fits, and its lines; cut with "…" if none is small enough."""
    for size in sizes:
        lines = _wrapped(text, face, size, width)
        whole_words = all(_width(line, face, size) <= width for line in lines)
        if whole_words and len(lines) * size * _LINE_HEIGHT <= height:
            return size, tuple(lines)
    size = sizes[-1]
    most = max(1, int(height / (size * _LINE_HEIGHT)))
    lines = [_cut(line, face, size, width) for line in _wrapped(text, face, size, width)]
    if len(lines) > most:
        lines = [*lines[: most - 1], _cut(f"{lines[most - 1]} …", face, size, width)]
    return size, tuple(lines)


def _wrapped(text: str, face: str, size: int, width: int) -> list[str]:
    lines: list[str] = []
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and _width(longer, face, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _cut(line: str, face: str, size: int, width: int) -> str:
    """The line, or as much of its start as fits with "…" after it."""
    if _width(line, face, size) <= width:
        return line
    line = line.rstrip("… ")
    while line and _width(f"{line}…", face, size) > width:
        line = line[:-1].rstrip()
    return f"{line}…"


def _width(text: str, face: str, size: int) -> float:
    return _font(face, size).getlength(text)
