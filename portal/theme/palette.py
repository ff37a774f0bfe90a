"""One brand colour in, a complete accessible colour set out, light and dark. Pure.

The rules keep the brand's hue, move its lightness only as far as reading needs, and check every
colour again after it was rounded to eight bits. ``promises`` lists what holds for every brand;
the tests ask it about thousands of colours and staff see it as the "Readable" table.

Contrast minimums come from WCAG 2.2: 4.5 for text (1.4.3), 3 for icons, borders and the edges of
controls (1.4.11). We aim a little higher where text is small or stands on a tint.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from portal.theme.colour import (
    INK,
    OKLCH,
    WHITE,
    ColourRefused,
    channels,
    contrast,
    normalise_colour,
    readable,
    to_hex,
    to_oklch,
)

__all__ = [
    "ALGORITHM_VERSION",
    "Adjustment",
    "ColourRefused",
    "Palette",
    "Promise",
    "adjustments",
    "derive",
    "normalise_colour",
    "promises",
]

ALGORITHM_VERSION: Final = 1
"""Part of the stylesheet's address. Raise it whenever any output below changes, because browsers
keep a stylesheet for a year."""

_BACKGROUNDS = ("paper", "surface", "tint", "tint-2")
_STEP = 0.004  # of lightness; small enough that neighbouring brands do not jump apart

_GREY_CHROMA = 0.015  # below this the hue of a colour is noise
_PALE_CHROMA = 0.045  # below this a link at 5:1 looks disabled rather than linked
_LOUD_CHROMA = 0.20  # above this a whole panel in the brand colour shouts

_TEXT_RATIO, _PALE_TEXT_RATIO = 5.0, 8.0
_EDGE_RATIO, _PALE_EDGE_RATIO = 3.2, 4.5
_LABEL_RATIO, _DARK_LABEL_RATIO = 4.6, 6.0
_MINIMUM_EDGE = 3.0
_FURTHEST_DARKENING = 0.16  # of lightness, before a yellow would turn brown
_INK_LABEL_RATIO = 7.0


@dataclass(frozen=True)
class Palette:
    """The colours of both schemes: token name without ``--`` to ``#rrggbb``."""

    light: dict[str, str]
    dark: dict[str, str]


@dataclass(frozen=True)
class Promise:
    """One contrast that must hold: ``pair`` is "foreground/background" by token name."""

    scheme: str
    pair: str
    foreground: str
    background: str
    ratio: float
    minimum: float

    @property
    def kept(self) -> bool:
        """Whether the colours as rounded reach the minimum."""
        return self.ratio >= self.minimum


@dataclass(frozen=True)
class Adjustment:
    """Where the page uses another colour than the chosen one, and why, in a plain sentence."""

    sentence: str
    chosen: str
    adjusted: str

    def __str__(self) -> str:
        return self.sentence


def derive(seed: str) -> Palette:
    """Return the palette of a brand colour (anything ``normalise_colour`` accepts).

    The same colour always gives the same palette. Raises ``ColourRefused``.
    """
    palette = _derived(normalise_colour(seed))
    return Palette(light=dict(palette.light), dark=dict(palette.dark))


@lru_cache(maxsize=512)
def _derived(seed: str) -> Palette:
    brand = to_oklch(seed)
    if brand.chroma < _GREY_CHROMA:
        brand = OKLCH(brand.lightness, 0.0, 250.0)
    return Palette(light=_light(seed, brand), dark=_dark(seed, brand))


def _tinted(brand: OKLCH, lightness: float, share: float, most: float) -> str:
    """A quiet colour with a trace of the brand: ``share`` of its chroma, at most ``most``."""
    return to_hex(OKLCH(lightness, min(brand.chroma * share, most), brand.hue))


def _text_ratio(brand: OKLCH) -> float:
    return _TEXT_RATIO if brand.chroma >= _PALE_CHROMA else _PALE_TEXT_RATIO


def _edge_ratio(brand: OKLCH) -> float:
    return _EDGE_RATIO if brand.chroma >= _PALE_CHROMA else _PALE_EDGE_RATIO


