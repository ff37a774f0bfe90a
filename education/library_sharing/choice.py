"""What a clinic's decisions about another clinic's article come to. Pure: no Django.

What was decided about the article itself counts, before what was decided about its whole topic.
"""

from enum import StrEnum
from typing import Protocol, TypeVar


class Decision(Protocol):
    """Taken, or left out. `under`: the clinic's own topic; None where that was deleted."""

    left_out: bool
    under: object | None


Decided = TypeVar("Decided", bound=Decision)


class State(StrEnum):
    """How an article stands with a clinic that may take it."""

    NOT_TAKEN = "not-taken"
    TAKEN = "taken"
    WITH_TOPIC = "with-topic"
    LEFT_OUT = "left-out"
    NO_PLACE = "no-place"  # taken, but the topic it stood under was deleted


def decisive(article: Decided | None, topic: Decided | None) -> Decided | None:
    """The decision that counts; None if there is none."""
    return article if article is not None else topic


def place(article: Decision | None, topic: Decision | None) -> object | None:
    """The own topic in which a copy has to stand; None: no copy."""
    counts = decisive(article, topic)
    return None if counts is None or counts.left_out else counts.under


def state_of(article: Decision | None, topic: Decision | None) -> State:
    counts = decisive(article, topic)
    if counts is None:
        return State.NOT_TAKEN
    if counts.left_out:
        return State.LEFT_OUT
    if counts.under is None:
        return State.NO_PLACE
    return State.WITH_TOPIC if article is None else State.TAKEN
