"""What an article says to machines: the words of schema.org, and only what the page shows."""

import copy
import json
import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.urls import reverse

from education.models import ArticlePage
from education.reading.aspects import ASPECT_CODES, SCHEMA_ASPECTS
from education.sharing.jsonld import ArticleFacts, Reviewer, medical_web_page, script_text
from tests import factories
from tests.base import words_of
from tests.education.sharing.schema_facts import HEALTH_ASPECTS, faults

pytestmark = pytest.mark.django_db
GOLDENS = Path(__file__).parent / "goldens"
BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
PUBLISHED = datetime(2026, 9, 1, 8, 30, tzinfo=UTC)
CORRECTED = datetime(2026, 10, 2, 9, 0, tzinfo=UTC)


def data_of(response) -> dict:
    (block,) = BLOCK.findall(response.content.decode())
    return json.loads(block)


def node(document: dict, kind: str) -> dict:
    (found,) = [each for each in document["@graph"] if each["@type"] == kind]
    return found


def single_spaced(text: str) -> str:
    return " ".join(text.split())


def dressed(clinic, **fields) -> ArticlePage:
    """An article with sections, questions and sources of every kind."""
    source = factories.make_source(clinic, "Skin after acne", url="https://doi.example/acne")
    guide = factories.make_source(clinic, "A guide", publisher="", year=None, url="")
    neighbour = factories.make_article(clinic, "Rosacea")
    answer = (
        f'<p>It can <b>sting</b>. See <a linktype="page" id="{neighbour.pk}">our page</a>.</p>'
        "<ul><li>Less than 3 &amp; more than 1</li><li>“Often” &lt;5 minutes</li></ul>"
    )
    article = factories.make_article(
        clinic,
        "Acne scars",
        body=[
            factories.text_section("What it is", "<p>Words.</p>", aspect="overview"),
            factories.text_section("Getting ready", "<p>Words.</p>", aspect="getting_ready"),
            factories.text_section("", "<p>It goes on.</p>", aspect="safety"),
        ],
        benefits=[factories.make_benefit(clinic, "Smoother skin", sources=[source])],
        questions=[
            factories.make_question(clinic, "Does it hurt?", answer=answer, sources=[source]),
            factories.make_question(clinic, "Is it safe for everyone?"),
            factories.make_question(clinic, "Not approved yet?", live=False),
        ],
        sources=[guide],
        other_names=["Pitted scars", "Ice-pick scars"],
        **fields,
    )
    at(article)
    return article


def at(article, **fields) -> None:
    ArticlePage.objects.filter(pk=article.pk).update(
        **({"first_published_at": PUBLISHED, "last_published_at": CORRECTED} | fields)
    )


def sign(article, clinic) -> None:
    clinician = factories.make_clinician(clinic, role="Head of the clinic")
    at(article, reviewed_by=clinician, last_reviewed=date(2026, 9, 14), is_example=False)


@pytest.fixture
def reviewed(clinic):
    article = dressed(clinic)
    sign(article, clinic)
    return article


@pytest.fixture
def example(clinic):
    article = dressed(clinic)
    at(article, is_example=True)
    return article


@pytest.fixture
def without_questions(clinic):
    article = factories.make_article(clinic, "Sun care")
    at(article)
    return article


@pytest.mark.parametrize("name", ["reviewed", "example", "without_questions"])
def test_the_data_of_a_known_article_has_not_changed(client, request, name):
    article = request.getfixturevalue(name)
    data = data_of(client.get(article.url))
    golden = GOLDENS / f"{name}.json"
    assert data == json.loads(golden.read_text(encoding="utf-8"))
    assert faults(data) == []


def test_every_golden_file_is_looked_at():
    names = {"reviewed", "example", "without_questions"}
    assert {path.stem for path in GOLDENS.glob("*.json")} == names


class TestTheFacts:
    """The checker itself: a mistake of ours must turn it red."""

    @pytest.fixture
    def good(self, client, reviewed) -> dict:
        return data_of(client.get(reviewed.url))

    @pytest.mark.parametrize(
        ("mistake", "said"),
        [
            (lambda page: page.update(lastReviwed="2026-09-14"), "no property lastReviwed"),
            (lambda page: page.update(nextReview="2029-09-14"), "no property nextReview"),
            (lambda page: page.update({"@type": "MedicalPage"}), "unknown type MedicalPage"),
            (lambda page: page["hasPart"][0].update(hasHealthAspect="Overview"), "unknown aspect"),
            (lambda page: page.update(publisher="The clinic"), "cannot be plain text"),
            (lambda page: page.update(reviewedBy={"@type": "Patient"}), "cannot be Patient"),
            (lambda page: page.update(description=""), "is empty"),
            (lambda page: page.update(url="/treatments/"), "no whole address"),
        ],
    )
    def test_a_mistake_is_found(self, good, mistake, said):
        wrong = copy.deepcopy(good)
        mistake(node(wrong, "MedicalWebPage"))
        assert faults(good) == []
        assert any(said in fault for fault in faults(wrong))

    def test_every_aspect_of_ours_is_one_of_theirs(self):
        assert {f"https://schema.org/{name}" for name in SCHEMA_ASPECTS.values()} <= HEALTH_ASPECTS
        assert set(SCHEMA_ASPECTS) <= ASPECT_CODES
        assert ASPECT_CODES - set(SCHEMA_ASPECTS) == {"getting_ready", "other"}


