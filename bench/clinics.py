"""What one installation costs with 1 clinic and with 50: `make bench-clinics` writes bench/CLINICS.md.

Each clinic has a home page, topics, standard pages, people and live articles of its own. The same
clinic is measured both times: pages as readers get them (nothing is cached between requests but what
a running server has at hand), screens of the admin as a clinic's people see them, and one approval.
Runs on the database of DATABASE_URL, in a test database beside it that goes afterwards.
"""

import cProfile
import os
import platform
import pstats
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext, setup_test_environment  # noqa: E402
from django.urls import reverse  # noqa: E402
from wagtail.models import ReferenceIndex, Site  # noqa: E402

from education.models import ArticlePage, ClinicalReview, TopicPage  # noqa: E402
from portal.clinic_list import clinic_rows  # noqa: E402
from portal.clinic_setup import ClinicDetails, set_up_clinic  # noqa: E402
from portal.models import StaffGroup  # noqa: E402
from tests import factories  # noqa: E402

CLINICS = int(os.environ.get("CLINICS", "50"))
ARTICLES = int(os.environ.get("ARTICLES", "20"))
TIMES = int(os.environ.get("TIMES", "15"))
FIRST = "clinic1.example"
RESULT = ROOT / "bench" / "CLINICS.md"
MOST = {"reader": 1.2, "admin": 1.5}


@transaction.atomic
def make_clinic(number: int) -> Site:
    """One clinic as `add_clinic` makes it, with live articles and two people."""
    site = Site(hostname=f"clinic{number}.example", port=80, is_default_site=number == 1)
    set_up_clinic(site, ClinicDetails(f"Clinic {number}", telephone="555 010 0200"))
    factories.make_clinician(
        site, account=factories.make_person(site, StaffGroup.Role.REVIEWER, f"reviewer{number}")
    )
    author = factories.make_person(site, StaffGroup.Role.AUTHOR, f"author{number}")
    factories.make_person(site, StaffGroup.Role.ADMINISTRATOR, f"administrator{number}")
    benefit = factories.make_sound_benefit(site)
    for nth in range(ARTICLES):
        article = factories.make_article(
            site,
            f"Skin topic {nth}",
            benefits=[benefit],
            author=author,
            sources=[],
            published=nth == 0,  # the one that is read has a sign-off; the others are made quickly
        )
        ReferenceIndex.create_or_update_for_object(article)
    return site


def screens(site: Site) -> dict[str, tuple[str, str, str]]:
    """What is measured: name -> kind, address, who asks."""
    article = ArticlePage.objects.filter(title="Skin topic 0", path__startswith=site.root_page.path)
    topic = TopicPage.objects.child_of(site.root_page).first()
    return {
        "article page": ("reader", article.get().relative_url(site), ""),
        "home page": ("reader", "/", ""),
        "search page": ("reader", "/search/?q=skin", ""),
        "dashboard": ("admin", reverse("wagtailadmin_home"), "administrator1"),
        "dashboard, reviewer": ("admin", reverse("wagtailadmin_home"), "reviewer1"),
        "explorer listing": ("admin", reverse("wagtailadmin_explore", args=[topic.pk]), "author1"),
        "content by review state": ("admin", reverse("content_report"), "administrator1"),
        "article editor": (
            "admin",
            reverse("wagtailadmin_pages:edit", args=[article.get().pk]),
            "author1",
        ),
    }


class Measured(NamedTuple):
    """Medians of the time and of this processor's time, in ms; queries and steps of one call.

    Steps are the Python functions called, which no other work on the machine disturbs.
    """

    kind: str
    wall: float
    work: float
    queries: int
    steps: int


def measured(kind: str, act, prepare=lambda: ()) -> Measured:
    act(*prepare())
    given = prepare()
    with CaptureQueriesContext(connection) as asked:
        act(*given)
    queries = len(asked)  # the log is emptied by the next request
    given, profile = prepare(), cProfile.Profile()
    profile.runcall(act, *given)
    walls, works = [], []
    for _ in range(TIMES):
        given = prepare()
        wall, work = time.perf_counter(), time.process_time()
        act(*given)
        works.append((time.process_time() - work) * 1000)
        walls.append((time.perf_counter() - wall) * 1000)
    steps = pstats.Stats(profile).total_calls
    return Measured(kind, statistics.median(walls), statistics.median(works), queries, steps)


