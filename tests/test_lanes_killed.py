"""Connections that are killed with calls in flight: every call is answered, no write is lost, the lanes are back."""

import asyncio
import re
from collections.abc import Iterator

import psycopg
import pytest
from psycopg import Connection

from gateway.settings import SERVICE_LANES
from tests.backends import end, holding, lanes, seconds_until
from tests.callers import Client, End, all_of, calling, figures
from tests.conftest import GATEWAY, Database
from tests.gateways import Served, first_token, serving

READ_LANES, READ_DEPTH, WRITE_LANES = 4, 20, 20
READS, WRITES = READ_LANES * READ_DEPTH, WRITE_LANES
LANES = READ_LANES + WRITE_LANES + 1 + SERVICE_LANES
BACK_SECONDS = 1.0
TABLE_LOCKED = "LOCK TABLE desk.ticket IN ACCESS EXCLUSIVE MODE"
SUBJECTS = "SELECT subject FROM desk.ticket WHERE subject LIKE 'Killed%' ORDER BY subject"
IN_FLIGHT = re.compile(r"connection lost with (\d+) calls in flight")


@pytest.fixture(scope="module")
def served(database18: Database) -> Iterator[Served]:
    """A gateway whose lanes take 100 calls at once, and one ticket."""
    token = first_token(database18.url())
    with psycopg.connect(database18.url()) as session:
        session.execute("SELECT api.client_create('Cleo', 'cleo@client.example')")
        session.execute("SELECT api.ticket_create('Printer on fire', 1)")
    with serving(
        database18.url(GATEWAY),
        token,
        read_lanes=READ_LANES,
        read_depth=READ_DEPTH,
        write_lanes=WRITE_LANES,
        slow_lanes=1,
        lock_seconds=20,
        read_lock_seconds=20,
        database_seconds=20,
    ) as served:
        yield served


@pytest.fixture
def watcher(database18: Database) -> Iterator[Connection]:
    """A superuser's session, who sees the lanes and ends them."""
    with psycopg.connect(database18.url(), autocommit=True) as session:
        yield session


async def read(client: Client) -> End:
    """Read the ticket."""
    return await client.call("GET", "/v1/tickets/1")


async def write(client: Client, number: int) -> End:
    """Make a ticket; the second time, be told that it was made."""
    body = {"subject": f"Killed {number:02}", "client_id": 1}
    return await client.call("POST", "/v1/tickets", body, idempotency_key=f"killed-{number}")


async def until_blocked(watcher: Connection, count: int) -> None:
    """Return when so many lanes wait for the table."""
    await asyncio.to_thread(seconds_until, lambda: len(lanes(watcher, blocked=True)) == count)


def are_back(watcher: Connection, killed: list[int]) -> bool:
    """Whether there are as many lanes as before, without those that were killed."""
    return len(set(lanes(watcher)) - set(killed)) == LANES


def lost_in_flight(served: Served) -> int:
    """How many calls were in flight on connections that were lost, as the gateway's log tells."""
    return sum(int(count) for count in IN_FLIGHT.findall(served.errors.read_text()))


def test_killed_with_100_calls_in_flight(served: Served, database18: Database, watcher: Connection) -> None:
    """Half of the lanes are killed: their calls get 503, the others their answers, and every 2xx is in the table."""

    async def work() -> None:
        async with calling(served) as client:
            await client.connect_all(READS + WRITES)
            with holding(database18.url(), TABLE_LOCKED):
                reads = [asyncio.create_task(read(client)) for _ in range(READS)]
                await until_blocked(watcher, READ_LANES)
                writes = [asyncio.create_task(write(client, number)) for number in range(WRITES)]
                await until_blocked(watcher, READ_LANES + WRITE_LANES)
                await client.is_sent()
                killed = lanes(watcher, "%ticket_get%")[: READ_LANES // 2]
                killed += lanes(watcher, "%ticket_create%")[: WRITE_LANES // 2]
                end(watcher, killed)
                back = await asyncio.to_thread(seconds_until, lambda: are_back(watcher, killed))
            ends = await all_of([*reads, *writes])
            made = [row[0] for row in watcher.execute(SUBJECTS).fetchall()]
            repeated = await all_of(write(client, number) for number in range(WRITES))
        lost = lost_in_flight(served)
        print(
            f"{len(killed)} of {LANES} connections killed with {len(ends)} calls in flight: {figures(ends)}; ", end=""
        )
        print(f"in flight on the killed, says the log: {lost}; all lanes back after {back:.3f} s")
        assert lost == len(ends) // 2 == sum(end.is_busy for end in ends)
        assert {end.status for end in ends} == {200, 201, 503}
        assert made == sorted(end.body["subject"] for end in ends if end.status == 201)
        assert back < BACK_SECONDS
        assert {end.status for end in repeated} == {201}

    asyncio.run(work())
    assert [row[0] for row in watcher.execute(SUBJECTS)] == [f"Killed {number:02}" for number in range(WRITES)]


def test_killed_while_idle(served: Served, watcher: Connection) -> None:
    """Connections that end while nobody uses them are replaced at once: whoever comes next meets the new ones."""
    killed = lanes(watcher)[::3]
    end(watcher, killed)
    back = seconds_until(lambda: are_back(watcher, killed))

    async def work() -> None:
        async with calling(served) as client:
            ends = await all_of(read(client) for _ in range(100))
        print(f"{len(killed)} of {LANES} connections killed while idle: back after {back:.3f} s, then {figures(ends)}")
        assert back < BACK_SECONDS
        assert {end.status for end in ends} == {200}

    asyncio.run(work())
