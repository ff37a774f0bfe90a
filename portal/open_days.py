"""Which date it is where the clinic is, which hours that date has, and when it opens next. Pure.

What patients see never depends on the moment a page was made: the tables are complete, and a script
in the browser marks today (`static/js/hours.js`). It follows the rules here, and a browser test
holds the two together. Hours belong to dates as people count them in the clinic's town, so no
change of the clocks can move them.

Where clocks jump: PEP 495 ("a time in a gap"), and the IANA time zone database, in which
Pacific/Apia has no 30 December 2011.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final

from portal.hours import (
    DatedException,
    HoursRefused,
    Opening,
    Span,
    hours_by_day,
    in_order,
    time_words,
)
from portal.hours import date_words as english_date

# Longer than any holiday; without an opening by then, nothing is said. The script has the same.
DAYS_AHEAD: Final = 60


def local_date(moment: datetime, zone: tzinfo) -> date:
    """Return the date in `zone` at a moment; ValueError for a moment without a zone of its own."""
    if moment.utcoffset() is None:
        raise ValueError("A moment without a time zone has no date anywhere else.")
    return moment.astimezone(zone).date()


def day_exists(day: date, zone: tzinfo) -> bool:
    """Whether `zone` has this date: some places jumped over one when they changed sides."""
    return any(_exists(datetime.combine(day, time(hour)), zone) for hour in range(24))


def _exists(moment: datetime, zone: tzinfo) -> bool:
    """Whether clocks in `zone` ever show this date and time."""
    try:
        there = moment.replace(tzinfo=zone).astimezone(UTC)
        return there.astimezone(zone).replace(tzinfo=None) == moment
    except OverflowError:  # the first and last days that a calendar can hold
        return True


def check_dates(
    exceptions: Iterable[DatedException],
    zone: tzinfo,
    date_words: Callable[[date], str] = english_date,
) -> None:
    """Raise ``HoursRefused`` for a date, or a time on it, that the clocks in `zone` jump over."""
    for exception in sorted(exceptions, key=lambda entry: entry.date):
        day = date_words(exception.date)
        if not day_exists(exception.date, zone):
            raise HoursRefused(f"There was no {day} in this time zone. Delete the entry.")
        for span in exception.openings or ():
            # Closing at midnight is the end of the day, not an hour of it.
            for hour in (span.opens, span.closes) if span.closes != time() else (span.opens,):
                _refuse_skipped(datetime.combine(exception.date, hour), zone, day)


def _refuse_skipped(moment: datetime, zone: tzinfo, day: str) -> None:
    if _exists(moment, zone):
        return
    later = moment
    while not _exists(later, zone):
        later += timedelta(minutes=1)
    raise HoursRefused(
        f"{day}: the clocks go forward, so there is no {time_words(moment.time())} on that day. "
        f"Enter {time_words(later.time())} or later."
    )


def hours_on(
    day: date, openings: Iterable[Opening], exceptions: Iterable[DatedException]
) -> tuple[Span, ...] | None:
    """Return the hours of a date, earliest first; none means closed, None that nothing is known.

    An exception of that date stands before the weekly hours.
    """
    for exception in exceptions:
        if exception.date == day:
            return in_order(exception.openings or ())
    week = hours_by_day(openings)
    return week[day.weekday()] if any(week) else None


def next_opening(
    after: date,
    openings: Iterable[Opening],
    exceptions: Iterable[DatedException],
    zone: tzinfo,
) -> tuple[date, tuple[Span, ...]] | None:
    """Return the first date after this one with hours, and its hours; None if none is near."""
    weekly, dated = list(openings), list(exceptions)
    for ahead in range(1, DAYS_AHEAD + 1):
        day = after + timedelta(days=ahead)
        hours = hours_on(day, weekly, dated)
        if hours and day_exists(day, zone):
            return day, hours
    return None
