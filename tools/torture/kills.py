"""What can be killed while a replay runs, and how that goes on: what nobody else starts again is started here."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path

from tools.torture.victims import Victims


def kill_gateway(them: Victims) -> None:
    """Kill `ticketfirst serve`, and start it again; PostgreSQL runs on."""
    assert them.gateway is not None
    them.gateway.kill()
    them.gateway.wait()
    them.start_gateway()


def kill_postmaster(them: Victims) -> None:
    """Kill the first of PostgreSQL's processes: the others see it and end, and the gateway starts it again."""
    os.kill(them.postmaster(), signal.SIGKILL)


def kill_postgresql(them: Victims) -> None:
    """Kill all of PostgreSQL's processes at once; the gateway starts it again."""
    first = them.postmaster()
    os.kill(first, signal.SIGSTOP)  # so that it starts no other, and the number of none is given to another
    children = Path(f"/proc/{first}/task/{first}/children").read_text().split()
    for pid in (*map(int, children), first):
        os.kill(pid, signal.SIGKILL)


def kill_both(them: Victims) -> None:
    """Kill the gateway and all of PostgreSQL's processes at the same moment, and start the gateway again."""
    assert them.gateway is not None
    them.gateway.kill()
    kill_postgresql(them)
    them.gateway.wait()
    them.start_gateway()


def kill_replay(them: Victims) -> None:
    """Kill the replay, and start it again."""
    assert them.replay is not None
    them.replay.kill()
    them.replay.wait()
    them.start_replay()


KINDS: dict[str, Callable[[Victims], None]] = {
    "the gateway": kill_gateway,
    "PostgreSQL's postmaster": kill_postmaster,
    "the replay": kill_replay,
    "PostgreSQL, all processes": kill_postgresql,
    "gateway and PostgreSQL": kill_both,
}
