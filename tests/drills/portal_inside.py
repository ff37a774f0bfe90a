"""What a drill does inside a portal's own process: fill it, or look at it as a reader does."""

import hashlib
import json
import os
import re
import sys
from pathlib import Path


def fill(pages: int, megabytes: int) -> None:
    from django.conf import settings
    from wagtail.models import Site

    from tests import factories

    site = Site.objects.get(is_default_site=True)
    topic = factories.make_topic(site, "For the drill")
    factories.make_document(site, "Leaflet for the drill")
    picture = factories.make_picture(site, "Picture for the drill", size=(640, 400))
    for number in range(pages):
        section = factories.text_section("What it is", f"<p>Words of page {number}.</p>")
        more = {"picture": picture, "picture_alt": "A drill"} if number == 0 else {}
        factories.make_article(site, f"Page {number}", topic=topic, body=[section], **more)
    folder = Path(settings.MEDIA_ROOT, "original_images")
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(megabytes):
        (folder / f"drill-{number}.bin").write_bytes(os.urandom(1024 * 1024))


def look() -> None:
    from django.test import Client

    from tests.base import words_of
    from tests.drills.portal_in_folder import PASSWORD

    reader = Client(HTTP_HOST="localhost")
    sitemap = reader.get("/sitemap.xml").content.decode()
    seen = {}
    for address in re.findall(r"<loc>([^<]+)</loc>", sitemap):
        path = "/" + address.split("/", 3)[3]
        answer = reader.get(path)
        words = f"{answer.status_code} {words_of(answer)}"
        seen[path] = hashlib.sha256(words.encode()).hexdigest()
    signed_in = Client(HTTP_HOST="localhost").login(username="author", password=PASSWORD)
    print(json.dumps({"pages": seen, "signed_in": signed_in}))


def mark() -> None:
    """A change that the backup does not know."""
    from wagtail.models import Site

    Site.objects.filter(is_default_site=True).update(site_name="Marked")


def marked() -> None:
    from wagtail.models import Site

    print(Site.objects.get(is_default_site=True).site_name == "Marked")


if __name__ == "__main__":
    import django

    django.setup()
    if sys.argv[1] == "fill":
        fill(int(sys.argv[2]), int(sys.argv[3]))
    else:
        {"look": look, "mark": mark, "marked": marked}[sys.argv[1]]()
