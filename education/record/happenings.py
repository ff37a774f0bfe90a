"""What happened to content beside its sign-offs: withdrawals, other looks, safety alerts."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils.translation import gettext as _

from education.models import ArticlePage, SafetyAlert, Withdrawal
from education.ownership import site_of
from education.record.sign_offs import name_of


@dataclass(frozen=True)
class Happening:
    """One event: when, what kind, by whom ("" if nobody is known), and the words recorded with it."""

    when: datetime
    what: str
    who: str = ""
    words: str = ""


def happenings_of(content) -> list[Happening]:
    """Everything but the sign-offs that happened to this article or library item, newest first."""
    found = _withdrawals(content)
    if isinstance(content, ArticlePage):
        found += [*_looks(content), *_alerts(content)]
    return sorted(found, key=lambda happening: happening.when, reverse=True)


def _withdrawals(content) -> list[Happening]:
    kind = ContentType.objects.get_for_model(content)
    found = []
    for row in Withdrawal.objects.filter(content_type=kind, object_id=content.pk):
        words = f"{row.get_cause_display()}: {row.reason}"
        found.append(Happening(row.withdrawn_at, _("Withdrawn"), row.withdrawn_by_name, words))
        if row.lifted_at:
            found.append(Happening(row.lifted_at, _("Put back"), row.lifted_by_name))
    return found


def _looks(article) -> list[Happening]:
    found = []
    for look in article.other_looks.select_related("confirmed_by"):
        words = f"{look.item_title}: {look.what_changed}" if look.what_changed else look.item_title
        found.append(Happening(look.opened_at, _("Needs another look"), words=words))
        if look.confirmed_at:
            who = look.clinician_name or name_of(look.confirmed_by)
            what = _("Looked at again and confirmed")
            found.append(Happening(look.confirmed_at, what, who, look.item_title))
    return found


def _alerts(article) -> list[Happening]:
    topics = [article.get_parent().pk, *article.also_in.values_list("pk", flat=True)]
    alerts = SafetyAlert.objects.filter(
        Q(articles=article) | Q(topics__in=topics), site=site_of(article)
    )
    found = []
    for alert in alerts.select_related("made_by", "lifted_by").distinct():
        made_by, lifted_by = name_of(alert.made_by), name_of(alert.lifted_by)
        found.append(Happening(alert.made_at, _("Safety alert"), made_by, alert.what))
        if alert.lifted_at:
            what = _("Safety alert lifted")
            found.append(Happening(alert.lifted_at, what, lifted_by, alert.what))
    return found
