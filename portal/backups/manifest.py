"""The two lists inside an archive: what it is, and what it holds. Nothing in them is believed unread."""

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any

from portal.backups.refusals import BackupRefused

FORMAT = 1
ABOUT, DATABASE, MEDIA, MANIFEST = "about.json", "database", "media/", "manifest.json"
KINDS = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


@dataclass(frozen=True)
class About:
    """What an archive is a backup of."""

    version: str  # of the portal
    database: str  # a key of KINDS
    created_at: datetime
    hosts: tuple[str, ...]  # of the clinics' sites, sorted
    migrations: tuple[str, ...]  # "app.name", sorted: those that the database has seen

    def to_json(self) -> bytes:
        values = asdict(self) | {"format": FORMAT, "created_at": self.created_at.isoformat()}
        return _json(values)


@dataclass(frozen=True)
class Entry:
    """One file of an archive."""

    path: str  # inside the archive
    size: int  # bytes
    sha256: str


@dataclass
class Manifest:
    """Every file of an archive but the last two, and what was left out with the reason."""

    files: list[Entry] = field(default_factory=list)
    left_out: dict[str, str] = field(default_factory=dict)

    def to_json(self) -> bytes:
        files = [asdict(entry) for entry in self.files]
        return _json({"format": FORMAT, "files": files, "left_out": self.left_out})


def read_about(data: bytes) -> About:
    """Raises BackupRefused when it is damaged, or written by a newer version."""
    values = _values(data)
    try:
        about = About(
            version=str(values["version"]),
            database=str(values["database"]),
            created_at=datetime.fromisoformat(values["created_at"]),
            hosts=tuple(str(host) for host in values["hosts"]),
            migrations=tuple(str(name) for name in values["migrations"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise BackupRefused(f"The archive is damaged: its {ABOUT} cannot be read.") from error
    if about.database not in KINDS or about.created_at.tzinfo is None:
        raise BackupRefused(f"The archive is damaged: its {ABOUT} makes no sense.")
    return about


def read_manifest(data: bytes) -> Manifest:
    """Raises BackupRefused when it is damaged or names a path that leads out of the archive."""
    values = _values(data)
    try:
        files = [
            Entry(str(row["path"]), int(row["size"]), str(row["sha256"])) for row in values["files"]
        ]
        left_out = {str(path): str(why) for path, why in values["left_out"].items()}
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise BackupRefused(f"The archive is damaged: its {MANIFEST} cannot be read.") from error
    for entry in files:
        if not is_safe_path(entry.path) or entry.size < 0:
            raise BackupRefused(
                f"The archive was tampered with: it names the path {entry.path!r}. It was not opened."
            )
    return Manifest(files, left_out)


def is_safe_path(path: str) -> bool:
    """Whether it is one of the names an archive may hold: nothing absolute, no way up or out."""
    if path in (ABOUT, DATABASE):
        return True
    parts = path.split("/")
    return (
        path.startswith(MEDIA)
        and not any(part in ("", ".", "..") for part in parts)
        and not any(character in path for character in "\0\\\n\r")
        and str(PurePosixPath(path)) == path
    )


def _json(values: dict[str, Any]) -> bytes:
    return json.dumps(values, indent=1, sort_keys=True).encode()


def _values(data: bytes) -> dict[str, Any]:
    try:
        values = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise BackupRefused("The archive is damaged: a list inside it cannot be read.") from error
    if not isinstance(values, dict):
        raise BackupRefused("The archive is damaged: a list inside it makes no sense.")
    if values.get("format") != FORMAT:
        raise BackupRefused(
            f"The archive has format {str(values.get('format'))[:20]!r}; this version of the portal "
            f"reads format {FORMAT}. Install the version that made it, or a newer one."
        )
    return values
