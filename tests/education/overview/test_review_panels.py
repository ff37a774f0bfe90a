"""The dashboard panels "Waiting for you" and "Reviews due"."""

from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from education.models import AnotherLook, ArticlePage, ClinicalReview, Clinician, ReviewRules
from education.overview.dashboard import reviews_due, sent_back, to_approve, to_confirm, to_look_at
from education.overview.waiting import approvable
from education.review.approval import why_not_by
from tests import factories
from tests.base import edit_url, words_of

pytestmark = pytest.mark.django_db


def dashboard(browser):
    return browser.get("/admin/")


def due(article, days: int):
    on = timezone.localdate() + timedelta(days=days)
    ArticlePage.objects.filter(pk=article.pk).update(next_review=on)
    return article


def look_again(article, item):
    return AnotherLook.objects.create(
        article=article,
        content_type=ContentType.objects.get_for_model(item),
        object_id=item.pk,
        item_title=str(item),
    )


def submit(content, person):
    content.save_revision(user=person)
    return ClinicalReview.set_up().start(content, person)


def titles(things) -> list[str]:
    return [thing.title for thing in things]


def in_panels(person) -> list[str]:
    return [
        *titles([*to_approve(person), *to_look_at(person), *to_confirm(person)]),
        *(article.title for article in reviews_due(person)),
    ]


class TestNobodyCanApprove:
    def test_the_administrator_is_told_where_content_waits_for_nobody(
        self, signed_in, clinic, author, reviewer, administrator
    ):
        submit(factories.make_article(clinic, "Waits", live=False, author=author), author)
        told = "Nobody can approve what waits at"
        browser = signed_in(administrator)
        assert told not in words_of(dashboard(browser))
        Clinician.objects.update(credential_expires=timezone.localdate() - timedelta(days=1))
        assert f"{told} {clinic.site_name}" in words_of(dashboard(browser))
        assert told not in words_of(dashboard(signed_in(author)))

    def test_where_nothing_waits_there_is_nothing_to_say(self, signed_in, administrator):
        assert "Nobody can approve" not in words_of(dashboard(signed_in(administrator)))


class TestReviewsDue:
    def test_the_most_urgent_first_and_only_the_next_two_months(self, signed_in, reviewer, clinic):
        for title, days in (("In May", 60), ("Late", -3), ("Soon", 5), ("Far off", 61)):
            due(factories.make_article(clinic, title), days)
        due(factories.make_article(clinic, "Not live", live=False), -9)
        assert [article.title for article in reviews_due(reviewer)] == ["Late", "Soon", "In May"]
        words = words_of(dashboard(signed_in(reviewer)))
        assert "Reviews due Late Overdue since" in words and "Far off" not in words

    def test_ones_own_first_and_for_an_author_nothing_else(self, author, reviewer, clinic):
        due(factories.make_article(clinic, "Somebody else's"), -30)
        due(factories.make_article(clinic, "The reviewer's", author=reviewer), 20)
        due(factories.make_article(clinic, "The author's", author=author), 10)
        assert [article.title for article in reviews_due(author)] == ["The author's"]
        found = [article.title for article in reviews_due(reviewer)]
        assert found == ["The reviewer's", "Somebody else's", "The author's"]

    def test_ten_at_most_with_a_link_to_all(self, signed_in, administrator, clinic):
        for number in range(12):
            due(factories.make_article(clinic, f"Article no. {number}"), number)
        answer = dashboard(signed_in(administrator))
        words = words_of(answer)
        assert "no. 9 " in words and "no. 10 " not in words
        assert "/admin/reports/content/?ordering=next_review" in answer.content.decode()

    def test_nothing_of_another_clinic_though_one_was_its_owner(
        self, author, reviewer, other_reviewer, other_clinic
    ):
        due(factories.make_article(other_clinic, "Theirs", author=author), -3)
        assert list(reviews_due(author)) == list(reviews_due(reviewer)) == []
        assert [article.title for article in reviews_due(other_reviewer)] == ["Theirs"]


