"""Which lane a call takes, and what becomes of it when none is free.

Reads wait for no row, so many share a lane. A write may wait for another's row and would hold up whoever came after
it: it is alone on its lane, and so is a search by words, which may take long by itself.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Coroutine
from time import perf_counter
from typing import Any, Literal

import psycopg
from psycopg import AsyncConnection
from psycopg_pool import AsyncNullConnectionPool

from gateway.lanes import Lane
from gateway.problems import own
from gateway.settings import SERVICE_LANES, Settings
from gateway.statements import Awaited, Call, Parameters, Statement
from gateway.steps import Reply, Steps

log = logging.getLogger("ticketfirst.traffic")

Kind = Literal["read", "write", "slow", "service"]

CONNECT_SECONDS = 5.0
RETRY_SECONDS = (0.0, 0.05, 0.1, 0.2)  # the last again and again: a database that is back is found within that
WATCH_SECONDS = 0.5
PROMPT_SECONDS = 0.008  # how long the oldest call on a lane may be under way, for the lane to get more
CAREFUL_CALLS = 32  # so many are alone in their transactions after one that failed, was slow or lost its connection
PATIENCE_SECONDS = 2.0  # for an answer, beyond the database's own time limit
READ_LOST = "The database did not answer. Try again."


class Road:
    """The lanes of one kind, and the calls that wait for one of them."""

    def __init__(self, kind: Kind, count: int, depth: int, settings: Settings, pool: AsyncNullConnectionPool) -> None:
        """Describe the lanes: how many, and how many calls at once on each."""
        self.kind = kind
        self.count = count
        self.depth = depth
        self.lanes: list[Lane] = []
        self._settings = settings
        self._pool = pool
        self._waiting: deque[Call] = deque()
        self._careful_calls = 0  # how many calls go alone yet
        self._tasks: set[asyncio.Task[None]] = set()

    async def open(self) -> None:
        """Make the lanes. Raises psycopg.Error."""
        for _ in range(self.count):
            self._add(await self._connection())

    async def close(self) -> None:
        """Give the connections back; calls in flight are answered with a problem."""
        for task in list(self._tasks):
            task.cancel()
        lanes, self.lanes = self.lanes, []
        for lane in lanes:
            await self._pool.putconn(lane.end())

    def submit(self, call: Call) -> None:
        """Send a call on a lane that is free, or let it wait for one. Raises Problem."""
        lane = self._free()
        if lane is not None and not self._waiting:
            self._send(lane, call)
        elif len(self._waiting) < self._settings.lane_queue:
            loop = asyncio.get_running_loop()
            call.timer = loop.call_later(self._settings.lane_seconds, self._give_up, call)
            self._waiting.append(call)
        else:
            raise own("database_busy")

    def watch(self, now: float) -> None:
        """Give up connections whose oldest call has no answer, although the database's own time limit has passed.

        The database is dead or stopped, or each call on the lane waits for a table that somebody has locked. The others
        are read from: uvloop tells of a reset only once, and forgets the socket even if there was more to read.
        """
        limit = now - self._settings.database_seconds - PATIENCE_SECONDS
        for lane in list(self.lanes):
            if lane.calls and lane.calls[0].sent_at < limit:
                lane.lose("no answer in time")
            else:
                lane.read()

    async def _connection(self) -> AsyncConnection:
        """Get a connection. Raises psycopg.Error."""
        connection = await self._pool.getconn(CONNECT_SECONDS)
        try:
            if self.depth > 1:
                limit = f"SET lock_timeout = '{self._settings.read_lock_seconds * 1000:.0f}ms'"
                await connection.execute(limit.encode())
            if self.kind != "write":
                # All that a read writes is when its token was last used: no other call is to wait for the disk for it.
                await connection.execute(b"SET synchronous_commit = off")
        except psycopg.Error:
            await self._pool.putconn(connection)
            raise
        return connection

    def _free(self) -> Lane | None:
        """Choose a lane. Reads keep to the first as long as it is prompt.

        One backend that is never idle answers as many as two that share a processor with the gateway, each of which
        waits for it in turn, and all calls on it. The others are for what is beyond that, and when calls take long.
        """
        if self.depth > 1:
            prompt = perf_counter() - PROMPT_SECONDS
            for lane in self.lanes:
                if not lane.calls or (lane.calls[0].sent_at > prompt and len(lane.calls) < self.depth):
                    return lane
        fewest = min(self.lanes, key=_in_flight, default=None)
        return fewest if fewest is not None and len(fewest.calls) < self.depth else None

    def _add(self, connection: AsyncConnection) -> None:
        said = None if self.kind == "write" else READ_LOST
        self.lanes.append(Lane(connection, self._end_transaction, self._replace, said))
        self._advance()

    def _send(self, lane: Lane, call: Call) -> None:
        """Send a call, alone where those who share a transaction would do each other harm.

        One that fails makes the others run twice, and all wait for one that is slow.
        """
        if self._careful_calls:
            self._careful_calls -= 1
            call.is_alone = True
        lane.send(call)

    def _end_transaction(self, is_well: bool) -> None:
        if not is_well:
            self._careful_calls = CAREFUL_CALLS
        self._advance()

    def _advance(self) -> None:
        """Send calls that wait, as far as lanes are free; those whose callers are gone are not sent at all."""
        while self._waiting and (lane := self._free()) is not None:
            call = self._waiting.popleft()
            if call.timer is not None:
                call.timer.cancel()
            if not call.future.done():
                self._send(lane, call)

    def _give_up(self, call: Call) -> None:
        self._waiting.remove(call)
        call.begin()
        call.fail(own("database_busy" if self.lanes else "database_unavailable"))

    def _replace(self, lane: Lane) -> None:
        """Take a lost connection out and bring another."""
        self._careful_calls = CAREFUL_CALLS
        if lane in self.lanes:
            self.lanes.remove(lane)
            self._spawn(self._reconnect(lane.connection))

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _reconnect(self, lost: AsyncConnection) -> None:
        """Bring a connection in place of a lost one, however long that takes."""
        await self._pool.putconn(lost)
        attempt = 0
        while True:
            try:
                connection = await self._connection()
            except psycopg.Error as error:  # PoolTimeout is one of them
                if attempt == 0:
                    log.warning("cannot connect, and go on trying: %s", str(error).strip())
                await asyncio.sleep(RETRY_SECONDS[min(attempt, len(RETRY_SECONDS) - 1)])
                attempt += 1
            else:
                self._add(connection)
                return


class Traffic:
    """All lanes of a process."""

    def __init__(self, settings: Settings, pool: AsyncNullConnectionPool) -> None:
        """Describe the lanes; `open` makes them."""
        self._pool = pool
        self._roads: dict[Kind, Road] = {
            "read": Road("read", settings.read_lanes, settings.read_depth, settings, pool),
            "write": Road("write", settings.write_lanes, 1, settings, pool),
            "slow": Road("slow", settings.slow_lanes, 1, settings, pool),
            "service": Road("service", SERVICE_LANES, settings.read_depth, settings, pool),
        }
        self._watcher: asyncio.TimerHandle | None = None

    async def open(self) -> None:
        """Make the lanes. Raises psycopg.Error."""
        for road in self._roads.values():
            await road.open()
        self._watch()

    async def close(self) -> None:
        """Give the connections back."""
        if self._watcher is not None:
            self._watcher.cancel()
        for road in self._roads.values():
            await road.close()

    def submit(self, kind: Kind, statement: Statement, parameters: Parameters) -> Call:
        """Send a statement that gives one row on its way; the call's future has the row. Raises Problem.

        The future raises Refused for the database's own errors, Problem for what happens on the way there.
        """
        future: Awaited = Reply() if Steps.current is not None else asyncio.get_running_loop().create_future()
        call = Call(statement, parameters, future)
        self._roads[kind].submit(call)
        return call

    def _watch(self) -> None:
        for road in self._roads.values():
            road.watch(perf_counter())
        self._watcher = asyncio.get_running_loop().call_later(WATCH_SECONDS, self._watch)


def _in_flight(lane: Lane) -> int:
    return len(lane.calls)
