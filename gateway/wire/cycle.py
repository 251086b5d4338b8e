"""One request as uvicorn sees it through, with an answer that is one write."""

from __future__ import annotations

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, RequestResponseCycle


class Cycle(RequestResponseCycle):
    """A request and its answer, on their connection."""

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
        date = b"".join([b"%s: %s\r\n" % header for header in self.default_headers])
        close = b"" if self.keep_alive else b"connection: close\r\n"
        self.transport.write(b"%s%s%s%s\r\n%s" % (STATUS_LINE[status], date, lines, close, body))
        self.response_complete = True
        self.message_event.set()
        if not self.keep_alive:
            self.transport.close()
        self.on_response()
