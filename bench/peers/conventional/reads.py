"""The routes that read."""

from __future__ import annotations

from functools import cache
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, status
from sqlalchemy import Select, bindparam, func, literal_column

from bench.peers.conventional import models, schemas
from bench.peers.conventional.auth import CurrentAgent
from bench.peers.conventional.database import Session
from bench.peers.conventional.pages import cursor, ordered, place
from bench.peers.conventional.visibility import VISIBLE_TICKET, VISIBLE_TICKETS, as_seen_by

router = APIRouter(prefix="/v1")


class TicketList(schemas.Body):
    """Which tickets, in which order."""

    agent_id: schemas.Id | None = None
    subject: Annotated[str | None, Query(max_length=200)] = None
    sort: schemas.Sort = "created_at"
    limit: Annotated[int, Query(ge=1, le=100)] = 25
    after: str | None = None


@router.get("/tickets/{ticket_id}", response_model=schemas.Ticket)
async def read_ticket(ticket_id: schemas.Id, session: Session, caller: CurrentAgent) -> models.Ticket:
    """Read a ticket."""
    ticket = await session.scalar(VISIBLE_TICKET, {"ticket_id": ticket_id, **as_seen_by(caller)})
    if ticket is None:
        raise HTTPException(status.HTTP_404_NOT_FOUND, f"ticket {ticket_id} does not exist")
    return ticket


@router.get("/tickets", response_model=schemas.Page[schemas.Ticket])
async def list_tickets(
    given: Annotated[TicketList, Query()], session: Session, caller: CurrentAgent
) -> dict[str, object]:
    """List tickets."""
    tickets = _filtered(given.agent_id is not None, given.subject is not None, given.sort, given.after is not None)
    values = {"agent_id": given.agent_id, "subject": given.subject, "row_limit": given.limit + 1}
    values |= as_seen_by(caller) | place(given.after)
    rows = (await session.scalars(tickets, values)).all()
    items = rows[: given.limit]
    return {"items": items, "next": cursor(items[-1], given.sort) if len(rows) > given.limit else None}


@cache
def _filtered(by_agent: bool, by_words: bool, sort: schemas.Sort, is_further: bool) -> Select[tuple[models.Ticket]]:
    """Make the statement of a kind of list."""
    tickets = VISIBLE_TICKETS
    if by_agent:
        tickets = tickets.where(models.Ticket.agent_id == bindparam("agent_id"))
    if by_words:
        words = func.plainto_tsquery(literal_column("'simple'"), bindparam("subject"))
        tickets = tickets.where(models.Ticket.subject_words.bool_op("@@")(words))
    return ordered(tickets, sort, is_further).limit(bindparam("row_limit"))
