"""One request as uvicorn sees it through, with an answer that is one write."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any, Protocol, cast
from urllib.parse import unquote

import httptools
from uvicorn._types import HTTPScope
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, RequestResponseCycle

from gateway import headers

if TYPE_CHECKING:
    from gateway.wire.protocol import LimitedProtocol

log = logging.getLogger("ticketfirst.protocol")


class Application(Protocol):
    """What answers requests."""

    serve: Callable[[Cycle], Coroutine[Any, Any, None]]


class Cycle(RequestResponseCycle):
    """A request and its answer, on their connection."""

    def __init__(self, connection: LimitedProtocol, version: str) -> None:
        """Take what the parser has of a request's head. Raises httptools.HttpParserInvalidURLError."""
        super().__init__(
            scope=_scope(connection, version),
            transport=cast(asyncio.Transport, connection.outlet),
            flow=connection.flow,
            logger=connection.logger,
            access_logger=connection.access_logger,
            access_log=False,
            default_headers=connection.server_state.default_headers,
            message_event=asyncio.Event(),
            expect_100_continue=connection.expect_100_continue,
            keep_alive=False,  # until all of it is here: an answer before that ends the connection
            on_response=connection.on_response_complete,
        )

    async def run(self, application: Application) -> None:
        """Have the request answered."""
        try:
            await application.serve(self)
        except BaseException:
            log.exception("a request was left without an answer")
            self.transport.close()
        finally:
            self.on_response = _nothing  # so that nothing refers to itself

    async def reply(self, status: int, lines: bytes, body: bytes) -> None:
        """Send a whole answer. `lines` are its headers, each with its line end, and say how long the body is.

        uvicorn's `send` takes the same in two messages, looks through each header, and writes twice.
        """
        if self.flow.write_paused and not self.disconnected:
            await self.flow.drain()
        if self.disconnected:
            return
        self.response_started = True
        self.waiting_for_100_continue = False
        date = headers.lines(self.default_headers)
        close = b"" if self.keep_alive else b"connection: close\r\n"
        self.transport.write(b"%s%s%s%s\r\n%s" % (STATUS_LINE[status], date, lines, close, body))
        self.response_complete = True
        self.message_event.set()
        if not self.keep_alive:
            self.transport.close()
        self.on_response()


def _scope(connection: LimitedProtocol, version: str) -> HTTPScope:
    url = httptools.parse_url(connection.url)
    path = url.path.decode("ascii")
    scope = {
        "type": "http",
        "asgi": {"version": connection.asgi_version, "spec_version": "2.3"},
        "http_version": version,
        "server": connection.server,
        "client": connection.client,
        "scheme": connection.scheme or "http",
        "root_path": "",
        "headers": connection.headers,
        "state": connection.app_state.copy(),
        "method": connection.parser.get_method().decode("ascii"),
        "path": unquote(path) if "%" in path else path,
        "raw_path": url.path,
        "query_string": url.query or b"",
    }
    return cast(HTTPScope, scope)


def _nothing() -> None:
    pass
