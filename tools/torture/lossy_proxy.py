"""A proxy between clients and a gateway that counts what comes twice, loses answers, or takes idempotency keys off."""

from __future__ import annotations

import asyncio
import re
from asyncio import IncompleteReadError, StreamReader, StreamWriter
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event, Thread

KEY = re.compile(rb"\r\nidempotency-key:[^\r]*", re.IGNORECASE)
LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
NUMBER = re.compile(rb"\d+")
ENDED = (IncompleteReadError, OSError)


@dataclass
class Proxy:
    """What it does to requests, which can be changed while it runs, and what it has seen.

    `lost`: answers it has lost; `again`: requests whose key it had seen before; `replayed`: answers that the gateway
    had given before.
    """

    to_port: int
    port: int = 0
    has_keys: bool = True
    loses: re.Pattern[bytes] = re.compile(rb"(POST|PUT) /v1/(?!tokens)")  # tokens have no key: they are made again
    lose_every: int = 0
    lost: int = 0
    again: int = 0
    replayed: int = 0

    def __post_init__(self) -> None:
        """Nothing has come yet."""
        self._seen: Counter[bytes] = Counter()
        self._keys: set[bytes] = set()

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    async def run(self, started: Event, ended: asyncio.Event) -> None:
        """Listen until `ended`."""
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        started.set()
        await ended.wait()
        server.close()

    async def _serve(self, reader: StreamReader, writer: StreamWriter) -> None:
        """Pass requests on, one after another, until either side ends or an answer is lost."""
        connections = [writer]
        try:
            from_gateway, to_gateway = await asyncio.open_connection("127.0.0.1", self.to_port)
            connections.append(to_gateway)
            while True:
                request = await _message(reader)
                self._count(request)
                to_gateway.write(request if self.has_keys else KEY.sub(b"", request, count=1))
                answer = await _message(from_gateway)
                self.replayed += b"\r\nidempotency-replayed: true\r\n" in answer
                if self._is_lost(request):
                    break
                writer.write(answer)
        except ENDED:
            pass
        finally:
            for connection in connections:
                connection.transport.abort()

    def _count(self, request: bytes) -> None:
        if key := KEY.search(request):
            self.again += key[0] in self._keys
            self._keys.add(key[0])

    def _is_lost(self, request: bytes) -> bool:
        """Lose every so many answers to requests of a kind, so that each kind has its share."""
        if not self.lose_every or not self.loses.match(request):
            return False
        kind = NUMBER.sub(b"", request.partition(b"\r\n")[0])
        self._seen[kind] += 1
        is_lost = self._seen[kind] % self.lose_every == 0
        self.lost += is_lost
        return is_lost


@contextmanager
def between(to_port: int) -> Iterator[Proxy]:
    """Run a proxy to a gateway until the end of the block; at first it changes nothing."""
    proxy, started, loops = Proxy(to_port), Event(), []

    async def main() -> None:
        ended = asyncio.Event()
        loops.append((asyncio.get_running_loop(), ended))
        await proxy.run(started, ended)

    thread = Thread(target=lambda: asyncio.run(main()), daemon=True)
    thread.start()
    started.wait()
    try:
        yield proxy
    finally:
        for loop, ended in loops:
            loop.call_soon_threadsafe(ended.set)
        thread.join()


async def _message(reader: StreamReader) -> bytes:
    """Read a request or an answer, all of it."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = LENGTH.search(head)
    return head + await reader.readexactly(int(length[1]) if length else 0)
