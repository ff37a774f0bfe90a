"""Numbers as dots: so many filled discs among so many rings.

Numbers beside each other are drawn on one scale, or they would mislead. Every person is a dot up to
100 people; above that a dot stands for several people only where that is exact for every number,
and otherwise each person stays a dot, drawn small. Rounding never decides what a reader sees.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

MOST_LARGE_DOTS = 100
_LARGE, _SMALL = 10, 40  # dots in a row
_LARGE_STEP, _SMALL_STEP = 24, 7  # CSS pixels from one dot to the next, where there is room
_STEP = 24  # the same in units of the drawing
_RADIUS = 8.5  # units; the rest of the step is half the line of a ring, and air


@dataclass(frozen=True)
class Scale:
    """How numbers out of the same number of people are drawn: `each` people to a dot."""

    dots: int
    each: int

    @property
    def columns(self) -> int:
        return min(self.dots, _LARGE if self.dots <= MOST_LARGE_DOTS else _SMALL)

    @property
    def pixels(self) -> int:
        """How wide a drawing may be at most, in CSS pixels."""
        step = _LARGE_STEP if self.dots <= MOST_LARGE_DOTS else _SMALL_STEP
        return self.columns * step


@dataclass(frozen=True)
class Pictogram:
    """One number drawn: SVG path data of its discs and its rings, in a box of width and height.

    `pixels` is the width it is shown at, where there is room.
    """

    pixels: int
    width: int
    height: int
    discs: str
    rings: str


def scale_of(out_of: int, numbers: Sequence[int]) -> Scale:
    """The scale on which all `numbers` out of `out_of` people are exact.

    Raises ValueError where a number is below 0 or above `out_of`, or `out_of` is below 1.
    """
    if out_of < 1 or any(number < 0 or number > out_of for number in numbers):
        raise ValueError(f"{list(numbers)} are not all between 0 and {out_of}")
    for each in range(1, out_of + 1):
        dots = out_of // each
        exact = all(number % each == 0 for number in (out_of, *numbers))
        # Fewer than ten dots would be fewer than the first row of every other drawing.
        if dots <= MOST_LARGE_DOTS and exact and (each == 1 or dots >= _LARGE):
            return Scale(dots, each)
    return Scale(out_of, 1)


def draw(number: int, scale: Scale) -> Pictogram:
    """`number` people on this scale: the filled dots first, in reading order.

    Raises ValueError where the number is not a whole number of dots of the scale.
    """
    filled, rest = divmod(number, scale.each)
    if rest or not 0 <= filled <= scale.dots:
        raise ValueError(f"{number} is no whole number of dots of {scale}")
    rows = -(-scale.dots // scale.columns)
    return Pictogram(
        pixels=scale.pixels,
        width=scale.columns * _STEP,
        height=rows * _STEP,
        discs=_dots(0, filled, scale),
        rings=_dots(filled, scale.dots, scale),
    )


def _dots(first: int, end: int, scale: Scale) -> str:
    """Path data of the dots from `first` up to, not including, `end`.

    Within a row each dot is written alike, relative to the one before it: a thousand of them are
    a few hundred bytes on the line.
    """
    half = f"a{_RADIUS:g} {_RADIUS:g} 0 1 0"
    circle = f"{half} {2 * _RADIUS:g} 0{half}-{2 * _RADIUS:g} 0"
    parts = []
    for dot in range(first, end):
        row, column = divmod(dot, scale.columns)
        if dot == first or column == 0:
            left = (column + 0.5) * _STEP - _RADIUS
            parts.append(f"M{left:g} {(row + 0.5) * _STEP:g}")
        else:
            parts.append(f"m{_STEP} 0")
        parts.append(circle)
    return "".join(parts)
