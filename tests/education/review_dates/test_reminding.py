"""The reminders as mails: who gets which, nothing lost, nothing twice."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend as InMemory
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from education.models import ArticlePage, ReviewReminder, ReviewRules
from education.review_dates.reminders import MOST_NAMED
from education.review_dates.reminding import claim, mails_due, send_reminders
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(clinic):
    return factories.make_person(clinic, "author", email="Owner@harbour.example")


@pytest.fixture
def later(monkeypatch):
    """Moves the clock: `later(days=3)` from now on, counted from the real time."""
    real = timezone.now

    def move(**distance) -> None:
        monkeypatch.setattr(timezone, "now", lambda: real() + timedelta(**distance))

    return move


def due_in(article, days: int) -> ArticlePage:
    """The article, due so many days from now."""
    day = timezone.localdate() + timedelta(days=days)
    ArticlePage.objects.filter(pk=article.pk).update(next_review=day)
    article.next_review = day
    return article


def many(site, number: int, days: int, **fields) -> None:
    for _ in range(number):
        due_in(factories.make_article(site, published=False, **fields), days)


def mailbox(site, address: str) -> None:
    ReviewRules.objects.filter(site=site).update(mailbox=address)


def recipients() -> list[str]:
    return sorted(address for message in mail.outbox for address in message.to)


class TestWhoIsReminded:
    def test_the_owner_and_the_review_mailbox_get_a_mail_each(self, clinic, owner):
        mailbox(clinic, "reviews@harbour.example")
        article = due_in(factories.make_article(clinic, "Acne", content_owner=owner), 30)
        send_reminders()
        assert recipients() == ["owner@harbour.example", "reviews@harbour.example"]
        for message in mail.outbox:
            assert "Acne" in message.body and "in 30 days" in message.body
            assert f"/admin/pages/{article.pk}/edit/" in message.body
            assert "Harbour Skin Clinic" in message.subject

    def test_one_address_gets_one_mail_however_it_is_written(self, clinic, owner):
        mailbox(clinic, "OWNER@harbour.example")
        due_in(factories.make_article(clinic, content_owner=owner), 30)
        send_reminders()
        assert recipients() == ["owner@harbour.example"]

    def test_without_owner_and_mailbox_the_clinics_reviewers_are_written_to(
        self, clinic, reviewer, other_reviewer, owner
    ):
        owner.is_active = False
        owner.save()
        due_in(factories.make_article(clinic, content_owner=owner), 7)
        send_reminders()
        assert recipients() == [reviewer.email.lower()]

    def test_nobody_to_write_to_is_said_and_sent_later(self, clinic, capsys):
        due_in(factories.make_article(clinic), 7)
        with pytest.raises(CommandError):
            call_command("send_review_reminders")
        assert "Harbour Skin Clinic: nobody can be reminded of 1 due" in capsys.readouterr().err
        mailbox(clinic, "reviews@harbour.example")
        call_command("send_review_reminders")
        assert recipients() == ["reviews@harbour.example"]

    def test_no_mail_holds_pages_of_two_clinics(self, clinic, other_clinic):
        for site, title in ((clinic, "Harbour page"), (other_clinic, "Meadow page")):
            mailbox(site, "both@clinics.example")
            due_in(factories.make_article(site, title), 0)
        send_reminders()
        assert recipients() == ["both@clinics.example"] * 2
        for message in mail.outbox:
            assert ("Harbour page" in message.body) != ("Meadow page" in message.body)
            assert ("Harbour" in message.subject) == ("Harbour page" in message.body)

    def test_drafts_pages_without_a_date_and_pages_due_later_are_left_alone(self, clinic, owner):
        due_in(factories.make_article(clinic, live=False, content_owner=owner), 0)
        due_in(factories.make_article(clinic, content_owner=owner), 61)
        factories.make_article(clinic, content_owner=owner)
        assert send_reminders().mails == 0 and mail.outbox == []


class TestOnceAndOnTime:
    @pytest.fixture(autouse=True)
    def one_mailbox(self, clinic, article):
        mailbox(clinic, "reviews@harbour.example")
        self.article = due_in(article, 40)

    def stages(self) -> list[int]:
        return list(
            ReviewReminder.objects.filter(sent_at__isnull=False)
            .order_by("sent_at", "pk")
            .values_list("stage", flat=True)
        )

    def test_running_it_again_sends_nothing_again(self):
        for _ in range(3):
            send_reminders()
        assert len(mail.outbox) == 1 and self.stages() == [60]

    def test_each_stage_is_sent_on_its_day(self, later):
        for day in range(0, 56):
            later(days=day)
            send_reminders()
        assert self.stages() == [60, 30, 7, 0, -7, -14]
        assert len(mail.outbox) == 6

    def test_after_six_weeks_without_a_run_one_mail_is_sent(self, later):
        send_reminders()
        later(days=47)
        for _ in range(2):
            send_reminders()
        assert self.stages() == [60, -7] and len(mail.outbox) == 2
        assert "7 days ago" in mail.outbox[1].body

    def test_a_new_due_date_starts_anew(self, later):
        send_reminders()
        later(days=1)
        due_in(self.article, 20)
        send_reminders()
        assert self.stages() == [60, 30]

    def test_a_page_that_is_no_longer_due_is_not_claimed(self, clinic):
        from education.review_dates.reminding import Outcome

        ((recipient, waiting, _articles),) = mails_due(Outcome())
        due_in(self.article, 1000)
        assert claim(recipient.address, waiting) == []


class TestManyAtOnce:
    def test_the_mail_names_the_first_ones_and_says_how_many_wait(self, clinic, later):
        mailbox(clinic, "reviews@harbour.example")
        many(clinic, MOST_NAMED + 5, 3)
        dates = set(ArticlePage.objects.values_list("pk", "next_review"))
        send_reminders()
        send_reminders()  # on the same day nobody is written to again
        (message,) = mail.outbox
        assert message.body.count("/edit/") == MOST_NAMED
        assert "5 more pages wait" in message.body and "/admin/\n" in message.body
        later(days=1)
        send_reminders()
        assert len(mail.outbox) == 2 and mail.outbox[1].body.count("/edit/") == 5
        assert "more page" not in mail.outbox[1].body
        named = ReviewReminder.objects.filter(sent_at__isnull=False)
        assert named.values("article").distinct().count() == MOST_NAMED + 5
        assert set(ArticlePage.objects.values_list("pk", "next_review")) == dates

    def test_300_pages_due_on_one_day_cost_no_more_questions_than_3(self, clinic, owner):
        def questions() -> int:
            ReviewReminder.objects.all().delete()
            with CaptureQueriesContext(connection) as asked:
                assert send_reminders().mails == 1
            return len(asked)

        mailbox(clinic, owner.email)
        many(clinic, 3, 0, content_owner=owner)
        few = questions()
        many(clinic, 297, 0, content_owner=owner)
        assert questions() <= few <= 15

    def test_each_mail_costs_a_few_questions_whatever_it_names(self, clinic):
        for number in range(10):
            person = factories.make_person(clinic, "author", email=f"a{number}@harbour.example")
            many(clinic, 5, 0, content_owner=person)
        with CaptureQueriesContext(connection) as asked:
            assert send_reminders().mails == 10
        assert len(asked) <= 10 + 10 * 8


class Refusing(InMemory):
    """A mail server that is up and takes no mail for one address."""

    refused = ("gone@harbour.example",)

    def send_messages(self, messages):
        if set(self.refused) & set(messages[0].to):
            raise RuntimeError("no such mailbox")
        return super().send_messages(messages)


class Down(InMemory):
    """A mail server that does not answer."""

    def open(self):
        raise ConnectionRefusedError("connection refused")

    def send_messages(self, messages):
        self.open()


class Looking(InMemory):
    """Notes whether a transaction was open, and what was claimed, while the mail went out."""

    seen: list = []

    def send_messages(self, messages):
        rows = ReviewReminder.objects.filter(claimed_at__isnull=False, sent_at=None)
        self.seen.append((connection.in_atomic_block, rows.count()))
        return super().send_messages(messages)


class TestTheMailServer:
    @pytest.fixture(autouse=True)
    def two_people(self, clinic):
        for address in ("gone@harbour.example", "here@harbour.example"):
            person = factories.make_person(clinic, "author", email=address)
            due_in(factories.make_article(clinic, content_owner=person), 0)

    def test_one_refused_address_does_not_stop_the_others(self, settings, capsys):
        settings.EMAIL_BACKEND = f"{__name__}.Refusing"
        with pytest.raises(CommandError):
            call_command("send_review_reminders")
        assert recipients() == ["here@harbour.example"]
        assert "gone@harbour.example was not sent" in capsys.readouterr().err

    def test_what_was_not_sent_is_sent_by_the_next_run_once(self, settings):
        settings.EMAIL_BACKEND = f"{__name__}.Down"
        for _ in range(2):
            outcome = send_reminders()
            assert outcome.mails == 0 and len(outcome.problems) == 2  # one try, then it stops
        assert not ReviewReminder.objects.filter(claimed_at__isnull=False).exists()
        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
        for _ in range(2):
            assert send_reminders().problems == []
        assert recipients() == ["gone@harbour.example", "here@harbour.example"]

    @pytest.mark.django_db(transaction=True)
    def test_nothing_in_the_database_is_locked_while_a_mail_goes_out(self, settings):
        settings.EMAIL_BACKEND = f"{__name__}.Looking"
        Looking.seen.clear()
        send_reminders()
        assert Looking.seen == [(False, 1), (False, 1)]


class TestAKilledRun:
    """What it had claimed is left alone for a quarter of an hour, then sent as it was."""

    @pytest.fixture
    def begun(self, clinic):
        from education.review_dates.reminding import Outcome

        mailbox(clinic, "reviews@harbour.example")
        many(clinic, 3, 5)
        ((recipient, waiting, _articles),) = mails_due(Outcome())
        return claim(recipient.address, waiting)

    def test_at_first_it_may_still_be_at_work(self, begun, later):
        assert len(begun) == 3
        later(minutes=14)
        assert send_reminders().mails == 0

    def test_afterwards_the_mail_is_sent(self, begun, later):
        later(minutes=16)
        send_reminders()
        send_reminders()
        assert len(mail.outbox) == 1 and mail.outbox[0].body.count("/edit/") == 3

    def test_it_is_the_same_mail_although_more_has_fallen_due(self, begun, later, clinic):
        later(minutes=16)
        send_reminders()
        first = mail.outbox[0].extra_headers["Message-ID"]
        ReviewReminder.objects.update(sent_at=None)
        many(clinic, 4, 0)
        later(minutes=32)
        send_reminders()
        assert mail.outbox[1].extra_headers["Message-ID"] == first
        assert mail.outbox[1].body.count("/edit/") == 3
        later(days=1)
        send_reminders()
        assert mail.outbox[2].body.count("/edit/") == 4

    def test_what_has_passed_meanwhile_is_not_sent_late(self, begun, later):
        later(days=12)
        send_reminders()
        sent = ReviewReminder.objects.filter(sent_at__isnull=False)
        assert len(mail.outbox) == 1 and set(sent.values_list("stage", flat=True)) == {-7}


def test_a_title_cannot_add_lines_or_headers(clinic):
    clinic.site_name = "Harbour\nBcc: all@harbour.example"
    clinic.save()
    mailbox(clinic, "reviews@harbour.example")
    due_in(factories.make_article(clinic, "A\npage & <b>more</b>"), 0)
    send_reminders()
    (message,) = mail.outbox
    assert "- A page & <b>more</b>" in message.body
    assert "\n" not in message.subject and message.recipients() == ["reviews@harbour.example"]
