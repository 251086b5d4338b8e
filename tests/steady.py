"""Callers who read and write without pause while something happens to the gateways; half of them keep connections."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count

import psycopg

from tests.callers import HANG_SECONDS, NO_ANSWER, Client, Connection, End, figures
from tests.gateways import Served

WARM_SECONDS = 0.3
PAUSE_SECONDS = 0.01  # so that the gateways have a part of the machine's cores as well
SUBJECTS = "SELECT subject FROM desk.ticket WHERE subject LIKE %s"


class Caller:
    """One at a time: a client that heeds `Connection: close`, and tries nothing twice."""

    def __init__(self, served: Served, keeps: bool) -> None:
        """Begin without a connection."""
        self._port = served.port
        self._write = Client(served, served.token).request
        self._keeps = keeps
        self._connection: Connection | None = None

    async def call(self, method: str, path: str, body: object = None, **headers: str) -> End:
        """Call, and tell how it ended."""
        began = time.monotonic()
        key = headers.get("idempotency_key", "")
        if not self._keeps:
            headers["connection"] = "close"
        try:
            async with asyncio.timeout(HANG_SECONDS):
                status, named, content = await self._exchange(self._write(method, path, body, **headers))
        except (TimeoutError, OSError, EOFError):
            self.close()
            return End(NO_ANSWER, time.monotonic() - began, key=key)
        if not self._keeps or named.get("connection") == "close":
            self.close()
        is_json = named.get("content-type", "").endswith("json")
        return End(status, time.monotonic() - began, named, json.loads(content) if is_json else content, key)

    def close(self) -> None:
        """End the connection, if there is one."""
        if self._connection is not None:
            self._connection[1].close()
            self._connection = None

    async def _exchange(self, request: bytes) -> tuple[int, dict[str, str], bytes]:
        if self._connection is None:
            self._connection = await asyncio.open_connection("127.0.0.1", self._port)
        reader, writer = self._connection
        writer.write(request)
        first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")[:-2]
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
        return int(first.split()[1]), headers, await reader.readexactly(int(headers.get("content-length", 0)))


@dataclass
class Steady:
    """What the callers did. Each reads, and makes a ticket with a key of its own, in turn."""

    served: Served
    name: str
    callers: int = 32
    reads: list[End] = field(default_factory=list)
    writes: list[End] = field(default_factory=list)
    _numbers: count[int] = field(default_factory=count)
    _is_over: bool = False

    def run(self, disturb: Callable[[], None]) -> None:
        """Let the callers call before, while and after something happens."""
        asyncio.run(self._run(disturb))
        print(f"{self.name}: reads {figures(self.reads)}; writes {figures(self.writes)}")

    def failed(self) -> list[End]:
        """Give the calls that were not done."""
        return [end for end in (*self.reads, *self.writes) if not end.is_good]

    def processes(self) -> set[str]:
        """Tell which processes have answered: the first part of a request's id is its process's own."""
        return {end.headers["x-request-id"].partition("-")[0] for end in self.reads if end.is_good}

    def check_written(self, url: str) -> None:
        """Hold that every write that was answered is in the table once, and no other."""
        with psycopg.connect(url) as session:
            made = [row[0] for row in session.execute(SUBJECTS, [f"{self.name}-%"]).fetchall()]
        assert sorted(made) == sorted(end.key for end in self.writes)

    async def _run(self, disturb: Callable[[], None]) -> None:
        calling = [
            asyncio.create_task(self._go_on(Caller(self.served, number % 2 == 0))) for number in range(self.callers)
        ]
        await asyncio.sleep(WARM_SECONDS)
        await asyncio.to_thread(disturb)
        await asyncio.sleep(WARM_SECONDS)
        self._is_over = True
        await asyncio.gather(*calling)

    async def _go_on(self, caller: Caller) -> None:
        while not self._is_over:
            key = f"{self.name}-{next(self._numbers)}"
            body = {"subject": key, "client_id": 1}
            self.writes.append(await caller.call("POST", "/v1/tickets", body, idempotency_key=key))
            for _ in range(3):
                self.reads.append(await caller.call("GET", "/v1/tickets/1"))
                await asyncio.sleep(PAUSE_SECONDS)
        caller.close()
