"""A wire to the database that is cut, goes still or lies: every call is answered, and the lanes come back."""

import asyncio
import time
from collections.abc import Callable, Iterator

import psycopg
import pytest

from tests.backends import holding, lanes, seconds_until
from tests.callers import HANG_SECONDS, Client, End, all_of, calling, figures
from tests.conftest import GATEWAY, Database
from tests.gateways import Served, first_token, serving
from tests.pipelines import Line, drive, outcomes
from tests.wires import Wire, wired

CALLS = 40
DATABASE_SECONDS = 1.0
PATIENCE_SECONDS = 4.0  # beyond that: two of the lane's own, half of one between two looks, and a busy machine's
BACK_SECONDS = 1.0
ECHO = "SELECT $1::text"
TABLE_LOCKED = "LOCK TABLE desk.ticket IN ACCESS EXCLUSIVE MODE"
# What libpq can make nothing of: no message at all, one that is shorter than its own head, one that there is not.
LIES = {"zeros": b"\0" * 64, "length": b"E\0\0\0\1", "unknown": b"?\0\0\0\4"}


@pytest.fixture(scope="module")
def wire(database18: Database) -> Iterator[Wire]:
    """A wire to the server."""
    with wired(database18.cluster.port) as wire:
        yield wire


@pytest.fixture(scope="module")
def served(database18: Database, wire: Wire) -> Iterator[Served]:
    """A gateway at the wire's other end, and one ticket."""
    token = first_token(database18.url())
    with psycopg.connect(database18.url()) as session:
        session.execute("SELECT api.client_create('Cleo', 'cleo@client.example')")
        session.execute("SELECT api.ticket_create('Printer on fire', 1)")
    url = f"postgresql://{GATEWAY}@127.0.0.1:{wire.port}/{database18.name}"
    with serving(url, token, database_seconds=DATABASE_SECONDS, read_lock_seconds=DATABASE_SECONDS) as served:
        yield served


async def read(client: Client) -> End:
    """Read the ticket."""
    return await client.call("GET", "/v1/tickets/1")


async def seconds_until_good(client: Client) -> float:
    """How long it takes until a read is good again."""
    began = time.monotonic()
    while not (await read(client)).is_good:
        assert time.monotonic() < began + HANG_SECONDS
    return time.monotonic() - began


def disturbed(served: Served, url: str, disturb: Callable[[], object]) -> tuple[list[End], float]:
    """Disturb calls that wait for a locked table; how they ended, and how long it took until a call was good again."""

    async def work() -> tuple[list[End], float]:
        async with calling(served) as client:
            await client.connect_all(CALLS)
            with holding(url, TABLE_LOCKED), psycopg.connect(url, autocommit=True) as watcher:
                calls = [asyncio.create_task(read(client)) for _ in range(CALLS)]
                await asyncio.to_thread(seconds_until, lambda: len(lanes(watcher, blocked=True)) == 2)
                await client.is_sent()
                disturb()
                ends = await all_of(calls)
            return ends, await seconds_until_good(client)

    return asyncio.run(work())


def test_wire_cut(served: Served, wire: Wire, database18: Database) -> None:
    """Connections that are reset are lost at once."""
    ends, back = disturbed(served, database18.url(), wire.cut)
    print(f"connections reset with {CALLS} calls in flight: {figures(ends)}; well again after {back:.3f} s")
    assert all(end.is_busy for end in ends)
    assert back < BACK_SECONDS


def test_wire_cut_behind_an_answer(database18: Database, wire: Wire, served: Served) -> None:
    """An answer that comes together with the end is given, and the call behind it is not left waiting."""

    async def work(line: Line) -> None:
        await line.run(ECHO, b"one")
        answers = [line.run(ECHO, b"two"), line.run("SELECT pg_sleep(30)::text")]
        time.sleep(0.2)  # the whole loop: it is to find answer and end together
        wire.cut()
        began = time.monotonic()
        ended = await outcomes(*answers)
        lost = time.monotonic() - began
        again = await outcomes(line.run(ECHO, b"three"))
        print(f"a connection reset behind an answer: {ended} after {lost:.3f} s, then {again}")
        assert ended == ["two", "503 database_unavailable"]
        assert again == ["three"]
        assert lost < BACK_SECONDS

    drive(f"postgresql://{GATEWAY}@127.0.0.1:{wire.port}/{database18.name}", served.token, work)


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES)
def test_wire_that_lies(served: Served, wire: Wire, database18: Database, lie: bytes) -> None:
    """What is not PostgreSQL's protocol ends the connection: libpq would say no more, or say it to the wrong caller."""
    ends, back = disturbed(served, database18.url(), lambda: wire.lie(lie))
    print(f"{lie[:8]!r} on the wire with {CALLS} calls in flight: {figures(ends)}; well again after {back:.3f} s")
    assert all(end.is_busy for end in ends)
    assert back < BACK_SECONDS


def test_still_wire(served: Served, wire: Wire) -> None:
    """A wire that carries nothing, and does not say so, costs no caller more than the database's time and a bit."""

    async def work() -> None:
        async with calling(served) as client:
            with wire.still():
                ends = await all_of(read(client) for _ in range(CALLS))
                ends += await all_of(read(client) for _ in range(CALLS))
            back = await seconds_until_good(client)
        longest = max(end.seconds for end in ends)
        print(f"a still wire: {figures(ends)}; the longest took {longest:.2f} s, where the database has ", end="")
        print(f"{DATABASE_SECONDS} s; well again after {back:.3f} s")
        assert all(end.is_busy for end in ends)
        assert longest < DATABASE_SECONDS + PATIENCE_SECONDS
        assert back < BACK_SECONDS

    asyncio.run(work())
