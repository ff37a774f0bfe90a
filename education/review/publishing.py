"""What happens when clinical review is finished: exactly the signed words go live.

`WAGTAIL_FINISH_WORKFLOW_ACTION` names `publish_approved`. Wagtail imports this module while models
load, so it imports none itself.
"""


def publish_approved(workflow_state, user=None):
    """Publish exactly the revision that was approved, or schedule it if it says when.

    Nobody holds Wagtail's "publish" permission, so its check is skipped where somebody approved: the
    sign-off is the permission, and `SignedContent.publish` asks for it. A workflow that was emptied of
    its steps ends here unapproved.
    """
    from wagtail.models import TaskState

    state = TaskState.objects.filter(pk=workflow_state.current_task_state_id).first()
    approved = state is not None and state.status == TaskState.STATUS_APPROVED
    revision = state.revision if state else workflow_state.content_object.get_latest_revision()
    revision.publish(user=user, skip_permission_checks=approved)
