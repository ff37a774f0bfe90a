"""Backups: one file or nothing, older ones of this portal make room, and removed photos find them."""

import fcntl
import io
import os
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from education.pictures.removal import backups_holding
from portal.backups import making
from portal.backups.checking import verify
from portal.backups.names import UNFINISHED
from portal.backups.reading import Archive
from portal.backups.refusals import BackupRefused
from tests.portal.backups.archives import FACTS, write_archive

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="pg_dump sees no test's own rows"),
]


@pytest.fixture
def folder(clinic, tmp_path, settings):
    media = Path(settings.MEDIA_ROOT)
    media.mkdir(exist_ok=True)
    (media / "one.png").write_bytes(b"1" * 700)
    return tmp_path / "backups"


def backup(folder, keep=None):
    return making.make_backup(folder, keep, lambda *progress: None)


def test_a_backup_is_one_file_that_proves_itself(folder):
    made = backup(folder)
    assert os.listdir(folder) == [made.path.name]
    assert made.path.stat().st_mode & 0o777 == 0o600 and folder.stat().st_mode & 0o777 == 0o700
    with verify(made.path, lambda *progress: None) as archive:
        assert "localhost" in archive.about.hosts and archive.about.database == "sqlite"
        assert [entry.path for entry in archive.manifest.files] == [
            "about.json", "database", "media/one.png",
        ]  # fmt: skip


def test_the_commands_say_what_they_did_and_write_no_progress_into_a_pipe(folder):
    said = io.StringIO()
    call_command("backup", "--output", str(folder), stdout=said)
    (archive,) = folder.iterdir()
    assert (
        said.getvalue()
        == f"{archive}: {archive.stat().st_size / 1024**2:,.0f} MB, 1 uploaded files.\n"
    )
    said = io.StringIO()
    call_command("verify_backup", str(archive), stdout=said)
    assert said.getvalue().startswith("Sound.") and "1 uploaded files" in said.getvalue()


def test_a_terminal_sees_how_far_it_is(folder):
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    said = Terminal()
    call_command("backup", "--output", str(folder), stdout=said, no_color=True)
    assert "\rUploaded files: 100 %" in said.getvalue()


def test_without_a_place_it_says_what_is_missing_and_backup_root_is_the_usual_one(folder, settings):
    settings.BACKUP_ROOT = ""
    with pytest.raises(CommandError, match="BACKUP_ROOT"):
        call_command("backup")
    with pytest.raises(CommandError, match="from 1 up"):
        call_command("backup", "--output", str(folder), "--keep", "0")
    settings.BACKUP_ROOT = str(folder)
    call_command("backup", stdout=io.StringIO())
    assert len(list(folder.iterdir())) == 1


def test_a_removed_photo_is_said_to_be_in_the_archives_and_in_nothing_else(folder, settings):
    settings.BACKUP_ROOT = str(folder)
    made, now = backup(folder), timezone.now()
    assert backups_holding(now - timedelta(hours=1), now)[1:] == [str(made.path)]
    assert backups_holding(now + timedelta(hours=1), now + timedelta(hours=2))[1:] == []


def test_only_the_oldest_of_this_portals_archives_go(folder, tmp_path):
    folder.mkdir()
    others = ["notes.txt", "portal-20200101-000000.tar", "portal-20200101-000001.tar.old"]
    for name in others:
        (folder / name).write_bytes(b"not ours")
    write_archive(folder / "portal-20200101-000002.tar", tmp_path / "none", about=FACTS)
    names = [backup(folder).path.name for _time in range(3)]
    last = backup(folder, keep=2)
    assert sorted(last.removed) == sorted(names[:2])
    kept = {*others, "portal-20200101-000002.tar", names[2], last.path.name}
    assert set(os.listdir(folder)) == kept


def test_what_a_killed_backup_left_goes_and_two_at_once_do_not_meet(folder):
    (folder / UNFINISHED).mkdir(parents=True)
    (folder / UNFINISHED / "archive.tar").write_bytes(b"half")
    made = backup(folder)
    assert os.listdir(folder) == [made.path.name]
    other = os.open(folder, os.O_RDONLY)
    fcntl.flock(other, fcntl.LOCK_EX)
    try:
        with pytest.raises(BackupRefused, match="Another backup"):
            backup(folder)
    finally:
        os.close(other)


def test_a_folder_that_readers_can_open_is_refused(folder, settings):
    for public in (settings.MEDIA_ROOT, settings.STATIC_ROOT):
        with pytest.raises(BackupRefused, match="everybody can read"):
            backup(Path(public) / "backups")


def test_too_little_space_is_said_before_anything_is_written(folder, monkeypatch):
    monkeypatch.setattr(making.shutil, "disk_usage", lambda path: Free)
    with pytest.raises(BackupRefused, match="has 5 MB free and needs about"):
        backup(folder)
    assert os.listdir(folder) == []


class Free:
    free = 5 * 1024**2


@pytest.mark.parametrize(
    "error", [OSError(28, "No space left on device"), sqlite3.OperationalError("disk is full")]
)
def test_a_disk_that_fills_up_in_the_middle_leaves_earlier_backups_and_nothing_else(
    folder, monkeypatch, error
):
    earlier = backup(folder)

    def full(*arguments):
        raise error

    monkeypatch.setattr(making.ArchiveWriter, "finish", full)
    with pytest.raises(BackupRefused, match=r"was not made.*(No space left|disk is full)"):
        backup(folder, keep=1)
    assert os.listdir(folder) == [earlier.path.name]
    Archive(earlier.path).close()


def test_files_kept_elsewhere_are_not_passed_over_in_silence(folder, monkeypatch):
    monkeypatch.setattr(making, "default_storage", object())
    with pytest.raises(BackupRefused, match="means of the storage"):
        backup(folder)
