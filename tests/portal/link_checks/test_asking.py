"""One link, asked of a server that does its worst."""

import shutil
import socket
import ssl
import subprocess
import time
import tracemalloc
from contextlib import nullcontext

import pytest

from portal.link_checks import asking
from portal.link_checks.asking import CannotAsk, resolve
from portal.link_checks.verdict import Answer, Outcome
from tests.portal.link_checks.hostile_server import PUBLIC, hostile_server, leading_to


@pytest.fixture
def server():
    with hostile_server() as server:
        yield server


def status(number: int) -> Answer:
    return Answer(Outcome.STATUS, number)


ANSWERS = [
    # path, what comes of asking for it
    ("/fine", status(200)),
    ("/status/404", status(404)),
    ("/status/403", status(403)),
    ("/status/503", status(503)),
    ("/status/999", status(999)),
    ("/status/301", status(301)),
    ("/no-head", status(200)),
    ("/head-is-missing", status(200)),
    ("/hangs-on-head", status(200)),
    ("/hangs-up-on-head", status(200)),
    ("/hang", Answer(Outcome.TOO_SLOW)),
    ("/drip", Answer(Outcome.TOO_SLOW)),
    ("/endless-heads", Answer(Outcome.TOO_SLOW)),
    ("/huge-head", Answer(Outcome.NO_ANSWER)),
    ("/no-http", Answer(Outcome.NO_ANSWER)),
    ("/hang-up", Answer(Outcome.NO_ANSWER)),
    ("/for-ever", Answer(Outcome.CIRCLES, 302)),
    ("/circle", Answer(Outcome.CIRCLES, 302)),
    ("/to/https://elsewhere.example/fine", status(200)),
    ("/to//elsewhere.example/fine", status(200)),
    ("/to/../status/410", status(410)),
    ("/to/https://127.0.0.1/", Answer(Outcome.NUMBERED, 302)),
    ("/to/https://169.254.169.254/latest/meta-data/", Answer(Outcome.NUMBERED, 302)),
    ("/to/https://10.0.0.7/", Answer(Outcome.NUMBERED, 302)),
    ("/to/https://[::1]/", Answer(Outcome.NUMBERED, 302)),
    ("/to/https://2130706433/", Answer(Outcome.NUMBERED, 302)),
    ("/to/https://inside.example/", Answer(Outcome.INSIDE, 302)),
    ("/to/https://gone.example/", Answer(Outcome.NO_NAME, 302)),
    ("/to/file:///etc/passwd", Answer(Outcome.UNSAFE, 302)),
    ("/to/ftp://elsewhere.example/", Answer(Outcome.UNSAFE, 302)),
    ("/to/https://nurse:secret@elsewhere.example/", Answer(Outcome.UNSAFE, 302)),
    ("/to/https://elsewhere.example:22/", Answer(Outcome.UNSAFE, 302)),
    ("/to/https://elsewhere.example:99999/", Answer(Outcome.NOT_AN_ADDRESS, 302)),
]
NAMES = {"inside.example": ["10.1.2.3"], "gone.example": []}


@pytest.mark.parametrize(("path", "answer"), ANSWERS)
def test_what_comes_of_asking(server, path, answer):
    asker = leading_to(server, NAMES)
    begun = time.monotonic()
    assert asker.ask(f"https://book.example{path}", booking=True) == answer
    assert time.monotonic() - begun < 3


INSIDE = ["127.0.0.1", "169.254.169.254", "10.0.0.1", "100.64.0.1", "0.0.0.0", "::1", "fd00::1"]


@pytest.mark.parametrize("address", [*INSIDE, "::ffff:127.0.0.1", "224.0.0.1"])
def test_a_name_that_leads_inside_is_not_asked_at_all(server, address):
    for found in ([address], [PUBLIC, address]):
        asker = leading_to(server, {"book.example": found})
        assert asker.ask("https://book.example/").outcome == Outcome.INSIDE
    assert server.asked == []


def test_the_connection_is_made_to_the_very_address_that_was_looked_at(server):
    """A name that is public when looked at and inside when looked up again gets no second look."""
    looked_up = []

    def changing(host, port):
        looked_up.append(host)
        return [PUBLIC] if len(looked_up) == 1 else ["127.0.0.1"]

    dialled = []

    def dial(address, port, seconds):
        dialled.append((address, port))
        return socket.create_connection(server.server_address, timeout=seconds)

    asker = asking.Asker("Portal", nullcontext, changing, dial, lambda sock, host: sock)
    assert asker.ask("https://book.example/fine") == status(200)
    assert dialled == [(PUBLIC, 443)] and looked_up == ["book.example"]


