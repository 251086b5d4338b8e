"""Calls that wait for a lane, or for nothing any more because whoever made them is gone."""

import time

import psycopg
import pytest

from gateway.problems import Problem
from tests.conftest import GATEWAY, Database
from tests.gateways import first_token
from tests.pipelines import Line, drive, outcomes

BACK_SECONDS = 1.0
ECHO = "SELECT $1::text"
NAP = "SELECT pg_sleep(0.2)::text"
NEXT = "SELECT nextval('public.sent')::text"
BACKEND = "SELECT pg_backend_pid()::text"


@pytest.fixture(scope="module")
def url(database18: Database) -> str:
    """Where the gateway finds the database, which counts how many calls have got to it."""
    with psycopg.connect(database18.url(), autocommit=True) as session:
        session.execute("CREATE SEQUENCE public.sent; GRANT USAGE ON SEQUENCE public.sent TO PUBLIC")
    return database18.url(GATEWAY)


@pytest.fixture(scope="module")
def token(database18: Database) -> str:
    """The token of an administrator."""
    return first_token(database18.url())


def test_callers_who_go_away(url: str, token: str) -> None:
    """Whoever is gone gets no answer, and nobody else gets it; what was not yet sent is not sent at all."""

    async def work(line: Line) -> None:
        nap = line.run(NAP)
        in_flight = [line.run(NEXT), line.run(ECHO, b"two"), line.run(ECHO, b"three")]
        waiting = [line.run(NEXT), line.run(ECHO, b"five"), line.run(NEXT)]
        for gone in (nap, in_flight[1], *waiting[:2]):
            gone.cancel()
        ended = await outcomes(nap, *in_flight, *waiting)
        print(f"two callers gone in flight, two in the queue: {ended}")
        gone_ones = ["CancelledError"] * 4
        assert [ended[0], ended[2], *ended[4:6]] == gone_ones
        assert [ended[1], ended[3], ended[6]] == ["1", "three", "2"]

    drive(url, token, work, read_depth=4)


def test_queue_has_its_bound(url: str, token: str) -> None:
    """Where as many wait as may, the next is refused before anything else happens."""

    async def work(line: Line) -> None:
        calls = [line.run(NAP), *(line.run(ECHO, b"%d" % number) for number in range(1, 6))]
        with pytest.raises(Problem) as refused:
            line.run(ECHO, b"6")
        ended = await outcomes(*calls)
        again = await outcomes(line.run(ECHO, b"7"))
        print(
            f"a lane for 2, a queue of 4: the seventh gets {refused.value.status}, the others {ended[1:]}, then {again}"
        )
        assert (refused.value.status, refused.value.rule) == (503, "database_busy")
        assert (b"retry-after", b"1") in refused.value.headers
        assert ended[1:] == ["1", "2", "3", "4", "5"]
        assert again == ["7"]

    drive(url, token, work, read_depth=2, lane_queue=4)


def test_waiting_has_its_bound(url: str, token: str) -> None:
    """Whoever has waited too long for a lane gets 503, and was not sent: the answer says that nothing was done."""

    async def work(line: Line) -> None:
        first = line.run("SELECT pg_sleep(0.5), nextval('public.sent')::text")
        late = [line.run(NEXT) for _ in range(3)]
        began = time.monotonic()
        ended = await outcomes(*late)
        seconds = time.monotonic() - began
        late = [line.run(NEXT) for _ in range(3)]  # whoever was refused has left room
        ended += await outcomes(*late)
        before = int((await first)[1] or 0)
        after = await outcomes(line.run(NEXT))
        print(f"three who wait 0.1 s for a lane: {ended[:3]} after {seconds:.3f} s; sent: {int(after[0]) - before - 1}")
        assert ended == ["503 database_busy"] * 6
        assert after == [str(before + 1)]

    drive(url, token, work, read_depth=1, lane_queue=3, lane_seconds=0.1)


@pytest.mark.parametrize("setting", ["idle_session_timeout", "transaction_timeout"])
def test_connection_that_ends_by_a_timeout(url: str, token: str, setting: str) -> None:
    """A connection that the database ends by a timeout of its own is one that is not there: 503, and another comes."""

    async def work(line: Line) -> None:
        before = await outcomes(line.run(BACKEND))
        await outcomes(line.run(f"SELECT set_config('{setting}', '50ms', false)"))
        time.sleep(0.2)  # the whole loop: it must not notice the end before the next call is on its way
        began = time.monotonic()
        ended = await outcomes(line.run("SELECT pg_sleep(0.2)::text"))
        lost = time.monotonic() - began
        after = await outcomes(line.run(BACKEND))
        print(f"ended by {setting}: {ended} after {lost:.3f} s, then another connection: {after != before}")
        assert ended == ["503 database_unavailable"]
        assert lost < BACK_SECONDS
        assert after[0].isdigit()
        assert after != before

    drive(url, token, work)
