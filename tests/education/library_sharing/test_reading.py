"""What readers get of a copy: their own clinic's brand and booking, the library's words and clinician."""

import json
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from education.library_sharing.choosing import leave_out, offer, take_article, take_topic
from education.models import ArticlePage, ReviewRules
from education.review.signing import record
from education.review_dates.overdue import take_overdue_offline
from tests import factories
from tests.base import words_of

from .conftest import approve, copy_at, fresh, shown_at

pytestmark = pytest.mark.django_db

HERE = "other.example"
ACNE = "/skin-help/acne/"


@pytest.fixture
def reader(taken):
    """Somebody who reads at the taking clinic."""
    return Client(HTTP_HOST=HERE)


@pytest.fixture
def page(reader):
    return reader.get(ACNE)


def data_of(page) -> list[dict]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page.content.decode())
    return json.loads(found[1])["@graph"]


class TestThePage:
    def test_has_the_clinics_own_brand_booking_and_contact(self, client, taken, page):
        text = page.content.decode()
        assert "book.meadow.example" in text and "8a2d5c" in text and "555 030 0400" in text
        for theirs in ("book.harbour.example", "1f5f6b", "555 020 0300"):
            assert theirs not in text
        assert "book.harbour.example" in client.get("/treatments/acne/").content.decode()

    def test_names_the_library_its_clinician_and_their_dates(self, page, taken):
        words = words_of(page)
        assert (
            "Checked by Dr Ada Example, consultant dermatologist, at Harbour Skin Clinic" in words
        )
        assert "Written by Harbour Skin Clinic" in words

    def test_is_not_said_of_an_article_of_ones_own(self, client, taken):
        words = words_of(client.get("/treatments/acne/"))
        assert "Checked by Dr Ada Example, consultant dermatologist" in words
        assert "at Harbour Skin Clinic" not in words and "Written by" not in words

    def test_sends_search_engines_to_the_library(self, page):
        text = page.content.decode()
        assert '<link rel="canonical" href="http://localhost/treatments/acne/">' in text
        assert '<meta property="og:url" content="http://localhost/treatments/acne/">' in text
        assert '<meta property="og:site_name" content="Meadow Dermatology">' in text

    def test_tells_machines_whose_article_it_is_and_its_own_way_down(self, page):
        nodes = {node["@type"]: node for node in data_of(page)}
        article = nodes["MedicalWebPage"]
        assert article["url"] == "http://localhost/treatments/acne/"
        assert "Harbour Skin Clinic" in json.dumps(article)
        assert "Meadow" not in json.dumps(article)
        way = [step.get("item") for step in nodes["BreadcrumbList"]["itemListElement"]]
        assert way[:2] == ["http://other.example/", "http://other.example/skin-help/"]

    def test_short_address_and_crumbs_are_the_clinics_own(self, reader, page, taken, other_clinic):
        copy = copy_at(other_clinic, taken.acne)
        assert f"other.example/a/{copy.pk}/" in words_of(page)
        assert reader.get(f"/a/{copy.pk}/").headers["Location"] == ACNE
        assert "Skin help" in words_of(page)

    def test_says_that_an_example_is_one(self, taken, reader):
        before = words_of(reader.get(ACNE))
        record(fresh(taken.acne), is_example=True)
        notice = words_of(Client().get("/treatments/acne/")).partition("Acne in two lines.")[2][:60]
        assert notice in words_of(reader.get(ACNE)) and notice not in before

    def test_costs_two_queries_more_than_the_librarys_at_most(self, client, reader, taken):
        counts = []
        for browser, address in ((client, "/treatments/acne/"), (reader, ACNE)):
            browser.get(address)
            with CaptureQueriesContext(connection) as asked:
                assert browser.get(address).status_code == 200
            counts.append(len(asked))
        print("\nqueries of the library's page and of a copy:", counts)
        assert counts[1] <= counts[0] + 2


