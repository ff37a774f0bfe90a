"""An overdue page: what patients read on it, where it is listed, what the clinic's rules do with it."""

from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import registry
from wagtail.models import PageLogEntry

from education.models import ArticlePage, ReviewRules
from portal.models import HomeArticle
from tests import factories
from tests.base import words_of

pytestmark = pytest.mark.django_db

Overdue = ReviewRules.Overdue
NOTICE = "This page is due for a check. We last checked it on"


def set_dates(article, **fields) -> ArticlePage:
    """Facts about the live page, as a sign-off would have written them."""
    ArticlePage.objects.filter(pk=article.pk).update(**fields)
    return ArticlePage.objects.get(pk=article.pk)


def days(number: int) -> date:
    return timezone.localdate() + timedelta(days=number)


def set_rules(site, **fields) -> ReviewRules:
    rules = ReviewRules.objects.get(site=site)
    for field, value in fields.items():
        setattr(rules, field, value)
    rules.save()
    return rules


class TestWhatPatientsRead:
    def test_an_overdue_page_says_so_and_when_it_was_checked(self, client, clinic, article):
        set_dates(article, last_reviewed=date(2023, 5, 3), next_review=days(0))
        page = client.get(article.url)
        assert f"{NOTICE} 3 May 2023." in words_of(page)
        assert '<time datetime="2023-05-03">' in page.content.decode()

    def test_until_that_day_it_does_not(self, client, clinic, article):
        set_dates(article, last_reviewed=date(2023, 5, 3), next_review=days(1))
        words = words_of(client.get(article.url))
        assert "due for a check" not in words and "Reviewed 3 May 2023" in words

    def test_a_page_that_nobody_has_checked_does_not_name_a_day(self, client, clinic, article):
        set_dates(article, last_reviewed=None, next_review=None)
        words = words_of(client.get(article.url))
        assert "due for a check" not in words and "Not yet checked by a clinician" in words


class TestLists:
    """On its day a page leaves every list; its addresses keep working, with the line."""

    @pytest.fixture
    def shelf(self, clinic, topic, django_capture_on_commit_callbacks):
        """The page (B), with a neighbour on each side; A names it as related, the home page too."""
        with django_capture_on_commit_callbacks(execute=True):
            question = factories.make_question(clinic, "Does zinc help?")
            self.page = factories.make_article(
                clinic,
                "B zinc cream",
                topic=topic,
                questions=[question],
                other_names=["Zinc paste"],
            )
            self.before = factories.make_article(
                clinic, "A before", topic=topic, related=[self.page]
            )
            self.after = factories.make_article(clinic, "C after", topic=topic)
        HomeArticle.objects.create(home=factories.home_of(clinic), article=self.page)
        factories.make_promotion(clinic, "zinc", self.page)
        return topic

    def lists(self, shelf) -> dict[str, str]:
        return {
            "home": "/",
            "topic": shelf.url,
            "related": self.before.url,
            "neighbours": self.after.url,
            "search": "/search/?q=zinc",
            "A to Z": "/a-z/",
            "questions": reverse("questions"),
            "feed": reverse("feed"),
            "sitemap": "/sitemap.xml",
        }

    def listed_in(self, client, shelf) -> set[str]:
        return {
            name
            for name, address in self.lists(shelf).items()
            if "b-zinc-cream" in client.get(address).content.decode()
        }

    def test_until_its_day_it_is_in_all_of_them(self, client, shelf):
        set_dates(self.page, next_review=days(-9), leaves_lists_on=days(1))
        assert self.listed_in(client, shelf) == set(self.lists(shelf))

    def test_from_its_day_on_it_is_in_none(self, client, shelf):
        set_dates(self.page, next_review=days(-9), leaves_lists_on=days(0))
        assert self.listed_in(client, shelf) == set()

    def test_its_addresses_keep_working_with_the_notice(self, client, shelf):
        page = set_dates(
            self.page,
            last_reviewed=date(2023, 5, 3),
            next_review=days(-99),
            leaves_lists_on=days(-9),
        )
        assert NOTICE in words_of(client.get(page.url))
        short = client.get(reverse("short_address", args=[page.pk]))
        assert short["Location"].endswith("/b-zinc-cream/")
        picture = client.get(reverse("article_picture", args=[page.pk, "0" * 16]))
        assert picture.status_code == 302

    def test_a_sign_off_puts_it_back(self, client, shelf):
        set_dates(self.page, leaves_lists_on=days(-9))
        set_dates(self.page, leaves_lists_on=None)
        assert self.listed_in(client, shelf) == set(self.lists(shelf))

    def test_a_translation_is_listed_by_its_own_dates(self, client, clinic, shelf):
        spanish = factories.make_translation(self.page, "es", title="Crema", slug="crema")
        set_dates(spanish, leaves_lists_on=days(0))
        assert "topic" in self.listed_in(client, shelf)
        assert "/crema/" not in client.get("/sitemap.xml").content.decode()
        chosen = ArticlePage.objects.in_language(spanish.locale_id, [self.page])
        assert chosen == []


