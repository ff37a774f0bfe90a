"""What staff are told when words did not go live: what to do next, where they can do it."""

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect
from wagtail.admin.admin_url_finder import AdminURLFinder

from education.signed_content import NotSignedOff


def tell_what_to_do(get_response):
    """Middleware: a refusal is a message in the editor of what was refused, never an error page."""

    class Refusals:
        def __call__(self, request):
            return get_response(request)

        def process_exception(self, request, exception):
            if not isinstance(exception, NotSignedOff):
                return None
            if _is_read_by_a_program(request):
                return JsonResponse({"success": False, "message": str(exception)}, status=403)
            messages.error(request, str(exception))
            return redirect(_editor_of(exception.content, request.user))

    return Refusals()


def _is_read_by_a_program(request) -> bool:
    return request.path_info.startswith("/admin/api/") or (
        request.headers.get("x-requested-with") == "XMLHttpRequest"
        or not request.accepts("text/html")
    )


def _editor_of(content, user) -> str:
    address = None
    if content is not None and content.pk:
        address = AdminURLFinder(user).get_edit_url(content)
    return address or "wagtailadmin_home"
