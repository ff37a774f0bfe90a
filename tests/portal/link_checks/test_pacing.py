"""Many links: each host at its own slow pace, hosts beside each other."""

from __future__ import annotations

import threading
import time
from collections import defaultdict

from portal.link_checks.pacing import Pace, Question, ask_all, host_of
from portal.link_checks.verdict import Answer, Outcome

WORKS = Answer(Outcome.STATUS, 200)


def questions(*addresses: str) -> list[Question]:
    return [Question(address, False) for address in addresses]


class Hours:
    """A clock that goes on only while somebody sleeps, or works."""

    def __init__(self) -> None:
        self.now = 100.0
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def test_a_host_rests_a_second_after_each_answer_and_others_do_not_wait_for_it() -> None:
    clock = Hours()
    pace = Pace(1.0, clock=lambda: clock.now, sleep=clock.sleep)
    with pace.turn("a.example"):
        clock.now += 5  # a slow answer
    with pace.turn("b.example"):
        pass
    with pace.turn("a.example"):
        pass
    with pace.turn("a.example"):
        pass
    assert clock.slept == [1.0, 1.0]


def test_two_who_want_the_same_host_do_not_come_at_once() -> None:
    clock = Hours()
    pace = Pace(1.0, clock=lambda: clock.now, sleep=clock.sleep)
    with pace.turn("a.example"), pace.turn("a.example"):
        pass
    assert clock.slept == [1.0]


def test_every_question_is_answered_once() -> None:
    asked = questions(*(f"https://host{n % 7}.example/{n}" for n in range(50)))
    answered = list(ask_all(asked, lambda question: WORKS))
    assert sorted(question for question, _answer in answered) == sorted(asked)
    assert list(ask_all([], lambda question: WORKS)) == []


def test_a_host_is_never_asked_two_things_at_once_and_few_hosts_at_all() -> None:
    at_work: dict[str, int] = defaultdict(int)
    most = {"one host": 0, "hosts": 0}
    lock = threading.Lock()

    def ask(question: Question) -> Answer:
        host = host_of(question.address)
        with lock:
            at_work[host] += 1
            most["one host"] = max(most["one host"], at_work[host])
            most["hosts"] = max(most["hosts"], sum(at_work.values()))
        time.sleep(0.005)
        with lock:
            at_work[host] -= 1
        return WORKS

    asked = questions(*(f"https://host{n % 12}.example/{n}" for n in range(60)))
    assert len(list(ask_all(asked, ask, at_once=4))) == 60
    assert most["one host"] == 1
    assert 1 < most["hosts"] <= 4


def test_a_host_that_asks_for_patience_is_left_alone_for_this_run() -> None:
    asked = questions("https://a.example/1", "https://a.example/2", "https://b.example/1")
    busy = Answer(Outcome.STATUS, 429)
    answers = dict(
        ask_all(asked, lambda question: busy if "a.example" in question.address else WORKS)
    )
    assert [question.address for question in sorted(answers)] == [
        "https://a.example/1",
        "https://b.example/1",
    ]


def test_whoever_waits_is_called_now_and_then() -> None:
    beats: list[float] = []

    def ask(question: Question) -> Answer:
        time.sleep(0.2)
        return WORKS

    list(
        ask_all(
            questions("https://a.example/1", "https://a.example/2"),
            ask,
            beat=lambda: beats.append(time.monotonic()),
            beat_seconds=0.05,
        )
    )
    assert len(beats) >= 3


def test_whoever_stops_listening_stops_the_asking() -> None:
    asked: list[Question] = []

    def ask(question: Question) -> Answer:
        asked.append(question)
        time.sleep(0.01)
        return WORKS

    answers = ask_all(questions(*(f"https://a.example/{n}" for n in range(100))), ask)
    next(answers)
    answers.close()  # type: ignore[attr-defined]
    time.sleep(0.1)
    assert len(asked) < 10
