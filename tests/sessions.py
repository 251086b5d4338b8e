"""Several database sessions at once, and how one tells that another waits for it."""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Barrier
from typing import Any, TypeVar

import psycopg
from psycopg import Connection

WAIT_SECONDS = 20.0
Result = TypeVar("Result")


def all_at_once(count: int, url: str, work: Callable[[Connection, int], Result]) -> list[Result | psycopg.Error]:
    """Run the work in as many sessions, started together; what each returned or was refused with, in their order."""
    barrier = Barrier(count)

    def one(number: int) -> Result | psycopg.Error:
        with psycopg.connect(url, autocommit=True) as session:
            barrier.wait(WAIT_SECONDS)
            try:
                return work(session, number)
            except psycopg.Error as refused:
                return refused

    with ThreadPoolExecutor(count) as threads:
        return list(threads.map(one, range(count)))


def refusal(error: psycopg.Error) -> str:
    """The SQLSTATE and the rule of an error, as in 'TF404 ticket_not_found'."""
    return f"{error.diag.sqlstate} {error.diag.constraint_name}"


def outcome(future: Future[Any]) -> str:
    """How a statement that had to wait ended: 'allowed', or what it was refused with."""
    try:
        future.result(WAIT_SECONDS)
    except psycopg.Error as refused:
        return refusal(refused)
    return "allowed"


def wait_until_blocked(watcher: Connection, blocked: Connection, by: Connection) -> None:
    """Return when one session waits for a lock of another; an AssertionError when it does not come to that."""
    deadline = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < deadline:
        row = watcher.execute("SELECT pg_blocking_pids(%s)", [blocked.info.backend_pid]).fetchone()
        assert row is not None
        if by.info.backend_pid in row[0]:
            return
        time.sleep(0.01)
    raise AssertionError("the second session does not wait for the first")
