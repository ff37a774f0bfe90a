"""Searches that found nothing: what is counted, what is never kept, and that no reader waits."""

import logging
import sqlite3
import time
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.utils import timezone

from education.finding import missed
from education.finding.missed import add_miss, often_missed, words_to_keep
from education.models import MissedSearch
from tests import factories
from tests.base import words_of

pytestmark = pytest.mark.django_db


def miss(client, words: str, times: int = 1, **headers) -> None:
    for _ in range(times):
        assert client.get("/search/", {"q": words}, headers=headers).status_code == 200


def kept() -> list[tuple[str, int]]:
    return sorted(MissedSearch.objects.values_list("words", "count"))


class TestWhatIsKept:
    def test_words_only_from_the_third_time(self, client, clinic):
        miss(client, "Zebrafish spa", 2)
        assert kept() == [("", 2)]
        miss(client, "zebrafish  SPA!")
        assert kept() == [("zebrafish spa", 3)]

    def test_times_of_other_days_count(self, client, clinic):
        miss(client, "zebrafish", 2)
        MissedSearch.objects.update(day=timezone.localdate() - timedelta(days=80))
        miss(client, "zebrafish")
        assert kept() == [("", 2), ("zebrafish", 1)]

    def test_not_after_90_days(self, client, clinic):
        miss(client, "zebrafish", 2)
        MissedSearch.objects.update(day=timezone.localdate() - timedelta(days=91))
        miss(client, "zebrafish")
        assert kept() == [("", 1)]

    def test_a_search_that_finds_something_is_not_counted(self, client, clinic):
        factories.make_article(clinic, "Zebrafish")
        miss(client, "zebrafish", 3)
        miss(client, "")
        miss(client, "💊")
        assert kept() == []

    @pytest.mark.parametrize(
        ("typed", "stored"),
        [
            ("zebra 07700900123", "zebra"),
            ("ann@mail.example zebra", "zebra"),
            ("born 1.2.1970 zebra", "born zebra"),
            ("NHS-943-476-5919", ""),
            ("flat2b", ""),
            ("٣٤٥ zebra", "zebra"),
            ("½ zebra", "zebra"),
            ("a" * 5000, "a" * 200),
        ],
    )
    def test_nothing_with_a_digit_or_an_at_sign(self, typed, stored):
        assert words_to_keep(typed) == stored

    def test_clinics_and_languages_are_counted_apart(self, client, clinic, other_clinic):
        miss(client, "zebrafish", 2)
        miss(client, "zebrafish", host="other.example")
        assert kept() == [("", 1), ("", 2)]
        prints = MissedSearch.objects.values_list("fingerprint", flat=True)
        assert len(set(prints)) == 2

    def test_the_fingerprint_depends_on_the_secret_key(self, clinic, settings):
        one = missed.fingerprint(clinic, "en", "zebrafish")
        settings.SECRET_KEY = "another"
        assert missed.fingerprint(clinic, "en", "zebrafish") != one
        assert "zebrafish" not in one

    def test_a_day_has_a_limit(self, client, clinic, other_clinic, monkeypatch):
        monkeypatch.setattr(missed, "MOST_A_DAY", 3)
        for word in ("ounce", "okapi", "quagga", "zebrafish"):
            miss(client, word)
        miss(client, "ounce")
        assert sorted(count for _words, count in kept()) == [1, 1, 2]
        miss(client, "zebrafish", host="other.example")
        assert MissedSearch.objects.count() == 4

    def test_old_rows_go_when_a_new_one_is_made(self, client, clinic):
        miss(client, "okapi")
        MissedSearch.objects.update(day=timezone.localdate() - timedelta(days=91))
        miss(client, "zebrafish")
        assert MissedSearch.objects.get().day == timezone.localdate()


class TestWhoIsCounted:
    def test_staff_are_not(self, signed_in, author, clinic):
        miss(signed_in(author), "zebrafish")
        assert kept() == []

    def test_head_is_not(self, client, clinic):
        assert client.head("/search/", {"q": "zebrafish"}).status_code == 200
        assert kept() == []


