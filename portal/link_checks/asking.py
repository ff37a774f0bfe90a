"""Asking one address whether it works, politely and safely. Pure, standard library only.

The name is looked up once and the connection made to the very address that was looked at, so that
a name cannot lead elsewhere in between. Every redirect is looked at like a first address. Nothing
is kept or sent along: no cookie, no referrer; of an answer only its head is read.
"""

from __future__ import annotations

import http.client
import queue
import socket
import ssl
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from time import monotonic
from typing import Final
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from portal.link_checks.public_addresses import is_a_number, is_public
from portal.link_checks.timed_socket import TimedSocket, TimeIsUp
from portal.link_checks.verdict import Answer, Outcome

Resolve = Callable[[str, int], list[str]]
Dial = Callable[[str, int, float], socket.socket]
Secure = Callable[[socket.socket, str], socket.socket]

MOST_REDIRECTS: Final = 5
MOST_ADDRESSES: Final = 4  # of one name; a site that answers at none of them is down
LONGEST_WAIT: Final = 20.0  # seconds for one link, all its redirects together
LONGEST_CONNECT: Final = 6.0  # seconds for one computer
# Sites that refuse or do not know HEAD answer it with many numbers; only GET's answer counts.
HEAD_SETTLES: Final = frozenset({429, 503})
REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_LEAVE: Final = "%/?#[]@!$&'()*+,;=:~"


class CannotAsk(Exception):
    """Asking ended without an answer to judge by; `outcome` says how."""

    def __init__(self, outcome: Outcome):
        super().__init__(outcome.value)
        self.outcome = outcome


