"""The access log: a line of JSON for each request, whatever became of it, and nothing in it that is a secret."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.commands import environment
from tests.conftest import GATEWAY, Database
from tests.desk import Desk
from tests.gateways import Served, first_token, serving, wait_until_ready
from tests.raw_http import connected, once, request, with_body
from tools.ports import free_port
from tools.shell import ROOT

FIELDS = ["time", "request_id", "client", "method", "path", "status", "bytes", "ms", "database_ms", "lane_ms"]
PATIENCE_SECONDS = 20.0
Line = dict[str, Any]


@pytest.fixture(scope="module")
def token(database18: Database) -> str:
    """An administrator's token."""
    return first_token(database18.url())


@pytest.fixture
def served(database18: Database, token: str) -> Iterator[Served]:
    """A gateway that a test may stop."""
    with serving(database18.url(GATEWAY), token, drain_seconds=0, body_bytes=2000) as gateway:
        yield gateway


def stopped(served: Served) -> list[Line]:
    """Stop the gateway, and give what it has logged, without what the test's own beginning has asked."""
    served.process.send_signal(signal.SIGTERM)
    assert served.process.wait(PATIENCE_SECONDS) == 0
    lines = [json.loads(line) for line in served.output.read_bytes().splitlines()]
    return [line for line in lines if line["path"] != "/readyz"]


def test_every_request_has_its_line(served: Served) -> None:
    """In the order of the answers, with the request's id as the answer has it, and the bytes of its body."""
    with served.client() as http:
        ticket = Desk(http).ticket()["id"]
        answers = [
            http.get(f"/v1/tickets/{ticket}"),
            http.head(f"/v1/tickets/{ticket}"),
            http.options(f"/v1/tickets/{ticket}"),
            http.get(f"/v1/tickets/{ticket}", headers={"X-Request-Id": "mine-1"}),
            http.get(f"/v1/tickets/{ticket}", headers={"If-None-Match": "*"}),
            http.get("/v1/tickets", headers={"Authorization": ""}),
            http.get("/v1/tickets/999999"),
            http.get("/nowhere"),
            http.delete("/v1/tickets"),
            http.post("/v1/tickets", content=b"x" * 3000),
            http.post("/v1/tickets", json={}),
            http.delete(f"/v1/tickets/{ticket}"),
            http.get("/openapi.json"),
            http.get("/docs"),
            http.get("/problems/ticket-subject-length"),
            http.get("/healthz"),
            http.head("/openapi.json"),
        ]
    statuses = [200, 200, 204, 200, 304, 401, 404, 404, 405, 413, 422, 204, 200, 200, 200, 200, 200]
    assert [answer.status_code for answer in answers] == statuses
    lines = stopped(served)[2:]
    assert [line["status"] for line in lines] == statuses
    for line, answer in zip(lines, answers, strict=True):
        assert list(line) == FIELDS
        assert line["request_id"] == answer.headers["x-request-id"]
        assert (line["method"], line["path"]) == (answer.request.method, answer.request.url.path)
        assert line["bytes"] == len(answer.content)
        assert line["client"] == "127.0.0.1"
        assert 0 <= line["lane_ms"] + line["database_ms"] <= line["ms"] < 20_000
    times = [datetime.fromisoformat(line["time"]) for line in lines]
    assert times == sorted(times)
    assert lines[0]["database_ms"] > 0


def test_a_failure_has_its_line(database18: Database, token: str, served: Served) -> None:
    """An answer that is 500, and a request that never became one, or whose client went away."""
    function = "api.agent_get(bigint)"
    with psycopg.connect(database18.url(), autocommit=True) as session:
        session.execute(f"ALTER FUNCTION {function} RENAME TO agent_gone")
        assert once(served, request(served, "GET /v1/agents/1")).status == 500
        session.execute("ALTER FUNCTION api.agent_gone RENAME TO agent_get")
    once(served, b"GET / NOTHTTP\r\n\r\n")
    once(served, b"GET /" + b"x" * 40_000 + b" HTTP/1.1\r\n\r\n")
    with connected(served) as wire:
        wire.send(
            request(served, "POST /v1/clients", "Content-Type: application/json", "Content-Length: 99", body=b"{")
        )
        time.sleep(0.2)
        wire.socket.shutdown(socket.SHUT_RDWR)
    failed, malformed, too_large, gone = stopped(served)
    assert [failed["status"], failed["path"]] == [500, "/v1/agents/1"]
    assert [malformed["status"], malformed["method"], malformed["path"]] == [400, None, None]
    assert [too_large["status"], too_large["path"]] == [431, None]
    assert [gone["status"], gone["method"], gone["path"], gone["bytes"]] == [None, "POST", "/v1/clients", 0]
    assert list(malformed) == list(gone) == FIELDS


