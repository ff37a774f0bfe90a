"""Writing archives: what changes meanwhile does no harm, and any tar programme reads the result."""

import os
import resource
import subprocess
import sys
import tarfile
import threading

import pytest

from portal.backups import archive as archives
from portal.backups.archive import ArchiveWriter
from portal.backups.reading import Archive
from tests.portal.backups.archives import write_archive


@pytest.fixture
def media(tmp_path):
    folder = tmp_path / "media"
    (folder / "images").mkdir(parents=True)
    (folder / "images" / "one.png").write_bytes(b"1" * 700)
    (folder / "images" / ("long-" * 45 + "é.png")).write_bytes(b"2" * 512)
    (folder / "empty.pdf").write_bytes(b"")
    return folder


def test_what_was_written_is_read_and_any_tar_programme_reads_it_too(media, tmp_path):
    write_archive(tmp_path / "a.tar", media)
    with Archive(tmp_path / "a.tar") as archive:
        read = {}
        for entry in archive.manifest.files:
            pieces = []
            archive.read(entry, pieces.append)
            read[entry.path] = b"".join(pieces)
    on_disk = {
        f"media/{path.relative_to(media)}": path.read_bytes()
        for path in media.rglob("*")
        if path.is_file()
    }
    assert {name: data for name, data in read.items() if name.startswith("media/")} == on_disk
    with tarfile.open(tmp_path / "a.tar") as tar:
        assert set(on_disk) < set(tar.getnames())
        assert tar.extractfile("media/images/one.png").read() == b"1" * 700


def test_only_its_owner_may_read_it_and_nothing_is_written_over(media, tmp_path):
    write_archive(tmp_path / "a.tar", media)
    assert (tmp_path / "a.tar").stat().st_mode & 0o777 == 0o600
    with pytest.raises(FileExistsError):
        ArchiveWriter(tmp_path / "a.tar")


def test_what_cannot_be_kept_is_left_out_and_noted(media, tmp_path, monkeypatch):
    (media / "link.png").symlink_to("/etc/passwd")
    (media / "folder").symlink_to("/etc")
    os.mkfifo(media / "pipe")
    (media / "line\nbreak.png").write_bytes(b"x")
    with open(os.path.join(os.fsencode(media), b"\xff.png"), "wb") as file:
        file.write(b"x")
    real = ArchiveWriter.add_file

    def deleted_just_then(self, name, path):
        if name.endswith("one.png"):
            path.unlink()
        return real(self, name, path)

    monkeypatch.setattr(ArchiveWriter, "add_file", deleted_just_then)
    manifest = write_archive(tmp_path / "a.tar", media)
    assert manifest.left_out == {
        "media/link.png": "a link, which is not followed",
        "media/folder": "a link, which is not followed",
        "media/pipe": "not a file",
        "media/line\\nbreak.png": "its name has characters that other systems do not allow",
        "media/\\udcff.png": "its name is not text",
        "media/images/one.png": "deleted while the backup was made",
    }
    with Archive(tmp_path / "a.tar") as archive:
        assert archive.manifest.left_out == manifest.left_out


def test_a_file_that_grows_while_it_is_read_is_read_again(media, tmp_path, monkeypatch):
    growing, copied = media / "images" / "one.png", []
    real = ArchiveWriter._copy

    def grows_once(self, source, size):
        digest = real(self, source, size)
        if str(getattr(source, "name", "")) == str(growing) and not copied:
            copied.append(1)
            growing.write_bytes(b"3" * 900)
        return digest

    monkeypatch.setattr(ArchiveWriter, "_copy", grows_once)
    manifest = write_archive(tmp_path / "a.tar", media)
    assert manifest.left_out == {}
    with Archive(tmp_path / "a.tar") as archive:
        pieces = []
        entry = next(e for e in archive.manifest.files if e.path.endswith("one.png"))
        archive.read(entry, pieces.append)
    assert b"".join(pieces) == b"3" * 900


def test_a_file_that_shrinks_each_time_is_left_out_and_the_rest_is_whole(
    media, tmp_path, monkeypatch
):
    shrinking = media / "images" / "one.png"
    real = ArchiveWriter._header

    def shrinks(self, name, size, mtime):
        if name.endswith("one.png"):
            os.truncate(shrinking, size // 2)
        real(self, name, size, mtime)

    monkeypatch.setattr(ArchiveWriter, "_header", shrinks)
    manifest = write_archive(tmp_path / "a.tar", media)
    assert manifest.left_out == {"media/images/one.png": "was being written to"}
    with Archive(tmp_path / "a.tar") as archive:
        assert len(archive.manifest.files) == 4


def test_a_folder_that_changes_all_the_time_makes_a_sound_archive(media, tmp_path):
    stop = threading.Event()

    def change():
        while not stop.is_set():
            for number in range(20):
                (media / f"{number}.png").write_bytes(os.urandom(number * 300))
            for number in range(20):
                (media / f"{number}.png").unlink()

    thread = threading.Thread(target=change)
    thread.start()
    try:
        for number in range(10):
            write_archive(tmp_path / f"{number}.tar", media)
    finally:
        stop.set()
        thread.join()
    for number in range(10):
        with Archive(tmp_path / f"{number}.tar") as archive:
            for entry in archive.manifest.files:
                archive.read(entry, lambda data: None)


def test_a_file_that_no_header_can_describe_is_refused(media, tmp_path, monkeypatch):
    monkeypatch.setattr(archives, "LARGEST", 600)
    with pytest.raises(archives.BackupRefused, match=r"one\.png is larger"):
        write_archive(tmp_path / "a.tar", media)


def test_a_disk_that_is_full_is_said(media, tmp_path):
    code = (
        "import sys; from pathlib import Path; from tests.portal.backups.archives import write_archive;"
        "write_archive(Path(sys.argv[1]), Path(sys.argv[2]), b'r' * 100_000)"
    )

    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))

    ended = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "a.tar"), str(media)],
        preexec_fn=limit,
        capture_output=True,
        text=True,
    )
    assert ended.returncode and "OSError" in ended.stderr
