"""What one call waits for holds up no other: a row or table that somebody has locked, a slow search, a full pool."""

import asyncio
from collections import Counter
from collections.abc import Iterator, Mapping

import psycopg
import pytest

from gateway.settings import SERVICE_LANES
from tests.backends import holding, lanes, seconds_until
from tests.callers import all_of, calling, figures
from tests.conftest import GATEWAY, Database
from tests.gateways import Served, first_token, serving

LANE_SECONDS = 0.4
LOCK_SECONDS = 0.8  # the second of two who wait for a row waits twice: for the first in the queue, then for the row
READ_LOCK_SECONDS = 0.05
DATABASE_SECONDS = 2.0
PATIENCE_SECONDS = 3.0  # what a call may take beyond its time limit: the lane's two seconds, and a busy machine's one
WRITE_LANES, QUEUE = 2, 5
TICKET, OTHER = "/v1/tickets/1", "/v1/tickets/2"
ROW_LOCKED = "SELECT FROM desk.ticket WHERE id = 1 FOR UPDATE"
TABLE_LOCKED = "LOCK TABLE desk.ticket IN ACCESS EXCLUSIVE MODE"
SLOW_SEARCH = """
    CREATE OR REPLACE FUNCTION internal.ticket_match(
        words text, keys bigint[], sort text, part internal.list_part, row_limit integer
    ) RETURNS bigint[] LANGUAGE plpgsql STABLE
    AS $$ BEGIN PERFORM pg_sleep(CASE words WHEN 'endless' THEN 60 ELSE 1 END); RETURN '{1}'::bigint[]; END $$
"""


@pytest.fixture(scope="module")
def served(database18: Database) -> Iterator[Served]:
    """A gateway with few lanes and little patience, and two tickets."""
    token = first_token(database18.url())
    with psycopg.connect(database18.url()) as session:
        session.execute("SELECT api.client_create('Cleo', 'cleo@client.example')")
        session.execute("SELECT api.ticket_create(s, 1) FROM unnest(ARRAY['Printer on fire', 'Screen dark']) AS s")
    with serving(
        database18.url(GATEWAY),
        token,
        read_lanes=1,
        write_lanes=WRITE_LANES,
        lane_queue=QUEUE,
        lane_seconds=LANE_SECONDS,
        lock_seconds=LOCK_SECONDS,
        read_lock_seconds=READ_LOCK_SECONDS,
        database_seconds=DATABASE_SECONDS,
    ) as served:
        yield served


def lane_milliseconds(headers: Mapping[str, str]) -> float:
    """How long a call waited for a lane, as Server-Timing has it."""
    return float(headers["server-timing"].partition("lane;dur=")[2])


def test_row_locked_by_somebody_else(served: Served, database18: Database) -> None:
    """Reads of the row go on, as do writes of others; a write of it gives up after lock_timeout, and may try again."""

    async def work() -> None:
        async with calling(served) as client:
            writing = asyncio.create_task(client.call("PATCH", TICKET, {"subject": "Printer out"}))
            ends = [await client.call("GET", TICKET) for _ in range(50)]
            other = await client.call("PATCH", OTHER, {"subject": "Screen bright"})
            write = await writing
        print(f"a locked row: 50 reads {figures(ends)}, another row's write {other.status}, ", end="")
        print(f"its write {write.status} {write.rule} after {write.seconds:.2f} s (lock_timeout {LOCK_SECONDS} s)")
        assert {end.status for end in (*ends, other)} == {200}
        assert (write.status, write.rule, write.headers["retry-after"]) == (409, "lock-timeout", "1")
        assert LOCK_SECONDS <= write.seconds < LOCK_SECONDS + PATIENCE_SECONDS

    with holding(database18.url(), ROW_LOCKED):
        asyncio.run(work())
    with served.client() as client:
        assert client.patch(TICKET, json={"subject": "Printer out"}).json()["subject"] == "Printer out"


def test_table_locked_by_somebody_else(served: Served, database18: Database) -> None:
    """Reads wait for a lock after all while a table is rebuilt: one after the other, but not for long."""

    async def work() -> None:
        async with calling(served) as client:
            reads = [asyncio.create_task(client.call("GET", TICKET)) for _ in range(30)]
            await asyncio.sleep(READ_LOCK_SECONDS)
            ready = await client.call("GET", "/readyz")
            still_reading = sum(not read.done() for read in reads)
            ends = await all_of(reads)
        longest = max(end.seconds for end in ends)
        print(f"a locked table: 30 reads on one lane {figures(ends)}; the longest took {longest:.2f} s")
        print(f"/readyz {ready.status} while {still_reading} of them waited")
        assert {(end.status, end.rule) for end in ends} == {(409, "lock-timeout")}
        assert (ready.status, still_reading > 0) == (200, True)
        assert longest < DATABASE_SECONDS + PATIENCE_SECONDS

    with holding(database18.url(), TABLE_LOCKED):
        asyncio.run(work())
    with served.client() as client:
        assert seconds_until(lambda: client.get(TICKET).status_code == 200) < 1


