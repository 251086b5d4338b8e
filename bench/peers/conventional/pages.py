"""Lists in parts, by keyset: each goes on after the last row of the one before."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime
from typing import Any

from fastapi import HTTPException, status
from sqlalchemy import Select, tuple_

from bench.peers.conventional.models import Ticket
from bench.peers.conventional.schemas import Sort


def part(tickets: Select[tuple[Ticket]], sort: Sort, limit: int, after: str | None) -> Select[tuple[Ticket]]:
    """Order the tickets, and take one more than asked for: it tells whether there is a next part."""
    column: Any = getattr(Ticket, sort.removeprefix("-"))
    is_descending = sort.startswith("-")
    if after is not None:
        place, last = tuple_(column, Ticket.id), tuple_(*_read(after))
        tickets = tickets.where(place < last if is_descending else place > last)
    order = (column.desc(), Ticket.id.desc()) if is_descending else (column, Ticket.id)
    return tickets.order_by(*order).limit(limit + 1)


def cursor(last: Ticket, sort: Sort) -> str:
    """Write where a part ended."""
    at: datetime = getattr(last, sort.removeprefix("-"))
    return urlsafe_b64encode(f"{at.isoformat()} {last.id}".encode()).decode()


def _read(given: str) -> tuple[datetime, int]:
    try:
        at, _, last_id = urlsafe_b64decode(given).decode().partition(" ")
        return datetime.fromisoformat(at), int(last_id)
    except ValueError:
        raise HTTPException(status.HTTP_400_BAD_REQUEST, "the cursor is not valid") from None
