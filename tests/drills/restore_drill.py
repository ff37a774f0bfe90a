"""A backup is made, the portal is wiped, and the backup restores it in another folder.

    python -m tests.drills.restore_drill [--pages 40] [--megabytes 20] [--kills 6]

On SQLite, and on PostgreSQL too where `DRILL_POSTGRES` names a server on which databases may be made
(`postgres://postgres@127.0.0.1:5432/postgres`). Says what was seen, and ends with an error
if a word, a file or a state was lost.
"""

import argparse
import os
import random
import shutil
import tempfile
import time
from pathlib import Path

from tests.drills.portal_in_folder import PortalInFolder, Run

DATABASES = ("portal_drill_one", "portal_drill_two")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, default=40, help="more than the starter clinic has")
    parser.add_argument("--megabytes", type=int, default=20, help="of media")
    parser.add_argument("--kills", type=int, default=6, help="of a backup, and of a restore")
    options = parser.parse_args()
    server = os.environ.get("DRILL_POSTGRES", "")
    for kind in ("SQLite", "PostgreSQL"):
        if kind == "PostgreSQL" and not server:
            print("PostgreSQL: left out; DRILL_POSTGRES names no server.")
            continue
        with tempfile.TemporaryDirectory(prefix="portal-drill-") as top:
            urls = make_databases(server) if kind == "PostgreSQL" else ("", "")
            try:
                print(f"{kind}, {options.pages} pages more and {options.megabytes} MB of media")
                drill(Path(top), urls, options)
            finally:
                if kind == "PostgreSQL":
                    drop_databases(server)


def drill(top: Path, urls: tuple[str, str], options: argparse.Namespace) -> None:
    one, two = PortalInFolder(top / "one", urls[0]), PortalInFolder(top / "two", urls[1])
    backups = top / "backups"
    one.fill(options.pages, options.megabytes)
    seen, files = one.seen(), one.files()
    tell("backup", one.done("backup", f"--output={backups}"))
    (archive,) = backups.glob("portal-*.tar")
    tell("verify_backup", one.done("verify_backup", str(archive)))

    refuse_a_corrupted_archive(two, archive, top)
    wipe(one)
    tell("restore", two.done("restore", str(archive)))
    again, files_again = two.seen(), two.files()
    lost = {path for path in seen["pages"] if again["pages"].get(path) != seen["pages"][path]}
    assert not lost and again == seen, f"Other words: {sorted(lost)[:5]}"
    assert files == files_again, "Other files"
    assert seen["signed_in"], "Nobody signs in"
    print(
        f"  {len(seen['pages'])} addresses: same words. {len(files)} files: same checksum. Sign-in works."
    )

    kill_backups(two, backups, options.kills)
    kill_restores(two, archive, options.kills)


def refuse_a_corrupted_archive(portal: PortalInFolder, archive: Path, top: Path) -> None:
    """One byte in the middle, and an end that is missing: refused, and nothing appears."""
    bad = top / "bad.tar"
    for damage in ("flipped", "cut"):
        shutil.copyfile(archive, bad)
        with open(bad, "r+b") as file:
            middle = bad.stat().st_size // 2
            file.seek(middle)
            byte = file.read(1)[0]
            file.seek(middle)
            if damage == "cut":
                file.truncate()
            else:
                file.write(bytes([byte ^ 1]))
        ended = portal.manage("restore", str(bad), "--yes-overwrite")
        assert ended.code != 0 and not portal.media.exists(), ended.said
    print(f"  Corrupted archives refused, nothing touched: {ended.said.splitlines()[-1][:150]}")


def wipe(portal: PortalInFolder) -> None:
    """What a lost server leaves. The database of PostgreSQL goes at the end of the drill."""
    shutil.rmtree(portal.folder)


def kill_backups(portal: PortalInFolder, backups: Path, kills: int) -> None:
    """Whatever has an archive's name is whole, however often a backup was killed."""
    before, usual = set(backups.iterdir()), portal.done("backup", f"--output={backups}").seconds
    killed = sum(
        portal.killed_after(random.uniform(usual * 0.4, usual), "backup", f"--output={backups}")
        for _time in range(kills)
    )
    portal.done("backup", f"--output={backups}")
    left = sorted(set(backups.iterdir()) - before)
    for path in left:
        portal.done("verify_backup", str(path))
    print(
        f"  {killed} backups killed at random moments: every archive there is whole, the next is made."
    )


def kill_restores(portal: PortalInFolder, archive: Path, kills: int) -> None:
    """Each time the portal is wholly the one before, or wholly the restored one."""
    marker = portal.media / "uploaded-after-the-backup.txt"
    restored = portal.files()
    began = time.monotonic()
    portal.done("restore", str(archive), "--yes-overwrite")
    usual = time.monotonic() - began
    killed = old = 0
    for _time in range(kills):
        marker.write_text("Later than the backup.")
        portal.run("-m", "tests.drills.portal_inside", "mark")
        cut = portal.killed_after(
            random.uniform(usual * 0.4, usual), "restore", str(archive), "--yes-overwrite"
        )
        killed += cut
        wait_for_others(portal)
        marked = portal.run("-m", "tests.drills.portal_inside", "marked").said == "True"
        files = portal.files()
        before = marked and files == restored | {marker.name: files.get(marker.name)}
        after = not marked and files == restored
        assert before or after, f"Neither old nor new: marked={marked}, {len(files)} files"
        old += before
    print(
        f"  {killed} restores killed at random moments: {old} times the old state, whole; else the new one."
    )


def wait_for_others(portal: PortalInFolder) -> None:
    """PostgreSQL notices after a moment that the killed process is gone."""
    for _time in range(20):
        ended = portal.manage("restore", "--undo")
        if ended.code == 0:
            return
        time.sleep(1)
    raise AssertionError(ended.said)


def tell(name: str, run: Run) -> None:
    print(f"  {name}: {run.seconds:.1f} s, {run.megabytes:.0f} MB of memory at most")


def make_databases(server: str) -> tuple[str, str]:
    drop_databases(server)
    with connected(server) as connection:
        for name in DATABASES:
            connection.execute(f'CREATE DATABASE "{name}"')
    top = server.rpartition("/")[0]
    return f"{top}/{DATABASES[0]}", f"{top}/{DATABASES[1]}"


def drop_databases(server: str) -> None:
    with connected(server) as connection:
        for name in DATABASES:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def connected(server: str):
    import psycopg

    return psycopg.connect(server, autocommit=True)


if __name__ == "__main__":
    main()
