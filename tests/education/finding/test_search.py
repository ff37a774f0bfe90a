"""Search: what it finds, where it leads, and what nobody may find."""

import pytest
from django.core.management import call_command
from wagtail.models import PageViewRestriction

from education.finding.search import find
from education.models import ArticlePage, KnownWord, OtherName, SearchEntry
from tests import factories
from tests.base import words_of

pytestmark = pytest.mark.django_db
NOTHING_FOUND = "We found nothing for"


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


def test_an_article_with_all_words_hides_those_with_some(client, library, clinic):
    factories.make_article(clinic, "Elsewhere")
    factories.make_article(clinic, "Titleword elsewhere")
    assert found(client, "titleword elsewhere") == ["Titleword elsewhere"]


def test_where_no_article_has_all_words_those_with_half_are_shown_and_it_is_said(client, library):
    answer = client.get("/search/", {"q": "titleword zebrafish"})
    assert [row.title for row in answer.context["results"]] == ["Titleword"]
    assert "No page has all of your words. These have some of them." in words_of(answer)


def test_an_article_with_less_than_half_of_the_words_is_shown_if_one_of_them_names_it(
    client, library
):
    assert found(client, "bodyword zebrafish quagga okapi") == []
    for name in ("titleword", "synonymword"):
        assert found(client, f"{name} zebrafish quagga okapi") == ["Titleword"]


def test_whoever_has_more_of_the_words_comes_first(client, clinic, topic):
    factories.make_article(clinic, "Laser")
    factories.make_article(clinic, "Peeling and laser")
    assert found(client, "laser peeling unicorn")[0] == "Peeling and laser"


def test_a_result_leads_to_the_place_inside_the_article(client, library):
    answer = client.get("/search/", {"q": "answerword"})
    (row,) = answer.context["results"]
    question = library.body[2].value["questions"][0]
    (place,) = row.matches
    assert place["label"] == "Questionword?"
    assert place["url"] == f"{row.url}#q-{question.pk}"
    assert f'id="q-{question.pk}"' in client.get(library.url).content.decode()
    assert row.topic == "Treatments"


def test_every_place_named_is_on_the_page(client, library):
    for word in ("headingword", "benefitword", "questionword"):
        (row,) = client.get("/search/", {"q": word}).context["results"]
        page = client.get(library.url).content.decode()
        assert row.matches, word
        for match in row.matches:
            assert f'id="{match["url"].partition("#")[2]}"' in page


def test_drafts_of_items_lead_nowhere(client, clinic, topic):
    draft = factories.make_benefit(clinic, "Draftword", live=False)
    factories.make_article(clinic, "A", topic=topic, benefits=[draft])
    assert found(client, "draftword") == []


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
    assert found(client, "laser") == ["Laser", "A"]


def test_a_query_without_a_word_asks_no_search_engine(clinic, django_assert_num_queries):
    with django_assert_num_queries(0):
        nothing = find("💊 ---", clinic)
    assert nothing.ids == [] and nothing.query.words == ()


