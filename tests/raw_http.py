"""Requests as bytes on a socket: what no decent client sends."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, NamedTuple

from tests.gateways import Served

WAIT_SECONDS = 20.0


class Answer(NamedTuple):
    """An answer, as it came."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body."""
        return json.loads(self.body)

    @property
    def rule(self) -> str:
        """The rule that the request broke; whatever is refused is told in the same form."""
        assert self.headers["content-type"] == "application/problem+json", self
        problem = self.json
        assert problem["status"] == self.status, self
        assert problem["request_id"] == self.headers["x-request-id"], self
        assert problem["detail"], self
        return str(problem["type"]).removeprefix("/problems/").replace("-", "_")

    @property
    def is_last(self) -> bool:
        """Whether it says that the connection ends."""
        return self.headers.get("connection") == "close"


class Wire:
    """A connection to a gateway."""

    def __init__(self, connection: socket.socket) -> None:
        """Talk through a socket."""
        self.socket = connection
        self._file = connection.makefile("rb")

    def send(self, *parts: bytes) -> None:
        """Send bytes, each part in a packet of its own."""
        for part in parts:
            self.socket.sendall(part)

    def end(self) -> None:
        """Say that no more is sent."""
        with suppress(OSError):  # the gateway has ended the connection before
            self.socket.shutdown(socket.SHUT_WR)

    def answer(self, method: str = "GET") -> Answer:
        """Read one answer, to a request of a method."""
        answer = self.next_answer(method)
        assert answer is not None, "the connection ended without an answer"
        return answer

    def next_answer(self, method: str = "GET") -> Answer | None:
        """Read one answer; None where the connection ends instead."""
        line = self._file.readline()
        if not line:
            return None
        version, status, _ = line.split(b" ", 2)
        assert version == b"HTTP/1.1", line
        headers = dict(self._headers())
        has_body = method != "HEAD" and status not in {b"100", b"204", b"304"}
        return Answer(int(status), headers, self._body(headers) if has_body else b"")

    def _headers(self) -> Iterator[tuple[str, str]]:
        while (line := self._file.readline()) not in {b"\r\n", b""}:
            name, _, value = line.decode("latin-1").partition(":")
            yield name.lower(), value.strip()

    def _body(self, headers: dict[str, str]) -> bytes:
        assert "transfer-encoding" not in headers, "the gateway says how long its answers are"
        if "content-length" not in headers:
            assert headers["connection"] == "close"
            return self._file.read()
        body = self._file.read(int(headers["content-length"]))
        assert len(body) == int(headers["content-length"]), "the answer is cut off"
        return body

    def answers(self) -> list[Answer]:
        """Read all answers until the connection ends."""
        return list(iter(self.next_answer, None))

    def has_ended(self) -> bool:
        """Tell whether the gateway ends the connection, without another answer."""
        try:
            return self._file.read(1) == b""
        except ConnectionResetError:
            return True


@contextmanager
def connected(served: Served, wait: float = WAIT_SECONDS) -> Iterator[Wire]:
    """Connect to a gateway; whoever waits longer than `wait` for it gets a TimeoutError."""
    with socket.create_connection(("127.0.0.1", served.port), timeout=wait) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        yield Wire(connection)


def request(served: Served, line: str, *headers: str, body: bytes = b"") -> bytes:
    """Write a request with the administrator's token; `line` is `GET /v1/tickets`."""
    lines = [f"{line} HTTP/1.1", "Host: ticketfirst", f"Authorization: Bearer {served.token}", *headers]
    return "".join(f"{one}\r\n" for one in lines).encode("latin-1") + b"\r\n" + body


def with_body(served: Served, line: str, body: bytes, *headers: str, kind: str = "application/json") -> bytes:
    """Write a request with a body of known length."""
    more = (f"Content-Type: {kind}", f"Content-Length: {len(body)}", *headers)
    return request(served, line, *more, body=body)


def chunked(served: Served, line: str, *headers: str) -> bytes:
    """Write the head of a request whose body comes in chunks."""
    return request(served, line, "Content-Type: application/json", "Transfer-Encoding: chunked", *headers)


def chunk(data: bytes) -> bytes:
    """Write a chunk; the empty one is the last."""
    return b"%x\r\n%s\r\n" % (len(data), data)


def once(served: Served, data: bytes, method: str = "GET") -> Answer:
    """Send bytes on a connection of their own, and read the first answer."""
    with connected(served) as wire:
        wire.send(data)
        return wire.answer(method)