def test_slow_search(served: Served, database18: Database) -> None:
    """A search by words has a lane to itself: no read waits for it. One without end is ended by statement_timeout."""
    with psycopg.connect(database18.url()) as session:
        session.execute(SLOW_SEARCH)

    async def work() -> None:
        async with calling(served) as client:
            endless = asyncio.create_task(client.call("GET", "/v1/tickets?subject=endless"))
            searches = [asyncio.create_task(client.call("GET", "/v1/tickets?subject=printer")) for _ in range(3)]
            await asyncio.sleep(0.2)
            reads = [await client.call("GET", TICKET) for _ in range(20)]
            still_searching = sum(not search.done() for search in searches)
            found = await all_of(searches)
            ended = await endless
        print(f"{still_searching} of {len(found)} slow searches were at work while reads were {figures(reads)}")
        print(f"one without end: {ended.status} {ended.rule} after {ended.seconds:.2f} s")
        assert still_searching == len(found)
        assert (ended.status, ended.rule) == (504, "database-timeout")
        assert DATABASE_SECONDS <= ended.seconds < DATABASE_SECONDS + PATIENCE_SECONDS
        assert {end.status for end in (*reads, *found)} == {200}
        assert {len(end.body["items"]) for end in found} == {1}

    asyncio.run(work())


def test_pool_exhausted(served: Served, database18: Database) -> None:
    """Whoever finds no lane gets 503 with Retry-After: at once where the queue is full, after lane_seconds in it."""

    async def work() -> None:
        async with calling(served) as client:
            await client.connect_all(40)
            writes = await all_of(client.call("PATCH", TICKET, {"subject": f"Printer {n}"}) for n in range(40))
            read = await client.call("GET", TICKET)
        refused = [end for end in writes if end.status == 503]
        waited = Counter(lane_milliseconds(end.headers) > 900 * LANE_SECONDS for end in refused)
        longest = max(end.seconds for end in refused)
        print(f"{WRITE_LANES} lanes, {QUEUE} may wait, 40 writes of a locked row: {figures(writes)}; ", end="")
        print(f"{waited[False]} at once, {waited[True]} after {LANE_SECONDS} s, the last after {longest:.2f} s")
        assert read.status == 200
        assert Counter(end.rule for end in writes) == {"lock-timeout": WRITE_LANES, "database-busy": 40 - WRITE_LANES}
        assert all(end.is_busy for end in refused)
        assert waited == {False: 40 - WRITE_LANES - QUEUE, True: QUEUE}
        assert longest < LANE_SECONDS + PATIENCE_SECONDS

    with holding(database18.url(), ROW_LOCKED):
        asyncio.run(work())


def test_no_lane_is_left_taken(served: Served, database18: Database) -> None:
    """After all that, as many lanes are there as before, and none of them is in a transaction."""
    with psycopg.connect(database18.url()) as watcher:
        count = 1 + WRITE_LANES + 4 + SERVICE_LANES
        seconds_until(lambda: len(lanes(watcher)) == count)
        row = watcher.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'ticketfirst' AND state <> 'idle'"
        ).fetchone()
        print(f"lanes afterwards: {count}, not idle: {row[0] if row else None}")
        assert row == (0,)


def test_reads_do_not_wait_for_the_disk(served: Served, database18: Database) -> None:
    """When a token was last used is noted by reads without waiting for the disk; what a write writes is on it."""
    with psycopg.connect(database18.url(), autocommit=True) as session:
        session.execute("DELETE FROM desk.token_use")
        session.execute("CREATE TABLE public.noted (synchronous_commit text NOT NULL)")
        session.execute("GRANT INSERT ON public.noted TO PUBLIC")
        session.execute(
            "CREATE OR REPLACE FUNCTION internal.token_use_note(token_id bigint) RETURNS void LANGUAGE sql"
            " AS $$INSERT INTO public.noted SELECT current_setting('synchronous_commit')$$"
        )
        session.execute(
            b"ALTER ROLE ticketfirst_gateway IN DATABASE %b SET synchronous_commit = on" % database18.name.encode()
        )
        with serving(database18.url(GATEWAY), served.token) as fresh, fresh.client() as client:
            for answer in (
                client.get(OTHER),
                client.get("/v1/tickets?subject=dark"),
                client.patch(OTHER, json={"subject": "Lit"}),
            ):
                assert answer.status_code == 200
        *reads, write = (setting for (setting,) in session.execute("SELECT synchronous_commit FROM public.noted"))
        assert (set(reads), write) == ({"off"}, "on")
        assert len(reads) >= 2  # and those that asked whether the gateway is there
