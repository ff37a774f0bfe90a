"""A copy that is kept in step (an alias) shares what happened to the article it follows."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from education.models import ArticlePage, ReviewRules
from education.overview.dashboard import reviews_due
from education.ownership import site_of
from education.review.approval import signing_clinician
from education.review.confirming import confirm, shown_of
from education.review.signing import sign
from education.review.unsigned import why_unsigned
from education.withdrawal.withdrawal import Cause, withdraw
from tests import factories

LONG_AGO = date(2020, 1, 1)


def approve(article, reviewer):
    revision = article.save_revision(clean=False)
    sign(article, revision, reviewer, signing_clinician(reviewer, site_of(article)))
    revision.publish(skip_permission_checks=True)
    return fresh(article)


def fresh(article):
    return ArticlePage.objects.get(pk=article.pk)


@pytest.fixture
def live(clinic, topic, reviewer):
    return approve(factories.make_article(clinic, "Acne", topic=topic), reviewer)


@pytest.fixture
def alias(live):
    return fresh(live.create_alias(update_slug="acne-too"))


@pytest.fixture
def alias_of_alias(alias):
    return fresh(alias.create_alias(update_slug="acne-three"))


def grow_old(*articles):
    keys = [article.pk for article in articles]
    ArticlePage.objects.filter(pk__in=keys).update(
        last_reviewed=LONG_AGO, next_review=LONG_AGO, leaves_lists_on=LONG_AGO
    )


def test_a_new_approval_brings_every_copy_back_into_lists(live, alias, alias_of_alias, reviewer):
    grow_old(live, alias, alias_of_alias)
    approve(fresh(live), reviewer)
    assert {live.pk, alias.pk, alias_of_alias.pk} <= {
        article.pk for article in ArticlePage.objects.listed()
    }
    for copy in (alias, alias_of_alias):
        assert fresh(copy).last_reviewed == timezone.localdate()
        assert fresh(copy).next_review == fresh(live).next_review


def test_a_confirmation_counts_for_the_copies_too(live, alias, reviewer):
    grow_old(live, alias)
    confirm(live, reviewer, shown=shown_of(live))
    assert fresh(alias).last_reviewed == timezone.localdate()
    assert fresh(alias).leaves_lists_on == fresh(live).leaves_lists_on


def test_a_withdrawal_reaches_copies_of_copies_and_so_does_the_way_back(
    live, alias_of_alias, reviewer
):
    withdraw(live, reviewer, Cause.ADVICE, "The dose is wrong.")
    copy = fresh(alias_of_alias)
    assert (copy.live, copy.withdrawn) == (False, True)
    approve(fresh(live), reviewer)
    copy = fresh(alias_of_alias)
    assert (copy.live, copy.withdrawn) == (True, False)


def test_a_withdrawn_copy_says_so_at_its_own_address(client, live, alias_of_alias, reviewer):
    address = alias_of_alias.get_url()
    withdraw(live, reviewer, Cause.ADVICE, "The dose is wrong.")
    assert client.get(address).status_code == 410


def test_only_the_article_itself_is_due_for_review_never_its_copy(live, alias, reviewer):
    grow_old(live, alias)
    assert list(reviews_due(reviewer)) == [live]


def test_rules_for_overdue_pages_hold_for_copies(clinic, live, alias):
    ReviewRules.objects.get(site=clinic).save()
    assert fresh(alias).leaves_lists_on == fresh(live).leaves_lists_on is not None


def test_a_copy_stays_signed_while_a_newer_version_waits_for_its_day(live, alias, reviewer):
    live.title, live.go_live_at = "Acne tomorrow", timezone.now() + timedelta(days=1)
    approve(live, reviewer)
    assert why_unsigned(fresh(alias)) == ""
    made_meanwhile = fresh(live).create_alias(update_slug="acne-four")
    assert fresh(made_meanwhile).live


def test_a_copy_has_no_record_of_its_own_to_alarm_anybody(signed_in, alias, reviewer):
    browser = signed_in(reviewer)
    assert browser.get(f"/admin/pages/{alias.pk}/record/").status_code == 404
    words = browser.get(f"/admin/pages/{alias.get_parent().pk}/").content.decode()
    assert f"/pages/{alias.pk}/record/" not in words
