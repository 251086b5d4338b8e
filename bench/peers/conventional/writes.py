"""The routes that write. Each is one transaction, with its entries in the history."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, HTTPException, status

from bench.peers.conventional import models, schemas
from bench.peers.conventional.assignment import require_client, team_for
from bench.peers.conventional.auth import Caller, CurrentAgent
from bench.peers.conventional.database import Session
from bench.peers.conventional.history import RECORD, changes, entry
from bench.peers.conventional.idempotency import Once
from bench.peers.conventional.visibility import VISIBLE_TICKET, as_seen_by

router = APIRouter(prefix="/v1")
_LOCKED = VISIBLE_TICKET.with_for_update(key_share=True)


@router.post("/tickets", response_model=schemas.Ticket, status_code=status.HTTP_201_CREATED)
async def create_ticket(
    body: schemas.TicketCreate, session: Session, caller: CurrentAgent, once: Once
) -> schemas.Ticket | dict[str, Any]:
    """Create a ticket."""
    if (replay := await once.replay()) is not None:
        return replay
    await require_client(session, body.client_id)
    team_id = None if body.agent_id is None else await team_for(session, body.agent_id, None, caller)
    at = models.now()
    ticket = models.Ticket(**body.model_dump(), team_id=team_id, created_at=at, updated_at=at)
    session.add(ticket)
    changed = changes(ticket)
    await session.flush()
    await session.execute(RECORD, entry(ticket, caller, "create", changed))
    answer = schemas.Ticket.model_validate(ticket)
    await once.keep(answer)
    await session.commit()
    return answer


@router.post("/tickets/{ticket_id}/comments", response_model=schemas.Comment, status_code=status.HTTP_201_CREATED)
async def create_comment(
    ticket_id: schemas.Id, body: schemas.CommentCreate, session: Session, caller: CurrentAgent, once: Once
) -> schemas.Comment | dict[str, Any]:
    """Comment on a ticket."""
    if (replay := await once.replay()) is not None:
        return replay
    ticket = await _locked(session, ticket_id, caller)
    at = models.now()
    comment = models.Comment(
        **body.model_dump(), ticket_id=ticket_id, author_agent_id=caller.id, created_at=at, updated_at=at
    )
    session.add(comment)
    ticket.comment_count += 1
    ticket.last_comment_at = ticket.updated_at = at
    changed, ticket_changed = changes(comment), changes(ticket)
    await session.flush()
    entries = [entry(comment, caller, "create", changed), entry(ticket, caller, "update", ticket_changed)]
    await session.execute(RECORD, entries)
    answer = schemas.Comment.model_validate(comment)
    await once.keep(answer)
    await session.commit()
    return answer


@router.put("/tickets/{ticket_id}/agent", response_model=schemas.Ticket)
async def assign_ticket(
    ticket_id: schemas.Id, body: schemas.TicketAgent, session: Session, caller: CurrentAgent, once: Once
) -> schemas.Ticket | dict[str, Any]:
    """Give a ticket to an agent. It stays with its team if the agent is in it, and else goes to the agent's."""
    if (replay := await once.replay()) is not None:
        return replay
    ticket = await _locked(session, ticket_id, caller)
    if ticket.agent_id != body.agent_id:
        ticket.team_id = await team_for(session, body.agent_id, ticket.team_id, caller)
        ticket.agent_id = body.agent_id
        ticket.updated_at = models.now()
        changed = changes(ticket)
        await session.flush()
        await session.execute(RECORD, entry(ticket, caller, "update", changed))
    answer = schemas.Ticket.model_validate(ticket)
    await once.keep(answer)
    await session.commit()
    return answer


async def _locked(session: Session, ticket_id: int, caller: Caller) -> models.Ticket:
    """Lock a ticket that the caller sees."""
    ticket = await session.scalar(_LOCKED, {"ticket_id": ticket_id, **as_seen_by(caller)})
    if ticket is None:
        raise HTTPException(status.HTTP_404_NOT_FOUND, f"ticket {ticket_id} does not exist")
    return ticket
