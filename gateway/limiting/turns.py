"""A few at a time from each address: so that not all of a crowd are let in before the first is known to be wrong."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from gateway.problems import own
from gateway.steps import in_task

AT_ONCE = 4
BUSY = "Too many unknown tokens of this address are being checked at once. Nothing was done. Try again."


@dataclass
class _Queue:
    places: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))
    users: int = 0


class Turns:
    """Those who have a turn, and those who wait for one, by address."""

    def __init__(self, seconds: float) -> None:
        """Set how long one may wait."""
        self._seconds = seconds
        self._queues: dict[str, _Queue] = {}

    @asynccontextmanager
    async def of(self, address: str) -> AsyncIterator[None]:
        """Wait for a turn, and have it until the end of the block. Raises Problem."""
        queue = self._queues.setdefault(address, _Queue())
        queue.users += 1
        try:
            await self._wait(queue.places)
            try:
                yield
            finally:
                queue.places.release()
        finally:
            queue.users -= 1
            if not queue.users:
                del self._queues[address]

    async def _wait(self, places: asyncio.Semaphore) -> None:
        await in_task()
        try:
            async with asyncio.timeout(self._seconds):
                await places.acquire()
        except TimeoutError:
            raise own("database_busy", BUSY) from None
