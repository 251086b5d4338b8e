"""SIGTERM: the gateway says that it is about to stop, goes on for a while, answers what it has taken, and ends."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import psycopg
import pytest

from tests.conftest import GATEWAY, Database
from tests.desk import Desk
from tests.gateways import Served, first_token, serving
from tests.raw_http import Answer, Wire, connected, once, request, with_body

PATIENCE_SECONDS = 20.0
DRAIN_SECONDS = 0.6
STOP_SECONDS = 2
TAKEN_SECONDS = 0.1  # in which the gateway has read what was sent
TICKET = b'{"subject": "Printer on fire"}'


@pytest.fixture(scope="module")
def token(database18: Database) -> str:
    """An administrator's token."""
    return first_token(database18.url())


@pytest.fixture
def gateway(database18: Database, token: str) -> Iterator[Served]:
    """A gateway that a test may stop."""
    with serving(database18.url(GATEWAY), token, drain_seconds=DRAIN_SECONDS, stop_seconds=STOP_SECONDS) as served:
        yield served


def stop(served: Served) -> float:
    """Send SIGTERM, return when it is known, and give the time of it."""
    began = time.monotonic()
    served.process.send_signal(signal.SIGTERM)
    while get(served, "/readyz").status == 200:
        assert time.monotonic() < began + DRAIN_SECONDS
    return began


def get(served: Served, path: str) -> Answer:
    """Ask on a new connection."""
    return once(served, request(served, f"GET {path}"))


def end_of(served: Served) -> float:
    """Wait for the end, which must be a good one, and give the time of it."""
    assert served.process.wait(PATIENCE_SECONDS) == 0
    return time.monotonic()


@contextmanager
def locked(database: Database, ticket_id: int) -> Iterator[None]:
    """Hold a ticket's row, so that whoever writes to it waits."""
    with psycopg.connect(database.url()) as session:
        session.execute("SELECT FROM desk.ticket WHERE id = %s FOR UPDATE", [ticket_id])
        yield


@pytest.fixture(scope="module")
def ticket(database18: Database, token: str) -> int:
    """A ticket."""
    with serving(database18.url(GATEWAY), token) as served, served.client() as http:
        return int(Desk(http).ticket()["id"])


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_an_idle_one_ends_soon(gateway: Served, number: signal.Signals) -> None:
    """With connections that are open, used and never used; nothing is said but the access log."""
    with connected(gateway) as used, connected(gateway) as unused:
        used.send(request(gateway, "GET /healthz"))
        assert used.answer().status == 200
        began = time.monotonic()
        gateway.process.send_signal(number)
        assert used.has_ended()
        assert time.monotonic() - began > DRAIN_SECONDS
        assert unused.has_ended()
        assert end_of(gateway) - began < DRAIN_SECONDS + 1
    assert gateway.errors.read_text() == ""


def test_it_goes_on_while_it_drains(gateway: Served, database18: Database, ticket: int) -> None:
    """New connections are taken and answered; all answers say that they are the last; /readyz says 503."""
    comment = with_body(gateway, f"POST /v1/tickets/{ticket}/comments", b'{"body": "Which floor?"}')
    with connected(gateway) as kept, connected(gateway) as waiting:
        kept.send(request(gateway, "GET /healthz"))
        assert not kept.answer().is_last
        with locked(database18, ticket):
            waiting.send(comment)
            time.sleep(TAKEN_SECONDS)
            stop(gateway)
        answer = waiting.answer()
        assert (answer.status, answer.is_last) == (201, True)
        time.sleep(DRAIN_SECONDS / 2)
        assert (get(gateway, "/readyz").status, get(gateway, "/readyz").rule) == (503, "database_unavailable")
        assert get(gateway, "/healthz").status == 200
        kept.send(request(gateway, f"GET /v1/tickets/{ticket}"))
        answer = kept.answer()
        assert (answer.status, answer.is_last) == (200, True)
        assert kept.has_ended()
    end_of(gateway)


