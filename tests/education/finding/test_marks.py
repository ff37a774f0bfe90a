"""Marking the searched words in a text."""

import pytest

from education.finding.marks import pieces, says, stems_in_a_row
from education.finding.understanding import Meaning, way_of


def marked(text: str, *words: str) -> list[str]:
    runs = [way_of(word, "en").run for word in words]
    cut = pieces(text, runs, "en")
    assert "".join(piece for piece, _found in cut) == text
    return [piece for piece, found in cut if found]


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("Moles and a mole.", ["mole"], ["Moles", "mole"]),
        ("Hair loss and the loss of hair", ["hair loss"], ["Hair loss"]),
        ("Sun-cream on skin", ["sun cream"], ["Sun-cream"]),
        ("Athlete’s foot", ["athlete foot"], ["Athlete’s foot"]),
        ("(eczema),", ["eczema"], ["eczema"]),
        ("Éczema", ["eczema"], ["Éczema"]),
        ("E\u0301czema", ["eczema"], ["E\u0301czema"]),
        ("acne acne", ["acne", "acne acne"], ["acne acne"]),
        ("nothing here", ["acne"], []),
        ("", ["acne"], []),
    ],
)
def test_searched_words_are_marked_and_nothing_is_lost(text, words, found):
    assert marked(text, *words) == found


def test_a_text_says_a_thing_in_any_of_its_ways():
    row = stems_in_a_row("Nettle rashes itch", "en")
    assert says(row, Meaning((way_of("urticaria", "en"), way_of("nettle rash", "en"))))
    assert not says(row, Meaning((way_of("rash itch nettle", "en"),)))
    assert not says(row, Meaning((way_of("net", "en"),)))
