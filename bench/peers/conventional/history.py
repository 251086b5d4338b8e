"""The history: what was changed, from what, to what, by whom."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import insert, inspect

from bench.peers.conventional.auth import Caller
from bench.peers.conventional.models import Comment, Event, Ticket

# Not by the unit of work: nobody reads an entry again in the request that makes it.
RECORD = insert(Event.__table__)
_BESIDE = {"id", "version", "updated_at"}  # have columns of their own, or say nothing


def changes(row: Ticket | Comment) -> dict[str, Any]:
    """Give the changed columns; before the session is flushed, which forgets what was there."""
    state = inspect(row)
    found = {}
    for name, before in state.committed_state.items():
        old, new = before if state.persistent else None, getattr(row, name)
        if name not in _BESIDE and old != new:
            found[name] = {"from": _json(old), "to": _json(new)}
    return found


def entry(row: Ticket | Comment, caller: Caller, action: str, changed: dict[str, Any]) -> dict[str, Any]:
    """Make the entry for a change of a row, after the session is flushed: it has its id and version then."""
    return {
        "entity": row.__tablename__,
        "entity_id": row.id,
        "ticket_id": row.ticket_id if isinstance(row, Comment) else row.id,
        "action": action,
        "version": row.version,
        "changes": changed,
        "actor_agent_id": caller.id,
        "happened_at": row.updated_at,
    }


def _json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
