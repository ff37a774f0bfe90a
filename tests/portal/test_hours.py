"""Opening hours: contradictions are refused by day, and the week reads as people say it."""

from __future__ import annotations

from datetime import date, time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.hours import (
    DAY_NAMES,
    DatedException,
    HoursRefused,
    HoursRow,
    HoursWords,
    Opening,
    Span,
    check_exceptions,
    check_hours,
    exceptions_rows,
    hours_by_day,
    hours_rows,
    time_words,
)

MONDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = 0, 3, 4, 5, 6
WEEKDAYS = range(5)


def clock(text: str) -> time:
    return time.fromisoformat(text)


def opening(days: object, opens: str, closes: str) -> Opening:
    chosen = frozenset([days]) if isinstance(days, int) else frozenset(days)  # type: ignore[call-overload]
    return Opening(chosen, clock(opens), clock(closes))


def told(rows: list[HoursRow]) -> list[tuple[str, str]]:
    return [(row.label, row.hours) for row in rows]


def span(opens: str, closes: str) -> Span:
    return Span(clock(opens), clock(closes))


@pytest.mark.parametrize(
    ("moment", "twelve", "twenty_four"),
    [
        ("00:00", "midnight", "00:00"),
        ("00:05", "12:05am", "00:05"),
        ("08:30", "8:30am", "08:30"),
        ("11:59", "11:59am", "11:59"),
        ("12:00", "noon", "12:00"),
        ("12:30", "12:30pm", "12:30"),
        ("17:00", "5pm", "17:00"),
        ("23:59", "11:59pm", "23:59"),
    ],
)
def test_a_time_is_said_as_people_say_it(moment: str, twelve: str, twenty_four: str) -> None:
    assert time_words(clock(moment)) == twelve
    assert time_words(clock(moment), "24h") == twenty_four


def test_neighbouring_days_with_equal_hours_share_a_row() -> None:
    week = [
        opening(range(4), "08:30", "17:00"),
        opening(FRIDAY, "13:00", "16:00"),
        opening(FRIDAY, "08:30", "12:00"),
    ]
    assert told(hours_rows(week)) == [
        ("Monday to Thursday", "8:30am to 5pm"),
        ("Friday", "8:30am to noon, 1pm to 4pm"),
        ("Saturday and Sunday", "Closed"),
    ]


def test_equal_hours_on_days_apart_are_separate_rows() -> None:
    assert told(hours_rows([opening([0, 1, 3, 4], "09:00", "17:00")])) == [
        ("Monday and Tuesday", "9am to 5pm"),
        ("Wednesday", "Closed"),
        ("Thursday and Friday", "9am to 5pm"),
        ("Saturday and Sunday", "Closed"),
    ]


def test_the_same_week_written_differently_reads_the_same() -> None:
    one = [opening(WEEKDAYS, "09:00", "17:00")]
    other = [opening(day, "09:00", "17:00") for day in reversed(WEEKDAYS)]
    assert told(hours_rows(one)) == told(hours_rows(other))


def test_a_week_may_begin_on_sunday() -> None:
    rows = told(hours_rows([opening(range(7), "09:00", "17:00")], week_starts=SUNDAY))
    assert rows == [("Sunday to Saturday", "9am to 5pm")]


def test_without_any_hours_nothing_is_claimed() -> None:
    assert told(hours_rows([])) == []


def test_the_words_can_be_translated() -> None:
    words = HoursWords(
        closed="Geschlossen",
        span="{opens}–{closes}",
        days="{first} bis {last}",
        two_days="{first} und {last}",
        between_spans=" und ",
        style="24h",
    )
    days = ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So")
    week = [opening(WEEKDAYS, "09:00", "12:00"), opening(WEEKDAYS, "18:00", "00:00")]
    assert told(hours_rows(week, days, words)) == [
        ("Mo bis Fr", "09:00–12:00 und 18:00–24:00"),
        ("Sa und So", "Geschlossen"),
    ]


@pytest.mark.parametrize(
    "openings",
    [
        [],
        [opening(WEEKDAYS, "09:00", "17:00")],
        [opening(MONDAY, "09:00", "12:00"), opening(MONDAY, "12:00", "17:00")],
        [opening(MONDAY, "09:00", "12:00"), opening(SUNDAY, "09:00", "12:00")],
        [opening(FRIDAY, "20:00", "00:00"), opening(SATURDAY, "00:00", "02:00")],
    ],
)
def test_hours_that_can_be_kept_are_accepted(openings: list[Opening]) -> None:
    check_hours(openings)


