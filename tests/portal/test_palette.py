"""One brand colour in, a readable page out: for every colour, not only for pretty ones."""

from __future__ import annotations

import random

import pytest

from portal.theme.colour import OKLCH, channels, contrast, to_hex, to_oklch
from portal.theme.palette import (
    ColourRefused,
    adjustments,
    derive,
    normalise_colour,
    promises,
)

HEX_DIGITS = "0123456789abcdef"
SHORT_COLOURS = [f"#{r}{r}{g}{g}{b}{b}" for r in HEX_DIGITS for g in HEX_DIGITS for b in HEX_DIGITS]
RANDOM_COLOURS = [f"#{random.Random(n).randrange(1 << 24):06x}" for n in range(500)]
TOKENS = {
    *("paper", "surface", "tint", "tint-2", "line", "ink", "ink-2"),
    *("brand", "brand-text", "brand-ui", "solid", "on-solid", "solid-hover", "solid-line"),
    *("cta", "on-cta", "cta-line", "cta-btn", "on-cta-btn"),
}


@pytest.mark.parametrize("red", HEX_DIGITS)
def test_no_short_colour_breaks_a_promise(red: str) -> None:
    colours = [colour for colour in SHORT_COLOURS if colour[1] == red]
    assert len(colours) == 256
    assert _broken(colours) == []


def test_no_random_colour_breaks_a_promise() -> None:
    assert _broken(RANDOM_COLOURS) == []


def _broken(colours: list[str]) -> list[tuple[str, str, str, float]]:
    return [
        (colour, promise.scheme, promise.pair, promise.ratio)
        for colour in colours
        for promise in promises(colour)
        if not promise.kept
    ]


def test_the_promises_cover_text_links_icons_and_buttons_in_both_schemes() -> None:
    made = {(promise.scheme, promise.pair): promise.minimum for promise in promises("#1f5f6b")}
    for scheme in ("light", "dark"):
        for background in ("paper", "surface", "tint", "tint-2"):
            assert made[scheme, f"ink/{background}"] >= 7
            assert made[scheme, f"brand-text/{background}"] >= 4.5
            assert made[scheme, f"brand-ui/{background}"] >= 3
        assert made[scheme, "on-solid/solid"] >= 4.5
        assert made[scheme, "on-solid/solid-hover"] >= 4.5
        assert made[scheme, "cta-btn/cta"] >= 3
    assert len(made) == len(promises("#1f5f6b"))


def test_a_promise_shows_the_colours_it_measured() -> None:
    promise = next(p for p in promises("#e6007e") if p.pair == "brand-text/tint")
    light = derive("#e6007e").light
    assert (promise.foreground, promise.background) == (light["brand-text"], light["tint"])
    assert promise.ratio == contrast(light["brand-text"], light["tint"])


@pytest.mark.parametrize("colour", ["#1f5f6b", "#000000", "#ffffff", "#00ff00", "#c9cdd2"])
def test_both_schemes_have_every_token_as_a_plain_hex_colour(colour: str) -> None:
    palette = derive(colour)
    for scheme in (palette.light, palette.dark):
        assert set(scheme) == TOKENS
        assert all(normalise_colour(value) == value for value in scheme.values())


def test_the_light_page_is_white_and_the_dark_page_is_dark() -> None:
    for colour in RANDOM_COLOURS[:50]:
        palette = derive(colour)
        assert palette.light["paper"] == "#ffffff"
        assert to_oklch(palette.dark["paper"]).lightness < 0.25


def test_a_readable_brand_keeps_its_own_colour() -> None:
    light = derive("#1f5f6b").light
    assert light["solid"] == light["brand-text"] == light["brand"] == "#1f5f6b"


def test_a_yellow_button_stays_yellow_with_dark_words_and_a_visible_edge() -> None:
    light = derive("#f2b705").light
    assert (light["solid"], light["on-solid"]) == ("#f2b705", "#15191e")
    assert contrast(light["solid-line"], light["paper"]) >= 3


