"""The home page: search first, then topics, chosen articles, help and contact."""

import pytest
from wagtail.models import PageViewRestriction

from portal.models import HomeArticle
from tests import factories
from tests.base import words_of

pytestmark = pytest.mark.django_db


def choose(clinic, *articles) -> None:
    home = factories.home_of(clinic)
    home.chosen_articles = [
        HomeArticle(article=article, sort_order=n) for n, article in enumerate(articles)
    ]
    home.save_revision().publish(skip_permission_checks=True)


def test_it_shows_search_topics_chosen_articles_and_help_in_that_order(client, clinic, article):
    choose(clinic, article)
    page = client.get("/").content.decode()
    places = [
        page.index(words)
        for words in (
            'role="search"',
            'id="topics"',
            "Start here",
            "Need help now?",
            'id="book"',
            "<footer",
        )
    ]
    assert places == sorted(places)


def test_only_live_articles_of_those_chosen_are_shown(client, clinic, article):
    draft = factories.make_article(clinic, "A chosen draft", live=False)
    choose(clinic, article, draft)
    words = words_of(client.get("/"))
    assert "Acne scars" in words and "A chosen draft" not in words


def test_an_article_kept_for_staff_is_not_shown(client, clinic, article):
    choose(clinic, article)
    PageViewRestriction.objects.create(page=article, restriction_type="login")
    assert "Acne scars" not in words_of(client.get("/"))


def test_in_another_language_it_shows_the_chosen_articles_of_that_language(client, clinic, article):
    untranslated = factories.make_article(clinic, "Only in English")
    choose(clinic, article, untranslated)
    factories.make_translation(article, "es", title="Marcas de acné")
    page = client.get("/es/")
    assert page.context["chosen"] == [
        {"title": "Marcas de acné", "url": "/es/treatments/acne-scars/", "text": article.text}
    ]
    assert "Only in English" in words_of(client.get("/"))


def test_a_translation_that_is_not_for_readers_is_not_shown(client, clinic, article):
    draft = factories.make_article(clinic, "Half translated")
    choose(clinic, article, draft)
    kept = factories.make_translation(article, "es", title="Solo para el personal")
    PageViewRestriction.objects.create(page=kept, restriction_type="login")
    factories.make_translation(draft, "es", title="Borrador").unpublish()
    assert client.get("/es/").context["chosen"] == []


def test_only_live_public_topics_are_shown(client, clinic):
    factories.make_topic(clinic, "Live topic")
    factories.make_topic(clinic, "Draft topic", live=False)
    private = factories.make_topic(clinic, "Private topic")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    words = words_of(client.get("/"))
    assert "Live topic" in words
    assert "Draft topic" not in words and "Private topic" not in words


def test_without_topics_it_says_so(client, clinic):
    assert "Our first topics are on their way." in words_of(client.get("/"))


def test_the_emergency_comes_first_and_holds_no_link(client, clinic):
    settings = factories.clinic_of(clinic)
    settings.emergency_number = "999"
    settings.save()
    page = client.get("/").content.decode()
    card = page[page.index("care--emergency") : page.index("care--non_urgent")]
    assert "999" in card and "<a " not in card


def test_several_locations_are_all_shown(client, clinic):
    factories.make_clinic("localhost", "Harbour Skin Clinic", locations=3)
    words = words_of(client.get("/"))
    for number in (1, 2, 3):
        assert f"{number} Mill Lane" in words