REFUSED = [
    ([opening([], "09:00", "17:00")], "Choose at least one day"),
    ([opening(7, "09:00", "17:00")], "Choose at least one day"),
    ([opening(FRIDAY, "17:00", "09:00")], "Friday: closing (9am) is before opening (5pm)"),
    ([opening(FRIDAY, "20:00", "02:00")], "8pm to midnight, and midnight to 2am on the next day"),
    ([opening(MONDAY, "09:00", "09:00")], "Monday: opening and closing are both 9am"),
    ([opening(MONDAY, "00:00", "00:00")], "Monday: opening and closing are both midnight"),
    ([opening(SUNDAY, "09:00", "17:00")] * 2, "Sunday: 9am to 5pm is entered twice"),
    (
        [opening(WEEKDAYS, "09:00", "13:00"), opening(THURSDAY, "12:30", "17:00")],
        "Thursday: 9am to 1pm and 12:30pm to 5pm overlap",
    ),
    (
        [opening(MONDAY, "18:00", "00:00"), opening(MONDAY, "20:00", "22:00")],
        "Monday: 6pm to midnight and 8pm to 10pm overlap",
    ),
    (
        [opening(MONDAY, "18:00", "20:00"), opening(MONDAY, "18:00", "00:00")],
        "Monday: 6pm to midnight and 6pm to 8pm overlap",
    ),
]


@pytest.mark.parametrize(("openings", "message"), REFUSED)
def test_hours_that_contradict_themselves_are_refused_by_day(
    openings: list[Opening], message: str
) -> None:
    with pytest.raises(HoursRefused) as refused:
        check_hours(openings)
    assert message in str(refused.value)


def test_the_day_is_named_in_the_clinics_language() -> None:
    days = ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So")
    with pytest.raises(HoursRefused, match=r"^Fr:"):
        check_hours([opening(FRIDAY, "17:00", "09:00")], days)


def test_dated_exceptions_are_listed_by_date_with_their_note() -> None:
    exceptions = [
        DatedException(date(2026, 12, 31), (span("13:00", "15:00"), span("09:00", "12:00"))),
        DatedException(date(2026, 12, 25), None, "Christmas Day"),
        DatedException(date(2020, 1, 1), ()),
    ]
    assert told(exceptions_rows(exceptions)) == [
        ("Wednesday 1 January 2020", "Closed"),
        ("Friday 25 December 2026", "Closed (Christmas Day)"),
        ("Thursday 31 December 2026", "9am to noon, 1pm to 3pm"),
    ]


def test_a_note_is_never_read_as_a_template() -> None:
    rows = told(exceptions_rows([DatedException(date(2026, 1, 1), None, "{hours} {0}")]))
    assert rows[0][1] == "Closed ({hours} {0})"


def test_the_date_of_an_exception_can_be_written_in_other_words() -> None:
    rows = told(exceptions_rows([DatedException(date(2026, 1, 2))], date_words=date.isoformat))
    assert rows == [("2026-01-02", "Closed")]


def test_a_date_listed_twice_is_refused() -> None:
    with pytest.raises(HoursRefused, match="Friday 25 December 2026 is listed twice"):
        check_exceptions([DatedException(date(2026, 12, 25))] * 2)


def test_an_exception_with_impossible_hours_is_refused_by_date() -> None:
    with pytest.raises(HoursRefused, match="Friday 25 December 2026: closing"):
        check_exceptions([DatedException(date(2026, 12, 25), (span("17:00", "09:00"),))])
    check_exceptions([DatedException(date(2026, 12, 25), (span("09:00", "12:00"),))])


OPENINGS = st.lists(
    st.builds(
        Opening,
        st.frozensets(st.integers(0, 6), min_size=1),
        st.times().map(lambda moment: moment.replace(second=0, microsecond=0)),
        st.times().map(lambda moment: moment.replace(second=0, microsecond=0)),
    ),
    max_size=6,
)


@given(OPENINGS, st.integers(0, 6))
def test_every_day_stands_in_exactly_one_row_with_its_own_hours(
    openings: list[Opening], week_starts: int
) -> None:
    rows = told(hours_rows(openings, tuple("0123456"), HoursWords(), week_starts))
    if not openings:
        assert rows == []
        return
    order = [(week_starts + offset) % 7 for offset in range(7)]
    days_told: list[tuple[int, str]] = []
    for days, hours in rows:
        first, last = order.index(int(days[0])), order.index(int(days[-1]))
        days_told += [(day, hours) for day in order[first : last + 1]]
    assert [day for day, _ in days_told] == order
    for day, hours in days_told:
        spans = hours_by_day(openings)[day]
        words = [f"{time_words(s.opens)} to {time_words(s.closes)}" for s in spans]
        assert hours == (", ".join(words) or "Closed")
    assert all(one[1] != other[1] for one, other in pairwise(rows))


def _minutes(openings: list[Opening], day: int) -> list[int]:
    """Every minute of a day that the openings cover, once for each opening that covers it."""
    covered: list[int] = []
    for entry in openings:
        if day in entry.days:
            start = entry.opens.hour * 60 + entry.opens.minute
            end = entry.closes.hour * 60 + entry.closes.minute or 24 * 60
            covered += range(start, end)
    return covered


@given(OPENINGS)
def test_hours_are_accepted_exactly_when_no_minute_is_told_twice(openings: list[Opening]) -> None:
    in_order = all(
        entry.opens != entry.closes and (entry.closes > entry.opens or entry.closes == time(0, 0))
        for entry in openings
    )
    once = all(
        len(minutes) == len(set(minutes))
        for minutes in (_minutes(openings, day) for day in range(7))
    )
    try:
        check_hours(openings)
    except HoursRefused as refused:
        assert not (in_order and once)
        assert str(refused).startswith(DAY_NAMES)
    else:
        assert in_order and once
