"""Gateways that are restarted in turn behind HAProxy, under load: no request fails, and none is done twice."""

from __future__ import annotations

import dataclasses
import signal
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest

from tests.conftest import GATEWAY, Database
from tests.desk import Desk
from tests.gateways import Served, first_token, serving
from tests.proxies import proxied
from tests.steady import Steady
from tools.ports import free_port

FOUND_SECONDS = 20.0
STOP_SECONDS = 20.0


@pytest.fixture(scope="module")
def token(database18: Database) -> str:
    """An administrator's token, and a ticket to read."""
    token = first_token(database18.url())
    with serving(database18.url(GATEWAY), token) as served, served.client() as http:
        Desk(http).ticket()
    return token


class Place:
    """A port on which one gateway follows the other."""

    def __init__(self, database: Database, token: str, workers: int = 1) -> None:
        """Find a port; `start` brings the first gateway."""
        self._workers = workers
        self.port = free_port()
        self._url = database.url(GATEWAY)
        self._token = token
        self._stack = ExitStack()
        self.served: Served

    def start(self) -> None:
        """Bring a gateway."""
        self.served = self._stack.enter_context(serving(self._url, self._token, self.port, workers=self._workers))

    def stop(self) -> None:
        """End it as a supervisor does, and hold that it ends well."""
        self.served.process.send_signal(signal.SIGTERM)
        assert self.served.process.wait(STOP_SECONDS) == 0
        assert self.served.errors.read_text() == ""

    def close(self) -> None:
        """End what still runs."""
        self._stack.close()


@contextmanager
def places(database: Database, token: str, count: int, workers: int = 1) -> Iterator[list[Place]]:
    """Have gateways until the end of the block."""
    made = [Place(database, token, workers) for _ in range(count)]
    try:
        for place in made:
            place.start()
        yield made
    finally:
        for place in made:
            place.close()


def restart(load: Steady, some: list[Place], rounds: int) -> None:
    """Restart one after the other, each when the proxy has found the one before, and hold that nothing failed."""

    def restart_all() -> None:
        for place in some * rounds:
            before = len(load.processes())
            place.stop()
            place.start()
            deadline = time.monotonic() + FOUND_SECONDS
            while len(load.processes()) == before:
                assert time.monotonic() < deadline
                time.sleep(0.05)

    load.run(restart_all)
    assert load.failed() == []
    assert len(load.processes()) >= len(some) * (rounds + 1)


@pytest.mark.parametrize(("checked", "rounds"), [(True, 2), (False, 1)], ids=["checks", "no checks"])
def test_two_in_turn(database18: Database, token: str, checked: bool, rounds: int) -> None:
    """Whether or not the proxy asks /readyz: it takes the other where a connect fails."""
    with places(database18, token, 2) as both, proxied([one.port for one in both], checked=checked, retries=3) as port:
        name = f"2 gateways, {2 * rounds} restarts, {'with' if checked else 'without'} checks"
        load = Steady(dataclasses.replace(both[0].served, port=port), name)
        restart(load, both, rounds)
    load.check_written(database18.url())


@pytest.mark.parametrize(("workers", "rounds"), [(1, 2), (2, 1)], ids=["one process", "two processes"])
def test_one_alone(database18: Database, token: str, workers: int, rounds: int) -> None:
    """The proxy tries to connect, once a second, until the next one is there."""
    with places(database18, token, 1, workers) as one, proxied([one[0].port], checked=False, retries=20) as port:
        name = f"1 gateway of {workers} processes, {rounds} restarts"
        load = Steady(dataclasses.replace(one[0].served, port=port), name)
        restart(load, one, rounds)
    load.check_written(database18.url())
