"""Which tickets an agent sees: those of its teams and those of no team; an admin all."""

from __future__ import annotations

from sqlalchemy import BigInteger, Select, any_, literal, or_, select
from sqlalchemy.dialects.postgresql import ARRAY

from bench.peers.conventional.auth import Caller
from bench.peers.conventional.models import Ticket


def visible_tickets(caller: Caller) -> Select[tuple[Ticket]]:
    """Select the live tickets that the caller sees."""
    tickets = select(Ticket).where(Ticket.deleted_at.is_(None))
    if caller.sees_all:
        return tickets
    teams = literal(caller.team_ids, ARRAY(BigInteger))
    return tickets.where(or_(Ticket.team_id.is_(None), Ticket.team_id == any_(teams)))
