"""The HTML checker of the W3C (vnu) on every kind of page. It needs Node.js' package and Java."""

import json
import re
import shutil
import subprocess
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from tests.browser.page_types import PAGE_TYPES, STATUS

CHECKER = Path(__file__).parents[2] / "node_modules/vnu-jar/build/dist/vnu.jar"
# Safari forgets that a list is one where it has no bullets, unless the role says so.
# The second: it guesses the language, and the wording of the interface is not translated yet.
WANTED = re.compile(
    "The “list” role is unnecessary for element “[uo]l”.|"
    "This document appears to be written in English but .*"
)
REFUSED_HOST = "unknown.invalid"


def fetch(address: str, host: str = "") -> tuple[int, bytes]:
    request = Request(address, headers={"Host": host} if host else {})
    try:
        with urlopen(request) as answer:
            return answer.status, answer.read()
    except HTTPError as error:
        return error.code, error.read()


def check(folder: Path) -> list[str]:
    """The errors and warnings of all HTML files in a folder."""
    if not CHECKER.exists() or not shutil.which("java"):
        pytest.skip("The HTML checker needs Java and `npm ci --ignore-scripts`; it was not run")
    checked = subprocess.run(
        ["java", "-jar", str(CHECKER), "--format", "json", "--exit-zero-always", str(folder)],
        capture_output=True,
        text=True,
        check=True,
    )
    return [
        f"{Path(message['url']).name}:{message['lastLine']} {message['message']}"
        for message in json.loads(checked.stderr)["messages"]
        if (message["type"] != "info" or message.get("subType") == "warning")
        and not WANTED.fullmatch(message["message"])
    ]


def test_the_html_checker_finds_no_error(portal, tmp_path):
    for name, path in PAGE_TYPES.items():
        status, page = fetch(portal.url + path)
        assert status == STATUS.get(name, 200), name
        (tmp_path / f"{name.replace(' ', '-')}.html").write_bytes(page)
    status, page = fetch(portal.url, host=REFUSED_HOST)
    assert status == 400
    (tmp_path / "refused-host.html").write_bytes(page)
    errors = check(tmp_path)
    assert not errors, "\n".join(errors)
    assert len(list(tmp_path.glob("*.html"))) == len(PAGE_TYPES) + 1


def test_the_html_checker_finds_a_planted_error(portal, tmp_path):
    _status, page = fetch(portal.url)
    (tmp_path / "planted.html").write_bytes(page.replace(b"</h1>", b"</h1><p><p id='main'></i>"))
    errors = check(tmp_path)
    assert any("Duplicate ID" in error for error in errors)
    assert any("end tag" in error for error in errors)
