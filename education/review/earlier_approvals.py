"""Approvals from before there were sign-offs: they count for the words that are live by them."""

from wagtail.models import TaskState

from education.models import ClinicalReview, SignOff
from education.ownership import site_of
from education.record.sign_offs import name_of
from education.review.approval import signing_clinician
from education.review.unsigned import SIGNED


def sign_earlier_approvals() -> int:
    """Make the sign-off of live content that a clinician approved before; returns how many.

    Only for the very words that were approved, by somebody who is a clinician today; the rest stays
    for `manage.py check_signoff` to name. Safe to repeat.
    """
    signed = 0
    for model in SIGNED:
        for content in model.objects.filter(live=True, live_revision__isnull=False).iterator(100):
            signed += _sign(content)
    return signed


def _sign(content) -> bool:
    if SignOff.objects.of(content).exists():
        return False
    approval = (
        TaskState.objects.filter(
            revision=content.live_revision_id,
            status=TaskState.STATUS_APPROVED,
            task__in=ClinicalReview.objects.all(),
        )
        .select_related("finished_by", "revision__user")
        .first()
    )
    site = site_of(content)
    # An account that is gone says nobody's name any more.
    person = approval.finished_by if approval else None
    clinician = signing_clinician(person, site) if person else None
    words = content.live_revision.as_object().fingerprint()
    if clinician is None or words != content.fingerprint():
        return False
    SignOff.objects.create(
        content=content,
        title=str(content)[:300],
        site=site,
        kind=SignOff.Kind.APPROVED,
        revision=content.live_revision,
        fingerprint=words,
        signed_at=approval.finished_at,
        signed_by=person,
        clinician=clinician,
        clinician_name=clinician.name,
        credential=clinician.credential,
        writers=[name for name in [name_of(approval.revision.user)] if name],
        comment=approval.comment,
        next_review=getattr(content, "next_review", None),
    )
    return True
