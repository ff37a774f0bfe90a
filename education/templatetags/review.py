"""`{% load review %}`: for staff, what an approval touches and where an article stands."""

from django import template

from education.library_sharing.copies import clinics_showing, number_of_copies
from education.models import ArticlePage, SignOff
from education.ownership import may_review, pages_within_reach, site_of
from education.reuse.looks import SHARED, articles_using, open_looks
from education.review.approval import INCOMPLETE, is_incomplete, problems_of, why_not_by
from education.review.confirming import why_not_acting

register = template.Library()


@register.simple_tag(takes_context=True)
def live_uses(context, item) -> dict:
    """The live articles a shared item stands in: those this person may know of, others counted."""
    found = ArticlePage.objects.none()
    if isinstance(item, SHARED) and item.pk:
        found = articles_using(item).for_lists()
    request = context.get("request") or context["self"].request
    known = list(pages_within_reach(found, request))
    total = len(known) if request.user.is_superuser else found.count()
    return {
        "known": known,
        "others": total - len(known),
        "total": total,
        "copies": number_of_copies(found) if total else 0,
    }


@register.simple_tag
def standing(article, user) -> dict:
    """How an article stands with clinical review, and whether this person may act on it.

    `article` is its newest version, as the editor shows it; one that is not saved yet has nothing.
    """
    if not article.pk:
        return {}
    return {
        "signed": SignOff.objects.of(article).first(),
        "scheduled": article.revisions.exclude(approved_go_live_at=None).first(),
        "looks": open_looks(article),
        "may_act": not why_not_acting(article, user),
        "problems": _problems(article, user),
        "clinics": clinics_showing(article),
    }


def _problems(article, user) -> list[str]:
    """What stands in the way of an approval: in the words, and for a reviewer in who asks."""
    newest = article.get_latest_revision_as_object()
    found = [INCOMPLETE] if is_incomplete(newest) else []
    found += [problem.message for problem in problems_of(newest)]
    if may_review(user, site_of(article)) and (reason := why_not_by(user, article)):
        found.append(reason)
    return found
