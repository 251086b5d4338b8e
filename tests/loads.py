"""Callers who read and write without pause, and what they find in the table when all is over."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count

import psycopg
from psycopg import Connection

from tests.callers import HANG_SECONDS, Client, End, calling, figures
from tests.gateways import Served

CALLERS = 32
WARM_SECONDS = 0.3
PAUSE_SECONDS = 0.02  # after a refusal, far less than Retry-After asks for: the gateway is to bear that too
SUBJECTS = "SELECT subject FROM desk.ticket WHERE subject LIKE %s"


@dataclass
class Load:
    """What many callers did while something happened to the database."""

    served: Served
    name: str
    reads: list[End] = field(default_factory=list)
    writes: list[End] = field(default_factory=list)
    back_seconds: float = 0.0
    _numbers: count[int] = field(default_factory=count)
    _is_over: bool = False

    async def run(self, disturb: Callable[[], None]) -> None:
        """Let callers call, disturb, and go on until as many others have found all well."""
        async with calling(self.served) as client:
            callers = [asyncio.create_task(self._go_on(client)) for _ in range(CALLERS)]
            await asyncio.sleep(WARM_SECONDS)
            await asyncio.to_thread(disturb)
            await self.until_well(client)
            self._is_over = True
            await asyncio.gather(*callers)

    async def read(self, client: Client) -> None:
        """Read the first ticket."""
        self.reads.append(await client.call("GET", "/v1/tickets/1"))

    async def write(self, client: Client) -> None:
        """Make a ticket of which nobody has made another."""
        self.writes.append(await _make(client, f"{self.name}-{next(self._numbers)}"))

    async def until_well(self, client: Client) -> None:
        """Return when so many callers at once have got good answers, and note how long that took."""
        began = time.monotonic()
        await asyncio.gather(*(_until_good(client) for _ in range(CALLERS)))
        self.back_seconds = time.monotonic() - began

    def check(self, url: str) -> None:
        """Hold the answers against the table, repeat what had none that is good, and hold all against it once more."""
        with psycopg.connect(url, autocommit=True) as session:
            before = self._made(session)
            repeated = asyncio.run(self._repeat())
            after = self._made(session)
        good = {end.key for end in self.writes if end.is_good}
        unknown = sum(end.key in before for end in self.writes if not end.is_good)
        print(f"{self.name}: reads {figures(self.reads)}; writes {figures(self.writes)}, ", end="")
        print(f"{unknown} refused ones in the table; lost {len(good - set(before))}, ", end="")
        print(f"twice {len(after) - len(set(after))}; all well after {self.back_seconds:.2f} s")
        assert [end for end in (*self.reads, *self.writes) if not (end.is_good or end.is_busy)] == []
        assert good <= set(before)
        assert {end.status for end in repeated} <= {201}
        assert sorted(after) == sorted(end.key for end in self.writes)

    async def _go_on(self, client: Client) -> None:
        while not self._is_over:
            await self.write(client)
            await self.read(client)
            if not self.reads[-1].is_good:
                await asyncio.sleep(PAUSE_SECONDS)

    async def _repeat(self) -> list[End]:
        async with calling(self.served) as client:
            return [await _make(client, end.key) for end in self.writes if not end.is_good]

    def _made(self, session: Connection) -> list[str]:
        return [row[0] for row in session.execute(SUBJECTS, [f"{self.name}-%"]).fetchall()]


async def _make(client: Client, key: str) -> End:
    return await client.call("POST", "/v1/tickets", {"subject": key, "client_id": 1}, idempotency_key=key)


async def _until_good(client: Client) -> None:
    async with asyncio.timeout(HANG_SECONDS):
        while not (await client.call("GET", "/v1/tickets/1")).is_good:
            await asyncio.sleep(PAUSE_SECONDS)
