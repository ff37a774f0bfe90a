"""When a page is due for its next check."""

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from education.review_dates.dates import DEFAULT_MONTHS, end_of_grace, is_due, next_review


@pytest.mark.parametrize(
    ("reviewed", "months", "due"),
    [
        (date(2026, 9, 14), 36, date(2029, 9, 14)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 5, 5), 0, date(2026, 5, 5)),
    ],
)
def test_whole_calendar_months_are_added(reviewed, months, due):
    assert next_review(reviewed, months) == due


@given(st.dates(date(1900, 1, 1), date(2900, 1, 1)), st.integers(0, 600))
def test_it_lands_in_the_right_month_and_never_on_a_later_day(reviewed, months):
    due = next_review(reviewed, months)
    assert (due.year * 12 + due.month) - (reviewed.year * 12 + reviewed.month) == months
    assert due.day <= reviewed.day


def test_pages_are_checked_every_three_years():
    assert DEFAULT_MONTHS == 36


@given(st.dates(date(1900, 1, 1), date(2900, 1, 1)), st.integers(0, 600), st.integers(0, 400))
def test_a_later_check_and_a_longer_interval_are_never_due_earlier(reviewed, months, days):
    due = next_review(reviewed, months)
    assert next_review(reviewed + timedelta(days=days), months) >= due
    assert next_review(reviewed, months + 1) > due


@given(st.integers(1900, 2900).filter(calendar.isleap), st.integers(1, 120))
def test_a_leap_day_stays_in_february_and_comes_back_every_four_years(year, years):
    due = next_review(date(year, 2, 29), years * 12)
    assert (due.month, due.day) == (2, 29 if calendar.isleap(year + years) else 28)


@given(st.dates(date(1900, 1, 1), date(2900, 1, 1)), st.integers(0, 730))
def test_a_page_is_due_from_its_day_on_and_grace_counts_from_there(due, days):
    assert is_due(due, due) and not is_due(due, due - timedelta(days=1))
    assert end_of_grace(due, days) - due == timedelta(days=days)


def test_a_page_without_a_date_is_never_due():
    assert not is_due(None, date.max)
