"""Signing: a clinician stands for exactly these words, and the live page says so."""

from django.conf import settings
from django.utils import timezone
from wagtail.models import Page

from education.models.rules import ReviewRules
from education.models.signoff import SignOff
from education.models.withdrawal import Withdrawal
from education.ownership import site_of
from education.record.sign_offs import checks_made, sources_behind, writers_since
from education.review.approval import wrote_latest_words
from education.review_dates.dates import end_of_grace, next_review
from education.signed_content import NotSignedOff


def sign(
    content,
    revision,
    user,
    clinician,
    *,
    kind=SignOff.Kind.APPROVED,
    comment="",
    wording_only=False,
) -> SignOff:
    """Record that this clinician stands for the words of this revision; the caller has checked that."""
    words = revision.as_object()
    now = timezone.now()
    confirmed = kind == SignOff.Kind.CONFIRMED
    # Who confirms signs the words of then: a newer draft has other writers.
    before = SignOff.objects.of(content).filter(revision=revision).first() if confirmed else None
    return SignOff.objects.create(
        content=content,
        title=str(content)[:300],
        site=site_of(content),
        kind=kind,
        revision=revision,
        fingerprint=words.fingerprint(),
        signed_at=now,
        signed_by=user,
        clinician=clinician,
        clinician_name=clinician.name if clinician else "",
        credential=clinician.credential if clinician else "",
        writers=before.writers
        if before
        else writers_since(SignOff.objects.of(content).first(), content),
        self_approved=kind == SignOff.Kind.APPROVED and wrote_latest_words(content, user),
        wording_only=wording_only,
        comment=comment,
        checks=checks_made(words),
        sources=sources_behind(words),
        next_review=due_after(content, timezone.localdate(now), kind),
    )


def show_as_example(content) -> None:
    """Put content online that no clinician has checked, and record just that.

    For a developer's machine: anywhere else it is refused. Pages say so under a notice.
    """
    if not settings.DEBUG:
        raise NotSignedOff("Examples are shown on a development machine only.")
    revision = content.get_latest_revision()
    sign(content, revision, None, None, kind=SignOff.Kind.EXAMPLE)
    revision.publish(skip_permission_checks=True)


def due_after(content, day, kind):
    """When content signed on `day` is due again; library items and examples have no date."""
    if not isinstance(content, Page) or kind == SignOff.Kind.EXAMPLE:
        return None
    return next_review(day, months_for(content))


def months_for(article) -> int:
    """Months until the next review: the article's own, or the clinic's for its topics."""
    if article.review_months:
        return article.review_months
    rules = ReviewRules.for_site(site_of(article))
    topics = [article.get_parent().specific, *article.also_in.all()]
    critical = any(getattr(topic, "review_more_often", False) for topic in topics)
    return rules.safety_months if critical else rules.months


def note_sign_off(sender, instance, revision=None, **kwargs):
    """When an article or library item goes live, now or on its day: what its sign-off says of it."""
    if revision is None or not hasattr(instance, "sign_off_fields"):
        return
    signed = SignOff.objects.of(instance).filter(revision=revision).first()
    if signed is not None:
        lift_withdrawal(instance, signed)
        note_on_page(instance, signed)


def lift_withdrawal(content, signed) -> None:
    """A new sign-off has put the content back, with its copies."""
    record(content, withdrawn=False)
    Withdrawal.objects.of(content).open().update(
        lifted_at=timezone.now(), lifted_by=signed, lifted_by_name=signed.clinician_name
    )


def note_on_page(article, signed) -> None:
    """The article says who checked it and when; the first real check ends the example notice."""
    if not hasattr(article, "last_reviewed"):
        return
    if not signed.clinician_name:
        return
    record(
        article,
        reviewed_by=signed.clinician,
        last_reviewed=timezone.localdate(signed.signed_at),
        next_review=signed.next_review,
        leaves_lists_on=leaves_lists_on(article, signed.next_review),
        is_example=False,
    )


def leaves_lists_on(article, due):
    """The day on which the clinic's rule for overdue pages is applied; None if they stay in lists."""
    rules = ReviewRules.for_site(site_of(article))
    if due is None or rules.overdue == ReviewRules.Overdue.LISTED:
        return None
    return end_of_grace(due, rules.grace_days)


def record(content, **fields) -> None:
    """Write to the live row itself: these are facts about it, not words of a revision.

    Copies that are kept in step (aliases, and theirs) share them: they say the same words.
    """
    for field, value in fields.items():
        setattr(content, field, value)
    found = keys = {content.pk}
    while found and isinstance(content, Page):
        copies = type(content).objects.filter(alias_of__in=found).exclude(pk__in=keys)
        found = set(copies.values_list("pk", flat=True))
        keys = keys | found
    type(content).objects.filter(pk__in=keys).update(**fields)
