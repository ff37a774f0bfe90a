"""A logo must show on the page it stands on."""

from io import BytesIO

import pytest
from PIL import Image

from portal.theme.logo import DARK_PAPER, WHITE_PAPER, can_be_seen


def picture(ink: tuple, ground: tuple = (0, 0, 0, 0), letters: int = 20) -> BytesIO:
    drawn = Image.new("RGBA", (400, 100), ground)
    drawn.paste(ink, (40, 40, 40 + letters * 16, 60))
    written = BytesIO()
    drawn.save(written, "PNG")
    written.seek(0)
    return written


@pytest.mark.parametrize(
    ("ink", "ground", "on_white", "on_dark"),
    [
        ((255, 255, 255, 255), (0, 0, 0, 0), False, True),
        ((250, 230, 120, 255), (0, 0, 0, 0), False, True),
        ((0, 0, 0, 255), (0, 0, 0, 0), True, False),
        ((0, 0, 0, 40), (0, 0, 0, 0), False, False),
        ((255, 255, 255, 255), (31, 95, 107, 255), True, True),
        ((31, 95, 107, 255), (255, 255, 255, 255), True, True),
        ((200, 30, 30, 255), (0, 0, 0, 0), True, True),
    ],
)
def test_it_is_seen_where_something_reaches_three_to_one(ink, ground, on_white, on_dark):
    assert can_be_seen(picture(ink, ground), WHITE_PAPER) is on_white
    assert can_be_seen(picture(ink, ground), DARK_PAPER) is on_dark


def test_one_dark_dot_is_no_logo():
    dot = Image.new("RGB", (400, 100), "white")
    dot.putpixel((5, 5), (0, 0, 0))
    written = BytesIO()
    dot.save(written, "PNG")
    written.seek(0)
    assert not can_be_seen(written, WHITE_PAPER)


def test_what_is_no_picture_is_an_error():
    with pytest.raises(OSError, match="cannot identify"):
        can_be_seen(BytesIO(b"not a picture"), WHITE_PAPER)
