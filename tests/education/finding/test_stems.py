"""Words as search compares them."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from education.finding.stems import fold, split_words, stem, stems, without_small_words


@pytest.mark.parametrize(
    ("word", "folded"),
    [
        ("Ácne", "acne"),
        ("ECZÉMA", "eczema"),
        ("œdema", "oedema"),
        ("Größe", "grosse"),
        ("søvn", "sovn"),
        ("ﬁbre", "fibre"),
        ("ёлка", "елка"),
        ("йод", "йод"),
        ("Άκνη", "ακνη"),
        ("حَبّ", "حب"),
        ("湿疹", "湿疹"),
    ],
)
def test_capitals_accents_and_ligatures_make_no_difference(word, folded):
    assert fold(word) == folded
    assert fold(fold(word)) == folded


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("Athlete's foot", "en", ["athlete", "foot"]),
        ("Don’t scratch!", "en", ["dont", "scratch"]),
        ("the patients’ skin", "en", ["the", "patients", "skin"]),
        ("sun-cream, SPF 50+", "en", ["sun", "cream", "spf", "50"]),
        ("l’acné", "fr", ["l", "acné"]),
        ("¿Qué es?", "es", ["qué", "es"]),
        ("", "en", []),
        ("💊 ---", "en", []),
        ("त्वचा की देखभाल", "hi", ["त्वचा", "की", "देखभाल"]),
    ],
)
def test_words_of_a_text(text, language, words):
    assert split_words(text, language) == words


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["mole", "moles", "MOLES"]),
        ("en", ["itch", "itching", "itches"]),
        ("en-gb", ["rash", "rashes"]),
        ("es", ["infección", "infecciones", "infeccion"]),
        ("es-mx", ["atópica", "atopico"]),
        ("de", ["Muttermal", "Muttermale"]),
    ],
)
def test_endings_make_no_difference(language, words):
    assert len({stem(word, language) for word in words}) == 1


def test_a_language_without_a_stemmer_keeps_its_words():
    assert stems("Moles moles", "xx") == ["moles", "moles"]


def test_a_word_with_a_digit_stays_as_it_is():
    assert stem("b12s", "en") == "b12s"


def test_threads_do_not_mix_their_words():
    words = [f"{letter}{other}oles" for letter in "bcdfgh" for other in "aeiou"] * 20
    one_by_one = [stem(word, "en") for word in words]
    stem.cache_clear()
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda word: stem(word, "en"), words)) == one_by_one


def test_small_words_go_unless_nothing_else_is_left():
    assert without_small_words(["how", "do", "i", "treat", "acne"], "en") == ["treat", "acne"]
    assert without_small_words(["what", "is", "it"], "en") == ["what", "is", "it"]
    assert without_small_words(["qué", "es", "acné"], "es") == ["acné"]
    assert without_small_words(["the", "skin"], "xx") == ["the", "skin"]
