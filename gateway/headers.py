"""Headers of answers, and how they are written."""

from __future__ import annotations

from collections.abc import Iterable

Headers = list[tuple[bytes, bytes]]

JSON = (b"content-type", b"application/json")
NO_STORE = (b"cache-control", b"no-store")


def every_answers(request_id: bytes, database: float = 0, waiting: float = 0) -> Headers:
    """Give the headers that every answer has; times are seconds."""
    timing = b"database;dur=%.3f, lane;dur=%.3f" % (database * 1000, waiting * 1000)
    return [(b"x-request-id", request_id), (b"server-timing", timing)]


def lines(headers: Iterable[tuple[bytes, bytes]]) -> bytes:
    """Write headers as they are sent."""
    return b"".join([b"%s: %s\r\n" % header for header in headers])
