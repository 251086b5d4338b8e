"""Runs the gateway, in one process or several: `python -m gateway.serving.server`, set by the environment."""

from __future__ import annotations

import asyncio
import errno
import importlib
import logging.config
import os
import socket
import sys
from collections.abc import Callable
from contextlib import ExitStack

from gateway.limiting.table import make_file
from gateway.serving import preflight
from gateway.serving.draining import BACKLOG
from gateway.serving.reporting import LOGGING, complain
from gateway.serving.workers import Workers
from gateway.settings import Settings, SettingsError, load
from gateway.wire.descriptors import raise_limit

NOT_HERE = {errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT}  # such as ::1, one of the addresses of localhost


def run(settings: Settings, started: Callable[[str], None] = lambda url: None) -> None:
    """Answer requests until SIGTERM or SIGINT; `started` is called with the address when the first can be answered.

    Raises SettingsError before anything has begun, and SystemExit with a code that is not 0 where a process does not
    start or requests in flight were given up.
    """
    raise_limit()
    preflight.check(settings)
    logging.config.dictConfig(LOGGING)
    with ExitStack() as listening:
        listeners = [listening.enter_context(listener) for listener in _listen(settings)]
        counters = make_file()
        listening.callback(os.close, counters)
        port = listeners[0].getsockname()[1]
        host = f"[{settings.host}]" if ":" in settings.host else settings.host
        url = f"http://{host}:{port}"
        if settings.workers > 1:
            code = asyncio.run(Workers(settings, listeners, counters, lambda: started(url)).run())
        else:
            # Here, and not above: whoever looks after others needs nothing of what they answer with.
            answer = importlib.import_module("gateway.serving.worker").answer
            code = answer(settings, listeners, counters, lambda _: started(url))
    if code:
        sys.exit(code)


def main() -> None:
    """Run by the environment; what is wrong is said in a line each."""
    try:
        run(load())
    except SettingsError as error:
        complain(error)


def _listen(settings: Settings) -> list[socket.socket]:
    """Open a socket on every address of the host. Raises SettingsError."""
    try:
        found = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (OSError, UnicodeError) as error:
        said = error.strerror if isinstance(error, OSError) else "that is no name"
        raise SettingsError(f"TICKETFIRST_HOST: cannot listen on {settings.host}: {said}") from error
    listeners: list[socket.socket] = []
    failure: OSError | None = None
    for family, address in dict.fromkeys((family, address) for family, _, _, _, address in found):
        port = listeners[0].getsockname()[1] if listeners else settings.port
        try:
            listeners.append(_listener(family, (address[0], port, *address[2:])))
        except OSError as error:
            failure = error
            if error.errno not in NOT_HERE:
                break
    if failure is not None and (not listeners or failure.errno not in NOT_HERE):
        for listener in listeners:
            listener.close()
        said = (failure.strerror or str(failure)).lower()
        raise SettingsError(
            f"TICKETFIRST_PORT: cannot listen on {settings.host}, port {settings.port}: {said};"
            " end what is there, or choose another port (or TICKETFIRST_HOST)"
        ) from failure
    return listeners


def _listener(family: int, address: tuple[object, ...]) -> socket.socket:
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        listener.bind(address)
        listener.listen(BACKLOG)  # from now on who comes waits, and is not turned away
    except OSError:
        listener.close()
        raise
    listener.setblocking(False)
    return listener


if __name__ == "__main__":
    main()
