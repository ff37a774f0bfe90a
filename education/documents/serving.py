"""Handing out a document: after asking who may read it, and as nothing but a download."""

import logging

from django.core.exceptions import SuspiciousFileOperation
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.text import get_valid_filename
from django.views.decorators.http import require_safe
from wagtail import hooks
from wagtail.documents import get_document_model

logger = logging.getLogger(__name__)

# A document opened in the page's own place would run there with the portal's rights. `sandbox`
# alone leaves Safari with an empty window, so documents are downloads: no browser shows them inside
# the portal's address, and each opens them in its own viewer.
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    # Asked again each time, and kept by nobody in between: it may be for staff only, or so soon.
    "Cache-Control": "private, no-cache",
}
KINDS = {"pdf": "application/pdf"}


@require_safe
def serve(request, document_id, file_name):
    """The stored file; 404 where there is none, a redirect to sign-in where it is for staff.

    Wagtail's own view writes an invalid header and does not survive a file that cannot be opened.
    """
    document = get_object_or_404(get_document_model(), pk=document_id)
    if document.filename != file_name:
        raise Http404("The document has another file now.")
    for may_read in hooks.get_hooks("before_serve_document"):
        answer = may_read(document, request)
        if isinstance(answer, HttpResponse):
            return answer
    try:
        stored = document.file.storage.open(document.file.name, "rb")
    except OSError as error:
        logger.warning("Document %s cannot be read: %s", document.pk, type(error).__name__)
        raise Http404("The document's file is lost.") from error
    response = FileResponse(
        stored,
        as_attachment=True,
        filename=name_for_readers(document),
        content_type=KINDS.get(document.file_extension.lower(), "application/octet-stream"),
        headers=HEADERS,
    )
    etag = quote_etag(document.file_hash) if document.file_hash else None
    if etag:
        response.headers["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response)


def name_for_readers(document) -> str:
    """What a download is called: the document's title, as the stored name is a random one."""
    ending = document.file_extension.lower()
    title = "".join(sign for sign in document.title if sign.isprintable())
    try:
        name = get_valid_filename(title)[:100].strip("._-")
    except SuspiciousFileOperation:  # nothing is left of it
        name = ""
    return f"{name or 'document'}.{ending}"
