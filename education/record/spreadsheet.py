"""Spreadsheets that open as they are meant to, and run nothing. Pure: no Django.

Text that a spreadsheet would take for a formula gets an apostrophe in front (OWASP, "CSV
Injection"). The file begins with a byte order mark: without it Excel does not see that it is UTF-8.
"""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

FORMULA_SIGNS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe(cell: Any) -> Any:
    """A cell's value: harmless as text, dates and yes/no in words, nothing as an empty cell."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, int | float):
        return cell
    text = str(cell)
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text


def write_sheet(file: Path, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Write one sheet; returns how many rows it has below its headings. Raises OSError."""
    number = 0
    with file.open("w", encoding="utf-8-sig", newline="") as opened:
        sheet = csv.writer(opened)
        sheet.writerow(columns)
        for number, row in enumerate(rows, start=1):  # noqa: B007
            sheet.writerow([safe(cell) for cell in row])
    return number
