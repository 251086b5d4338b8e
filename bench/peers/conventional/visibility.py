"""Which tickets an agent sees: those of its teams and those of no team; an admin all."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Boolean, any_, bindparam, or_, select
from sqlalchemy.dialects.postgresql import ARRAY

from bench.peers.conventional.auth import Caller
from bench.peers.conventional.models import Ticket

# Made once, with parameters: to put a statement together for each request costs more than to run it.
VISIBLE_TICKETS = select(Ticket).where(
    Ticket.deleted_at.is_(None),
    or_(
        bindparam("sees_all", type_=Boolean),
        Ticket.team_id.is_(None),
        Ticket.team_id == any_(bindparam("team_ids", type_=ARRAY(BigInteger))),
    ),
)
VISIBLE_TICKET = VISIBLE_TICKETS.where(Ticket.id == bindparam("ticket_id"))


def as_seen_by(caller: Caller) -> dict[str, Any]:
    """Give the parameters that say who looks."""
    return {"sees_all": caller.role == "admin", "team_ids": caller.team_ids}
