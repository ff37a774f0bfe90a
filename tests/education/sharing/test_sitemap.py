"""sitemap.xml: what is listed, since when it stands so, and in which languages."""

from datetime import UTC, date, datetime
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from education.models import ArticlePage
from portal.models import HomePage
from tests import factories

pytestmark = pytest.mark.django_db
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"


def listed(client, host: str = "localhost") -> dict[str, dict]:
    """Every address by its path: the day it changed, and its languages."""
    tree = ElementTree.fromstring(client.get("/sitemap.xml", headers={"host": host}).content)
    return {
        url.find(f"{MAP}loc").text.removeprefix(f"http://{host}"): {
            "lastmod": url.findtext(f"{MAP}lastmod"),
            "languages": {
                link.get("hreflang"): link.get("href").removeprefix(f"http://{host}")
                for link in url.findall(f"{XHTML}link")
            },
        }
        for url in tree.findall(f"{MAP}url")
    }


def test_pages_and_the_addresses_beside_them_are_listed(client, clinic, article):
    factories.make_standard_page(clinic)
    assert set(listed(client)) == {
        "/",
        "/treatments/",
        "/treatments/acne-scars/",
        "/privacy/",
        "/a-z/",
        "/questions/",
        "/words/",
        "/contact/",
    }


@pytest.mark.parametrize(
    ("published", "checked", "changed"),
    [
        (datetime(2026, 3, 1, 9, tzinfo=UTC), None, "2026-03-01"),
        (datetime(2026, 3, 1, 9, tzinfo=UTC), date(2026, 5, 2), "2026-05-02"),
        (datetime(2026, 6, 1, 9, tzinfo=UTC), date(2026, 5, 2), "2026-06-01"),
    ],
)
def test_an_article_changed_when_it_was_published_or_checked_last(
    client, article, published, checked, changed
):
    pages = ArticlePage.objects.filter(pk=article.pk)
    pages.update(last_published_at=published, last_reviewed=checked)
    assert listed(client)["/treatments/acne-scars/"]["lastmod"] == changed


def test_translations_name_each_other_and_themselves(client, clinic, article):
    assert all(row["languages"] == {} for row in listed(client).values())
    factories.make_translation(article, "es")
    found = listed(client)
    for page in ("/treatments/acne-scars/", "/contact/", "/a-z/"):
        languages = {"en": page, "es": f"/es{page}"}
        assert found[page]["languages"] == found[f"/es{page}"]["languages"] == languages


def test_a_language_whose_home_page_is_not_live_is_left_out(client, clinic, article):
    factories.make_translation(article, "es")
    HomePage.objects.filter(locale__language_code="es").update(live=False)
    assert not any(address.startswith("/es/") for address in listed(client))


def test_every_address_answers(client, clinic, article):
    factories.make_translation(article, "es")
    for address in listed(client):
        assert client.get(address).status_code == 200, address


def test_it_asks_as_often_with_many_articles_as_with_few(client, clinic, article):
    counts = []
    for number in (2, 12):
        while ArticlePage.objects.count() < number:
            factories.make_article(clinic, published=False)
        listed(client)
        with CaptureQueriesContext(connection) as asked:
            assert len(listed(client)) == number + 6
        counts.append(len(asked))
    assert counts[0] == counts[1], [query["sql"] for query in asked]
