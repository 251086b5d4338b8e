"""What a process takes of the machine's memory, at first and after many requests."""

from __future__ import annotations

import asyncio

from tests.callers import Client, calling
from tests.desk import Desk
from tests.gateways import Served

MEGABYTE = 2**20
LIMIT = 100 * MEGABYTE
GROWTH = 10 * MEGABYTE
REQUESTS = 20_000
CALLERS = 32


async def make(served: Served, ticket: int, count: int) -> None:
    """Read, write, list, search and fail, in turn, on many connections at once."""

    async def go_on(client: Client, number: int) -> None:
        for _ in range(count // CALLERS // 5):
            assert (await client.call("GET", f"/v1/tickets/{ticket}")).status == 200
            assert (await client.call("GET", "/v1/tickets?limit=5")).status == 200
            assert (await client.call("GET", "/v1/nowhere")).status == 404
            assert (await client.call("GET", f"/v1/tickets/{ticket}?{number}")).status == 400
            body = {"body": "x" * 1000}
            assert (await client.call("POST", f"/v1/tickets/{ticket}/comments", body)).status == 201

    async with calling(served) as client:
        await asyncio.gather(*(go_on(client, number) for number in range(CALLERS)))


def test_memory(gateway: Served, desk: Desk) -> None:
    """It stays under 100 MB, and does not grow with the number of requests."""
    ticket = desk.ticket()["id"]
    started = gateway.memory()
    asyncio.run(make(gateway, ticket, REQUESTS // 10))
    warm = gateway.memory()
    asyncio.run(make(gateway, ticket, REQUESTS))
    after = gateway.memory()
    told = ", ".join(f"{size / MEGABYTE:.1f} MB {when}" for size, when in ((started, "at first"), (warm, "warm")))
    print(f"a process takes {told}, {after / MEGABYTE:.1f} MB after {REQUESTS} requests")
    assert after < LIMIT
    assert after - warm < GROWTH
