"""When a page is due for its next check."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from education.review.dates import DEFAULT_MONTHS, next_review


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
