"""The lists inside an archive: read back as written, refused when they make no sense."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.backups.manifest import (
    About,
    Entry,
    Manifest,
    is_safe_path,
    read_about,
    read_manifest,
)
from portal.backups.refusals import BackupRefused

ABOUT = About("1.0", "sqlite", datetime(2026, 1, 2, tzinfo=UTC), ("a.example",), ("portal.0001",))


def test_both_lists_are_read_as_they_were_written():
    manifest = Manifest([Entry("media/é.png", 3, "ab")], {"media/x": "deleted"})
    assert read_about(ABOUT.to_json()) == ABOUT
    assert read_manifest(manifest.to_json()) == manifest


@pytest.mark.parametrize(
    "change",
    [
        {"format": 2},
        {"database": "oracle"},
        {"created_at": "yesterday"},
        {"created_at": "2026-01-02T00:00:00"},
        {"created_at": 5},
        {"hosts": 5},
        {"migrations": None},
    ],
)
def test_an_about_that_makes_no_sense_is_refused(change):
    with pytest.raises(BackupRefused):
        read_about(json.dumps(json.loads(ABOUT.to_json()) | change).encode())


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"\xff",
        b"[" * 100_000,
        b'{"format": 1}',
        b'{"format": 1, "files": [5], "left_out": {}}',
    ],
)
def test_a_manifest_that_cannot_be_read_is_refused(data):
    with pytest.raises(BackupRefused):
        read_manifest(data)


@pytest.mark.parametrize(
    "path",
    [
        "/etc/passwd", "media/../../x", "media//x", "media/", "media/./x", "../media/x",
        "media/a\\b", "media/a\0b", "media/a\nb", "other", "database/x", "",
    ],
)  # fmt: skip
def test_a_path_that_leads_out_is_refused(path):
    assert not is_safe_path(path)
    with pytest.raises(BackupRefused, match="tampered"):
        read_manifest(Manifest([Entry(path, 1, "ab")]).to_json())


@pytest.mark.parametrize("path", ["database", "about.json", "media/a.png", "media/a/..b/…"])
def test_paths_of_a_backup_are_safe(path):
    assert is_safe_path(path)


@given(st.binary(max_size=200))
def test_whatever_the_bytes_are_there_is_an_answer(data):
    for read in (read_about, read_manifest):
        with pytest.raises(BackupRefused):
            read(data)
