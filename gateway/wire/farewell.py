"""The answer to what never becomes a request: the last one on its connection."""

from __future__ import annotations

from collections.abc import Iterable

from uvicorn.protocols.http.httptools_impl import STATUS_LINE

from gateway.headers import every_answers, lines
from gateway.problems import MEDIA_TYPE, Problem


def farewell(problem: Problem, request_id: bytes, headers: Iterable[tuple[bytes, bytes]], is_brief: bool) -> bytes:
    """Write a problem as an answer, with these headers and its own; a brief one has no body."""
    body = b"" if is_brief else problem.body(request_id.decode())
    headers = [
        *headers,
        *problem.headers,
        (b"content-type", MEDIA_TYPE),
        (b"connection", b"close"),
        *every_answers(request_id),
    ]
    if not is_brief:
        headers.append((b"content-length", b"%d" % len(body)))
    return b"%s%s\r\n%s" % (STATUS_LINE[problem.status], lines(headers), body)
