"""What a clinician does for a live article without new words: confirm it, or have another look."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from education.models import AnotherLook, ArticlePage, SignOff
from education.ownership import site_of
from education.record.sign_offs import name_of
from education.reuse.looks import close, open_looks
from education.review.approval import problems_of, signing_clinician, why_not_signing
from education.review.signing import note_on_page, sign
from education.signed_content import sign_off_of_live

CONFIRMED = "education.confirm_accurate"
LOOKED_AT = "education.looked_at"


class Outdated(Exception):
    """Something changed after it was shown to the person who now stands for it."""


def why_not_acting(article, user) -> str:
    """Why this person neither confirms nor looks again at this clinic's articles; empty if they do."""
    return why_not_signing(user, site_of(article))


def why_not_confirmed(article) -> list[str]:
    """Why the words that are live cannot be confirmed by anybody; empty if they can."""
    if not article.live:
        return [_("Patients do not see this article now. It goes online by a new approval.")]
    signed = sign_off_of_live(article)
    if article.revisions.exclude(approved_go_live_at=None).exists():
        return [_("A newer version is approved already and goes online on its day.")]
    if signed is None or signed.kind == SignOff.Kind.EXAMPLE:
        return [
            _(
                "No clinician has approved the words that are online, so they cannot be confirmed. "
                "Submit the article for review; a clinician then approves it."
            )
        ]
    return [problem.message for problem in problems_of(article)]


def shown_of(article) -> str:
    """What a clinician has before them when confirming: the sign-off in force and every open look."""
    newest = SignOff.objects.of(article).first()
    return ";".join([str(newest and newest.pk), *map(stamp, open_looks(article))])


def stamp(look) -> str:
    """One open look as it was shown; a further change of the item makes it another."""
    return f"{look.pk}@{look.opened_at.isoformat()}"


@transaction.atomic
def confirm(article, user, *, shown: str, comment: str = "") -> SignOff:
    """Sign the live words as still accurate and count the next review from today.

    Every open look is done with that. The caller has asked `why_not_acting` and `why_not_confirmed`.
    Raises Outdated if the article is not what `shown` says any more.
    """
    article = ArticlePage.objects.select_for_update(of=("self",)).get(pk=article.pk)
    if shown != shown_of(article) or why_not_confirmed(article):
        raise Outdated
    signed = sign(
        article,
        article.live_revision,
        user,
        signing_clinician(user, site_of(article)),
        kind=SignOff.Kind.CONFIRMED,
        comment=comment,
    )
    note_on_page(article, signed)
    titles = [look.item_title for look in open_looks(article)]
    close(open_looks(article), signed)
    data = {"clinician": signed.clinician_name, "sign_off": signed.pk, "items": titles}
    log(article, CONFIRMED, user=user, revision=article.live_revision, data=data)
    return signed


@transaction.atomic
def look_at(article, user, stamps: list[str]) -> list[AnotherLook]:
    """Close the open looks of these stamps; raises Outdated if one is gone or shows more by now."""
    looks = list(open_looks(article).select_for_update())
    chosen = [look for look in looks if stamp(look) in stamps]
    if not chosen or len(chosen) != len(set(stamps)):
        raise Outdated
    clinician = signing_clinician(user, site_of(article))
    for look in chosen:
        look.confirmed_at, look.confirmed_by = timezone.now(), user
        look.clinician_name = clinician.name if clinician else name_of(user)
    AnotherLook.objects.bulk_update(chosen, ["confirmed_at", "confirmed_by", "clinician_name"])
    titles = [look.item_title for look in chosen]
    log(
        article, LOOKED_AT, user=user, data={"clinician": chosen[0].clinician_name, "items": titles}
    )
    return chosen