def resolve(host: str, port: int) -> list[str]:
    """The IP addresses of a name. Raises `CannotAsk`: no such name, or nobody to ask for it."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        nobody = error.errno in (socket.EAI_AGAIN, socket.EAI_FAIL, socket.EAI_SYSTEM)
        raise CannotAsk(Outcome.NO_RESOLVER if nobody else Outcome.NO_NAME) from error
    except (OSError, UnicodeError) as error:
        raise CannotAsk(Outcome.NO_NAME) from error
    return list(dict.fromkeys(str(address[4][0]) for address in found))


def dial(address: str, port: int, seconds: float) -> socket.socket:
    """A connection to this very IP address. Raises OSError."""
    return socket.create_connection((address, port), timeout=seconds)


def secure(connection: socket.socket, host: str) -> socket.socket:
    """The connection with TLS, the certificate checked for this name. Raises ssl.SSLError, OSError."""
    return ssl.create_default_context().wrap_socket(connection, server_hostname=host)


@dataclass(frozen=True)
class Asker:
    """How links are asked. `turn(host)` begins when that host may be asked again.

    `resolve`, `dial` and `secure` stand for the network; `user_agent` says who asks.
    """

    user_agent: str
    turn: Callable[[str], AbstractContextManager[None]]
    resolve: Resolve = resolve
    dial: Dial = dial
    secure: Secure = secure
    longest_wait: float = LONGEST_WAIT

    def ask(self, address: str, *, booking: bool = False) -> Answer:
        """What comes of following this link; never raises, and ends within `longest_wait` seconds.

        The pauses between questions to one host are not counted. A booking link may lead to https
        only.
        """
        visit = _Visit(self, booking, self.longest_wait)
        try:
            return Answer(Outcome.STATUS, visit.follow(address))
        except CannotAsk as end:
            return Answer(end.outcome, visit.last_status)
        except TimeIsUp:
            return Answer(Outcome.TOO_SLOW)
        except ssl.SSLError:
            return Answer(Outcome.NOT_SECURE)
        except (OSError, http.client.HTTPException, ValueError):
            return Answer(Outcome.NO_ANSWER)


@dataclass
class _Visit:
    """One link with its redirects; `left` is what remains of its time, in seconds."""

    asker: Asker
    booking: bool
    left: float
    last_status: int = 0
    seen: set[str] = field(default_factory=set)

    def follow(self, address: str) -> int:
        """The status at the end of all redirects."""
        for _step in range(MOST_REDIRECTS + 1):
            parts, host = self._checked(address)
            if address in self.seen:
                break
            self.seen.add(address)
            status, target = self._status_of(parts, host)
            self.last_status = status
            if status not in REDIRECTS or not target:
                return status
            address = urljoin(address, target)
        raise CannotAsk(Outcome.CIRCLES)

    def _checked(self, address: str) -> tuple[SplitResult, str]:
        """The address in parts and its host as resolvers know it, if it is one that may be asked."""
        try:
            parts = urlsplit(address)
            host, port = (parts.hostname or "").encode("idna").decode("ascii"), parts.port
        except ValueError:
            raise CannotAsk(Outcome.NOT_AN_ADDRESS) from None
        if parts.scheme not in ("http", "https") or (self.booking and parts.scheme != "https"):
            raise CannotAsk(Outcome.UNSAFE)
        if parts.username is not None or port not in (None, 80, 443):
            raise CannotAsk(Outcome.UNSAFE)
        if not host:
            raise CannotAsk(Outcome.NOT_AN_ADDRESS)
        if is_a_number(host):
            raise CannotAsk(Outcome.NUMBERED)
        return parts, host

    def _status_of(self, parts: SplitResult, host: str) -> tuple[int, str]:
        """HEAD, and GET where HEAD does not settle it: the status and where it redirects to."""
        try:
            status, target = self._exchange("HEAD", parts, host, share=0.5)
        except (TimeIsUp, OSError, http.client.HTTPException):
            pass  # some servers hang or hang up on HEAD
        else:
            if status < 400 or status in HEAD_SETTLES:
                return status, target
        return self._exchange("GET", parts, host, share=1.0)

    def _exchange(
        self, method: str, parts: SplitResult, host: str, *, share: float
    ) -> tuple[int, str]:
        """One question with at most this share of the time that is left."""
        with self.asker.turn(host):
            begun = monotonic()
            try:
                return self._answer(method, parts, host, begun + self.left * share)
            finally:
                self.left -= monotonic() - begun

    def _answer(self, method: str, parts: SplitResult, host: str, ends: float) -> tuple[int, str]:
        port = parts.port or (443 if parts.scheme == "https" else 80)
        connection = http.client.HTTPConnection(host, port)
        connection.sock = self._connected(parts.scheme, host, port, ends)
        if port in (80, 443):
            connection.port = connection.default_port = port  # the Host header names no usual port
        try:
            path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            headers = {
                "User-Agent": self.asker.user_agent,
                "Accept": "text/html, application/pdf;q=0.9, */*;q=0.5",
                "Accept-Encoding": "identity",
                "Connection": "close",
            }
            connection.request(method, quote(path, safe=_LEAVE), headers=headers)
            answer = connection.getresponse()
            return answer.status, answer.getheader("Location") or ""
        finally:
            connection.close()

    def _connected(self, scheme: str, host: str, port: int, ends: float) -> TimedSocket:
        addresses = _within(ends, lambda: self.asker.resolve(host, port))
        # One address inside is enough to refuse: which one a browser takes is chance.
        if not addresses or not all(map(is_public, addresses)):
            raise CannotAsk(Outcome.INSIDE if addresses else Outcome.NO_NAME)
        for address in addresses[:MOST_ADDRESSES]:
            seconds = min(LONGEST_CONNECT, ends - monotonic())
            if seconds <= 0:
                raise TimeIsUp
            try:
                plain = self.asker.dial(address, port, seconds)
            except OSError:
                continue
            if scheme == "http":
                return TimedSocket(plain, ends)
            return TimedSocket(self._secured(plain, host, ends), ends)
        raise CannotAsk(Outcome.NO_CONNECTION)

    def _secured(self, plain: socket.socket, host: str, ends: float) -> socket.socket:
        plain.settimeout(max(ends - monotonic(), 0.01))
        try:
            return self.asker.secure(plain, host)
        except TimeoutError as error:
            plain.close()
            raise TimeIsUp from error
        except OSError as error:  # TLS errors, and a line that was cut while it was set up
            plain.close()
            raise CannotAsk(Outcome.NOT_SECURE) from error


def _within(ends: float, look_up: Callable[[], list[str]]) -> list[str]:
    """What looking up a name brings; the system's own waiting cannot be cut short, so it is left.

    Raises `TimeIsUp`, or what looking up raised.
    """
    results: queue.SimpleQueue[list[str] | BaseException] = queue.SimpleQueue()

    def run() -> None:
        try:
            results.put(look_up())
        except BaseException as problem:
            results.put(problem)

    threading.Thread(target=run, daemon=True).start()
    try:
        found = results.get(timeout=max(ends - monotonic(), 0.01))
    except queue.Empty:
        raise TimeIsUp from None
    if isinstance(found, BaseException):
        raise found
    return found
