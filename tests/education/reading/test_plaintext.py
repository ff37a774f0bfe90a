"""The words behind the markup: for search, reading time and readability."""

import pytest

from education.reading.plaintext import plain, section_lines
from tests import factories


@pytest.mark.parametrize(
    ("rich", "words"),
    [
        ("<p>One.</p><p>Two.</p>", "One.\nTwo."),
        ("<ul><li>a</li><li>b</li></ul>", "a\nb"),
        ("<p>Fish &amp; chips</p>", "Fish & chips"),
        ("<p>a<br/>b</p>", "a\nb"),
        ("<p>1 &lt; 2 and 3 > 2</p>", "1 < 2 and 3 > 2"),
        ("", ""),
        (None, ""),
        ('<p>See <a linktype="page" id="3">this</a>.</p>', "See this."),
    ],
)
def test_markup_goes_and_words_stay(rich, words):
    assert plain(rich) == words


@pytest.mark.django_db
def test_every_kind_of_section_gives_all_its_words(clinic):
    article = factories.make_article(clinic, "All", body=factories.every_section(clinic))
    text = "\n".join(line for section in article.body for line in section_lines(section))
    for words in (
        "What it is",
        "We look",
        "At your skin.",
        "rest",
        "pick at it",
        "Not for you if",
        "How long it takes",
        "Redness",
        "2 days",
        "What it may do:",
        "Little.",
        "Much.",
        "Not approved.",
        "you cannot breathe",
        "it itches",
        "The answer to:",
        "Bring them along.",
        "What else could I try?",
    ):
        assert words in text, words


@pytest.mark.django_db
def test_the_reading_time_counts_what_patients_read(clinic):
    short = factories.make_article(clinic, "Short")
    body = [factories.text_section("Long", "<p>" + "word " * 1000 + "</p>")]
    long = factories.make_article(clinic, "Long", body=body)
    assert short.reading_minutes == 1 and long.reading_minutes == 6
