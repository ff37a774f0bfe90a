"""Whether a logo shows on the ground it stands on. Pure."""

from __future__ import annotations

from collections import Counter
from typing import IO, Final

from PIL import Image

from portal.theme.colour import contrast

WHITE_PAPER: Final = "#ffffff"
DARK_PAPER: Final = "#151819"
_RATIO: Final = 3.0  # WCAG 2.2, 1.4.11: drawings that carry a meaning
_SHARE: Final = 0.005  # of the area; thin letters cover little more
_SIDE: Final = 160  # pixels; enough to see, quick to count


def can_be_seen(file: IO[bytes], paper: str) -> bool:
    """Whether something in the picture reaches 3:1 against ``paper`` (``#rrggbb``).

    Errors of Pillow pass through: OSError if the file cannot be read as a picture.
    """
    drawn = Image.open(file).convert("RGBA")
    drawn.thumbnail((_SIDE, _SIDE))
    ground = Image.new("RGBA", drawn.size, paper)
    shown = Image.alpha_composite(ground, drawn).convert("RGB")
    bytes_of = shown.tobytes()
    counted = Counter(bytes_of[at : at + 3] for at in range(0, len(bytes_of), 3))
    clear = sum(
        number
        for colour, number in counted.items()
        if contrast(f"#{colour.hex()}", paper) >= _RATIO
    )
    return clear >= _SHARE * counted.total()
