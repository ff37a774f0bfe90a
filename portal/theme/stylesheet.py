"""A clinic's stylesheet and icon, made from three choices and stored nowhere. Pure.

The name of a theme *is* its input, for example ``1f5f6b-warm-soft``: brand colour, type style and
corner shape. Only six hex digits and fixed words fit into a name, so nothing that staff type can
reach the stylesheet.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

from portal.theme.palette import derive, normalise_colour


class TypeStyle(StrEnum):
    """The look of the words. System fonts only: nothing is downloaded."""

    WARM = "warm"
    CLEAR = "clear"
    LEGIBLE = "legible"
    SYSTEM = "system"


class Shape(StrEnum):
    """The corners of boxes and buttons."""

    SHARP = "sharp"
    SOFT = "soft"
    ROUND = "round"


TYPE_STYLES: Final[tuple[tuple[str, str], ...]] = (
    ("warm", "Warm: headings as in a book, plain text"),
    ("clear", "Clear: plain headings, plain text"),
    ("legible", "High legibility: wide, open letters throughout"),
    ("system", "System: the letters each device uses for itself"),
)
"""Value and label for staff, in the order shown."""

SHAPES: Final[tuple[tuple[str, str], ...]] = (
    ("sharp", "Sharp corners"),
    ("soft", "Soft corners"),
    ("round", "Round corners"),
)
"""Value and label for staff, in the order shown."""

THEME_NAME_PATTERN: Final = (
    rf"[0-9a-f]{{6}}-(?:{'|'.join(TypeStyle)})-(?:{'|'.join(Shape)})"  # for the address route
)

_PLAIN_STACK = 'system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Liberation Sans",sans-serif'
_BOOK_STACK = (
    'Charter,"Bitstream Charter","Sitka Text",Cambria,"Noto Serif","Liberation Serif",serif'
)
_LIKE_BODY = {
    "font-head": "var(--font-body)",
    "head-weight": "700",
    "head-track": "-.012em",
}
_TYPE_TOKENS: Final[dict[TypeStyle, dict[str, str]]] = {
    TypeStyle.WARM: {
        "font-body": _PLAIN_STACK,
        "font-head": _BOOK_STACK,
        "head-weight": "600",
        "head-track": "-.015em",
    },
    TypeStyle.CLEAR: {"font-body": _PLAIN_STACK, **_LIKE_BODY},
    TypeStyle.LEGIBLE: {
        "font-body": 'Verdana,"DejaVu Sans",Tahoma,sans-serif',
        **_LIKE_BODY,
    },
    TypeStyle.SYSTEM: {"font-body": "system-ui,sans-serif", **_LIKE_BODY},
}
_RADIUS: Final[dict[Shape, str]] = {
    Shape.SHARP: ".125rem",
    Shape.SOFT: ".625rem",
    Shape.ROUND: "1.125rem",
}

_LEAF = "M20 31V17m0 0c0-5 3.5-8.5 9-9 .5 6-3 9.5-9 9Zm0 6c-1-4.5-4-7-8.5-7 .2 5 3.3 7.5 8.5 7Z"


@dataclass(frozen=True)
class ThemeChoice:
    """What a clinic chose: colour as ``#rrggbb``, type style, corner shape.

    Raises ``ColourRefused`` or ``ValueError`` when one of them is not possible.
    """

    colour: str
    type_style: TypeStyle
    shape: Shape

    def __post_init__(self) -> None:
        object.__setattr__(self, "colour", normalise_colour(self.colour))
        object.__setattr__(self, "type_style", TypeStyle(self.type_style))
        object.__setattr__(self, "shape", Shape(self.shape))

    @property
    def name(self) -> str:
        """The theme's name, for example ``1f5f6b-warm-soft``."""
        return f"{self.colour[1:]}-{self.type_style}-{self.shape}"


def theme_name(colour: str, type_style: str, shape: str) -> str:
    """Return the name of a theme. Raises ``ColourRefused`` or ``ValueError``."""
    return ThemeChoice(colour, TypeStyle(type_style), Shape(shape)).name


def parse_theme_name(name: str) -> ThemeChoice | None:
    """Return the choice behind a theme's name, or None when no theme has that name.

    Every theme has exactly one name, so capitals and three-digit colours are not names.
    """
    if not re.fullmatch(THEME_NAME_PATTERN, name):
        return None
    colour, type_style, shape = name.split("-")
    return ThemeChoice(f"#{colour}", TypeStyle(type_style), Shape(shape))


@lru_cache(maxsize=256)
def stylesheet(choice: ThemeChoice) -> str:
    """Return the theme's CSS: fonts, corners and colours as custom properties in layer ``theme``.

    Dark colours hold for screens only, so that paper is always light.
    """
    palette = derive(choice.colour)
    shared = {**_TYPE_TOKENS[choice.type_style], "radius": _RADIUS[choice.shape]}
    return (
        "@layer theme{"
        f":root{{color-scheme:light dark;{_declarations(shared | palette.light)}}}"
        f"@media screen and (prefers-color-scheme:dark){{:root{{{_declarations(palette.dark)}}}}}"
        "@media print{:root{color-scheme:light}}"
        "}"
    )


def _declarations(tokens: dict[str, str]) -> str:
    return ";".join(f"--{name}:{value}" for name, value in tokens.items())


def favicon_svg(choice: ThemeChoice, letter: str = "") -> str:
    """Return the browser-tab icon: a leaf, or one letter or digit, on the brand's button colour.

    Anything but exactly one letter or digit gives the leaf.
    """
    light = derive(choice.colour).light
    solid, mark = light["solid"], light["on-solid"]
    capital = letter.upper()
    if len(capital) == 1 and capital.isalnum():
        drawing = (
            f'<text x="20" y="29" fill="{mark}" text-anchor="middle" '
            f'font-family="system-ui,sans-serif" font-size="25" font-weight="700">'
            f"{capital}</text>"
        )
    else:
        drawing = (
            f'<path d="{_LEAF}" fill="none" stroke="{mark}" stroke-width="2.4" '
            f'stroke-linecap="round" stroke-linejoin="round"/>'
        )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40">'
        f'<rect width="40" height="40" rx="9" fill="{solid}"/>{drawing}</svg>'
    )


def browser_colours(choice: ThemeChoice) -> tuple[str, str]:
    """Return the colours of the browser's own bars (``theme-color``): light scheme, dark scheme."""
    palette = derive(choice.colour)
    return palette.light["solid"], palette.dark["paper"]
