"""HTTP/1.1 as RFC 9112 has it: what two servers might read in two ways is refused, and answers come in order."""

from __future__ import annotations

import json
import time
from itertools import count

import pytest

from tests.gateways import Served
from tests.raw_http import Answer, chunk, chunked, connected, once, request, with_body

HEALTH = b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n"
CHUNKED = "POST /v1/clients HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: "

_numbers = count(1)


def a_client() -> bytes:
    """The body that creates a client."""
    return b'{"name": "Ada", "email": "wire%d@example.org"}' % next(_numbers)


def sent(served: Served, data: bytes) -> list[Answer]:
    """Send bytes and say that no more come; give all answers."""
    with connected(served) as wire:
        wire.send(data)
        return wire.answers()


MALFORMED = {
    "both lengths": b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "both, the other way": f"{CHUNKED}chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n".encode(),
    "two lengths": b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nContent-Length: 30\r\n\r\n",
    "one length twice": b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\n{}",
    "a list of lengths": b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2, 2\r\n\r\n{}",
    "a signed length": b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +2\r\n\r\n{}",
    "a negative length": b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -2\r\n\r\n{}",
    "a length in hexadecimal": b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0x2\r\n\r\n{}",
    "a length over 2^64": b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 18446744073709551616\r\n\r\n{}",
    "another coding": f"{CHUNKED}gzip, chunked\r\n\r\n0\r\n\r\n".encode(),
    "an unknown coding": f"{CHUNKED}xchunked\r\n\r\n0\r\n\r\n".encode(),
    "chunked twice": f"{CHUNKED}chunked, chunked\r\n\r\n0\r\n\r\n".encode(),
    "chunked, then not": f"{CHUNKED}chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n".encode(),
    "not, then chunked": f"{CHUNKED}identity\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n".encode(),
    "chunked with a tab in it": f"{CHUNKED}chun\tked\r\n\r\n0\r\n\r\n".encode(),
    "chunked in HTTP/1.0": b"POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "a bare LF": b"GET / HTTP/1.1\nHost: a\n\n",
    "a bare LF after a header": b"GET / HTTP/1.1\r\nHost: a\nX: b\r\n\r\n",
    "a bare CR": b"GET / HTTP/1.1\r\nHost: a\rX: b\r\n\r\n",
    "a folded header": b"GET / HTTP/1.1\r\nHost: a\r\nX: b\r\n c\r\n\r\n",
    "white space before the colon": b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length : 5\r\n\r\n",
    "white space before the first header": b"GET / HTTP/1.1\r\n Host: a\r\n\r\n",
    "a header without a colon": b"GET / HTTP/1.1\r\nHost: a\r\nX\r\n\r\n",
    "a header without a name": b"GET / HTTP/1.1\r\nHost: a\r\n: x\r\n\r\n",
    "NUL in a name": b"GET / HTTP/1.1\r\nHost: a\r\nX\x00: b\r\n\r\n",
    "NUL in a value": b"GET / HTTP/1.1\r\nHost: a\r\nX: \x00\r\n\r\n",
    "no Host": b"GET /healthz HTTP/1.1\r\n\r\n",
    "two Hosts": b"GET /healthz HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
    "one Host twice": b"GET /healthz HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n",
    "a Host with a space": b"GET /healthz HTTP/1.1\r\nHost: a b\r\n\r\n",
    "a Host with a path": b"GET /healthz HTTP/1.1\r\nHost: a/b\r\n\r\n",
    "a Host with a user": b"GET /healthz HTTP/1.1\r\nHost: a@b\r\n\r\n",
    "a Host with a strange port": b"GET /healthz HTTP/1.1\r\nHost: a:b\r\n\r\n",
    "HTTP/0.9": b"GET /healthz HTTP/0.9\r\nHost: a\r\n\r\n",
    "HTTP/2.0": b"GET /healthz HTTP/2.0\r\nHost: a\r\n\r\n",
    "HTTP/1.2": b"GET /healthz HTTP/1.2\r\nHost: a\r\n\r\n",
    "no version": b"GET /healthz\r\nHost: a\r\n\r\n",
    "the preface of HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    "an unknown method": b"FROB /healthz HTTP/1.1\r\nHost: a\r\n\r\n",
    "a method in small letters": b"get /healthz HTTP/1.1\r\nHost: a\r\n\r\n",
    "CONNECT": b"CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n",
    "a target without a path": b"GET http://a HTTP/1.1\r\nHost: a\r\n\r\n",
    "a relative target": b"GET healthz HTTP/1.1\r\nHost: a\r\n\r\n",
    "a target with a fragment": b"GET /healthz#a HTTP/1.1\r\nHost: a\r\n\r\n",
    "a target that is no ASCII": b"GET /\xc3\xa4 HTTP/1.1\r\nHost: a\r\n\r\n",
    "a target with NUL": b"GET /\x00 HTTP/1.1\r\nHost: a\r\n\r\n",
}