def _light(seed: str, brand: OKLCH) -> dict[str, str]:
    tokens = {
        "paper": WHITE,
        "surface": _tinted(brand, 0.982, 0.05, 0.006),
        "tint": _tinted(brand, 0.962, 0.16, 0.020),
        "tint-2": _tinted(brand, 0.925, 0.26, 0.036),
        "line": _tinted(brand, 0.880, 0.12, 0.016),
        "ink": INK,
        "ink-2": "#434b55",
        "brand": seed,
    }
    backgrounds = [tokens[name] for name in _BACKGROUNDS]
    quiet = min(brand.chroma, 0.17)  # vivid fills are welcome, neon text is not
    text = OKLCH(min(brand.lightness, 0.52), quiet, brand.hue)
    edge = OKLCH(min(brand.lightness, 0.66), quiet, brand.hue)
    tokens["brand-text"] = readable(text, backgrounds, _text_ratio(brand), -_STEP)
    tokens["brand-ui"] = readable(edge, backgrounds, _edge_ratio(brand), -_STEP)
    solid, label = _light_fill(seed, brand)
    tokens["solid"], tokens["on-solid"] = solid, label
    tokens["solid-hover"] = _light_hover(solid, label, brand)
    melts_away = contrast(solid, WHITE) < _MINIMUM_EDGE
    tokens["solid-line"] = tokens["brand-ui"] if melts_away else solid
    return tokens | _light_panel(tokens, brand)


def _light_fill(seed: str, brand: OKLCH) -> tuple[str, str]:
    """The fill of buttons and the colour of their words."""
    if contrast(seed, WHITE) >= _LABEL_RATIO:
        return seed, WHITE
    start = OKLCH(brand.lightness, min(brand.chroma, 0.24), brand.hue)
    darker = readable(start, [WHITE], _LABEL_RATIO, -_STEP)
    moved = brand.lightness - to_oklch(darker).lightness
    if moved <= _FURTHEST_DARKENING or contrast(seed, INK) < _INK_LABEL_RATIO:
        return darker, WHITE
    return seed, INK


def _light_hover(solid: str, label: str, brand: OKLCH) -> str:
    """The fill under the pointer: a small step away from the label, if it stays readable."""
    lightness = to_oklch(solid).lightness
    if label == WHITE:
        change = -0.055 if lightness > 0.30 else 0.09
    else:
        change = 0.045 if lightness < 0.93 else -0.05
    hover = to_hex(OKLCH(lightness + change, min(brand.chroma, 0.24), brand.hue))
    return hover if contrast(hover, label) >= _LABEL_RATIO else solid


def _light_panel(tokens: dict[str, str], brand: OKLCH) -> dict[str, str]:
    """The booking panel: solid, or tinted with a solid button when the brand is very vivid."""
    if brand.chroma <= _LOUD_CHROMA:
        return {
            "cta": tokens["solid"],
            "on-cta": tokens["on-solid"],
            "cta-line": tokens["solid-line"],
            "cta-btn": tokens["on-solid"],
            "on-cta-btn": tokens["solid"],
        }
    button, label = tokens["solid"], tokens["on-solid"]
    if contrast(button, tokens["tint"]) < _MINIMUM_EDGE:
        # a neon green button would melt into its pale panel
        button, label = tokens["brand-text"], WHITE
    return {
        "cta": tokens["tint"],
        "on-cta": tokens["ink"],
        "cta-line": tokens["brand-ui"],
        "cta-btn": button,
        "on-cta-btn": label,
    }


