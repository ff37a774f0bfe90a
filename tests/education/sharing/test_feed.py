"""The feed: newest and newly checked articles of one clinic in one language."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.http import http_date
from wagtail.models import PageViewRestriction

from education.models import ArticlePage
from education.sharing.feed import NEWEST
from tests import factories

pytestmark = pytest.mark.django_db
ATOM = {"atom": "http://www.w3.org/2005/Atom"}
GOLDEN = Path(__file__).parent / "goldens" / "feed.xml"
START = datetime(2026, 1, 1, 12, tzinfo=UTC)


def published(clinic, title: str, day: int, **fields) -> ArticlePage:
    """An article first published so many days after the start of 2026."""
    article = factories.make_article(clinic, title, published=False)
    moment = START + timedelta(days=day)
    fields = {"first_published_at": moment, "last_published_at": moment} | fields
    ArticlePage.objects.filter(pk=article.pk).update(**fields)
    article.refresh_from_db()
    return article


def entries(client, address: str = "/feed.xml", **headers) -> list[dict[str, str]]:
    feed = ElementTree.fromstring(client.get(address, **headers).content)
    return [
        {element.tag.rpartition("}")[2]: element.text or "" for element in entry}
        for entry in feed.findall("atom:entry", ATOM)
    ]


def titles(client, address: str = "/feed.xml", **headers) -> list[str]:
    return [entry["title"] for entry in entries(client, address, **headers)]


def test_the_feed_of_a_known_clinic_has_not_changed(client, clinic):
    published(clinic, "Acne & scars", 1, search_description="Marks that <acne> leaves.")
    published(clinic, "Rosacea", 2, last_reviewed=date(2026, 3, 1))
    answer = client.get("/feed.xml")
    body = answer.content.decode()
    for article in ArticlePage.objects.all():
        body = body.replace(f"/a/{article.pk}/", f"/a/{article.slug}/")
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert body == GOLDEN.read_text(encoding="utf-8").rstrip("\n")


def test_an_article_checked_again_moves_up_and_a_correction_does_not(client, clinic):
    first = published(clinic, "First", 1)
    published(clinic, "Second", 2)
    corrected = published(clinic, "Corrected", 0, last_published_at=START + timedelta(days=99))
    assert titles(client) == ["Second", "First", "Corrected"]
    identity = entries(client)[1]["id"]
    ArticlePage.objects.filter(pk=first.pk).update(last_reviewed=date(2026, 2, 1))
    again = entries(client)
    assert [entry["title"] for entry in again] == ["First", "Second", corrected.title]
    assert again[0]["updated"] == "2026-02-01T00:00:00+00:00"
    assert again[0]["published"] == "2026-01-02T12:00:00+00:00"
    assert again[0]["id"] == identity


def test_an_entry_keeps_its_identity_when_the_article_moves_and_is_renamed(client, clinic):
    article = published(clinic, "Acne", 1)
    before = entries(client)[0]
    article = ArticlePage.objects.get(pk=article.pk)
    article.title, article.slug = "Acne in adults", "acne-in-adults"
    factories.put_live(article)
    article.move(factories.make_topic(clinic, "Conditions"), pos="last-child")
    after = entries(client)[0]
    assert after["title"] == "Acne in adults"
    assert after["id"] == before["id"] and after["id"].startswith("tag:localhost,2026-01-02:/a/")


def test_only_what_readers_of_this_clinic_may_see_is_listed(client, clinic, other_clinic):
    published(clinic, "Ours", 1)
    factories.make_article(clinic, "A draft", live=False)
    hidden = published(clinic, "For staff", 2)
    PageViewRestriction.objects.create(page=hidden, restriction_type="login")
    published(other_clinic, "Theirs", 3)
    assert titles(client) == ["Ours"]
    assert titles(client, headers={"host": "other.example"}) == ["Theirs"]


def test_each_language_has_its_own(client, clinic, article):
    factories.make_translation(article, "es", title="Cicatrices de acné")
    assert titles(client) == ["Acne scars"]
    assert titles(client, "/es/feed.xml") == ["Cicatrices de acné"]


def test_a_language_without_a_home_page_has_none(client, clinic):
    assert client.get("/es/feed.xml").status_code == 404


def test_it_holds_the_newest_thirty_for_the_same_number_of_queries(client, clinic):
    counts = []
    for number in (3, NEWEST + 5):
        for day in range(ArticlePage.objects.count(), number):
            published(clinic, f"Article {day}", day)
        client.get("/feed.xml")
        with CaptureQueriesContext(connection) as asked:
            listed = titles(client)
        counts.append(len(asked))
    assert len(listed) == NEWEST and listed[0] == f"Article {NEWEST + 4}"
    assert counts[0] == counts[1] <= 3, [query["sql"] for query in asked]


class TestAskingAgain:
    def test_a_reader_who_has_it_gets_304(self, client, clinic, article):
        first = client.get("/feed.xml")
        again = client.get("/feed.xml", headers={"if-none-match": first["ETag"]})
        assert again.status_code == 304 and not again.content and not again.cookies

    def test_after_a_change_it_is_sent_again(self, client, clinic, article):
        first = client.get("/feed.xml")
        article.title = "Scars after acne"
        factories.put_live(article)
        again = client.get("/feed.xml", headers={"if-none-match": first["ETag"]})
        assert again.status_code == 200

    def test_after_an_article_is_gone_a_reader_who_knows_only_the_time_is_sent_it_again(
        self, client, clinic, article
    ):
        client.get("/feed.xml")
        article.unpublish()
        now = http_date(timezone.now().timestamp())
        again = client.get("/feed.xml", headers={"if-modified-since": now})
        assert again.status_code == 200 and entries(client) == []

    def test_a_feed_without_articles_does_not_change(self, client, clinic):
        first = client.get("/feed.xml")
        assert first.status_code == 200 and entries(client) == []
        again = client.get("/feed.xml", headers={"if-none-match": first["ETag"]})
        assert again.status_code == 304
