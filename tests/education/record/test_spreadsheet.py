"""Spreadsheets that open as they are meant to, and run nothing."""

import csv
from datetime import date

import pytest

from education.record.spreadsheet import safe, write_sheet


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\n", "＝"])
def test_text_that_would_be_a_formula_gets_an_apostrophe(sign):
    assert safe(f"{sign}1+1") == f"'{sign}1+1"


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, ""),
        (True, "yes"),
        (False, "no"),
        (-3, -3),
        ("plain = text", "plain = text"),
        (date(2026, 1, 2), "2026-01-02"),
    ],
)
def test_other_values_stay_what_they_are(value, cell):
    assert safe(value) == cell


def test_a_sheet_is_read_back_as_it_was_written(tmp_path):
    file = tmp_path / "sheet.csv"
    rows = [("Ärzte, “gut”", "two\nlines"), ("=1+1", "")]
    assert write_sheet(file, ["a", "b"], iter(rows)) == 2
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    with file.open(encoding="utf-8-sig", newline="") as opened:
        read = list(csv.reader(opened))
    assert read == [["a", "b"], ["Ärzte, “gut”", "two\nlines"], ["'=1+1", ""]]


def test_an_empty_sheet_has_its_headings(tmp_path):
    assert write_sheet(tmp_path / "sheet.csv", ["a"], []) == 0
