"""Writing an archive, every byte counted into its checksum."""

import hashlib
import io
import os
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from portal.backups.manifest import MANIFEST, MEDIA, Entry, Manifest
from portal.backups.refusals import BackupRefused

CHECKSUM = "checksum.txt"
BLOCK = 512
CHUNK = 1024 * 1024
LARGEST = 8 * 1024**3 - 1  # bytes in one file: what a plain tar header can say
TRIES = 3  # readings of a file that somebody is writing to
END = b"\0" * (2 * BLOCK)


class FileChanged(Exception):
    """The file became another one while it was read."""


class ArchiveWriter:
    """A new archive at a path that must not exist, readable by its owner only. Raises OSError."""

    def __init__(self, path: Path):
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        self.file: BinaryIO = os.fdopen(descriptor, "wb")
        self.hash = hashlib.sha256()
        self.manifest = Manifest()

    def add_bytes(self, name: str, data: bytes) -> None:
        self._header(name, len(data), 0)
        digest = self._copy(io.BytesIO(data), len(data))
        self.manifest.files.append(Entry(name, len(data), digest))

    def add_file(self, name: str, path: Path) -> int:
        """Add the file as it is now; returns its size. Raises OSError, FileChanged, BackupRefused."""
        for tried in range(1, TRIES + 1):
            with self._undone_if_it_fails(), open(path, "rb", opener=_no_link) as source:
                try:
                    return self._add_open_file(name, source)
                except FileChanged:
                    if tried == TRIES:
                        raise
                    self._back()
        raise FileChanged  # never reached: the last try raises or returns

    def _add_open_file(self, name: str, source: BinaryIO) -> int:
        before = os.fstat(source.fileno())
        if before.st_size > LARGEST:
            raise BackupRefused(f"{name} is larger than 8 GiB, which an archive cannot hold.")
        self._header(name, before.st_size, int(before.st_mtime))
        digest = self._copy(source, before.st_size)
        after = os.fstat(source.fileno())
        if (after.st_size, after.st_mtime_ns) != (before.st_size, before.st_mtime_ns):
            raise FileChanged
        self.manifest.files.append(Entry(name, before.st_size, digest))
        return before.st_size

    def finish(self) -> None:
        """Write the lists and the checksum, and see to it that all of it is on the disk."""
        data = self.manifest.to_json()
        self._header(MANIFEST, len(data), 0)
        self._copy(io.BytesIO(data), len(data))
        self.file.write(tail(self.hash.hexdigest()))
        self.file.flush()
        os.fsync(self.file.fileno())
        self.file.close()

    def close(self) -> None:
        self.file.close()

    @contextmanager
    def _undone_if_it_fails(self) -> Iterator[None]:
        self.start, self.start_hash = self.file.tell(), self.hash.copy()
        try:
            yield
        except BaseException:
            self._back()
            raise

    def _back(self) -> None:
        """What was written of the file that is being added is as if it had never been."""
        self.file.seek(self.start)
        self.file.truncate()
        self.hash = self.start_hash.copy()

    def _header(self, name: str, size: int, mtime: int) -> None:
        self._write(header(name, size, mtime))

    def _copy(self, source: BinaryIO, size: int) -> str:
        digest, left = hashlib.sha256(), size
        while left:
            data = source.read(min(left, CHUNK))
            if not data:
                raise FileChanged
            digest.update(data)
            self._write(data)
            left -= len(data)
        self._write(b"\0" * (-size % BLOCK))
        return digest.hexdigest()

    def _write(self, data: bytes) -> None:
        self.hash.update(data)
        self.file.write(data)


def header(name: str, size: int, mtime: int) -> bytes:
    """What stands before a file in a tar archive, the same for the same values."""
    info = tarfile.TarInfo(name)
    info.size, info.mtime, info.mode = size, mtime, 0o600
    return info.tobuf(tarfile.PAX_FORMAT)


def tail(digest: str) -> bytes:
    """The last bytes of an archive, known to the last one when the checksum is known."""
    line = f"{digest}\n".encode()
    return header(CHECKSUM, len(line), 0) + line + b"\0" * (-len(line) % BLOCK) + END


TAIL = len(tail("0" * 64))


def add_media(writer: ArchiveWriter, root: Path, skip: str) -> Iterator[tuple[str, int]]:
    """Add every file below the folder; yields each name with its size in bytes.

    A file that vanishes or cannot be read is noted in the manifest, never a reason to stop. Links
    are not followed. Raises OSError when the archive cannot be written.
    """
    for path in media_files(root, skip):
        name = MEDIA + path.relative_to(root).as_posix()
        why = _why_not(path, name)
        if not why:
            try:
                yield name, writer.add_file(name, path)
                continue
            except FileNotFoundError:
                why = "deleted while the backup was made"
            except PermissionError:
                why = "not readable"
            except FileChanged:
                why = "was being written to"
        writer.manifest.left_out[ascii(name)[1:-1]] = why
        yield name, 0


def media_files(root: Path, skip: str) -> Iterator[Path]:
    """Everything below the folder that is no folder, in the order of names; without the folder `skip`."""
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(name for name in folders if name != skip)
        links = [name for name in folders if os.path.islink(os.path.join(folder, name))]
        for name in sorted([*files, *links]):
            yield Path(folder, name)


def _why_not(path: Path, name: str) -> str:
    if path.is_symlink():
        return "a link, which is not followed"
    try:
        name.encode()
    except UnicodeEncodeError:
        return "its name is not text"
    if any(character in name for character in "\\\n\r"):
        return "its name has characters that other systems do not allow"
    if path.exists() and not path.is_file():
        return "not a file"
    return ""


def _no_link(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
