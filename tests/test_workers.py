"""Several processes answer on one port; one looks after them."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from tests.commands import environment
from tests.conftest import GATEWAY, Database
from tests.counters import open_table
from tests.desk import Desk
from tests.gateways import Served, first_token, serving
from tests.raw_http import connected, once, request, with_body
from tests.steady import Steady
from tools.shell import ROOT

PATIENCE_SECONDS = 20.0
CALLERS = 16
LARGEST = 100 * 2**20


@pytest.fixture(scope="module")
def token(database18: Database) -> str:
    """An administrator's token."""
    return first_token(database18.url())


@contextmanager
def several(database: Database, token: str, workers: int) -> Iterator[Served]:
    """Processes with few lanes each, that stop soon."""
    url = database.url(GATEWAY)
    with serving(url, token, workers=workers, write_lanes=4, slow_lanes=1, drain_seconds=0.3) as served:
        yield served


@pytest.fixture
def pair(database18: Database, token: str) -> Iterator[Served]:
    """Two processes that answer, and a ticket to read."""
    with several(database18, token, 2) as served:
        with served.client() as http:
            Desk(http).ticket()
        wait_until(lambda: len({answerer(served) for _ in range(16)}) == 2)
        yield served


def wait_until(happens: Callable[[], bool]) -> None:
    """Return when something is so."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not happens():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def children(pid: int) -> set[int]:
    """Give the processes that one has started."""
    return {int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()}


def memory(pid: int) -> int:
    """Give the bytes that a process has resident."""
    return int(Path(f"/proc/{pid}/status").read_text().split("VmRSS:")[1].split()[0]) * 1024


def answerer(served: Served) -> str:
    """Tell which process answers a request on a new connection: the first part of the request's id is its own."""
    return once(served, request(served, "GET /healthz")).headers["x-request-id"].partition("-")[0]


def is_alive(pid: int) -> bool:
    """Tell whether there is a process that has not ended."""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except FileNotFoundError:
        return False


def steady(served: Served, name: str) -> Steady:
    """Callers who are few enough for two processes with few lanes."""
    return Steady(served, name, CALLERS)


def test_both_answer_and_one_that_is_killed_is_replaced(pair: Served, database18: Database) -> None:
    """Only what was in flight in the killed one has no answer; its keys tell the rest."""
    load = steady(pair, "killed")
    killed = min(children(pair.process.pid))

    def kill() -> None:
        os.kill(killed, signal.SIGKILL)
        wait_until(lambda: len(load.processes()) == 3)

    load.run(kill)
    sizes = [memory(child) for child in children(pair.process.pid)]
    print(f"processes take {', '.join(f'{size / 2**20:.1f} MB' for size in sizes)}")
    assert max(sizes) < LARGEST
    assert killed not in children(pair.process.pid)
    assert {end.status for end in load.failed()} <= {0}
    assert len(load.failed()) <= CALLERS
    assert f"process {killed} has ended (SIGKILL): another takes its place" in pair.errors.read_text()


def test_sighup_renews_them_without_a_failed_request(pair: Served, database18: Database) -> None:
    """Each ends when its successor answers."""
    load = steady(pair, "renewed")
    before = children(pair.process.pid)

    def renew() -> None:
        pair.process.send_signal(signal.SIGHUP)
        wait_until(lambda: "all processes are new" in pair.errors.read_text())

    load.run(renew)
    assert load.failed() == []
    load.check_written(database18.url())
    assert len(load.processes()) == 4
    assert len(children(pair.process.pid)) == 2
    assert not before & children(pair.process.pid)


def test_sighup_changes_nothing_when_no_process_can_start(pair: Served, database18: Database) -> None:
    """Those that answer go on, as a process that cannot reach its database is of no use."""
    before = children(pair.process.pid)
    name = f'"{database18.name}"'
    with psycopg.connect(database18.cluster.url(), autocommit=True) as session:
        session.execute(f"ALTER DATABASE {name} CONNECTION LIMIT 0".encode())
        pair.process.send_signal(signal.SIGHUP)
        wait_until(lambda: "a new process does not start: the others go on" in pair.errors.read_text())
        session.execute(f"ALTER DATABASE {name} CONNECTION LIMIT -1".encode())
    assert children(pair.process.pid) == before
    with pair.client() as http:
        assert http.get("/readyz").status_code == 200


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_one_signal_ends_all(pair: Served, database18: Database, number: signal.Signals) -> None:
    """Also where everybody gets it, as from a terminal's Ctrl-C, or systemd; what is in flight is answered."""
    all_of_them = {pair.process.pid, *children(pair.process.pid)}
    comment = with_body(pair, "POST /v1/tickets/1/comments", b'{"body": "Which floor?"}')
    with connected(pair) as wire:
        with psycopg.connect(database18.url()) as session:
            session.execute("SELECT FROM desk.ticket WHERE id = 1 FOR UPDATE")
            wire.send(comment)
            time.sleep(0.2)
            for pid in all_of_them:
                os.kill(pid, number)
            time.sleep(1)
        assert wire.answer().status == 201
    assert pair.process.wait(PATIENCE_SECONDS) == 0
    assert not any(map(is_alive, all_of_them))
    assert pair.errors.read_text() == ""


def test_a_second_signal_ends_all_at_once(pair: Served, database18: Database) -> None:
    """What is in flight is given up, and the exit code says so."""
    with connected(pair) as wire, psycopg.connect(database18.url()) as session:
        session.execute("SELECT FROM desk.ticket WHERE id = 1 FOR UPDATE")
        wire.send(with_body(pair, "POST /v1/tickets/1/comments", b'{"body": "Which floor?"}'))
        time.sleep(0.2)
        for _ in range(2):
            pair.process.terminate()
            time.sleep(0.1)
        assert wire.answer().rule == "database_unavailable"
        assert pair.process.wait(PATIENCE_SECONDS) == 1


def test_nobody_is_left_when_the_first_is_killed(pair: Served) -> None:
    """They see that they are alone, and stop as they should."""
    orphans = children(pair.process.pid)
    pair.process.kill()
    pair.process.wait()
    wait_until(lambda: not any(map(is_alive, orphans)))
    assert pair.errors.read_text().count("whoever looks after this process is gone: it stops") == 2


def test_one_that_starts_when_nobody_is_left(database18: Database) -> None:
    """It finds that out when it answers, and stops as it should."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        above, life = socket.socketpair()
        above.close()
        with life, open_table() as (counters, _):
            files = [listener.fileno(), counters, life.fileno()]
            done = subprocess.run(
                [sys.executable, "-m", "gateway.serving.worker", *map(str, files)],
                cwd=ROOT,
                env=environment(TICKETFIRST_DATABASE_URL=database18.url(GATEWAY), TICKETFIRST_DRAIN_SECONDS="0"),
                pass_fds=files,
                stderr=subprocess.PIPE,
                text=True,
                timeout=PATIENCE_SECONDS,
                check=False,
            )
    assert "whoever looks after this process is gone: it stops" in done.stderr
    assert "Traceback" not in done.stderr
    assert done.returncode == 0


def test_a_start_that_is_interrupted(database18: Database, token: str) -> None:
    """Nobody is left either, and nothing was wrong."""
    with several(database18, token, 4) as served:
        started = children(served.process.pid)
        served.process.terminate()
        assert served.process.wait(PATIENCE_SECONDS) == 0
        assert not any(map(is_alive, started))
        assert "Traceback" not in served.errors.read_text()
