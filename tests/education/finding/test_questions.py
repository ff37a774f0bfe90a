"""The question hub: questions by topic, each leading to its answer in an article."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from tests import factories
from tests.base import words_of

pytestmark = pytest.mark.django_db


def ask(clinic, title: str, *questions: str, **fields):
    """An article that answers these questions."""
    made = [factories.make_question(clinic, question) for question in questions]
    return factories.make_article(clinic, title, questions=made, **fields), made


def test_questions_stand_under_their_topic_with_the_way_to_the_answer(client, clinic, topic):
    care = factories.make_topic(clinic, "Skin care")
    scars, (hurt,) = ask(clinic, "Acne scars", "Does it hurt?", topic=topic)
    ask(clinic, "Sun", "Do I need sun cream?", topic=care)
    page = client.get("/questions/").content.decode()
    assert f'<a href="/treatments/acne-scars/#q-{hurt.pk}">Does it hurt?</a>' in page
    answer = client.get(scars.get_url()).content.decode()
    assert f'id="q-{hurt.pk}"' in answer
    headings = re.findall(r"<h2>(.*?)</h2>", page)
    assert headings[:2] == ["Treatments", "Skin care"]
    assert page.index("Does it hurt?") < page.index("Skin care</h2>") < page.index("sun cream?")


def test_a_question_of_several_articles_of_a_topic_is_listed_once(client, clinic, topic):
    shared = factories.make_question(clinic, "What should I bring?")
    for title in ("Warts", "Hives"):
        factories.make_article(clinic, title, topic=topic, questions=[shared])
    page = words_of(client.get("/questions/"))
    assert page.count("What should I bring?") == 1
    assert "In: Hives" in page and "In: Warts" not in page


def test_drafts_private_and_foreign_answers_are_not_listed(client, clinic, other_clinic, topic):
    ask(clinic, "Draft", "From a draft?", topic=topic, live=False)
    factories.make_article(
        clinic,
        "Live",
        topic=topic,
        questions=[factories.make_question(clinic, "Held?", live=False)],
    )
    private, _made = ask(clinic, "Private", "For staff?", topic=topic)
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    ask(other_clinic, "Theirs", "Asked elsewhere?")
    page = words_of(client.get("/questions/"))
    for question in ("From a draft?", "Held?", "For staff?", "Asked elsewhere?"):
        assert question not in page
    assert "There are no questions here yet" in page


def test_a_topic_with_many_questions_has_a_page_of_its_own(client, clinic, topic):
    ask(clinic, "Everything", *(f"Question number {n:02}?" for n in range(60)), topic=topic)
    hub = words_of(client.get("/questions/"))
    assert hub.count("Question number") == 6 and "All 60 questions: Treatments" in hub
    first = client.get("/questions/treatments/")
    assert words_of(first).count("Question number") == 50
    assert words_of(client.get("/questions/treatments/?page=2")).count("Question number") == 10
    assert client.get("/questions/nothing-here/").status_code == 404


def test_the_hub_asks_the_database_as_often_with_many_articles(client, clinic, topic):
    counts = []
    for number in (2, 10):
        for n in range(number):
            ask(clinic, f"Article {number} {n}", f"Question {number} {n}?", topic=topic)
        client.get("/questions/")
        with CaptureQueriesContext(connection) as captured:
            client.get("/questions/")
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 12
