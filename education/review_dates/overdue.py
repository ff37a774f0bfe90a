"""What a clinic's rules do with pages that have been overdue for longer than they allow."""

from collections.abc import Iterator
from datetime import timedelta

from django.db import models, transaction
from django.db.models import ExpressionWrapper, F, Q
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogFormatter, log

from education.models import ArticlePage, ReviewRules
from education.ownership import homes_of_sites, site_of
from education.querysets import has_left_lists

TAKEN_OFFLINE = "education.overdue_taken_offline"


def apply_rules(sender, instance: ReviewRules, raw: bool = False, **kwargs) -> None:
    """When a clinic's rules are saved: the day on which its pages leave lists, by the new ones.

    The review dates themselves stay: another interval counts from the next sign-off on.
    """
    if raw:
        return
    homes = [path for path, site in homes_of_sites().items() if site.pk == instance.site_id]
    own = Q(pk__in=[])
    for path in homes:
        # Copies of these pages, wherever they stand, but none of another clinic's.
        own |= Q(path__startswith=path, alias_of=None) | Q(alias_of__path__startswith=path)
    articles = ArticlePage.objects.filter(own).order_by().values("pk")
    ArticlePage.objects.filter(pk__in=articles).update(leaves_lists_on=_last_day(instance))


def _last_day(rules: ReviewRules):
    """As `education.review.signing.leaves_lists_on`, for all articles in one statement."""
    if rules.overdue == ReviewRules.Overdue.LISTED:
        return None
    moment = ExpressionWrapper(
        F("next_review") + timedelta(days=rules.grace_days), output_field=models.DateTimeField()
    )
    return Cast(moment, models.DateField())


def take_overdue_offline() -> Iterator[tuple[ArticlePage, Exception | None]]:
    """Unpublish what is past its day, where the clinic chose that: each article, and what failed."""
    homes = homes_of_sites()
    chosen = set(
        ReviewRules.objects.filter(overdue=ReviewRules.Overdue.UNPUBLISHED).values_list(
            "site", flat=True
        )
    )
    due = ArticlePage.objects.live().filter(has_left_lists(), alias_of=None)  # copies follow
    for article in due.for_lists().order_by("pk"):
        site = site_of(article, homes)
        if site is None or site.pk not in chosen:
            continue
        try:
            if take_offline(article.pk):
                yield article, None
        except (
            Exception
        ) as problem:  # one page that cannot be saved does not keep the others online
            yield article, problem


@transaction.atomic
def take_offline(key: int) -> bool:
    """Unpublish this article and log why; False if it has been signed off or unpublished meanwhile."""
    # Locked: a sign-off at this moment waits, or has been noted already.
    locked = ArticlePage.objects.select_for_update(of=("self",))
    article = locked.live().filter(has_left_lists(), pk=key).first()
    if article is None:
        return False
    article.unpublish(log_action=False)
    log(
        instance=article,
        action=TAKEN_OFFLINE,
        data={
            "due": article.next_review.isoformat() if article.next_review else "",
            "day": timezone.localdate().isoformat(),
        },
    )
    return True


def register_log_actions(actions) -> None:
    @actions.register_action(TAKEN_OFFLINE)
    class TakenOffline(LogFormatter):
        label = gettext_lazy("Taken offline: overdue for review")

        def format_message(self, entry) -> str:
            return _("Taken offline by the clinic's rule for overdue pages: due since %(due)s") % {
                "due": entry.data.get("due", "")
            }
