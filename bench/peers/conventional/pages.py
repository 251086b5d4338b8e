"""Lists in parts, by keyset: each goes on after the last row of the one before."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime
from typing import Any

from fastapi import HTTPException, status
from sqlalchemy import Select, bindparam, tuple_

from bench.peers.conventional.models import Ticket
from bench.peers.conventional.schemas import Sort


def ordered(tickets: Select[tuple[Ticket]], sort: Sort, is_further: bool) -> Select[tuple[Ticket]]:
    """Order the tickets, and begin after the last of another part."""
    column: Any = getattr(Ticket, sort.removeprefix("-"))
    is_descending = sort.startswith("-")
    if is_further:
        row, last = tuple_(column, Ticket.id), tuple_(bindparam("last_at", type_=column.type), bindparam("last_id"))
        tickets = tickets.where(row < last if is_descending else row > last)
    order = (column.desc(), Ticket.id.desc()) if is_descending else (column, Ticket.id)
    return tickets.order_by(*order)


def place(after: str | None) -> dict[str, Any]:
    """Read a cursor: where the part before ended."""
    if after is None:
        return {}
    try:
        at, _, last_id = urlsafe_b64decode(after).decode().partition(" ")
        return {"last_at": datetime.fromisoformat(at), "last_id": int(last_id)}
    except ValueError:
        raise HTTPException(status.HTTP_400_BAD_REQUEST, "the cursor is not valid") from None


def cursor(last: Ticket, sort: Sort) -> str:
    """Write where a part ended."""
    at: datetime = getattr(last, sort.removeprefix("-"))
    return urlsafe_b64encode(f"{at.isoformat()} {last.id}".encode()).decode()
