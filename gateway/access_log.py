"""The access log: a line of JSON for each request, on standard output.

Lines are written in batches, a tenth of a second after the first: a write for each would cost more than the request.
"""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime
from time import perf_counter
from typing import TYPE_CHECKING, BinaryIO

from pydantic_core import to_json

if TYPE_CHECKING:
    from gateway.exchange import Exchange

BATCH_SECONDS = 0.1


class AccessLog:
    """Where the lines go; nowhere, if it is not wanted."""

    def __init__(self, *, is_wanted: bool, file: BinaryIO | None = None) -> None:
        """Write to a file, or to standard output."""
        self._is_wanted = is_wanted
        self._file = file or sys.stdout.buffer
        self._lines: list[bytes] = []

    def write(self, exchange: Exchange, status: int, size: int) -> None:
        """Note an answered request. No query and no token: they may hold what is nobody's business."""
        if not self._is_wanted:
            return
        client = exchange.scope.get("client")
        line = {
            "time": datetime.now(UTC),
            "request_id": exchange.request_id.decode(),
            "client": client[0] if client else None,
            "method": exchange.method,
            "path": exchange.path,
            "status": status,
            "bytes": size,
            "ms": round((perf_counter() - exchange.began_at) * 1000, 3),
            "database_ms": round(exchange.database * 1000, 3),
            "lane_ms": round(exchange.waiting * 1000, 3),
        }
        if not self._lines:
            asyncio.get_running_loop().call_later(BATCH_SECONDS, self.flush)
        self._lines.append(to_json(line))

    def flush(self) -> None:
        """Write what was noted."""
        if self._lines:
            lines, self._lines = self._lines, []
            self._file.write(b"\n".join(lines) + b"\n")
            self._file.flush()