FIRST_ADDRESSES = [
    # address, as a booking link, as any other
    ("http://book.example/fine", Outcome.UNSAFE, Outcome.STATUS),
    ("https://book.example/to/http://book.example/fine", Outcome.UNSAFE, Outcome.STATUS),
    ("https://8.8.8.8/", Outcome.NUMBERED, Outcome.NUMBERED),
    ("https://１２７.０.０.１/", Outcome.NUMBERED, Outcome.NUMBERED),
    ("javascript:alert(1)", Outcome.UNSAFE, Outcome.UNSAFE),
    ("https://", Outcome.NOT_AN_ADDRESS, Outcome.NOT_AN_ADDRESS),
    ("https://[oops/", Outcome.NOT_AN_ADDRESS, Outcome.NOT_AN_ADDRESS),
    (f"https://{'a' * 70}.example/", Outcome.NOT_AN_ADDRESS, Outcome.NOT_AN_ADDRESS),
    ("https://book.example:22/", Outcome.UNSAFE, Outcome.UNSAFE),
    ("https://bücher.example/für-sie?q=ä", Outcome.STATUS, Outcome.STATUS),
    ("https://book.example/a b\r\nX-Header: 1", Outcome.STATUS, Outcome.STATUS),
]


@pytest.mark.parametrize(("address", "booking", "other"), FIRST_ADDRESSES)
def test_which_addresses_are_asked(server, address, booking, other):
    asker = leading_to(server)
    assert asker.ask(address, booking=True).outcome == booking
    assert asker.ask(address, booking=False).outcome == other
    assert all("X-Header" not in headers for _m, _h, _p, headers, _t in server.asked)


def test_two_gigabytes_are_not_read(server):
    asker = leading_to(server)
    server.answers["/big"] = lambda request: (
        request.say(405) if request.command == "HEAD" else request._two_gigabytes()
    )
    tracemalloc.start()
    assert asker.ask("https://book.example/big") == status(200)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 1_000_000
    time.sleep(0.2)
    assert server.sent < 20_000_000  # what the system's own buffers took before we hung up


def test_the_asker_says_who_it_is_and_nothing_else(server):
    leading_to(server).ask("https://book.example/cookie")
    assert len(server.asked) == 2
    for _method, host, _path, headers, _time in server.asked:
        assert host == "book.example"
        assert headers["User-Agent"] == "Portal-LinkCheck"
        assert {"Cookie", "Referer", "Authorization"}.isdisjoint(headers)


def test_a_link_that_works_is_asked_by_head_only(server):
    leading_to(server).ask("https://book.example/fine")
    assert [method for method, *_ in server.asked] == ["HEAD"]


def test_the_whole_visit_has_one_time_limit(server):
    """Five slow redirects do not get five times as long."""
    server.answers["/slow"] = lambda request: (
        time.sleep(0.3),
        request.say(302, Location=request.path + "x"),
    )
    for length in range(1, 8):
        server.answers["/slow" + "x" * length] = server.answers["/slow"]
    begun = time.monotonic()
    assert leading_to(server).ask("https://book.example/slow").outcome == Outcome.TOO_SLOW
    assert time.monotonic() - begun < 2


def test_looking_up_a_name_cannot_hang(server):
    asker = leading_to(server)
    slow = asking.Asker(
        "Portal", asker.turn, lambda h, p: time.sleep(5), asker.dial, asker.secure, 0.3
    )
    begun = time.monotonic()
    assert slow.ask("https://book.example/").outcome == Outcome.TOO_SLOW
    assert time.monotonic() - begun < 2


def test_nobody_listens():
    with hostile_server() as gone:
        asker = leading_to(gone)
    assert asker.ask("https://book.example/").outcome == Outcome.NO_CONNECTION


def test_a_server_without_tls_is_not_secure(server):
    asker = leading_to(server, secure=asking.secure)
    assert asker.ask("https://book.example/fine").outcome == Outcome.NOT_SECURE


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes the certificate")
def test_a_certificate_nobody_vouches_for_is_not_secure(server, tmp_path):
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
         "-keyout", key, "-out", certificate, "-days", "2", "-subj", "/CN=book.example",
         "-addext", "subjectAltName=DNS:book.example"],
        check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    assert leading_to(server, secure=asking.secure).ask("https://book.example/").outcome == (
        Outcome.NOT_SECURE
    )
    trusting = ssl.create_default_context(cafile=certificate)
    for host, outcome in [("book.example", Outcome.STATUS), ("else.example", Outcome.NOT_SECURE)]:
        asker = leading_to(
            server, secure=lambda line, name: trusting.wrap_socket(line, server_hostname=name)
        )
        assert asker.ask(f"https://{host}/fine").outcome == outcome


@pytest.mark.parametrize(
    ("number", "outcome"),
    [(socket.EAI_NONAME, Outcome.NO_NAME), (socket.EAI_AGAIN, Outcome.NO_RESOLVER)],
)
def test_a_missing_name_and_a_missing_network_are_told_apart(monkeypatch, number, outcome):
    def fails(*args, **kwargs):
        raise socket.gaierror(number, "no")

    monkeypatch.setattr(socket, "getaddrinfo", fails)
    with pytest.raises(CannotAsk) as refused:
        resolve("book.example", 443)
    assert refused.value.outcome == outcome
