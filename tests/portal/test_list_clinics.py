"""`manage.py list_clinics`: every clinic in a line or two, as quickly for fifty as for two."""

import io
import json

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from education.models import ClinicalReview
from portal.clinic_list import clinic_rows
from portal.models import Clinic, StaffGroup
from tests import factories

pytestmark = pytest.mark.django_db
Role = StaffGroup.Role


def listed(*options: str) -> str:
    said = io.StringIO()
    call_command("list_clinics", *options, stdout=said)
    return said.getvalue()


def row_of(host: str):
    return next(row for row in clinic_rows() if row.hostname == host)


def test_each_clinics_own_articles_drafts_and_people_are_counted(clinic, other_clinic):
    author = factories.make_person(clinic, Role.AUTHOR)
    author.groups.add(factories.group_of(clinic, Role.REVIEWER))
    factories.make_person(clinic, Role.AUTHOR, is_active=False)
    factories.make_article(clinic)
    waiting = factories.make_article(clinic, live=False, author=author)
    ClinicalReview.set_up().start(waiting, author)
    factories.make_article(clinic, live=False)
    factories.make_article(other_clinic)
    ours, theirs = row_of("localhost"), row_of("other.example")
    assert (ours.live_articles, ours.waiting, ours.people) == (1, 1, 1)
    assert (theirs.live_articles, theirs.waiting, theirs.people) == (1, 0, 0)


def test_only_languages_that_readers_see_are_listed(clinic):
    article = factories.make_article(clinic)
    assert row_of("localhost").languages == ["en"]
    clinic.root_page.copy_for_translation(
        factories.Locale.objects.get_or_create(language_code="es")[0]
    )
    assert row_of("localhost").languages == ["en"]
    spanish = clinic.root_page.get_translations().get().specific
    factories.put_live(spanish)
    factories.make_translation(article, "es")
    assert row_of("localhost").languages == ["en", "es"]
    assert row_of("localhost").live_articles == 2


@pytest.mark.parametrize(
    ("link", "said"),
    [("https://book.example", "ok"), ("", "none"), ("http://a.example", "refused")],
)
def test_the_booking_link_is_judged(clinic, link, said):
    Clinic.objects.filter(site=clinic).update(booking_link=link)
    assert row_of("localhost").booking.startswith(said)


def test_a_finished_set_up_is_told_from_an_unfinished_one(clinic, other_clinic):
    assert not row_of("localhost").setup_finished
    factories.make_setup_finished(clinic)
    assert row_of("localhost").setup_finished
    assert not row_of("other.example").setup_finished


def test_a_site_without_settings_is_named_as_no_clinic(clinic):
    factories.make_site_without_settings("bare.example")
    assert "bare.example: no name (no clinic yet)" in listed()


def test_programs_can_read_it(clinic, other_clinic):
    rows = json.loads(listed("--json"))
    assert {row["hostname"] for row in rows} == {"localhost", "other.example"}
    assert set(rows[0]) == {
        *("hostname", "name", "languages", "live_articles", "waiting", "people", "booking"),
        "setup_finished",
    }


def test_without_any_clinic_it_says_what_to_do(clinic):
    factories.remove_all_clinics()
    assert "Run start_clinic or add_clinic." in listed()


def test_six_clinics_ask_as_often_as_two(clinic, other_clinic):
    asked = []
    for hosts in ((), ("third.example", "fourth.example", "fifth.example", "sixth.example")):
        for host in hosts:
            factories.make_article(factories.make_clinic(host, f"Clinic at {host}"))
        clinic_rows()
        with CaptureQueriesContext(connection) as queries:
            clinic_rows()
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 12, asked
