"""HTTP/1.1 by uvicorn and httptools, with what uvicorn lacks.

The head of a request has a longest size and a time within which it must arrive. An answer that ends a connection
reaches a client that is still sending. A server that stops lets a connection that is just made ask once.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from time import perf_counter
from typing import Any, cast

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from gateway.draining import Drain
from gateway.exchange import new_request_id
from gateway.problems import MEDIA_TYPE, Problem, own
from gateway.settings import Settings

log = logging.getLogger("ticketfirst.protocol")

LINGER_SECONDS = 2.0  # how long a client may still send after an answer that did not wait for its whole body
LAST_REQUEST_SECONDS = 1.0  # how long a connection without a request may still bring one when the server stops


class _Outlet:
    """What a request needs of its transport; its end is the protocol's business."""

    __slots__ = ("close", "is_closing", "write")

    def __init__(self, transport: asyncio.Transport, close: Callable[[], None]) -> None:
        self.write = transport.write
        self.is_closing = transport.is_closing
        self.close = close


class LimitedProtocol(HttpToolsProtocol):
    """One connection of a client."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        """Begin before the first byte."""
        super().__init__(*arguments, **named)
        self._settings: Settings = self.app_state["settings"]
        self._drain: Drain = self.app_state["drain"]
        self._timer: asyncio.TimerHandle | None = None
        self._in_head = False
        self._head_size = 0
        self._is_deaf = False  # what still comes is not listened to

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Give the first request its time."""
        super().connection_made(transport)
        self._outlet = _Outlet(transport, self._end)
        self._set_timer(self._settings.request_seconds, self._head_is_late)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the timer."""
        self._set_timer()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take bytes in; of a head that is not complete, they all belong to it."""
        if self._is_deaf:
            return
        super().data_received(data)
        if self._in_head:
            self._head_size += len(data)
            if self._head_size > self._settings.header_bytes:
                self._refuse_head()

    def on_message_begin(self) -> None:
        """Start the clock of a request."""
        super().on_message_begin()
        self.scope["state"]["arriving_since"] = perf_counter()
        self._in_head = True
        self._head_size = 0
        self._set_timer(self._settings.request_seconds, self._head_is_late)

    def on_headers_complete(self) -> None:
        """Hand a request on, if its head is not too large."""
        self._set_timer()
        self._in_head = False
        if (
            len(self.url) + sum(len(name) + len(value) + 4 for name, value in self.headers)
            > self._settings.header_bytes
        ):
            self._refuse_head()
        if self._is_deaf:
            return
        super().on_headers_complete()
        self.cycle.transport = cast(asyncio.Transport, self._outlet)
        if self._drain.has_begun():
            self.cycle.keep_alive = False

    def on_body(self, body: bytes) -> None:
        """Take a part of a body in."""
        if not self._is_deaf:
            super().on_body(body)

    def on_message_complete(self) -> None:
        """Note the end of a request."""
        if not self._is_deaf:
            super().on_message_complete()

    def on_response_complete(self) -> None:
        """Go on with the next request, or with the end of a body that nobody waits for."""
        if self.cycle.more_body:
            self._end()
        super().on_response_complete()

    def send_400_response(self, msg: str) -> None:
        """Refuse what is not HTTP."""
        self._refuse(own("request_malformed", msg))

    def shutdown(self) -> None:
        """End the connection when the server stops: after its request, or after one that may be on its way."""
        if self.cycle is None or (self._in_head and self.cycle.response_complete):
            self._set_timer(LAST_REQUEST_SECONDS, self.transport.close)
        else:
            super().shutdown()

    def _refuse_head(self) -> None:
        self._refuse(own("headers_too_large", f"the head of the request is over {self._settings.header_bytes} bytes"))

    def _head_is_late(self) -> None:
        if self._in_head:
            said = f"the request did not arrive within {self._settings.request_seconds:g} s"
            self._refuse(own("request_timeout", said))
        elif not self.transport.is_closing():
            self.transport.close()

    def _refuse(self, problem: Problem) -> None:
        """Answer a request that never becomes one, and listen no more."""
        if self._is_deaf or self.transport.is_closing():
            return
        request_id = new_request_id()
        log.info("refused before it was a request: %s %s %s", request_id.decode(), self.client, problem.detail)
        body = problem.body(request_id.decode())
        headers = [
            *self.server_state.default_headers,
            (b"content-type", MEDIA_TYPE),
            (b"content-length", b"%d" % len(body)),
            (b"connection", b"close"),
            (b"x-request-id", request_id),
        ]
        lines = b"".join(b"%s: %s\r\n" % header for header in headers)
        self.transport.write(b"%s%s\r\n%s" % (STATUS_LINE[problem.status], lines, body))
        self._linger()

    def _end(self) -> None:
        """Close the connection; if the client is still sending, in a way that lets it read the answer first."""
        if self.cycle is not None and self.cycle.more_body:
            self._linger()
        else:
            self.transport.close()

    def _linger(self) -> None:
        """Say that nothing more comes, and listen no more: closing at once would throw the answer away."""
        if self._is_deaf or self.transport.is_closing():
            return
        self._is_deaf = True
        self._in_head = False
        if self.transport.can_write_eof():
            self.transport.write_eof()
        self.flow.resume_reading()
        self._set_timer(LINGER_SECONDS, self.transport.close)

    def _set_timer(self, seconds: float = 0, action: Callable[[], None] | None = None) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = self.loop.call_later(seconds, action) if action is not None else None