class TestOnlyWhatThePageShows:
    def test_answers_are_the_visible_text(self, client, reviewed):
        response = client.get(reviewed.url)
        words = words_of(response)
        questions = node(data_of(response), "FAQPage")["mainEntity"]
        assert len(questions) == 2
        for question in questions:
            assert question["name"] in words
            assert single_spaced(question["acceptedAnswer"]["text"]) in words

    def test_every_text_but_codes_and_addresses_is_on_the_page(self, client, reviewed):
        response = client.get(reviewed.url)
        words = words_of(response)
        page = node(data_of(response), "MedicalWebPage")
        shown = [page["name"], page["description"], *page["about"]["alternateName"]]
        shown += [page["publisher"]["name"], page["reviewedBy"]["name"]]
        shown += [page["reviewedBy"]["hasCredential"]["name"], page["reviewedBy"]["jobTitle"]]
        shown += [part["name"] for part in page["hasPart"]]
        shown += [source["name"] for source in page["citation"]]
        for text in shown:
            assert text in words, text

    def test_every_part_leads_to_a_place_on_the_page(self, client, reviewed):
        response = client.get(reviewed.url)
        for part in node(data_of(response), "MedicalWebPage")["hasPart"]:
            anchor = part["url"].partition("#")[2]
            assert f'id="{anchor}"' in response.content.decode()

    def test_an_example_names_no_reviewer_even_if_a_record_does(self, client, clinic, example):
        clinician = factories.make_clinician(clinic)
        at(example, reviewed_by=clinician, last_reviewed=date(2026, 9, 14), is_example=True)
        page = node(data_of(client.get(example.url)), "MedicalWebPage")
        assert "reviewedBy" not in page and "lastReviewed" not in page

    def test_nobody_has_reviewed_without_a_day(self):
        facts = ArticleFacts(
            address="https://clinic.example/a/",
            title="A",
            opening="B",
            language="en",
            clinic_name="C",
            clinic_address="https://clinic.example/",
            reviewer=Reviewer("Dr Ada Example"),
        )
        assert "reviewedBy" not in medical_web_page(facts)

    def test_the_same_question_in_two_sections_is_said_once(self, client, clinic):
        question = factories.make_question(clinic, "Does it hurt?")
        article = factories.make_article(
            clinic,
            body=[factories.questions_section([question], "First")],
            questions=[question],
        )
        data = data_of(client.get(article.url))
        assert len(node(data, "FAQPage")["mainEntity"]) == 1

    def test_a_translation_says_its_own_language_and_address(self, client, clinic, article):
        spanish = factories.make_translation(article, "es", title="Cicatrices de acné")
        page = node(data_of(client.get(spanish.url)), "MedicalWebPage")
        assert page["inLanguage"] == "es" and page["name"] == "Cicatrices de acné"
        assert page["url"].startswith("http://localhost/es/")
        assert page["publisher"]["url"] == "http://localhost/es/"


class TestTheDataBlock:
    def test_nothing_written_by_staff_ends_it(self, client, clinic):
        evil = "</script><!-- <script>alert(1)</script> & \u2028"
        article = factories.make_article(
            clinic,
            f"Title {evil}",
            lede=evil,
            other_names=[evil],
            slug="evil",
            body=[factories.text_section(f"Section {evil}", "<p>Words.</p>", aspect="safety")],
            conclusion="",
        )
        response = client.get(article.url)
        page = response.content.decode()
        (block,) = BLOCK.findall(page)
        assert not set("<>&\u2028") & set(block)
        assert node(json.loads(block), "MedicalWebPage")["description"] == evil
        assert "<script>alert" not in page

    def test_the_escape_keeps_every_letter(self):
        data = {"a": "</script>&amp;<!--\u2028\u2029é\"'\\"}
        assert json.loads(script_text(data)) == data

    def test_a_preview_has_none(self, clinic, article, author, signed_in):
        browser = signed_in(author)
        response = browser.get(
            reverse("wagtailadmin_pages:view_draft", args=[article.pk]), follow=True
        )
        assert response.status_code == 200 and b"ld+json" not in response.content

    def test_other_pages_say_the_way_to_them(self, client, clinic, topic):
        factories.make_standard_page(clinic)
        for address in ("/treatments/", "/privacy/", "/contact/", "/a-z/"):
            data = data_of(client.get(address))
            assert faults(data) == []
            steps = node(data, "BreadcrumbList")["itemListElement"]
            assert [step["position"] for step in steps] == [1, 2]
            assert steps[0] == {
                "@type": "ListItem",
                "position": 1,
                "name": "Home",
                "item": steps[0]["item"],
            }
            assert steps[0]["item"].endswith("/") and "item" not in steps[1]

    def test_home_search_and_missing_pages_say_nothing(self, client, clinic):
        for address in ("/", "/search/?q=acne", "/nothing/here/"):
            assert b"ld+json" not in client.get(address).content
