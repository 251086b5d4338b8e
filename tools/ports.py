"""Ports for the servers of tests."""

import os
import random
import socket
from contextlib import suppress

STEADY = range(20_000, 30_000)


def free_port() -> int:
    """Find a port that nobody listens on, and that no other process of this run of pytest finds until it is used.

    Each of them has its own part of all ports: pytest-xdist tells which one it is, of how many.
    """
    number = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    count = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    while True:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port: int = probe.getsockname()[1]
        if port // 2 % count == number:  # Linux gives odd ones as long as there are any
            return port


def steady_port() -> int:
    """Find one that the kernel gives to no client, so that it stays free while its server is dead for a moment."""
    while True:
        port = random.SystemRandom().choice(STEADY)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
