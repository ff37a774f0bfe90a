"""Whatever is typed into a search box becomes plain words."""

import sqlite3
import time
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from education.finding.query_words import MAX_CHARACTERS, MAX_WORDS, CleanQuery, clean_query

ANYTHING = st.text(st.characters(exclude_categories=()), max_size=300)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("exosomes", "exosomes"),
        ("  Exosomes   after\tlaser\n", "Exosomes after laser"),
        ('asthma "care', "asthma care"),
        ("5'10\"", "5'10"),
        ('"', ""),
        ("", ""),
        ("   ", ""),
        ("- ' -- '' -'", ""),
        ("crow's feet", "crow's feet"),
        ("crow\u2019s feet", "crow's feet"),
        ("'quoted' words", "quoted words"),
        ("after-care", "after-care"),
        ("-care after-", "care after"),
        ("a--b", "a-b"),
        ("post\u2011laser", "post-laser"),
        ("acne NOT (scar OR burn*)", "acne NOT scar OR burn"),
        ("title:acne^2", "title acne 2"),
        ("SPF 50+", "SPF 50"),
        ("vitamin B\u2083", "vitamin B\u2083"),
        ("ac\0ne", "ac ne"),
        ("acne\x07\x1b[31m", "acne 31m"),
        ("acne\ud800 scar", "acne scar"),
        ("acne 😀👩🏽\u200d⚕️ scar", "acne scar"),
        ("❤️", ""),
        ("1️⃣", "1"),
        ("\u202eenca\u202c", "enca"),
        ("\u200facne\u2066", "acne"),
        ("ac\u00adne", "acne"),
        ("\ufeffacne", "acne"),
        ("حب الشباب", "حب الشباب"),
        ("صدفية؟", "صدفية"),
        ("می\u200cخواهم", "می خواهم"),
        ("מה זה אקנה?", "מה זה אקנה"),
        ("त्वचा की देखभाल", "त्वचा की देखभाल"),
        ("皮膚、湿疹", "皮膚 湿疹"),
        ("Mu\u0308nchen", "M\u00fcnchen"),
        ("cafe\u200e\u0301", "caf\u00e9"),
        ("\u0301 acne", "acne"),
        ("\u0301-\u0301a", "a"),
        ("<script>alert(1)</script>", "script alert 1 script"),
        ("' OR 1=1 --", "OR 1 1"),
    ],
)
def test_only_plain_words_are_left(typed: str, text: str) -> None:
    assert clean_query(typed) == CleanQuery(text, tuple(text.split()), shortened=False)


def test_the_thirteenth_word_is_left_out_and_said_to_be() -> None:
    twelve = " ".join(f"word{n}" for n in range(MAX_WORDS))
    assert clean_query(twelve) == CleanQuery(twelve, tuple(twelve.split()), shortened=False)
    assert clean_query(f"{twelve} more") == CleanQuery(twelve, tuple(twelve.split()), True)
    assert not clean_query(f"{twelve} ! \N{GRINNING FACE}").shortened


def test_words_beyond_two_hundred_characters_are_left_out_whole() -> None:
    assert clean_query(f"{'a' * 100} {'b' * 99} c").text == f"{'a' * 100} {'b' * 99}"
    assert clean_query(f"{'a' * 100} {'b' * 100}").text == "a" * 100


def test_a_single_endless_word_is_cut() -> None:
    query = clean_query("a" * 10_000)
    assert query == CleanQuery("a" * MAX_CHARACTERS, ("a" * MAX_CHARACTERS,), shortened=True)
    assert clean_query("a" * 199 + "-b").text == "a" * 199


def test_a_pasted_book_takes_no_time() -> None:
    started = time.perf_counter()
    assert clean_query('acne "scar ' * 1_000_000).shortened
    assert time.perf_counter() - started < 0.1


def test_words_behind_pages_of_punctuation_are_said_to_be_left_out() -> None:
    assert clean_query("," * 5_000 + "acne") == CleanQuery("", (), shortened=True)


def test_trailing_spaces_are_not_something_cut() -> None:
    assert not clean_query("acne" + " " * 10_000).shortened


@given(ANYTHING)
@example('"' * 10_000)
@example("\ud800\udfff\0" * 50)
def test_no_text_raises_or_leaves_more_than_plain_words(typed: str) -> None:
    query = clean_query(typed)
    assert query.text == " ".join(query.words)
    assert len(query.words) <= MAX_WORDS
    assert len(query.text) <= MAX_CHARACTERS
    for word in query.words:
        assert word
        assert unicodedata.category(word[0])[0] in "LN"
        assert word[-1] not in "-'"
        assert all(sign in "-'" or unicodedata.category(sign)[0] in "LMN" for sign in word)
    query.text.encode()


@given(ANYTHING)
def test_cleaning_twice_changes_nothing_more(typed: str) -> None:
    once = clean_query(typed)
    assert clean_query(once.text) == CleanQuery(once.text, once.words, shortened=False)


@given(st.lists(st.text(st.sampled_from("abcé0"), min_size=1, max_size=9), max_size=MAX_WORDS))
def test_plain_words_pass_unchanged(words: list[str]) -> None:
    assert clean_query("  ".join(words)) == CleanQuery(" ".join(words), tuple(words), False)


@given(ANYTHING)
def test_full_text_search_accepts_every_cleaned_word_in_quotes(typed: str) -> None:
    database = sqlite3.connect(":memory:")
    try:
        database.execute("CREATE VIRTUAL TABLE article USING fts5(body)")
        wanted = " ".join(f'"{word}"' for word in clean_query(typed).words)
        if wanted:
            database.execute("SELECT * FROM article WHERE article MATCH ?", (wanted,)).fetchall()
    finally:
        database.close()
