"""A body is refused while it streams in: fifty clients that never stop cost the process next to nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from tests.conftest import GATEWAY, Database
from tests.gateways import Served, serving
from tests.raw_http import chunk, chunked, request

CLIENTS = 50
MOST = 10_000_000
PIECE = b" " * 64 * 1024
ANNOUNCED = 200 * 1024 * 1024
SAMPLE_SECONDS = 0.005


@pytest.fixture(scope="module")
def own(database18: Database, gateway: Served) -> Iterator[Served]:
    """A gateway whose memory nothing else has touched."""
    with serving(database18.url(GATEWAY), gateway.token) as served:
        yield served


async def flood(served: Served, head: bytes, piece: bytes) -> bytes:
    """Send pieces until the connection ends, and give what was answered."""
    reader, writer = await asyncio.open_connection("127.0.0.1", served.port)
    try:
        answer = asyncio.create_task(reader.read())
        writer.write(head)
        while not answer.done():
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(0)
    except ConnectionError:
        pass
    finally:
        writer.close()
    return await answer


async def peak(served: Served, floods: asyncio.Future[list[bytes]]) -> int:
    """Give the most memory that the process has until all clients are done."""
    most = served.memory()
    while not floods.done():
        most = max(most, served.memory())
        await asyncio.sleep(SAMPLE_SECONDS)
    return most


async def flooded(served: Served, head: bytes, piece: bytes, clients: int) -> tuple[list[bytes], int]:
    """Have clients flood the gateway, and give their answers and the peak of its memory."""
    floods = asyncio.gather(*(flood(served, head, piece) for _ in range(clients)))
    most = await peak(served, floods)
    return await floods, most


@pytest.mark.parametrize("is_chunked", [True, False], ids=["chunks without end", "200 MiB announced"])
def test_memory(own: Served, is_chunked: bool) -> None:
    """All are refused with 413, and read it; the memory grows by less than 10 MB."""
    head = chunked(own, "POST /v1/clients")
    piece = chunk(PIECE)
    if not is_chunked:
        head, piece = request(own, "POST /v1/clients", f"Content-Length: {ANNOUNCED}"), PIECE
    asyncio.run(flooded(own, head, piece, 2))
    before = own.memory()
    answers, most = asyncio.run(flooded(own, head, piece, CLIENTS))
    print(
        f"{CLIENTS} clients: resident {before / 1e6:.1f} MB, at most {most / 1e6:.1f}: {(most - before) / 1e6:.1f} more"
    )
    assert all(answer.startswith(b"HTTP/1.1 413 ") and b"/problems/body-too-large" in answer for answer in answers)
    assert most - before < MOST
