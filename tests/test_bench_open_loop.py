"""The open loop counts from when a request was due: a server that stalls is seen to."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
import uvloop

from bench.compare.answers import Answer
from bench.compare.open_connections import Load
from bench.compare.open_loop import Measured, Spread, run

GET = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
SHORT = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n"

Serve = Callable[[int], tuple[float, bytes]]


class Server:
    """Answers each request, after a time, with what it is told to; one at a time, all connections together."""

    def __init__(self, serve: Serve) -> None:
        """Answer as `serve` says of the number of the request: after so many seconds, with these bytes."""
        self.seen: list[bytes] = []
        self._serve = serve
        self._turn = asyncio.Lock()

    async def take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Take a connection."""
        while True:
            try:
                head = await reader.readuntil(b"\r\n\r\n")
            except (asyncio.IncompleteReadError, ConnectionError):
                writer.close()
                return
            async with self._turn:
                delay, answer = self._serve(len(self.seen))
                self.seen.append(head)
                await asyncio.sleep(delay)
            writer.write(answer)
            if b"Connection: close" in answer or not answer:
                writer.close()
                return


@asynccontextmanager
async def listening(serve: Serve) -> AsyncIterator[tuple[int, Server]]:
    """Serve on a free port."""
    server = Server(serve)
    listener = await asyncio.start_server(server.take, "127.0.0.1", 0)
    try:
        yield listener.sockets[0].getsockname()[1], server
    finally:
        listener.close()


def measure(serve: Serve, rate: float, due: int, text: bytes = GET, most: int = 8) -> tuple[Measured, Server]:
    """Load a server."""

    async def measured() -> tuple[Measured, Server]:
        async with listening(serve) as (port, server):
            return await run(Load(port, [text], rate, due, most, "000001")), server

    return uvloop.run(measured())


def test_all_are_answered() -> None:
    """As many as are due, no more connections than are allowed."""
    measured, server = measure(lambda _: (0, SHORT), rate=500, due=100)
    assert (measured.due, measured.answered, measured.refused, measured.unfinished) == (100, 100, 0, 0)
    assert len(server.seen) == 100
    assert measured.connections <= 8


def test_what_is_due_while_the_server_stalls_waits_and_counts() -> None:
    """One answer takes 400 ms: 80 others are due meanwhile, and all of them wait."""
    measured, _ = measure(lambda number: (0.4 if number == 20 else 0, SHORT), rate=200, due=200)
    assert measured.times.longest >= 395  # the loop's clock counts milliseconds
    assert measured.times.p99 >= 350
    # A closed loop would have seen one slow request of 200 on each of its connections, and nothing else.
    assert measured.answered == 200


def test_more_than_the_server_can_do_waits_longer_and_longer() -> None:
    """20 ms for each of 40 that come every 10 ms: the last one waits for about half of all."""
    measured, _ = measure(lambda _: (0.02, SHORT), rate=100, due=40)
    assert measured.times.longest >= 300
    assert measured.times.p50 >= 150


def test_answers_in_chunks_and_refusals() -> None:
    """What is not 2xx counts, and the first one is shown."""
    refusal = b"HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\ngone"
    measured, _ = measure(lambda number: (0, refusal if number == 3 else CHUNKED), rate=500, due=20)
    assert (measured.answered, measured.refused) == (20, 1)
    assert measured.refusal.endswith("gone")


def test_a_connection_that_the_server_closes_is_replaced() -> None:
    """Every answer closes its connection."""
    answer = b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
    measured, _ = measure(lambda _: (0, answer), rate=200, due=20)
    assert (measured.answered, measured.refused, measured.unfinished) == (20, 0, 0)
    assert measured.connections >= 20


def test_what_a_server_has_not_taken_is_sent_again() -> None:
    """It closes its connections without a word when it has answered, and the next request is on its way."""
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: 17\r\n\r\nConnection: close"
    measured, server = measure(lambda _: (0.005, answer), rate=1000, due=30, most=1)
    assert (measured.answered, measured.refused, measured.unfinished) == (30, 0, 0)
    assert len(server.seen) == 30
    assert measured.connections == 30


def test_a_request_that_is_lost_is_never_answered() -> None:
    """Half an answer and the connection has ended, or none on a new one: it is not sent again, and others go on."""
    half = b"HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\nConnection: close"
    measured, server = measure(lambda number: (0, half if number == 3 else SHORT), rate=500, due=20, most=1)
    assert (measured.answered, measured.refused, measured.unfinished) == (19, 0, 1)
    assert len(server.seen) == 20
    measured, server = measure(lambda _: (0, b""), rate=500, due=3, most=1)
    assert (measured.answered, measured.unfinished) == (0, 3)
    assert len(server.seen) <= 3


def test_each_request_has_a_number_of_its_own() -> None:
    """At the mark, as wide as it."""
    _, server = measure(lambda _: (0, SHORT), rate=500, due=20, text=GET.replace(b"/ ", b"/\1 "))
    paths = {head.split()[1] for head in server.seen}
    assert len(paths) == 20
    assert {len(path) for path in paths} == {17}


def test_ranks() -> None:
    """Of a thousand, the 999.9th is the last."""
    spread = Spread.of([number / 1000 for number in range(1000)])
    assert (spread.p50, spread.p99, spread.p999, spread.longest) == (500, 990, 999, 999)


@pytest.mark.parametrize("text", [SHORT, CHUNKED, b"HTTP/1.1 204 No Content\r\n\r\n"])
def test_an_answer_is_whole_at_its_last_byte(text: bytes) -> None:
    """Whatever pieces it comes in."""
    answer = Answer()
    for at in range(len(text)):
        assert not answer.is_whole
        answer.take(text[at : at + 1])
    assert answer.is_whole
    assert answer.status in {200, 204}


@pytest.mark.parametrize(
    ("body", "has_errors"),
    [(b'{"errors":[{}]}', True), (b'{"data":null,"errors":[{}]}', True), (b'{"data":{"id":1}}', False)],
)
def test_errors_of_graphql(body: bytes, has_errors: bool) -> None:
    """They come with 200."""
    answer = Answer()
    answer.take(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body))
    assert answer.has_errors is has_errors
