"""HTTP/1.1 by uvicorn and httptools, with what uvicorn lacks.

The head of a request has a longest size and a time within which it must arrive. An answer that ends a connection
reaches a client that is still sending. A server that stops lets a connection that is just made ask once.
"""

from __future__ import annotations

import asyncio
import logging
from typing import Any, cast

import httptools

from gateway.access_log import AccessLog
from gateway.exchange import REFUSED, SMALL_BODY, new_request_id
from gateway.problems import Problem, own
from gateway.serving.draining import Drain
from gateway.wire import head
from gateway.wire.connection import TimedConnection
from gateway.wire.cycle import Application, Cycle
from gateway.wire.farewell import farewell
from gateway.wire.flow import Flow, Outlet
from gateway.wire.queue import Queue

log = logging.getLogger("ticketfirst.protocol")

LINGER_SECONDS = 2.0  # how long a client may still send after an answer that did not wait for its whole body
LAST_REQUEST_SECONDS = 0.5  # how long a connection without a request may still bring one when the server stops


class LimitedProtocol(TimedConnection):
    """One connection of a client."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        """Begin before the first byte."""
        super().__init__(*arguments, **named)
        self.parser = httptools.HttpRequestParser(self)  # without uvicorn's leniency for what comes after the end
        self._drain: Drain = self.app_state["drain"]
        self._access_log: AccessLog = self.app_state["access_log"]
        self._queue = Queue(cast(Application, self.app), self.tasks)
        self._in_head = False
        self._is_unclocked = False  # a request has begun, and its time not yet
        self._idle_bytes = 0  # in a row, that were neither the end of a head nor part of a body
        self._has_progressed = False
        self._framing = b""  # of a body that the parser, for a wish to upgrade, leaves out
        self._is_deaf = False  # what still comes is not listened to
        self._last_word: Problem | None = None  # to be said when all that came before it is answered

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Give the first request its time."""
        super().connection_made(transport)
        if transport.is_closing():  # there are too many
            return
        self.flow = Flow(self.transport, self._has_body)
        self.outlet = Outlet(self.transport, self._end)
        self._set_timer(self._settings.request_seconds, self._is_late)

    def data_received(self, data: bytes) -> None:
        """Take bytes in, but not too many that lead nowhere: a head, a chunk's extension or trailers without end."""
        if self._is_deaf:
            return
        self._has_progressed = False
        try:
            self._parse(data)
        except httptools.HttpParserCallbackError:
            log.exception("taking in a request of %s failed", self.client)
            self._refuse(own("internal_error"))
        except httptools.HttpParserError as error:
            self._refuse(own("request_malformed", f"this is not HTTP/1.1: {error}"))
        if self._has_progressed:  # what there is of a head began behind something else
            self._idle_bytes = self._head_size() if self._in_head else 0
        else:
            self._idle_bytes += len(data)
        if self._idle_bytes > self._settings.header_bytes:
            self._refuse_head()
        self._queue.begin_early()
        if self._is_unclocked:  # most requests come in one piece, and need no clock
            self._is_unclocked = False
            self._set_timer(self._settings.request_seconds, self._is_late)

    def _parse(self, data: bytes) -> None:
        """Have bytes parsed. A wish to upgrade is left aside, as RFC 9110 lets a server do."""
        while data and not self._is_deaf:
            try:
                self.parser.feed_data(data)
            except httptools.HttpParserUpgrade as upgrade:
                data = data[upgrade.args[0] :]
                self._parse_on()
            else:
                return

    def _parse_on(self) -> None:
        """Take another parser: with a wish to upgrade the old one takes the head for a whole request, and stops."""
        self.parser = httptools.HttpRequestParser(self)
        if self._framing and not self._is_deaf:
            self._is_deaf = True  # to a head that only tells the parser of the body to come
            self.parser.feed_data(b"POST / HTTP/1.1\r\n%s\r\n\r\n" % self._framing)
            self._is_deaf = False
            self._framing = b""

    def on_message_begin(self) -> None:
        """Note that a request has begun."""
        if not self._is_deaf:
            self._is_idle = False
            self.url = b""
            self.headers = []
            self.expect_100_continue = False
            self._in_head = True
            self._is_unclocked = True
            self._set_timer()

    def on_headers_complete(self) -> None:
        """Hand a request on, if its head is as it should be."""
        self._has_progressed = True
        self._in_head = self._is_idle = False
        version = self.parser.get_http_version()
        if self._head_size() > self._settings.header_bytes:
            self._refuse_head()
        elif (fault := head.fault(version, self.url, self.headers)) is not None:
            self._refuse(own("request_malformed", fault))
        if self._is_deaf:
            return
        if self.parser.should_upgrade():
            self._framing = head.framing(self.headers)
        before = self.cycle
        self.cycle = Cycle(self, version)
        self.headers = []  # for trailers, which are no headers
        self._is_kept = version != "1.0" and self.parser.should_keep_alive() and not self._drain.has_begun()
        is_next = before is None or before.response_complete
        if not is_next:
            self.flow.pause_reading()
        self._queue.add(self.cycle, is_next=is_next)

    def on_body(self, body: bytes) -> None:
        """Take a part of a body in."""
        self._has_progressed = True
        if not self._is_deaf:
            super().on_body(body)
            if len(self.cycle.body) > SMALL_BODY and not self.cycle.response_complete:
                self.flow.pause_reading()

    def on_message_complete(self) -> None:
        """Note the end of a request."""
        self._has_progressed = True
        if not self._is_deaf and not self._framing:
            self._is_unclocked = False
            self._set_timer()
            self.cycle.keep_alive = self._is_kept
            super().on_message_complete()
            self._queue.begin()

    def on_response_complete(self) -> None:
        """Go on with the next request; after the last one say what was wrong with the one that never came."""
        if self._last_word is not None and self.cycle.response_complete:
            self._say(self._last_word)
        if self.transport.is_closing():
            return
        self.flow.resume_reading()
        if not self._queue.go_on() and not self._in_head:
            self._idle()

    def shutdown(self) -> None:
        """End the connection when the server stops: after its request, or after one that may be on its way."""
        if self._in_head or self._is_deaf:
            pass  # a timer runs
        elif self.cycle is None:
            self._set_timer(LAST_REQUEST_SECONDS, self.transport.close)
        else:
            self._is_kept = False
            super().shutdown()

    def abandon(self) -> None:
        """End the connection now; who is still sending is told."""
        if self._is_arriving():
            self._refuse(own("gateway_stopping"))
        elif self.cycle is None or self.cycle.response_complete:
            self._close()

    def _has_body(self) -> bool:
        """Tell whether a part of a body waits to be taken."""
        cycle = self.cycle
        return not (self._is_deaf or cycle is None or cycle.response_complete) and len(cycle.body) > SMALL_BODY

    def _is_arriving(self) -> bool:
        """Tell whether a part of a request is there, and the rest is not."""
        return self._in_head or (self.cycle is not None and self.cycle.more_body)

    def _head_size(self) -> int:
        return head.size(self.parser.get_method(), self.url, self.headers)

    def _refuse_head(self) -> None:
        self._refuse(own("headers_too_large", f"the head of the request is over {self._settings.header_bytes} bytes"))

    def _is_late(self) -> None:
        if self._is_arriving():
            said = f"the request did not arrive within {self._settings.request_seconds:g} s"
            self._refuse(own("request_timeout", said))
        elif not self.transport.is_closing():
            self.transport.close()

    def _refuse(self, problem: Problem) -> None:
        """Refuse what is on its way, after the answers to all that came before it, and listen no more."""
        if self._is_deaf or self.transport.is_closing():
            return
        self._is_deaf = True
        self._in_head = self._is_unclocked = False
        self._set_timer()
        if self.cycle is None or self.cycle.response_complete:
            self._say(problem)
        elif self.cycle.more_body:  # it has been handed on: whoever waits for its body is told
            self.cycle.scope["state"][REFUSED] = problem
            self.cycle.message_event.set()
        else:
            self._last_word = problem

    def _say(self, problem: Problem) -> None:
        """Answer what never becomes a request."""
        if self.transport.is_closing():
            return
        request_id = new_request_id()
        is_brief = self.parser.get_method() == b"HEAD"  # or it was that of the request before: it cannot be told
        said = farewell(problem, request_id, self.server_state.default_headers, is_brief)
        self._access_log.write_refused(request_id, self.client, problem.status, len(said.partition(b"\r\n\r\n")[2]))
        self.transport.write(said)
        self._linger()

    def _end(self) -> None:
        """Close the connection; if the client is still sending, in a way that lets it read the answer first."""
        self._queue.clear()
        self._last_word = None
        if self._is_deaf or self._is_arriving():
            self._linger()
        else:
            self._is_deaf = True  # what came behind the last request, in the same bytes, is none
            self._close_after_answer()

    def _linger(self) -> None:
        """Say that nothing more comes, and listen no more: closing at once would throw the answer away."""
        if self.transport.is_closing():
            return
        self._is_deaf = True
        self._in_head = self._is_unclocked = False
        if self.transport.can_write_eof():
            self.transport.write_eof()
        self.flow.resume_reading()
        self._set_timer(LINGER_SECONDS, self._close)
