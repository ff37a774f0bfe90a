"""What is refused, what is kept, and what a kept picture no longer carries."""

import io
import random
import re
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from PIL.ImageFile import ImageFile
from PIL.WebPImagePlugin import WebPImageFile

from education.pictures import files as picture_files
from education.pictures.files import (
    MAX_BYTES,
    MAX_PROFILE_BYTES,
    CleanPicture,
    PictureRefused,
    check_byte_count,
    random_file_name,
    reencode,
)
from tests.hostile_folder import pictures as hostile

Colour = tuple[int, ...]


def opened(clean: CleanPicture) -> Image.Image:
    """The clean picture as any reader sees it, checked against what is said about it."""
    picture = Image.open(io.BytesIO(clean.data))
    picture.load()
    assert picture.size == (clean.width, clean.height)
    assert {"jpg": "JPEG", "png": "PNG"}[clean.extension] == picture.format
    return picture


def refusal(data: bytes, name: str = "photo.png") -> str:
    with pytest.raises(PictureRefused) as caught:
        reencode(data, name)
    assert str(caught.value) == caught.value.message
    return caught.value.message


def pixel(picture: Image.Image, place: tuple[int, int]) -> Colour:
    value = picture.getpixel(place)
    assert isinstance(value, tuple)
    return tuple(int(part) for part in value)


def near(seen: Colour, meant: Colour, within: int = 12) -> bool:
    return all(abs(a - b) <= within for a, b in zip(seen, meant, strict=True))


