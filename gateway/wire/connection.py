"""A connection by uvicorn and httptools: how many there may be, and how long each may take for what."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from gateway.settings import Settings


class TimedConnection(HttpToolsProtocol):
    """A connection with two clocks: one for what it is to receive, and one for what is to be received from it."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        """Begin before the first byte."""
        super().__init__(*arguments, **named)
        self._settings: Settings = self.app_state["settings"]
        self._timer: asyncio.TimerHandle | None = None
        self._answering: asyncio.TimerHandle | None = None
        self._is_idle = False  # since:
        self._idle_since = 0.0
        self._is_kept = False  # after the request that is on its way, or came last
        self._idling: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take the connection, unless there are too many: files must remain for everything else."""
        stream = cast(asyncio.Transport, transport)
        if len(self.connections) >= self.app_state["most_connections"]:
            stream.abort()
        else:
            super().connection_made(stream)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop the clocks."""
        self._set_timer()
        self._stop_answering()
        if self._idling is not None:
            self._idling.cancel()
        super().connection_lost(exc)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a header in; the parser leaves the white space after its value."""
        name = name.lower()
        value = value.rstrip(b" \t")
        if name == b"expect" and value.lower() == b"100-continue":
            self.expect_100_continue = True
        self.headers.append((name, value))

    def announce_end(self) -> None:
        """Let the answer to the request in flight be the last."""
        self._is_kept = False
        if self.cycle is not None:
            self.cycle.keep_alive = False

    def pause_writing(self) -> None:
        """Give a client that does not receive its answer, all of which lies here, a time for it."""
        super().pause_writing()
        self._answering = self.loop.call_later(self._settings.answer_seconds, self.transport.abort)

    def resume_writing(self) -> None:
        """Write on."""
        self._stop_answering()
        super().resume_writing()

    def _idle(self) -> None:
        """Begin to wait for the next request. The timer of an earlier wait goes on, and is not made anew each time."""
        self._is_idle = True
        self._idle_since = self.loop.time()
        if self._idling is None:
            self._idling = self.loop.call_later(self._settings.idle_seconds, self._end_idleness)

    def _end_idleness(self) -> None:
        """End a connection on which nothing has come for as long as it may; otherwise look again when that is due."""
        self._idling = None
        left = self._idle_since + self._settings.idle_seconds - self.loop.time()
        if self._is_idle and left > 0:
            self._idling = self.loop.call_later(left, self._end_idleness)
        elif self._is_idle:
            self._close()

    def _close(self) -> None:
        """End the connection now: whoever has not received all by now gets no more."""
        if self.transport.get_write_buffer_size():
            self.transport.abort()
        else:
            self.transport.close()

    def _close_after_answer(self) -> None:
        """End the connection as soon as the client has received all, or has had its time for it."""
        self.transport.close()
        self._set_timer(self._settings.answer_seconds, self.transport.abort)

    def _set_timer(self, seconds: float = 0, action: Callable[[], None] | None = None) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = self.loop.call_later(seconds, action) if action is not None else None

    def _stop_answering(self) -> None:
        if self._answering is not None:
            self._answering.cancel()
            self._answering = None
