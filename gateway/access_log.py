"""The access log: a line of JSON for each request, on standard output.

Lines are written in batches, a tenth of a second after the first, by a thread of their own: a write for each would cost
more than the request, and whoever reads them may be slow, or gone.
"""

from __future__ import annotations

import asyncio
import logging
import os
import select
import stat
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from queue import Full, Queue
from threading import Thread
from time import perf_counter
from typing import TYPE_CHECKING

from pydantic_core import to_json

if TYPE_CHECKING:
    from gateway.exchange import Exchange

log = logging.getLogger("ticketfirst.access_log")

BATCH_SECONDS = 0.1
BATCHES = 32  # that wait for a slow reader before lines are lost
LAST_SECONDS = 2.0  # how long the end waits for it
LONGEST_PATH = 1024


class AccessLog:
    """Where the lines go; nowhere, if it is not wanted or there is no standard output."""

    def __init__(self, *, is_wanted: bool, file: int | None = None) -> None:
        """Write to a file, by its number, or to standard output."""
        if file is None and sys.stdout is not None:
            file = sys.stdout.fileno()
        self._file = file if is_wanted else None
        self._lines: list[bytes] = []
        self._lost = 0
        self._batches: Queue[list[bytes] | None] = Queue(BATCHES)
        self._thread: Thread | None = None
        self._has_failed = False

    def write(self, exchange: Exchange, status: int | None, size: int) -> None:
        """Note a request that was answered, or whose client was gone: no status. No query and no header."""
        if self._file is None:
            return
        line = {
            "time": datetime.now(UTC),
            "request_id": exchange.request_id.decode(),
            "client": _host(exchange.scope.get("client")),
            "method": exchange.method,
            # As it was sent: percent-encoded, so without anything that a terminal or a reader may stumble over.
            "path": exchange.scope["raw_path"].decode("ascii", "backslashreplace")[:LONGEST_PATH],
            "status": status,
            "bytes": size,
            "ms": round((perf_counter() - exchange.began_at) * 1000, 3),
            "database_ms": round(exchange.database * 1000, 3),
            "lane_ms": round(exchange.waiting * 1000, 3),
        }
        self._note(line)

    def write_refused(self, request_id: bytes, client: tuple[str, int] | None, status: int, size: int) -> None:
        """Note what was refused before it was a request: its method and path are not known."""
        if self._file is not None:
            line = {
                "time": datetime.now(UTC),
                "request_id": request_id.decode(),
                "client": _host(client),
                "method": None,
                "path": None,
                "status": status,
                "bytes": size,
                "ms": 0.0,
                "database_ms": 0.0,
                "lane_ms": 0.0,
            }
            self._note(line)

    def flush(self) -> None:
        """Hand on what was noted."""
        if not self._lines:
            return
        lines, self._lines = self._lines, []
        if self._thread is None:
            self._thread = Thread(target=self._write_batches, name="access log", daemon=True)
            self._thread.start()
        try:
            self._batches.put_nowait(lines)
        except Full:
            self._lost += len(lines)
        else:
            if self._lost:
                log.warning("%d lines are lost: nobody read them in time", self._lost)
                self._lost = 0

    def close(self) -> None:
        """Write the last, if somebody takes it."""
        self.flush()
        if self._thread is not None:
            try:
                self._batches.put(None, timeout=LAST_SECONDS)
            except Full:
                return
            self._thread.join(LAST_SECONDS)

    def _note(self, line: dict[str, object]) -> None:
        if not self._lines:
            asyncio.get_running_loop().call_later(BATCH_SECONDS, self.flush)
        self._lines.append(to_json(line) + b"\n")

    def _write_batches(self) -> None:
        assert self._file is not None
        while (lines := self._batches.get()) is not None:
            try:
                for piece in _pieces(lines, self._file):
                    _write(self._file, piece)
            except OSError as error:
                if not self._has_failed:
                    log.error("lines are lost: standard output cannot be written to: %s", error.strerror)
                self._has_failed = True
            else:
                self._has_failed = False


def _host(client: Sequence[object] | None) -> object:
    return client[0] if client else None


def _pieces(lines: list[bytes], file: int) -> Iterator[bytes]:
    """Join lines; for a pipe, into what is written at once, as other processes may write to it as well."""
    try:
        largest = select.PIPE_BUF if stat.S_ISFIFO(os.fstat(file).st_mode) else sys.maxsize
    except OSError:
        largest = sys.maxsize
    piece: list[bytes] = []
    size = 0
    for line in lines:
        if piece and size + len(line) > largest:
            yield b"".join(piece)
            piece, size = [], 0
        piece.append(line)
        size += len(line)
    yield b"".join(piece)


def _write(file: int, data: bytes) -> None:
    while data:
        try:
            data = data[os.write(file, data) :]
        except BlockingIOError:  # whoever has the file as well wants it so
            select.select([], [file], [])
