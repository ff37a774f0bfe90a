"""What a query asks for, and every way to say it."""

import pytest

from education.finding.stems import split_words
from education.finding.understanding import (
    Synonyms,
    also_looked_for,
    only_known,
    understand,
    word_by_word,
)

PAIRS = [
    ("spots", "acne"),
    ("nettle rash", "urticaria"),
    ("hives", "urticaria"),
    ("athlete's foot", "tinea pedis"),
    ("sun", "sunshine"),
    ("sun cream", "sunscreen"),
    ("", "nothing"),
]


@pytest.fixture
def synonyms():
    return Synonyms(PAIRS, "en")


def ways(text: str, synonyms) -> list[list[str]]:
    meanings = understand(split_words(text, "en"), synonyms, "en")
    return [[way.words for way in meaning.ways] for meaning in meanings]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("spot", [["spot", "acne"]]),
        ("acne", [["acne", "spots"]]),
        ("how do I treat nettle rash", [["treat"], ["nettle rash", "urticaria"]]),
        ("Athlete’s FOOT", [["athlete foot", "tinea pedis"]]),
        ("sun creams", [["sun creams", "sunscreen"]]),
        ("cream in the sun", [["cream"], ["sun", "sunshine"]]),
        ("acne acne ACNE", [["acne", "spots"]]),
        ("what is it", [["what"], ["is"], ["it"]]),
        ("nothing", [["nothing"]]),
        ("", []),
    ],
)
def test_what_is_asked_for(synonyms, text, meant):
    assert ways(text, synonyms) == meant


def test_one_step_only(synonyms):
    """Hives and nettle rash both mean urticaria; search for one does not go on to the other."""
    assert ways("hives", synonyms) == [["hives", "urticaria"]]


def test_words_that_an_unfinished_one_begins_with(synonyms):
    (meaning,) = understand(["psor"], synonyms, "en", {"psor": ["psoriasis"]})
    assert [way.run for way in meaning.ways] == [("psor",), ("psoriasi",)]


def test_word_by_word_keeps_what_means_the_same(synonyms):
    meanings = understand(["nettle", "rash", "cream"], synonyms, "en")
    apart = word_by_word(meanings, "en")
    assert [[way.words for way in meaning.ways] for meaning in apart] == [
        ["nettle", "urticaria"],
        ["rash", "urticaria"],
        ["cream"],
    ]


def test_only_known_ways_remain(synonyms):
    (meaning,) = understand(["nettle", "rash"], synonyms, "en")
    known = only_known(meaning, {"urticaria", "rash"}.__contains__)
    assert [way.words for way in known.ways] == ["urticaria"]
    assert only_known(meaning, set().__contains__) is None


def test_what_else_was_looked_for_is_not_a_long_list():
    synonyms = Synonyms([("spots", f"word{n}x") for n in range(9)], "en")
    assert len(also_looked_for(understand(["spots"], synonyms, "en"))) == 3


def test_almost_the_typed_word_is_not_worth_saying():
    synonyms = Synonyms([("treat", "treatment"), ("treat", "remedy")], "en")
    assert also_looked_for(understand(["treat"], synonyms, "en")) == ["remedy"]
