"""A theme's name is its input; its stylesheet and icon are pure functions of it."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from portal.theme.palette import ColourRefused, derive
from portal.theme.stylesheet import (
    SHAPES,
    THEME_NAME_PATTERN,
    TYPE_STYLES,
    Shape,
    ThemeChoice,
    TypeStyle,
    browser_colours,
    favicon_svg,
    parse_theme_name,
    stylesheet,
    theme_name,
)

GOLDENS = Path(__file__).parent / "goldens"
BRANDS = [
    "1f5f6b-warm-soft",
    "f2b705-warm-soft",
    "e6007e-clear-round",
    "0b1f4b-legible-sharp",
    "c9cdd2-system-soft",
]
TEAL = ThemeChoice("#1f5f6b", TypeStyle.WARM, Shape.SOFT)


def choice(name: str) -> ThemeChoice:
    found = parse_theme_name(name)
    assert found is not None
    return found


@pytest.mark.parametrize("name", BRANDS)
def test_the_stylesheet_of_a_known_brand_has_not_changed(name: str) -> None:
    """If this change is meant, raise ALGORITHM_VERSION and replace the file."""
    golden = (GOLDENS / f"{name}.css").read_text(encoding="utf-8").rstrip("\n")
    assert stylesheet(choice(name)) == golden


def test_every_golden_file_belongs_to_a_brand() -> None:
    assert sorted(path.stem for path in GOLDENS.glob("*.css")) == sorted(BRANDS)


def test_every_combination_has_a_name_and_a_stylesheet() -> None:
    seen = set()
    for type_style, _ in TYPE_STYLES:
        for shape, _ in SHAPES:
            name = theme_name("#1F5F6B", type_style, shape)
            assert choice(name).name == name
            seen.add(stylesheet(choice(name)))
    assert len(seen) == len(TypeStyle) * len(Shape) == 12


def test_the_choices_for_staff_are_the_ones_that_exist() -> None:
    assert [value for value, _ in TYPE_STYLES] == list(TypeStyle)
    assert [value for value, _ in SHAPES] == list(Shape)


def test_a_name_can_be_read_back() -> None:
    assert theme_name("#1f5f6b", "warm", "soft") == "1f5f6b-warm-soft"
    assert choice("1f5f6b-warm-soft") == TEAL


@pytest.mark.parametrize(
    "name",
    [
        "",
        "1f5f6b",
        "1f5f6b-warm",
        "1f5-warm-soft",
        "1F5F6B-warm-soft",
        "#1f5f6b-warm-soft",
        "1f5f6b-warm-soft\n",
        " 1f5f6b-warm-soft",
        "1f5f6b-warm-soft-",
        "1f5f6b-cold-soft",
        "1f5f6b-warm-oval",
        "1f5f6g-warm-soft",
        "\u0661f5f6b-warm-soft",
        "1f5f6b-warm-soft;}body{display:none",
    ],
)
def test_anything_else_is_no_theme(name: str) -> None:
    assert parse_theme_name(name) is None


def test_the_pattern_for_the_address_admits_exactly_the_names() -> None:
    assert all(re.fullmatch(THEME_NAME_PATTERN, name) for name in BRANDS)
    assert not re.fullmatch(THEME_NAME_PATTERN, "1f5f6b-warm-oval")


def test_impossible_choices_are_refused() -> None:
    with pytest.raises(ColourRefused):
        theme_name("red", "warm", "soft")
    with pytest.raises(ValueError):
        theme_name("#1f5f6b", "cold", "soft")
    with pytest.raises(ValueError):
        theme_name("#1f5f6b", "warm", "oval")


@pytest.mark.parametrize("name", BRANDS)
def test_dark_colours_hold_for_screens_only(name: str) -> None:
    css = stylesheet(choice(name))
    before, dark = css.split("@media screen and (prefers-color-scheme:dark)")
    assert css.count("prefers-color-scheme") == 1
    assert "@media print{:root{color-scheme:light}}" in dark
    assert f"--paper:{derive(name[:6]).light['paper']}" in before
    assert f"--paper:{derive(name[:6]).dark['paper']}" in dark


@pytest.mark.parametrize("name", BRANDS)
def test_the_stylesheet_is_small_balanced_and_loads_nothing(name: str) -> None:
    css = stylesheet(choice(name))
    assert len(css.encode()) < 1200
    assert css.count("{") == css.count("}")
    assert ";;" not in css
    assert "url(" not in css and "@import" not in css and "@font-face" not in css


@pytest.mark.parametrize("name", BRANDS)
def test_the_icon_is_a_drawing_in_the_brand_colour_without_scripts(name: str) -> None:
    light = derive(name[:6]).light
    svg = favicon_svg(choice(name))
    root = ElementTree.fromstring(svg)
    tags = [element.tag.rpartition("}")[2] for element in root.iter()]
    assert tags == ["svg", "rect", "path"]
    assert f'fill="{light["solid"]}"' in svg
    assert f'stroke="{light["on-solid"]}"' in svg


def test_the_icon_can_show_a_letter() -> None:
    root = ElementTree.fromstring(favicon_svg(TEAL, "é"))
    assert "".join(root.itertext()) == "É"


@pytest.mark.parametrize("letter", ["", "<", "&", "AB", "ß", " ", '"', "\x00", "😀"])
def test_the_icon_shows_the_leaf_when_there_is_no_single_letter(letter: str) -> None:
    assert favicon_svg(TEAL, letter) == favicon_svg(TEAL)


def test_browser_bars_take_the_brand_by_day_and_the_page_by_night() -> None:
    assert browser_colours(TEAL) == ("#1f5f6b", "#151819")
