"""Collected stylesheets: small, and saying the same as the readable ones."""

import gzip
import re
from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from portal.stylesheets import SmallStylesheets
from tests.base import collected_files

WRITTEN = Path(__file__).parents[2] / "static"


@pytest.fixture
def collected(tmp_path) -> dict[str, bytes]:
    return collected_files(tmp_path)


def values(css: str) -> list[str]:
    """Every word, number and sign of a stylesheet in order; comments, spaces and last `;` aside."""
    bare = re.sub(r"/\*.*?\*/", "", css, flags=re.S)
    return re.findall(r"[^\s;]", re.sub(r"\s+", " ", bare))


def test_only_comments_and_spaces_are_missing(collected):
    for name in ("site", "print", "admin"):
        written = (WRITTEN / f"css/{name}.css").read_text()
        served = collected[f"css/{name}.css"].decode()
        assert values(served) == values(written)
        assert "/*" not in served and "\n" not in served


def test_spaces_that_mean_something_stay(collected):
    site = collected["css/site.css"].decode()
    assert "calc(50% - 37rem)" in site
    assert "1.04rem + .1vw" in site
    assert ".flow :is(" in site
    assert "@media not print{" in site


def test_the_packed_copies_hold_the_small_file_and_save_a_fifth(collected):
    packed = next(n for n in collected if re.fullmatch(r"css/site\.[0-9a-f]{12}\.css\.gz", n))
    assert gzip.decompress(collected[packed]) == collected["css/site.css"]
    assert packed.removesuffix("gz") + "br" in collected
    written = gzip.compress((WRITTEN / "css/site.css").read_bytes())
    assert len(collected[packed]) < 0.8 * len(written)


def test_files_of_other_packages_stay_as_they_are(tmp_path):
    storage = SmallStylesheets(location=tmp_path, base_url="/static/")
    theirs = b"/* their words */\na { color : red }"
    storage.save("wagtailadmin/css/core.css", ContentFile(theirs))
    assert (tmp_path / "wagtailadmin/css/core.css").read_bytes() == theirs
