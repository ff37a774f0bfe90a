"""Restores in a process and a database file of their own: `python -m tests.portal.backups.scenes NAME`.

Each function is one scene; `test_restoring.py` says what it shows. An assertion ends the process.
"""

import io
import os
import sqlite3
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import django


def _command(*arguments) -> str:
    from django.core.management import call_command

    said = io.StringIO()
    call_command(*arguments, stdout=said)
    return said.getvalue()


def _refused(*arguments) -> str:
    from django.core.management import CommandError

    try:
        _command(*arguments)
    except CommandError as error:
        return str(error)
    raise AssertionError(f"{arguments} was not refused")


def _folder() -> Path:
    from django.conf import settings

    return Path(settings.MEDIA_ROOT).parent


def _state() -> tuple:
    """Every row and every file of the portal."""
    from django.db import connection

    connection.close()
    with closing(sqlite3.connect(connection.settings_dict["NAME"])) as database:
        rows = tuple(line for line in database.iterdump() if "django_session" not in line)
    media = _folder() / "media"
    files = {str(p.relative_to(media)): p.read_bytes() for p in media.rglob("*") if p.is_file()}
    return rows, files


def _backup() -> Path:
    _command("backup", "--output", str(_folder() / "backups"))
    return max((_folder() / "backups").glob("portal-*.tar"))


def _change() -> None:
    from wagtail.models import Site

    Site.objects.update(site_name="Changed since")
    (_folder() / "media" / "later.png").write_bytes(b"later")


def _leftovers() -> list[str]:
    usual = {"media", "backups", "portal.sqlite3", "portal.sqlite3-wal", "portal.sqlite3-shm"}
    return [name for name in os.listdir(_folder()) if name not in usual]


def comes_back() -> None:
    from django.contrib.sessions.models import Session
    from django.utils import timezone

    Session.objects.create(session_key="old", expire_date=timezone.now())
    before, archive = _state(), _backup()
    _change()
    changed = _state()
    assert changed != before
    assert "--yes-overwrite" in _refused("restore", str(archive))
    assert _state() == changed and _leftovers() == []
    said = _command("restore", str(archive), "--yes-overwrite")
    assert "Everybody signs in again" in said and "%" not in said, said
    assert _state() == before and _leftovers() == []
    assert not Session.objects.exists()
    later = _folder() / "media" / "original.png"
    assert later.stat().st_mode & 0o777 == 0o644


