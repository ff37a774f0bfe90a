"""What happens when clinical review is finished: the approved words go live, signed and dated.

`WAGTAIL_FINISH_WORKFLOW_ACTION` names `publish_approved`. Wagtail imports this module while models
load, so it imports none itself.
"""

from django.utils import timezone

from education.review.dates import next_review


def publish_approved(workflow_state, user=None):
    """Publish exactly the revision that was approved, or schedule it if it says when.

    Nobody holds Wagtail's "publish" permission, so its check is skipped: the approval is the
    permission.
    """
    from wagtail.models import TaskState

    revision = TaskState.objects.get(pk=workflow_state.current_task_state_id).revision
    revision.publish(user=user, skip_permission_checks=True)


def sign_published(sender, instance, revision=None, **kwargs):
    """When an article goes live, now or on its day: sign it with the approval of those very words.

    Words that went live without an approval take an older sign-off with them.
    """
    if not hasattr(instance, "sign_off_fields"):
        return
    approval = approval_of(revision) if revision else None
    clinician = signing_clinician(approval.finished_by) if approval else None
    if clinician is not None:
        day = timezone.localdate(approval.finished_at)
        sign_off(instance, clinician, day)
    else:
        record(instance, reviewed_by=None, last_reviewed=None, next_review=None)


def approval_of(revision):
    """The finished clinical review of this revision, or None."""
    from wagtail.models import TaskState

    approvals = TaskState.objects.filter(
        revision=revision,
        status=TaskState.STATUS_APPROVED,
        task__content_type__app_label="education",
        task__content_type__model="clinicalreview",
    )
    return approvals.select_related("finished_by").order_by("-finished_at").first()


def signing_clinician(user):
    """The clinician this person signs as: an approved entry whose credential is valid, or None."""
    clinician = getattr(user, "clinician", None)
    if clinician is None or not clinician.live:
        return None
    ends = clinician.credential_expires
    return clinician if ends is None or ends >= timezone.localdate() else None


def sign_off(article, clinician, day) -> None:
    """Record who checked the article and when; the example notice goes with the first real check."""
    record(
        article,
        reviewed_by=clinician,
        last_reviewed=day,
        next_review=next_review(day),
        is_example=False,
    )


def record(article, **fields) -> None:
    """Write to the live page itself: these are facts about it, not words of a revision."""
    for field, value in fields.items():
        setattr(article, field, value)
    type(article).objects.filter(pk=article.pk).update(**fields)
