"""Opening hours as values: checking them and putting them into words. Pure.

Days are numbered as in ``datetime.date.weekday``: Monday is 0. All times are the clinic's own
local times without a zone; nothing here depends on today's date, so the words may be kept in
cached pages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time
from itertools import groupby, pairwise
from typing import Final, Literal

DAY_NAMES: Final = (
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
)
_MONTH_NAMES: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_MIDNIGHT: Final = time(0, 0)

ClockStyle = Literal["12h", "24h"]


class HoursRefused(ValueError):
    """The hours contradict themselves; the message names the day and says what to do."""


@dataclass(frozen=True)
class Span:
    """From ``opens`` to ``closes`` on one day; closing at midnight means the end of that day."""

    opens: time
    closes: time


@dataclass(frozen=True)
class Opening:
    """The clinic is open from ``opens`` to ``closes`` on each of ``days`` (Monday is 0)."""

    days: frozenset[int]
    opens: time
    closes: time

    @property
    def span(self) -> Span:
        """The hours without the days."""
        return Span(self.opens, self.closes)


@dataclass(frozen=True)
class DatedException:
    """Other hours on one date; ``openings`` of None (or none) means closed all day."""

    date: date
    openings: tuple[Span, ...] | None = None
    note: str = ""


@dataclass(frozen=True)
class HoursWords:
    """The words that hours are written with, so that a template can hand in translated ones."""

    closed: str = "Closed"
    span: str = "{opens} to {closes}"
    days: str = "{first} to {last}"
    two_days: str = "{first} and {last}"
    between_spans: str = ", "
    with_note: str = "{hours} ({note})"
    morning: str = "am"
    afternoon: str = "pm"
    noon: str = "noon"
    midnight: str = "midnight"
    style: ClockStyle = "12h"


ENGLISH: Final = HoursWords()


@dataclass(frozen=True)
class HoursRow:
    """A line of a table of hours: for ``days`` of every week, or for one ``date``."""

    label: str
    hours: str
    closed: bool
    days: tuple[int, ...] = ()
    date: date | None = None


def date_words(day: date) -> str:
    """Return a date in English, such as "Friday 25 December 2026"."""
    return f"{DAY_NAMES[day.weekday()]} {day.day} {_MONTH_NAMES[day.month - 1]} {day.year}"


def time_words(moment: time, style: ClockStyle = "12h", words: HoursWords = ENGLISH) -> str:
    """Return a time in words: "8:30am", "5pm", "noon", "midnight"; in "24h" style "08:30"."""
    if style == "24h":
        return f"{moment.hour:02d}:{moment.minute:02d}"
    if moment.minute == 0 and moment.hour in {0, 12}:
        return words.noon if moment.hour else words.midnight
    hour = moment.hour % 12 or 12
    minutes = f":{moment.minute:02d}" if moment.minute else ""
    return f"{hour}{minutes}{words.morning if moment.hour < 12 else words.afternoon}"


def check_hours(openings: Iterable[Opening], day_names: Sequence[str] = DAY_NAMES) -> None:
    """Raise ``HoursRefused`` for the first day, from Monday on, whose hours cannot be right.

    Refused are hours without a day, hours that end before or when they begin, the same hours
    twice, and hours that overlap. Hours that touch (9 to 12, 12 to 5) are fine.
    """
    entries = list(openings)
    if any(not entry.days or not entry.days <= set(range(7)) for entry in entries):
        raise HoursRefused("Choose at least one day, from Monday to Sunday, for these hours.")
    for day, spans in enumerate(hours_by_day(entries)):
        _check_spans(spans, day_names[day])


def check_exceptions(
    exceptions: Iterable[DatedException],
    date_words: Callable[[date], str] = date_words,
) -> None:
    """Raise ``HoursRefused`` for the first date whose hours cannot be right or that comes twice."""
    ordered = sorted(exceptions, key=lambda exception: exception.date)
    for earlier, later in pairwise(ordered):
        if earlier.date == later.date:
            raise HoursRefused(
                f"{date_words(later.date)} is listed twice, and at least one entry says closed. "
                "Keep one of them."
            )
    for exception in ordered:
        _check_spans(in_order(exception.openings or ()), date_words(exception.date))


def _check_spans(spans: Sequence[Span], day: str) -> None:
    """Raise ``HoursRefused`` naming ``day`` for the sorted spans of one day."""
    for span in spans:
        opens, closes = time_words(span.opens), time_words(span.closes)
        if span.opens == span.closes:
            raise HoursRefused(
                f"{day}: opening and closing are both {opens}. Enter two different times; "
                "for open all day and night, use midnight to 11:59pm."
            )
        if span.closes < span.opens and span.closes != _MIDNIGHT:
            raise HoursRefused(
                f"{day}: closing ({closes}) is before opening ({opens}). If the clinic is open "
                f"past midnight, make two entries: {opens} to midnight, and midnight to {closes} "
                "on the next day."
            )
    for earlier, later in pairwise(spans):
        if earlier == later:
            raise HoursRefused(f"{day}: {_in_english(later)} is entered twice. Delete one.")
        if earlier.closes == _MIDNIGHT or later.opens < earlier.closes:
            raise HoursRefused(
                f"{day}: {_in_english(earlier)} and {_in_english(later)} overlap. "
                "Make them one entry, or change one of them."
            )


def _in_english(span: Span) -> str:
    return _span_words(span, ENGLISH)


def in_order(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the hours of one day, earliest first."""
    return tuple(sorted(spans, key=lambda span: (span.opens, span.closes)))


