"""What staff are told when an approval does not count, or two people work on the same words."""

import json

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail.admin.admin_url_finder import AdminURLFinder

from education.models import ClinicalReview
from education.ownership import may_review, site_of
from education.review.approval import why_not_approved


def before_editing(request, content):
    """Opening: say why it cannot be approved yet. Approving: only the words that were shown."""
    task = getattr(content, "current_workflow_task", None)
    if request.method == "POST" and "action-workflow-action" in request.POST:
        if not request.accepts("text/html"):
            # A press on the button changes the form, and the editor saves it by itself as well.
            words = _("The approval comes with the form itself.")
            refusal = {"success": False, "error_code": "blocked_by_hook", "error_message": words}
            return JsonResponse(refusal, status=400)
        if task is None:
            _save_only(request)
        elif not _arrived_whole(request):
            messages.error(request, _("This did not arrive whole. Please try again."))
            return redirect(AdminURLFinder(request.user).get_edit_url(content))
    if not isinstance(task, ClinicalReview):
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
    if request.POST.get("workflow-action-name") == "approve":
        note_shown(content)
    return None


def _save_only(request) -> None:
    """A decision about what no longer waits for one: the words are kept as a draft, nothing else."""
    request.POST = request.POST.copy()
    del request.POST["action-workflow-action"]
    messages.warning(
        request,
        _(
            "This does not wait for approval any more: somebody has dealt with it already. Your "
            "decision does not count. Your words are saved."
        ),
    )


def _arrived_whole(request) -> bool:
    """Whether the answers given in the approval window can be read."""
    try:
        given = json.loads(request.POST.get("workflow-action-extra-data", "{}"))
    except ValueError:
        return False
    return isinstance(given, dict) and {"comment", "wording_only"}.issuperset(given)


def note_shown(content) -> None:
    """The reviewer has the newest words on the screen: these are what an approval stands for."""
    state = content.current_workflow_task_state
    newest = content.get_latest_revision()
    if state is not None and state.revision_id != newest.pk:
        state.revision = newest
        state.save(update_fields=["revision"])


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
    if not may_review(request.user, site_of(content)):
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
