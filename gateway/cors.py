"""Cross-origin requests (the Fetch standard's CORS): pages of the origins that are set may call, and read every answer.

A token is sent by the page itself, not by the browser of its own accord: credentials in the sense of CORS are never
allowed. What is not allowed gets the same answers without these headers, and the browser keeps them from the page.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

Headers = list[tuple[bytes, bytes]]

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
REQUEST_HEADERS = (
    "Authorization",
    "Content-Type",
    "Idempotency-Key",
    "If-Match",
    "If-None-Match",
    "X-Clock",
    "X-On-Behalf-Of",
    "X-Request-Id",
)
ANSWER_HEADERS = (
    "Allow",
    "ETag",
    "Idempotency-Replayed",
    "Location",
    "RateLimit",
    "RateLimit-Policy",
    "Retry-After",
    "Server-Timing",
    "WWW-Authenticate",
    "X-Request-Id",
)
MAX_AGE_SECONDS = 3600

_VARY = (b"vary", b"Origin")
_EXPOSE = (b"access-control-expose-headers", ", ".join(ANSWER_HEADERS).encode())
_PREFLIGHT = [
    (b"access-control-allow-methods", ", ".join(METHODS).encode()),
    (b"access-control-allow-headers", ", ".join(REQUEST_HEADERS).encode()),
    (b"access-control-max-age", b"%d" % MAX_AGE_SECONDS),
]


class Cors:
    """What pages of other origins may do."""

    def __init__(self, origins: Collection[str]) -> None:
        """Allow origins; `*` all; none at all turns CORS off."""
        self._origins = {origin.encode() for origin in origins}
        self._allows_all = b"*" in self._origins

    def headers(self, request: Mapping[bytes, bytes]) -> Headers:
        """Give what every answer to a request has."""
        if not self._origins:
            return []
        origin = request.get(b"origin")
        varying = [] if self._allows_all else [_VARY]
        if origin is None or not self._allows(origin):
            return varying
        return [(b"access-control-allow-origin", b"*" if self._allows_all else origin), _EXPOSE, *varying]

    def preflight(self, method: str, request: Mapping[bytes, bytes]) -> Headers | None:
        """Give what the answer to a preflight has besides; None if that is none, or the origin may not call."""
        if method != "OPTIONS" or b"access-control-request-method" not in request:
            return None
        origin = request.get(b"origin")
        return _PREFLIGHT if origin is not None and self._allows(origin) else None

    def _allows(self, origin: bytes) -> bool:
        return self._allows_all or origin in self._origins
