"""Sending the reminders about due reviews: one mail for each recipient and clinic, nothing lost, none twice.

A reminder is claimed (and that committed) before its mail is sent, and noted as sent after it. A run
that dies leaves its claims to lapse; the next one then sends that very mail again, under the same
Message-ID, so that a mailbox can tell the one case that nothing can rule out: killed between the
mail server's answer and our note.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

from django.core.mail import get_connection
from django.db import transaction
from django.db.models import F, Min, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Site

from education.models import ArticlePage, ReviewReminder, ReviewRules
from education.ownership import homes_of_sites, reviewers, site_of
from education.review_dates.reminder_mail import reminder_mail
from education.review_dates.reminders import AHEAD, Waiting, named_in_mail, stage_to_send

# After this a claim without a sent mail counts as a killed run's.
CLAIM_LAPSES = timedelta(minutes=15)


class Recipient(NamedTuple):
    """Somebody's address, as somebody of this clinic: no mail holds pages of two clinics."""

    site: Site
    address: str


@dataclass
class Outcome:
    """How a run ended: mails sent, pages named in them, and what went wrong, in words."""

    mails: int = 0
    pages: int = 0
    problems: list[str] = field(default_factory=list)


@dataclass
class Sent:
    """What earlier runs, or another one at this moment, have done.

    `stages`: the last stage sent, by (article, address). `begun`: (article, address, stage) that
    were claimed and not sent.
    """

    stages: dict[tuple[int, str], int]
    begun: set[tuple[int, str, int]]
    served_today: set[Recipient]

    @classmethod
    def so_far(cls, homes: dict) -> "Sent":
        now = timezone.now()
        rows = ReviewReminder.objects.filter(due=F("article__next_review"))
        sent = rows.filter(sent_at__isnull=False).values_list("article", "recipient")
        claimed = rows.filter(sent_at=None, claimed_at__isnull=False)
        midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
        today = ReviewReminder.objects.filter(
            Q(sent_at__gte=midnight) | Q(sent_at=None, claimed_at__gt=now - CLAIM_LAPSES)
        ).select_related("article")
        return cls(
            stages={(key, to): stage for key, to, stage in sent.annotate(stage=Min("stage"))},
            begun=set(claimed.values_list("article", "recipient", "stage")),
            served_today={
                Recipient(site_of(row.article, homes), row.recipient)
                for row in today.defer("article__body", "article__key_points")
            },
        )


def send_reminders() -> Outcome:
    """Send what is to be sent now; a mail that fails leaves its reminders for the next run."""
    outcome = Outcome()
    for recipient, waiting, articles in mails_due(outcome):
        named = named_in_mail(waiting)
        try:
            claimed = claim(recipient.address, named)
            if not claimed:
                continue
            pages = [(articles[row.article_id], row) for row in claimed]
            _send(reminder_mail(*recipient, pages, len(waiting) - len(named)), claimed)
        except Exception as problem:  # a mail server's or backend's own errors can be anything
            outcome.problems.append(
                _("The reminder to %(address)s was not sent, the next run tries again: %(problem)s")
                % {"address": recipient.address, "problem": problem or type(problem).__name__}
            )
            if not _mail_server_answers():
                outcome.problems.append(
                    _("The mail server does not answer. The rest waits for the next run.")
                )
                break
        else:
            outcome.mails += 1
            outcome.pages += len(claimed)
    return outcome


def mails_due(outcome: Outcome) -> Iterator[tuple[Recipient, list[Waiting], dict]]:
    """Whom to write to about what, with the articles by key; a fixed number of queries.

    Nobody gets a second mail of a clinic on the same day. Notes a clinic that has nobody to write to.
    """
    homes = homes_of_sites()
    sent, addresses = Sent.so_far(homes), _addresses()
    articles = {article.pk: article for article in articles_due()}
    waiting: dict[Recipient, list[Waiting]] = defaultdict(list)
    nobody: Counter = Counter()
    for article in articles.values():
        site = site_of(article, homes)
        if site is None:
            continue
        found = addresses(article, site)
        nobody[site] += not found
        for address in found:
            page = _waiting(article, address, sent)
            if page is not None:
                waiting[Recipient(site, address)].append(page)
    for site, number in (+nobody).items():
        outcome.problems.append(
            _(
                "%(clinic)s: nobody can be reminded of %(number)d due pages. Give a review mailbox "
                "in the review rules, or the pages an owner with an e-mail address."
            )
            % {"clinic": site.site_name or site.hostname, "number": number}
        )
    for recipient, pages in waiting.items():
        if recipient not in sent.served_today:
            yield recipient, pages, articles