def hours_by_day(openings: Iterable[Opening]) -> tuple[tuple[Span, ...], ...]:
    """Return the hours of Monday to Sunday, earliest first; an empty day is a closed one."""
    entries = list(openings)
    return tuple(in_order(entry.span for entry in entries if day in entry.days) for day in range(7))


def hours_rows(
    openings: Iterable[Opening],
    day_names: Sequence[str] = DAY_NAMES,
    words: HoursWords = ENGLISH,
    week_starts: int = 0,
) -> list[HoursRow]:
    """Return the week as rows of days and hours, neighbouring days with equal hours in one row.

    For example "Monday to Thursday", "8:30am to 5pm", and "Friday to Sunday", "Closed".
    ``week_starts`` is the day of the first row (6 for Sunday). Without any hours there are no rows,
    because nothing is known: it does not mean closed.
    """
    week = hours_by_day(openings)
    if not any(week):
        return []
    order = [(week_starts + offset) % 7 for offset in range(7)]
    rows = []
    for spans, group in groupby(order, key=lambda day: week[day]):
        days = list(group)
        label, hours = _days_words(days, day_names, words), _spans_words(spans, words)
        rows.append(HoursRow(label, hours, not spans, tuple(days)))
    return rows


def exceptions_rows(
    exceptions: Iterable[DatedException],
    date_words: Callable[[date], str] = date_words,
    words: HoursWords = ENGLISH,
) -> list[HoursRow]:
    """Return dated exceptions as rows of date and hours, earliest first.

    All that are handed in are returned: leaving out past dates is the caller's decision, since a
    page may be kept longer than a day.
    """
    rows = []
    for exception in sorted(exceptions, key=lambda entry: entry.date):
        spans = in_order(exception.openings or ())
        hours = _spans_words(spans, words)
        if exception.note.strip():
            hours = _fill(words.with_note, hours=hours, note=exception.note.strip())
        label = date_words(exception.date)
        rows.append(HoursRow(label, hours, not spans, date=exception.date))
    return rows


def _days_words(days: Sequence[int], day_names: Sequence[str], words: HoursWords) -> str:
    first, last = day_names[days[0]], day_names[days[-1]]
    if len(days) == 1:
        return first
    return _fill(words.two_days if len(days) == 2 else words.days, first=first, last=last)


def _spans_words(spans: Sequence[Span], words: HoursWords) -> str:
    if not spans:
        return words.closed
    return words.between_spans.join(_span_words(span, words) for span in spans)


def _span_words(span: Span, words: HoursWords) -> str:
    opens = time_words(span.opens, words.style, words)
    closes = time_words(span.closes, words.style, words)
    if words.style == "24h" and span.closes == _MIDNIGHT:
        closes = "24:00"  # "18:00 to 00:00" reads as if it ended before it began
    return _fill(words.span, opens=opens, closes=closes)


def _fill(template: str, **values: str) -> str:
    """Put values into a template of ours in one pass, so that values are never read as template."""
    return template.format_map(values)
