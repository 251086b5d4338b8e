"""Clients with long answers, clients who go away, and a write that fails at commit, over HTTP."""

import asyncio
from collections.abc import Iterator

import psycopg
import pytest

from tests.backends import holding, lanes, seconds_until
from tests.callers import Client, End, all_of, calling, figures
from tests.conftest import GATEWAY, Database
from tests.gateways import Served, first_token, serving

LONG = 60_000
PAGE = "/v1/tickets?limit=100"
ROW_LOCKED = "SELECT FROM desk.ticket WHERE id = 1 FOR UPDATE"
WRITE_LANES = 2
# What only fails at commit: by then the row of the new ticket is on its way to the gateway.
AT_COMMIT = """
    CREATE FUNCTION public.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'refused at commit' USING ERRCODE = 'TF409', CONSTRAINT = 'refused_at_commit';
    END $$;
    CREATE CONSTRAINT TRIGGER refuse AFTER INSERT ON desk.ticket DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NEW.subject LIKE 'Refused%') EXECUTE FUNCTION public.refuse();
"""


@pytest.fixture(scope="module")
def served(database18: Database) -> Iterator[Served]:
    """A gateway with one lane for reads and two for writes, and a page of tickets of over five megabytes."""
    token = first_token(database18.url())
    with psycopg.connect(database18.url()) as session:
        session.execute("SELECT api.client_create('Cleo', 'cleo@client.example')")
        session.execute(
            "SELECT api.ticket_create('Number ' || n, 1, repeat('x', %s)) FROM generate_series(1, 100) AS n", [LONG]
        )
        session.execute(AT_COMMIT)
    with serving(database18.url(GATEWAY), token, read_lanes=1, write_lanes=WRITE_LANES, lock_seconds=10) as served:
        yield served


async def make(client: Client, subject: str, key: str) -> End:
    """Make a ticket."""
    return await client.call("POST", "/v1/tickets", {"subject": subject, "client_id": 1}, idempotency_key=key)


def test_answer_of_5_megabytes(served: Served) -> None:
    """A long answer comes whole, and the short ones around it on the same lane are whose they are."""

    async def work() -> None:
        async with calling(served) as client:
            paths = [PAGE if number % 5 == 2 else f"/v1/tickets/{number + 1}" for number in range(25)]
            ends = await all_of(client.call("GET", path) for path in paths)
        long = [int(end.headers["content-length"]) for end, path in zip(ends, paths, strict=True) if path == PAGE]
        print(f"{len(long)} answers of {long[0]} bytes among short ones on one lane: {figures(ends)}")
        assert {end.status for end in ends} == {200}
        assert min(long) > 5 * 1024 * 1024
        for end, path in zip(ends, paths, strict=True):
            tickets = end.body["items"] if path == PAGE else [end.body]
            assert len(tickets) == (100 if path == PAGE else 1)
            assert {len(ticket["description"]) for ticket in tickets} == {LONG}
            assert path in (PAGE, f"/v1/tickets/{tickets[0]['id']}")

    asyncio.run(work())


def test_clients_who_go_away(served: Served, database18: Database) -> None:
    """Who closes the connection in flight, in the queue or in the middle of a long answer leaves nothing to others."""

    async def work() -> None:
        async with calling(served) as client:
            with holding(database18.url(), ROW_LOCKED), psycopg.connect(database18.url(), autocommit=True) as watcher:
                gone = [await client.connect() for _ in range(3 * WRITE_LANES)]
                for number, (_, writer) in enumerate(gone):
                    writer.write(client.request("PATCH", "/v1/tickets/1", {"subject": f"Gone {number}"}))
                await asyncio.to_thread(seconds_until, lambda: len(lanes(watcher, blocked=True)) == WRITE_LANES)
                await client.is_sent()
                bodies = [{"subject": f"Stays {number}"} for number in range(20)]
                stays = [
                    asyncio.create_task(client.call("PATCH", f"/v1/tickets/{n}", b)) for n, b in enumerate(bodies, 2)
                ]
                for _, writer in gone:
                    writer.transport.abort()
                for _ in range(5):
                    reader, writer = await client.connect()
                    writer.write(client.request("GET", PAGE))
                    await reader.readexactly(1000)
                    writer.transport.abort()
                reads = await all_of(client.call("GET", f"/v1/tickets/{number}") for number in range(50, 70))
            ends = await all_of(stays)
        print(f"{len(gone)} writers and 5 readers gone: others' reads {figures(reads)}, writes {figures(ends)}")
        assert [(end.status, end.body["id"]) for end in reads] == [(200, number) for number in range(50, 70)]
        assert [(end.status, end.body["subject"]) for end in ends] == [(200, body["subject"]) for body in bodies]

    asyncio.run(work())
    assert "Traceback" not in served.errors.read_text()


def test_write_that_fails_at_commit(served: Served, database18: Database) -> None:
    """A ticket that is refused at commit is answered as refused, and its key is free again; its neighbours are made."""

    async def work() -> None:
        subjects = ["Kept one", "Refused", "Kept two"]
        async with calling(served) as client:
            ends = await all_of(make(client, subject, key=subject) for subject in subjects)
            again = await make(client, "Kept three", key="Refused")
        print(f"a constraint that fails at commit: {[end.status for end in ends]}, {ends[1].rule}; then {again.status}")
        assert [end.status for end in ends] == [201, 409, 201]
        assert (ends[1].rule, ends[1].body["code"]) == ("refused-at-commit", "TF409")
        assert (again.status, again.body["subject"]) == (201, "Kept three")

    asyncio.run(work())
    with psycopg.connect(database18.url()) as session:
        rows = session.execute("SELECT subject FROM desk.ticket WHERE id > 100 ORDER BY subject").fetchall()
    assert [row[0] for row in rows] == ["Kept one", "Kept three", "Kept two"]
