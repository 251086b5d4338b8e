"""PostgreSQL restarted, crashed or stopped under load: every call is answered, no write is lost, none is made twice."""

import asyncio
import os
import signal
from collections.abc import Callable, Iterator

import psycopg
import pytest

from tests.backends import end, lanes, stopped
from tests.callers import calling
from tests.conftest import GATEWAY
from tests.gateways import Served, first_token, serving
from tests.loads import Load
from tools.cluster import EMBEDDED, Cluster
from tools.databases import deploy

DATABASE = "ticketfirst"
BACK_SECONDS = 5.0
DATABASE_SECONDS, LANE_SECONDS = 1.0, 0.5
PATIENCE_SECONDS = 4.0  # beyond that: two of the lane's own, half of one between two looks, and a busy machine's


@pytest.fixture(scope="module")
def server() -> Iterator[Cluster]:
    """A server that is ours to end. What it has committed, a crash may not take: that is what is tested."""
    cluster = Cluster.start(EMBEDDED, {"synchronous_commit": "on"})
    try:
        deploy(cluster, DATABASE)
        yield cluster
    finally:
        cluster.stop()


@pytest.fixture(scope="module")
def served(server: Cluster) -> Iterator[Served]:
    """A gateway with its ordinary lanes and little patience, and one ticket."""
    token = first_token(server.url(DATABASE))
    with psycopg.connect(server.url(DATABASE)) as session:
        session.execute("SELECT api.client_create('Cleo', 'cleo@client.example')")
        session.execute("SELECT api.ticket_create('Printer on fire', 1)")
    url = server.url(DATABASE, GATEWAY)
    with serving(url, token, database_seconds=DATABASE_SECONDS, lane_seconds=LANE_SECONDS) as served:
        yield served


def end_all(server: Cluster) -> None:
    """End all lanes."""
    with psycopg.connect(server.url(DATABASE), autocommit=True) as watcher:
        end(watcher, lanes(watcher))


def kill_one(server: Cluster) -> None:
    """Kill one lane's process, whereupon PostgreSQL ends all others and recovers from its log."""
    with psycopg.connect(server.url(DATABASE), autocommit=True) as watcher:
        os.kill(lanes(watcher)[0], signal.SIGKILL)


def crash(server: Cluster) -> None:
    """End the server with no time to write anything, and start it again."""
    server.kill()
    server.restart()


@pytest.mark.parametrize("disturb", [end_all, Cluster.restart, kill_one, crash], ids=lambda what: what.__name__)
def test_under_load(server: Cluster, served: Served, disturb: Callable[[Cluster], None]) -> None:
    """Whatever ends the connections, callers get an answer, and can find out by the key whether a write was done."""
    load = Load(served, disturb.__name__)
    asyncio.run(load.run(lambda: disturb(server)))
    load.check(server.url(DATABASE))
    assert load.back_seconds < BACK_SECONDS


def test_stopped(server: Cluster, served: Served) -> None:
    """A server that takes connections and says nothing is given up in time; nobody is told that a write was undone."""
    load = Load(served, "stopped")

    async def work() -> None:
        async with calling(served) as client:
            with stopped(server):
                await asyncio.gather(*(load.read(client) for _ in range(80)), *(load.write(client) for _ in range(20)))
            await load.until_well(client)

    asyncio.run(work())
    load.check(server.url(DATABASE))
    longest = max(end.seconds for end in (*load.reads, *load.writes))
    print(f"the longest call took {longest:.2f} s, where the database has {DATABASE_SECONDS} s")
    assert longest < DATABASE_SECONDS + PATIENCE_SECONDS
    assert load.back_seconds < BACK_SECONDS
