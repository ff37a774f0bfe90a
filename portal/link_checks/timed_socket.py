"""A connection that ends at a moment, however slowly the other side drips. Pure.

A socket's own time limit starts anew with each byte; here all reading and writing together ends.
"""

from __future__ import annotations

import io
import socket
from time import monotonic


class TimeIsUp(Exception):
    """The time for one link is over."""


class TimedSocket:
    """What `http.client` asks of a socket, with one moment (`time.monotonic`) at which it ends."""

    def __init__(self, connection: socket.socket, ends: float):
        self._connection = connection
        self._ends = ends

    def sendall(self, data: bytes) -> None:
        self._set_limit()
        try:
            self._connection.sendall(data)
        except TimeoutError as error:
            raise TimeIsUp from error

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Reading(self))

    def receive(self, buffer: memoryview) -> int:
        self._set_limit()
        try:
            return self._connection.recv_into(buffer)
        except TimeoutError as error:
            raise TimeIsUp from error

    def close(self) -> None:
        self._connection.close()

    def _set_limit(self) -> None:
        left = self._ends - monotonic()
        if left <= 0:
            raise TimeIsUp
        self._connection.settimeout(left)


class _Reading(io.RawIOBase):
    def __init__(self, connection: TimedSocket):
        super().__init__()
        self._timed = connection

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        return self._timed.receive(buffer)