class TestNoReaderWaitsOrSeesAnError:
    def test_a_database_error_is_swallowed_and_the_words_are_not_logged(
        self, client, clinic, monkeypatch, caplog
    ):
        def fails(*args):
            raise DatabaseError("near 'zebrafish'")

        monkeypatch.setattr(missed, "add_miss", fails)
        with caplog.at_level(logging.WARNING):
            assert "We found nothing" in words_of(client.get("/search/", {"q": "zebrafish"}))
        assert "was not counted: DatabaseError" in caplog.text
        assert "zebrafish" not in caplog.text

    @pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite has one writer at a time")
    def test_a_busy_writer_delays_no_one(self, tmp_path, monkeypatch):
        """With a database file of its own: the tests' own is in memory and never busy."""
        file = tmp_path / "busy.sqlite3"
        writer = sqlite3.connect(file, check_same_thread=False)
        writer.execute("CREATE TABLE t (a)")
        writer.execute("BEGIN IMMEDIATE")
        reader = sqlite3.connect(file, timeout=20)

        class Connection:
            vendor = "sqlite"

            @staticmethod
            def cursor():
                return OpenCursor(reader.cursor())

        class OpenCursor:
            def __init__(self, cursor):
                self.cursor = cursor

            def __enter__(self):
                return self.cursor

            def __exit__(self, *error):
                self.cursor.close()

        monkeypatch.setattr(missed, "connection", Connection)
        started = time.monotonic()
        with pytest.raises(sqlite3.OperationalError, match="locked"), missed.impatient():
            reader.execute("INSERT INTO t VALUES (1)")
        assert time.monotonic() - started < 2  # it would have been 20 seconds
        assert reader.execute("PRAGMA busy_timeout").fetchone() == (20_000,)
        writer.close()
        reader.close()

    @pytest.mark.skipif(connection.vendor != "postgresql", reason="how PostgreSQL says it")
    def test_the_patience_ends_with_the_count(self, clinic):
        with connection.cursor() as cursor, missed.impatient():
            cursor.execute("SHOW lock_timeout")
            assert cursor.fetchone() == ("50ms",)


class TestTheReport:
    ADDRESS = "/admin/reports/missed-searches/"

    @pytest.fixture
    def misses(self, clinic, other_clinic):
        for site, words, times in [
            (clinic, "okapi", 4),
            (clinic, "twice", 2),
            (other_clinic, "zebrafish", 5),
        ]:
            for _ in range(times):
                add_miss(site, "en", words)

    @pytest.mark.parametrize("role", ["author", "reviewer", "administrator"])
    def test_it_shows_what_ones_own_clinic_misses(self, request, signed_in, misses, role):
        browser = signed_in(request.getfixturevalue(role))
        said = words_of(browser.get(self.ADDRESS))
        assert "okapi" in said and "zebrafish" not in said and "twice" not in said
        assert "Searches that found nothing" in browser.get("/admin/").content.decode()

    def test_not_to_who_may_tell_search_nothing(self, signed_in, brand_manager, misses):
        browser = signed_in(brand_manager)
        assert browser.get(self.ADDRESS).status_code in (302, 403)
        assert "Searches that found nothing" not in browser.get("/admin/").content.decode()
        assert Client().get(self.ADDRESS).status_code == 302

    def test_empty_it_says_when_words_come(self, signed_in, author, clinic):
        said = words_of(signed_in(author).get(self.ADDRESS))
        assert "searched for them in vain 3 times within 90 days" in said

    def test_it_names_the_language(self, signed_in, author, misses):
        assert "okapi 4" in words_of(signed_in(author).get(self.ADDRESS))
        assert "English" in words_of(signed_in(author).get(self.ADDRESS))

    def test_its_button_opens_a_filled_in_form(self, signed_in, author, clinic, misses):
        browser = signed_in(author)
        page = browser.get(self.ADDRESS).content.decode()
        address = f"/admin/snippets/education/synonym/add/?word=okapi&amp;site={clinic.pk}"
        assert address in page
        form = browser.get(address.replace("&amp;", "&")).content.decode()
        assert 'value="okapi"' in form

    def test_the_form_takes_no_foreign_clinic(self, signed_in, author, clinic, other_clinic):
        address = f"/admin/snippets/education/synonym/add/?word=okapi&site={other_clinic.pk}"
        form = signed_in(author).get(address).content.decode()
        assert other_clinic.site_name not in form

    def test_most_missed_first_with_times_and_last_day(self, clinic, misses):
        for _ in range(9):
            add_miss(clinic, "en", "quagga")
        rows = [(row["missed"], row["times"]) for row in often_missed([clinic])]
        assert rows == [("quagga", 9), ("okapi", 4)]
