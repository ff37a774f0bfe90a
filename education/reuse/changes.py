"""What is different between two versions, in words that staff can read. Pure: no Django."""

from collections.abc import Mapping
from typing import Final

NOTHING: Final = "–"


def changes(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    """One line for each field that says something else now: “Grade: “old” → “new””.

    Both map a field's name, as staff know it, to its words as plain text; the order is that of
    `after`, then what is gone.
    """
    names = [*after, *(name for name in before if name not in after)]
    pairs = [(name, before.get(name, ""), after.get(name, "")) for name in names]
    return [f"{name}: {_quoted(old)} → {_quoted(new)}" for name, old, new in pairs if old != new]


def _quoted(words: str) -> str:
    return f"“{words}”" if words else NOTHING
