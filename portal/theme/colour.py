"""Colour arithmetic: hex, WCAG contrast and OKLCH. Pure, standard library only.

Sources of the formulas:

* sRGB transfer curve: IEC 61966-2-1, as quoted in CSS Color 4, section 10.2.
* Relative luminance and contrast ratio: WCAG 2.2, "relative luminance" and "contrast ratio"
  (with the threshold 0.04045 of the sRGB standard; for 8-bit colours it gives the same results
  as the 0.03928 printed in WCAG).
* OKLab and its polar form OKLCH: Björn Ottosson, "A perceptual color space for image
  processing", 2020, matrices of the 2021-01-25 revision.
* Bringing a colour into sRGB: keep lightness and hue and lower chroma by bisection, as in
  CSS Color 4, section 13.2 (without its final local clipping step).

A colour is always written as a lower-case ``#rrggbb`` string.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

WHITE: Final = "#ffffff"
INK: Final = "#15191e"
"""Nearly black: the colour of words on white."""

_HEX = re.compile(r"#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
_LOOKS_LIKE_HEX = re.compile(r"#?[0-9a-fA-F]*")

_GAMUT_TOLERANCE = 1e-4
_BISECTION_STEPS = 18


class ColourRefused(ValueError):
    """The text is not a colour we can read; the message says what to do instead."""


class OKLCH(NamedTuple):
    """A colour by how it looks.

    ``lightness`` runs from 0 (black) to 1 (white); ``chroma`` from 0 (grey) to about 0.32 (the
    most vivid sRGB colours); ``hue`` is an angle in degrees, 0 to 360.
    """

    lightness: float
    chroma: float
    hue: float


def normalise_colour(text: str) -> str:
    """Return what a person typed as ``#rrggbb``.

    Accepts three or six hex digits, with or without ``#``, in any case, with spaces around.
    Raises ``ColourRefused`` with a message for staff.
    """
    typed = text.strip()
    example = "Use # and 6 letters or digits, for example #1f5f6b."
    if not typed:
        raise ColourRefused(f"Choose a colour. {example}")
    match = _HEX.fullmatch(typed)
    if match:
        digits = match.group(1).lower()
        if len(digits) == 3:
            digits = "".join(digit * 2 for digit in digits)
        return f"#{digits}"
    shown = typed if len(typed) <= 20 else f"{typed[:20]}…"
    if _LOOKS_LIKE_HEX.fullmatch(typed):
        found = len(typed.lstrip("#"))
        raise ColourRefused(f"“{shown}” has {found} digits after the #; it needs 3 or 6. {example}")
    if typed.startswith("#"):
        raise ColourRefused(
            f"“{shown}” is not a colour: after the # only 0 to 9 and a to f are allowed. {example}"
        )
    raise ColourRefused(f"We cannot read “{shown}” as a colour: names do not work here. {example}")


def _to_linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else math.pow((value + 0.055) / 1.055, 2.4)


def _to_gamma(value: float) -> float:
    return 12.92 * value if value <= 0.0031308 else 1.055 * math.pow(value, 1 / 2.4) - 0.055


_LINEAR = tuple(_to_linear(step / 255) for step in range(256))


def channels(colour: str) -> tuple[int, int, int]:
    """Return red, green and blue of ``#rrggbb``, 0 to 255 each."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


@lru_cache(maxsize=4096)
def luminance(colour: str) -> float:
    """Return the WCAG 2 relative luminance, 0 (black) to 1 (white)."""
    red, green, blue = (_LINEAR[channel] for channel in channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the WCAG 2 contrast ratio of two colours, 1 to 21, in either order."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def to_oklch(colour: str) -> OKLCH:
    """Return ``#rrggbb`` as OKLCH (Ottosson 2020)."""
    red, green, blue = (_LINEAR[channel] for channel in channels(colour))
    long = math.pow(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue, 1 / 3)
    medium = math.pow(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue, 1 / 3)
    short = math.pow(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue, 1 / 3)
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return OKLCH(lightness, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360)


def _to_linear_rgb(colour: OKLCH) -> tuple[float, float, float]:
    """Return linear sRGB; values below 0 or above 1 lie outside what a screen can show."""
    a = colour.chroma * math.cos(math.radians(colour.hue))
    b = colour.chroma * math.sin(math.radians(colour.hue))
    long = (colour.lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (colour.lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (colour.lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _screen_can_show(colour: OKLCH) -> bool:
    low, high = -_GAMUT_TOLERANCE, 1 + _GAMUT_TOLERANCE
    return all(low <= value <= high for value in _to_linear_rgb(colour))


def _into_gamut(colour: OKLCH) -> OKLCH:
    """Lower chroma, and nothing else, until a screen can show the colour (CSS Color 4, 13.2)."""
    if _screen_can_show(colour):
        return colour
    low, high = 0.0, colour.chroma
    for _ in range(_BISECTION_STEPS):
        middle = (low + high) / 2
        if _screen_can_show(OKLCH(colour.lightness, middle, colour.hue)):
            low = middle
        else:
            high = middle
    return OKLCH(colour.lightness, low, colour.hue)


def to_hex(colour: OKLCH) -> str:
    """Return the nearest ``#rrggbb`` of the same lightness and hue that a screen can show."""
    lightness = min(max(colour.lightness, 0.0), 1.0)
    shown = _to_linear_rgb(_into_gamut(OKLCH(lightness, colour.chroma, colour.hue)))
    return "#" + "".join(
        f"{round(255 * _to_gamma(min(max(value, 0.0), 1.0))):02x}" for value in shown
    )


def readable(start: OKLCH, backgrounds: Sequence[str], ratio: float, step: float) -> str:
    """Walk lightness by ``step`` until the rounded colour reaches ``ratio`` on every background.

    Falls back to ink (walking down) or white (walking up), which reach every ratio used here.
    """
    lightness = start.lightness
    while 0.0 <= lightness <= 1.0:
        colour = to_hex(OKLCH(lightness, start.chroma, start.hue))
        if all(contrast(colour, background) >= ratio for background in backgrounds):
            return colour
        lightness += step
    return INK if step < 0 else WHITE
