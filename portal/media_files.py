"""Pictures' files on one's own machine; on a server the web server hands them out the same way."""

import posixpath
from pathlib import PurePosixPath

from django.conf import settings
from django.http import Http404
from django.views.decorators.http import require_safe
from django.views.static import serve

# What readers' pages and the admin show. Documents have an address of their own, which asks who may
# read them; whatever else comes to lie in the folder is nobody's business.
FOLDERS = ("images", "original_images", "avatar_images")
KINDS = {
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
}
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@require_safe
def serve_picture_file(request, path: str):
    """A picture's file; 404 for anything else, documents above all."""
    place = PurePosixPath(posixpath.normpath(path).lstrip("/"))
    kind = KINDS.get(place.suffix.lower())
    if kind is None or place.parts[0] not in FOLDERS:
        raise Http404("This is no picture.")
    try:
        response = serve(request, str(place), document_root=settings.MEDIA_ROOT)
    except (OSError, ValueError) as error:
        raise Http404("This picture cannot be read.") from error
    response.headers["Content-Type"] = kind
    for name, value in HEADERS.items():
        response.headers[name] = value
    return response
