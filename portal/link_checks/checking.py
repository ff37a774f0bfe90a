"""One run of `manage.py check_links`: which links are in use, which are due, what became of each.

A run may be killed at any moment: what was answered is kept, the next run asks the rest. Of two runs
at once the second does nothing. Nothing is judged while it may be our own network that is down.
"""

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from portal.link_checks.collecting import links_in_use
from portal.link_checks.in_use import in_groups, note_links_in_use
from portal.link_checks.known import note_broken_links
from portal.link_checks.our_network import Answered, Offline, believable
from portal.link_checks.pacing import Question, ask_all, host_of
from portal.link_checks.telling import tell_staff
from portal.link_checks.verdict import Answer, Outcome, after, is_due, judge
from portal.models import CheckedLink, LinkRound

Ask = Callable[[Question], Answer]
Clock = Callable[[], datetime]
Questions = dict[Question, list[int]]

LAPSES = timedelta(minutes=10)  # a run that gives no sign for so long was killed
AT_A_TIME = 20  # answers written together: what a killed run loses at most
OTHERS = 3  # links that worked last time, asked when nobody was heard
KNOWN_FIELDS = ["failing_since", "last_failure", "failures", "broken_since"]
ANSWER_FIELDS = ["last_asked", "outcome", "status"]


class RoundLost(Exception):
    """Another run has taken over, because this one gave no sign for too long."""


@dataclass
class Report:
    """How a run ended: numbers of links, mails sent, and what went wrong, in words."""

    links: int = 0
    asked: int = 0
    broken: int = 0
    mails: int = 0
    busy: bool = False
    offline: bool = False
    problems: list[str] = field(default_factory=list)


def check_links(ask: Ask, *, again: bool = False, clock: Clock = timezone.now) -> Report:
    """Ask what is due (`again`: everything), judge it, show it to readers, tell staff."""
    report = Report()
    with the_only_run(clock) as beat:
        if beat is None:
            report.busy = True
            return report
        note_links_in_use(links_in_use(), clock())
        note_broken_links()  # what a killed run had no time for, and links no longer in use
        questions = questions_due(clock(), again=again)
        try:
            for answered in in_groups(_answers(questions, ask, beat), AT_A_TIME):
                beat()
                note_answers(answered, questions, clock())
                report.asked += len(answered)
        except Offline:
            report.offline = True
        except RoundLost:
            report.busy = True
            return report
        report.mails, report.problems = tell_staff(clock())
        report.links = CheckedLink.objects.count()
        report.broken = CheckedLink.objects.filter(broken_since__isnull=False).count()
    return report


@contextmanager
def the_only_run(clock: Clock) -> Iterator[Callable[[], None] | None]:
    """Gives the function by which this run shows that it is alive; None while another run is."""
    LinkRound.objects.get_or_create(pk=1)
    run = uuid.uuid4().hex
    free = Q(alive_at=None) | Q(alive_at__lt=clock() - LAPSES)
    if not LinkRound.objects.filter(free, pk=1).update(alive_at=clock(), run=run):
        yield None
        return
    mine = LinkRound.objects.filter(pk=1, run=run)

    def beat() -> None:
        if not mine.update(alive_at=clock()):
            raise RoundLost

    try:
        yield beat
    finally:
        mine.update(alive_at=None)


def questions_due(moment: datetime, *, again: bool) -> Questions:
    """What is to be asked now, each address once, with the keys of its rows."""
    questions: Questions = defaultdict(list)
    rows = CheckedLink.objects.defer("places").order_by("last_asked", "pk")
    for row in rows.iterator(chunk_size=500):
        booking = row.kind == CheckedLink.Kind.BOOKING
        if again or is_due(row.state, row.last_asked, moment, booking=booking):
            questions[Question(row.address, booking)].append(row.pk)
    return questions


def _answers(questions: Questions, ask: Ask, beat: Callable[[], None]) -> Iterator[Answered]:
    def others() -> list[Answer]:
        return [ask(question) for question in links_that_worked(questions)]

    return believable(ask_all(list(questions), ask, beat=beat), others)


def links_that_worked(but: Questions) -> list[Question]:
    """A few links on hosts of their own that worked when they were last asked, none of `but`."""
    silent = {host_of(question.address) for question in but}
    rows = CheckedLink.objects.filter(outcome=Outcome.STATUS, status__range=(200, 299))
    found: dict[str, Question] = {}
    for address in rows.values_list("address", flat=True).order_by("-last_asked").iterator():
        if (host := host_of(address)) not in silent:
            found.setdefault(host, Question(address, booking=False))
        if len(found) == OTHERS:
            break
    return list(found.values())


def note_answers(answered: list[Answered], questions: Questions, moment: datetime) -> None:
    """Write what the answers say; readers' pages follow as soon as a link breaks or works again."""
    by_row = {key: pair for pair in answered for key in questions[pair[0]]}
    turned = False
    with transaction.atomic():
        rows = CheckedLink.objects.select_for_update().filter(pk__in=by_row)
        found = list(rows)
        for row in found:
            question, answer = by_row[row.pk]
            was_broken = row.broken_since is not None
            row.state = after(row.state, judge(answer, booking=question.booking), moment)
            row.last_asked, row.outcome, row.status = moment, answer.outcome, answer.status
            turned |= was_broken != (row.broken_since is not None)
        CheckedLink.objects.bulk_update(found, [*KNOWN_FIELDS, *ANSWER_FIELDS])
        if turned:
            note_broken_links()
