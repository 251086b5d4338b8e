"""How a process stops: it goes on for a while first.

Whoever stands in front learns from /readyz and `Connection: close` that it is about to stop, and what is on its way
still arrives. Then nothing new is taken, and what was taken is answered, within its time.
"""

from __future__ import annotations

import asyncio
import logging
import signal
import socket
from collections.abc import Callable, Collection, Generator, Sequence
from contextlib import contextmanager
from types import FrameType
from typing import NamedTuple, Protocol, cast

import uvicorn
from uvicorn.lifespan.on import LifespanOn, LifespanSendMessage

from gateway.settings import Settings, SettingsError

log = logging.getLogger("ticketfirst")

BACKLOG = 4096
POLL_SECONDS = 0.01
REFUSE_SECONDS = 0.05  # for requests that were still arriving
CUT_SECONDS = 1.0  # for the last words to those whose requests were not done in time
LAST_CONNECTIONS = 10_000  # that are taken when the server stops: more are a flood


class Signals(NamedTuple):
    """The signals that stop a server, and those that stop it at once; one in both means so the second time."""

    drain: Collection[signal.Signals]
    cut: Collection[signal.Signals]


class Drain:
    """Whether the process is about to stop."""

    def __init__(self, seconds: float) -> None:
        """Set how long it goes on after a signal."""
        self.seconds = seconds
        self._has_begun = False

    def begin(self) -> None:
        """Note that a signal has come."""
        self._has_begun = True

    def has_begun(self) -> bool:
        """Tell whether a signal has come."""
        return self._has_begun


class Connection(Protocol):
    """What stopping needs of a connection."""

    def announce_end(self) -> None:
        """Let the answer to the request in flight be the last."""

    def shutdown(self) -> None:
        """End after the request in flight, or one that may be on its way."""

    def abandon(self) -> None:
        """End now; who is still sending is told."""


class Lifespan(LifespanOn):
    """Keeps why a start failed, which is told in one sentence and not in three."""

    def __init__(self, config: uvicorn.Config) -> None:
        """Begin before the application."""
        super().__init__(config)
        self.logger = logging.getLogger("uvicorn.lifespan")  # this one is silent
        self.why = ""

    async def send(self, message: LifespanSendMessage) -> None:
        """Take what the application says of its start or end."""
        if message["type"] == "lifespan.startup.failed":
            self.why = message["message"]
        elif message["type"] == "lifespan.shutdown.failed":
            log.error("the end failed: %s", message["message"])
        await super().send(message)


class DrainingServer(uvicorn.Server):
    """uvicorn's server, started on sockets that listen already, and stopped in the order above."""

    lifespan: Lifespan

    def __init__(
        self,
        config: uvicorn.Config,
        settings: Settings,
        listeners: Sequence[socket.socket],
        signals: Signals,
        started: Callable[[DrainingServer], None],
    ) -> None:
        """Describe it; `started` is called when it answers."""
        config.load()
        config.lifespan_class = Lifespan
        super().__init__(config)
        self._settings = settings
        self._listeners = listeners
        self._signals = signals
        self._started = started
        self.has_cut = False  # whether requests in flight were given up

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Open the application, and take connections. Raises SettingsError."""
        self._loop = asyncio.get_running_loop()
        await self.lifespan.startup()
        if self.lifespan.should_exit:
            raise SettingsError(self.lifespan.why)
        self._drain: Drain = self.lifespan.state["drain"]
        self.servers = [
            await self._loop.create_server(self._connection, sock=listener, backlog=BACKLOG)
            for listener in self._listeners
        ]
        self.started = True
        self._started(self)

    @contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """Heed the signals. One that has been followed is not raised again: the process ends as its caller likes."""
        before = {
            number: signal.signal(number, self.handle_exit) for number in {*self._signals.drain, *self._signals.cut}
        }
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Follow a signal."""
        if not self.started:
            self.should_exit = True
        elif sig in self._signals.drain and not self._drain.has_begun():
            self.drain()
        elif sig in self._signals.cut:
            self.should_exit = self.force_exit = True

    def drain(self) -> None:
        """Begin to stop, if that has not begun."""
        if not self._drain.has_begun():
            self._drain.begin()
            self._loop.call_soon_threadsafe(self._announce_end)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Take no more connections, and wait for the requests of those there are, within their time."""
        await self._take_the_last()
        for server in self.servers:
            server.close()
        for connection in self._connections():
            connection.shutdown()
        await self._wait(self._settings.stop_seconds)
        await self._cut()
        await self.lifespan.shutdown()

    def _announce_end(self) -> None:
        for connection in self._connections():
            connection.announce_end()
        self._loop.call_later(self._drain.seconds, self._stop)

    def _stop(self) -> None:
        self.should_exit = True

    def _connection(self) -> asyncio.Protocol:
        make = cast(Callable[..., asyncio.Protocol], self.config.http_protocol_class)
        return make(config=self.config, server_state=self.server_state, app_state=self.lifespan.state)

    def _connections(self) -> list[Connection]:
        return cast(list[Connection], list(self.server_state.connections))

    async def _take_the_last(self) -> None:
        """Take the connections that the system has made and nobody has taken: closing would reset them."""
        for listener in self._listeners:
            for _ in range(LAST_CONNECTIONS):
                try:
                    made, _address = listener.accept()
                except OSError:  # there are no more
                    break
                await self._loop.connect_accepted_socket(self._connection, made)

    async def _wait(self, seconds: float) -> None:
        deadline = self._loop.time() + seconds
        state = self.server_state
        while (state.connections or state.tasks) and not self.force_exit and self._loop.time() < deadline:
            await asyncio.sleep(POLL_SECONDS)

    async def _cut(self) -> None:
        """Refuse what has not arrived in time, give up what was not done in time, and say so to all who wait."""
        state = self.server_state
        if not (state.connections or state.tasks):
            return
        for connection in self._connections():
            connection.abandon()
        await asyncio.sleep(REFUSE_SECONDS)
        if state.tasks:
            self.has_cut = True
            log.warning("requests that were not done in time, and are given up: %d", len(state.tasks))
        for task in list(state.tasks):
            task.cancel()
        self.force_exit = False
        await self._wait(CUT_SECONDS)
