"""A topic's page: its own articles and those that are listed in it, A to Z."""

import pytest
from django.urls import reverse
from wagtail.models import PageViewRestriction
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from tests import factories
from tests.base import words_of

pytestmark = pytest.mark.django_db


def titles(client, address="/treatments/") -> list[str]:
    return [row["title"] for row in client.get(address).context["articles"]]


def test_articles_stand_in_the_order_of_their_titles(client, clinic, topic):
    for title in ("Peels", "Acne", "Laser"):
        factories.make_article(clinic, title, topic=topic)
    assert titles(client) == ["Acne", "Laser", "Peels"]


def test_an_article_listed_in_two_topics_shows_in_both_once(client, clinic, topic):
    second = factories.make_topic(clinic, "Skin care")
    factories.make_article(clinic, "Sun cream", topic=topic, also_in=[second, topic])
    assert titles(client) == ["Sun cream"]
    assert titles(client, "/skin-care/") == ["Sun cream"]


def test_drafts_private_pages_and_other_clinics_are_left_out(client, clinic, other_clinic, topic):
    factories.make_article(clinic, "Draft", topic=topic, live=False)
    private = factories.make_article(clinic, "Private", topic=topic)
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    factories.make_article(other_clinic, "Elsewhere", also_in=[topic])
    assert titles(client) == []
    assert "We are still writing about this topic." in words_of(client.get("/treatments/"))


def test_many_articles_come_in_pages_of_twenty(client, clinic, topic):
    for number in range(23):
        factories.make_article(clinic, f"Article {number:02}", topic=topic, published=False)
    assert len(titles(client)) == 20
    assert titles(client, "/treatments/?page=2") == ["Article 20", "Article 21", "Article 22"]
    page = client.get("/treatments/?page=2").content.decode()
    assert 'rel="prev" href="?page=1"' in page
    assert 'canonical" href="http://localhost/treatments/?page=2"' in page


def test_a_row_shows_the_description_or_else_the_opening(client, clinic, topic):
    factories.make_article(clinic, "A", topic=topic, search_description="In one line.")
    factories.make_article(clinic, "B", topic=topic, lede="The opening of B.")
    words = words_of(client.get("/treatments/"))
    assert "In one line." in words and "The opening of B." in words


@pytest.mark.parametrize("slug", ["book", "contact", "search", "admin"])
def test_an_address_that_the_portal_uses_is_refused_for_a_page(
    signed_in, clinic, administrator, slug
):
    browser = signed_in(administrator)
    address = reverse(
        "wagtailadmin_pages:add", args=["education", "topicpage", factories.home_of(clinic).pk]
    )
    form = nested_form_data(
        {"title": "Book", "slug": slug, "intro": "", "comments": inline_formset([])}
    )
    answer = browser.post(address, form)
    assert "The portal itself uses the address" in str(answer.context["form"].errors["slug"])
