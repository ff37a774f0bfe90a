"""Putting restored files in place of those that are there, so that a cut leaves a way back.

What is about to be moved is written down first. Whoever finds that list undoes it: each move that
was made goes back, in reverse order, and doing so twice does no harm.
"""

import json
import os
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path

JOURNAL = "journal.json"
FOLDER = ".portal-restore"


@dataclass(frozen=True)
class Move:
    """`new` takes the place of `live`, which waits at `aside`. Folders or files on one disk each."""

    new: str
    live: str
    aside: str
    had_live: bool


def folder_beside(media: Path) -> Path:
    """Where restored files wait: on the disk of the media folder, never among its files.

    A folder that is a disk of its own (as in containers) cannot be renamed, so there it is inside.
    """
    return media / FOLDER if os.path.ismount(media) else media.parent / f"{FOLDER}-{media.name}"


def media_moves(media: Path, new: Path, aside: Path) -> list[Move]:
    """The moves that put the folder `new` in place of `media`; entry by entry if it cannot be renamed."""
    if not os.path.ismount(media):
        return [_move(new, media, aside)]
    aside.mkdir()
    names = {path.name for folder in (new, media) for path in folder.iterdir()} - {FOLDER}
    return [_move(new / name, media / name, aside / name) for name in sorted(names)]


def file_move(new: Path, live: Path, aside: Path) -> Move:
    return _move(new, live, aside)


def write_journal(work: Path, database: str, moves: list[Move]) -> None:
    """Note what is about to happen; from here on a cut is undone by `undo`. Raises OSError."""
    unfinished = work / f"{JOURNAL}.new"
    with open(unfinished, "w", encoding="utf-8") as file:
        json.dump({"database": database, "moves": [asdict(move) for move in moves]}, file)
        file.flush()
        os.fsync(file.fileno())
    os.replace(unfinished, work / JOURNAL)
    sync_folder(work)


def read_journal(work: Path) -> tuple[str, list[Move]] | None:
    """The kind of database and the moves of a restore that did not end; None if there is none."""
    try:
        values = json.loads((work / JOURNAL).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return str(values["database"]), [Move(**move) for move in values["moves"]]


def make(moves: list[Move]) -> None:
    """Raises OSError; `undo` then brings everything back."""
    for move in moves:
        new, live, aside = Path(move.new), Path(move.live), Path(move.aside)
        if live.is_file() and not live.is_symlink():
            _second_name(live, aside)
        elif os.path.lexists(live):
            os.rename(live, aside)
        if os.path.lexists(new):
            os.replace(new, live)
        elif live.is_file():
            live.unlink()
        sync_folder(live.parent)


def undo(moves: list[Move]) -> None:
    """Everything is where it was before `make`, however far that came. Raises OSError."""
    for move in reversed(moves):
        new, live, aside = Path(move.new), Path(move.live), Path(move.aside)
        if os.path.lexists(aside):
            if live.is_dir() and not live.is_symlink():
                shutil.rmtree(live)
            elif os.path.lexists(live) and os.path.samefile(live, aside):
                aside.unlink()
                continue
            os.replace(aside, live)
        elif not move.had_live and os.path.lexists(live) and not os.path.lexists(new):
            os.rename(live, new)
        sync_folder(live.parent)


def _second_name(live: Path, aside: Path) -> None:
    """A link, so that there is no moment without a file: a programme might make an empty one."""
    try:
        os.link(live, aside)
    except OSError:  # a disk that knows no links
        os.rename(live, aside)


def sync_folder(folder: Path) -> None:
    """See to it that what the folder lists is on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _move(new: Path, live: Path, aside: Path) -> Move:
    return Move(str(new), str(live), str(aside), os.path.lexists(live))
