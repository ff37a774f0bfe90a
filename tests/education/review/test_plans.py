"""A version that is approved for a later day leaves the sign-off of the live one as it is."""

from datetime import timedelta

import pytest
from django.utils import timezone

from education.models import ArticlePage, SignOff
from education.overview.standing import standings
from education.overview.states import State
from education.ownership import site_of
from education.record.evidence import evidence_of
from education.review.approval import signing_clinician
from education.review.confirming import confirm, shown_of, why_not_confirmed
from education.review.signing import sign
from education.signed_content import NotSignedOff, is_signed_off, sign_off_of_live
from portal.exporting.fields import sign_off_facts
from tests import factories


def approve(article, reviewer):
    revision = article.save_revision(clean=False)
    sign(article, revision, reviewer, signing_clinician(reviewer, site_of(article)))
    revision.publish(skip_permission_checks=True)
    return ArticlePage.objects.get(pk=article.pk)


@pytest.fixture
def planned(clinic, topic, reviewer):
    """A live article with another version that was approved for tomorrow."""
    article = approve(factories.make_article(clinic, "Acne", topic=topic), reviewer)
    article.title, article.go_live_at = "Acne tomorrow", timezone.now() + timedelta(days=1)
    return approve(article, reviewer)


@pytest.fixture
def called_off(planned):
    planned.revisions.update(approved_go_live_at=None)
    return planned


def state_of(article):
    return standings(ArticlePage, [article])[article.pk].state


def test_the_report_does_not_call_the_live_article_unsigned(planned):
    assert state_of(planned) == State.NEWER_DRAFT


def test_the_report_does_not_call_it_unsigned_when_the_plan_was_called_off(called_off):
    assert state_of(called_off) == State.NEWER_DRAFT


def test_the_evidence_and_the_export_name_the_sign_off_of_the_live_words(clinic, planned):
    (row,) = [row for row in evidence_of(clinic).articles if row.title == "Acne"]
    assert row.signed_off and row.signed_by
    assert sign_off_facts(planned)["stands_for_what_is_live"]


def test_the_record_says_which_sign_off_stands_for_the_live_words(planned, reviewer, signed_in):
    words = signed_in(reviewer).get(f"/admin/pages/{planned.pk}/record/").content.decode()
    assert "stands for exactly the words that are live now" in words
    assert "The newest one is of another version" in words


def test_the_live_words_can_be_confirmed_when_the_plan_was_called_off(called_off, reviewer):
    assert why_not_confirmed(called_off) == []
    signed = confirm(called_off, reviewer, shown=shown_of(called_off))
    assert signed.revision_id == called_off.live_revision_id
    assert is_signed_off(called_off)


def test_who_wrote_the_other_version_did_not_write_what_is_confirmed(called_off, reviewer):
    SignOff.objects.filter(revision=called_off.live_revision).update(writers=["Ada Example"])
    newest = SignOff.objects.of(called_off).first()
    SignOff.objects.filter(pk=newest.pk).update(writers=["Bo Example"])
    assert confirm(called_off, reviewer, shown=shown_of(called_off)).writers == ["Ada Example"]


def test_an_earlier_approved_version_still_does_not_come_back(planned, reviewer):
    earlier = planned.live_revision
    planned.go_live_at = None
    newest = approve(planned, reviewer)
    with pytest.raises(NotSignedOff):
        earlier.publish(skip_permission_checks=True)
    assert sign_off_of_live(newest).revision_id != earlier.pk
