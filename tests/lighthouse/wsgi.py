"""The portal behind what a web server in front of it does: https, packed pages, uploaded files."""

import gzip
from collections.abc import Callable, Iterable

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from whitenoise import WhiteNoise

PACKED = ("text/html", "text/css", "image/svg+xml", "text/plain", "application/xml")


def in_front(portal: Callable) -> Callable:
    """Say that the reader came by https; pack the text that the portal has not packed itself."""

    def serve(environ: dict, start_response: Callable) -> Iterable[bytes]:
        answer = {}

        def note(status, headers, exc_info=None):
            answer.update(status=status, headers=headers)

        body = portal(environ | {"HTTP_X_FORWARDED_PROTO": "https"}, note)
        headers = dict(answer["headers"])
        kind = headers.get("Content-Type", "").partition(";")[0]
        wanted = "gzip" in environ.get("HTTP_ACCEPT_ENCODING", "")
        if wanted and kind in PACKED and "Content-Encoding" not in headers:
            packed = gzip.compress(b"".join(body), 6)
            headers |= {"Content-Encoding": "gzip", "Content-Length": str(len(packed))}
            headers["Vary"] = ", ".join(filter(None, [headers.get("Vary"), "Accept-Encoding"]))
            body = [packed]
        start_response(answer["status"], list(headers.items()))
        return body

    return serve


application = WhiteNoise(
    in_front(get_wsgi_application()), root=settings.MEDIA_ROOT, prefix="media/", autorefresh=True
)
