"""The embedded server is started again where it dies under whoever serves from it."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator

import psycopg
import pytest

from gateway.embedded import Embedded
from gateway.postgres.postmaster import is_running, lock_path, postmaster
from tests.test_embedded import embedded, query

__all__ = ["embedded"]  # the fixture

WAIT_SECONDS = 30.0


@pytest.fixture
def kept(embedded: Embedded) -> Iterator[Embedded]:
    """A server that is kept running."""
    with embedded.kept_running():
        yield embedded


def kill(kept: Embedded) -> None:
    """Kill the server, and wait until another answers."""
    killed = postmaster(kept.data)
    assert killed is not None
    os.kill(killed, signal.SIGKILL)
    deadline = time.monotonic() + WAIT_SECONDS
    while True:
        try:
            query(kept, "SELECT 1")
            break
        except psycopg.OperationalError:
            assert time.monotonic() < deadline, "nobody has started it again"
            time.sleep(0.05)
    assert postmaster(kept.data) not in (None, killed)


def test_it_comes_back_after_a_crash_with_all_that_was_committed(kept: Embedded) -> None:
    """Killed twice: the keeper goes on after the first time."""
    for number in (1, 2):
        query(kept, f"CREATE TABLE committed_{number} ()")
        kill(kept)
        query(kept, f"SELECT FROM committed_{number}")


def test_it_is_looked_after_again_after_an_error(kept: Embedded, caplog: pytest.LogCaptureFixture) -> None:
    """Whoever cannot see for a moment whether the server runs, as without a free file descriptor, looks again."""
    lock = lock_path(kept.data)
    aside = lock.rename(lock.with_name("aside"))
    lock.mkdir()
    deadline = time.monotonic() + WAIT_SECONDS
    while "Is a directory" not in caplog.text:
        assert time.monotonic() < deadline, "nobody has looked"
        time.sleep(0.05)
    lock.rmdir()
    aside.rename(lock)
    kill(kept)


def test_it_ends_with_whoever_kept_it(embedded: Embedded) -> None:
    """And is not started once more."""
    with embedded.kept_running():
        assert is_running(embedded.data)
    time.sleep(1)
    assert not is_running(embedded.data)