def measure(site: Site) -> dict[str, Measured]:
    found = {}
    for name, (kind, address, username) in screens(site).items():
        browser = Client(HTTP_HOST=site.hostname)
        if username:
            browser.force_login(factories.User.objects.get(username=username))

        def ask(browser=browser, address=address):
            answer = browser.get(address)
            if answer.status_code != 200:
                raise SystemExit(f"{address} answered {answer.status_code}")

        found[name] = measured(kind, ask)
    found["approval (publishes)"] = measured("admin", approve, lambda: to_approve(site))
    for draft in ArticlePage.objects.exclude(title__startswith="Skin topic"):
        ArticlePage.objects.get(pk=draft.pk).delete()  # the next run starts from as many
    found["list_clinics"] = measured("installation", clinic_rows)
    return found


def to_approve(site: Site):
    """A draft that waits for the first clinic's reviewer, and that reviewer's browser."""
    author = factories.User.objects.get(username="author1")
    draft = factories.make_article(
        site,
        live=False,
        author=author,
        sources=[factories.make_source(site)],
        conclusion="<p>All in all.</p>",
    )
    ClinicalReview.set_up().start(draft, author)
    browser = Client(HTTP_HOST=site.hostname)
    browser.force_login(factories.User.objects.get(username="reviewer1"))
    return browser, draft


def approve(browser: Client, draft: ArticlePage) -> None:
    state = draft.current_workflow_task_state
    browser.post(
        reverse("wagtailadmin_pages:workflow_action", args=[draft.pk, "approve", state.pk]),
        {"comment": ""},
    )
    if not ArticlePage.objects.get(pk=draft.pk).live:
        raise SystemExit("The draft was not approved, so nothing can be said of approvals.")


def machine() -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT version()" if connection.vendor == "postgresql" else "SELECT sqlite_version()"
        )
        version = cursor.fetchone()[0].split(" on ")[0]
    model = next(
        (line.partition(":")[2].strip() for line in cpu_lines() if line.startswith("model name")),
        platform.processor(),
    )
    busy = os.getloadavg()[0]
    return (
        f"{os.cpu_count()} cores ({model}), {platform.system()}, Python {platform.python_version()}, "
        f"{connection.vendor} {version.removeprefix('PostgreSQL ')}, load at the end {busy:.1f}"
    )


def cpu_lines() -> list[str]:
    info = Path("/proc/cpuinfo")
    return info.read_text(encoding="utf-8").splitlines() if info.exists() else []


def table(one: dict, many: dict) -> str:
    lines = [
        f"## {connection.vendor}",
        "",
        f"{machine()}. Medians of {TIMES}.",
        "",
        f"| what | 1 clinic: ms (CPU) | {CLINICS} clinics: ms (CPU) | steps | most | queries |",
        "|---|---|---|---|---|---|",
    ]
    for name, before in one.items():
        after = many[name]
        queries = " → ".join(dict.fromkeys([str(before.queries), str(after.queries)]))
        lines.append(
            f"| {name} | {before.wall:.0f} ({before.work:.0f}) | {after.wall:.0f} ({after.work:.0f}) | "
            f"{after.steps / before.steps:.2f} | {MOST.get(before.kind, '')} | {queries} |"
        )
    return "\n".join(lines) + "\n"


def write(text: str) -> None:
    """Each database has a part of its own in the file; the other's stays."""
    parts = {}
    if RESULT.exists():
        for part in RESULT.read_text(encoding="utf-8").split("\n## ")[1:]:
            parts[part.partition("\n")[0]] = "## " + part.strip() + "\n"
    parts[connection.vendor] = text
    opening = (
        f"# One clinic and {CLINICS} on one installation\n\n"
        f"Each clinic has {ARTICLES} live articles. Written by `make bench-clinics` "
        "(`DATABASE_URL` chooses the database). “Steps” compares how many Python functions are called "
        "with all clinics and with one: other work on the machine, which makes times longer, does not "
        "disturb it. It says nothing of the database: read its queries and the times for that.\n\n"
    )
    RESULT.write_text(opening + "\n".join(parts[name] for name in sorted(parts)), encoding="utf-8")


def main() -> None:
    setup_test_environment()
    settings.MEDIA_ROOT = tempfile.mkdtemp()
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        factories.make_installation()
        factories.remove_all_clinics()
        first = make_clinic(1)
        one = measure(first)
        for number in range(2, CLINICS + 1):
            make_clinic(number)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
        many = measure(Site.objects.get(hostname=FIRST))
        text = table(one, many)
        print(text)
        write(text)
    finally:
        connection.creation.destroy_test_db(settings.DATABASES["default"]["NAME"], verbosity=0)


if __name__ == "__main__":
    main()
