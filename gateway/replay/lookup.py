"""Finding on a server what a script names: people by their address, tickets by client and subject."""

from __future__ import annotations

from asyncio import TaskGroup
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

from gateway.replay.api import Api, Object
from gateway.replay.script import Person, Ticket

Item = TypeVar("Item")

Advance = Callable[[bool], None]
"""Told of each thing that is done: True if it was done now, False if it had been done before."""


async def each(items: Iterable[Item], at_once: int, work: Callable[[Item], Awaitable[None]]) -> None:
    """Work on all items, beginning them in order, so many at once. The first error ends it all."""
    waiting = iter(items)

    async def worker() -> None:
        for item in waiting:
            await work(item)

    try:
        async with TaskGroup() as group:
            for _ in range(at_once):
                group.create_task(worker())
    except ExceptionGroup as errors:
        raise errors.exceptions[0] from None


async def find_person(api: Api, kind: str, person: Person) -> Object | None:
    """Give the live agent or client (kind: agents, clients) with a person's address. Raises Refused, Unreachable."""
    return await anext(api.rows(f"/v1/{kind}", email=person.email), None)


class Tickets:
    """The live tickets of a script's clients, by client and subject; there should be one of each."""

    def __init__(self) -> None:
        """Begin with none."""
        self._rows: dict[tuple[int, str], list[Object]] = defaultdict(list)

    async def add(self, api: Api, client_id: int) -> None:
        """Read all tickets of a client. Raises Refused, Unreachable."""
        async for row in api.rows("/v1/tickets", client_id=client_id):
            self._rows[client_id, row["subject"]].append(row)

    def __len__(self) -> int:
        """Count all of them."""
        return sum(map(len, self._rows.values()))

    def of(self, ticket: Ticket, client_id: int) -> list[Object]:
        """Give the rows that may be a script's ticket."""
        return self._rows.get((client_id, ticket.subject), [])
