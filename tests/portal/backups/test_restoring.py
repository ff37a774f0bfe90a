"""Restores: all or nothing, never unasked, and what was before stays until the new state stands."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="hands a copy of SQLite's file over"),
]


@pytest.fixture
def scene(clinic, tmp_path):
    """Plays a scene in a portal of its own, and fails with what it said."""
    connection.ensure_connection()
    with sqlite3.connect(tmp_path / "portal.sqlite3") as copy:
        connection.connection.backup(copy)
    (tmp_path / "media").mkdir(exist_ok=True)
    (tmp_path / "media" / "original.png").write_bytes(b"original")

    def play(name: str, code: int = 0) -> None:
        ended = subprocess.run(
            [sys.executable, "-m", "tests.portal.backups.scenes", name],
            env=os.environ
            | {
                "DJANGO_SETTINGS_MODULE": "portal.settings.test",
                "DATABASE_URL": f"sqlite:///{tmp_path / 'portal.sqlite3'}",
                "MEDIA_ROOT": str(tmp_path / "media"),
            },
            cwd=Path(__file__).parents[3],
            capture_output=True,
            text=True,
            timeout=300,
        )
        assert ended.returncode == code, ended.stdout + ended.stderr

    return play


def test_a_restore_brings_back_every_row_and_file_and_asks_before_it_overwrites(scene):
    scene("comes_back")


def test_what_is_damaged_newer_or_of_another_portal_is_refused_and_nothing_touched(scene):
    scene("refusals")


def test_a_portal_that_is_running_is_not_replaced_under_its_feet(scene):
    scene("in_use")


def test_a_failure_at_any_move_leaves_the_state_before(scene):
    scene("fails_in_the_middle")


def test_a_restore_that_was_cut_off_is_said_and_undone(scene):
    scene("cut_off", code=9)
    scene("after_the_cut")


def test_a_photo_that_was_removed_since_does_not_come_back(scene):
    scene("removed_photo")


def test_an_older_backup_is_migrated(scene):
    scene("older")


def test_backups_made_while_somebody_writes_hold_all_that_came_before(scene):
    scene("while_writing")
