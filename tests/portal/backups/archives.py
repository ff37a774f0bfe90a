"""Small archives for tests: sound ones, and ones that somebody tampered with and sealed anew."""

import hashlib
import io
import tarfile
from datetime import UTC, datetime
from pathlib import Path

from portal.backups.archive import ArchiveWriter, add_media, tail
from portal.backups.manifest import ABOUT, DATABASE, MANIFEST, About, Entry, Manifest

FACTS = About("1.0", "sqlite", datetime(2026, 1, 2, tzinfo=UTC), ("a.example",), ("portal.0001",))


def write_archive(
    path: Path, media: Path, database: bytes = b"rows", about: About = FACTS
) -> Manifest:
    writer = ArchiveWriter(path)
    writer.add_bytes(ABOUT, about.to_json())
    writer.add_bytes(DATABASE, database)
    for _name, _size in add_media(writer, media, ".skip"):
        pass
    writer.finish()
    return writer.manifest


def tampered_archive(path: Path, members=(), *, listed: bool = True, extra: bytes = b"") -> Path:
    """An archive with these (TarInfo, bytes) beside the usual; its checksum is right all the same."""
    usual = [(plain(ABOUT), FACTS.to_json()), (plain(DATABASE), b"rows")]
    files = [
        Entry(info.name, len(data), hashlib.sha256(data).hexdigest())
        for info, data in [*usual, *(members if listed else ())]
    ]
    written = io.BytesIO()
    for info, data in [*usual, *members, (plain(MANIFEST), Manifest(files).to_json())]:
        info.size = info.size or len(data)
        written.write(info.tobuf(tarfile.PAX_FORMAT) + data + b"\0" * (-len(data) % 512))
    return sealed(path, written.getvalue() + extra)


def sealed(path: Path, data: bytes) -> Path:
    path.write_bytes(data + tail(hashlib.sha256(data).hexdigest()))
    return path


def plain(name: str, **values) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    for key, value in values.items():
        setattr(info, key, value)
    return info
