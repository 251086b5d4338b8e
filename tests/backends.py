"""The lanes as the database sees them: a backend for each."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import Connection

from tools.cluster import Cluster, postmaster

APPLICATION = "ticketfirst"
WAIT_SECONDS = 20.0
LANES = """
SELECT pid FROM pg_stat_activity
 WHERE application_name = %s AND datname = current_database() AND query LIKE %s AND (NOT %s OR wait_event_type = 'Lock')
"""


@contextmanager
def holding(url: str, statement: str) -> Iterator[Connection]:
    """Hold the locks that a statement takes, in a session of its own, until the end of the block."""
    with psycopg.connect(url) as session:
        session.execute(statement)
        yield session
        session.rollback()


def lanes(watcher: Connection, query: str = "%", *, blocked: bool = False) -> list[int]:
    """Give the process ids of lanes: all, those with such a query, or those of them that wait for a lock."""
    return [row[0] for row in watcher.execute(LANES, [APPLICATION, query, blocked]).fetchall()]


def end(watcher: Connection, pids: list[int]) -> None:
    """End sessions, as a DBA does."""
    watcher.execute("SELECT pg_terminate_backend(pid) FROM unnest(%s::int[]) AS p (pid)", [pids])


def seconds_until(condition: Callable[[], bool]) -> float:
    """Wait until something is so, and give the time that took; an AssertionError when it does not come to be."""
    began = time.monotonic()
    while not condition():
        assert time.monotonic() < began + WAIT_SECONDS
        time.sleep(0.01)
    return time.monotonic() - began


@contextmanager
def stopped(cluster: Cluster) -> Iterator[None]:
    """Let a server do nothing at all, as one does whose disk is gone: it takes connections, and does not answer."""
    server = postmaster(cluster.data)
    assert server is not None
    os.kill(server, signal.SIGSTOP)  # before its children are counted: it makes no more
    children = [int(pid) for pid in Path(f"/proc/{server}/task/{server}/children").read_text().split()]
    for pid in children:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in (*children, server):
            os.kill(pid, signal.SIGCONT)
