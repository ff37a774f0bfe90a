"""Which reminder about a due review is sent now, and which pages one mail names. Pure: no Django.

A stage is a number of days before the due date: 60, 30, 7 and 0, then -7, -14 and so on, once a week
for as long as the page is overdue.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final, NamedTuple

AHEAD: Final = (60, 30, 7, 0)
WEEK: Final = 7
# What one person can look through in a day. What is left over follows in the next days' mails.
MOST_NAMED: Final = 20


class Waiting(NamedTuple):
    """A page about which one recipient is to be reminded.

    `named_at`: the last stage of this due date at which a mail to them named it. `begun`: a run that
    was killed had taken this very reminder on.
    """

    article: int
    due: date
    stage: int
    named_at: int | None = None
    begun: bool = False


def stage_reached(due: date, today: date) -> int | None:
    """The latest stage reached; None while the due date is more than 60 days away."""
    left = (due - today).days
    if left <= 0:
        return -(-left // WEEK) * WEEK
    return min((stage for stage in AHEAD if stage >= left), default=None)


def stage_to_send(due: date, today: date, sent: Iterable[int]) -> int | None:
    """The stage to be sent now to somebody who was sent these; None if there is nothing to send.

    After days without a run that is the latest stage reached; the ones before it have passed.
    """
    stage = stage_reached(due, today)
    if stage is None or any(earlier <= stage for earlier in sent):
        return None
    return stage


def named_in_mail(waiting: Iterable[Waiting], most: int = MOST_NAMED) -> list[Waiting]:
    """The pages that today's mail names, most urgent first.

    A mail that was begun is finished as it was. Otherwise pages that no mail has named come first,
    the most overdue of them before the others, then those that were named longest ago: so a page is
    never pushed out for good by the weekly reminders about older ones.
    """
    everything = list(waiting)
    begun = [page for page in everything if page.begun]
    chosen = sorted(begun or everything, key=_turn)[:most]
    return sorted(chosen, key=lambda page: (page.due, page.article))


def _turn(page: Waiting) -> tuple[date, date, int]:
    named = page.named_at
    day = date.min if named is None else page.due - timedelta(days=named)
    return day, page.due, page.article
