"""The drawing of a share picture: its size, its colours, and words that fit or are left off."""

import io
import os

import pytest
from PIL import Image, ImageChops

from portal.theme.colour import contrast
from portal.theme.palette import derive
from portal.theme.share_picture import (
    HEIGHT,
    MOST_BYTES,
    WIDTH,
    ShareCard,
    draw_share_picture,
    face_for,
    fitted,
    readable_text,
)
from portal.theme.stylesheet import ThemeChoice, TypeStyle, parse_theme_name

BRANDS = ["1f5f6b-warm-soft", "f2b705-clear-soft", "e6007e-legible-round", "c9cdd2-system-sharp"]
BUILT_IN = ""  # the font that is there on every machine
SIZES = range(88, 43, -4)
LONG = ("Long words and more words " * 16)[:400]


def choice(name: str = BRANDS[0]) -> ThemeChoice:
    found = parse_theme_name(name)
    assert found is not None
    return found


def drawn(title: str = "", theme: str = BRANDS[0], logo: bytes | None = None) -> Image.Image:
    png = draw_share_picture(ShareCard(choice(theme), "Harbour Skin Clinic", title), logo)
    assert len(png) < MOST_BYTES
    picture = Image.open(io.BytesIO(png))
    assert picture.format == "PNG" and picture.size == (WIDTH, HEIGHT)
    return picture.convert("RGB")


def ink_box(picture: Image.Image, colour: str) -> tuple[int, int, int, int] | None:
    """The box around everything in this colour."""
    away = ImageChops.difference(picture, Image.new("RGB", picture.size, colour)).convert("L")
    return away.point(lambda distance: 0 if distance else 255).getbbox()


def noise(width: int, height: int) -> bytes:
    written = io.BytesIO()
    Image.frombytes("RGB", (width, height), os.urandom(width * height * 3)).save(written, "PNG")
    return written.getvalue()


@pytest.mark.parametrize("theme", BRANDS)
@pytest.mark.parametrize("title", ["", "Acne scars", LONG, "W" * 90])
def test_words_stay_inside_the_margins_in_every_brand(theme, title):
    ink = derive(choice(theme).colour).light["ink"]
    left, top, right, bottom = ink_box(drawn(title, theme), ink)
    assert left >= 72 and top >= 60 and right <= WIDTH - 72 and bottom <= HEIGHT - 20


@pytest.mark.parametrize("theme", BRANDS)
def test_words_are_readable_wherever_they_stand(theme):
    colours = derive(choice(theme).colour).light
    for ground in ("paper", "tint", "tint-2"):
        assert contrast(colours["ink"], colours[ground]) >= 7


@pytest.mark.parametrize("theme", BRANDS)
def test_the_foot_is_in_the_brands_colour(theme):
    solid = derive(choice(theme).colour).light["solid"]
    pixel = drawn("Acne", theme).getpixel((WIDTH // 2, HEIGHT - 8))
    assert "#{:02x}{:02x}{:02x}".format(*pixel) == solid


def test_the_same_card_is_the_same_picture():
    card = ShareCard(choice(), "Harbour Skin Clinic", "Acne scars")
    assert draw_share_picture(card) == draw_share_picture(card)


def test_even_a_noisy_logo_and_a_long_title_make_a_small_file():
    for shape in ((640, 160), (160, 160), (2000, 30)):
        drawn(LONG, logo=noise(*shape))


def test_a_logo_stands_in_the_place_of_mark_and_name():
    written = io.BytesIO()
    Image.new("RGBA", (400, 100), (200, 30, 30, 255)).save(written, "PNG")
    picture = drawn("Acne", logo=written.getvalue())
    assert picture.getpixel((100, 100)) == (200, 30, 30)
    assert ink_box(picture, derive(choice().colour).light["ink"])[1] > 216


@pytest.mark.parametrize("broken", [b"", b"no picture", b"\x89PNG\r\n\x1a\n"])
def test_a_logo_that_cannot_be_read_counts_as_none(broken):
    assert drawn("Acne", logo=broken).tobytes() == drawn("Acne").tobytes()


class TestLettersWithoutAFont:
    @pytest.mark.parametrize(
        "text", ["حب الشباب", "אקנה", "Acne אקנה", "त्वचा", "\U0010fffe", "皮膚￿"]
    )
    def test_there_is_no_font_for_them(self, text):
        assert face_for(readable_text(text), TypeStyle.WARM) is None

    @pytest.mark.parametrize("text", ["حب الشباب", "Acne אקנה"])
    def test_the_clinics_name_stands_in_place_of_such_a_title(self, text):
        assert drawn(text).tobytes() == drawn("").tobytes()

    def test_without_any_system_font_plain_letters_are_still_drawn(self, monkeypatch):
        monkeypatch.setattr("portal.theme.share_picture._is_installed", lambda face: not face)
        assert face_for("Acne scars", TypeStyle.WARM) == BUILT_IN
        assert face_for("Cicatrices de acné", TypeStyle.WARM) is None
        assert drawn("Acne scars").tobytes() != drawn("Cicatrices de acné").tobytes()

    def test_invisible_marks_and_loose_accents_do_no_harm(self):
        assert readable_text("Acne\u00ad\u200f \n scars\x00") == "Acne scars"
        assert readable_text("acne\u0301") == "acné"


class TestFit:
    def test_a_short_title_is_as_large_as_it_gets(self):
        assert fitted("Acne", BUILT_IN, 1056, 338, SIZES) == (88, ("Acne",))

    def test_a_longer_one_shrinks_and_keeps_every_word(self):
        text = "Acne scars: what helps, what does not, and what you may want to ask us about them"
        size, lines = fitted(text, BUILT_IN, 1056, 338, SIZES)
        assert 44 <= size < 88 and " ".join(lines) == text

    def test_400_characters_end_with_an_ellipsis(self):
        size, lines = fitted(LONG, BUILT_IN, 1056, 338, SIZES)
        assert size == 44 and lines[-1].endswith("…") and len(lines) <= 6
        assert LONG.startswith(" ".join(lines).rstrip("… "))

    def test_a_word_longer_than_the_line_is_cut(self):
        size, lines = fitted("W" * 90, BUILT_IN, 1056, 338, SIZES)
        assert size == 44 and len(lines) == 1 and lines[0].endswith("…")
