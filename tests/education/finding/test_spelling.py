"""Misspelled words and what they are read as."""

import pytest

from education.finding.spelling import (
    Candidate,
    distance,
    most_mistakes,
    nearest,
    parts,
    two_words,
)


@pytest.mark.parametrize(
    ("one", "other", "steps"),
    [
        ("acne", "acne", 0),
        ("akne", "acne", 1),
        ("acn", "acne", 1),
        ("accne", "acne", 1),
        ("anc", "acn", 1),
        ("ezcema", "eczema", 1),
        ("rosasia", "rosacea", 2),
        ("soriasis", "psoriasis", 1),
        ("", "abc", 3),
        ("kitten", "sitting", 3),
        ("ca", "abc", 3),
    ],
)
def test_distance_counts_letters_added_removed_replaced_or_swapped(one, other, steps):
    assert distance(one, other, 5) == steps == distance(other, one, 5)


def test_distance_stops_counting_where_it_no_longer_matters():
    assert distance("a" * 30, "b" * 30, 2) == 3
    assert distance("acne", "psoriasis", 2) == 3


@pytest.mark.parametrize(
    ("word", "mistakes"),
    [("hiv", 0), ("acne", 1), ("rosea", 2), ("psoriasi", 2), ("psoriasis", 3), ("spf30", 0)],
)
def test_longer_words_may_hold_more_mistakes(word, mistakes):
    assert most_mistakes(word) == mistakes


def title(*words: str) -> list[Candidate]:
    return [Candidate(word, True) for word in words]


def test_the_nearest_word_wins():
    assert nearest("excema", title("eczema", "example")) == "eczema"


def test_among_equally_near_words_those_of_titles_win():
    candidates = [Candidate("scald", False), Candidate("scalp", True)]
    assert nearest("scalt", candidates) == "scalp"


def test_a_word_of_no_title_must_be_nearer():
    assert nearest("herpes", [Candidate("helps", False)]) is None
    assert nearest("herpes", [Candidate("herpe", False)]) == "herpe"


def test_another_first_letter_counts_as_a_mistake_more():
    assert nearest("gout", title("bout")) is None
    assert nearest("price", title("lice")) is None
    assert nearest("akne", title("acne")) == "acne"
    assert nearest("soriasis", title("psoriasis")) == "psoriasis"


def test_the_shorter_of_both_words_says_how_many_mistakes_there_may_be():
    assert nearest("mould", title("mole")) is None
    assert nearest("covid", title("cold")) is None
    assert nearest("sugar", title("scar")) is None
    assert nearest("rosea", title("rosacea")) == "rosacea"
    assert nearest("moles", title("mole")) == "mole"


def test_nothing_is_read_as_a_very_short_word():
    assert nearest("gout", title("got")) is None


@pytest.mark.parametrize("word", ["hiv", "50001", "spf30", ""])
def test_numbers_and_very_short_words_are_not_corrected(word):
    assert nearest(word, title("hive", "50000", "spf50")) is None


def test_two_words_typed_as_one():
    assert two_words("hairloss", {"hair", "loss"}) == ("hair", "loss")
    assert two_words("skincancer", {"skin", "can", "cer"}) is None
    assert two_words("nowhere", set()) is None


def test_no_part_is_shorter_than_three_letters():
    assert parts("acne") == []
    assert parts("suncream") == [("sun", "cream"), ("sunc", "ream"), ("suncr", "eam")]
