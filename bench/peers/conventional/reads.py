"""The routes that read."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, status
from sqlalchemy import func

from bench.peers.conventional import models, schemas
from bench.peers.conventional.auth import CurrentAgent
from bench.peers.conventional.database import Session
from bench.peers.conventional.pages import cursor, part
from bench.peers.conventional.visibility import visible_tickets

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
    ticket = await session.scalar(visible_tickets(caller).where(models.Ticket.id == ticket_id))
    if ticket is None:
        raise HTTPException(status.HTTP_404_NOT_FOUND, f"ticket {ticket_id} does not exist")
    return ticket


@router.get("/tickets", response_model=schemas.Page[schemas.Ticket])
async def list_tickets(
    given: Annotated[TicketList, Query()], session: Session, caller: CurrentAgent
) -> dict[str, object]:
    """List tickets."""
    tickets = visible_tickets(caller)
    if given.agent_id is not None:
        tickets = tickets.where(models.Ticket.agent_id == given.agent_id)
    if given.subject is not None:
        words = func.to_tsvector("simple", models.Ticket.subject)
        tickets = tickets.where(words.bool_op("@@")(func.plainto_tsquery("simple", given.subject)))
    rows = (await session.scalars(part(tickets, given.sort, given.limit, given.after))).all()
    items = rows[: given.limit]
    return {"items": items, "next": cursor(items[-1], given.sort) if len(rows) > given.limit else None}
