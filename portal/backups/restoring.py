"""Restoring: all of the archive is proven first, the state before stays until the new one stands."""

import fcntl
import logging
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection

from portal.backups import facts
from portal.backups.archive import media_files
from portal.backups.checking import Progress, check_database, open_archive, write_database
from portal.backups.databases import Database, configured_database
from portal.backups.making import SPARE, media_root, megabytes
from portal.backups.manifest import KINDS, MEDIA, About
from portal.backups.reading import Archive
from portal.backups.refusals import BackupRefused
from portal.backups.removed_photos import photos_removed_since, remove_again
from portal.backups.swap import (
    FOLDER,
    JOURNAL,
    folder_beside,
    make,
    media_moves,
    read_journal,
    sync_folder,
    undo,
    write_journal,
)

logger = logging.getLogger(__name__)

NO_CLINIC = {"localhost"}  # the host name of a portal that nobody has set up


@dataclass(frozen=True)
class Asked:
    """What whoever restores has said."""

    overwrite: bool = False
    other_portal: bool = False


@dataclass
class Restored:
    """What the portal now is, and what is left to do by hand."""

    about: About
    files: int
    left_out: dict[str, str]
    notes: list[str] = field(default_factory=list)


def restore(path: Path, asked: Asked, progress: Progress) -> Restored:
    """Make the portal what it was when the archive was made.

    Raises BackupRefused with the words for whoever asked; then the portal is as it was before.
    """
    with _one_at_a_time() as work, open_archive(path, progress) as archive:
        database = configured_database(work)
        try:
            _require_fitting(archive.about)
            database.require_unused()
            if _undo(work, database):
                progress("An earlier restore was cut off; the state before it is back", 1, 1)
            _clear(work, database)
            _require_permission(archive.about, database, asked)
            _require_space(archive, database, work)
            _stage(archive, database, work, progress)
            removed = [] if database.is_empty() else photos_removed_since(archive.about.created_at)
            _swap(database, work)
        except (OSError, sqlite3.Error, DatabaseError) as error:
            why = getattr(error, "strerror", None) or str(error).strip() or type(error).__name__
            raise BackupRefused(f"Nothing was restored: {why}. The portal is as it was.") from error
        finally:
            if not read_journal(work):
                _clear(work, database)
        files = sum(entry.path.startswith(MEDIA) for entry in archive.manifest.files)
        done = Restored(archive.about, files, archive.manifest.left_out)
        done.notes += remove_again(removed)
    _forget_what_was_remembered(done)
    logger.info("Restored from the backup of %s", archive.about.created_at)
    return done


def undo_restore() -> bool:
    """Bring back the state before a restore that was cut off; whether there was one."""
    with _one_at_a_time() as work:
        database = configured_database(work)
        database.require_unused()
        undone = _undo(work, database)
        _clear(work, database)
        return undone


@contextmanager
def _one_at_a_time() -> Iterator[Path]:
    work = folder_beside(media_root())
    work.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = os.open(work, os.O_RDONLY)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BackupRefused("Another restore is still running.") from error
        try:
            yield work
        finally:
            with suppress(OSError):  # not empty: a journal waits for --undo
                work.rmdir()
    finally:
        os.close(lock)


def _require_fitting(about: About) -> None:
    if about.database != connection.vendor:
        there, here = KINDS[about.database], KINDS.get(connection.vendor, connection.vendor)
        raise BackupRefused(
            f"This is a backup of {there}, and this portal uses {here}. Restore it into a portal "
            f"that uses {there}: set DATABASE_URL."
        )
    unknown = facts.unknown_migrations(about)
    if unknown:
        raise BackupRefused(
            f"The backup was made by a newer version of the portal ({about.version}; this one is "
            f"{facts.portal_version()} and does not know {unknown[0]}). Install that version first."
        )


