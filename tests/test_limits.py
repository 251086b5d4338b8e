"""The limits of requests: what has just the size that is allowed passes, one byte more is refused, and the answer
says which limit it was and reaches a client that is still sending.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest

from gateway.settings import Settings, load
from tests.conftest import GATEWAY, Database
from tests.gateways import Served, serving
from tests.raw_http import Answer, chunk, chunked, connected, once, request, with_body

MIB = 1024 * 1024
KIB = 1024
DEFAULTS = {
    "body_bytes": MIB,
    "json_depth": 64,
    "header_bytes": 32 * KIB,
    "query_bytes": 8 * KIB,
    "request_seconds": 30,
    "database_seconds": 10,
}
SMALLER: dict[str, Any] = {"body_bytes": 1500, "json_depth": 5, "header_bytes": 1400, "query_bytes": 1100}

_emails = (f"limit{number}@example.org" for number in count(1))


@pytest.fixture(scope="module")
def smaller(database18: Database, gateway: Served) -> Iterator[Served]:
    """A gateway with small limits, beside that with the ordinary ones."""
    with serving(database18.url(GATEWAY), gateway.token, **SMALLER) as served:
        yield served


@pytest.fixture(params=["defaults", "smaller"])
def limited(request: pytest.FixtureRequest, gateway: Served, smaller: Served) -> tuple[Served, Settings]:
    """Each of the two, and what its limits are."""
    return (gateway, load()) if request.param == "defaults" else (smaller, load(**SMALLER))


def a_client(size: int) -> bytes:
    """The body that creates a client, this many bytes long."""
    start = b'{"email":"%s","name":"Ada Lovelace"' % next(_emails).encode()
    return start + b" " * (size - len(start) - 1) + b"}"


def test_the_defaults_are_documented() -> None:
    """Each limit is a setting, says what it is, and has the value that is promised."""
    for name, value in DEFAULTS.items():
        field = Settings.model_fields[name]
        assert field.default == value
        assert field.description


@pytest.mark.parametrize("is_chunked", [False, True], ids=["length", "chunks"])
def test_body(limited: tuple[Served, Settings], is_chunked: bool) -> None:
    """A body may have so many bytes, whether its length is told before or its chunks are counted."""
    served, settings = limited

    def post(size: int) -> Answer:
        body = a_client(size)
        if is_chunked:
            parts = [chunk(body[start : start + 1000]) for start in range(0, size, 1000)]
            return once(served, chunked(served, "POST /v1/clients") + b"".join(parts) + chunk(b""))
        return once(served, with_body(served, "POST /v1/clients", body))

    assert post(settings.body_bytes).status == 201
    refused = post(settings.body_bytes + 1)
    assert (refused.status, refused.rule) == (413, "body_too_large")
    assert f"longer than {settings.body_bytes} bytes" in refused.json["detail"]


def test_body_in_one_piece(smaller: Served) -> None:
    """A body that is too long but all there costs nobody the connection."""
    with connected(smaller) as wire:
        wire.send(with_body(smaller, "POST /v1/clients", a_client(1501)))
        assert wire.answer().rule == "body_too_large"
        wire.send(with_body(smaller, "POST /v1/clients", a_client(1500)))
        assert wire.answer().status == 201


def test_body_that_is_announced(gateway: Served) -> None:
    """A body that is too long is refused before it is sent, and the answer says that the connection ends."""
    with connected(gateway) as wire:
        wire.send(with_body(gateway, "POST /v1/clients", b"")[:-2].replace(b"Length: 0", b"Length: %d" % (MIB + 1)))
        wire.send(b"Expect: 100-continue\r\n\r\n")
        refused = wire.answer()
        assert (refused.status, refused.rule, refused.is_last) == (413, "body_too_large", True)
        assert wire.has_ended()


def test_body_that_is_expected(gateway: Served) -> None:
    """Whoever asks first is told to go on, and then answered."""
    with connected(gateway) as wire:
        data = with_body(gateway, "POST /v1/clients", a_client(100), "Expect: 100-continue")
        wire.send(data[:-100])
        assert wire.answer().status == 100
        wire.send(data[-100:])
        assert wire.answer().status == 201


@pytest.mark.parametrize("is_chunked", [False, True], ids=["length", "chunks"])
def test_whoever_is_still_sending_reads_the_answer(gateway: Served, is_chunked: bool) -> None:
    """The connection is not closed in the face of a client that reads only when it has sent all: 20 MiB here."""
    size = 20 * MIB
    with connected(gateway) as wire:
        if is_chunked:
            wire.send(chunked(gateway, "POST /v1/tickets"))
        else:
            wire.send(request(gateway, "POST /v1/tickets", f"Content-Length: {size}"))
        for _ in range(0, size, 64 * KIB):
            piece = b" " * 64 * KIB
            wire.send(chunk(piece) if is_chunked else piece)
        refused = wire.answer()
        assert (refused.status, refused.rule, refused.is_last) == (413, "body_too_large", True)


@pytest.mark.parametrize("pieces", [1, 7])
def test_head(limited: tuple[Served, Settings], pieces: int) -> None:
    """The first line and the headers may have so many bytes together, in however many packets they come."""
    served, settings = limited

    def get(size: int) -> Answer:
        head = request(served, "GET /v1/tickets", "X-Padding: ")
        head = head[:-4] + b"p" * (size - len(head)) + b"\r\n\r\n"
        step = size // pieces + 1
        with connected(served) as wire:
            wire.send(*(head[start : start + step] for start in range(0, size, step)))
            return wire.answer()

    assert get(settings.header_bytes).status == 200
    refused = get(settings.header_bytes + 1)
    assert (refused.status, refused.rule, refused.is_last) == (431, "headers_too_large", True)


@pytest.mark.parametrize(
    "start",
    [b"GET /", b"GET / HTTP/1.1\r\nX: ", b"GET / HTTP/1.1\r\n", b"\r\n"],
    ids=["target", "one header", "many headers", "empty lines"],
)
def test_head_without_end(gateway: Served, start: bytes) -> None:
    """No head is waited for that is too long already."""
    with connected(gateway) as wire:
        wire.send(start)
        more = {b"": b"p", b"GET / HTTP/1.1\r\n": b"X: y\r\n", b"\r\n": b"\r\n"}.get(start, b"p")
        for _ in range(12):
            wire.send(more * (3 * KIB // len(more)))
        refused = wire.answer()
        assert (refused.status, refused.rule, refused.is_last) == (431, "headers_too_large", True)


@pytest.mark.parametrize("start", [b"5;", b"0\r\nX: ", b"0\r\n"], ids=["extension", "one trailer", "many trailers"])
def test_what_is_no_body_counts_as_head(gateway: Served, start: bytes) -> None:
    """A chunk's extension and trailers can be without end too."""
    with connected(gateway) as wire:
        wire.send(chunked(gateway, "POST /v1/clients") + chunk(a_client(100)) + start)
        for _ in range(100):
            wire.send(b"X: y\r\n" * 512 if start == b"0\r\n" else b"e" * 3 * KIB)
        refused = wire.answer()
        assert (refused.status, refused.rule, refused.is_last) == (431, "headers_too_large", True)


