"""Telling a reviewer when their approval did not count, and why."""

from django.contrib import messages

from education.models.review import why_not_approved


def say_if_not_approved(request, content):
    """After an approval from the editor: say why the content still waits."""
    if request.POST.get("workflow-action-name") != "approve":
        return
    if content.current_workflow_task_state is None:
        return
    if reason := why_not_approved(content, request.user):
        messages.warning(request, reason)
