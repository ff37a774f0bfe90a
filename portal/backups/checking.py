"""Checking an archive: every byte, every list, and whether its database opens. The portal is not touched."""

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from portal.backups import postgresql, sqlite
from portal.backups.manifest import DATABASE, About
from portal.backups.reading import Archive
from portal.backups.refusals import BackupRefused

Progress = Callable[[str, int, int], None]


def verify(path: Path, progress: Progress) -> Archive:
    """The archive, open, when all of it is sound. Raises BackupRefused.

    The database is unpacked for the check into the system's folder for temporary files.
    """
    archive = open_archive(path, progress)
    try:
        with TemporaryDirectory(prefix="portal-verify-") as folder:
            database = Path(folder, DATABASE)
            write_database(archive, database)
            check_database(archive.about, database)
        total = sum(entry.size for entry in archive.manifest.files)
        done = 0
        for entry in archive.manifest.files:
            archive.read(entry, lambda data: None)
            done += entry.size
            progress("Files", done, total)
    except OSError as error:
        archive.close()
        raise BackupRefused(f"The check could not be made: {error.strerror}.") from error
    except BaseException:
        archive.close()
        raise
    return archive


def open_archive(path: Path, progress: Progress) -> Archive:
    return Archive(path, lambda done, total: progress("Checksum", done, total))


def write_database(archive: Archive, target: Path) -> None:
    """Unpack the database into a new file, on the disk when this returns. Raises OSError."""
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        archive.read(archive.entry(DATABASE), file.write)
        file.flush()
        os.fsync(file.fileno())


def check_database(about: About, path: Path) -> None:
    """Raises BackupRefused unless the database opens, is whole and is the one that is described."""
    if about.database == "postgresql":
        postgresql.check(path)
        return
    sqlite.check(path)
    try:
        seen = sqlite.rows(path, "SELECT app || '.' || name FROM django_migrations")
    except sqlite3.Error:
        seen = []
    if {name for (name,) in seen} != set(about.migrations):
        raise BackupRefused(
            "The archive was tampered with: its database is not the one it describes."
        )
