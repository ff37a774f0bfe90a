"""Runs of the reminder command as processes, on a database in a file, with real mail files."""

import os
import re
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from education.models import ArticlePage
from tests import factories

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="hands a copy of SQLite's file over"),
]

PEOPLE = 8


@pytest.fixture
def runs(clinic, tmp_path):
    """Eight owners with a due page each, in a database file that processes can share."""
    today = timezone.localdate()
    for number in range(PEOPLE):
        owner = factories.make_person(clinic, "author", email=f"owner{number}@harbour.example")
        article = factories.make_article(clinic, content_owner=owner, published=False)
        ArticlePage.objects.filter(pk=article.pk).update(next_review=today)
    with sqlite3.connect(tmp_path / "clinic.sqlite3") as copy:
        connection.ensure_connection()
        connection.connection.backup(copy)
    return Runs(tmp_path)


class Runs:
    """Starts runs, and reads the mails they wrote."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.mails = folder / "mails"
        self.mails.mkdir()

    def start(self, *arguments) -> subprocess.Popen:
        run = subprocess.Popen(
            [sys.executable, "-m", "tests.education.review_dates.reminder_run", str(self.mails)]
            + [str(argument) for argument in arguments],
            env=os.environ
            | {
                "DJANGO_SETTINGS_MODULE": "portal.settings.test",
                "DATABASE_URL": f"sqlite:///{self.folder / 'clinic.sqlite3'}",
            },
            cwd=Path(__file__).parents[3],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert run.stdout.readline() == "ready\n", run.stderr.read()
        return run

    def run(self, *arguments) -> int:
        return self.finish(self.start(*arguments))

    def finish(self, run: subprocess.Popen) -> int:
        run.communicate("go\n")
        return run.returncode

    def written(self) -> str:
        return "\n".join(path.read_text() for path in sorted(self.mails.iterdir()))

    def recipients(self) -> Counter:
        return Counter(re.findall(r"^To: (.+)$", self.written(), re.M))

    def names(self) -> Counter:
        """How often each Message-ID was written."""
        return Counter(re.findall(r"^Message-ID: (.+)$", self.written(), re.M))


ONCE = Counter(f"owner{number}@harbour.example" for number in range(PEOPLE))


def test_killed_halfway_the_next_runs_send_the_rest_and_nothing_again(runs):
    assert runs.run(0, "before", 4) == -signal.SIGKILL
    assert runs.recipients().total() == 3
    assert runs.run(1) == 0  # the claim of the killed run holds for a quarter of an hour
    assert runs.recipients().total() == PEOPLE - 1
    assert runs.run(16) == 0
    assert runs.recipients() == ONCE
    assert runs.run(32) == 0
    assert runs.recipients() == ONCE


def test_killed_between_the_servers_answer_and_our_note_the_mail_comes_again_as_the_same(runs):
    assert runs.run(0, "after", 4) == -signal.SIGKILL
    assert runs.run(16) == 0
    assert runs.run(32) == 0
    assert set(runs.recipients()) == set(ONCE) and runs.recipients().total() == PEOPLE + 1
    assert sorted(runs.names().values()) == [1] * (PEOPLE - 1) + [2]


def test_two_runs_at_once_send_each_mail_once(runs):
    both = [runs.start(), runs.start()]
    for run in both:
        run.stdin.write("go\n")
        run.stdin.flush()
    assert [runs.finish(run) for run in both] == [0, 0]
    assert runs.recipients() == ONCE


def test_nobody_is_written_to_on_the_next_day_without_a_new_stage(runs):
    assert runs.run() == 0
    assert runs.run(timedelta(days=1) // timedelta(minutes=1)) == 0
    assert runs.recipients() == ONCE
