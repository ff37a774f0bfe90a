"""The two kinds of database as a restore sees them: what waits, what takes its place, the way back."""

from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection
from wagtail.models import Site

from portal.backups import postgresql, sqlite
from portal.backups.facts import must_migrate, rows_of_portal
from portal.backups.manifest import DATABASE
from portal.backups.refusals import BackupRefused
from portal.backups.swap import Move, file_move


class Database(Protocol):
    """One database that is about to be replaced."""

    name: str  # which one it is, without a password
    staged: Path  # where the archive's database is unpacked

    def is_empty(self) -> bool: ...
    def require_unused(self) -> None: ...
    def prepare(self) -> None:
        """All that can be done with the staged one before the portal is touched."""

    def moves(self) -> list[Move]: ...
    def load(self) -> None:
        """What no move of a file does. The state before stays for `put_back`."""

    def put_back(self) -> None: ...
    def forget(self) -> None:
        """Remove what was staged and what the state before left behind."""


def configured_database(work: Path) -> Database:
    """The database of the settings; `work` is a folder for what is unpacked."""
    return SQLite() if connection.vendor == "sqlite" else PostgreSQL(work)


class SQLite:
    """A file, replaced by another file that is migrated before it moves."""

    def __init__(self):
        self.live = Path(connection.settings_dict["NAME"]).resolve()
        self.name = f"SQLite {self.live}"
        self.staged = self.live.with_name(f"{self.live.name}.restoring")
        self.aside = self.live.with_name(f"{self.live.name}.before-restore")

    def is_empty(self) -> bool:
        return sqlite.is_empty(self.live)

    def require_unused(self) -> None:
        connection.close()
        sqlite.require_unused(self.live)

    def prepare(self) -> None:
        if self.live.exists():
            self.staged.chmod(self.live.stat().st_mode & 0o777)
        with _instead_of_the_live_one(self.staged):
            bring_up_to_date()
        sqlite.require_unused(self.staged)
        sqlite.check(self.staged)

    def moves(self) -> list[Move]:
        return [file_move(self.staged, self.live, self.aside)]

    def load(self) -> None:
        """The move did it."""

    def put_back(self) -> None:
        """Before its file comes back, nothing of another file may stand beside it."""
        connection.close()
        if self.aside.exists():
            for ending in sqlite.BESIDE:
                Path(f"{self.live}{ending}").unlink(missing_ok=True)

    def forget(self) -> None:
        for path in (self.staged, self.aside):
            for ending in ("", *sqlite.BESIDE):
                Path(f"{path}{ending}").unlink(missing_ok=True)


class PostgreSQL:
    """Tables, replaced in one transaction; those before wait in a schema of their own."""

    def __init__(self, work: Path):
        settings = connection.settings_dict
        self.programs = postgresql.Programs(settings)
        self.name = f"PostgreSQL {settings['HOST']}:{settings['PORT']}/{settings['NAME']}"
        self.staged = work / DATABASE

    def is_empty(self) -> bool:
        return not connection.introspection.table_names()

    def require_unused(self) -> None:
        ((others,),) = rows_of_portal(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        connection.close()
        if others:
            raise BackupRefused(
                f"The portal is running: {others} others are connected to its database. Stop it and "
                "every programme that uses the database, then restore again."
            )

    def prepare(self) -> None:
        postgresql.check(self.staged)
        postgresql.find("psql")

    def moves(self) -> list[Move]:
        return []

    def load(self) -> None:
        connection.close()
        self.programs.load(self.staged)
        bring_up_to_date()

    def put_back(self) -> None:
        connection.close()
        self.programs.put_back()

    def forget(self) -> None:
        connection.close()
        self.programs.forget()


def bring_up_to_date() -> None:
    """An older database gets what this version needs; everybody has to sign in again.

    Somebody may have been signed out, or left, since the backup was made.
    """
    ContentType.objects.clear_cache()
    Site.clear_site_root_paths_cache()
    if must_migrate():
        call_command("migrate", interactive=False, verbosity=0)
    Session.objects.all().delete()


@contextmanager
def _instead_of_the_live_one(path: Path):
    """Whatever asks the database inside this block asks the file."""
    connection.close()
    live = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = str(path)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = live
