"""The front matter: what a document says about itself, in TOML between two lines of +++."""

from __future__ import annotations

import datetime
import difflib
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar, cast, get_args

from education.importing.document import DocumentRefused, Grade, SourceEntry, TermEntry

GRADES: tuple[str, ...] = get_args(Grade)
_TEXTS = ("title", "lede", "slug", "description", "topic", "funding", "booking_words")
_LISTS = ("also_called", "key_points")
_KEYS = (*_TEXTS, *_LISTS, "sources", "benefits", "questions", "terms")
_SOURCE_KEYS = ("key", "title", "publisher", "year", "url", "last_checked", "checked_by")
_TERM_KEYS = ("meaning", "say")
_BENEFIT_KEYS = ("grade", "not_known", "searched", "searched_on", "searched_by", "sources")
_T = TypeVar("_T")


@dataclass(frozen=True)
class Details:
    """What the front matter adds to one benefit or question of the text."""

    grade: Grade | None = None
    not_known: str = ""
    searched: str = ""
    searched_on: datetime.date | None = None
    searched_by: str = ""
    source_keys: tuple[str, ...] = ()


@dataclass
class FrontMatter:
    """The fields as read, with the details of benefits and questions for the text to take."""

    title: str = ""
    lede: str = ""
    slug: str = ""
    description: str = ""
    topic: str = ""
    funding: str = ""
    booking_words: str = ""
    also_called: tuple[str, ...] = ()
    key_points: tuple[str, ...] = ()
    sources: tuple[SourceEntry, ...] = ()
    terms: tuple[TermEntry, ...] = ()
    # by "benefits" or "questions", then by name
    details: dict[str, dict[str, Details]] = field(default_factory=dict)
    _lines: dict[str, int] = field(default_factory=dict)
    _seen: list[tuple[str, str]] = field(default_factory=list)

    def take(self, kind: str, name: str) -> Details:
        """The details of this name, now known to be in the text; `kind` as in `details`."""
        self._seen.append((kind, name))
        return self.details.get(kind, {}).get(name, Details())

    def refuse_unused_names(self) -> None:
        """Raise DocumentRefused for details whose benefit or question the text does not have."""
        for kind, named in self.details.items():
            present = [name for seen_kind, name in self._seen if seen_kind == kind]
            for name in named:
                if name not in present:
                    raise DocumentRefused(
                        f"The text has no {kind.removesuffix('s')} called “{name}”."
                        f"{_suggestion(name, present)}",
                        self._lines.get(name),
                    )


def read_front_matter(lines: list[str]) -> tuple[FrontMatter, int]:
    """The front matter and the index of the line after it; an empty one and 0 when there is none.

    Raises DocumentRefused, naming the line, for broken TOML, unknown keys and wrong values.
    """
    start = next(i for i, line in enumerate(lines) if line.strip())
    if lines[start].strip() != "+++":
        return FrontMatter(), 0
    ends = (i for i in range(start + 1, len(lines)) if lines[i].strip() == "+++")
    end = next(ends, None)
    if end is None:
        raise DocumentRefused(
            "The front matter begins here but never ends: close it with a line +++.", start + 1
        )
    return _Checker(lines[start + 1 : end], start + 1).front_matter(), end + 1


