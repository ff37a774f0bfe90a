"""The HTML checker of the W3C (vnu) on every kind of page. It needs Node.js' package and Java."""

import json
import shutil
import subprocess
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from django.test import RequestFactory
from django.views.defaults import server_error

from tests.browser.page_types import PAGE_TYPES

CHECKER = Path(__file__).parents[2] / "node_modules/vnu-jar/build/dist/vnu.jar"


def fetch(address: str, host: str = "") -> tuple[int, bytes]:
    request = Request(address, headers={"Host": host} if host else {})
    try:
        with urlopen(request) as answer:
            return answer.status, answer.read()
    except HTTPError as error:
        return error.code, error.read()


def test_the_html_checker_finds_no_error(portal, tmp_path):
    if not CHECKER.exists() or not shutil.which("java"):
        pytest.skip("The HTML checker needs Java and `npm ci --ignore-scripts`; it was not run")
    for name, path in PAGE_TYPES.items():
        _status, page = fetch(portal.url + path)
        (tmp_path / f"{name.replace(' ', '-')}.html").write_bytes(page)
    status, page = fetch(portal.url, host="unknown.invalid")
    assert status == 400
    (tmp_path / "bad-request.html").write_bytes(page)
    (tmp_path / "server-error.html").write_bytes(server_error(RequestFactory().get("/")).content)
    checked = subprocess.run(
        ["java", "-jar", str(CHECKER), "--format", "json", "--exit-zero-always", str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
    )
    errors = [
        f"{Path(message['url']).name}:{message['lastLine']} {message['message']}"
        for message in json.loads(checked.stderr)["messages"]
        if message["type"] != "info"
    ]
    assert not errors, "\n".join(errors)
    assert len(list(tmp_path.glob("*.html"))) == len(PAGE_TYPES) + 2
