"""What is known of one link from what asking it brought. Pure, standard library only.

A link is called broken when it failed twice, a day or more apart, and nothing between the two said
that it works. One success makes it whole again. An answer that says nothing about patients (a site
that turns programs away) changes neither.

Meanings of status numbers: RFC 9110, section 15; 429: RFC 6585; 451: RFC 7725; 999: what some large
sites send to programs.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

# Less may be one bad night of theirs, or of our own network.
APART: Final = timedelta(hours=24)
# A daily run must not miss a link because the last one took longer to come to it.
ASK_AGAIN: Final = timedelta(hours=20)
# Patients lack a broken booking link each hour, so it is asked at every hourly run.
ASK_BROKEN_BOOKING_AGAIN: Final = timedelta(minutes=50)


class Outcome(StrEnum):
    """What became of asking a link."""

    STATUS = "status"  # an answer with a number: `Answer.status`
    NO_NAME = "no-name"
    NO_CONNECTION = "no-connection"
    NOT_SECURE = "not-secure"
    TOO_SLOW = "too-slow"
    NO_ANSWER = "no-answer"
    CIRCLES = "circles"
    NUMBERED = "numbered"
    UNSAFE = "unsafe"
    INSIDE = "inside"
    NO_RESOLVER = "no-resolver"
    NOT_AN_ADDRESS = "not-an-address"


class Verdict(StrEnum):
    """What an answer says about a link."""

    WORKS = "works"
    FAILS = "fails"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Answer:
    """What came of asking; `status` is the last HTTP status, 0 where there was none."""

    outcome: Outcome
    status: int = 0


@dataclass(frozen=True)
class State:
    """What is known of a link. `failing_since`: the first failure after the last success."""

    failing_since: datetime | None = None
    last_failure: datetime | None = None
    failures: int = 0
    broken_since: datetime | None = None


FAILURES: Final = frozenset(
    {
        Outcome.NO_NAME,
        Outcome.NO_CONNECTION,
        Outcome.NOT_SECURE,
        Outcome.TOO_SLOW,
        Outcome.NO_ANSWER,
        Outcome.NOT_AN_ADDRESS,
    }
)
# Never right where patients book; elsewhere it is how some publishers treat those without cookies.
FAILURES_OF_BOOKING: Final = frozenset({Outcome.CIRCLES, Outcome.NUMBERED, Outcome.UNSAFE})
GONE: Final = frozenset({404, 410})


def judge(answer: Answer, *, booking: bool) -> Verdict:
    """What an answer says about a link; a booking link is asked more of."""
    if answer.outcome == Outcome.STATUS:
        return _judge_status(answer.status)
    if answer.outcome in FAILURES or (booking and answer.outcome in FAILURES_OF_BOOKING):
        return Verdict.FAILS
    return Verdict.UNKNOWN


def _judge_status(status: int) -> Verdict:
    if 200 <= status < 300 or status in (300, 304):
        return Verdict.WORKS
    # 511 is said by the network we ask from. 3xx here: a redirect that leads nowhere.
    if status in GONE or (300 <= status < 400) or (500 <= status < 600 and status != 511):
        return Verdict.FAILS
    return Verdict.UNKNOWN


def after(state: State, verdict: Verdict, moment: datetime) -> State:
    """What is known after one more answer, given at `moment`."""
    if verdict == Verdict.WORKS:
        return State()
    if verdict == Verdict.UNKNOWN:
        return state
    since = state.failing_since or moment
    broken = state.broken_since or (moment if moment - since >= APART else None)
    return replace(
        state,
        failing_since=since,
        last_failure=moment,
        failures=state.failures + 1,
        broken_since=broken,
    )


def is_due(state: State, last_asked: datetime | None, moment: datetime, *, booking: bool) -> bool:
    """Whether the link is to be asked now: about once a day, sooner where an answer decides something."""
    if last_asked is None or moment - last_asked >= ASK_AGAIN:
        return True
    if state.broken_since is not None:
        return booking and moment - last_asked >= ASK_BROKEN_BOOKING_AGAIN
    if state.failing_since is None:
        return False
    decides = state.failing_since + APART
    return last_asked < decides <= moment
