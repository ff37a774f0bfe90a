"""PostgreSQL's half of a backup: its own programs dump, check and load; passwords in no command line."""

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

from portal.backups.refusals import BackupRefused

# While an older state is loaded, the newer one waits in this schema; one move brings it back.
ASIDE = "before_restore"
HEADER = b"PGDMP"
# What tables are made of. Anything else in a dump could run code when it is loaded.
PARTS = {
    "ACL", "COMMENT", "CONSTRAINT", "DATABASE PROPERTIES", "DEFAULT", "ENCODING", "EXTENSION",
    "FK CONSTRAINT", "INDEX", "SCHEMA", "SEARCHPATH", "SEQUENCE", "SEQUENCE OWNED BY",
    "SEQUENCE SET", "STATISTICS DATA", "STDSTRINGS", "TABLE", "TABLE ATTACH", "TABLE DATA",
}  # fmt: skip
LISTED = re.compile(r"^\d+; \d+ \d+ ([A-Z ]+?) (?:-|[a-z_])")

_ENVIRONMENT = {
    "HOST": "PGHOST", "PORT": "PGPORT", "USER": "PGUSER", "PASSWORD": "PGPASSWORD",
    "NAME": "PGDATABASE",
}  # fmt: skip
_OPTIONS = {
    name: f"PG{name.upper()}"
    for name in ("sslmode", "sslrootcert", "sslcert", "sslkey", "passfile")
}

# Every table of the schema that is ours to move; what belongs to an extension stays.
_OUR_TABLES = """
    SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = '{schema}' AND c.relkind IN ('r', 'p')
      AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
"""
_MOVE = """
    DO $$ DECLARE name text; BEGIN
      FOR name IN {tables} LOOP
        EXECUTE format('ALTER TABLE {source}.%I SET SCHEMA {target}', name);
      END LOOP;
    END $$;
"""
_DROP = """
    DO $$ DECLARE name text; BEGIN
      FOR name IN {tables} LOOP
        EXECUTE format('DROP TABLE IF EXISTS {schema}.%I CASCADE', name);
      END LOOP;
    END $$;
"""


class Programs:
    """PostgreSQL's own programs, pointed at one database of Django's settings."""

    def __init__(self, settings: dict[str, Any]):
        given = {name: settings[key] for key, name in _ENVIRONMENT.items() if settings.get(key)}
        options = settings.get("OPTIONS") or {}
        given |= {name: options[key] for key, name in _OPTIONS.items() if options.get(key)}
        self.environment = os.environ | {key: str(value) for key, value in given.items()}
        # The portal's limit for a request is not one for loading a database.
        self.environment["PGOPTIONS"] = (
            "-c statement_timeout=0 -c idle_in_transaction_session_timeout=0 -c lock_timeout=15s"
        )
        self.environment["PGCONNECT_TIMEOUT"] = "10"

    def dump(self, target: Path, server: int) -> None:
        """Raises BackupRefused with a plain sentence; `server` is the server's major version."""
        program = find("pg_dump")
        require_new_enough(program, server)
        with open(target, "xb", opener=_own) as file:
            self._run([program, "--format=custom", f"--exclude-schema={ASIDE}"], stdout=file)
        check(target)

    def load(self, source: Path) -> None:
        """Put the tables of a dump in place of those that are there, all or nothing.

        Those that were there wait in the schema ASIDE. Raises BackupRefused; then nothing changed.
        """
        script = source.with_suffix(".sql")
        tables = _OUR_TABLES.format(schema="public")
        move = _MOVE.format(tables=tables, source="public", target=ASIDE)
        with open(script, "xb", opener=_own) as file:
            file.write(f"CREATE SCHEMA {ASIDE};{move}".encode())
            file.flush()
            options = ["--no-owner", "--no-privileges", "--schema=public", "--file=-"]
            self._run([find("pg_restore"), *options, str(source)], stdout=file)
        try:
            self._psql("--file", str(script))
        finally:
            script.unlink()

    def put_back(self) -> None:
        """What waits in the schema ASIDE takes the place of what was loaded. Nothing waits: nothing done."""
        if not self._waiting():
            return
        loaded, waiting = (_OUR_TABLES.format(schema=schema) for schema in ("public", ASIDE))
        drop = _DROP.format(tables=loaded, schema="public")
        move = _MOVE.format(tables=waiting, source=ASIDE, target="public")
        self._psql("--command", f"{drop}{move}DROP SCHEMA {ASIDE};")

    def forget(self) -> None:
        """Drop what waits in the schema ASIDE."""
        if self._waiting():
            drop = _DROP.format(tables=_OUR_TABLES.format(schema=ASIDE), schema=ASIDE)
            self._psql("--command", f"{drop}DROP SCHEMA {ASIDE};")

    def _waiting(self) -> bool:
        asked = f"SELECT count(*) FROM pg_namespace WHERE nspname = '{ASIDE}'"  # noqa: S608
        return self._psql("--tuples-only", "--command", asked).strip() == "1"

    def _psql(self, *arguments: str) -> str:
        quiet = ["--no-psqlrc", "--quiet", "--no-password", "--set=ON_ERROR_STOP=1"]
        return self._run([find("psql"), *quiet, "--single-transaction", *arguments])

    def _run(self, command: list[str], stdout: Any = subprocess.PIPE) -> str:
        """Raises BackupRefused with what the program said; no shell, no password in sight."""
        done = subprocess.run(  # noqa: S603 - a fixed list of words
            command,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=subprocess.PIPE,
        )
        if done.returncode:
            raise BackupRefused(f"{Path(command[0]).name} failed: {_last_line(done.stderr)}")
        return (done.stdout or b"").decode(errors="replace")


