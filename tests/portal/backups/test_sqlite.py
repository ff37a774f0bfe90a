"""SQLite: a copy of a database in use is whole; damage and use are noticed."""

import sqlite3
from contextlib import closing

import pytest

from portal.backups import sqlite
from portal.backups.refusals import BackupRefused


@pytest.fixture
def live(tmp_path):
    """A database in use: what was written last stands in its log, not yet in its file."""
    with closing(sqlite3.connect(tmp_path / "live.sqlite3", isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("CREATE TABLE parent (id integer primary key, words text)")
        database.execute("CREATE TABLE child (id integer primary key, parent REFERENCES parent)")
        database.executemany("INSERT INTO parent(words) VALUES (?)", [("x" * 500,)] * 100)
        yield database


def copied(live, tmp_path):
    sqlite.copy(live, tmp_path / "copy", lambda done, total: None)
    return tmp_path / "copy"


def test_a_copy_holds_what_stands_in_the_log_and_is_one_file(live, tmp_path):
    copy = copied(live, tmp_path)
    assert sqlite.rows(copy, "SELECT count(*) FROM parent") == [(100,)]
    assert [path.name for path in tmp_path.glob("copy*")] == ["copy"]
    assert copy.stat().st_mode & 0o777 == 0o600


def test_a_copy_in_the_middle_of_a_change_is_refused_and_does_not_wait_for_ever(live, tmp_path):
    live.execute("BEGIN IMMEDIATE")
    with pytest.raises(BackupRefused, match="in the middle"):
        copied(live, tmp_path)


def test_a_copy_with_a_broken_page_or_reference_is_refused(live, tmp_path):
    copy = copied(live, tmp_path)
    data = copy.read_bytes()
    copy.write_bytes(data[:8192] + b"\xff" * 4096 + data[12288:])
    with pytest.raises(BackupRefused, match="damaged"):
        sqlite.check(copy)
    copy.write_bytes(b"SQLite format 3\0" + b"\0" * 5000)
    with pytest.raises(BackupRefused, match="damaged"):
        sqlite.check(copy)
    copy.write_bytes(b"PGDMP")
    with pytest.raises(BackupRefused, match="no SQLite file"):
        sqlite.check(copy)
    copy.unlink()
    live.execute("INSERT INTO child(parent) VALUES (5000)")
    with pytest.raises(BackupRefused, match="a row that is gone"):
        copied(live, tmp_path)


def test_an_open_database_is_in_use_and_a_closed_one_is_not(live, tmp_path):
    with pytest.raises(BackupRefused, match="Stop it"):
        sqlite.require_unused(tmp_path / "live.sqlite3")
    live.close()
    sqlite.require_unused(tmp_path / "live.sqlite3")
    assert not list(tmp_path.glob("live.sqlite3-*"))


def test_what_is_empty(live, tmp_path):
    assert sqlite.is_empty(tmp_path / "nowhere")
    (tmp_path / "empty").touch()
    assert sqlite.is_empty(tmp_path / "empty")
    (tmp_path / "other").write_bytes(b"words" * 1000)
    assert not sqlite.is_empty(tmp_path / "other")
    assert not sqlite.is_empty(tmp_path / "live.sqlite3")
