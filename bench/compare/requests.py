"""The requests of a load as bytes that are ready to be sent, in a file that both generators of load read.

Whole requests in HTTP/1.1 with keep-alive, with a zero byte between two; a byte 1 stands where a number goes that no
other request of the run has.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path

from bench.compare.contender import KEY_MARK, Contender, Request
from bench.compare.loads import requests_of, works_of
from bench.compare.work import Draw, Work

COUNT = 12_000  # in a file; each number of connections begins at another place, and the last goes on with the first
NUMBER = len(KEY_MARK)  # figures of the number: those of the file's turn, then those of the request
TURN = 6
SEPARATOR, MARK = b"\0", b"\1"


class Keys:
    """Numbers the turns of a run, so that no two requests have the same key."""

    def __init__(self) -> None:
        """Begin with the first."""
        self._last = 0

    def next(self) -> str:
        """Give the figures that the keys of a turn begin with."""
        self._last += 1
        return f"{self._last:0{TURN}d}"


def encoded(request: Request, port: int) -> bytes:
    """Give a request as bytes, with the mark where its number goes. Raises ValueError where it cannot be one."""
    kind = {"Content-Type": "application/json"} if request.body else {}
    headers = {"Host": f"127.0.0.1:{port}", **kind, **request.headers}
    if request.body or request.method not in {"GET", "HEAD"}:
        headers["Content-Length"] = str(len(request.body))
    lines = [f"{request.method} {request.path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
    text = "\r\n".join([*lines, "", ""]).encode() + request.body
    if SEPARATOR in text or MARK in text:
        raise ValueError(f"{request.path}: a request has no bytes 0 and 1")
    return text.replace(KEY_MARK.encode(), MARK)


def numbered(request: bytes, turn: str, number: int) -> bytes:
    """Put a number at the mark, as the script for wrk does."""
    return request.replace(MARK, f"{turn}{number:0{NUMBER - TURN}d}".encode())


def missing(contender: Contender, load: str, weights: Mapping[Work, int]) -> list[Work]:
    """Give the works of a load for which a contender has no request."""
    (_, draw), *_ = islice(requests_of(load, weights, 1), 1)
    return [work for work in works_of(load, weights) if contender.request(work, draw) is None]


def of_load(contender: Contender, port: int, drawn: Iterable[tuple[Work, Draw]]) -> Iterator[bytes]:
    """Give the requests for what is drawn. Raises ValueError where a contender has none."""
    for work, draw in drawn:
        request = contender.request(work, draw)
        if request is None:
            raise ValueError(f"{contender.name} has no request for {work}")
        yield encoded(request, port)


def write(path: Path, requests: Iterable[bytes], count: int = COUNT) -> None:
    """Write a file of requests."""
    path.write_bytes(SEPARATOR.join(islice(requests, count)))


def read(path: Path) -> list[bytes]:
    """Read a file of requests."""
    return path.read_bytes().split(SEPARATOR)
