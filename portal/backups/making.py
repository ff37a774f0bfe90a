"""Making a backup: online, whole or not at all, and older ones of this portal make room for it."""

import fcntl
import logging
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import DatabaseError, connection
from django.utils import timezone

from portal.backups import postgresql, sqlite
from portal.backups.archive import ArchiveWriter, add_media, media_files
from portal.backups.facts import about_database, rows_of_portal
from portal.backups.manifest import ABOUT, DATABASE, About
from portal.backups.names import UNFINISHED, archive_name, beyond, is_archive_name
from portal.backups.reading import about_archive
from portal.backups.refusals import BackupRefused
from portal.backups.swap import FOLDER, folder_beside, read_journal, sync_folder

logger = logging.getLogger(__name__)

SPARE = 16 * 1024 * 1024  # bytes that must be left for the lists and for everybody else

Progress = Callable[[str, int, int], None]  # what is being done, bytes done, bytes in all


@dataclass(frozen=True)
class Backup:
    """What was made. `removed` are older archives that went."""

    path: Path
    size: int  # bytes
    files: int  # uploaded files inside
    left_out: dict[str, str]
    removed: list[str]


def make_backup(folder: Path, keep: int | None, progress: Progress) -> Backup:
    """Write one archive into the folder; with `keep`, that many of this portal's stay.

    Until it is complete and on the disk it has no name of an archive. Raises BackupRefused, with
    the words for whoever asked; then nothing is left behind and no older archive went.
    """
    media = media_root()
    _require_no_restore(media)
    try:
        with _own_folder(folder, media) as work:
            _require_space(folder, media)
            made = _write(work, folder, media, progress)
            removed = _remove_older(folder, made[3], keep) if keep else []
    except (OSError, sqlite3.Error, DatabaseError) as error:
        why = getattr(error, "strerror", None) or str(error).strip() or type(error).__name__
        raise BackupRefused(
            f"The backup was not made: {why}. Earlier backups are as they were."
        ) from error
    path, files, left_out, _about = made
    logger.info("Backup made: %s, %s uploaded files", path.name, files)
    return Backup(path, path.stat().st_size, files, left_out, removed)


def media_root() -> Path:
    """The folder of uploaded files. Raises BackupRefused when they are kept somewhere else."""
    if not isinstance(default_storage, FileSystemStorage):
        raise BackupRefused(
            "Uploaded files are not kept in a folder of this server, so this cannot be used. Back up "
            "the database and the storage by the means of the storage."
        )
    return Path(settings.MEDIA_ROOT).resolve()


def _require_no_restore(media: Path) -> None:
    if read_journal(folder_beside(media)):
        raise BackupRefused(
            "A restore was cut off, so the portal is neither old nor new. "
            "Run: manage.py restore --undo"
        )


@contextmanager
def _own_folder(folder: Path, media: Path) -> Iterator[Path]:
    """A folder for unfinished work inside, ours alone; what an earlier run left there goes."""
    folder = folder.resolve()
    for public in (media, Path(settings.STATIC_ROOT).resolve()):
        if folder.is_relative_to(public):
            raise BackupRefused(
                f"{folder} is inside {public}, which everybody can read. Choose another folder."
            )
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = os.open(folder, os.O_RDONLY)
    work = folder / UNFINISHED
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BackupRefused(f"Another backup into {folder} is still being made.") from error
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir(mode=0o700)
        try:
            yield work
        finally:
            shutil.rmtree(work, ignore_errors=True)
    finally:
        os.close(lock)


def _require_space(folder: Path, media: Path) -> None:
    """The database is there twice for a moment: as a copy, and in the archive."""
    sizes = (path.lstat().st_size for path in media_files(media, FOLDER))
    needed = 2 * database_size() + sum(sizes) + SPARE
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise BackupRefused(
            f"{folder} has {megabytes(free)} free and needs about {megabytes(needed)}. Nothing was "
            "written. Make room, keep fewer backups or choose another folder."
        )


def database_size() -> int:
    """Bytes of the database in use."""
    if connection.vendor == "sqlite":
        ((pages,),) = rows_of_portal("PRAGMA page_count")
        ((each,),) = rows_of_portal("PRAGMA page_size")
        return pages * each
    return rows_of_portal("SELECT pg_database_size(current_database())")[0][0]


def megabytes(size: int) -> str:
    return f"{size / 1024**2:,.0f} MB"


def _write(
    work: Path, folder: Path, media: Path, progress: Progress
) -> tuple[Path, int, dict[str, str], About]:
    """The database first: whatever it names was in the media folder by then."""
    now, database = timezone.now(), work / DATABASE
    about = _copy_database(database, now, progress)
    writer = ArchiveWriter(work / "archive.tar")
    try:
        writer.add_bytes(ABOUT, about.to_json())
        writer.add_file(DATABASE, database)
        database.unlink()
        total = sum(path.lstat().st_size for path in media_files(media, FOLDER) if path.exists())
        done = files = 0
        for _name, size in add_media(writer, media, FOLDER):
            done += size
            files += 1
            progress("Uploaded files", min(done, total), total)
        writer.finish()
    finally:
        writer.close()
    left_out = writer.manifest.left_out
    path = folder / archive_name(now, set(os.listdir(folder)))
    os.rename(work / "archive.tar", path)
    sync_folder(folder)
    return path, files - len(left_out), left_out, about


def _copy_database(target: Path, now: datetime, progress: Progress) -> About:
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        sqlite.copy(
            connection.connection, target, lambda done, total: progress("Database", done, total)
        )
        if not sqlite.rows(target, "SELECT 1 FROM sqlite_master WHERE name = 'django_migrations'"):
            raise _empty()
        return about_database(lambda sql: sqlite.rows(target, sql), now)
    if "django_migrations" not in connection.introspection.table_names():
        raise _empty()
    about = about_database(rows_of_portal, now)
    programs = postgresql.Programs(connection.settings_dict)
    programs.dump(target, connection.pg_version // 10000)
    return about


def _empty() -> BackupRefused:
    return BackupRefused("The database is empty: there is nothing to back up.")


def _remove_older(folder: Path, about: About, keep: int) -> list[str]:
    """Older archives of this portal go. One that shares no host name with it is somebody else's."""
    ours = []
    for path in folder.iterdir():
        if is_archive_name(path.name) and path.is_file() and not path.is_symlink():
            found = about_archive(path)
            if found and set(found.hosts) & set(about.hosts):
                ours.append(path.name)
    removed = beyond(ours, keep)
    for name in removed:
        (folder / name).unlink()
    return removed
