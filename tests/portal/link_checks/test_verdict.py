"""When a link is called broken, and when not: read the tables as the specification."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.link_checks.verdict import APART, Answer, Outcome, State, Verdict, after, is_due, judge

START = datetime(2026, 3, 28, 4, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
WORKS, FAILS, UNKNOWN = Verdict.WORKS, Verdict.FAILS, Verdict.UNKNOWN

STATUSES = [
    # status, what it says about the link
    (200, WORKS),
    (204, WORKS),
    (206, WORKS),
    (300, WORKS),
    (304, WORKS),
    (301, FAILS),  # a redirect that names no address
    (400, UNKNOWN),
    (401, UNKNOWN),
    (402, UNKNOWN),
    (403, UNKNOWN),
    (404, FAILS),
    (405, UNKNOWN),
    (410, FAILS),
    (418, UNKNOWN),
    (429, UNKNOWN),
    (451, UNKNOWN),
    (500, FAILS),
    (502, FAILS),
    (503, FAILS),
    (504, FAILS),
    (511, UNKNOWN),  # our own network wants a password
    (999, UNKNOWN),
]


@pytest.mark.parametrize(("status", "verdict"), STATUSES)
def test_what_a_status_says(status: int, verdict: Verdict) -> None:
    for booking in (True, False):
        assert judge(Answer(Outcome.STATUS, status), booking=booking) == verdict


OUTCOMES = [
    # outcome, of a booking link, of any other
    (Outcome.NO_NAME, FAILS, FAILS),
    (Outcome.NO_CONNECTION, FAILS, FAILS),
    (Outcome.NOT_SECURE, FAILS, FAILS),
    (Outcome.TOO_SLOW, FAILS, FAILS),
    (Outcome.NO_ANSWER, FAILS, FAILS),
    (Outcome.NOT_AN_ADDRESS, FAILS, FAILS),
    (Outcome.CIRCLES, FAILS, UNKNOWN),
    (Outcome.NUMBERED, FAILS, UNKNOWN),
    (Outcome.UNSAFE, FAILS, UNKNOWN),
    (Outcome.INSIDE, UNKNOWN, UNKNOWN),  # may be public for patients and inside for this server
    (Outcome.NO_RESOLVER, UNKNOWN, UNKNOWN),
]


@pytest.mark.parametrize(("outcome", "of_booking", "of_others"), OUTCOMES)
def test_what_other_outcomes_say(outcome: Outcome, of_booking: Verdict, of_others: Verdict) -> None:
    assert judge(Answer(outcome), booking=True) == of_booking
    assert judge(Answer(outcome), booking=False) == of_others


def test_the_table_knows_every_outcome() -> None:
    assert {outcome for outcome, *_ in OUTCOMES} | {Outcome.STATUS} == set(Outcome)


STORIES = [
    # what came, at which hour; since which hour it is broken
    ([], None),
    ([(0, WORKS)], None),
    ([(0, FAILS)], None),
    ([(0, FAILS), (1, FAILS), (2, FAILS)], None),
    ([(0, FAILS), (23.99, FAILS)], None),
    ([(0, FAILS), (24, FAILS)], 24),
    ([(0, FAILS), (20, FAILS), (24, FAILS)], 24),
    ([(0, FAILS), (24, FAILS), (48, FAILS)], 24),
    ([(0, FAILS), (12, WORKS), (24, FAILS)], None),
    ([(0, FAILS), (12, WORKS), (24, FAILS), (48, FAILS)], 48),
    ([(0, FAILS), (12, UNKNOWN), (24, FAILS)], 24),
    ([(0, FAILS), (24, UNKNOWN)], None),
    ([(0, UNKNOWN), (24, FAILS)], None),
    ([(0, FAILS), (24, FAILS), (25, WORKS)], None),
    ([(0, FAILS), (24, FAILS), (25, UNKNOWN)], 24),
    ([(0, FAILS), (24, FAILS), (25, WORKS), (26, FAILS)], None),
    ([(0, FAILS), (900, FAILS)], 900),
]


@pytest.mark.parametrize(("story", "broken_at"), STORIES)
def test_a_link_is_broken_after_two_failures_a_day_apart(
    story: list[tuple[float, Verdict]], broken_at: float | None
) -> None:
    state = State()
    for hour, verdict in story:
        state = after(state, verdict, START + hour * HOUR)
    expected = None if broken_at is None else START + broken_at * HOUR
    assert state.broken_since == expected


def test_what_is_kept_of_failures() -> None:
    state = after(after(State(), FAILS, START), FAILS, START + HOUR)
    assert (state.failing_since, state.last_failure, state.failures) == (START, START + HOUR, 2)
    assert after(state, WORKS, START + 2 * HOUR) == State()


@given(st.lists(st.tuples(st.integers(1, 40), st.sampled_from(list(Verdict))), max_size=30))
def test_nothing_is_broken_without_two_failures_a_day_apart_and_no_success_since(
    story: list[tuple[int, Verdict]],
) -> None:
    state, moment = State(), START
    failed: list[datetime] = []
    for hours, verdict in story:
        moment += hours * HOUR
        state = after(state, verdict, moment)
        if verdict == FAILS:
            failed.append(moment)
        elif verdict == WORKS:
            failed.clear()
    assert (state.broken_since is not None) == bool(failed and failed[-1] - failed[0] >= APART)


DUE = [
    # failing since, broken since, last asked, now: in hours; booking; whether it is asked now
    (None, None, None, 0, False, True),
    (None, None, 0, 19, True, False),
    (None, None, 0, 20, False, True),
    (0, None, 0, 1, True, False),
    (0, None, 0, 20, True, True),
    (0, None, 20, 23, True, False),
    (0, None, 20, 24, True, True),
    (0, 24, 24, 24.5, True, False),
    (0, 24, 24, 25, True, True),
    (0, 24, 24, 25, False, False),
    (0, 24, 24, 44, False, True),
]


@pytest.mark.parametrize(("failing", "broken", "asked", "now", "booking", "due"), DUE)
def test_when_a_link_is_asked_again(failing, broken, asked, now, booking, due) -> None:  # type: ignore[no-untyped-def]
    def at(hour: float | None) -> datetime | None:
        return None if hour is None else START + hour * HOUR

    state = State(failing_since=at(failing), broken_since=at(broken))
    assert is_due(state, at(asked), START + now * HOUR, booking=booking) == due
