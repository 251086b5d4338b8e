"""After a transaction that did not go well, reads share none for a while: each pays for itself, and for nobody else."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from gateway.statements import Statement
from gateway.traffic import CAREFUL_CALLS
from tests.conftest import GATEWAY, Database
from tests.gateways import first_token
from tests.pipelines import Line, drive, outcomes

SHARED_CALLS = 16
FAILS = "SELECT (1 / 0)::text"
ECHO = "SELECT $1::text"
NAP = "SELECT 'slept' || pg_sleep(0.6)::text"
LOST = "503 database_unavailable"
END = "SELECT pg_terminate_backend(pg_backend_pid())::text"
ROOM = {
    "read_depth": 2 * CAREFUL_CALLS,
    "lane_queue": 2 * CAREFUL_CALLS,
}  # all of a turn on one lane, or waiting for it


@pytest.fixture(scope="module")
def token(database18: Database) -> str:
    """The token of an administrator."""
    return first_token(database18.url())


@pytest.fixture(scope="module")
def url(database18: Database) -> str:
    """Where the gateway finds the database."""
    return database18.url(GATEWAY)


async def transactions(line: Line, count: int) -> list[str]:
    """Call so many reads in one turn, and give their transactions."""
    return await outcomes(*(line.transaction() for _ in range(count)))


def are_alone_then_share(found: Sequence[str]) -> bool:
    """Whether so many were alone as should be, and the rest, which may share one transaction, did."""
    alone, rest = found[:CAREFUL_CALLS], found[CAREFUL_CALLS:]
    return len(set(alone)) == len(alone) and len(set(rest)) == 1 and not set(alone) & set(rest)


@pytest.mark.parametrize("shares", [True, False], ids=["shared", "alone"])
@pytest.mark.parametrize("end", [(FAILS, "22012"), (NAP, "slept"), (END, LOST)], ids=["failed", "slow", "lost"])
def test_reads_are_alone_for_a_while(url: str, token: str, end: tuple[str, str], shares: bool) -> None:
    """After one that failed, was slow or lost its connection, whether it shared or not; then they share again."""
    text, answer = end

    async def work(line: Line) -> None:
        before = await transactions(line, SHARED_CALLS)
        ended = await outcomes(line.run(text, shares=shares))
        found = await transactions(line, CAREFUL_CALLS + SHARED_CALLS)
        print(f"before: {len(set(before))} transaction; {ended}; then {len(found)} reads in {len(set(found))}")
        assert len(set(before)) == 1
        assert ended == [answer]
        assert are_alone_then_share(found)

    drive(url, token, work, **ROOM)


def test_another_failure_begins_it_anew(url: str, token: str) -> None:
    """What fails among those that are alone lets as many be alone after it."""

    async def work(line: Line) -> None:
        await outcomes(line.run(FAILS, shares=True))
        some = await transactions(line, CAREFUL_CALLS // 2)
        await outcomes(line.run(FAILS, shares=True))
        found = await transactions(line, CAREFUL_CALLS + SHARED_CALLS)
        print(f"{len(some)} reads after a failure in {len(set(some))} transactions; after another {len(set(found))}")
        assert len(set(some)) == len(some)
        assert are_alone_then_share(found)

    drive(url, token, work, **ROOM)


def test_who_is_alone_waits_for_nobody_behind(url: str, token: str) -> None:
    """Of reads that are alone, the first is answered while the one behind it is still at work."""

    async def work(line: Line) -> None:
        await outcomes(line.run(FAILS, shares=True))
        quick, nap = line.run(ECHO, b"quick", shares=True), line.run(NAP, shares=True)
        await asyncio.wait([quick])
        is_asleep = not nap.done()
        ended = await outcomes(quick, nap)
        print(f"alone: {ended}; the second was still asleep when the first was answered: {is_asleep}")
        assert is_asleep
        assert ended == ["quick", "slept"]

    drive(url, token, work, **ROOM)


def test_times_of_a_call_that_is_sent_again(url: str, token: str) -> None:
    """What it had to wait for a lane is counted once, and the database's time from its first sending on."""

    async def work(line: Line) -> None:
        call = line.traffic.submit("read", Statement(b"nap", NAP.encode(), shares=True), [])
        ended = await outcomes(line.run(FAILS, shares=True))
        assert isinstance(call.future, asyncio.Future)
        ended += await outcomes(call.future)
        print(f"a nap of 0.6 s, run twice: waited {call.waiting_seconds:.3f} s, database {call.database_seconds:.3f} s")
        assert ended == ["22012", "slept"]
        assert call.waiting_seconds < 0.1
        assert call.database_seconds > 1.2

    drive(url, token, work, **ROOM)