@pytest.mark.parametrize("name", MALFORMED)
def test_malformed(gateway: Served, name: str) -> None:
    """One answer, 400, and whatever follows on the connection is nobody's request."""
    answers = sent(gateway, MALFORMED[name] + HEALTH)
    assert [(answer.status, answer.rule, answer.is_last) for answer in answers] == [(400, "request_malformed", True)]


@pytest.mark.parametrize(
    "bad", [b"zz\r\n", b"5\nhello", b"2\r\n{}x\r\n", b"-1\r\n", b"0x1\r\na\r\n", b"f" * 17 + b"\r\n"]
)
def test_malformed_chunks(gateway: Served, bad: bytes) -> None:
    """What follows a chunk that is none is not read."""
    for start in (b"", chunk(b"{"), chunk(b" " * 100_000)):
        answers = sent(gateway, chunked(gateway, "POST /v1/clients") + start + bad + HEALTH)
        assert [(one.status, one.rule, one.is_last) for one in answers] == [(400, "request_malformed", True)]


@pytest.mark.parametrize("rest", [b"\r\n", b"Host: a b\r\n\r\n", b"Host: a\r\n\r\n\0"])
def test_a_refused_head_has_no_body(gateway: Served, rest: bytes) -> None:
    """Not even where what was refused came behind it, and may have been anything."""
    with connected(gateway) as wire:
        wire.send(b"HEAD /healthz HTTP/1.1\r\n" + rest)
        wire.end()
        statuses = []
        while (answer := wire.next_answer("HEAD")) is not None:
            statuses.append(answer.status)
        assert statuses == ([200, 400] if rest.endswith(b"\0") else [400])


@pytest.mark.parametrize("path", ["/v1/nowhere", "/v1/tickets/0"])
def test_nothing_is_done_behind_the_answer_that_ends_a_connection(gateway: Served, path: str) -> None:
    """HTTP/1.0 ends with the first answer, which may be written while what came behind it is still parsed."""
    first = f"GET {path} HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\nAuthorization: Bearer {gateway.token}\r\n\r\n"
    body = a_client()
    answers = sent(gateway, first.encode() + with_body(gateway, "POST /v1/clients", body))
    assert [answer.status for answer in answers] in ([404], [422])
    with gateway.client() as client:
        email = json.loads(body)["email"]
        assert client.get("/v1/clients", params={"email": email}).json()["items"] == []


def test_a_refusal_waits_for_the_answers_before_it(gateway: Served) -> None:
    """A client must not take the refusal of its second request for the answer to its first."""
    for second, rule in ((b"\x00", "request_malformed"), (b"GET /" + b"p" * 40_000, "headers_too_large")):
        answers = sent(gateway, with_body(gateway, "POST /v1/clients", a_client()) + HEALTH + second)
        assert [answer.status for answer in answers[:2]] == [201, 200]
        assert [(answer.rule, answer.is_last) for answer in answers[2:]] == [(rule, True)]


def test_pipelined(gateway: Served) -> None:
    """Requests that do not wait for answers get them in their order, bodies and all."""
    with connected(gateway) as wire:
        wire.send(
            HEALTH * 3
            + with_body(gateway, "POST /v1/clients", a_client())
            + request(gateway, "HEAD /v1/tickets")
            + request(gateway, "DELETE /v1/tickets/1")
            + chunked(gateway, "POST /v1/clients")
            + chunk(a_client())
            + chunk(b"")
            + HEALTH
        )
        methods = ["GET", "GET", "GET", "POST", "HEAD", "DELETE", "POST", "GET"]
        assert [wire.answer(method).status for method in methods] == [200, 200, 200, 201, 200, 404, 201, 200]


def test_a_pipelined_body_that_comes_later(gateway: Served) -> None:
    """The answer to a request does not cut off the one behind it."""
    whole = with_body(gateway, "POST /v1/clients", a_client())
    with connected(gateway) as wire:
        wire.send(HEALTH + whole[:-5])
        assert wire.answer().status == 200
        wire.send(whole[-5:] + HEALTH)
        assert [wire.answer().status, wire.answer().status] == [201, 200]