@pytest.fixture
def no_decoding(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any attempt to decode pixels fails the test."""

    def forbidden(self: ImageFile) -> None:
        pytest.fail("the pixels were decoded")

    monkeypatch.setattr(ImageFile, "load", forbidden)
    monkeypatch.setattr(WebPImageFile, "load", forbidden)


REFUSED: list[tuple[str, Callable[[], bytes], str, str]] = [
    ("no bytes", hostile.zero_bytes, "logo.png", "empty (0 bytes)"),
    ("40 MB", hostile.forty_megabytes, "logo.png", "40.0 MB. A picture can be at most 10 MB"),
    ("30,000 px wide", hostile.wide_png, "logo.png", "30,000 by 400 pixels"),
    ("11,000 px square", hostile.square_bomb, "logo.png", "11,000 by 11,000 pixels"),
    ("900 megapixels", hostile.huge_bomb, "logo.png", "30,000 by 30,000 pixels"),
    ("huge JPEG", lambda: hostile.jpeg_claiming(65_000, 65_000), "a.jpg", "65,000 by 65,000"),
    ("huge GIF", lambda: hostile.gif_claiming(65_000, 65_000), "a.gif", "65,000 by 65,000"),
    ("large WebP", lambda: hostile.webp_claiming(16_000, 2_000), "a.webp", "16,000 by 2,000"),
    ("huge WebP", lambda: hostile.webp_claiming(16_384, 16_384), "a.webp", "far too many pixels"),
    ("SVG", hostile.svg, "logo.svg", "export it as PNG"),
    ("SVG by content", hostile.svg, "logo.png", "This is an SVG drawing"),
    ("SVG in UTF-16", hostile.svg_in_utf_16, "logo.png", "This is an SVG drawing"),
    ("text renamed", hostile.text, "logo.PNG", "ends in .png, but there is no picture"),
    ("text", hostile.text, "logo", "not a picture. Choose a JPEG, PNG, WebP or GIF"),
    ("web page", hostile.web_page, "logo.png", "web page"),
    ("PDF", hostile.pdf, "logo.png", "PDF document"),
    ("Word", hostile.word_document, "logo.png", "Word"),
    ("HEIC", hostile.heic, "IMG_1.HEIC", "HEIC picture"),
    ("AVIF", hostile.avif, "a.avif", "AVIF picture"),
    ("TIFF", hostile.tiff, "a.tiff", "TIFF picture"),
    ("BMP", hostile.bmp, "a.bmp", "BMP picture"),
    ("moving GIF", lambda: hostile.moving("GIF"), "a.gif", "This picture moves"),
    ("moving WebP", lambda: hostile.moving("WEBP"), "a.webp", "This picture moves"),
    ("moving PNG", lambda: hostile.moving("PNG"), "a.png", "This picture moves"),
    ("many passes", hostile.jpeg_of_many_passes, "a.jpg", "unusual way"),
    ("many parts", hostile.jpeg_of_many_parts, "a.jpg", "unusual way"),
    ("swollen words", hostile.png_with_swollen_words, "a.png", "damaged or incomplete"),
    ("signature only", lambda: b"\x89PNG\r\n\x1a\n", "a.png", "damaged or incomplete"),
    ("no height", lambda: hostile.jpeg_claiming(64, 0), "a.jpg", "damaged or incomplete"),
]


@pytest.mark.usefixtures("no_decoding")
@pytest.mark.parametrize(
    ("build", "name", "words"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED]
)
def test_a_bad_file_is_refused_in_plain_words_before_it_is_decoded(
    build: Callable[[], bytes], name: str, words: str
) -> None:
    message = refusal(build(), name)
    assert words in message
    assert message.endswith(".")
    assert re.search(r"\b(Save|save|Make|Choose|choose|export)\b", message), "says what to do next"


@pytest.mark.parametrize(
    "data",
    [
        hostile.truncated(hostile.noisy("JPEG")),
        hostile.truncated(hostile.noisy("JPEG", progressive=True)),
        hostile.truncated(hostile.noisy("PNG")),
        hostile.truncated(hostile.noisy("GIF")),
        hostile.truncated(hostile.noisy("WEBP")),
    ],
    ids=["JPEG", "progressive JPEG", "PNG", "GIF", "WebP"],
)
def test_a_cut_off_file_is_refused(data: bytes) -> None:
    assert "damaged or incomplete" in refusal(data)


def test_a_refusal_never_repeats_the_name_of_the_file() -> None:
    for _, build, _, _ in REFUSED:
        assert "Maria" not in refusal(build(), "Maria Example 1970.png")


def test_bombs_take_little_memory_and_time() -> None:
    """Peak memory is the whole process's, so a fresh one measures it."""
    script = """
import resource, time
from education.pictures.files import PictureRefused, reencode
from tests.hostile_folder import pictures as hostile
small = hostile.saved(hostile.quarters(), "WEBP")
reencode(small, "a.webp")
bombs = [hostile.wide_png(), hostile.square_bomb(), hostile.huge_bomb(),
         hostile.jpeg_claiming(65_000, 65_000), hostile.gif_claiming(65_000, 65_000),
         hostile.webp_claiming(13_000, 13_000), hostile.png_with_swollen_words(),
         hostile.jpeg_of_many_passes()]
before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
for bomb in bombs:
    try:
        reencode(bomb, "a.png")
    except PictureRefused:
        continue
    raise SystemExit("a bomb was accepted")
grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
print(grown // 1024, time.perf_counter() - started)
"""
    root = Path(picture_files.__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=root, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    megabytes, seconds = done.stdout.split()
    assert int(megabytes) < 60
    assert float(seconds) < 2


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize(
    "build",
    [
        hostile.photograph,
        hostile.photograph_with_broken_notes,
        hostile.png_with_words,
        hostile.webp_with_notes,
        hostile.gif_with_comment,
        hostile.phone_pair,
        lambda: hostile.with_tail(hostile.photograph()),
        lambda: hostile.with_tail(hostile.png_with_words()),
        lambda: hostile.with_tail(hostile.gif_with_comment()),
    ],
)
def test_nothing_but_the_picture_is_left(build: Callable[[], bytes]) -> None:
    clean = reencode(build(), "photo")
    for left in (b"Exif", b"eXIf", b"GPS", b"Maria", b"xmp", b"prVt", b"tEXt", b"zTXt", b"iTXt"):
        assert left not in clean.data
    for left in (b"PK\x03\x04", b"PK\x05\x06", b"<script", b"<html", b"MPF\0", b"\xff\xfe"):
        assert left not in clean.data
    assert clean.data.endswith(b"\xff\xd9" if clean.extension == "jpg" else b"IEND\xaeB`\x82")
    picture = opened(clean)
    assert len(picture.getexif()) == 0
    assert getattr(picture, "n_frames", 1) == 1


def test_the_hostile_photograph_does_carry_a_place_and_a_name() -> None:
    data = hostile.photograph()
    assert b"GPS-SECRET-PLACE" in data
    assert hostile.SECRET.encode() in data
    assert Image.open(io.BytesIO(data)).getexif().get_ifd(0x8825)


@pytest.mark.parametrize(
    ("orientation", "size", "red", "blue"),
    [
        (1, (64, 32), (4, 16), (60, 16)),
        (2, (64, 32), (60, 16), (4, 16)),
        (3, (64, 32), (60, 16), (4, 16)),
        (4, (64, 32), (4, 16), (60, 16)),
        (5, (32, 64), (16, 4), (16, 60)),
        (6, (32, 64), (16, 4), (16, 60)),
        (7, (32, 64), (16, 60), (16, 4)),
        (8, (32, 64), (16, 60), (16, 4)),
        (9, (64, 32), (4, 16), (60, 16)),
    ],
)
def test_the_picture_is_turned_upright(
    orientation: int, size: tuple[int, int], red: tuple[int, int], blue: tuple[int, int]
) -> None:
    picture = opened(reencode(hostile.photograph(orientation), "photo.jpg"))
    assert picture.size == size
    assert near(pixel(picture, red), hostile.RED)
    assert near(pixel(picture, blue), hostile.BLUE)


def test_a_webp_is_turned_upright_too() -> None:
    assert opened(reencode(hostile.webp_with_notes(), "photo.webp")).size == (32, 64)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_sound_colour_profile_is_kept(kind: str) -> None:
    profile = hostile.colour_profile()
    clean = reencode(hostile.with_profile(kind, profile), "photo")
    assert opened(clean).info["icc_profile"] == profile


@pytest.mark.parametrize(
    "profile",
    [
        b"not a profile at all",
        hostile.colour_profile()[:-200],
        hostile.colour_profile()[:128] + b"\xff" * (len(hostile.colour_profile()) - 128),
        hostile.large_profile(),
    ],
    ids=["nonsense", "cut off", "damaged", "large"],
)
def test_an_unsound_or_large_profile_is_left_out_and_the_colours_stay(profile: bytes) -> None:
    picture = opened(reencode(hostile.with_profile("JPEG", profile), "photo.jpg"))
    assert "icc_profile" not in picture.info
    assert near(pixel(picture, (4, 16)), hostile.RED)


def test_a_profile_for_other_colours_is_left_out() -> None:
    grey = hostile.saved(Image.new("L", (8, 8)), "PNG", icc_profile=hostile.colour_profile())
    assert "icc_profile" not in opened(reencode(grey, "a.png")).info
    assert len(hostile.large_profile()) > MAX_PROFILE_BYTES


def test_print_colours_become_screen_colours() -> None:
    picture = opened(reencode(hostile.cmyk_jpeg(), "print.jpg"))
    assert picture.mode == "RGB"
    red, green, blue = pixel(picture, (20, 10))
    assert red > 200
    assert max(green, blue) < 60


def test_sixteen_bit_grey_keeps_its_shades() -> None:
    picture = opened(reencode(hostile.sixteen_bit_grey(), "scan.png"))
    assert picture.mode == "L"
    assert [picture.getpixel((x, 0)) for x in (0, 1)] == [0x80, 0x40]


def test_sixteen_bit_colour_keeps_its_shades() -> None:
    picture = opened(reencode(hostile.sixteen_bit_colour(), "scan.png"))
    assert near(pixel(picture, (0, 0)), (0x80, 0x40, 0x01), within=1)


def test_a_palette_keeps_its_transparency() -> None:
    picture = opened(reencode(hostile.palette_with_transparency(), "logo.png"))
    assert pixel(picture, (0, 0)) == (*hostile.RED, 0x80)
    assert pixel(picture, (1, 0)) == (*hostile.GREEN, 255)


def test_what_was_rubbed_out_cannot_be_brought_back() -> None:
    source = hostile.rubbed_out()
    assert pixel(Image.open(io.BytesIO(source)), (4, 4)) == (*hostile.RED, 0)
    picture = opened(reencode(source, "face.png"))
    assert pixel(picture, (4, 4)) == (0, 0, 0, 0)
    assert pixel(picture, (60, 4)) == (*hostile.BLUE, 255)


@pytest.mark.parametrize(
    ("data", "extension", "mode"),
    [
        (hostile.noisy("JPEG"), "jpg", "RGB"),
        (hostile.noisy("WEBP"), "jpg", "RGB"),
        (hostile.noisy("WEBP", lossless=True), "png", "RGB"),
        (hostile.saved(Image.new("RGBA", (9, 9), (1, 2, 3, 99)), "WEBP"), "png", "RGBA"),
        (hostile.saved(Image.new("RGBA", (9, 9), (1, 2, 3, 255)), "PNG"), "png", "RGB"),
        (hostile.saved(Image.new("LA", (9, 9), (7, 99)), "PNG"), "png", "LA"),
        (hostile.saved(Image.new("1", (9, 9), 1), "PNG"), "png", "L"),
        (hostile.saved(Image.new("L", (9, 9), 7), "JPEG"), "jpg", "L"),
        (hostile.noisy("GIF"), "png", "RGB"),
    ],
)
def test_photographs_become_jpeg_and_everything_else_png(
    data: bytes, extension: str, mode: str
) -> None:
    clean = reencode(data, "picture.xyz")
    assert clean.extension == extension
    assert opened(clean).mode == mode


def test_a_lossless_picture_loses_nothing() -> None:
    source = hostile.noisy("PNG")
    before = Image.open(io.BytesIO(source)).convert("RGB")
    assert opened(reencode(source, "a.png")).tobytes() == before.tobytes()


def test_cleaning_a_clean_picture_changes_nothing_more() -> None:
    once = reencode(hostile.palette_with_transparency(), "a.png")
    assert reencode(once.data, "a.png") == once


def test_pure_noise_is_written_even_where_a_progressive_file_would_not_fit() -> None:
    black_or_white = bytes(random.Random(1).choices((0, 255), k=1000 * 100 * 3))
    noise = Image.frombytes("RGB", (1000, 100), black_or_white)
    data = hostile.saved(noise, "JPEG", quality=98, subsampling=0)
    picture = opened(reencode(data, "a.jpg"))
    assert picture.size == (1000, 100)
    assert "progressive" not in picture.info
    assert opened(reencode(hostile.noisy("JPEG"), "a.jpg")).info["progressive"]


def test_the_largest_allowed_picture_is_accepted() -> None:
    clean = reencode(hostile.png_of_zeros(12_000, 2_083), "banner.png")
    assert (clean.width, clean.height) == (12_000, 2_083)


def test_one_pixel_more_is_refused() -> None:
    assert "12,001 by 10" in refusal(hostile.png_of_zeros(12_001, 10))
    assert "5,000 by 5,001" in refusal(hostile.png_of_zeros(5_000, 5_001))
    assert "at most 12 million" in refusal(hostile.webp_claiming(4_000, 3_001))


def test_a_file_can_be_refused_by_its_size_before_it_is_read() -> None:
    check_byte_count(MAX_BYTES)
    for count in (0, MAX_BYTES + 1):
        with pytest.raises(PictureRefused):
            check_byte_count(count)


def test_a_new_name_is_random_and_keeps_only_the_ending() -> None:
    names = {random_file_name("jpg") for _ in range(200)}
    assert len(names) == 200
    assert all(re.fullmatch(r"[0-9a-f]{16}\.jpg", name) for name in names)


SEEDS = [
    hostile.photograph(),
    hostile.png_with_words(),
    hostile.palette_with_transparency(),
    hostile.noisy("GIF"),
    hostile.webp_with_notes(),
    hostile.noisy("WEBP", lossless=True),
    hostile.cmyk_jpeg(),
]


@pytest.mark.filterwarnings("ignore::UserWarning")
@settings(max_examples=300, deadline=None)
@given(
    seed=st.sampled_from(SEEDS),
    changes=st.lists(st.tuples(st.integers(0, 4_000), st.integers(0, 255)), max_size=8),
    length=st.integers(0, 8_000),
)
def test_a_damaged_file_is_accepted_or_refused_but_never_crashes(
    seed: bytes, changes: list[tuple[int, int]], length: int
) -> None:
    data = bytearray(seed[: max(length, 1)])
    for place, value in changes:
        data[place % len(data)] = value
    with suppress(PictureRefused):
        opened(reencode(bytes(data), "a.png"))
