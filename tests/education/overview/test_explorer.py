"""Review state in the page explorer below a topic, and in the library's lists."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from education.models import ArticlePage
from tests import factories
from tests.base import words_of

pytestmark = pytest.mark.django_db


def explored(browser, page, **query):
    return browser.get(reverse("wagtailadmin_explore", args=[page.pk]), query)


def shown(answer) -> list[str]:
    return [page.title for page in answer.context["pages"]]


def due(article, days: int):
    on = timezone.localdate() + timedelta(days=days)
    ArticlePage.objects.filter(pk=article.pk).update(next_review=on)
    return on


@pytest.fixture
def articles(clinic, topic):
    late, soon = (factories.make_article(clinic, title, topic=topic) for title in ("Late", "Soon"))
    factories.make_article(clinic, "Never live", topic=topic, live=False)
    return due(late, -3), due(soon, 30)


class TestArticlesOfATopic:
    def test_each_says_how_it_stands_and_when_it_is_due(self, signed_in, author, topic, articles):
        answer = explored(signed_in(author), topic)
        words = words_of(answer)
        assert "Overdue" in words and "Live, signed" in words and "Draft" in words
        for day in articles:
            assert date_format(day, "j M Y") in words
        assert "review-pressing" in answer.content.decode()

    def test_they_can_be_put_in_order_of_the_next_review(self, signed_in, author, topic, articles):
        browser = signed_in(author)
        order = "next_review"
        urgent_first = shown(explored(browser, topic, ordering=order))
        assert urgent_first == ["Late", "Soon", "Never live"]
        assert shown(explored(browser, topic, ordering=f"-{order}")) == [
            "Soon",
            "Late",
            "Never live",
        ]
        assert shown(explored(browser, topic, ordering="title")) == ["Late", "Never live", "Soon"]

    def test_search_finds_in_the_topic_and_in_all_pages(self, signed_in, author, topic, articles):
        browser = signed_in(author)
        assert shown(explored(browser, topic, q="Soon")) == ["Soon"]
        assert shown(explored(browser, topic, q="Soon", ordering="next_review"))
        assert shown(explored(browser, topic, q="Treatm", search_all="1")) == ["Treatments"]
        results = browser.get(reverse("wagtailadmin_explore_results", args=[topic.pk]))
        assert "Overdue" in words_of(results)

    def test_bulk_actions_and_the_way_to_add_an_article_are_there(
        self, signed_in, administrator, topic, articles
    ):
        html = explored(signed_in(administrator), topic).content.decode()
        assert "data-bulk-action-checkbox" in html
        assert reverse("wagtailadmin_pages:add_subpage", args=[topic.pk]) in html

    def test_another_clinics_topic_is_not_shown(self, signed_in, author, other_clinic):
        theirs = factories.make_topic(other_clinic)
        assert explored(signed_in(author), theirs).status_code == 404

    def test_pages_that_are_no_articles_keep_wagtails_list(self, signed_in, author, clinic, topic):
        answer = explored(signed_in(author), factories.home_of(clinic))
        assert "Next review" not in words_of(answer) and "Treatments" in shown(answer)

    def test_all_pages_of_the_kind_show_it_too(self, signed_in, author, articles):
        address = reverse("wagtailadmin_pages:type_use", args=["education", "articlepage"])
        browser = signed_in(author)
        assert "Overdue" in words_of(browser.get(address))
        for order in ("next_review", "-next_review", "title"):
            assert browser.get(address, {"ordering": order}).status_code == 200

    def test_more_articles_take_no_more_queries(self, signed_in, author, clinic, topic):
        def queries() -> int:
            with CaptureQueriesContext(connection) as asked:
                explored(browser, topic)
            return sum("education_sign" in q["sql"] or "anotherlook" in q["sql"] for q in asked)

        browser = signed_in(author)
        for _ in range(3):
            factories.make_article(clinic, topic=topic)
        few = queries()
        for _ in range(9):
            factories.make_article(clinic, topic=topic)
        assert queries() == few


class TestLibraryLists:
    def test_each_item_says_how_it_stands_and_where_it_is_used(self, signed_in, author, clinic):
        source = factories.make_source(clinic, "A source")
        benefit = factories.make_benefit(clinic, "In use", sources=[source])
        question = factories.make_question(clinic, "Asked?")
        factories.make_term(clinic, "word", live=False)
        factories.make_article(clinic, "First", benefits=[benefit], questions=[question])
        factories.make_article(clinic, "Second", benefits=[benefit])
        browser = signed_in(author)
        for kind, words in (
            ("benefit", "Live, signed 2"),
            ("question", "Live, signed 1"),
            ("source", "Live, signed 1"),
            ("term", "Draft 0"),
        ):
            address = reverse(f"wagtailsnippets_education_{kind}:list")
            assert words in words_of(browser.get(address)), kind
            assert browser.get(address, {"q": "something"}).status_code == 200

    def test_another_clinics_use_of_a_shared_item_is_not_counted(
        self, signed_in, author, clinic, other_clinic
    ):
        shared = factories.make_benefit(None, "Everyone's")
        for site in (clinic, other_clinic):
            factories.make_article(site, benefits=[shared])
        address = reverse("wagtailsnippets_education_benefit:list")
        assert "Live, signed 1" in words_of(signed_in(author).get(address))