def refusals() -> None:
    from wagtail.models import Site

    from portal.backups import facts, reading, restoring

    Site.objects.filter(is_default_site=True).update(hostname="learn.example")
    archive = _backup()
    before = _state()
    data = archive.read_bytes()
    bad = _folder() / "backups" / "bad.tar"
    for damaged in (data[:-1], data[: len(data) // 2], data[:3000] + b"x" + data[3001:]):
        bad.write_bytes(damaged)
        assert "no whole backup" in _refused("restore", str(bad), "--yes-overwrite")
        assert "no whole backup" in _refused("verify_backup", str(bad))
    real = reading.read_about

    def says(**values):
        reading.read_about = lambda data: replace(real(data), **values)
        return _refused("restore", str(archive), "--yes-overwrite")

    assert "newer version" in says(migrations=("portal.9999_tomorrow",))
    assert "is a backup of PostgreSQL" in says(database="postgresql")
    assert "another portal" in says(hosts=("elsewhere.example",))
    reading.read_about = real
    facts.hosts = restoring.facts.hosts = lambda rows: ("elsewhere.example",)
    assert "another portal" in _refused("restore", str(archive), "--yes-overwrite")
    restoring.shutil.disk_usage = lambda folder: type("", (), {"free": 10})
    assert "has 0 MB free" in _refused("restore", str(archive), "--yes-overwrite", "--other-portal")
    assert _state() == before and _leftovers() == []


def in_use() -> None:
    from django.db import connection

    archive, before = _backup(), _state()
    with closing(sqlite3.connect(connection.settings_dict["NAME"])) as portal:
        portal.execute("SELECT count(*) FROM django_migrations").fetchone()
        assert "Stop it" in _refused("restore", str(archive), "--yes-overwrite")
    assert _state() == before


def fails_in_the_middle() -> None:
    """Each time the disk is synced after a move, and at the link before the first, it fails once."""
    from portal.backups import restoring, swap

    archive = _backup()
    _change()
    before = _state()
    for name, turn in (("_second_name", 1), ("sync_folder", 2), ("sync_folder", 3)):
        real = getattr(swap, name)
        setattr(swap, name, _failing_once(real, turn))
        said = _refused("restore", str(archive), "--yes-overwrite")
        setattr(swap, name, real)
        # The move at hand was the database's, the database's, the media's.
        assert "No space left" in said and "as it was" in said
        assert _state() == before and _leftovers() == [], (name, turn)
    assert restoring.undo_restore() is False


def _failing_once(real, turn: int):
    calls = []

    def fails(*arguments):
        calls.append(arguments)
        if len(calls) == turn:
            raise OSError(28, "No space left on device")
        return real(*arguments)

    return fails


def cut_off() -> None:
    """The process dies between the database and the media: it is found, said and undone."""
    from portal.backups import swap

    archive = _backup()
    _change()
    (_folder() / "backups" / "before").write_text(str(hash_of(_state())))
    real, calls = swap.sync_folder, []

    def dies(folder):
        calls.append(folder)
        if len(calls) == 2:  # the journal is there, the database has moved
            os._exit(9)
        real(folder)

    swap.sync_folder = dies
    _command("restore", str(archive), "--yes-overwrite")


def after_the_cut() -> None:
    before = (_folder() / "backups" / "before").read_text()
    assert hash_of(_state()) != before, "nothing was cut off"
    assert "restore --undo" in _refused("backup", "--output", str(_folder() / "backups"))
    assert "The state before is back" in _command("restore", "--undo")
    assert hash_of(_state()) == before and _leftovers() == []
    assert "No restore was cut off" in _command("restore", "--undo")
    assert _backup().exists()


def hash_of(state: tuple) -> str:
    import hashlib

    return hashlib.sha256(repr(state).encode()).hexdigest()


def removed_photo() -> None:
    """Its consent ended after the backup: the older backup must not bring it back."""
    from wagtail.models import Site

    from education.models import Picture, Withdrawal
    from education.withdrawal.consents import end_consent
    from tests import factories

    photo = factories.make_picture(Site.objects.first(), "A scar")
    name = photo.file.name
    archive = _backup()
    end_consent(photo, None, "Asked for by the patient.")
    assert not (_folder() / "media" / name).exists()
    said = _command("restore", str(archive), "--yes-overwrite")
    assert "“A scar” was removed since the backup: removed again" in said, said
    assert not (_folder() / "media" / name).exists()
    assert Picture.objects.filter(title="A scar").exists()
    assert Withdrawal.objects.get().reason == "Asked for by the patient."


def older() -> None:
    """A backup of an older version is brought up to date before it takes the portal's place."""
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    rows = MigrationRecorder.Migration.objects.filter(app="sessions")
    rows.delete()
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE django_session")
    archive = _backup()
    _command("restore", str(archive), "--yes-overwrite")
    assert rows.exists()
    assert "django_session" in connection.introspection.table_names()


def while_writing() -> None:
    """200 rows are written while 5 backups are made; each of them holds all that came before it."""
    import threading

    from django.db import connection

    from portal.backups.checking import verify, write_database

    path, written = connection.settings_dict["NAME"], []

    def write():
        with closing(sqlite3.connect(path, timeout=20)) as database:
            database.execute("CREATE TABLE drill (number integer)")
            for number in range(200):
                database.execute("INSERT INTO drill VALUES (?)", (number,))
                database.commit()
                written.append(number)

    thread, found = threading.Thread(target=write), []
    thread.start()
    for number in range(5):
        least = len(written)
        with verify(_backup(), lambda *progress: None) as archive:
            copy = _folder() / "backups" / f"{number}.sqlite3"
            write_database(archive, copy)
        with closing(sqlite3.connect(copy)) as database:
            try:
                found.append((least, database.execute("SELECT count(*) FROM drill").fetchone()[0]))
            except sqlite3.OperationalError:
                found.append((least, 0))  # before the table
    thread.join()
    assert len(written) == 200
    assert all(least <= count for least, count in found), found


if __name__ == "__main__":
    django.setup()
    globals()[sys.argv[1]]()
