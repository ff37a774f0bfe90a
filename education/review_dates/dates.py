"""When a page is due for its next check. Pure: no Django.

36 months is the NHS website's review cycle (NHS digital service manual, "Content review"). A month
is a calendar month: 31 August plus six months is the last day of February.
"""

import calendar
from datetime import date, timedelta
from typing import Final

DEFAULT_MONTHS: Final = 36
# For topics that are new or where a mistake would do most harm.
SAFETY_MONTHS: Final = 12


def next_review(last_reviewed: date, months: int = DEFAULT_MONTHS) -> date:
    """The day, `months` calendar months after `last_reviewed`, on which a page is due again."""
    years, month = divmod(last_reviewed.month - 1 + months, 12)
    year = last_reviewed.year + years
    last_day = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(last_reviewed.day, last_day))


def is_due(due: date | None, today: date) -> bool:
    """Whether the day of the next check has come; without a date it never does."""
    return due is not None and due <= today


def end_of_grace(due: date, days: int) -> date:
    """The first day on which a page that was due on `due` has been overdue for longer than allowed."""
    return due + timedelta(days=days)