def _dark(seed: str, brand: OKLCH) -> dict[str, str]:
    tokens = {
        "paper": _tinted(brand, 0.205, 0.08, 0.012),
        "surface": _tinted(brand, 0.235, 0.09, 0.014),
        "tint": _tinted(brand, 0.270, 0.16, 0.028),
        "tint-2": _tinted(brand, 0.315, 0.20, 0.036),
        "line": _tinted(brand, 0.380, 0.14, 0.022),
        "ink": "#eef1f4",
        "ink-2": "#b9c1ca",
        "brand": seed,
    }
    backgrounds = [tokens[name] for name in _BACKGROUNDS]
    text = OKLCH(max(brand.lightness, 0.70), min(brand.chroma, 0.13), brand.hue)
    edge = OKLCH(max(brand.lightness, 0.58), min(brand.chroma, 0.15), brand.hue)
    fill = OKLCH(max(brand.lightness, 0.72), min(brand.chroma, 0.13), brand.hue)
    tokens["brand-text"] = readable(text, backgrounds, _text_ratio(brand), _STEP)
    tokens["brand-ui"] = readable(edge, backgrounds, _edge_ratio(brand), _STEP)
    solid = readable(fill, [INK, tokens["paper"]], _DARK_LABEL_RATIO, _STEP)
    hover = min(to_oklch(solid).lightness + 0.05, 0.97)
    return tokens | {
        "solid": solid,
        "on-solid": INK,
        "solid-hover": to_hex(OKLCH(hover, min(brand.chroma, 0.11), brand.hue)),
        "solid-line": solid,
        "cta": tokens["tint"],
        "on-cta": tokens["ink"],
        "cta-line": tokens["brand-ui"],
        "cta-btn": solid,
        "on-cta-btn": INK,
    }


_ON_EVERY_BACKGROUND = {"ink": 10.0, "ink-2": 5.0, "brand-text": 4.5, "brand-ui": 3.0}
_PAIRS = {
    ("on-solid", "solid"): 4.5,
    ("on-solid", "solid-hover"): 4.5,
    ("solid-line", "paper"): 3.0,
    ("on-cta", "cta"): 4.5,
    ("on-cta-btn", "cta-btn"): 4.5,
    ("cta-btn", "cta"): 3.0,
    ("cta-line", "paper"): 3.0,
}


def promises(seed: str) -> tuple[Promise, ...]:
    """Return every contrast we promise for a brand colour, measured. Raises ``ColourRefused``."""
    palette = derive(seed)
    return tuple(
        promise
        for scheme, tokens in (("light", palette.light), ("dark", palette.dark))
        for promise in _measured(scheme, tokens)
    )


def _measured(scheme: str, tokens: dict[str, str]) -> Iterator[Promise]:
    pairs = {
        (name, background): minimum
        for name, minimum in _ON_EVERY_BACKGROUND.items()
        for background in _BACKGROUNDS
    } | _PAIRS
    for (name, background), minimum in pairs.items():
        front, back = tokens[name], tokens[background]
        ratio = contrast(front, back)
        yield Promise(scheme, f"{name}/{background}", front, back, ratio, minimum)


def adjustments(seed: str) -> list[Adjustment]:
    """Return where and why the light page departs from the chosen colour; empty if nowhere."""
    chosen = normalise_colour(seed)
    tokens = derive(chosen).light
    found = [
        Adjustment(f"We made {part} {change} so everyone can {verb} them.", chosen, tokens[name])
        for name, part, verb in (
            ("brand-text", "links", "read"),
            ("brand-ui", "icons and borders", "see"),
            ("solid", "buttons", "read"),
        )
        if (change := _change(chosen, tokens[name]))
    ]
    if tokens["on-solid"] == INK:
        sentence = "We made the words on buttons dark, because white words are hard to read there."
        found.append(Adjustment(sentence, chosen, INK))
    if tokens["solid-line"] != tokens["solid"]:
        sentence = "We gave buttons a darker edge so everyone can see where they are."
        found.append(Adjustment(sentence, chosen, tokens["solid-line"]))
    if tokens["cta"] == tokens["tint"]:
        sentence = "We made the booking panel pale, because a whole panel in this colour is loud."
        found.append(Adjustment(sentence, chosen, tokens["tint"]))
    return found


def _change(chosen: str, adjusted: str) -> str:
    """Say how two colours differ, or nothing when only rounding tells them apart."""
    if all(abs(a - b) <= 2 for a, b in zip(channels(chosen), channels(adjusted), strict=True)):
        return ""
    moved = to_oklch(adjusted).lightness - to_oklch(chosen).lightness
    if abs(moved) < 0.005:
        return "a little softer"
    amount = "a little " if abs(moved) < 0.10 else "much " if abs(moved) > 0.25 else ""
    return f"{amount}{'lighter' if moved > 0 else 'darker'}"
