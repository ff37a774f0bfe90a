"""The window in which a clinician approves a shared item, from a list and from its editor."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.snippets.views.snippets import CollectWorkflowActionDataView, WorkflowActionView

from education.review.approval import why_not_by


class AnswersInWindow:
    """What cannot be approved any more closes the window with the reason.

    Wagtail answers with a redirect or a refusal, and its window can show neither.
    """

    def dispatch(self, request, *args, **kwargs):
        try:
            response = super().dispatch(request, *args, **kwargs)
        except PermissionDenied:
            reason = why_not_by(request.user, self.object)
            messages.error(request, reason or _("You cannot do this here."))
            response = redirect(AdminURLFinder(request.user).get_edit_url(self.object))
        in_window = request.headers.get("x-requested-with") == "XMLHttpRequest"
        if in_window and response.status_code == 302:
            # `cleaned_data` for the editor, which sends its form on after the window has closed.
            json_data = {"step": "success", "redirect": response.url, "cleaned_data": {}}
            return self.render_modal_json(request, json_data)
        return response


class ApprovalWindow(AnswersInWindow, WorkflowActionView):
    pass


class ApprovalAnswer(AnswersInWindow, CollectWorkflowActionDataView):
    pass
