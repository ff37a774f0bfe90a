"""Whether it may be our own network that is down, and not the links. Pure, standard library only.

Silence proves nothing until somebody was heard. So answers that are only silence wait for the first
one that somebody gave; if none comes, links that worked last time are asked too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from portal.link_checks.pacing import Question, host_of
from portal.link_checks.verdict import Answer, Outcome

Answered = tuple[Question, Answer]

# Somebody said something.
HEARD: Final = frozenset({Outcome.STATUS, Outcome.CIRCLES, Outcome.NOT_SECURE, Outcome.NO_ANSWER})
# So many do not all fall silent by chance.
MANY_HOSTS: Final = 3


class Offline(Exception):
    """Nobody at all was heard: nothing can be said about any link."""


def was_heard(answer: Answer) -> bool:
    """Whether this answer came from somewhere beyond our own network."""
    return answer.outcome in HEARD or answer.status > 0


def believable(
    answered: Iterable[Answered], others: Callable[[], Iterable[Answer]]
) -> Iterator[Answered]:
    """The answers, once there is a sign that our network works. Raises `Offline` if there is none.

    `others` asks a few links that worked last time; it is called only if nobody else was heard.
    Without any such links a name that could be looked up is sign enough, for one or two hosts.
    """
    held: list[Answered] = []
    heard = False
    for question, answer in answered:
        if not heard and not was_heard(answer):
            held.append((question, answer))
            continue
        heard = True
        yield from held
        held.clear()
        yield question, answer
    if held and not _network_works(held, list(others())):
        raise Offline
    yield from held


def _network_works(held: list[Answered], others: list[Answer]) -> bool:
    if others:
        return any(map(was_heard, others))
    hosts = {host_of(question.address) for question, _answer in held}
    looked_up = any(answer.outcome == Outcome.NO_CONNECTION for _question, answer in held)
    return looked_up and len(hosts) < MANY_HOSTS