class TestWhatTheIndexKnows:
    def test_another_name_that_is_published_with_the_article(self, client, library):
        library.other_names.add(OtherName(name="Lateword"))
        factories.put_live(library)
        assert found(client, "lateword") == ["Titleword"]

    def test_a_shared_answer_that_changes(
        self, client, library, django_capture_on_commit_callbacks
    ):
        question = library.body[2].value["questions"][0]
        question.answer = "<p>Changedword</p>"
        with django_capture_on_commit_callbacks(execute=True):
            factories.put_live(question)
        assert found(client, "changedword") == ["Titleword"]
        assert found(client, "answerword") == []

    def test_a_deleted_article_leaves_nothing_behind(self, client, library):
        library.delete()
        assert found(client, "titleword") == []
        assert not SearchEntry.objects.filter(title="titleword").exists()

    def test_an_index_made_anew_knows_the_same(self, client, library):
        SearchEntry.objects.all().delete()
        KnownWord.objects.all().delete()
        assert found(client, "titleword") == []
        call_command("update_index", verbosity=0)
        assert found(client, "titleword") == ["Titleword"]
        assert KnownWord.objects.filter(word="answerword").exists()

    def test_an_index_made_anew_forgets_words_that_nobody_writes(self, library):
        row = {"site_id": library.get_site().pk, "language": "en"}
        KnownWord.objects.create(word="obsoleteword", stem="obsoleteword", **row)
        call_command("update_index", verbosity=0)
        assert not KnownWord.objects.filter(word="obsoleteword").exists()

    def test_an_index_made_anew_brings_the_stems_of_known_words_up_to_date(self, library):
        KnownWord.objects.update(stem="older")
        call_command("update_index", verbosity=0)
        assert KnownWord.objects.get(word="titleword").stem == "titleword"
        assert not KnownWord.objects.filter(stem="older").exists()

    def test_an_article_that_moves_to_another_clinic(self, client, library, other_clinic):
        library.move(factories.topic_of(other_clinic), pos="last-child")
        assert found(client, "titleword") == []
        assert found(client, "titleword", "other.example") == []
        factories.put_live(ArticlePage.objects.get(pk=library.pk))
        assert found(client, "titleword", "other.example") == ["Titleword"]


class TestLanguages:
    @pytest.fixture
    def spanish(self, clinic, topic):
        article = factories.make_article(clinic, "Eczema", topic=topic)
        return factories.make_translation(
            article, "es", title="Infección de la piel", lede="Piel atópica."
        )

    @pytest.mark.parametrize(
        "text", ["infección", "infeccion", "INFECCIONES", "piel atopica", "infecion"]
    )
    def test_words_of_a_language_are_found_in_that_language(self, client, spanish, text):
        answer = client.get("/es/search/", {"q": text})
        assert [row.title for row in answer.context["results"]] == ["Infección de la piel"]
        assert found(client, text) == []

    def test_synonyms_are_those_of_the_language(self, client, clinic, spanish):
        factories.make_synonym(clinic, "quagga", "infección", "es")
        assert found(client, "quagga") == []
        answer = client.get("/es/search/", {"q": "quagga"})
        assert [row.title for row in answer.context["results"]] == ["Infección de la piel"]


class TestSynonyms:
    def test_both_ways_and_in_several_words(self, client, clinic):
        factories.make_article(clinic, "Zebra stripes")
        factories.make_article(clinic, "Okapi")
        factories.make_synonym(clinic, "zebra stripes", "okapi")
        assert set(found(client, "okapis")) == {"Okapi", "Zebra stripes"}
        assert set(found(client, "zebra stripe")) == {"Okapi", "Zebra stripes"}

    def test_the_page_says_which_words_were_looked_for(self, client, clinic):
        factories.make_article(clinic, "Acne")
        assert "We also looked for: “acne”" in words_of(client.get("/search/", {"q": "zits"}))

    def test_one_step_only(self, client, clinic):
        factories.make_article(clinic, "Okapi")
        factories.make_synonym(clinic, "quagga", "zebra")
        factories.make_synonym(clinic, "zebra", "okapi")
        assert found(client, "zebra") == ["Okapi"]
        assert found(client, "quagga") == []

    def test_those_of_another_clinic_mean_nothing_here(self, client, clinic, other_clinic):
        factories.make_article(clinic, "Okapi")
        factories.make_synonym(other_clinic, "quagga", "okapi")
        assert found(client, "quagga") == []


