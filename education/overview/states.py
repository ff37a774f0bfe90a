"""How content stands with clinical review, in one word. Pure: no Django.

The report, the lists, the explorer and the dashboard all ask here, so that they never disagree.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

# From how many days before its review is due an article stands among what has to be done.
DUE_SOON: Final = timedelta(days=60)
# A source that nobody has opened for longer than this may say something else by now.
OLD_SOURCE: Final = timedelta(days=365)


class State(StrEnum):
    """In the order of the filter: what needs hands first."""

    UNSIGNED = "unsigned"
    LOOK = "look"
    OVERDUE = "overdue"
    WAITING = "waiting"
    NEWER_DRAFT = "newer-draft"
    SIGNED = "signed"
    EXAMPLE = "example"
    SCHEDULED = "scheduled"
    DRAFT = "draft"
    WITHDRAWN = "withdrawn"


# What staff should not overlook in a list.
PRESSING: Final = frozenset({State.UNSIGNED, State.LOOK, State.OVERDUE})


@dataclass(frozen=True)
class Facts:
    """What is known of one article or library item.

    `signed`: its newest sign-off has not ended and names the live version, or, for content that is
    not live, the version that waits for its day (`scheduled`). `looks`: shared items in it that
    changed and that no clinician has confirmed since.
    """

    live: bool
    signed: bool = False
    newer_draft: bool = False
    waiting: bool = False
    scheduled: bool = False
    withdrawn: bool = False
    example: bool = False
    next_review: date | None = None
    looks: int = 0


def state_of(facts: Facts, today: date) -> State:
    """The one word for these facts; where several are true, the most serious one."""
    if facts.withdrawn:
        return State.WITHDRAWN
    if not facts.live:
        if facts.waiting:
            return State.WAITING
        return State.SCHEDULED if facts.scheduled and facts.signed else State.DRAFT
    if not facts.signed:
        return State.UNSIGNED
    if facts.example:
        return State.EXAMPLE
    if facts.looks:
        return State.LOOK
    if is_overdue(facts.next_review, today):
        return State.OVERDUE
    if facts.waiting:
        return State.WAITING
    return State.NEWER_DRAFT if facts.newer_draft else State.SIGNED


def is_overdue(next_review: date | None, today: date) -> bool:
    """On the day itself a review is due, not overdue."""
    return next_review is not None and next_review < today


def is_old(last_checked: date | None, today: date) -> bool:
    """Whether a source was last opened more than a year ago, or never."""
    return last_checked is None or last_checked < today - OLD_SOURCE


def weakest(grades: list[str], strongest_first: tuple[str, ...]) -> str:
    """The weakest of the grades given; "" if none is given. An unknown grade counts as none given."""
    known = [grade for grade in grades if grade in strongest_first]
    return max(known, key=strongest_first.index, default="")
