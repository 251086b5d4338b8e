"""Callers over HTTP, many at once, and what became of each call.

They speak HTTP by themselves, since a full client would use more of the machine than gateway and database together.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.gateways import Served

HANG_SECONDS = 20.0
NO_ANSWER = 0
Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@dataclass(frozen=True)
class End:
    """How a call ended: with an answer, or with none."""

    status: int
    seconds: float
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Any = None
    key: str = ""

    @property
    def is_good(self) -> bool:
        """Whether the call was done."""
        return 200 <= self.status < 300

    @property
    def is_busy(self) -> bool:
        """Whether the caller is told to try again later, in the form that all problems have."""
        is_problem = self.headers.get("content-type") == "application/problem+json"
        return self.status == 503 and is_problem and int(self.headers["retry-after"]) >= 1

    @property
    def rule(self) -> str:
        """The rule of a problem."""
        return str(self.body["type"]).removeprefix("/problems/") if self.status >= 400 else ""


class Client:
    """Connections to a gateway, as many as there are calls at once."""

    def __init__(self, served: Served, token: str) -> None:
        """Begin without a connection."""
        self._port = served.port
        self._token = token
        self._free: list[Connection] = []

    async def call(self, method: str, path: str, body: object = None, **headers: str) -> End:
        """Call, and tell how it ended; a call that hangs ends too, with status 0."""
        began = time.monotonic()
        key = headers.get("idempotency_key", "")
        try:
            async with asyncio.timeout(HANG_SECONDS):
                status, named, content = await self._exchange(self.request(method, path, body, **headers))
        except (TimeoutError, OSError, EOFError):
            return End(NO_ANSWER, time.monotonic() - began, key=key)
        return End(status, time.monotonic() - began, named, json.loads(content or b"null"), key)

    def request(self, method: str, path: str, body: object = None, **headers: str) -> bytes:
        """Write a request as it goes over the wire."""
        content = b"" if body is None else json.dumps(body).encode()
        named = {"Host": "gateway", "Authorization": f"Bearer {self._token}", "Content-Length": str(len(content))}
        named |= {"Content-Type": "application/json"} if content else {}
        named |= {name.replace("_", "-"): value for name, value in headers.items()}
        lines = "".join(f"{name}: {value}\r\n" for name, value in named.items())
        return f"{method} {path} HTTP/1.1\r\n{lines}\r\n".encode() + content

    async def connect(self) -> Connection:
        """Make a connection."""
        return await asyncio.open_connection("127.0.0.1", self._port)

    async def connect_all(self, count: int) -> None:
        """Have so many connections ready, that as many calls may be on their way at once."""
        self._free += [await self.connect() for _ in range(count)]

    async def is_sent(self) -> None:
        """Return when the gateway has taken in what was sent before: it answers what needs no database after that."""
        for _ in range(3):
            assert (await self.call("GET", "/healthz")).is_good

    def close(self) -> None:
        """End the connections that nobody uses."""
        for _, writer in self._free:
            writer.close()

    async def _exchange(self, request: bytes) -> tuple[int, dict[str, str], bytes]:
        reader, writer = self._free.pop() if self._free else await self.connect()
        try:
            writer.write(request)
            first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")[:-2]
            headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
            content = await reader.readexactly(int(headers.get("content-length", 0)))
        except BaseException:
            writer.close()
            raise
        self._free.append((reader, writer))
        return int(first.split()[1]), headers, content


@asynccontextmanager
async def calling(served: Served, token: str | None = None) -> AsyncIterator[Client]:
    """Give a client with the administrator's token, or another."""
    client = Client(served, token or served.token)
    try:
        yield client
    finally:
        client.close()


async def all_of(calls: Iterable[Awaitable[End]]) -> list[End]:
    """Wait for all."""
    return list(await asyncio.gather(*calls))


def figures(ends: Iterable[End]) -> str:
    """Count the calls by how they ended: `100 answered: 62 of 200, 38 of 503; 0 hung`."""
    counts = Counter(end.status for end in ends)
    hung = counts.pop(NO_ANSWER, 0)
    kinds = ", ".join(f"{count} of {status}" for status, count in sorted(counts.items()))
    return f"{sum(counts.values())} answered: {kinds or 'none'}; {hung} hung"
