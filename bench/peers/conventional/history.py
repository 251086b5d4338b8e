"""The history: what was changed, from what, to what, by whom."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import inspect

from bench.peers.conventional.auth import Caller
from bench.peers.conventional.models import Comment, Event, Ticket

_BESIDE = {"id", "version", "updated_at"}  # have columns of their own, or say nothing


def changes(row: Ticket | Comment) -> dict[str, Any]:
    """Give the changed columns; before the session is flushed, which forgets what was there."""
    return {
        attribute.key: {"from": _json(history.deleted), "to": _json(history.added)}
        for attribute in inspect(row).attrs
        if attribute.key not in _BESIDE and (history := attribute.history).has_changes()
    }


def event(row: Ticket | Comment, caller: Caller, action: str, changed: dict[str, Any]) -> Event:
    """Make the entry for a change of a row, after the session is flushed: it has its id and version then."""
    return Event(
        entity=row.__tablename__,
        entity_id=row.id,
        ticket_id=row.ticket_id if isinstance(row, Comment) else row.id,
        action=action,
        version=row.version,
        changes=changed,
        actor_agent_id=caller.id,
        happened_at=row.updated_at,
    )


def _json(values: Any) -> Any:
    value = values[0] if values else None
    return value.isoformat() if isinstance(value, datetime) else value
