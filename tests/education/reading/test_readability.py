"""Readability against counts made by hand."""

from __future__ import annotations

import pytest

from education.reading.readability import lix, measure, reading_minutes, sentences, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Skin heals. It takes time.", ["Skin heals.", "It takes time."]),
        (
            "Use a cream, e.g. Vaseline, at 1.5 times.",
            ["Use a cream, e.g. Vaseline, at 1.5 times."],
        ),
        ("Dr. J. Smith said so. We agree.", ["Dr. J. Smith said so.", "We agree."]),
        ("Is it safe? No. Wait!", ["Is it safe?", "No.", "Wait!"]),
        ("See no. 5 on the list.", ["See no. 5 on the list."]),
        ("He wrote: “None yet.” Ask again.", ["He wrote: “None yet.”", "Ask again."]),
        ("A heading\nA line below", ["A heading", "A line below"]),
        ("Creams, oils etc. help. Balms etc. They help.", None),
        ("“Really?” she said. I do. So do I.", ["“Really?” she said.", "I do.", "So do I."]),
        ("   \n—\n", []),
    ],
)
def test_sentences_end_where_a_reader_would_end_them(text: str, expected: list[str] | None) -> None:
    if expected is None:
        expected = ["Creams, oils etc. help.", "Balms etc.", "They help."]
    assert sentences(text) == expected


def test_a_word_may_hold_an_apostrophe_a_hyphen_or_a_decimal_point() -> None:
    assert words("Don’t use 1.5 follow-up creams (twice).") == [
        "Don’t", "use", "1.5", "follow-up", "creams", "twice",
    ]  # fmt: skip


def test_lix_follows_the_formula_of_bjornsson() -> None:
    # 12 words in 2 sentences, 3 of them with more than 6 letters: 12/2 + 100 * 3/12.
    text = "Exosomes are tiny bubbles that cells let go. We study them carefully."
    assert lix(text) == pytest.approx(6 + 25)


def test_a_text_of_fewer_than_ten_words_has_no_score() -> None:
    assert lix("Dermatologists recommend sunscreen.") == 0
    assert lix("") == 0


def test_only_sentences_over_twenty_words_count_as_long() -> None:
    reading = measure(" ".join(["word"] * 20) + ".\n" + " ".join(["word"] * 21) + ".")
    assert (reading.words, reading.sentences, reading.long_sentences) == (41, 2, 1)
    assert reading.share_of_long_sentences == 0.5
    assert measure("").share_of_long_sentences == 0


@pytest.mark.parametrize(
    ("count", "minutes"), [(0, 1), (1, 1), (200, 1), (201, 2), (719, 4), (1000, 5)]
)
def test_reading_time_is_rounded_up_to_whole_minutes(count: int, minutes: int) -> None:
    assert reading_minutes(count) == minutes


def test_a_negative_number_of_words_is_an_error() -> None:
    with pytest.raises(ValueError, match="-1 words"):
        reading_minutes(-1)
