"""Where Chromium is on this machine: `python -m tests.browser.chromium` prints it, or fails."""

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Playwright, sync_playwright

# No sandbox, because containers run as root; the rest keeps Chromium from calling home.
ARGUMENTS = [
    "--no-sandbox",
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NAMES = ("chromium", "chromium-browser", "google-chrome")


def executable(playwright: Playwright) -> str | None:
    """The Chromium named by CHROMIUM, else the system's, else Playwright's own."""
    named = os.environ.get("CHROMIUM")
    installed = next(filter(None, map(shutil.which, NAMES)), None)
    own = playwright.chromium.executable_path
    return named or installed or (own if Path(own).exists() else None)


if __name__ == "__main__":
    with sync_playwright() as started:
        found = executable(started)
    if not found:
        sys.exit(1)
    sys.stdout.write(f"The browser tests use {found}\n")
