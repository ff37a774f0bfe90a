"""What a clinic's decisions come to: the article's own decision counts before that of its topic."""

from dataclasses import dataclass

import pytest

from education.library_sharing.choice import State, place, state_of


@dataclass
class Decided:
    left_out: bool = False
    under: str | None = "Skin help"


NOTHING = None
TAKEN, LEFT_OUT, NO_PLACE = Decided(), Decided(left_out=True), Decided(under=None)
ELSEWHERE = Decided(under="Second shelf")


@pytest.mark.parametrize(
    ("article", "topic", "state", "where"),
    [
        (NOTHING, NOTHING, State.NOT_TAKEN, None),
        (TAKEN, NOTHING, State.TAKEN, "Skin help"),
        (NOTHING, TAKEN, State.WITH_TOPIC, "Skin help"),
        (ELSEWHERE, TAKEN, State.TAKEN, "Second shelf"),
        (LEFT_OUT, NOTHING, State.LEFT_OUT, None),
        (LEFT_OUT, TAKEN, State.LEFT_OUT, None),
        (NO_PLACE, NOTHING, State.NO_PLACE, None),
        (NO_PLACE, TAKEN, State.NO_PLACE, None),
        (NOTHING, NO_PLACE, State.NO_PLACE, None),
        (TAKEN, NO_PLACE, State.TAKEN, "Skin help"),
    ],
)
def test_what_an_article_is_to_a_clinic(article, topic, state, where):
    assert state_of(article, topic) is state
    assert place(article, topic) == where


def test_only_a_decided_place_has_a_copy():
    for article in (NOTHING, TAKEN, LEFT_OUT, NO_PLACE):
        for topic in (NOTHING, TAKEN, NO_PLACE):
            stands = state_of(article, topic) in (State.TAKEN, State.WITH_TOPIC)
            assert (place(article, topic) is not None) == stands