def test_a_head_after_a_body_is_counted_alone(smaller: Served) -> None:
    """Bytes that came in the same packet, but belong to the request before, are not the head's."""
    with connected(smaller) as wire:
        wire.send(with_body(smaller, "POST /v1/clients", a_client(1500)) + request(smaller, "GET /v1/tickets")[:-2])
        assert wire.answer().status == 201
        wire.send(b"\r\n")
        assert wire.answer().status == 200


def test_query(limited: tuple[Served, Settings]) -> None:
    """The query may have so many bytes."""
    served, settings = limited
    longest = "subject=" + "%61" * ((settings.query_bytes - len("subject=")) // 3)
    longest += "a" * (settings.query_bytes - len(longest))
    for path in ("/v1/tickets", "/healthz"):
        assert once(served, request(served, f"GET {path}?{longest}")).status in {200, 422}
        refused = once(served, request(served, f"GET {path}?{longest}a"))
        assert (refused.status, refused.rule) == (414, "query_too_long")


@pytest.mark.parametrize("brackets", [("[", "]"), ('{"a":', "}"), ('[{"]":', "}]")], ids=["lists", "objects", "both"])
def test_depth(limited: tuple[Served, Settings], brackets: tuple[str, str]) -> None:
    """The JSON of a body may be nested so deep; brackets in strings do not count."""
    served, settings = limited

    def post(depth: int) -> Answer:
        layers = depth - 1 - (depth - 1) % len(re.sub('"."|:', "", brackets[0]))
        times = layers // len(re.sub('"."|:', "", brackets[0]))
        body = '{"a":"' + '[{\\"' * 70 + '","b":' + brackets[0] * times + "1" + brackets[1] * times + "}"
        return once(served, with_body(served, "POST /v1/clients", body.encode()))

    assert post(settings.json_depth).rule == "field_missing"
    refused = post(settings.json_depth + 2)
    assert (refused.status, refused.rule) == (400, "body_too_deep")
    assert f"deeper than {settings.json_depth}" in refused.json["detail"]