class TestFinding:
    @pytest.mark.parametrize("address", ["/skin-help/", "/search/?q=acne", "/a-z/", "/feed.xml"])
    def test_a_copy_stands_in_the_lists_of_its_clinic(self, reader, address):
        assert "Acne" in reader.get(address).content.decode()
        assert "localhost" not in reader.get(address).content.decode()

    def test_its_questions_stand_in_the_hub(self, clinic, library, other_clinic, shelf, reviewer):
        question = factories.make_question(clinic, "Will spots leave marks?")
        article = factories.make_article(
            clinic, "Spots", topic=library.topic, questions=[question], live=False
        )
        approve(article, reviewer)
        take_article(other_clinic, article, shelf, None)
        words = words_of(Client(HTTP_HOST=HERE).get("/questions/"))
        assert "Will spots leave marks?" in words

    def test_what_is_left_out_stands_in_no_list(self, reader, taken, other_clinic):
        leave_out(other_clinic, taken.acne)
        for address in ("/skin-help/", "/search/?q=acne", "/a-z/", "/feed.xml"):
            assert "/skin-help/acne/" not in reader.get(address).content.decode(), address
        assert reader.get(ACNE).status_code == 404

    def test_the_sitemap_names_the_librarys_page_only(self, client, reader):
        assert "/treatments/acne/" in client.get("/sitemap.xml").content.decode()
        assert "acne" not in reader.get("/sitemap.xml").content.decode()

    def test_its_dates_and_its_leaving_of_lists_are_the_librarys(self, reader, taken, other_clinic):
        rules = ReviewRules.objects.get(site=other_clinic)
        rules.overdue, rules.grace_days = ReviewRules.Overdue.UNPUBLISHED, 0
        rules.save()
        copy = copy_at(other_clinic, taken.acne)
        assert copy.leaves_lists_on == fresh(taken.acne).leaves_lists_on
        ArticlePage.objects.filter(pk=copy.pk).update(leaves_lists_on="2020-01-01")
        assert list(take_overdue_offline()) == []
        assert shown_at(other_clinic, taken.acne)


class TestWaysOn:
    def test_a_link_leads_to_ones_own_copy_else_to_the_library(
        self, clinic, library, other_clinic, shelf, reviewer
    ):
        links = "".join(
            f'<p><a linktype="page" id="{page.pk}">{page.title}</a></p>'
            for page in (library.acne, library.warts)
        )
        body = [factories.text_section("What it is", links)]
        article = factories.make_article(
            clinic,
            "Skin",
            topic=library.topic,
            body=body,
            live=False,
            related=[library.acne, library.warts],
        )
        approve(article, reviewer)
        take_article(other_clinic, article, shelf, None)
        take_article(other_clinic, library.acne, shelf, None)
        text = Client(HTTP_HOST=HERE).get("/skin-help/skin/").content.decode()
        assert '<a href="/skin-help/acne/">Acne</a>' in text
        assert '<a href="http://localhost/treatments/warts/">Warts</a>' in text
        related = text.partition('class="related')[2]
        assert "/skin-help/acne/" in related and "Warts" not in related
        own = Client().get("/treatments/skin/").content.decode()
        assert '<a href="/treatments/acne/">Acne</a>' in own

    def test_hard_words_are_explained_as_at_the_library(
        self, clinic, library, other_clinic, shelf, reviewer
    ):
        term = factories.make_term(clinic, "Sebum", meaning="the oil of your skin.")
        body = [factories.text_section("What it is", f"<p>{factories.marked(term)}</p>")]
        article = factories.make_article(clinic, "Oil", topic=library.topic, body=body, live=False)
        approve(article, reviewer)
        take_article(other_clinic, article, shelf, None)
        text = Client(HTTP_HOST=HERE).get("/skin-help/oil/").content.decode()
        assert "the oil of your skin." in text


class TestAlerts:
    def test_the_librarys_stand_on_the_copy(self, reader, taken):
        factories.make_alert(taken.site, "Stop batch seven.", articles=[taken.acne])
        factories.make_alert(taken.site, "All of these.", topics=[taken.topic])
        words = words_of(reader.get(ACNE))
        assert "Stop batch seven." in words and "All of these." in words
        other = words_of(reader.get("/skin-help/warts/"))
        assert "Stop batch seven." not in other and "All of these." in other

    def test_the_clinics_own_stand_there_too_and_never_at_the_library(
        self, client, reader, taken, other_clinic, shelf
    ):
        copy = copy_at(other_clinic, taken.acne)
        factories.make_alert(other_clinic, "Ours alone.", articles=[copy])
        factories.make_alert(other_clinic, "Our shelf.", topics=[shelf])
        words = words_of(reader.get(ACNE))
        assert "Ours alone." in words and "Our shelf." in words
        theirs = words_of(client.get("/treatments/acne/"))
        assert "Ours alone." not in theirs and "Our shelf." not in theirs

    def test_another_clinics_alert_on_the_library_article_stands_nowhere(
        self, reader, taken, other_clinic
    ):
        factories.make_alert(other_clinic, "Not theirs to say.", topics=[taken.topic])
        assert "Not theirs to say." not in words_of(reader.get(ACNE))


def test_a_clinic_may_take_from_two_libraries(taken, other_clinic, shelf):
    third = factories.make_clinic("third.example", "Third Clinic")
    offer(third, True, None)
    topic = factories.make_topic(third, "Theirs")
    factories.make_article(third, "Eczema", topic=topic)
    take_topic(other_clinic, topic, shelf, None)
    words = words_of(Client(HTTP_HOST=HERE).get("/skin-help/"))
    assert "Acne" in words and "Eczema" in words
