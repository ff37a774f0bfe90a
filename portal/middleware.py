"""What every answer gets: a language from its address, and a policy for the browser."""

from collections.abc import Callable

from csp.constants import SELF, UNSAFE_INLINE
from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

# Wagtail's date pickers and rich text editor run inline script and style; readers never see these.
ADMIN_RELAXATION = {
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
}


class ContentSecurityPolicy(CSPMiddleware):
    """The policy of the settings; under /admin/ what Wagtail's own screens need on top."""

    def get_policy_parts(self, request, response, report_only=False) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if request.path_info.startswith("/admin/") and not report_only:
            parts.replace = {**ADMIN_RELAXATION, **(parts.replace or {})}
        return parts


def AddressLanguage(get_response: Callable) -> Callable:  # noqa: N802 (named like a class, as Django's are)
    """The language is in the address (/es/…) and nowhere else.

    Django's own LocaleMiddleware also looks at the browser's language and at a cookie, and tells
    caches that the answer depends on them.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        language = translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language())
            return response

    return middleware