class TestMisspelledWords:
    def test_the_nearest_known_word_is_looked_for_and_it_is_said(self, client, clinic):
        factories.make_article(clinic, "Eczema")
        answer = client.get("/search/", {"q": "excema"})
        assert [row.title for row in answer.context["results"]] == ["Eczema"]
        said = words_of(answer)
        assert "No page has the word “excema”. We looked for “eczema”." in said

    def test_a_misspelled_synonym_leads_on(self, client, clinic):
        factories.make_article(clinic, "Acne")
        assert found(client, "pimpels") == ["Acne"]

    def test_a_known_word_is_never_corrected(self, client, clinic):
        factories.make_article(clinic, "Scar")
        factories.make_article(clinic, "Scarf")
        assert found(client, "scarf") == ["Scarf"]

    def test_numbers_are_never_corrected(self, client, clinic):
        factories.make_article(clinic, "Factor 50000")
        assert found(client, "50001") == []

    def test_words_of_another_clinic_are_not_known_here(self, client, clinic, other_clinic):
        factories.make_article(other_clinic, "Zebrafish")
        answer = client.get("/search/", {"q": "zebrafisch"})
        assert "“zebrafish”" not in words_of(answer)

    def test_an_unfinished_last_word_is_finished(self, client, clinic):
        factories.make_article(clinic, "Psoriasis of the scalp")
        assert found(client, "scalp psor") == ["Psoriasis of the scalp"]

    def test_two_words_typed_as_one(self, client, clinic):
        factories.make_article(clinic, "Nail and hand")
        assert found(client, "nailhand") == ["Nail and hand"]


class TestChosenResults:
    @pytest.fixture
    def chosen(self, clinic):
        factories.make_article(clinic, "Itchy skin itchy skin", lede="Itchy skin.")
        article = factories.make_article(clinic, "See us")
        factories.make_promotion(clinic, "itchy skin", article)
        return article

    @pytest.mark.parametrize(
        "text", ["itchy skin", "Skin, itchy!", "why is my skin itchy at night"]
    )
    def test_they_come_first_once_and_marked(self, client, chosen, text):
        answer = client.get("/search/", {"q": text})
        titles = [row.title for row in answer.context["results"]]
        assert titles[0] == "See us" and titles.count("See us") == 1
        assert words_of(answer).count("Chosen by the clinic") == 1

    def test_other_words_do_not_bring_them(self, client, chosen):
        assert "See us" not in found(client, "skin")

    def test_they_come_alone_where_nothing_else_is_found(self, client, clinic):
        article = factories.make_article(clinic, "See us")
        factories.make_promotion(clinic, "quagga", article)
        assert found(client, "quaggas") == ["See us"]

    def test_only_readable_ones(self, client, chosen):
        chosen.unpublish()
        assert "See us" not in found(client, "itchy skin")

    def test_not_in_the_other_clinic(self, client, chosen, other_clinic):
        assert "See us" not in found(client, "itchy skin", "other.example")


class TestMarkedWords:
    def test_the_word_is_marked_in_title_text_and_place(self, client, clinic):
        factories.make_article(
            clinic,
            "Scars & marks",
            lede="About a scar.",
            body=[factories.text_section("Old scars", "<p>Words.</p>")],
        )
        page = client.get("/search/", {"q": "scar"}).content.decode()
        assert "<mark>Scars</mark> &amp; marks" in page
        assert "About a <mark>scar</mark>." in page
        assert "Old <mark>scars</mark>" in page

    def test_markup_in_titles_and_queries_stays_text(self, client, clinic):
        factories.make_article(clinic, "The <b>bold</b> script", lede="<script>x</script>")
        page = client.get("/search/", {"q": "<script>bold"}).content.decode()
        assert "<b>bold" not in page and "<script>x" not in page
        assert "&lt;b&gt;<mark>bold</mark>&lt;/b&gt;" in page


@pytest.mark.parametrize("typed", ["!!!", "🙂", "--"])
def test_where_nothing_typed_is_a_word_the_page_says_so(client, library, typed):
    assert "We found no word in what you typed." in words_of(client.get("/search/", {"q": typed}))
    assert "We found no word" not in words_of(client.get("/search/", {"q": "  "}))
