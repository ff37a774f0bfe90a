"""/a/<id>/: the address on paper."""

import pytest
from django.urls import reverse

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