def test_nothing_is_done_after_close(gateway: Served) -> None:
    """What follows a request that ends the connection is not done (RFC 9112, 9.6)."""
    body = a_client()
    create = with_body(gateway, "POST /v1/clients", body)
    closing = HEALTH.replace(b"Host: a", b"Host: a\r\nConnection: close")
    ancient = HEALTH.replace(b"1.1\r\n", b"1.0\r\nConnection: keep-alive\r\n")  # which this gateway does not do
    for last in (closing + create, closing + create[:-1], ancient + create, ancient + create + HEALTH[:9]):
        answers = sent(gateway, last)
        assert [(answer.status, answer.is_last) for answer in answers] == [(200, True)]
    time.sleep(0.3)  # what is done behind the client's back is done by now
    assert once(gateway, create).status == 201


def test_an_error_keeps_the_connection(gateway: Served) -> None:
    """What is wrong with a request that has arrived costs nobody the connection."""
    requests = {
        request(gateway, "GET /nowhere"): 404,
        request(gateway, "GET /v1/tickets/x"): 422,
        request(gateway, "PUT /v1/tickets"): 405,
        with_body(gateway, "POST /v1/clients", b"{"): 400,
        with_body(gateway, "POST /v1/clients", b"{}", kind="text/plain"): 415,
        b"GET /v1/tickets HTTP/1.1\r\nHost: a\r\n\r\n": 401,
        request(gateway, f"GET /v1/tickets?subject={'a' * 9000}"): 414,
        with_body(gateway, "DELETE /v1/tickets/1", b"x" * 100): 404,
    }
    with connected(gateway) as wire:
        for data, status in requests.items():
            wire.send(data)
            answer = wire.answer()
            assert (answer.status, answer.is_last) == (status, False)
        wire.send(HEALTH)
        assert wire.answer().status == 200


@pytest.mark.parametrize("upgrade", ["h2c", "websocket"])
def test_a_wish_to_upgrade_is_left_aside(gateway: Served, upgrade: str) -> None:
    """The request counts, with its body, and so do those that follow: some clients ask for HTTP/2 every time."""
    wish = ("Connection: Upgrade, HTTP2-Settings", f"Upgrade: {upgrade}", "HTTP2-Settings: AAEAAEAAAAIAAAAB")
    with connected(gateway) as wire:
        for _ in range(2):
            wire.send(request(gateway, "GET /v1/tickets", *wish) + request(gateway, "DELETE /v1/tickets/1", *wish))
            assert [wire.answer().status, wire.answer().status] == [200, 404]
            wire.send(with_body(gateway, "POST /v1/clients", a_client(), *wish))
            assert wire.answer().status == 201
            whole = chunked(gateway, "POST /v1/clients", *wish) + chunk(a_client()) + chunk(b"")
            wire.send(whole[:-30], whole[-30:] + HEALTH)
            assert [wire.answer().status, wire.answer().status] == [201, 200]


def test_trailers_are_no_headers(gateway: Served) -> None:
    """They come too late to say anything about a request."""
    head = chunked(gateway, "POST /v1/clients", "X-Request-Id: before")
    trailers = b"0\r\nX-Request-Id: after\r\nIdempotency-Key: \r\nHost: b\r\n\r\n"
    answer = once(gateway, head + chunk(a_client()) + trailers)
    assert (answer.status, answer.headers["x-request-id"]) == (201, "before")


@pytest.mark.parametrize(
    ("line", "host", "status"),
    [
        ("GET http://elsewhere.example/healthz", "a", 200),
        ("GET /healthz", "", 200),
        ("GET /healthz", "[::1]:8000", 200),
        ("GET /healthz", "desk.example.org:443 \t", 200),
        ("GET /v1/tickets%2F1", "a", 404),
        ("GET /v1/tickets/1%2f..%2f2", "a", 404),
        ("OPTIONS *", "a", 404),
        ("GET //healthz", "a", 404),
        ("GET /healthz/", "a", 404),
        ("QUERY /v1/tickets", "a", 405),
    ],
)
def test_what_is_unusual_but_right(gateway: Served, line: str, host: str, status: int) -> None:
    """An absolute target, an empty Host, white space after it; and an encoded slash parts no path."""
    with connected(gateway) as wire:
        wire.send(f"{line} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode() * 2)
        assert [wire.answer().status, wire.answer().status] == [status, status]


def test_http_1_0(gateway: Served) -> None:
    """It needs no Host, and is one request a connection."""
    answers = sent(gateway, b"GET /healthz HTTP/1.0\r\n\r\n")
    assert [(answer.status, answer.is_last) for answer in answers] == [(200, True)]
