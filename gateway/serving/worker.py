"""A process that answers requests: alone, or as one of several that `gateway.serving.workers` looks after.

Those get open files: the sockets that clients connect to, the counters of all processes, and a socket to whoever looks
after them, on which they say that they answer, and whose end means that they are alone.
`python -m gateway.serving.worker <sockets, with commas> <counters> <socket>`
"""

from __future__ import annotations

import asyncio
import logging
import signal
import socket
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress

import uvicorn

from gateway.app import create
from gateway.serving.draining import DrainingServer, Signals
from gateway.serving.reporting import FAILURE, LOGGING, complain
from gateway.settings import Settings, SettingsError, load

log = logging.getLogger("ticketfirst")

TOLD_BY_ALL = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
ALONE = Signals(TOLD_BY_ALL, (*TOLD_BY_ALL, signal.SIGQUIT))
# A terminal sends SIGINT and SIGHUP to all processes, systemd SIGTERM: whoever looks after the workers counts them.
NOT_MINE = (signal.SIGINT, signal.SIGHUP)
LOOKED_AFTER = Signals((signal.SIGTERM,), (signal.SIGQUIT,))


def answer(
    settings: Settings,
    listeners: Sequence[socket.socket],
    counters: int,
    started: Callable[[DrainingServer], None],
    signals: Signals = ALONE,
) -> int:
    """Answer requests until a signal, and give the exit code. Raises SettingsError."""
    config = uvicorn.Config(
        create(settings, counters),
        interface="asgi3",
        http="gateway.wire.protocol:LimitedProtocol",
        loop="uvloop",
        ws="none",
        lifespan="on",
        log_config=LOGGING,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=settings.idle_seconds,
    )
    server = DrainingServer(config, settings, listeners, signals, started)
    server.run()
    return FAILURE if server.has_cut else 0


def main() -> None:
    """Be one of several."""
    sockets, counters, above = sys.argv[1:]
    listeners = [socket.socket(fileno=int(number)) for number in sockets.split(",")]
    with socket.socket(fileno=int(above)) as life:
        for number in NOT_MINE:
            signal.signal(number, signal.SIG_IGN)

        def started(server: DrainingServer) -> None:
            life.setblocking(False)
            asyncio.get_running_loop().add_reader(life, _abandoned, life, server)
            with suppress(OSError):  # nobody is left to hear it, as the reader will find
                life.send(b"1")

        try:
            sys.exit(answer(load(), listeners, int(counters), started, LOOKED_AFTER))
        except SettingsError as error:
            complain(error)


def _abandoned(life: socket.socket, server: DrainingServer) -> None:
    asyncio.get_running_loop().remove_reader(life)
    log.warning("whoever looks after this process is gone: it stops")
    server.drain()


if __name__ == "__main__":
    main()
