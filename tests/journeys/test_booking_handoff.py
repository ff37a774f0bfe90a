"""What a booking system learns of a patient: a stand-in at another address records all it is sent.

Chromium takes booking.example for this machine, so the requests are real ones: over https, with the
headers that Chromium itself chose.
"""

import shutil
import ssl
import subprocess
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import SimpleNamespace

import pytest

from education.models import ArticlePage
from portal.models import AppointmentType, Location
from tests.browser import chromium
from tests.browser.fixtures import SECONDS_PER_STEP
from tests.browser.page_types import ARTICLE

HOST = "booking.example"
# Nothing of where the patient comes from: title, slug, topic, what was searched for, our address.
TELLING = ("exosome", "dermatology", "treatment", "scar", "procedure", "consultation", "localhost")
PAGE = b"<!doctype html><title>Times</title><link rel=icon href='data:,'><h1>Choose a time</h1>"


class Scheduler:
    """A booking system that remembers path and headers of every request it got."""

    def __init__(self, folder):
        self.requests: list[tuple[str, dict[str, str]]] = []
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*self_signed(folder))
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.port = self.server.server_port
        Thread(target=self.server.serve_forever, daemon=True).start()

    def _handler(self):
        requests = self.requests

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                headers = {name.lower(): value for name, value in self.headers.items()}
                requests.append((self.path, headers))
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Set-Cookie", "visitor=1; Secure; SameSite=None")
                self.end_headers()
                self.wfile.write(PAGE)

            def log_message(self, *words):
                """Not into the tests' output."""

        return Handler


def self_signed(folder) -> tuple[str, str]:
    certificate, key = str(folder / "certificate.pem"), str(folder / "key.pem")
    words = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    words += ["-subj", f"/CN={HOST}", "-keyout", key, "-out", certificate]
    subprocess.run(words, check=True, capture_output=True)
    return certificate, key


@pytest.fixture(scope="module")
def scheduler_server(tmp_path_factory):
    if not shutil.which("openssl"):
        pytest.skip("openssl is not installed, so no stand-in for a booking system could be made")
    scheduler = Scheduler(tmp_path_factory.mktemp("scheduler"))
    yield scheduler
    scheduler.server.shutdown()
    scheduler.server.server_close()


@pytest.fixture
def scheduler(scheduler_server):
    scheduler_server.requests.clear()
    return scheduler_server


@pytest.fixture(scope="module")
def phone(chrome, scheduler_server):
    """A Chromium that finds the stand-in under the booking system's name."""
    found = chromium.executable(SimpleNamespace(chromium=chrome.browser_type))
    rule = f"--host-resolver-rules=MAP {HOST}:443 127.0.0.1:{scheduler_server.port}"
    browser = chrome.browser_type.launch(executable_path=found, args=[*chromium.ARGUMENTS, rule])
    yield browser
    browser.close()


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def patient(request, phone):
    context = phone.new_context(
        viewport={"width": 375, "height": 800},
        has_touch=True,
        ignore_https_errors=True,
        java_script_enabled=request.param,
    )
    context.set_default_timeout(SECONDS_PER_STEP * 1000)
    yield context.new_page()
    context.close()


@pytest.fixture
def clinic(portal):
    """Books at the stand-in; the example article asks for a procedure consultation."""
    ArticlePage.objects.filter(slug="exosomes-in-dermatology").update(appointment_type="procedure")
    clinic = portal.clinic
    clinic.booking_link = f"https://{HOST}/new?lang=en&type={{appointment}}&at={{location}}"
    clinic.booking_hosts = ""
    clinic.appointment_types = [
        AppointmentType(kind="procedure", name="Procedure consultation", scheduler_code="P3")
    ]
    clinic.save()
    return clinic


def search_and_open_the_article(patient, portal) -> None:
    patient.goto(portal.url)
    box = patient.get_by_role("searchbox")
    box.fill("exosomes scars")
    box.press("Enter")
    patient.locator("main").get_by_role("link", name="Exosomes in Dermatology").first.click()
    assert patient.url.startswith(portal.url + ARTICLE)


def assert_told_nothing(scheduler, path: str) -> None:
    assert [asked for asked, _headers in scheduler.requests] == [path]
    for asked, headers in scheduler.requests:
        assert not {"referer", "cookie", "origin"} & set(headers)
        told = " ".join([asked, *headers, *headers.values()]).lower()
        assert [word for word in TELLING if word in told] == []


def test_a_tap_leads_to_the_booking_system_and_tells_it_nothing(portal, clinic, scheduler, patient):
    search_and_open_the_article(patient, portal)
    link = patient.get_by_role("link", name="Consult your dermatologist")
    link.scroll_into_view_if_needed()
    link.hover()
    patient.wait_for_timeout(500)
    assert scheduler.requests == [], "asked before the tap"
    assert "The booking page opens on booking.example." in patient.locator("#book").inner_text()
    link.tap()
    patient.wait_for_url(f"https://{HOST}/**")
    assert patient.get_by_role("heading").inner_text() == "Choose a time"
    assert_told_nothing(scheduler, "/new?lang=en&type=P3")
    assert patient.evaluate("[window.opener, document.referrer]") == [None, ""]


def test_neither_does_a_new_tab(portal, clinic, scheduler, patient):
    patient.goto(portal.url + ARTICLE)
    with patient.context.expect_page() as opened:
        link = patient.get_by_role("link", name="Consult your dermatologist")
        link.click(modifiers=["ControlOrMeta"])
    tab = opened.value
    tab.wait_for_url(f"https://{HOST}/**")
    assert_told_nothing(scheduler, "/new?lang=en&type=P3")
    assert tab.evaluate("[window.opener, document.referrer]") == [None, ""]


def test_nor_does_the_way_over_the_choice_of_a_location(portal, clinic, scheduler, patient):
    clinic.locations = [Location(name=name, scheduler_code=name[0]) for name in ("North", "South")]
    clinic.save()
    search_and_open_the_article(patient, portal)
    patient.get_by_role("link", name="Consult your dermatologist").tap()
    patient.wait_for_url("**/book/procedure/")
    assert scheduler.requests == []
    patient.locator(f"a[href*='{HOST}']").last.tap()
    patient.wait_for_url(f"https://{HOST}/**")
    assert_told_nothing(scheduler, "/new?lang=en&type=P3&at=S")


def test_printing_asks_nobody_and_paper_names_no_appointment(portal, clinic, scheduler, patient):
    patient.goto(portal.url + ARTICLE)
    patient.emulate_media(media="print")
    assert "Book: booking.example/new" in patient.locator("#book").inner_text()
    assert "P3" not in patient.locator("#book").inner_text()
    patient.pdf()
    assert scheduler.requests == []