class TestWaiting:
    def test_each_finds_what_only_they_can_do(
        self, signed_in, author, reviewer, administrator, clinic
    ):
        article = factories.make_article(clinic, "A draft", live=False)
        benefit = factories.make_benefit(clinic, "A changed benefit")
        submit(article, author)
        submit(benefit, author)
        factories.make_clinician(clinic, "Dr Bea Example", live=False)
        looked = factories.make_article(clinic, "Look at me", benefits=[benefit])
        look_again(looked, benefit)
        answer = dashboard(signed_in(reviewer))
        words = words_of(answer)
        assert "Waiting for you To approve A draft" in words
        assert "Look at me 1 changed item" in words and "Dr Bea" not in words
        for thing in (article, benefit, looked):
            assert f'href="{edit_url(thing)}"' in answer.content.decode()
        words = words_of(dashboard(signed_in(administrator)))
        assert "Clinicians to confirm Dr Bea Example" in words and "A draft" not in words
        assert "Waiting for you" not in words_of(dashboard(signed_in(author)))

    def test_what_was_sent_back_waits_for_who_submitted_it(
        self, signed_in, author, reviewer, clinic
    ):
        article = factories.make_article(clinic, "Sent back", live=False)
        state = submit(article, author)
        state.current_task_state.reject(user=reviewer, comment="<b>Too long</b>")
        answer = dashboard(signed_in(author))
        assert "Sent back to you Sent back" in words_of(answer)
        assert "&lt;b&gt;Too long" in answer.content.decode()
        assert sent_back(reviewer) == []
        article.refresh_from_db()
        article.current_workflow_state.resume(user=author)
        assert sent_back(author) == []

    def test_what_was_sent_back_is_not_shown_to_who_has_left_the_clinic(
        self, author, reviewer, clinic
    ):
        for content in (factories.make_article(clinic), factories.make_benefit(clinic)):
            submit(content, author).current_task_state.reject(user=reviewer)
        assert len(sent_back(author)) == 2
        author.groups.clear()
        assert sent_back(type(author).objects.get(pk=author.pk)) == []

    def test_nobody_confirms_their_own_entry_nor_one_that_was_taken_offline(
        self, administrator, clinic
    ):
        factories.make_clinician(clinic, "Dr Own Entry", live=False, account=administrator)
        gone = factories.make_clinician(clinic, "Dr Gone Example")
        assert titles(to_confirm(administrator)) == []
        Clinician.objects.get(pk=gone.pk).unpublish()
        assert titles(to_confirm(administrator)) == []
        gone.refresh_from_db()
        gone.credential = "another one"
        gone.save_revision()
        assert titles(to_confirm(administrator)) == ["Dr Gone Example"]

    def test_who_has_no_valid_credential_has_nothing_to_approve(self, author, reviewer, clinic):
        article = factories.make_article(clinic)
        look_again(article, factories.make_benefit(clinic))
        submit(article, author)
        assert titles(to_approve(reviewer)) and titles(to_look_at(reviewer))
        Clinician.objects.filter(account=reviewer).update(credential_expires="2020-01-01")
        assert to_approve(reviewer) == to_look_at(reviewer) == []

    def test_in_bulk_the_answer_is_the_one_given_one_by_one(
        self, author, reviewer, clinic, other_clinic
    ):
        colleague = factories.make_article(clinic, author=author)
        own = factories.make_article(clinic, author=reviewer)
        touched = factories.make_article(clinic, author=author)
        touched.save_revision(user=reviewer)
        rewritten = factories.make_article(clinic, author=author)
        rewritten.lede = "Other words."
        rewritten.save_revision(user=reviewer)
        handed_on = factories.make_article(clinic, author=reviewer)
        handed_on.lede = "Other words."
        handed_on.save_revision(user=author)
        theirs = factories.make_article(other_clinic, author=author)
        shared = factories.make_benefit(None)
        contents = [colleague, own, touched, rewritten, handed_on, theirs, shared]
        for two_people in (True, False):
            ReviewRules.objects.update_or_create(site=clinic, defaults={"two_people": two_people})
            one_by_one = [each for each in contents if not why_not_by(reviewer, each)]
            assert approvable(reviewer, contents) == one_by_one
            assert (own in one_by_one) is not two_people

    def test_nothing_of_the_other_clinic_is_in_any_panel(
        self, author, reviewer, administrator, other_reviewer, other_author, other_clinic
    ):
        article = due(factories.make_article(other_clinic, "Theirs"), -3)
        look_again(article, factories.make_benefit(other_clinic))
        submit(article, other_author)
        factories.make_clinician(other_clinic, "Dr Theirs", live=False)
        for person in (author, reviewer, administrator):
            assert in_panels(person) == []
        assert in_panels(other_reviewer) == ["Theirs"] * 3

    def test_wagtails_own_list_of_the_same_is_gone(self, signed_in, author, reviewer, clinic):
        submit(factories.make_article(clinic), author)
        assert "Awaiting your review" not in words_of(dashboard(signed_in(reviewer)))

    def test_empty_panels_are_not_shown(self, signed_in, reviewer):
        words = words_of(dashboard(signed_in(reviewer)))
        assert "Waiting for you" not in words and "Reviews due" not in words


def test_many_waiting_things_take_no_more_queries_than_few(
    signed_in, author, reviewer, clinic, topic
):
    def make(number: int):
        for _ in range(number):
            article = due(factories.make_article(clinic, topic=topic), 3)
            benefit = factories.make_benefit(clinic)
            look_again(article, benefit)
            submit(article, author)
            submit(benefit, author)
            back = factories.make_question(clinic)
            submit(back, author).current_task_state.reject(user=reviewer)
            factories.make_clinician(clinic, "Dr Cy Example", live=False)

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            in_panels(reviewer)
            sent_back(author)
            to_confirm(reviewer)
        return len(asked)

    make(5)
    queries()
    few = queries()
    make(45)
    assert len(to_approve(reviewer)) == 100
    assert queries() == few
