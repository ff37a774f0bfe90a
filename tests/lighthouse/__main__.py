"""`python -m tests.lighthouse`: fill a portal, serve it with gunicorn, measure, print the medians.

LIGHTHOUSE_RUNS is the number of runs per page (5). Fails if a page misses the goals.
"""

import io
import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from urllib.error import URLError
from urllib.request import urlopen

HERE = Path(__file__).parent
LIGHTHOUSE = HERE / "node_modules/.bin/lighthouse"
RUNS = int(os.environ.get("LIGHTHOUSE_RUNS", "5"))
GOALS = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}
ARTICLE = "/treatments/exosomes-in-dermatology/"
PAGES = {
    "home": "/",
    "topic": "/treatments/",
    "article": ARTICLE,
    "search": "/search/",
    "A to Z": "/a-z/",
    "standard page": "/about/",
    "contact": "/contact/",
}
# Results of a search are kept out of search engines on purpose, which costs points for "SEO".
NOT_FOR_ENGINES = {"search with results": "/search/?q=skin"}


def free_port() -> int:
    with socket.socket() as opened:
        opened.bind(("127.0.0.1", 0))
        return opened.getsockname()[1]


def environment(folder: Path) -> dict[str, str]:
    """Production's, with a database and folders of its own."""
    (folder / "media").mkdir()
    return {
        "DJANGO_SETTINGS_MODULE": "tests.lighthouse.settings",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "ALLOWED_HOSTS": "localhost",
        "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
        "MEDIA_ROOT": str(folder / "media"),
        "STATIC_ROOT": str(folder / "static"),
    }


def photograph(width: int, height: int) -> bytes:
    """Something as rich in detail as a photograph, in pixels."""
    from PIL import Image

    written = io.BytesIO()
    drawn = Image.effect_mandelbrot((width, height), (-2.2, -1.2, 1.0, 1.2), 80)
    drawn.convert("RGB").save(written, "JPEG", quality=88)
    return written.getvalue()


def fill(port: int) -> None:
    """A clinic that has finished setting up, as search engines may see it, with a checked article."""
    import django

    django.setup()
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.core.management import call_command
    from django.test import override_settings
    from wagtail.models import Site

    from education.models import ArticlePage, Picture
    from portal.setup_steps import setup_is_finished
    from tests import factories

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    with override_settings(DEBUG=True):
        call_command("start_clinic", show_example=True, port=port, stdout=io.StringIO())
    site = factories.make_clinic("localhost", "Harbour Skin Clinic", port=port)
    clinic = factories.clinic_of(site)
    clinic.name = "Harbour Skin Clinic"
    clinic.save()
    factories.make_setup_finished(Site.objects.get(pk=site.pk))
    clinic = factories.clinic_of(site)
    picture = factories.make_picture(site, "What it looks like")
    for shown, size in ((picture, (1600, 1000)), (clinic.logo, (1200, 300))):
        shown.renditions.all().delete()
        shown.file = SimpleUploadedFile("photograph.jpg", photograph(*size), "image/jpeg")
        shown.save()
    article = ArticlePage.objects.get(slug="exosomes-in-dermatology")
    article.picture, article.picture_alt = Picture.objects.get(pk=picture.pk), "A quiet pattern"
    factories.put_live(article)
    assert setup_is_finished(factories.clinic_of(site))


@contextmanager
def served(port: int):
    """The portal behind gunicorn, as the README's runbook starts it."""
    command = [sys.executable, "-m", "gunicorn", "tests.lighthouse.wsgi", "--workers", "2"]
    server = subprocess.Popen([*command, "--bind", f"127.0.0.1:{port}", "--log-level", "warning"])
    try:
        for _attempt in range(100):
            try:
                urlopen(f"http://localhost:{port}/robots.txt").close()
                break
            except URLError:
                time.sleep(0.2)
        yield f"http://localhost:{port}"
    finally:
        server.terminate()
        server.wait()


def measure(address: str, report: Path, chromium: str) -> dict:
    """One run: Lighthouse's telephone (slow line, slow processor), all four categories.

    On a busy machine Chromium may not start in time; then it is tried again, twice.
    """
    command = [
        str(LIGHTHOUSE),
        address,
        "--quiet",
        "--output=json",
        f"--output-path={report}",
        f"--only-categories={','.join(GOALS)}",
        "--chrome-flags=--headless=new --no-sandbox --disable-gpu --disable-background-networking",
    ]
    for _attempt in range(3):
        run = subprocess.run(
            command, env=os.environ | {"CHROME_PATH": chromium}, capture_output=True, text=True
        )
        if run.returncode == 0:
            return json.loads(report.read_text())
    raise SystemExit(f"Lighthouse could not measure {address}:\n{run.stderr[-2000:]}")


def scores_of(reports: list[dict]) -> dict[str, int]:
    return {
        category: round(median(100 * report["categories"][category]["score"] for report in reports))
        for category in GOALS
    }


def missed(report: dict, scores: dict[str, int]) -> list[str]:
    """The audits behind every score below its goal."""
    return [
        f"  {category}: {report['audits'][part['id']]['title']}"
        for category, goal in GOALS.items()
        if scores[category] < goal
        for part in report["categories"][category]["auditRefs"]
        if part["weight"]
        and (report["audits"][part["id"]]["score"] or 0) < 0.9
        and report["audits"][part["id"]]["scoreDisplayMode"] != "notApplicable"
    ]


def main() -> int:
    from playwright.sync_api import sync_playwright

    from tests.browser.chromium import executable

    with sync_playwright() as playwright:
        chromium = executable(playwright)
    if not chromium or not LIGHTHOUSE.exists():
        sys.stdout.write("Lighthouse needs Chromium and Node.js; nothing was measured.\n")
        return 1
    folder, port, failed = Path(tempfile.mkdtemp(prefix="portal-lighthouse-")), free_port(), False
    os.environ.update(environment(folder))
    try:
        fill(port)
        with served(port) as portal:
            sys.stdout.write(f"Medians of {RUNS}: {', '.join(GOALS)}\n")
            for name, path in (PAGES | NOT_FOR_ENGINES).items():
                runs = [measure(portal + path, folder / "run.json", chromium) for _ in range(RUNS)]
                scores = scores_of(runs)
                note = " (kept out of search engines on purpose)" * (name in NOT_FOR_ENGINES)
                sys.stdout.write(
                    f"{name:20}" + "".join(f"{s:5}" for s in scores.values()) + f"{note}\n"
                )
                why = missed(runs[-1], scores)
                sys.stdout.write("".join(f"{line}\n" for line in why))
                sys.stdout.flush()
                failed |= bool(why) and name in PAGES
    finally:
        shutil.rmtree(folder)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
