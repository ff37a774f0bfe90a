"""Search: what it finds, where it leads, and what nobody may find."""

import pytest
from django.db import connection
from wagtail.models import PageViewRestriction

from education.finding.search import matching_places, search_articles
from tests import factories
from tests.base import words_of

pytestmark = pytest.mark.django_db
NOTHING_FOUND = "We found nothing with these words."


def found(client, words: str, host: str = "localhost") -> list[str]:
    answer = client.get("/search/", {"q": words}, headers={"host": host})
    assert answer.status_code == 200
    return [row.title for row in answer.context["results"]]


@pytest.fixture
def library(clinic, topic, django_capture_on_commit_callbacks):
    """One article whose every part has a word of its own."""
    with django_capture_on_commit_callbacks(execute=True):
        return factories.make_article(
            clinic,
            "Titleword",
            topic=topic,
            lede="The ledeword stands here.",
            other_names=["Synonymword"],
            key_points=["A keyword.", "Another."],
            body=[factories.text_section("Headingword", "<p>The <b>bodyword</b> here.</p>")],
            benefits=[factories.make_benefit(clinic, "Benefitword", claim="The claimword.")],
            questions=[
                factories.make_question(clinic, "Questionword?", answer="<p>Answerword</p>")
            ],
            conclusion="<p>The conclusionword.</p>",
        )


@pytest.mark.parametrize(
    "word",
    [
        "titleword",
        "ledeword",
        "synonymword",
        "keyword",
        "headingword",
        "bodyword",
        "benefitword",
        "claimword",
        "questionword",
        "answerword",
        "conclusionword",
        "TITLEWORD",
        "bodyword answerword",
    ],
)
def test_an_article_is_found_by_every_part_of_it(client, library, word):
    assert found(client, word) == ["Titleword"]


def test_all_words_must_be_there(client, library):
    assert found(client, "titleword elsewhere") == []


def test_a_result_leads_to_the_place_inside_the_article(client, library):
    answer = client.get("/search/", {"q": "answerword"})
    (row,) = answer.context["results"]
    question = library.body[2].value["questions"][0]
    assert row.matches == [
        {
            "label": "Questionword?",
            "url": f"{library.get_url()}#q-{question.pk}".replace(
                "http://localhost", row.url.partition("/treatments")[0]
            ),
        }
    ]
    assert f'id="q-{question.pk}"' in client.get(library.url).content.decode()
    assert row.topic == "Treatments"


def test_every_place_named_is_on_the_page(client, library):
    for word in ("headingword", "benefitword", "questionword"):
        (row,) = client.get("/search/", {"q": word}).context["results"]
        page = client.get(library.url).content.decode()
        assert row.matches, word
        for match in row.matches:
            assert f'id="{match["url"].partition("#")[2]}"' in page


def test_drafts_of_items_lead_nowhere(clinic, topic):
    draft = factories.make_benefit(clinic, "Draftword", live=False)
    article = factories.make_article(clinic, "A", topic=topic, benefits=[draft])
    assert matching_places(article, ["draftword"], "/a/", {}) == []


class TestWhatNobodyMayFind:
    def test_drafts_private_pages_and_other_clinics(self, client, clinic, other_clinic, topic):
        factories.make_article(clinic, "Hidden draft", topic=topic, live=False)
        private = factories.make_article(clinic, "Hidden private", topic=topic)
        PageViewRestriction.objects.create(page=private, restriction_type="login")
        factories.make_article(other_clinic, "Hidden elsewhere")
        factories.make_article(clinic, "Hidden nothing", topic=topic)
        assert found(client, "hidden") == ["Hidden nothing"]
        assert found(client, "hidden", "other.example") == ["Hidden elsewhere"]

    def test_an_unpublished_article(self, client, library):
        library.unpublish()
        assert found(client, "titleword") == []

    def test_text_of_a_newer_draft(self, client, library):
        library.lede = "Unseenword"
        library.save_revision()
        assert found(client, "unseenword") == []


HOSTILE = {
    "nothing": "",
    "spaces": "   ",
    "10,000 letters": "a" * 10_000,
    "10,000 words": "skin " * 2_000,
    "an odd quotation mark": 'acne "scars',
    "three quotation marks": '"""',
    "NUL": "acne\0scars",
    "only NUL": "\0",
    "emoji": "acne 💊🧴",
    "only emoji": "💊",
    "right to left": "\u202eacne\u202c علاج البشرة",
    "Hebrew": "טיפול בעור",
    "operators": "acne AND OR NOT NEAR( * ^ : -",
    "a star": "*",
    "minus": "-acne",
    "SQL": "'; DROP TABLE education_articlepage; --",
    "markup": "<script>alert(1)</script>",
    "per cent": "100% _",
    "backslash": "\\",
    "tsquery": "a & b | !c <-> d:*",
    "lone surrogate": "\ud800",
}


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
def test_odd_words_get_a_page(client, library, words):
    from urllib.parse import quote

    raw = quote(words.encode("utf-8", "surrogatepass"))
    answer = client.get(f"/search/?q={raw}")
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "<script>alert" not in page and "\0" not in page


def test_bytes_that_are_no_text_get_a_page(client, library):
    assert client.get("/search/?q=%ff%fe%00").status_code == 200


def test_the_longest_search_says_that_it_was_too_long(client, library):
    assert "That was too long" in words_of(client.get("/search/", {"q": "skin " * 2_000}))


def test_no_words_and_no_results_offer_ways_on(client, clinic, topic):
    empty = words_of(client.get("/search/"))
    assert NOTHING_FOUND not in empty and "Treatments" in empty
    none = words_of(client.get("/search/", {"q": "unicorn"}))
    assert NOTHING_FOUND in none and "Treatments" in none and "0 results" in none


def test_results_come_in_pages_that_keep_the_words(client, clinic, topic):
    for number in range(13):
        factories.make_article(clinic, f"Scar {number}", topic=topic, published=False)
    first = client.get("/search/", {"q": "scar"})
    assert len(first.context["results"]) == 10 and first.context["total"] == 13
    assert "q=scar&amp;page=2" in first.content.decode()
    second = client.get("/search/", {"q": "scar", "page": "2"})
    titles = {row.title for page in (first, second) for row in page.context["results"]}
    assert len(titles) == 13


def test_a_word_in_the_title_comes_before_one_in_the_text(client, clinic, topic):
    factories.make_article(
        clinic, "A", topic=topic, body=[factories.text_section("x", "<p>About laser.</p>")]
    )
    factories.make_article(clinic, "Laser", topic=topic)
    titles = found(client, "laser")
    assert set(titles) == {"A", "Laser"}
    # Wagtail's search on SQLite knows no weights; the order is promised on PostgreSQL only.
    if connection.vendor == "postgresql":
        assert titles[0] == "Laser"


def test_a_query_without_a_word_asks_no_search_engine(clinic, django_assert_num_queries):
    with django_assert_num_queries(0):
        query, results = search_articles("💊 ---", clinic)
    assert list(results) == [] and query.words == ()
