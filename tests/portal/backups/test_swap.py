"""The moves of a restore: made as one, undone from wherever they stopped, twice as well as once."""

from contextlib import suppress

import pytest

from portal.backups import swap


@pytest.fixture
def work(tmp_path):
    """A media folder and a database, and those that are to take their place."""
    for name, words in (("media", "old"), ("work/media", "new")):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "file").write_text(words)
    (tmp_path / "db").write_text("old")
    (tmp_path / "db.new").write_text("new")
    return tmp_path / "work"


def moves_of(work):
    top = work.parent
    return [
        swap.file_move(top / "db.new", top / "db", top / "db.aside"),
        *swap.media_moves(top / "media", work / "media", work / "before"),
    ]


def now(work):
    top = work.parent
    return (top / "db").read_text(), (top / "media" / "file").read_text()


@pytest.mark.parametrize("mounted", [False, True])
def test_all_moves_are_made_and_all_are_undone_twice_over(work, monkeypatch, mounted):
    monkeypatch.setattr(swap.os.path, "ismount", lambda path: mounted)
    moves = moves_of(work)
    swap.write_journal(work, "one", moves)
    assert swap.read_journal(work) == ("one", moves)
    swap.make(moves)
    assert now(work) == ("new", "new")
    swap.undo(moves)
    assert now(work) == ("old", "old")
    swap.undo(moves)
    assert now(work) == ("old", "old")


class Cut(BaseException):
    """The process dies."""


@pytest.mark.parametrize("mounted", [False, True])
@pytest.mark.parametrize("name", ["link", "rename", "replace"])
@pytest.mark.parametrize("after", [False, True])
def test_a_cut_before_or_after_any_call_is_undone(work, monkeypatch, mounted, name, after):
    monkeypatch.setattr(swap.os.path, "ismount", lambda path: mounted)
    for turn in range(4):
        moves, real, calls = moves_of(work), getattr(swap.os, name), []

        def cut(*arguments, real=real, calls=calls, turn=turn):
            calls.append(arguments)
            if len(calls) - 1 != turn:
                return real(*arguments)
            if after:
                real(*arguments)
            raise Cut

        monkeypatch.setattr(swap.os, name, cut)
        with suppress(Cut):
            swap.make(moves)
        monkeypatch.setattr(swap.os, name, real)
        swap.undo(moves)
        assert now(work) == ("old", "old"), turn
        for path in (work.parent / "db.new", work / "media"):
            assert not path.exists() or path.is_dir() or path.read_text() == "new"
        (work.parent / "db.new").write_text("new")
        (work / "media").mkdir(exist_ok=True)
        (work / "media" / "file").write_text("new")
        if (work / "before").exists():
            (work / "before").rmdir()


def test_what_was_not_there_before_is_gone_again(work):
    (work.parent / "db").unlink()
    moves = moves_of(work)
    swap.make(moves)
    assert now(work) == ("new", "new")
    swap.undo(moves)
    assert not (work.parent / "db").exists()


def test_no_journal_is_no_restore(work):
    assert swap.read_journal(work) is None
    assert swap.read_journal(work / "nowhere") is None
