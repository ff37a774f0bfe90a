"""How often each page asks the database: as often with 200 articles as with 10.

Warm before each count is only what a running server has at hand: the content types, the site's
root paths (Wagtail keeps them in the cache) and the sizes of pictures, which publishing makes.
Everything that belongs to a page itself is counted.
"""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site

from education.finding.missed import add_miss
from education.models import ArticlePage, SafetyAlert, TopicPage
from tests import factories

pytestmark = pytest.mark.django_db

# The most that a page may ask; lower these when a page gets better.
LIMITS = {
    "home": 12,
    "topic": 13,
    "article": 18,
    "a_to_z": 8,
    "words": 8,
    "search": 12,
    "nothing_found": 16,  # seven of them count what was missed
    "standard": 10,
    "choose": 5,
    "contact": 6,  # two more than the foot of a page: its appointments, and who works where
    "not_found": 7,
}


def warm() -> None:
    ContentType.objects.clear_cache()
    for model in (ArticlePage, TopicPage):
        ContentType.objects.get_for_model(model)
    for kind in ContentType.objects.all():
        ContentType.objects.get_for_id(kind.pk)
    Site.get_site_root_paths()


def queries_of(address: str, status: int = 200) -> list[str]:
    warm()
    with CaptureQueriesContext(connection) as captured:
        answer = Client().get(address)
    assert answer.status_code == status, (address, answer.status_code)
    return [query["sql"] for query in captured.captured_queries]


def with_articles(clinic, number: int) -> dict[str, str]:
    """A clinic with so many articles; returns an address of each kind of page."""
    topic = factories.topic_of(clinic)
    if not SafetyAlert.objects.exists():
        for _ in range(3):
            factories.make_alert(clinic, topics=[topic])
    benefit = factories.make_benefit(clinic, "Smoother skin")
    question = factories.make_question(clinic, "Does it hurt?")
    have = ArticlePage.objects.child_of(topic).count()
    for _ in range(have, number):
        article = factories.make_article(
            clinic,
            topic=topic,
            benefits=[benefit],
            questions=[question],
            other_names=["Another name"],
            published=False,
        )
    return {
        "home": "/",
        "topic": "/treatments/",
        "article": ArticlePage.objects.get(pk=article.pk).get_url(),
        "a_to_z": "/a-z/",
        "words": "/words/",
        "search": "/search/?q=smoother",
        "nothing_found": "/search/?q=zebrafish",
        "standard": "/privacy/",
        "contact": "/contact/",
        "choose": "/book/video/",
        "not_found": "/nothing/here/",
    }


@pytest.fixture
def busy_clinic(clinic):
    factories.make_topic(clinic)
    factories.make_standard_page(clinic)
    for title in ("About us", "Accessibility", "How we write"):
        factories.make_standard_page(clinic, title)
    for _ in range(3):
        add_miss(clinic, "en", "zebrafish")  # the first and the third of a day cost more
    return clinic


def test_no_page_asks_more_with_200_articles_than_with_10(busy_clinic):
    counts = {}
    for number in (10, 200):
        for name, address in with_articles(busy_clinic, number).items():
            asked = queries_of(address, 404 if name == "not_found" else 200)
            counts.setdefault(name, []).append(len(asked))
    print("\nqueries at 10 and 200 articles:", counts)
    assert {name: few for name, (few, many) in counts.items() if few != many} == {}
    too_many = {name: many for name, (_few, many) in counts.items() if many > LIMITS[name]}
    assert too_many == {}


def fully_dressed_article(clinic, number: int, commit, linked: bool) -> ArticlePage:
    """An article with everything: `number` benefits and questions with sources, links, pictures."""
    topic = factories.topic_of(clinic)
    sources = [factories.make_source(clinic) for _ in range(3)]
    neighbours = [factories.make_article(clinic, topic=topic) for _ in range(3)]
    link = "<p>Words.</p>"
    if linked:
        link = f'<p>See <a linktype="page" id="{neighbours[0].pk}">this page</a>.</p>'
    with commit(execute=True):
        article = factories.make_article(
            clinic,
            f"Everything, {number} times",
            topic=topic,
            picture=factories.make_picture(clinic),
            picture_alt="A cheek",
            body=[
                factories.text_section(
                    "What it is", link, pictures=[factories.make_picture(clinic) for _ in range(3)]
                ),
                *factories.every_section(clinic),
            ],
            benefits=[
                factories.make_benefit(clinic, sources=sources[:2], published=False)
                for _ in range(number)
            ],
            questions=[
                factories.make_question(clinic, answer=link, sources=sources[1:], published=False)
                for _ in range(number)
            ],
            sources=sources,
            other_names=["One name", "Another name"],
            related=neighbours,
            also_in=[factories.make_topic(clinic, f"Also in {number}")],
        )
    clinician = factories.make_clinician(clinic)
    ArticlePage.objects.filter(pk=article.pk).update(
        reviewed_by=clinician, last_reviewed="2026-09-14", next_review="2029-09-14"
    )
    return article


@pytest.mark.parametrize(("linked", "most"), [(False, 22), (True, 23)], ids=["plain", "linked"])
def test_an_article_asks_as_often_with_50_benefits_and_questions_as_with_5(
    busy_clinic, django_capture_on_commit_callbacks, linked, most
):
    """All links to other pages in all its texts cost one query together, all marked words another."""
    commit = django_capture_on_commit_callbacks
    asked = {
        number: queries_of(fully_dressed_article(busy_clinic, number, commit, linked).get_url())
        for number in (5, 50)
    }
    counts = {number: len(queries) for number, queries in asked.items()}
    print("\nqueries of a fully dressed article:", counts)
    assert counts[5] == counts[50], "\n".join(asked[50])
    assert counts[50] <= most, "\n".join(asked[50])


def test_a_clinic_with_a_logo_and_three_locations_costs_no_more_than_two_queries_more(
    busy_clinic, django_capture_on_commit_callbacks
):
    plain = len(queries_of("/privacy/"))
    settings = factories.clinic_of(busy_clinic)
    settings.logo = factories.make_picture(busy_clinic)
    settings.logo_dark = factories.make_picture(busy_clinic)
    settings.save()
    dressed = len(queries_of("/privacy/"))
    assert dressed <= plain + 2
