"""What happens when clinical review is finished: the approved words go live, signed and dated.

`WAGTAIL_FINISH_WORKFLOW_ACTION` names `publish_approved`. Wagtail imports this module while models
load, so it imports none itself.
"""

from django.db import transaction
from django.utils import timezone

from education.review_dates import next_review


def publish_approved(workflow_state, user=None):
    """Publish exactly the revision that was approved, whatever else has been saved since.

    Nobody holds Wagtail's "publish" permission, so its check is skipped: the approval is the
    permission. The sign-off is written to the live page in the same transaction.
    """
    from wagtail.models import TaskState

    content = workflow_state.content_object
    content = getattr(content, "specific", content)  # a page comes as a plain Page, without fields
    revision = TaskState.objects.get(pk=workflow_state.current_task_state_id).revision
    with transaction.atomic():
        if hasattr(content, "sign_off_fields"):
            sign_off(content, user)
        revision.publish(user=user, skip_permission_checks=True)


def sign_off(article, user) -> None:
    """Record who checked the article and when; the example notice goes with the first real check.

    Without a clinician's record for `user` the date is kept and no name is shown.
    """
    today = timezone.localdate()
    article.reviewed_by = getattr(user, "clinician", None) if user else None
    article.last_reviewed = today
    article.next_review = next_review(today)
    article.is_example = False
    type(article).objects.filter(pk=article.pk).update(
        **{field: getattr(article, field) for field in article.sign_off_fields}
    )
