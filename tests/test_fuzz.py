"""Raw bytes at the running server: whatever comes, it answers or ends the connection, never with a 500, and lives."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.gateways import Served
from tests.raw_http import Answer, Wire, connected, once, request

EXAMPLES = settings(
    max_examples=400,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
HANG_SECONDS = 15.0
HEALTH = b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n"
TOKEN = b"TOKEN"

METHODS = [b"", *b"GET POST PUT PATCH DELETE HEAD OPTIONS TRACE CONNECT get G\0T".split(b" ")]
TARGETS = b"/v1/tickets /v1/tickets/1 /v1/clients /v1/agents/1 /healthz /openapi.json * / // a:1 /problems/%ff".split()
TARGETS += [b"", b"http://a/v1/tickets?limit=1", b"/v1/tickets?limit=%00", b"/v1/../v1/tickets"]
VERSIONS = [b"HTTP/1.1", b"HTTP/1.0", b"HTTP/2.0", b"HTTP/0.9", b"HTTP/1.1 ", b"http/1.1", b"HTTP/11", b""]
ENDS = [b"\r\n", b"\n", b"\r", b"\r\r\n", b"\n\r", b"\r\n ", b""]
HEADERS = [
    b"Host: a",
    b"Host: a",
    b"Host: b\0",
    b"Authorization: Bearer TOKEN",
    b"Content-Type: application/json",
    b"Content-Length: 2",
    b"Content-Length: 0",
    b"Content-Length: 99999999999999999999",
    b"Content-Length: -1",
    b"Content-Length : 2",
    b"Content-Length: 2, 3",
    b"Transfer-Encoding: chunked",
    b"Transfer-Encoding:\x0bchunked",
    b"Transfer-Encoding: gzip, chunked",
    b"Transfer-Encoding: identity",
    b"Transfer_Encoding: chunked",
    b"Connection: close",
    b"Connection: keep-alive, Upgrade",
    b"Upgrade: h2c",
    b"Expect: 100-continue",
    b"Expect: 200-ok",
    b'If-Match: "1"',
    b"If-None-Match: *",
    b"Idempotency-Key: fuzz",
    b"X-Clock: 2026-01-01T00:00:00Z",
    b"X-On-Behalf-Of: client:1",
    b"X-Request-Id: \xff",
    b" folded: yes",
    b"no colon",
    b": no name",
    b"Trailer: Host",
    b"TE: trailers",
    b"Range: bytes=0-1",
    b"Origin: null",
]
BODIES = [
    b"",
    b"{}",
    b'{"subject": "a", "client_id": 1}',
    b"\xff\xfe",
    b"[" * 100,
    b"0\r\n\r\n",
    b"2\r\n{}\r\n0\r\n\r\n",
    b'2;ext="\r\n"\r\n{}\r\n0\r\nHost: b\r\n\r\n',
    b"-2\r\n{}",
    b"2\n{}\n0\n\n",
    b"ffffffffffffffff\r\n",
    b"zz",
]
REQUESTS = [
    HEALTH,
    b"GET /v1/tickets HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer TOKEN\r\n\r\n",
    b"PATCH /v1/tickets/1 HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer TOKEN\r\nContent-Type: application/json\r\n"
    b"Content-Length: 15\r\n\r\n" + b'{"subject":"a"}',
    b"POST /v1/clients HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer TOKEN\r\nContent-Type: application/json\r\n"
    b"Transfer-Encoding: chunked\r\n\r\n1b\r\n" + b'{"name":"a","email":"a@b.c"}'[:27] + b"\r\n1\r\n}\r\n0\r\n\r\n",
]

SNIPPETS = [b"\r\n", b"\n", b"\0", b" ", b":", b"\xff", b"\r\n\r\n", b"9" * 30]
pieces = st.one_of(st.sampled_from(SNIPPETS), st.binary(max_size=8))
also = st.sampled_from([b"", HEALTH])  # and perhaps a request behind it


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """Take a request that is right, and cut, double or replace some of it."""
    data = draw(st.sampled_from(REQUESTS)) + draw(also)
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 12)))
        data = data[:start] + draw(st.one_of(pieces, st.just(data[start:end] * 2))) + data[end:]
    return data


@st.composite
def assembled(draw: st.DrawFn) -> bytes:
    """Put a request together of parts that are right and parts that are not."""
    end = draw(st.sampled_from(ENDS))
    line = b" ".join(draw(st.sampled_from(parts)) for parts in (METHODS, TARGETS, VERSIONS))
    headers = draw(st.lists(st.one_of(st.sampled_from(HEADERS), st.binary(max_size=30)), max_size=8))
    last = draw(st.sampled_from([end, b"\r\n"]))
    return b"\r\n".join([line, *headers]) + end + last + draw(st.sampled_from(BODIES)) + draw(also)


@st.composite
def plausible(draw: st.DrawFn) -> bytes:
    """Frame a body in all the ways that somebody might read in two."""
    lines = [b"POST /v1/tickets", b"PATCH /v1/tickets/1", b"DELETE /v1/tickets/1", b"GET /v1/tickets"]
    line = draw(st.sampled_from(lines))
    usual = [b"Host: a", b"Authorization: Bearer TOKEN", b"Content-Type: application/json"]
    headers = draw(st.permutations(usual + draw(st.lists(st.sampled_from(HEADERS), max_size=4))))
    body = draw(st.one_of(st.sampled_from(BODIES), st.binary(max_size=60)))
    return line + b" HTTP/1.1\r\n" + b"\r\n".join(headers) + b"\r\n\r\n" + body + draw(also)


def said(wire: Wire, method: str) -> Iterator[Answer]:
    """Give what is answered until the connection ends; a reset is an end too."""
    try:
        while (answer := wire.next_answer(method)) is not None:
            yield answer
            method = "GET"
    except ConnectionError:
        return


def throw(served: Served, data: bytes, cuts: list[int]) -> list[Answer]:
    """Send bytes in some pieces, say that no more come, and read until the gateway ends the connection."""
    data = data.replace(TOKEN, served.token.encode())
    edges = [0, *sorted(cut % (len(data) + 1) for cut in cuts), len(data)]
    with connected(served, HANG_SECONDS) as wire:
        try:
            wire.send(*(data[start:end] for start, end in pairwise(edges) if start < end))
            wire.end()
        except ConnectionError:
            pass
        return list(said(wire, "HEAD" if data.startswith(b"HEAD ") else "GET"))


def survives(served: Served, data: bytes, cuts: list[int]) -> None:
    """Whatever is answered is an answer of this API's; and the next one is answered as ever."""
    for answer in throw(served, data, cuts):
        assert answer.status < 500, (data, answer)
        assert answer.status < 400 or data.startswith(b"HEAD ") or answer.rule, (data, answer)
    assert once(served, HEALTH).status == 200


