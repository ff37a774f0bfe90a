"""SQLite's half of a backup: a copy of a database in use, its check, and whether it is in use."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from portal.backups.refusals import BackupRefused

HEADER = b"SQLite format 3\0"
PAGES_AT_ONCE = 2000
BESIDE = ("-wal", "-shm", "-journal")

Rows = list[tuple[Any, ...]]


def copy(source: sqlite3.Connection, target: Path, progress: Callable[[int, int], None]) -> None:
    """A complete copy at one moment, while others read and write; readable by its owner only.

    Copying the file would lose what still stands in the write-ahead log. Raises BackupRefused when
    the copy is damaged, OSError or sqlite3.Error when it cannot be written.
    """
    if source.in_transaction:  # SQLite would wait for it for ever
        raise BackupRefused("A backup cannot be made in the middle of a change to the database.")
    os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    # An open read keeps the moment: writers go on, and no write makes the copy begin anew.
    source.execute("BEGIN DEFERRED")
    try:
        source.execute("SELECT count(*) FROM sqlite_master").fetchone()
        with closing(sqlite3.connect(target)) as database:
            source.backup(
                database,
                pages=PAGES_AT_ONCE,
                progress=lambda _status, left, total: progress(total - left, total),
            )
            single_file(database)
    finally:
        source.rollback()
    check(target)


def single_file(database: sqlite3.Connection) -> None:
    """Everything goes into the one file, and none is left beside it."""
    database.execute("PRAGMA journal_mode=DELETE")


def check(path: Path) -> None:
    """Raises BackupRefused unless SQLite finds the file whole, foreign keys included."""
    with open(path, "rb") as file:
        if file.read(len(HEADER)) != HEADER:
            raise BackupRefused("The database is damaged: it is no SQLite file.")
    try:
        with closing(_read_only(path)) as database:
            (found,) = database.execute("PRAGMA integrity_check(1)").fetchone()
            orphan = database.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.Error as error:
        raise BackupRefused(f"The database is damaged: {error}.") from error
    if found != "ok":
        raise BackupRefused(f"The database is damaged: {found}.")
    if orphan:
        raise BackupRefused(f"The database is damaged: {orphan[0]} points at a row that is gone.")


def rows(path: Path, sql: str) -> Rows:
    """What a file that nobody writes to answers. Raises sqlite3.Error."""
    with closing(_read_only(path)) as database:
        return database.execute(sql).fetchall()


def is_empty(path: Path) -> bool:
    """Whether there is no file, or one without a table. Raises BackupRefused if it is something else."""
    if not path.exists() or not path.stat().st_size:
        return True
    try:
        with closing(sqlite3.connect(path, timeout=5)) as database:
            (tables,) = database.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.Error:
        return False  # damaged: all the more a thing that is not overwritten unasked
    return not tables


def require_unused(path: Path) -> None:
    """Raises BackupRefused while any process has the database open; writes its log into the file.

    A process that stayed would go on writing into the file that was replaced.
    """
    if not path.exists():
        return
    try:
        with closing(sqlite3.connect(path, timeout=3)) as database:
            single_file(database)
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise BackupRefused(
                "The portal is running: its database is open. Stop it, then restore again."
            ) from error
    except sqlite3.DatabaseError:
        pass  # damaged beyond opening: nobody can be using it
    for ending in BESIDE:
        Path(f"{path}{ending}").unlink(missing_ok=True)


def _read_only(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