def articles_due():
    """Live articles that are due within the time of the first reminder, or overdue."""
    latest = timezone.localdate() + timedelta(days=max(AHEAD))
    return (
        ArticlePage.objects.live()
        .filter(next_review__lte=latest, withdrawn=False, alias_of=None)
        .for_lists()
        .select_related("content_owner")
        .order_by("next_review", "pk")
    )


def _addresses() -> Callable[[ArticlePage, Site], set[str]]:
    """Who is to be reminded of an article: its owner and the clinic's review mailbox.

    Without either all the clinic's reviewers. Capitals make no second address.
    """
    mailboxes = dict(ReviewRules.objects.exclude(mailbox="").values_list("site", "mailbox"))
    instead: dict[int, set[str]] = {}

    def reviewers_of(site) -> set[str]:
        if site.pk not in instead:
            instead[site.pk] = set(reviewers(site).values_list("email", flat=True))
        return instead[site.pk]

    def addresses(article, site) -> set[str]:
        owner = article.content_owner
        found = {owner.email if owner and owner.is_active else "", mailboxes.get(site.pk, "")}
        return {address.lower() for address in (found - {""} or reviewers_of(site)) if address}

    return addresses


def _waiting(article, address: str, sent: Sent) -> Waiting | None:
    """What is to be sent about this article to this address; None if nothing is."""
    named_at = sent.stages.get((article.pk, address))
    before = [] if named_at is None else [named_at]
    stage = stage_to_send(article.next_review, timezone.localdate(), before)
    if stage is None:
        return None
    begun = (article.pk, address, stage) in sent.begun
    return Waiting(article.pk, article.next_review, stage, named_at, begun)


@transaction.atomic
def claim(address: str, pages: list[Waiting]) -> list[ReviewReminder]:
    """Take these reminders on, all or none, so that no other run sends them; most urgent first.

    Left out are pages that have been signed off or taken offline since they were looked up. Nothing
    is claimed if another run has sent one of them or is about to.
    """
    now = timezone.now()
    stages = {page.article: page.stage for page in pages}
    ReviewReminder.objects.bulk_create(
        [
            ReviewReminder(
                article_id=page.article, due=page.due, stage=page.stage, recipient=address
            )
            for page in pages
        ],
        ignore_conflicts=True,
    )
    still_due = ReviewReminder.objects.filter(
        recipient=address, article__in=stages, due=F("article__next_review"), article__live=True
    ).order_by("due", "article")
    # Of two runs at once the second waits here until the first has claimed.
    locked = still_due.select_for_update(of=("self",))
    rows = [row for row in locked if row.stage == stages[row.article_id]]
    if any(_is_taken(row, now) for row in rows):
        return []
    for row in rows:
        row.claimed_at = now
    _unsent(rows).update(claimed_at=now)
    return rows


def _is_taken(row: ReviewReminder, now: datetime) -> bool:
    claimed = row.claimed_at is not None and row.claimed_at > now - CLAIM_LAPSES
    return claimed or row.sent_at is not None


def _unsent(rows: list[ReviewReminder]):
    return ReviewReminder.objects.filter(pk__in=[row.pk for row in rows], sent_at=None)


def _send(mail, claimed: list[ReviewReminder]) -> None:
    """Send and note it. If it cannot be sent the claim is given back, for the next run."""
    own = _unsent(claimed).filter(claimed_at=claimed[0].claimed_at)
    try:
        mail.send()
    except Exception:
        own.update(claimed_at=None)
        raise
    own.update(sent_at=timezone.now())


def _mail_server_answers() -> bool:
    connection = get_connection()
    try:
        connection.open()
    except Exception:  # as above: whatever it is, the rest is better sent another time
        return False
    finally:
        connection.close()
    return True