def check(path: Path) -> None:
    """Raises BackupRefused unless pg_restore reads the dump to its end and it holds tables only."""
    with open(path, "rb") as file:
        if file.read(len(HEADER)) != HEADER:
            raise BackupRefused("The database is damaged: it is no dump of PostgreSQL.")
    program = find("pg_restore")
    for options in (["--list"], ["--file", os.devnull]):
        done = subprocess.run([program, *options, str(path)], capture_output=True)  # noqa: S603
        if done.returncode:
            raise BackupRefused(
                f"The database is damaged, or pg_restore is too old: {_last_line(done.stderr)}"
            )
        if options == ["--list"]:
            _require_tables_only(done.stdout.decode(errors="replace"))


def _require_tables_only(listing: str) -> None:
    for line in listing.splitlines():
        if not line or line.startswith(";"):
            continue
        match = LISTED.match(line)
        if not match or match[1] not in PARTS:
            raise BackupRefused(
                f"The database holds something that is no table of the portal: {line[:120]!r}. "
                "A backup holds tables only."
            )


def find(name: str) -> str:
    """Where the program is. Raises BackupRefused when it is not installed."""
    found = shutil.which(name)
    if not found:
        raise BackupRefused(
            f"{name} is not installed here. Install PostgreSQL's own programs, for example: "
            "apt install postgresql-client"
        )
    return found


def require_new_enough(program: str, server: int) -> None:
    """Raises BackupRefused when pg_dump is of an older major version than the server."""
    said = subprocess.run([program, "--version"], capture_output=True, text=True).stdout  # noqa: S603
    match = re.search(r"(\d+)(?:\.\d+)*", said)
    if match and int(match[1]) < server:
        raise BackupRefused(
            f"pg_dump has version {match[1]}, but the server has {server}: it cannot read it. "
            f"Install pg_dump {server}, for example: apt install postgresql-client-{server}"
        )


def _last_line(said: bytes) -> str:
    lines = said.decode(errors="replace").strip().splitlines()
    return next(
        (line for line in lines if "ERROR" in line or "error" in line), (lines or ["?"])[-1]
    )


def _own(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
