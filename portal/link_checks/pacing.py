"""Asking many links: hosts beside each other, each host at its own slow pace. Pure."""

from __future__ import annotations

import queue
import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from portal.link_checks.verdict import Answer

SECONDS_APART: Final = 1.0  # between two questions to one host
AT_ONCE: Final = 8  # hosts that are asked beside each other


class Pace:
    """At most one question a second to each host, whoever asks; safe between threads."""

    def __init__(
        self,
        seconds: float = SECONDS_APART,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ):
        self._seconds, self._clock, self._sleep = seconds, clock, sleep
        self._free_at: dict[str, float] = {}
        self._lock = threading.Lock()

    @contextmanager
    def turn(self, host: str) -> Iterator[None]:
        """Begins when it is this caller's turn at the host; the next one's comes a pause after it ends."""
        with self._lock:
            now = self._clock()
            begins = max(now, self._free_at.get(host, now))
            self._free_at[host] = begins + self._seconds
        if begins > now:
            self._sleep(begins - now)
        try:
            yield
        finally:
            with self._lock:
                ended = self._clock() + self._seconds
                self._free_at[host] = max(self._free_at[host], ended)


class Question(NamedTuple):
    """A link to ask; asked twice where it is both a booking link and something else."""

    address: str
    booking: bool


Answers = queue.SimpleQueue[tuple[Question, Answer] | None]
TOO_MANY: Final = 429


def ask_all(
    questions: Iterable[Question],
    ask: Callable[[Question], Answer],
    *,
    beat: Callable[[], None] = lambda: None,
    beat_seconds: float = 20.0,
    at_once: int = AT_ONCE,
) -> Iterator[tuple[Question, Answer]]:
    """Each question with its answer, as they come. `ask` runs in threads, everything else here.

    One thread has a host to itself. After a host asked for patience (429), the rest of its
    questions are left for another run. `beat` is called about every `beat_seconds`, here too.
    """
    hosts: dict[str, deque[Question]] = defaultdict(deque)
    for question in questions:
        hosts[host_of(question.address)].append(question)
    waiting = deque(hosts.values())
    answers: Answers = queue.SimpleQueue()
    stopped = threading.Event()
    threads = min(at_once, len(waiting))
    for _number in range(threads):
        work = threading.Thread(target=_work, args=(waiting, ask, answers, stopped), daemon=True)
        work.start()
    beaten = time.monotonic()
    try:
        while threads:
            if time.monotonic() - beaten >= beat_seconds:
                beat()
                beaten = time.monotonic()
            try:
                answered = answers.get(timeout=beat_seconds)
            except queue.Empty:
                continue
            if answered is None:
                threads -= 1
            else:
                yield answered
    finally:
        stopped.set()


def _work(
    waiting: deque[deque[Question]],
    ask: Callable[[Question], Answer],
    answers: Answers,
    stopped: threading.Event,
) -> None:
    """Take one host after the other and ask its questions; None says that there are no more."""
    try:
        while not stopped.is_set():
            try:
                host = waiting.popleft()
            except IndexError:
                return
            while host and not stopped.is_set():
                question = host.popleft()
                answer = ask(question)
                answers.put((question, answer))
                if answer.status == TOO_MANY:
                    break
    finally:
        answers.put(None)


def host_of(address: str) -> str:
    """The name of the site, in small letters; "" where there is none."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
