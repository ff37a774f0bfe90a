"""What staff are told when an approval does not count, or two people work on the same words."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail.admin.admin_url_finder import AdminURLFinder

from education.models import ClinicalReview
from education.models.review import may_approve_at_all, why_not_approved


def before_editing(request, content):
    """Opening: say why it cannot be approved yet. Approving: only the words that were shown."""
    if not isinstance(getattr(content, "current_workflow_task", None), ClinicalReview):
        return None
    if request.method == "GET":
        _say_why_not_yet(request, content)
        return None
    if request.POST.get("workflow-action-name") == "approve" and shown_is_old(request, content):
        messages.error(
            request,
            _("Someone has changed these words since you opened them. Please read them again."),
        )
        return redirect(AdminURLFinder(request.user).get_edit_url(content))
    return None


def shown_is_old(request, content) -> bool:
    """Whether a newer version exists than the one the form was filled with."""
    shown = request.POST.get("loaded_revision_id", "")
    return shown.isdigit() and int(shown) != content.latest_revision_id


def after_editing(request, content):
    """Say if an approval did not count, or if a colleague saved in the meantime."""
    if request.POST.get("workflow-action-name") != "approve":
        _say_if_both_saved(request, content)
    elif content.current_workflow_task_state is not None:
        reason = why_not_approved(content, request.user)
        messages.warning(request, reason or _("This was not approved. Please try again."))


def _say_why_not_yet(request, content) -> None:
    if not may_approve_at_all(content, request.user):
        return
    if reason := why_not_approved(content, request.user):
        messages.info(request, reason)


def _say_if_both_saved(request, content) -> None:
    shown = request.POST.get("loaded_revision_id", "")
    if not shown.isdigit() or not hasattr(content, "revisions"):
        return
    between = (
        content.revisions.filter(pk__gt=int(shown))
        .exclude(user=request.user)
        .exclude(pk=content.latest_revision_id)
    )
    colleague = between.order_by("-pk").first()
    if colleague is None:
        return
    messages.warning(
        request,
        format_html(
            _(
                "{} saved another version while you were writing. Both are kept: yours is the newest, "
                "theirs is in the history. Please compare them."
            ),
            colleague.user or _("Someone"),
        ),
    )
