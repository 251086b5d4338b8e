"""What clients without a right or a conscience may not get: somebody else's memory, turn or connection."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import httpx
import psycopg
import pytest

from gateway.settings import load
from gateway.wire.descriptors import OTHERS
from tests.conftest import GATEWAY, Database
from tests.gateways import Served, serving

MEGABYTE = 1024 * 1024
READERS = 20
ANSWER_SECONDS = 2.0
FILES = 600
LISTENING = "0A"  # in /proc/net/tcp


@pytest.fixture
def impatient(database18: Database, gateway: Served) -> Iterator[Served]:
    """A gateway that lets clients take two seconds to receive an answer, and a list that is long."""
    with psycopg.connect(database18.url(), autocommit=True) as session:
        session.execute("SELECT api.client_create('Cleo', 'cleo@client.example')")
        session.execute("SELECT api.ticket_create('Long', 1, repeat('x', 60000)) FROM generate_series(1, 100)")
    with serving(database18.url(GATEWAY), gateway.token, answer_seconds=ANSWER_SECONDS) as served:
        yield served


def connections(served: Served) -> int:
    """Count the connections of clients that the gateway's process has open."""
    open_files = set()
    for path in Path(f"/proc/{served.process.pid}/fd").iterdir():
        with suppress(FileNotFoundError):  # closed by now
            open_files.add(str(path.readlink()))
    sockets = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    ours = [one for one in sockets if int(one[1].partition(":")[2], 16) == served.port and one[3] != LISTENING]
    return sum(f"socket:[{one[9]}]" in open_files for one in ours)


def connected(served: Served, receives: int = 0) -> socket.socket:
    """Connect to a gateway; `receives` bounds what the system takes in for the client."""
    client = socket.socket()
    if receives:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receives)
    client.settimeout(20)
    client.connect(("127.0.0.1", served.port))
    return client


def test_who_does_not_receive_an_answer_is_cut_off(impatient: Served) -> None:
    """All of the answer lies in the gateway until then; and such a client does not hold up its end."""
    memory = impatient.memory()
    with ExitStack() as clients:
        for _ in range(READERS):
            client = clients.enter_context(connected(impatient, receives=2048))
            client.sendall(
                b"GET /v1/tickets?limit=100 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n\r\n"
                % impatient.token.encode()
            )
        deadline = time.monotonic() + 20
        while connections(impatient) < READERS:
            assert time.monotonic() < deadline, "nobody has come"
            time.sleep(0.05)
        peak = impatient.memory()
        while connections(impatient):
            assert time.monotonic() < deadline, "they are still connected"
            peak = max(peak, impatient.memory())
            time.sleep(0.05)
    print(f"{READERS} answers of 6 MB that nobody received: {(peak - memory) / MEGABYTE:.0f} MB, for a while")
    with impatient.client() as polite:
        assert polite.get("/v1/tickets/1").status_code == httpx.codes.OK


@pytest.mark.parametrize("path", ["/v1/tickets%0A", "/v1/tickets/1/agent%0A", "/v1/nowhere", "/healthz%0A", "/docs%0D"])
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE"])
def test_no_path_leads_past_the_table(gateway: Served, method: str, path: str) -> None:
    """A line end behind a path is not the path; and nothing of a body is taken in."""
    with connected(gateway) as client:
        client.sendall(f"{method} {path} HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n".encode())
        assert client.recv(65536).startswith(b"HTTP/1.1 404 ")


def test_nobody_without_a_token_takes_the_turns_of_large_bodies(gateway: Served) -> None:
    """Ever so many who begin a large body and do not go on: whoever has a token does not notice."""
    head = (
        b"POST /v1/tickets HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer nonsense\r\nContent-Type: application/json\r\n"
    )
    with ExitStack() as clients, gateway.client() as client:
        for _ in range(READERS):
            clients.enter_context(connected(gateway)).sendall(head + b"Content-Length: 900000\r\n\r\n" + b" " * 80_000)
        began = time.monotonic()
        answer = client.post("/v1/tickets", json={"subject": "x" * 201, "client_id": 1, "description": "y" * 200_000})
        print(f"a large body beside {READERS} that do not go on: {time.monotonic() - began:.3f} s")
        assert answer.json()["type"] == "/problems/ticket-subject-length"


def test_large_bodies_wait_for_a_turn_and_not_for_ever(database18: Database, gateway: Served) -> None:
    """Where those who have a token do not go on, the next is told to try again."""
    head = f"POST /v1/tickets HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {gateway.token}\r\n".encode()
    with serving(database18.url(GATEWAY), gateway.token, lane_seconds=0.3) as served, ExitStack() as clients:
        for _ in range(10):
            clients.enter_context(connected(served)).sendall(head + b"Content-Length: 900000\r\n\r\n" + b" " * 80_000)
        time.sleep(0.5)
        with served.client() as client:
            answer = client.post("/v1/tickets", json={"subject": "x", "client_id": 1, "description": "y" * 200_000})
        assert (answer.status_code, answer.json()["type"]) == (503, "/problems/bodies-busy")
        assert answer.headers["retry-after"] == "1"


def test_there_are_files_left_when_all_connections_are_taken(database18: Database, gateway: Served) -> None:
    """Who comes then is turned away; those who are there are served, and so is the next when one goes."""
    bounded = ["prlimit", f"--nofile={FILES}:{FILES}"]
    with serving(database18.url(GATEWAY), gateway.token, under=bounded) as served, ExitStack() as clients:
        most = FILES - OTHERS - load().lanes
        with served.client() as client:
            assert client.get("/v1/clients").status_code == httpx.codes.OK
            others = [clients.enter_context(connected(served)) for _ in range(most - 1)]
            with connected(served) as late:
                assert late.recv(1) == b"", "one too many"
            assert client.get("/v1/clients").status_code == httpx.codes.OK
            others[0].close()
            time.sleep(0.2)
            others[1].sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
            assert others[1].recv(12) == b"HTTP/1.1 200"
            with served.client() as next_client:
                assert next_client.get("/healthz").status_code == httpx.codes.OK
