"""Archives from anywhere: cut, damaged, swollen or tampered with, none gets further than the check."""

import tarfile

import pytest

from portal.backups.reading import Archive, about_archive
from portal.backups.refusals import BackupRefused
from tests.portal.backups.archives import FACTS, plain, sealed, tampered_archive, write_archive


@pytest.fixture
def sound(tmp_path):
    media = tmp_path / "media"
    media.mkdir()
    (media / "one.png").write_bytes(b"1" * 700)
    write_archive(tmp_path / "sound.tar", media)
    return tmp_path / "sound.tar"


def refused(path) -> str:
    with pytest.raises(BackupRefused) as caught:
        Archive(path)
    return str(caught.value)


def test_a_flipped_bit_anywhere_is_noticed(sound, tmp_path):
    data, bad = sound.read_bytes(), tmp_path / "bad.tar"
    for place in range(0, len(data), 97):
        bad.write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])
        assert "does not match" in refused(bad), place


def test_an_archive_that_is_cut_or_longer_than_it_was_is_noticed(sound, tmp_path):
    data, bad = sound.read_bytes(), tmp_path / "bad.tar"
    for length in (0, 1, 511, 512, 2048, len(data) - 512, len(data) - 1):
        bad.write_bytes(data[:length])
        assert "no whole backup" in refused(bad)
    bad.write_bytes(data + b"\0" * 512)
    assert "no whole backup" in refused(bad)


@pytest.mark.parametrize(
    "data", [b"", b"\x1f\x8b" + b"0" * 4094, b"PK" + b"0" * 8190, b"\0" * 10240]
)
def test_another_file_is_no_backup(tmp_path, data):
    (tmp_path / "other").write_bytes(data)
    assert "no whole backup" in refused(tmp_path / "other")


def test_a_path_that_is_no_file_is_said(tmp_path):
    assert "cannot be read" in refused(tmp_path / "nowhere.tar")
    assert "cannot be read" in refused(tmp_path)


def test_a_tar_archive_without_our_lists_is_no_backup(tmp_path):
    data = plain("hello").tobuf(tarfile.PAX_FORMAT)
    assert "no backup of a portal" in refused(sealed(tmp_path / "other.tar", data))


@pytest.mark.parametrize(
    "name", ["media/../../etc/cron.d/x", "/etc/passwd", "media/a\\..\\b", "elsewhere/x"]
)
def test_a_path_that_leads_out_is_refused(tmp_path, name):
    bad = tampered_archive(tmp_path / "bad.tar", [(plain(name), b"x")])
    assert "tampered" in refused(bad)


@pytest.mark.parametrize(
    "kind",
    [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE,
     tarfile.DIRTYPE, tarfile.GNUTYPE_SPARSE, tarfile.GNUTYPE_LONGNAME, tarfile.XGLTYPE],
)  # fmt: skip
def test_links_devices_and_other_kinds_are_refused(tmp_path, kind):
    info = plain("media/x", type=kind, linkname="/etc/passwd")
    assert "tampered" in refused(tampered_archive(tmp_path / "bad.tar", [(info, b"")]))


def test_a_size_that_cannot_be_is_refused_before_memory_is_taken(tmp_path):
    huge = plain("media/x", size=8 * 1024**3 - 1)
    assert "tampered" in refused(tampered_archive(tmp_path / "bad.tar", [(huge, b"x")]))
    data = b"1" * 100_000
    long_name = plain("././@PaxHeader", type=b"x")
    assert "tampered" in refused(tampered_archive(tmp_path / "name.tar", [(long_name, data)]))


def test_a_size_hidden_in_a_long_header_is_refused(tmp_path):
    info = plain("media/x", pax_headers={"size": "99999999999"})
    bad = tampered_archive(tmp_path / "bad.tar", [(info, b"x")])
    assert refused(bad)


def test_an_archive_that_holds_other_than_it_lists_is_refused(tmp_path):
    more = [(plain("media/x"), b"x")]
    assert "lists" in refused(tampered_archive(tmp_path / "more.tar", more, listed=False))
    twice = [(plain("media/x"), b"x"), (plain("media/x"), b"x")]
    assert "twice" in refused(tampered_archive(tmp_path / "twice.tar", twice))


def test_what_an_archive_is_can_be_read_without_reading_all_of_it(sound, tmp_path):
    assert about_archive(sound) == FACTS
    (tmp_path / "other.tar").write_bytes(b"about.json" + b"\0" * 2000)
    assert about_archive(tmp_path / "other.tar") is None
    assert about_archive(tmp_path / "nowhere.tar") is None
