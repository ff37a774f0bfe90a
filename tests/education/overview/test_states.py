"""Which one word stands for the facts about content."""

from datetime import date, timedelta

import pytest

from education.overview.states import Facts, State, is_old, is_overdue, state_of, weakest

TODAY = date(2026, 11, 22)
YESTERDAY = TODAY - timedelta(days=1)
GRADES = ("strong", "some", "early", "none")


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        (Facts(live=False), State.DRAFT),
        (Facts(live=False, newer_draft=True), State.DRAFT),
        (Facts(live=False, waiting=True), State.WAITING),
        (Facts(live=False, signed=True, scheduled=True), State.SCHEDULED),
        (Facts(live=False, scheduled=True), State.DRAFT),
        (Facts(live=False, signed=True, scheduled=True, waiting=True), State.WAITING),
        (Facts(live=False, withdrawn=True, waiting=True), State.WITHDRAWN),
        (Facts(live=True, signed=True, withdrawn=True), State.WITHDRAWN),
        (Facts(live=True), State.UNSIGNED),
        (Facts(live=True, waiting=True, looks=1, next_review=YESTERDAY), State.UNSIGNED),
        (Facts(live=True, example=True), State.UNSIGNED),
        (Facts(live=True, signed=True, example=True), State.EXAMPLE),
        (Facts(live=True, signed=True), State.SIGNED),
        (Facts(live=True, signed=True, next_review=TODAY), State.SIGNED),
        (Facts(live=True, signed=True, next_review=YESTERDAY), State.OVERDUE),
        (Facts(live=True, signed=True, next_review=YESTERDAY, waiting=True), State.OVERDUE),
        (Facts(live=True, signed=True, next_review=YESTERDAY, looks=2), State.LOOK),
        (Facts(live=True, signed=True, newer_draft=True), State.NEWER_DRAFT),
        (Facts(live=True, signed=True, newer_draft=True, waiting=True), State.WAITING),
    ],
)
def test_the_most_serious_fact_gives_the_word(facts, state):
    assert state_of(facts, TODAY) is state


def test_a_review_is_overdue_from_the_day_after_it_was_due():
    assert not is_overdue(None, TODAY)
    assert not is_overdue(TODAY, TODAY)
    assert is_overdue(YESTERDAY, TODAY)


def test_a_source_is_old_after_a_year_or_if_nobody_ever_opened_it():
    assert is_old(None, TODAY)
    assert not is_old(TODAY - timedelta(days=365), TODAY)
    assert is_old(TODAY - timedelta(days=366), TODAY)


def test_an_article_is_as_sure_as_its_weakest_benefit():
    assert weakest(["strong", "early", "some"], GRADES) == "early"
    assert weakest(["", "strong"], GRADES) == "strong"
    assert weakest([], GRADES) == weakest(["", "?"], GRADES) == ""
