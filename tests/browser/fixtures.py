"""A real server with a real database, and Chromium in front of it.

The server's threads have their own connections to the database, so nothing here runs inside a
test's transaction: the database is filled by `fill`, and emptied by the next `fill`. That is why
the browser tests are a call of pytest of their own (`make test`).
"""

import os
import re
import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core import mail
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import override_settings
from playwright.sync_api import Browser, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer
from wagtail.models import Site

from portal.models import Clinic
from tests import factories
from tests.browser import chromium

TESTS = Path(__file__).parent.parent
SECONDS_PER_STEP = 20
# A thread of the server that waits for its browser keeps a session open.
END_OTHER_SESSIONS = """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()"""


@dataclass(frozen=True)
class Portal:
    """Two clinics on one running server. Chromium takes any name below localhost for this machine."""

    port: int
    database: str

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def second_url(self) -> str:
        return f"http://second.localhost:{self.port}"

    @property
    def site(self) -> Site:
        return Site.objects.get(hostname="localhost")

    @property
    def second_site(self) -> Site:
        return Site.objects.get(hostname="second.localhost")

    @property
    def clinic(self) -> Clinic:
        return factories.clinic_of(self.site)

    def fill(self) -> None:
        """Empty the database, then set up the starter clinic with one article, and a second clinic."""
        # Never empty a database that somebody works with.
        assert connection.settings_dict["NAME"] == self.database
        cache.clear()
        mail.outbox = []
        call_command("flush", interactive=False, verbosity=0, allow_cascade=True)
        ContentType.objects.clear_cache()
        factories.make_installation()
        with override_settings(DEBUG=True, STARTER_PASSWORD=factories.PASSWORD):
            options = {"show_example": True, "no_library": True, "port": self.port}
            call_command("start_clinic", **options, stdout=StringIO())
        factories.make_clinic("second.localhost", "Second Skin Clinic", "#8a2d5c", port=self.port)
        Site.clear_site_root_paths_cache()


# --- pytest's own steps ---------------------------------------------------------------------------


def pytest_collection_modifyitems(items):
    """Everything in tests/browser and tests/journeys is marked `browser`."""
    for item in items:
        if {"browser", "journeys"} & set(item.path.parts[len(TESTS.parts) :]):
            item.add_marker(pytest.mark.browser)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    item.failed = getattr(item, "failed", False) or report.failed
    return report


# --- Fixtures -------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def portal_files():
    """Where uploads go and where the database is, if it is a file. Only pictures of failures stay."""
    folder = Path(tempfile.mkdtemp(prefix="portal-in-browser-"))
    yield folder
    for path in folder.iterdir():
        if path.name != "failures":
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    if not any(folder.iterdir()):
        folder.rmdir()


@contextmanager
def own_database(folder: Path):
    """A database for the server alone: its threads cannot share SQLite's usual one in memory."""
    if connection.connection is not None:
        pytest.skip("The browser tests need a call of their own: pytest -m browser")
    before = connection.settings_dict["NAME"]
    is_file = connection.vendor == "sqlite"
    name = str(folder / "test.sqlite3") if is_file else f"test_browser_{os.getpid()}"
    connection.settings_dict["TEST"]["NAME"] = name
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        yield name
    finally:
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(END_OTHER_SESSIONS)
        connection.creation.destroy_test_db(before, verbosity=0)


@pytest.fixture(scope="session")
def portal_server(django_db_blocker, portal_files):
    """The server, started once; its database is still empty."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright runs a loop in this thread
    with django_db_blocker.unblock(), own_database(portal_files) as database:
        server = LiveServer("localhost")
        portal = Portal(server.thread.port, database)
        try:
            with override_settings(
                MEDIA_ROOT=str(portal_files / "media"),
                ROOT_URLCONF="tests.browser.addresses",
                WAGTAILADMIN_BASE_URL=portal.url,
            ):
                yield portal
        finally:
            server.stop()


@pytest.fixture(scope="session")
def chrome() -> Browser:
    """Chromium, started once."""
    with sync_playwright() as playwright:
        executable = chromium.executable(playwright)
        if not executable:
            pytest.skip("Chromium is not installed, so nothing was tried in a real browser")
        browser = playwright.chromium.launch(executable_path=executable, args=chromium.ARGUMENTS)
        expect.set_options(timeout=SECONDS_PER_STEP * 1000)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chrome, request, portal_files):
    """`open_page(width=375, color_scheme="dark")`: a new reader, with nothing stored.

    If the test fails, a picture of each page is kept, and pytest's report says where.
    """
    contexts = []

    def opened(width: int = 1280, height: int = 800, **options) -> Page:
        context = chrome.new_context(viewport={"width": width, "height": height}, **options)
        context.set_default_timeout(SECONDS_PER_STEP * 1000)
        contexts.append(context)
        return context.new_page()

    yield opened
    failed = getattr(request.node, "failed", False)
    for number, page in enumerate(page for context in contexts for page in context.pages):
        if failed:
            name = re.sub(r"\W+", "-", request.node.name)
            picture = portal_files / "failures" / f"{name}-{number}.png"
            page.screenshot(path=picture)
            request.node.add_report_section("teardown", "pictures", f"{page.url}: {picture}")
    for context in contexts:
        context.close()
