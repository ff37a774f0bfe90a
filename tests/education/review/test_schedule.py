"""`manage.py publish_scheduled`: each by itself, and what fails is named and stays planned."""

import io
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry, PageLogEntry, Revision

from education.models import ArticlePage, SignOff
from education.ownership import site_of
from education.review.schedule import REFUSED
from tests import factories

pytestmark = pytest.mark.django_db

EARLIER, LATER = timedelta(hours=-1), timedelta(hours=1)


def run(*options) -> tuple[str, str]:
    said, complained = io.StringIO(), io.StringIO()
    try:
        call_command("publish_scheduled", *options, stdout=said, stderr=complained)
    except CommandError as error:
        return complained.getvalue(), str(error)
    return complained.getvalue() + said.getvalue(), ""


def approved_for_later(content, **changed):
    """Signed off with a day to come; then the day is there. `changed`: swapped words."""
    content.go_live_at = timezone.now() + LATER
    revision = content.save_revision(clean=False)
    SignOff.objects.create(
        content=content,
        site=site_of(content),
        kind=SignOff.Kind.APPROVED,
        revision=revision,
        fingerprint=revision.as_object().fingerprint(),
        signed_at=timezone.now(),
    )
    revision.publish(skip_permission_checks=True)
    past = timezone.now() + EARLIER
    stored = Revision.objects.get(pk=revision.pk)
    stored.content |= {"go_live_at": past.isoformat(), **changed}
    stored.approved_go_live_at = past
    stored.save()
    return content


@pytest.fixture
def due(clinic, topic):
    """Two of each kind whose day has come, one of each with words that were swapped since."""
    make = factories.make_article
    return [
        approved_for_later(make(clinic, "Swapped page", topic=topic, live=False), lede="Other."),
        approved_for_later(factories.make_term(clinic, "swapped", live=False), meaning="Other."),
        approved_for_later(make(clinic, "Good page", topic=topic, live=False)),
        approved_for_later(factories.make_term(clinic, "good", live=False)),
    ]


def test_one_that_fails_stops_no_other(due):
    complaint, end = run()
    assert [type(each).objects.get(pk=each.pk).live for each in due] == [False, False, True, True]
    assert "Swapped page" in complaint and "swapped" in complaint and "Good" not in complaint
    assert "a clinician must approve exactly these words" in complaint
    assert end == "Failed: 2. Everything else that was due is done."


def test_what_failed_stays_planned_and_its_history_says_so_once(due, signed_in, administrator):
    run()
    run()
    for content in due[:2]:
        assert content.revisions.filter(approved_go_live_at__isnull=False).count() == 1
    assert PageLogEntry.objects.filter(action=REFUSED).count() == 1
    assert ModelLogEntry.objects.filter(action=REFUSED).count() == 1
    address = reverse("wagtailadmin_pages:history", args=[due[0].pk])
    history = signed_in(administrator).get(address).content.decode()
    assert "Was due to go online and did not" in history


def test_when_all_goes_well_it_ends_well_and_a_second_run_does_nothing(due):
    for content in due[:2]:
        content.revisions.update(approved_go_live_at=None)
    assert run() == ("", "")
    live = ArticlePage.objects.get(title="Good page").live_revision_id
    assert run() == ("", "") and ArticlePage.objects.get(title="Good page").live_revision_id == live


def test_what_has_reached_its_last_day_goes_offline_beside_one_that_cannot(
    clinic, topic, monkeypatch
):
    pages = [factories.make_article(clinic, f"Page {n}", topic=topic) for n in range(2)]
    term = factories.make_term(clinic, "old")
    ArticlePage.objects.filter(pk__in=[p.pk for p in pages]).update(
        expire_at=timezone.now() + EARLIER
    )
    type(term).objects.filter(pk=term.pk).update(expire_at=timezone.now() + EARLIER)
    unpublish = factories.Page.unpublish

    def broken(page, **kwargs):
        if page.pk == pages[0].pk:
            raise ValueError("no disk")
        return unpublish(page, **kwargs)

    monkeypatch.setattr(factories.Page, "unpublish", broken)
    complaint, end = run()
    assert "Page 0" in complaint and "no disk" in complaint and end.startswith("Failed: 1")
    assert [ArticlePage.objects.get(pk=p.pk).live for p in pages] == [True, False]
    assert not type(term).objects.get(pk=term.pk).live


def test_a_dry_run_changes_nothing(due):
    said, _end = run("--dryrun")
    assert "Good page" in said
    assert not ArticlePage.objects.filter(title="Good page", live=True).exists()