class TestSavingTheRules:
    @pytest.fixture
    def due(self, article):
        return set_dates(article, next_review=date(2026, 8, 31), last_reviewed=date(2023, 8, 31))

    def leaves(self, article) -> date | None:
        return ArticlePage.objects.get(pk=article.pk).leaves_lists_on

    def test_other_days_of_grace_hold_at_once(self, clinic, due):
        set_rules(clinic, overdue=Overdue.UNLISTED, grace_days=10)
        assert self.leaves(due) == date(2026, 9, 10)
        set_rules(clinic, overdue=Overdue.UNPUBLISHED, grace_days=0)
        assert self.leaves(due) == date(2026, 8, 31)

    def test_pages_that_may_stay_leave_on_no_day(self, clinic, due):
        set_rules(clinic, overdue=Overdue.UNLISTED)
        set_rules(clinic, overdue=Overdue.LISTED)
        assert self.leaves(due) is None

    def test_a_page_without_a_date_gets_none(self, clinic, article):
        set_rules(clinic, overdue=Overdue.UNLISTED, grace_days=10)
        assert self.leaves(article) is None

    def test_another_interval_moves_no_date(self, clinic, due):
        set_rules(clinic, months=6, safety_months=3)
        assert ArticlePage.objects.get(pk=due.pk).next_review == date(2026, 8, 31)

    def test_the_other_clinics_pages_stay_as_they_are(self, clinic, other_clinic, due):
        set_rules(clinic, overdue=Overdue.UNLISTED, grace_days=10)
        set_rules(other_clinic, overdue=Overdue.UNLISTED, grace_days=300)
        assert self.leaves(due) == date(2026, 9, 10)


class TestTakingOffline:
    @pytest.fixture
    def overdue(self, clinic, article):
        set_dates(article, next_review=days(-100))
        set_rules(clinic, overdue=Overdue.UNPUBLISHED, grace_days=90)
        return ArticlePage.objects.get(pk=article.pk)

    def entries(self, article):
        return PageLogEntry.objects.filter(
            page=article.pk, action="education.overdue_taken_offline"
        )

    def test_past_its_day_it_goes_offline_and_the_log_says_why(self, client, clinic, overdue):
        call_command("keep_review_dates")
        assert not ArticlePage.objects.get(pk=overdue.pk).live
        assert client.get(overdue.url).status_code == 404
        entry = self.entries(overdue).get()
        assert entry.user is None
        assert str(days(-100)) in registry.get_formatter(entry).format_message(entry)

    def test_repeating_it_changes_and_logs_nothing(self, overdue):
        for _ in range(3):
            call_command("keep_review_dates")
        assert self.entries(overdue).count() == 1

    def test_before_its_day_and_under_another_rule_pages_stay(self, clinic, overdue):
        set_rules(clinic, grace_days=101)
        call_command("keep_review_dates")
        set_rules(clinic, grace_days=90, overdue=Overdue.UNLISTED)
        call_command("keep_review_dates")
        assert ArticlePage.objects.get(pk=overdue.pk).live

    def test_the_other_clinics_rule_is_its_own(self, clinic, other_clinic, overdue):
        theirs = set_dates(factories.make_article(other_clinic), next_review=days(-100))
        set_rules(other_clinic, overdue=Overdue.UNLISTED, grace_days=90)
        call_command("keep_review_dates")
        assert ArticlePage.objects.get(pk=theirs.pk).live
        assert not ArticlePage.objects.get(pk=overdue.pk).live

    def test_one_page_that_cannot_be_saved_does_not_keep_the_others_online(
        self, clinic, overdue, monkeypatch, capsys
    ):
        second = set_dates(factories.make_article(clinic), leaves_lists_on=days(-1))
        save = ArticlePage.save

        def failing(page, *args, **kwargs):
            if page.pk == overdue.pk:
                raise OSError("disk full")
            return save(page, *args, **kwargs)

        monkeypatch.setattr(ArticlePage, "save", failing)
        with pytest.raises(CommandError):
            call_command("keep_review_dates")
        assert "still online: disk full" in capsys.readouterr().err
        assert ArticlePage.objects.get(pk=overdue.pk).live
        assert not ArticlePage.objects.get(pk=second.pk).live
        assert not self.entries(overdue).exists()
