"""/a/<id>/: the address on paper, to read out, and in the QR code."""

import re

import pytest
from django.urls import reverse

from education.models import ArticlePage
from education.sharing.qr import qr_code
from education.sharing.short_address import short_address
from tests import factories

pytestmark = pytest.mark.django_db


def test_it_leads_to_where_the_article_is_today(client, article):
    answer = client.get(reverse("short_address", args=[article.pk]))
    assert answer.status_code == 302
    assert answer["Location"].endswith("/treatments/acne-scars/")


def test_it_stands_on_the_printed_page(client, article):
    page = client.get(article.url).content.decode()
    assert f"/a/{article.pk}/" in page


def test_a_topic_or_home_page_has_none(client, clinic, topic):
    for page in (topic, factories.home_of(clinic)):
        assert client.get(f"/a/{page.pk}/").status_code == 404


@pytest.mark.parametrize("number", ["0", "abc", "1.5", "-1", "9" * 30, ""])
def test_an_odd_number_is_not_found(client, clinic, number):
    assert client.get(f"/a/{number}/").status_code == 404


def test_it_is_absolute_and_at_the_clinics_own_host_name(rf, other_clinic):
    article = factories.make_article(other_clinic)
    address = short_address(article, rf.get("/", headers={"host": "another.name"}))
    assert address == {
        "url": f"http://other.example/a/{article.pk}/",
        "words": f"other.example/a/{article.pk}/",
    }


def test_of_a_page_over_https_it_is_https(rf, clinic, article):
    clinic.port = 443
    clinic.save()
    page = ArticlePage.objects.get(pk=article.pk)
    assert short_address(page, rf.get("/"))["url"] == f"https://localhost/a/{article.pk}/"


def test_in_another_language_it_leads_to_that_language(client, article):
    spanish = factories.make_translation(article, "es", title="Cicatrices")
    page = client.get(f"/es/treatments/{spanish.slug}/").content.decode()
    assert f"localhost/es/a/{spanish.pk}/" in page
    answer = client.get(f"/es/a/{spanish.pk}/")
    assert answer["Location"].endswith(f"/es/treatments/{spanish.slug}/")


def test_a_draft_that_is_not_in_the_tree_has_none(rf, clinic):
    assert short_address(ArticlePage(title="New"), rf.get("/")) is None


def test_the_page_hands_it_on_in_words_and_as_a_code_and_to_nobody_else(client, article):
    page = client.get(article.get_url(), headers={"host": "localhost"}).content.decode()
    part = re.search(r'<div class="about pass".*?</details>', page, re.DOTALL)[0]
    address = f"http://localhost/a/{article.pk}/"
    assert f">localhost/a/{article.pk}/</bdi></a>" in part
    assert qr_code(address).path in part
    assert "<title>QR code: opens this page</title>" in part
    assert re.findall(r'href="([^"]+)"', part) == [f"/a/{article.pk}/"]
    assert page.index('id="book"') < page.index('id="about"') < page.index(part)
