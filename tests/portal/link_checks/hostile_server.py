"""A local server that does to whoever asks it what the internet does, and a network that leads there.

Every name in `HOSTS` is looked up as a public address; the connection is made to the local server
instead. What the name would lead to in earnest is not asked: the machine may be offline.
"""

import socket
import threading
import time
from collections.abc import Callable
from contextlib import contextmanager, nullcontext
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from portal.link_checks.asking import Asker, CannotAsk
from portal.link_checks.verdict import Outcome

PUBLIC = "93.184.215.14"


class Hostile(BaseHTTPRequestHandler):
    """Answers by path; `/status/404` answers with that status. Writes down what it was asked."""

    protocol_version = "HTTP/1.1"

    def do_HEAD(self):
        self._answer()

    def do_GET(self):
        self._answer()

    def _answer(self):
        self.server.asked.append(
            (self.command, self.headers["Host"], self.path, dict(self.headers), time.monotonic())
        )
        path = self.path.partition("?")[0]
        chosen = self.server.answers.get(path)
        if chosen is not None:
            return chosen(self)
        if path.startswith("/status/"):
            return self.say(int(path.removeprefix("/status/")))
        if path.startswith("/to/"):
            return self.say(302, Location=self.path.removeprefix("/to/"))
        named = getattr(self, "_" + path.strip("/").replace("-", "_"), None)
        return named() if named else self.say(200)

    def say(self, status: int, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _hang(self):
        self.server.let_go.wait(30)

    def _drip(self):
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        while not self.server.let_go.wait(0.1):
            self.wfile.write(b"x")
            self.wfile.flush()

    def _endless_heads(self):
        while not self.server.let_go.is_set():
            self.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n")

    def _huge_head(self):
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 200_000 + b"\r\n\r\n")

    def _no_http(self):
        self.wfile.write(b"\x00\x01\x02 nothing like an answer\r\n\r\n")

    def _hang_up(self):
        self.connection.shutdown(socket.SHUT_RDWR)

    def _for_ever(self):
        number = int(self.path.partition("?")[2] or 0)
        self.say(302, Location=f"/for-ever?{number + 1}")

    def _circle(self):
        self.say(302, Location="/circle")

    def _two_gigabytes(self):
        self.send_response(200)
        self.send_header("Content-Length", str(2 * 1024**3))
        self.end_headers()
        if self.command == "GET":
            while not self.server.let_go.is_set():
                self.wfile.write(b"x" * 65536)
                self.server.sent += 65536

    def _no_head(self):
        self.say(405 if self.command == "HEAD" else 200)

    def _head_is_missing(self):
        self.say(404 if self.command == "HEAD" else 200)

    def _hangs_on_head(self):
        if self.command == "HEAD":
            return self._hang()
        return self.say(200)

    def _hangs_up_on_head(self):
        if self.command == "HEAD":
            return self._hang_up()
        return self.say(200)

    def _cookie(self):
        self.say(302, Location="/status/200", **{"Set-Cookie": "who=patient"})

    def log_message(self, *args):
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Hostile)
        self.asked: list[tuple] = []
        self.answers: dict[str, Callable] = {}
        self.let_go = threading.Event()
        self.sent = 0

    def handle_error(self, request, address):
        pass  # whoever asks hangs up when it has seen enough


@contextmanager
def hostile_server():
    server = Server()
    threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
    ).start()
    try:
        yield server
    finally:
        server.let_go.set()
        server.shutdown()
        server.server_close()


def leading_to(server: Server, names: dict[str, list[str]] | None = None, **fields) -> Asker:
    """An asker for whom every name is public and leads to this server; `names` says others.

    A name with no address does not exist. TLS is left out unless `secure` is given.
    """
    known = names or {}

    def resolve(host: str, port: int) -> list[str]:
        found = known.get(host, [PUBLIC])
        if not found:
            raise CannotAsk(Outcome.NO_NAME)
        return found

    def dial(address: str, port: int, seconds: float) -> socket.socket:
        assert address in {PUBLIC, *(one for many in known.values() for one in many)}
        return socket.create_connection(server.server_address, timeout=seconds)

    values = {"secure": lambda connection, host: connection, "turn": nullcontext}
    values |= {"user_agent": "Portal-LinkCheck", "longest_wait": 1.0}
    return Asker(resolve=resolve, dial=dial, **(values | fields))
