"""The folder of an export: every file that goes into it is remembered with its size and SHA-256."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from django.core.serializers.json import DjangoJSONEncoder

from portal.output_folder import MANIFEST

PIECE = 1024 * 1024  # bytes read at a time of a picture or document


class ExportFolder:
    """Writes files below one folder. What goes wrong with the disk is raised as OSError."""

    def __init__(self, root: Path):
        self.root = root
        self.files: list[dict] = []
        self.counts: Counter = Counter()
        self.missing: list[dict] = []
        self.left_out: list[dict] = []

    def write_text(self, path: str, text: str) -> None:
        self._write(path, [text.encode()])

    def write_json(self, path: str, value) -> None:
        self.write_text(path, _as_json(value))

    def write_list(self, path: str, entries: Iterable) -> int:
        """A JSON array, written entry by entry; returns how many there were."""
        number = 0

        def pieces():
            nonlocal number
            yield b"["
            for entry in entries:
                yield (",\n" if number else "\n").encode() + _as_json(entry).encode()
                number += 1
            yield b"\n]\n"

        self._write(path, pieces())
        return number

    def copy(self, path: str, stored) -> None:
        """A stored file, bit by bit. Raises OSError if it cannot be read; then nothing is written."""
        with stored.storage.open(stored.name, "rb") as opened:
            self._write(path, iter(lambda: opened.read(PIECE), b""))

    def write_manifest(self, about: dict) -> None:
        manifest = about | {
            "counts": dict(sorted(self.counts.items())),
            "missing": self.missing,
            "left_out": self.left_out,
            "files": sorted(self.files, key=lambda file: file["path"]),
        }
        (self.root / MANIFEST).write_text(_as_json(manifest), encoding="utf-8")

    def _write(self, path: str, pieces: Iterable[bytes]) -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        digest, size = hashlib.sha256(), 0
        with file.open("wb") as opened:
            for piece in pieces:
                opened.write(piece)
                digest.update(piece)
                size += len(piece)
        self.files.append({"path": path, "bytes": size, "sha256": digest.hexdigest()})


def _as_json(value) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2, cls=DjangoJSONEncoder)
