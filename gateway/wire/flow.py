"""What a request sees of its connection."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable

from uvicorn.protocols.http.flow_control import FlowControl

RECEIVED_BYTES = 32 * 1024  # that the system is to keep of what a client has sent: so much is read at once


class Outlet:
    """What a request needs of its transport; its end is the protocol's business."""

    __slots__ = ("_transport", "close", "is_closing")

    def __init__(self, transport: asyncio.Transport, close: Callable[[], None]) -> None:
        """Write to a transport, and close it by other means."""
        self._transport = transport
        self.is_closing = transport.is_closing
        self.close = close

    def write(self, data: bytes) -> None:
        """Write, if anybody is there: of pipelined requests, uvicorn tells only the last that the client is gone."""
        if not self.is_closing():
            self._transport.write(data)


class Flow(FlowControl):
    """Takes in little at once, and nothing as long as something waits to be taken: bodies lie with who sends them."""

    def __init__(self, transport: asyncio.Transport, is_waiting: Callable[[], bool]) -> None:
        """Bind to a transport. `is_waiting` tells whether something waits."""
        super().__init__(transport)
        connection = transport.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVED_BYTES)
        self._is_waiting = is_waiting

    def resume_reading(self) -> None:
        """Read on, if all that was read is taken."""
        if self.read_paused and not self._is_waiting():
            super().resume_reading()