def test_no_secret_is_in_it(served: Served) -> None:
    """No token, key, query or body, whichever way they come."""
    secret = "s3cret"
    headers = ("Idempotency-Key: s3cret", f"Cookie: {secret}", f"Referer: {secret}", f"User-Agent: {secret}")
    once(served, with_body(served, "POST /v1/clients?s3cret=1", b'{"name": "s3cret", "email": "s3cret"}', *headers))
    once(served, request(served, "GET /v1/tickets?subject=s3cret&s3cret", *headers))
    once(served, request(served, "GET /v1/tickets#s3cret"))
    once(served, request(served, "GET /v1/tickets", "X-Request-Id: s3cret not sane"))
    once(served, f"GET /v1/tickets HTTP/1.1\r\nHost: x\r\nAuthorization: Basic {secret}\r\n\r\n".encode())
    once(served, f"s3cret s3cret {secret}\r\n\r\n".encode())
    lines = stopped(served)
    assert len(lines) == 6
    said = served.output.read_text() + served.errors.read_text()
    assert secret not in said
    assert served.token not in said


def test_no_line_can_be_forged(served: Served) -> None:
    """A path stands there as it was sent, and what it was sent as is printable ASCII, and not endless."""
    forged = '/v1/tickets%0A{"status":200}"%1B[31m%C2%9B%E2%80%AE%22\\\\'
    once(served, request(served, f"GET {forged}"))
    once(served, b"GET /\xff\x1b[31m HTTP/1.1\r\nHost: x\r\n\r\n")
    once(served, request(served, f"GET /{'x' * 20_000}"))
    lines = stopped(served)
    assert [line["path"] for line in lines] == [forged, None, f"/{'x' * 1023}"]
    assert all(line.isascii() and line.isprintable() for line in served.output.read_text().splitlines())


def test_it_can_be_turned_off(database18: Database, token: str) -> None:
    """Then nothing is written at all."""
    with serving(database18.url(GATEWAY), token, access_log=False, drain_seconds=0) as served:
        assert once(served, request(served, "GET /nowhere")).status == 404
        assert stopped(served) == []
        assert served.errors.read_text() == ""


def piped(database: Database, errors: Path, **settings: object) -> tuple[subprocess.Popen[bytes], Served]:
    """Start a gateway whose standard output is a pipe, and wait until it answers."""
    port = free_port()
    named = {"database_url": database.url(GATEWAY), "port": port, "drain_seconds": 0, **settings}
    given = {f"TICKETFIRST_{name.upper()}": str(value) for name, value in named.items()}
    command = [sys.executable, "-m", "gateway.serving.server"]
    with errors.open("wb") as err:
        process = subprocess.Popen(command, cwd=ROOT, env=environment(**given), stdout=subprocess.PIPE, stderr=err)
    served = Served(port, "", process, errors, errors)
    wait_until_ready(served)
    return process, served


def ask(served: Served, count: int, path: str) -> None:
    """Make requests on one connection."""
    with connected(served) as wire:
        for _ in range(count):
            wire.send(request(served, f"GET {path}"))
            assert wire.answer().status == 404


def test_who_reads_it_goes_away(database18: Database, tmp_path: Path) -> None:
    """Requests are answered all the same, the loss is told once, and the process ends as it should."""
    process, served = piped(database18, tmp_path / "errors")
    assert process.stdout is not None
    process.stdout.close()
    for _ in range(3):
        ask(served, 20, "/nowhere")
        time.sleep(0.15)
    process.terminate()
    assert process.wait(PATIENCE_SECONDS) == 0
    (line,) = served.errors.read_text().splitlines()
    assert line.endswith("lines are lost: standard output cannot be written to: Broken pipe")


def test_who_reads_it_stands_still(database18: Database, tmp_path: Path) -> None:
    """Requests do not wait for the reader; memory is not filled with lines; what comes out in the end is whole."""
    process, served = piped(database18, tmp_path / "errors")
    assert process.stdout is not None
    began = time.monotonic()
    ask(served, 2000, f"/{'x' * 800}")
    assert time.monotonic() - began < 15
    process.terminate()
    lines = process.stdout.read().splitlines()
    assert process.wait(PATIENCE_SECONDS) == 0
    assert all(json.loads(line)["status"] in (200, 404) for line in lines)
    assert len(lines) > 50


def test_processes_do_not_write_into_each_others_lines(database18: Database, tmp_path: Path) -> None:
    """They share a pipe; each line stands whole, and none is lost at the end."""
    process, served = piped(database18, tmp_path / "errors", workers=2)
    assert process.stdout is not None
    with ThreadPoolExecutor(1) as reader:
        read = reader.submit(process.stdout.read)
        with ThreadPoolExecutor(8) as callers:
            for _ in range(8):
                callers.submit(ask, served, 100, f"/{'x' * 900}")
        process.terminate()
        lines = [json.loads(line) for line in read.result().splitlines()]
    assert process.wait(PATIENCE_SECONDS) == 0
    assert sum(line["status"] == 404 for line in lines) == 800