cuts = st.lists(st.integers(0, 300), max_size=3)


@EXAMPLES
@given(data=mutated(), cuts=cuts)
def test_mutated(gateway: Served, data: bytes, cuts: list[int]) -> None:
    """Requests with something wrong in them."""
    survives(gateway, data, cuts)


@EXAMPLES
@given(data=assembled(), cuts=cuts)
def test_assembled(gateway: Served, data: bytes, cuts: list[int]) -> None:
    """Requests of any parts whatever."""
    survives(gateway, data, cuts)


@EXAMPLES
@given(data=plausible(), cuts=cuts)
def test_plausible(gateway: Served, data: bytes, cuts: list[int]) -> None:
    """Requests whose body might end in two places."""
    survives(gateway, data, cuts)


@EXAMPLES
@given(data=st.binary(max_size=400), cuts=cuts)
def test_anything(gateway: Served, data: bytes, cuts: list[int]) -> None:
    """Bytes."""
    survives(gateway, data, cuts)


@pytest.fixture(scope="module", autouse=True)
def unharmed(gateway: Served) -> Iterator[None]:
    """The process is the same in the end, and nothing in its log has failed."""
    yield
    assert gateway.process.poll() is None
    assert once(gateway, request(gateway, "GET /v1/tickets")).status == 200
    log = gateway.errors.read_text()
    assert "Traceback" not in log
    assert " ERROR " not in log
