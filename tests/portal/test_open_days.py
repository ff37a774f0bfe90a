"""Dates and hours where the clinic is: in every time zone, on days when the clocks change."""

from __future__ import annotations

import zoneinfo
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from portal.hours import DatedException, HoursRefused, Opening, Span
from portal.open_days import (
    DAYS_AHEAD,
    check_dates,
    day_exists,
    hours_on,
    local_date,
    next_opening,
)

ALL_ZONES = sorted(zoneinfo.available_timezones())
HOUR = timedelta(hours=1)
QUARTER = timedelta(minutes=15)
LONDON = ZoneInfo("Europe/London")

zones = st.sampled_from(ALL_ZONES).map(ZoneInfo)
# From 1973 on, offsets and jumps of all zones but Liberia's first days are whole quarters of hours.
moments = st.datetimes(datetime(1973, 1, 1), datetime(2050, 1, 1)).map(
    lambda moment: moment.replace(tzinfo=UTC)
)
days = st.dates(date(1973, 1, 1), date(2050, 1, 1))
quarters = st.integers(0, 95).map(lambda number: time(number // 4, number % 4 * 15))
spans = (
    st.tuples(quarters, quarters).filter(lambda two: two[0] < two[1]).map(lambda two: Span(*two))
)
openings = st.lists(
    st.builds(
        lambda on, span: Opening(on, span.opens, span.closes),
        st.frozensets(st.integers(0, 6), min_size=1),
        spans,
    ),
    max_size=3,
)


def exceptions_near(day: date):
    dates = st.integers(0, 70).map(lambda ahead: day + timedelta(days=ahead))
    hours = st.one_of(st.none(), spans.map(lambda span: (span,)))
    return st.lists(st.builds(DatedException, dates, hours), max_size=8, unique_by=lambda e: e.date)


def clock_times(zone: ZoneInfo, day: date) -> set[datetime]:
    """What clocks in the zone show around a date, every quarter of an hour."""
    start = datetime.combine(day, time(), UTC) - timedelta(hours=30)
    around = (start + QUARTER * number for number in range(4 * 84))
    return {moment.astimezone(zone).replace(tzinfo=None) for moment in around}


def closed(day: date) -> DatedException:
    return DatedException(day)


def weekly(days: str, opens: str = "09:00", closes: str = "17:00") -> Opening:
    return Opening(frozenset(map(int, days)), time.fromisoformat(opens), time.fromisoformat(closes))


class TestTheDate:
    @given(zones, moments)
    def test_it_is_the_one_on_the_calendar_there(self, zone, moment):
        offset = moment.astimezone(zone).utcoffset()
        assert local_date(moment, zone) == (moment.replace(tzinfo=None) + offset).date()

    @given(zones, moments)
    def test_an_hour_later_it_is_the_same_or_the_next_date_that_there_is(self, zone, moment):
        before, after = local_date(moment, zone), local_date(moment + HOUR, zone)
        # A place that changes sides eastward repeats a date (Kwajalein, 1969: before these moments).
        assert before <= after
        skipped = [before + timedelta(days=n) for n in range(1, (after - before).days)]
        assert not any(day_exists(day, zone) for day in skipped)

    @given(zones, moments)
    def test_a_date_that_somebody_lives_through_exists(self, zone, moment):
        assert day_exists(local_date(moment, zone), zone)

    def test_no_zone_is_known_to_jump_over_a_date_of_this_year(self):
        for name in ALL_ZONES:
            start = date(2026, 1, 1)
            assert all(day_exists(start + timedelta(days=n), ZoneInfo(name)) for n in range(365))

    @pytest.mark.parametrize(
        ("zone", "day"),
        [
            ("Pacific/Apia", date(2011, 12, 30)),
            ("Pacific/Fakaofo", date(2011, 12, 30)),
            ("Pacific/Kwajalein", date(1993, 8, 21)),
            ("Pacific/Kiritimati", date(1994, 12, 31)),
        ],
    )
    def test_a_date_that_a_place_jumped_over_does_not(self, zone, day):
        there = ZoneInfo(zone)
        assert not day_exists(day, there)
        assert day_exists(day - timedelta(days=1), there)
        assert day_exists(day + timedelta(days=1), there)
        assert day_exists(day, LONDON)

    @pytest.mark.parametrize(
        ("zone", "day", "hours"),
        [
            ("Europe/London", date(2026, 3, 29), 23),
            ("Europe/London", date(2026, 10, 25), 25),
            ("Europe/London", date(2026, 6, 1), 24),
            ("Australia/Lord_Howe", date(2026, 10, 4), 23.5),
            ("Australia/Lord_Howe", date(2026, 4, 5), 24.5),
            ("Asia/Kathmandu", date(2026, 3, 29), 24),
        ],
    )
    def test_it_lasts_as_long_as_the_day_does_there(self, zone, day, hours):
        start = datetime.combine(day, time(), UTC) - timedelta(hours=30)
        around = (start + QUARTER * number for number in range(4 * 84))
        lived = [moment for moment in around if local_date(moment, ZoneInfo(zone)) == day]
        assert len(lived) / 4 == hours
        assert all(later - earlier == QUARTER for earlier, later in pairwise(lived))

    @pytest.mark.parametrize(
        ("zone", "moment", "day"),
        [
            ("Asia/Kolkata", "2026-11-23T18:29Z", date(2026, 11, 23)),
            ("Asia/Kolkata", "2026-11-23T18:30Z", date(2026, 11, 24)),
            ("Asia/Kathmandu", "2026-11-23T18:15Z", date(2026, 11, 24)),
            ("Pacific/Apia", "2011-12-30T09:59Z", date(2011, 12, 29)),
            ("Pacific/Apia", "2011-12-30T10:00Z", date(2011, 12, 31)),
            ("Pacific/Kiritimati", "2026-11-23T10:00Z", date(2026, 11, 24)),
            ("Etc/GMT+12", "2026-11-23T11:59Z", date(2026, 11, 22)),
        ],
    )
    def test_it_changes_at_midnight_there(self, zone, moment, day):
        assert local_date(datetime.fromisoformat(moment), ZoneInfo(zone)) == day

    def test_a_moment_without_a_zone_is_refused(self):
        with pytest.raises(ValueError, match="without a time zone"):
            local_date(datetime(2026, 1, 1), LONDON)

    def test_the_ends_of_the_calendar_are_no_error(self):
        assert day_exists(date.min, ZoneInfo("Asia/Tokyo"))
        assert day_exists(date.max, ZoneInfo("America/New_York"))


class TestHoursOfADate:
    def test_a_dated_exception_stands_before_the_week(self):
        week, day = [weekly("0123456")], date(2026, 12, 25)
        assert hours_on(day, week, [closed(day)]) == ()
        assert hours_on(day + timedelta(days=1), week, [closed(day)]) == (week[0].span,)

    def test_a_day_without_hours_is_closed_but_without_any_hours_nothing_is_known(self):
        saturday = date(2026, 11, 28)
        assert hours_on(saturday, [weekly("01234")], []) == ()
        assert hours_on(saturday, [], []) is None
        assert hours_on(saturday, [], [closed(saturday)]) == ()

    @given(zones, days, openings)
    def test_they_are_what_was_typed_whatever_the_clocks_do(self, zone, day, week):
        assume(day_exists(day, zone))
        typed = sorted((o.opens, o.closes) for o in week if day.weekday() in o.days)
        shown = hours_on(day, week, [])
        assert [(span.opens, span.closes) for span in shown or ()] == typed

    @given(zones, days, spans)
    def test_opening_is_before_closing_on_the_day_itself(self, zone, day, span):
        exception = DatedException(day, (span,))
        try:
            check_dates([exception], zone)
        except HoursRefused:
            assume(False)
        opens, closes = (
            datetime.combine(day, moment, zone).astimezone(UTC)
            for moment in (span.opens, span.closes)
        )
        assert opens < closes


class TestDatesWithHours:
    @given(zones, days, spans)
    def test_they_are_refused_exactly_when_no_clock_there_shows_them(self, zone, day, span):
        shown = clock_times(zone, day)
        exist = all(datetime.combine(day, each) in shown for each in (span.opens, span.closes))
        try:
            check_dates([DatedException(day, (span,))], zone)
        except HoursRefused:
            assert not exist
        else:
            assert exist

    def test_an_hour_that_the_clocks_jump_over_is_named_with_the_next_one(self):
        exception = DatedException(date(2026, 3, 29), (Span(time(1, 30), time(9)),))
        with pytest.raises(HoursRefused) as refused:
            check_dates([exception], LONDON)
        assert str(refused.value) == (
            "Sunday 29 March 2026: the clocks go forward, so there is no 1:30am on that day. "
            "Enter 2am or later."
        )

    def test_midnight_at_the_end_is_no_hour_of_the_day(self):
        day = date(2018, 11, 3)  # the day before Brazil's clocks went from midnight to one
        there = ZoneInfo("America/Sao_Paulo")
        check_dates([DatedException(day, (Span(time(18), time(0)),))], there)
        with pytest.raises(HoursRefused, match=r"there is no midnight on that day\. Enter 1am"):
            check_dates([DatedException(day + timedelta(days=1), (Span(time(0), time(9)),))], there)

    def test_a_date_that_never_was_is_refused_closed_or_not(self):
        with pytest.raises(HoursRefused, match="There was no Friday 30 December 2011"):
            check_dates([closed(date(2011, 12, 30))], ZoneInfo("Pacific/Apia"))


class TestTheNextOpening:
    WEEK = (weekly("01234"),)

    def test_after_friday_comes_monday(self):
        day, hours = next_opening(date(2026, 11, 27), self.WEEK, [], LONDON)
        assert day == date(2026, 11, 30) and hours == (self.WEEK[0].span,)

    def test_a_holiday_is_passed_over(self):
        holiday = [closed(date(2026, 12, 24) + timedelta(days=n)) for n in range(12)]
        found = next_opening(date(2026, 12, 24), self.WEEK, holiday, LONDON)
        assert found is not None and found[0] == date(2027, 1, 5)

    def test_a_sunday_that_is_open_for_once_counts(self):
        short = Span(time(10), time(12))
        extra = [DatedException(date(2026, 11, 29), (short,))]
        assert next_opening(date(2026, 11, 28), self.WEEK, extra, LONDON) == (
            date(2026, 11, 29),
            (short,),
        )

    def test_a_friday_that_never_was_does_not(self):
        there = ZoneInfo("Pacific/Apia")
        fridays = [weekly("4")]
        found = next_opening(date(2011, 12, 29), fridays, [], there)
        assert found is not None and found[0] == date(2012, 1, 6)

    def test_without_hours_nothing_is_promised(self):
        assert next_opening(date(2026, 11, 23), [], [], LONDON) is None
        ever = [closed(date(2026, 11, 23) + timedelta(days=n)) for n in range(DAYS_AHEAD + 1)]
        assert next_opening(date(2026, 11, 23), self.WEEK, ever, LONDON) is None

    @given(zones, days, openings, st.data())
    def test_it_is_the_first_date_with_hours(self, zone, day, week, data):
        dated = data.draw(exceptions_near(day))
        later = [day + timedelta(days=ahead) for ahead in range(1, DAYS_AHEAD + 1)]
        opened = [each for each in later if day_exists(each, zone) and hours_on(each, week, dated)]
        found = next_opening(day, week, dated, zone)
        assert (found[0] if found else None) == next(iter(opened), None)
        assert found is None or found[1] == hours_on(found[0], week, dated)