def _require_permission(about: About, database: Database, asked: Asked) -> None:
    media = media_root()
    if database.is_empty():
        hosts: set[str] = set()
        full = f"The folder {media} is not empty." if _has_files(media) else ""
    else:
        hosts = _hosts()
        full = "The database is not empty."
    if full and not asked.overwrite:
        raise BackupRefused(
            f"{full} Nothing was restored. To lose what is there and put the backup in its place, "
            "add --yes-overwrite."
        )
    if hosts - NO_CLINIC and not hosts & set(about.hosts) and not asked.other_portal:
        raise BackupRefused(
            f"This is a backup of another portal ({', '.join(about.hosts)}); this one is "
            f"{', '.join(sorted(hosts))}. If it is meant, add --other-portal."
        )


def _hosts() -> set[str]:
    try:
        return set(facts.hosts(facts.rows_of_portal))
    except DatabaseError:
        return set()  # damaged, or of an earlier age: no name to compare
    finally:
        connection.close()


def _has_files(folder: Path) -> bool:
    return next(media_files(folder, FOLDER), None) is not None


def _require_space(archive: Archive, database: Database, work: Path) -> None:
    """The new state stands beside the old one for a moment."""
    total = sum(entry.size for entry in archive.manifest.files) + SPARE
    for folder in {work, database.staged.parent}:
        free = shutil.disk_usage(folder).free
        if free < total:
            raise BackupRefused(
                f"{folder} has {megabytes(free)} free and needs about {megabytes(total)}. "
                "Nothing was restored."
            )


def _stage(archive: Archive, database: Database, work: Path, progress: Progress) -> None:
    """Unpack and check everything where nobody reads it. Raises BackupRefused, OSError."""
    write_database(archive, database.staged)
    check_database(archive.about, database.staged)
    media = work / "media"
    media.mkdir(mode=settings.FILE_UPLOAD_DIRECTORY_PERMISSIONS or 0o755)
    total = sum(entry.size for entry in archive.manifest.files)
    done = 0
    for entry in archive.manifest.files:
        done += entry.size
        if entry.path.startswith(MEDIA):
            target = media / entry.path.removeprefix(MEDIA)
            target.parent.mkdir(parents=True, exist_ok=True)
            with open(target, "xb") as file:
                archive.read(entry, file.write)
            target.chmod(settings.FILE_UPLOAD_PERMISSIONS or 0o644)
            os.utime(target, (archive.mtime(entry),) * 2)
            progress("Uploaded files", done, total)
    database.prepare()


def _swap(database: Database, work: Path) -> None:
    """The journal stands from the first move to the last; as long as it does, all can be undone."""
    media, aside = media_root(), work / "before"
    os.sync()  # what was unpacked is on the disk before it takes anything's place
    moves = [*database.moves(), *media_moves(media, work / "media", aside)]
    write_journal(work, database.name, moves)
    try:
        make(moves)
        database.load()
    except BaseException:
        _undo(work, database)
        raise
    (work / JOURNAL).unlink()
    sync_folder(work)


def _undo(work: Path, database: Database) -> bool:
    """Undo what a journal lists; whether there was one. Raises BackupRefused, OSError."""
    found = read_journal(work)
    if not found:
        return False
    name, moves = found
    if name != database.name:
        raise BackupRefused(
            f"A restore into another database ({name}) was cut off. Set DATABASE_URL to that one and "
            "run: manage.py restore --undo"
        )
    database.put_back()
    undo(moves)
    (work / JOURNAL).unlink()
    sync_folder(work)
    return True


def _clear(work: Path, database: Database) -> None:
    """What an earlier run, or this one, leaves behind goes."""
    database.forget()
    for path in work.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()


def _forget_what_was_remembered(done: Restored) -> None:
    """Copies of pages and counters belong to the state before."""
    try:
        cache.clear()
    except Exception:
        logger.exception("The cache could not be emptied")
        done.notes.append("The cache could not be emptied: restart Redis.")
