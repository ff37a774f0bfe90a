"""What sizes are made from: small, upright, and without what the camera noted."""

import io

import pytest
from PIL import Image

from education.pictures.working_copy import WIDTH, WIDTH_OF_TALL, working_copy
from tests.hostile_folder import pictures as hostile


def opened(data: bytes | None) -> Image.Image:
    assert data is not None
    return Image.open(io.BytesIO(data))


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_small_clean_picture_needs_no_copy(kind: str) -> None:
    assert working_copy(hostile.saved(hostile.quarters(), kind)) is None


def test_a_small_picture_that_knows_too_much_is_copied_upright_without_that() -> None:
    copy = working_copy(hostile.photograph(orientation=6))
    assert opened(copy).size == (32, 64)
    assert copy and b"GPS" not in copy and b"Maria" not in copy and b"Exif" not in copy


@pytest.mark.parametrize(
    ("size", "width"), [((3_600, 1_800), WIDTH), ((1_900, 3_600), WIDTH_OF_TALL)]
)
def test_a_large_picture_is_copied_smaller_in_its_own_shape_and_kind(
    size: tuple[int, int], width: int
) -> None:
    for kind in ("JPEG", "PNG"):
        copy = opened(working_copy(hostile.saved(Image.new("RGB", size), kind)))
        assert copy.width == width and copy.format == kind
        assert abs(copy.height - width * size[1] / size[0]) <= 1


def test_colours_and_transparency_stay() -> None:
    profile = hostile.colour_profile()
    large = Image.new("RGBA", (3_000, 2_100), (*hostile.RED, 100))
    copy = opened(working_copy(hostile.saved(large, "PNG", icc_profile=profile)))
    assert copy.info["icc_profile"] == profile
    seen = copy.getpixel((9, 9))
    assert isinstance(seen, tuple) and seen[3] == 100 and abs(seen[0] - hostile.RED[0]) <= 2
