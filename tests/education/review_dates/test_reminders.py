"""Which reminder is sent when, and what one mail names."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from education.review_dates.reminders import (
    AHEAD,
    MOST_NAMED,
    Waiting,
    named_in_mail,
    stage_reached,
    stage_to_send,
)

DUE = date(2028, 2, 29)
days = st.dates(date(2000, 1, 1), date(2100, 1, 1))


def sent_by_runs(due: date, runs) -> list[tuple[date, int]]:
    """(day, stage) of all that somebody is sent if the command runs on these days."""
    sent: list[tuple[date, int]] = []
    for today in runs:
        stage = stage_to_send(due, today, [stage for _day, stage in sent])
        if stage is not None:
            sent.append((today, stage))
    return sent


@pytest.mark.parametrize(
    ("days_left", "stage"),
    [
        (61, None),
        (60, 60),
        (31, 60),
        (30, 30),
        (8, 30),
        (7, 7),
        (1, 7),
        (0, 0),
        (-6, 0),
        (-7, -7),
        (-13, -7),
        (-14, -14),
        (-700, -700),
    ],
)
def test_the_latest_stage_reached(days_left, stage):
    assert stage_reached(DUE, DUE - timedelta(days=days_left)) == stage


def test_a_run_every_day_sends_each_stage_once_on_its_own_day():
    runs = [DUE + timedelta(days=n) for n in range(-90, 22)]
    assert [((DUE - day).days, stage) for day, stage in sent_by_runs(DUE, runs)] == [
        (stage, stage) for stage in (60, 30, 7, 0, -7, -14, -21)
    ]


def test_after_six_weeks_without_a_run_there_is_one_reminder():
    before, after = DUE - timedelta(days=31), DUE + timedelta(days=11)
    assert sent_by_runs(DUE, [before, after, after]) == [(before, 60), (after, -7)]


@given(days, st.lists(st.integers(-100, 400), max_size=40))
def test_whatever_runs_are_missed_no_stage_is_sent_twice_and_none_too_early(due, offsets):
    runs = sorted(due + timedelta(days=n) for n in offsets)
    sent = sent_by_runs(due, runs)
    stages = [stage for _day, stage in sent]
    assert stages == sorted(set(stages), reverse=True)
    assert all((due - day).days <= stage for day, stage in sent)
    assert all(stage in AHEAD or (stage < 0 and stage % 7 == 0) for stage in stages)
    # One reminder for each run at most, and the one that the day calls for.
    assert len({day for day, _stage in sent}) == len(sent)
    assert all(stage == stage_reached(due, day) for day, stage in sent)


@given(days, st.lists(st.integers(-200, 400), min_size=1, max_size=40))
def test_nothing_is_lost_the_last_run_leaves_nobody_behind(due, offsets):
    runs = sorted(due + timedelta(days=n) for n in offsets)
    latest = stage_reached(due, runs[-1])
    stages = [stage for _day, stage in sent_by_runs(due, runs)]
    assert (stages[-1] if stages else None) == latest


@given(days, st.integers(-400, 100), st.integers(0, 200))
def test_the_stage_never_goes_back(due, left, later):
    today = due - timedelta(days=left)
    first, second = stage_reached(due, today), stage_reached(due, today + timedelta(days=later))
    assert first is None or (second is not None and second <= first)


@given(days, days, st.lists(st.sampled_from([60, 30, 7, 0, -7])))
def test_a_new_due_date_starts_anew(due, today, sent):
    """What was sent for the old date is not asked about: the caller hands in this date's stages."""
    assert stage_to_send(due, today, []) == stage_reached(due, today)


class TestNaming:
    def test_the_most_urgent_come_first_and_never_more_than_the_cap(self):
        waiting = [Waiting(n, DUE - timedelta(days=n), 0) for n in range(MOST_NAMED + 15)]
        named = named_in_mail(waiting)
        assert [page.article for page in named] == list(range(MOST_NAMED + 14, 14, -1))

    def test_a_mail_that_was_begun_is_finished_as_it_was(self):
        begun = [Waiting(n, DUE, 7, begun=True) for n in (1, 2)]
        assert named_in_mail([Waiting(9, DUE - timedelta(days=400), -399), *begun]) == begun

    def test_the_order_in_which_pages_are_found_does_not_matter(self):
        waiting = [Waiting(n, DUE, 7) for n in range(50)]
        assert named_in_mail(reversed(waiting)) == named_in_mail(waiting)

    @given(
        st.lists(st.integers(0, 60), min_size=1, max_size=60),
        st.integers(1, 7),
        st.integers(0, 100),
    )
    def test_every_page_is_named_in_the_end_however_many_fall_due(self, offsets, most, start):
        """The dates stay as they are; only the days on which the pages are named are spread."""
        dues = {number: DUE + timedelta(days=offset) for number, offset in enumerate(offsets)}
        sent: dict[int, list[int]] = {number: [] for number in dues}
        first = DUE + timedelta(days=start)
        for day in range(-(-len(dues) // most) + 61):
            today = first + timedelta(days=day)
            waiting = []
            for number, due in dues.items():
                stage = stage_to_send(due, today, sent[number])
                if stage is not None:
                    last = min(sent[number], default=None)
                    waiting.append(Waiting(number, due, stage, last))
            named = named_in_mail(waiting, most)
            assert len(named) == min(most, len(waiting))
            for page in named:
                assert page.due == dues[page.article]
                sent[page.article].append(page.stage)
        assert all(sent.values())
        assert all(len(stages) == len(set(stages)) for stages in sent.values())
