"""The wire between gateway and database, which a test can cut, still, or make lie."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
from collections.abc import Iterator

RESET = struct.pack("ii", 1, 0)  # linger for no time: closing sends RST, with nothing before it
PIECE = 64 * 1024
Ends = tuple[socket.socket, socket.socket]


class Wire:
    """A port of our own in front of a server's: each connection to the one makes one to the other."""

    def __init__(self, port: int) -> None:
        """Begin to take connections."""
        self._server = ("127.0.0.1", port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._ends: list[Ends] = []
        self._is_still = threading.Event()
        threading.Thread(target=self._listen, daemon=True).start()

    def cut(self) -> int:
        """Reset all connections, as a router does that has forgotten them; say how many there were."""
        ends, self._ends = self._ends, []
        for gateway, server in ends:
            gateway.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
            for end in (gateway, server):
                with contextlib.suppress(OSError):
                    end.shutdown(socket.SHUT_RD)  # wakes whoever reads from it
                end.close()
        return len(ends)

    @contextlib.contextmanager
    def still(self) -> Iterator[None]:
        """Let nothing through in any direction, and nobody know of it, until the end of the block."""
        self._is_still.set()
        try:
            yield
        finally:
            self._is_still.clear()
            self.cut()  # what there is has lost bytes

    def lie(self, words: bytes) -> None:
        """Say something to the gateway on all connections that the server has not said."""
        for gateway, _ in self._ends:
            with contextlib.suppress(OSError):  # some have ended
                gateway.sendall(words)

    def close(self) -> None:
        """Take no more connections, and end those there are."""
        self._listener.close()
        self.cut()

    def _listen(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                gateway, _ = self._listener.accept()
                server = socket.create_connection(self._server)
                self._ends.append((gateway, server))
                for source, sink in ((gateway, server), (server, gateway)):
                    threading.Thread(target=self._carry, args=(source, sink), daemon=True).start()

    def _carry(self, source: socket.socket, sink: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while piece := source.recv(PIECE):
                if not self._is_still.is_set():
                    sink.sendall(piece)
            sink.shutdown(socket.SHUT_WR)


@contextlib.contextmanager
def wired(port: int) -> Iterator[Wire]:
    """Put a wire in front of a port until the end of the block."""
    wire = Wire(port)
    try:
        yield wire
    finally:
        wire.close()