def test_a_very_vivid_brand_gets_a_pale_booking_panel() -> None:
    hot_pink, teal = derive("#e6007e").light, derive("#1f5f6b").light
    assert hot_pink["cta"] == hot_pink["tint"]
    assert teal["cta"] == teal["solid"]


def test_changing_a_palette_does_not_change_the_next_one() -> None:
    derive("#1f5f6b").light["paper"] = "#000000"
    assert derive("#1f5f6b").light["paper"] == "#ffffff"


def test_every_spelling_of_a_colour_gives_the_same_palette() -> None:
    assert derive(" 1F5F6B ") == derive("#1f5f6b")


@pytest.mark.parametrize(
    ("typed", "colour"),
    [
        ("#1f5f6b", "#1f5f6b"),
        ("1F5F6B", "#1f5f6b"),
        ("  #ABC\n", "#aabbcc"),
        ("f00", "#ff0000"),
    ],
)
def test_a_colour_may_be_typed_in_several_ways(typed: str, colour: str) -> None:
    assert normalise_colour(typed) == colour


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", "Choose a colour."),
        ("#12", "“#12” has 2 digits after the #; it needs 3 or 6."),
        ("#", "has 0 digits"),
        ("1234567", "has 7 digits"),
        ("red", "names do not work here"),
        ("#ggg", "only 0 to 9 and a to f are allowed"),
        ("##fff", "only 0 to 9 and a to f are allowed"),
        ("#fff;}", "only 0 to 9 and a to f are allowed"),
        ("#\u0661\u0662\u0663", "only 0 to 9 and a to f are allowed"),
        ("rgb(1,2,3)", "names do not work here"),
        ("x" * 10_000, "…”"),
        ("#" + "0" * 10_000, "has 10000 digits"),
    ],
)
def test_anything_else_is_refused_with_a_hint(typed: str, message: str) -> None:
    with pytest.raises(ColourRefused) as refused:
        normalise_colour(typed)
    assert message in str(refused.value)
    assert str(refused.value).endswith("for example #1f5f6b.")
    assert len(str(refused.value)) < 200


def test_derive_and_promises_refuse_what_is_no_colour() -> None:
    for ask in (derive, promises, adjustments):
        with pytest.raises(ColourRefused):
            ask("red")


def test_staff_are_told_nothing_when_nothing_was_changed() -> None:
    assert adjustments("#1f5f6b") == []
    assert adjustments("#0b1f4b") == []


def test_staff_are_told_what_was_changed_and_why() -> None:
    told = {str(adjustment): adjustment for adjustment in adjustments("#e6007e")}
    links = told["We made links a little darker so everyone can read them."]
    assert (links.chosen, links.adjusted) == ("#e6007e", "#ac2c64")
    assert any("booking panel pale" in sentence for sentence in told)


def test_staff_are_told_about_dark_words_on_a_pale_button() -> None:
    sentences = " ".join(str(adjustment) for adjustment in adjustments("#f2b705"))
    assert "words on buttons dark" in sentences
    assert "darker edge" in sentences


def test_contrast_follows_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)
    assert contrast("#1f5f6b", "#1f5f6b") == 1


def test_oklch_agrees_with_published_values() -> None:
    # CSS Color 4, sample conversions: red is oklch(62.796% 0.25768 29.234)
    red = to_oklch("#ff0000")
    assert red.lightness == pytest.approx(0.62796, abs=1e-4)
    assert red.chroma == pytest.approx(0.25768, abs=1e-4)
    assert red.hue == pytest.approx(29.234, abs=0.01)


def test_a_colour_survives_the_way_to_oklch_and_back() -> None:
    for colour in RANDOM_COLOURS:
        back = to_hex(to_oklch(colour))
        assert all(
            abs(a - b) <= 1 for a, b in zip(channels(colour), channels(back), strict=True)
        ), (colour, back)


def test_a_colour_no_screen_can_show_keeps_its_lightness() -> None:
    shown = to_oklch(to_hex(OKLCH(0.5, 0.4, 200.0)))
    assert shown.lightness == pytest.approx(0.5, abs=0.01)
    assert shown.chroma < 0.4