class _Checker:
    """Checks each value of the TOML and names the line of the first that is wrong."""

    def __init__(self, lines: list[str], offset: int) -> None:
        self.lines = lines
        self.offset = offset
        try:
            self.values = tomllib.loads("\n".join(lines))
        except (tomllib.TOMLDecodeError, RecursionError) as error:
            at = re.search(r"at line (\d+)", str(error))
            line = int(at[1]) if at else len(lines)
            reason = re.sub(r" \(at .*\)$", "", str(error))
            raise DocumentRefused(
                f"The front matter is not valid TOML: {reason}.", offset + line
            ) from None

    def front_matter(self) -> FrontMatter:
        self._only(self.values, _KEYS, "The front matter")
        front = FrontMatter()
        for name in _TEXTS:
            setattr(front, name, self._text(self.values, name))
        for name in _LISTS:
            setattr(front, name, self._texts(self.values, name))
        front.sources = tuple(self._source(entry) for entry in self._tables("sources"))
        keys = [source.key for source in front.sources]
        for key in keys:
            if keys.count(key) > 1:
                self._refuse(f"Two sources have the key “{key}”.", key)
        meanings = self._named("terms", self._term)
        front.terms = tuple(replace(term, word=word) for word, term in meanings.items())
        front.details = {
            "benefits": self._named("benefits", lambda e: self._benefit(e, keys)),
            "questions": self._named("questions", lambda e: self._question(e, keys)),
        }
        front._lines = {
            name: self._line(name) or self.offset
            for named in front.details.values()
            for name in named
        }
        return front

    def _source(self, entry: Mapping[str, Any]) -> SourceEntry:
        self._only(entry, _SOURCE_KEYS, "A source")
        for name in ("key", "title"):
            if not self._text(entry, name):
                self._refuse(f"A source has no {name}.", "[[sources]]")
        url = self._text(entry, "url")
        if url and not re.match(r"https?://[^\s/@\\]+", url):
            self._refuse(f"The address “{url}” must begin with https:// (or http://).", url)
        return SourceEntry(
            key=self._text(entry, "key"),
            title=self._text(entry, "title"),
            publisher=self._text(entry, "publisher"),
            year=self._value(entry, "year", int, "a year in figures, without quotes"),
            url=url,
            last_checked=self._date(entry, "last_checked"),
            checked_by=self._text(entry, "checked_by"),
        )

    def _term(self, entry: Mapping[str, Any]) -> TermEntry:
        self._only(entry, _TERM_KEYS, "A term")
        if not self._text(entry, "meaning"):
            self._refuse("A term has no meaning.", "[terms.")
        return TermEntry("", self._text(entry, "meaning"), self._text(entry, "say"))

    def _benefit(self, entry: Mapping[str, Any], keys: list[str]) -> Details:
        self._only(entry, _BENEFIT_KEYS, "A benefit")
        grade = self._text(entry, "grade")
        if grade and grade not in GRADES:
            self._refuse(
                f"“{grade}” is not an evidence grade. Use strong, some, early or none.", grade
            )
        return Details(
            grade=cast(Grade, grade) if grade else None,
            not_known=self._text(entry, "not_known"),
            searched=self._text(entry, "searched"),
            searched_on=self._date(entry, "searched_on"),
            searched_by=self._text(entry, "searched_by"),
            source_keys=self._source_keys(entry, keys),
        )

    def _question(self, entry: Mapping[str, Any], keys: list[str]) -> Details:
        self._only(entry, ("sources",), "A question")
        return Details(source_keys=self._source_keys(entry, keys))

    def _source_keys(self, entry: Mapping[str, Any], keys: list[str]) -> tuple[str, ...]:
        named = self._texts(entry, "sources")
        for key in named:
            if key not in keys:
                self._refuse(f"No source has the key “{key}”.{_suggestion(key, keys)}", key)
        return named

    def _named(self, name: str, read: Callable[[Mapping[str, Any]], _T]) -> dict[str, _T]:
        tables = self.values.get(name, {})
        if not isinstance(tables, dict) or not all(isinstance(t, dict) for t in tables.values()):
            self._refuse(f'“{name}” needs a heading for each, such as [{name}."…"].', name)
        return {key: read(table) for key, table in tables.items()}

    def _tables(self, name: str) -> list[Mapping[str, Any]]:
        tables = self.values.get(name, [])
        if not isinstance(tables, list) or not all(isinstance(t, dict) for t in tables):
            self._refuse(f"Begin each entry of “{name}” with [[{name}]].", name)
        return list(tables)

    def _date(self, entry: Mapping[str, Any], name: str) -> datetime.date | None:
        words = "a date such as 2026-11-22, without quotes"
        return self._value(entry, name, datetime.date, words)

    def _text(self, entry: Mapping[str, Any], name: str) -> str:
        return (self._value(entry, name, str, "text in quotes") or "").strip()

    def _texts(self, entry: Mapping[str, Any], name: str) -> tuple[str, ...]:
        values = self._value(entry, name, list, 'a list such as ["…", "…"]') or []
        if not all(isinstance(value, str) for value in values):
            self._refuse(f"“{name}” may only hold text in quotes.", name)
        return tuple(value.strip() for value in values)

    def _value(
        self, entry: Mapping[str, Any], name: str, wanted: type[_T], words: str
    ) -> _T | None:
        value = entry.get(name)
        # To Python, true is a number and a moment is a day.
        if value is not None and (
            not isinstance(value, wanted) or isinstance(value, bool | datetime.datetime)
        ):
            self._refuse(f"“{name}” must be {words}.", name)
        return cast("_T | None", value)

    def _only(self, entry: Mapping[str, Any], known: Iterable[str], what: str) -> None:
        for key in entry:
            if key not in known:
                self._refuse(f"{what} cannot have “{key}”.{_suggestion(key, known)}", key)

    def _refuse(self, message: str, near: str) -> None:
        raise DocumentRefused(message, self._line(near))

    def _line(self, near: str) -> int | None:
        """The first line with these words: as a key or heading if possible, otherwise anywhere."""
        key = re.compile(rf"\s*(?:\[.*)?[\"']?{re.escape(near)}[\"']?\s*(?:=|\]|$)")
        for matches in (key.match, lambda line: near in line):
            for number, line in enumerate(self.lines, start=self.offset + 1):
                if matches(line):
                    return number
        return None


def _suggestion(word: str, known: Iterable[str]) -> str:
    known = list(known)
    close = difflib.get_close_matches(word, known, n=1)
    if close:
        return f" Did you mean “{close[0]}”?"
    return f" Known here: {', '.join(known)}." if known else ""
