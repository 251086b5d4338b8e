"""One limit for all processes: exactly so many are let through, also when a process is killed, or all are renewed."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Iterator

import pytest

from tests.callers import NO_ANSWER, Client, End, calling
from tests.conftest import GATEWAY, Database
from tests.desk import Desk
from tests.gateways import Served, serving
from tests.test_workers import answerer, children, wait_until

MOST = 200
CALLERS = 32
TIMES = 20  # each


@pytest.fixture
def pair(database18: Database, gateway: Served) -> Iterator[Served]:
    """Two processes with one limit."""
    url = database18.url(GATEWAY)
    rate = f"{MOST}/hour"
    with serving(url, workers=2, rate_limit=rate, write_lanes=2, slow_lanes=1, drain_seconds=0.3) as served:
        wait_until(lambda: len({answerer(served) for _ in range(16)}) == 2)
        yield served


@pytest.fixture
def token(desk: Desk) -> str:
    """A token of an actor who has not asked for anything yet."""
    return str(desk.token()["secret"])


def load(served: Served, token: str) -> list[End]:
    """Have callers ask all at once, each again and again, and give how that ended."""
    return asyncio.run(_load(served, token))


async def _load(served: Served, token: str) -> list[End]:
    async with calling(served, token) as client:
        await client.connect_all(CALLERS)
        each = [_caller(client) for _ in range(CALLERS)]
        return [end for ends in await asyncio.gather(*each) for end in ends]


async def _caller(client: Client) -> list[End]:
    return [await client.call("GET", "/v1/tickets") for _ in range(TIMES)]


def statuses(ends: list[End]) -> dict[int, int]:
    """Count answers by status."""
    return {status: sum(end.status == status for end in ends) for status in {end.status for end in ends}}


def test_exactly_so_many(pair: Served, token: str) -> None:
    """Of more requests than that, on both processes at once."""
    ends = load(pair, token)
    assert statuses(ends) == {200: MOST, 429: CALLERS * TIMES - MOST}
    processes = {end.headers["x-request-id"].partition("-")[0] for end in ends if end.status == 200}
    assert len(processes) == 2
    assert statuses(load(pair, token)) == {429: CALLERS * TIMES}


def test_one_that_is_killed(pair: Served, token: str) -> None:
    """What it has counted stays counted: no more than so many are let through, and less by what it did not answer."""
    killed = min(children(pair.process.pid))

    async def disturbed() -> list[End]:
        running = asyncio.create_task(_load(pair, token))
        await asyncio.sleep(0.02)
        os.kill(killed, signal.SIGKILL)
        return await running

    ends = asyncio.run(disturbed())
    wait_until(lambda: len(children(pair.process.pid) - {killed}) == 2)
    wait_until(lambda: len({answerer(pair) for _ in range(16)}) == 2)
    ends += load(pair, token)
    counts = statuses(ends)
    assert MOST - counts.get(NO_ANSWER, 0) <= counts[200] <= MOST
    assert statuses(load(pair, token)) == {429: CALLERS * TIMES}


def test_all_are_renewed(pair: Served, token: str) -> None:
    """SIGHUP gives nobody a new window."""
    assert statuses(load(pair, token))[200] == MOST
    pair.process.send_signal(signal.SIGHUP)
    wait_until(lambda: "all processes are new" in pair.errors.read_text())
    assert statuses(load(pair, token)) == {429: CALLERS * TIMES}


def test_a_new_start(database18: Database, gateway: Served, token: str) -> None:
    """It begins anew: nothing of a limit is on disk."""
    for _ in range(2):
        url = database18.url(GATEWAY)
        with serving(url, rate_limit="1/hour", drain_seconds=0) as served, served.client(token) as http:
            assert [http.get("/v1/tickets").status_code for _ in range(2)] == [200, 429]
