"""More in a topic: the articles before and after, as the topic itself lists them."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from education.models import ArticlePage
from education.reading.neighbours import neighbours
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def shelf(clinic, topic):
    """Three articles, added in another order than the topic's."""
    return {
        title: factories.make_article(clinic, title, topic=topic)
        for title in ("Moles", "Acne", "Rosacea")
    }


def found(article, request) -> tuple[str | None, str | None]:
    around = neighbours(article, "Treatments", request) or {}
    return tuple(around.get(side, {}).get("title") for side in ("before", "after"))


@pytest.fixture
def request_(rf, clinic):
    return rf.get("/", headers={"host": "localhost"})


def test_they_are_the_next_ones_in_the_topics_order(shelf, request_):
    assert found(shelf["Acne"], request_) == (None, "Moles")
    assert found(shelf["Moles"], request_) == ("Acne", "Rosacea")
    assert found(shelf["Rosacea"], request_) == ("Moles", None)


def test_going_on_leads_through_the_whole_topic_in_its_order(clinic, topic, request_):
    for title in ("Zinc", "acne", "Same", "Same", "Ärger", "Eczema 10", "Eczema 2"):
        factories.make_article(clinic, title, topic=topic)
    listed = list(topic.articles())
    walked = [listed[0]]
    while after := (neighbours(walked[-1], "T", request_) or {}).get("after"):
        walked.append(next(page for page in listed if page.get_url(request_) == after["url"]))
        back = neighbours(walked[-1], "T", request_)["before"]
        assert back["url"] == walked[-2].get_url(request_)
    assert walked == listed


def test_drafts_private_ones_and_those_of_other_topics_are_passed_over(clinic, shelf, request_):
    factories.make_article(clinic, "Boils", topic=shelf["Acne"].get_parent().specific, live=False)
    factories.make_article(clinic, "Burns", topic=factories.make_topic(clinic, "Emergencies"))
    PageViewRestriction.objects.create(page=shelf["Moles"], restriction_type="login")
    assert found(shelf["Acne"], request_) == (None, "Rosacea")


def test_articles_that_are_also_listed_in_the_topic_are_on_the_way(clinic, topic, shelf, request_):
    other = factories.make_topic(clinic, "Emergencies")
    factories.make_article(clinic, "Burns", topic=other, also_in=[topic])
    assert found(shelf["Acne"], request_) == (None, "Burns")


def test_other_clinics_and_languages_are_elsewhere(clinic, other_clinic, shelf, request_):
    theirs = factories.make_topic(other_clinic, "Treatments")
    factories.make_article(other_clinic, "Blisters", topic=theirs)
    factories.make_translation(shelf["Moles"], "es", title="Lunares")
    assert found(shelf["Acne"], request_) == (None, "Moles")
    spanish = ArticlePage.objects.get(title="Lunares")
    assert found(spanish, request_) == (None, None)


def test_an_article_alone_or_not_yet_in_the_tree_has_none(clinic, topic, request_):
    alone = factories.make_article(clinic, "Alone", topic=topic)
    assert neighbours(alone, "Treatments", request_) is None
    assert neighbours(ArticlePage(title="New"), "Treatments", request_) is None
    assert neighbours(alone, "", request_) is None


def test_two_queries_and_no_text_are_enough(shelf, request_):
    shelf["Moles"].get_url(request_)
    with CaptureQueriesContext(connection) as asked:
        found(shelf["Moles"], request_)
    assert len(asked) == 2
    assert not any('"body"' in query["sql"] for query in asked.captured_queries)


def test_the_page_shows_both_titles_under_the_topics_name(client, shelf):
    page = client.get(shelf["Moles"].get_url()).content.decode()
    nav = re.search(r'<nav class="[^"]*more".*?</nav>', page, re.DOTALL)[0]
    assert "More in Treatments" in nav
    assert re.search(r'rel="prev" href="[^"]*/acne/">Previous: Acne<', nav)
    assert re.search(r'rel="next" href="[^"]*/rosacea/">Next: Rosacea<', nav)


def test_in_a_topic_that_is_not_live_there_is_no_way_on(client, shelf):
    topic = shelf["Moles"].get_parent()
    topic.live = False
    topic.save()
    assert 'rel="next"' not in client.get(shelf["Moles"].get_url()).content.decode()
