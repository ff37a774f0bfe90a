"""Silence is judged only once somebody was heard."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from portal.link_checks.our_network import Offline, believable
from portal.link_checks.pacing import Question
from portal.link_checks.verdict import Answer, Outcome

NO_NAME, SLOW = Answer(Outcome.NO_NAME), Answer(Outcome.TOO_SLOW)
NO_RESOLVER, NO_CONNECTION = Answer(Outcome.NO_RESOLVER), Answer(Outcome.NO_CONNECTION)
FINE, MISSING = Answer(Outcome.STATUS, 200), Answer(Outcome.STATUS, 404)

CASES = [
    # what came, what links that worked last time say (none: there are none), whether it is judged
    ([], [], True),
    ([FINE], [], True),
    ([NO_NAME, FINE, NO_NAME], [], True),
    ([NO_NAME, MISSING], [], True),
    ([NO_NAME], [], False),
    ([NO_NAME], [FINE], True),
    ([NO_NAME], [MISSING], True),
    ([NO_NAME], [NO_NAME, FINE], True),
    ([NO_NAME], [NO_RESOLVER, NO_RESOLVER], False),
    ([NO_RESOLVER, NO_RESOLVER], [], False),
    ([SLOW], [], False),
    ([NO_CONNECTION], [], True),
    ([NO_CONNECTION, NO_NAME], [], True),
    ([NO_CONNECTION, NO_CONNECTION, NO_CONNECTION], [], False),
    ([NO_CONNECTION], [NO_CONNECTION], False),
    ([NO_CONNECTION], [FINE], True),
]


@pytest.mark.parametrize(("came", "others", "judged"), CASES)
def test_when_answers_are_believed(came: list[Answer], others: list[Answer], judged: bool) -> None:
    pairs = [(Question(f"https://h{n}.example", False), one) for n, one in enumerate(came)]
    if judged:
        assert list(believable(pairs, lambda: others)) == pairs
    else:
        with pytest.raises(Offline):
            list(believable(pairs, lambda: others))


def test_nobody_else_is_asked_once_somebody_was_heard() -> None:
    def others() -> Iterable[Answer]:
        raise AssertionError

    pairs = [(Question("https://a.example", False), NO_NAME), (Question("b", False), FINE)]
    assert list(believable(pairs, others)) == pairs
