"""A portal with a database and a media folder of its own, every command a process of its own."""

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PASSWORD = "a-password-for-drills"


@dataclass(frozen=True)
class Run:
    """How a command ended."""

    code: int
    said: str
    seconds: float
    megabytes: float  # at most, of memory


class PortalInFolder:
    """`folder` holds its media, and its database unless `database` is the address of another."""

    def __init__(self, folder: Path, database: str = ""):
        self.folder, self.media = folder, folder / "media"
        folder.mkdir(parents=True)
        self.database = database or f"sqlite:///{folder / 'portal.sqlite3'}"

    def environment(self, **more: str) -> dict[str, str]:
        return os.environ | {
            "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
            "DATABASE_URL": self.database,
            "MEDIA_ROOT": str(self.media),
            "STARTER_PASSWORD": PASSWORD,
            **more,
        }

    def start(self, *command: str, **more: str) -> subprocess.Popen:
        return subprocess.Popen(
            [sys.executable, *command],
            cwd=ROOT,
            env=self.environment(**more),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def run(self, *command: str, **more: str) -> Run:
        began = time.monotonic()
        process = self.start(*command, **more)
        said = process.stdout.read()
        _pid, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        process.stdout.close()
        return Run(
            process.returncode, said.strip(), time.monotonic() - began, used.ru_maxrss / 1024
        )

    def manage(self, *arguments: str, **more: str) -> Run:
        return self.run("manage.py", *arguments, **more)

    def done(self, *arguments: str) -> Run:
        """A command that must succeed."""
        ended = self.manage(*arguments)
        assert ended.code == 0, ended.said
        return ended

    def killed_after(self, seconds: float, *arguments: str) -> bool:
        """Whether SIGKILL came before the command had ended."""
        process = self.start("manage.py", *arguments)
        try:
            process.wait(seconds)
            return False
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
            return True
        finally:
            process.stdout.close()

    def fill(self, pages: int, megabytes: int) -> None:
        """The starter clinic, more pages and this much media."""
        self.done("migrate", "--verbosity=0")
        self.done("start_clinic", "--show-example", "--port=80")
        ended = self.run("-m", "tests.drills.portal_inside", "fill", str(pages), str(megabytes))
        assert ended.code == 0, ended.said

    def seen(self) -> dict:
        """What readers find: the words at each address of the sitemap, and whether staff sign in."""
        ended = self.run("-m", "tests.drills.portal_inside", "look")
        assert ended.code == 0, ended.said
        return json.loads(ended.said.splitlines()[-1])

    def files(self) -> dict[str, str]:
        """Each uploaded file with its SHA-256."""
        return {
            str(path.relative_to(self.media)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(self.media.rglob("*"))
            if path.is_file()
        }