def test_requests_in_flight_are_answered(gateway: Served, database18: Database, ticket: int) -> None:
    """Also those that come to their end long after the drain, or bring the rest of their head or body only then."""
    comment = with_body(gateway, f"POST /v1/tickets/{ticket}/comments", b'{"body": "Which floor?"}')
    head = request(gateway, f"GET /v1/tickets/{ticket}")
    with connected(gateway) as waiting, connected(gateway) as in_head, connected(gateway) as in_body:
        with locked(database18, ticket):
            waiting.send(comment)
            in_head.send(head[:30])
            in_body.send(comment[:-5])
            time.sleep(TAKEN_SECONDS)
            began = stop(gateway)
            time.sleep(DRAIN_SECONDS + 0.5)
            with pytest.raises(ConnectionRefusedError):
                get(gateway, "/healthz")
            in_head.send(head[30:])
            answer = in_head.answer()
            assert (answer.status, answer.is_last) == (200, True)
        for wire in (waiting, in_body):
            if wire is in_body:
                wire.send(comment[-5:])
            answer = wire.answer()
            assert (answer.status, answer.is_last) == (201, True)
    assert end_of(gateway) - began < DRAIN_SECONDS + STOP_SECONDS


def test_a_connection_made_at_the_last_moment_may_ask(gateway: Served) -> None:
    """It was taken, so it is answered, though the drain is over by then."""
    began = stop(gateway)
    time.sleep(max(0.0, began + DRAIN_SECONDS - 0.1 - time.monotonic()))
    with connected(gateway) as late:
        time.sleep(0.3)
        late.send(request(gateway, "GET /healthz"))
        assert late.answer().status == 200
    end_of(gateway)


def test_connections_that_wait_to_be_taken(gateway: Served) -> None:
    """The system has made them while the process was busy until after the drain: they are taken and answered first."""
    stop(gateway)
    gateway.process.send_signal(signal.SIGSTOP)
    time.sleep(DRAIN_SECONDS + 0.2)
    with ExitStack() as stack:
        wires = [stack.enter_context(connected(gateway)) for _ in range(5)]
        for wire in wires:
            wire.send(request(gateway, "GET /healthz"))
        gateway.process.send_signal(signal.SIGCONT)
        for wire in wires:
            answer = wire.answer()
            assert (answer.status, answer.is_last) == (200, True)
    end_of(gateway)


def trickle(wires: list[Wire], until: float) -> None:
    """Send a byte on each connection now and then."""
    while time.monotonic() < until:
        for wire in wires:
            wire.send(b"x")
        time.sleep(0.05)


def test_who_trickles_holds_nothing_up(gateway: Served) -> None:
    """What has not arrived when the time is over is refused, in the middle of a head or a body."""
    with connected(gateway) as in_head, connected(gateway) as in_body:
        in_head.send(request(gateway, "GET /healthz")[:-2] + b"X-Slow: ")
        in_body.send(request(gateway, "POST /v1/clients", "Content-Type: application/json", "Content-Length: 1000"))
        began = stop(gateway)
        trickle([in_head, in_body], began + DRAIN_SECONDS + STOP_SECONDS - 0.2)
        for wire in (in_head, in_body):
            answer = wire.answer()
            assert (answer.status, answer.rule, answer.is_last) == (503, "gateway_stopping", True)
    assert end_of(gateway) - began < DRAIN_SECONDS + STOP_SECONDS + 1.5


@pytest.mark.parametrize("again", [signal.SIGTERM, signal.SIGINT, signal.SIGQUIT])
def test_a_second_signal_ends_at_once(
    gateway: Served, database18: Database, ticket: int, again: signal.Signals
) -> None:
    """Who waits is told that nobody knows whether it was done; the exit code says that something was given up."""
    comment = with_body(gateway, f"POST /v1/tickets/{ticket}/comments", b'{"body": "Which floor?"}')
    with connected(gateway) as waiting, locked(database18, ticket):
        waiting.send(comment)
        time.sleep(TAKEN_SECONDS)
        stop(gateway)
        began = time.monotonic()
        gateway.process.send_signal(again)
        answer = waiting.answer()
        assert (answer.status, answer.rule) == (503, "database_unavailable")
        assert "Idempotency-Key" in answer.json["detail"]
        assert gateway.process.wait(PATIENCE_SECONDS) == 1
        assert time.monotonic() - began < 1
    said = gateway.errors.read_text()
    assert "requests that were not done in time, and are given up: 1\n" in said
    assert "Traceback" not in said
