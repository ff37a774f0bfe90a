"""Collected stylesheets are small. That browsers read the same in them: tests/browser/test_reading.py."""

import gzip
import re
from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from portal.stylesheets import SmallStylesheets, small
from tests.base import collected_files

WRITTEN = Path(__file__).parents[2] / "static"


@pytest.fixture
def collected(tmp_path) -> dict[str, bytes]:
    return collected_files(tmp_path)


@pytest.mark.parametrize(
    ("written", "served"),
    [
        ("a { b: c; }\n\nd { e: f }", "a{b:c}d{e:f}"),
        ("a { b: c } /* one */ d { e: f } /* two */ g { h: i }", "a{b:c}d{e:f}g{h:i}"),
        ("@layer x { .a { b: c; } .d :is(p, li) { e: f; } }", "@layer x{.a{b:c}.d :is(p,li){e:f}}"),
        ("a { w: calc(50% - 37rem + 1px); }", "a{w:calc(50% - 37rem + 1px)}"),
        ('a { content: " ; /* as written */ } "; }', 'a{content:" ; /* as written */ } "}'),
        (
            "@media not print { a > b + c , d { e: f !important } }",
            "@media not print{a>b + c,d{e:f !important}}",
        ),
        ("@page { size: A4; @top-left { a: b; } }", "@page{size:A4;@top-left{a:b}}"),
        (".a /* no */ .b{}/**/", ".a .b{}"),
    ],
)
def test_rules_are_written_closely(written, served):
    assert small(written) == served
    assert small(served) == served


def test_no_comment_and_no_line_break_is_served(collected):
    for name in ("site", "print", "admin"):
        served = collected[f"css/{name}.css"].decode()
        assert "/*" not in served and "\n" not in served


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
