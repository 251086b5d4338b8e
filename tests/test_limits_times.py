"""The time that a request has to arrive: whoever sends it byte by byte, or not at all, is told, and sent away."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from select import select
from typing import Any

import psycopg
import pytest

from tests.conftest import GATEWAY, Database
from tests.gateways import Served, serving
from tests.raw_http import Wire, chunk, chunked, connected, once, request, with_body

REQUEST_SECONDS = 1.0
AT_MOST = 8.0  # on a machine that has much else to do
BODY = b'{"name": "Ada", "email": "slow@example.org"}'
LOCK = "LOCK TABLE desk.agent IN ACCESS EXCLUSIVE MODE"


@pytest.fixture(scope="module")
def quick(database18: Database, gateway: Served) -> Iterator[Served]:
    """A gateway that does not wait long."""
    times: dict[str, Any] = {
        "request_seconds": REQUEST_SECONDS,
        "database_seconds": 1,
        "lock_seconds": 30,
        "read_lock_seconds": 30,
    }
    with serving(database18.url(GATEWAY), gateway.token, **times) as served:
        yield served


def trickle(wire: Wire, data: bytes, seconds: float) -> None:
    """Send one byte after the other, until the gateway says something or the time is over."""
    deadline = time.monotonic() + seconds
    for position in range(len(data)):
        wire.send(data[position : position + 1])
        if select([wire.socket], [], [], 0.05)[0] or time.monotonic() > deadline:
            return


def trickled(served: Served) -> dict[str, tuple[bytes, bytes]]:
    """Requests by what of them arrives slowly: that which comes at once, and the rest."""
    whole = with_body(served, "POST /v1/clients", BODY)
    return {
        "head": (b"", whole),
        "body of known length": (whole[: -len(BODY)], BODY),
        "body in chunks": (chunked(served, "POST /v1/clients"), b"".join(chunk(b"%c" % byte) for byte in BODY)),
        "chunk's extension": (chunked(served, "POST /v1/clients") + b"5;", b"x" * 1000),
        "empty lines": (b"", b"\r\n" * 500),
    }


@pytest.mark.parametrize("name", ["head", "body of known length", "body in chunks", "chunk's extension"])
def test_a_request_that_trickles(quick: Served, name: str) -> None:
    """A byte now and then does not buy time."""
    at_once, slowly = trickled(quick)[name]
    began = time.monotonic()
    with connected(quick) as wire:
        wire.send(at_once)
        trickle(wire, slowly, 3 * REQUEST_SECONDS)
        refused = wire.answer()
        assert (refused.status, refused.rule, refused.is_last) == (408, "request_timeout", True)
        assert f"within {REQUEST_SECONDS:g} s" in refused.json["detail"]
        assert wire.has_ended()
    assert REQUEST_SECONDS <= time.monotonic() - began < AT_MOST


@pytest.mark.parametrize(
    "sent",
    [
        lambda served: request(served, "GET /v1/tickets")[:-2],
        lambda served: with_body(served, "POST /v1/clients", BODY)[: -len(BODY)],
        lambda served: with_body(served, "POST /v1/clients", BODY)[:-1],
        lambda served: chunked(served, "POST /v1/clients"),
        lambda served: chunked(served, "POST /v1/clients") + chunk(BODY),
        lambda served: with_body(served, "POST /v1/clients", b"x" * 100_000)[:-1],
    ],
    ids=["head", "no body", "half a body", "no chunk", "no last chunk", "most of a large body"],
)
def test_a_request_that_stops(quick: Served, sent: Callable[[Served], bytes]) -> None:
    """Whoever falls silent is told so, and its connection ends."""
    with connected(quick, AT_MOST) as wire:
        wire.send(sent(quick))
        refused = wire.answer()
        assert (refused.status, refused.rule, refused.is_last) == (408, "request_timeout", True)
        assert wire.has_ended()


@pytest.mark.parametrize("name", ["nothing", "empty lines"])
def test_a_connection_without_a_request(quick: Served, name: str) -> None:
    """There is nobody to tell anything, so it just ends."""
    with connected(quick, AT_MOST) as wire:
        trickle(wire, trickled(quick)[name][1] if name in trickled(quick) else b"", 3 * REQUEST_SECONDS)
        assert wire.has_ended()


def test_idle(database18: Database, gateway: Served) -> None:
    """Empty lines do not keep a connection open that has been idle for long enough; the start of a request does."""
    with serving(database18.url(GATEWAY), gateway.token, idle_seconds=1) as served, connected(served, AT_MOST) as wire:
        wire.send(request(served, "GET /v1/tickets"))
        assert wire.answer().status == 200
        whole = request(served, "GET /v1/tickets")
        wire.send(whole[:5])
        time.sleep(1.5)
        wire.send(whole[5:])
        assert wire.answer().status == 200
        trickle(wire, b"\r\n" * 50, 3)
        assert wire.has_ended()


def test_the_clock_starts_anew(quick: Served) -> None:
    """A connection may bring requests for longer than one of them may take."""
    with connected(quick) as wire:
        for _ in range(4):
            time.sleep(REQUEST_SECONDS / 2)
            wire.send(with_body(quick, "PATCH /v1/tickets/1", b"{}"))
            assert wire.answer().status == 404


@pytest.mark.parametrize("is_chunked", [False, True], ids=["length", "chunks"])
def test_a_body_that_nobody_waits_for(quick: Served, is_chunked: bool) -> None:
    """A DELETE has no body: it is answered whatever of one has arrived, and then the connection ends."""
    began = time.monotonic()
    with connected(quick) as wire:
        if is_chunked:
            wire.send(chunked(quick, "DELETE /v1/tickets/1") + b"5\r\nab")
        else:
            wire.send(request(quick, "DELETE /v1/tickets/1", "Content-Length: 10") + b"ab")
        answer = wire.answer()
        assert (answer.status, answer.rule, answer.is_last) == (404, "ticket_not_found", True)
        assert time.monotonic() - began < REQUEST_SECONDS
        assert wire.has_ended()


def test_the_database_takes_too_long(quick: Served, database18: Database) -> None:
    """The database is given so long for a call; then it is told to stop, and the connection goes on."""
    with psycopg.connect(database18.url()) as session, connected(quick) as wire:
        session.execute(LOCK)
        wire.send(request(quick, "GET /v1/tickets"))
        refused = wire.answer()
        assert (refused.status, refused.rule, refused.is_last) == (504, "database_timeout", False)
        session.rollback()
        wire.send(request(quick, "GET /v1/tickets"))
        assert wire.answer().status == 200


def test_a_late_head_waits_its_turn(quick: Served, database18: Database) -> None:
    """The answer to a request stands before the word to one that came after it, and never arrived."""
    with psycopg.connect(database18.url()) as session, connected(quick) as wire:
        session.execute(LOCK)
        wire.send(request(quick, "GET /v1/tickets") + request(quick, "GET /v1/agents")[:-2])
        time.sleep(REQUEST_SECONDS * 0.8)
        session.rollback()
        assert wire.answer().status == 200
        assert wire.answer().rule == "request_timeout"


def test_slow_ones_do_not_hold_up_others(quick: Served) -> None:
    """A hundred silent connections, and somebody else is answered at once."""
    with connected(quick) as one, connected(quick) as other:
        for wire in (one, other):
            wire.send(with_body(quick, "POST /v1/clients", b"x" * 200_000)[:-1])
        assert once(quick, request(quick, "GET /v1/tickets")).status == 200
