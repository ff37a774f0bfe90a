"""Reading an archive that nobody has vouched for: whole first, then each part, nothing believed."""

import hashlib
import os
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from portal.backups.archive import BLOCK, CHECKSUM, CHUNK, TAIL, tail
from portal.backups.manifest import (
    ABOUT,
    DATABASE,
    MANIFEST,
    About,
    Entry,
    Manifest,
    read_about,
    read_manifest,
)
from portal.backups.refusals import BackupRefused

LIST_SIZE = 128 * 1024 * 1024  # bytes: more than a list of a million files needs
LONG_NAME = 64 * 1024  # bytes of the header that carries a long name
PLAIN, LONG = b"0", b"x"

Sink = Callable[[bytes], object]
Progress = Callable[[int, int], None]  # bytes done, bytes in all


class Archive:
    """An archive that is open and whole: every byte is as it was written.

    Raises BackupRefused when it is anything else, before a single part of it is used. `about` says
    what it is a backup of, `manifest` what it holds.
    """

    def __init__(self, path: Path, progress: Progress | None = None):
        self.path = path
        try:
            self.file: BinaryIO = open(path, "rb")  # noqa: SIM115 - closed by close()
        except OSError as error:
            raise BackupRefused(f"{path} cannot be read: {error.strerror}.") from error
        try:
            self.size = os.fstat(self.file.fileno()).st_size
            self._require_whole(progress or (lambda done, total: None))
            _require_plain(self.file, self.size)
            self.places = self._walk()
            self.about = read_about(self._list(ABOUT))
            self.manifest: Manifest = read_manifest(self._list(MANIFEST))
            self._require_same_names()
        except OSError as error:
            self.close()
            raise BackupRefused(f"{path} cannot be read: {error.strerror}.") from error
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> "Archive":
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        self.file.close()

    def entry(self, path: str) -> Entry:
        return next(entry for entry in self.manifest.files if entry.path == path)

    def mtime(self, entry: Entry) -> int:
        """When the file was last changed, in seconds since 1970."""
        return self.places[entry.path][2]

    def read(self, entry: Entry, sink: Sink) -> None:
        """Hand the file over in pieces. Raises BackupRefused at the end if it is not what was listed."""
        offset, left, _mtime = self.places[entry.path]
        digest = hashlib.sha256()
        self.file.seek(offset)
        while left:
            data = self.file.read(min(left, CHUNK))
            if not data:
                break
            digest.update(data)
            sink(data)
            left -= len(data)
        if left or digest.hexdigest() != entry.sha256:
            raise BackupRefused(
                f"The archive is damaged: {entry.path!r} is not what was backed up."
            )

    def _require_whole(self, progress: Progress) -> None:
        left = self.size - TAIL
        if left <= 0 or self.size % BLOCK:
            raise BackupRefused(
                f"{self.path} is no whole backup of a portal: it is cut off, or something else."
            )
        digest, done = hashlib.sha256(), 0
        while done < left:
            data = self.file.read(min(left - done, CHUNK))
            if not data:
                break
            digest.update(data)
            done += len(data)
            progress(done, left)
        if self.file.read() != tail(digest.hexdigest()):
            raise BackupRefused(
                f"{self.path} is no whole backup of a portal: it is cut off, damaged or something "
                "else. Its checksum does not match."
            )

    def _walk(self) -> dict[str, tuple[int, int, int]]:
        """Name of each file -> where it begins, its size, its time. Raises BackupRefused."""
        places: dict[str, tuple[int, int, int]] = {}
        self.file.seek(0)
        try:
            with tarfile.open(fileobj=self.file, mode="r:", errors="strict") as tar:
                for member in tar:
                    if not member.isreg() or member.issparse() or member.name in places:
                        raise BackupRefused(
                            f"The archive was tampered with: {member.name!r} is no plain file, or "
                            "is there twice. It was not opened."
                        )
                    places[member.name] = (member.offset_data, member.size, int(member.mtime))
        except (tarfile.TarError, UnicodeError, ValueError) as error:
            raise BackupRefused("The archive is damaged: its files cannot be listed.") from error
        return places

    def _list(self, name: str) -> bytes:
        offset, size, _mtime = self.places.get(name, (0, -1, 0))
        if not 0 <= size <= LIST_SIZE:
            raise BackupRefused(f"This is no backup of a portal: it has no usable {name}.")
        self.file.seek(offset)
        return self.file.read(size)

    def _require_same_names(self) -> None:
        listed = {entry.path: entry.size for entry in self.manifest.files}
        there = {name: place[1] for name, place in self.places.items()}
        there.pop(MANIFEST, None)
        there.pop(CHECKSUM, None)
        if len(listed) != len(self.manifest.files) or listed != there:
            raise BackupRefused("The archive was tampered with: it does not hold what it lists.")
        if DATABASE not in listed:
            raise BackupRefused("This is no backup of a portal: it holds no database.")


def about_archive(path: Path) -> About | None:
    """What the archive says of itself, read from its beginning without checking the rest."""
    try:
        with open(path, "rb") as file:
            block = file.read(BLOCK)
            if block[:100].rstrip(b"\0") != ABOUT.encode():
                return None
            size = int(block[124:136].rstrip(b"\0 "), 8)
            return read_about(file.read(size)) if size <= LIST_SIZE else None
    except (OSError, ValueError, BackupRefused):
        return None


def _require_plain(file: BinaryIO, size: int) -> None:
    """Look at each header before a library does: plain files only, none larger than the archive.

    A header can claim any size or kind; a library may believe it and take the memory.
    """
    at = 0
    while True:
        file.seek(at)
        block = file.read(BLOCK)
        if len(block) < BLOCK:
            raise BackupRefused("The archive is damaged: it ends too early.")
        if block == b"\0" * BLOCK:
            return
        kind = block[156:157]
        try:
            length = int(block[124:136].rstrip(b"\0 ") or b"0", 8)
        except ValueError:
            length = -1
        most = LONG_NAME if kind == LONG else size - at - BLOCK
        if kind not in (PLAIN, LONG) or not 0 <= length <= most:
            raise BackupRefused(
                "The archive was tampered with: it holds links, devices or impossible sizes. "
                "It was not opened."
            )
        at += BLOCK + length + -length % BLOCK
