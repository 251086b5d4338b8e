"""Whom a ticket may be of, and whose team's it becomes. What is looked at is locked: it stays so until the commit."""

from __future__ import annotations

from fastapi import HTTPException, status
from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from bench.peers.conventional.auth import Caller
from bench.peers.conventional.models import Agent, Client, TeamMember

_CLIENT = (
    select(Client.active)
    .where(Client.id == bindparam("client_id"), Client.deleted_at.is_(None))
    .with_for_update(read=True, key_share=True)
)
_AGENT = (
    select(Agent.active, TeamMember.team_id)
    .outerjoin(TeamMember, TeamMember.agent_id == Agent.id)
    .where(Agent.id == bindparam("agent_id"), Agent.deleted_at.is_(None))
    .order_by(TeamMember.created_at, TeamMember.team_id)
    .with_for_update(read=True, key_share=True, of=Agent)
)


async def require_client(session: AsyncSession, client_id: int) -> None:
    """Make sure that a client is there and active."""
    active = await session.scalar(_CLIENT, {"client_id": client_id})
    if not active:
        fault = "does not exist" if active is None else "is not active"
        raise HTTPException(status.HTTP_422_UNPROCESSABLE_CONTENT, f"client {client_id} {fault}")


async def team_for(session: AsyncSession, agent_id: int, team_id: int | None, caller: Caller) -> int | None:
    """Say whose team's a ticket is when an agent gets it: as before if the agent is in it, else one of the agent's."""
    rows = (await session.execute(_AGENT, {"agent_id": agent_id})).all()
    if not rows or not rows[0].active:
        fault = "is not active" if rows else "does not exist"
        raise HTTPException(status.HTTP_422_UNPROCESSABLE_CONTENT, f"agent {agent_id} {fault}")
    teams = [row.team_id for row in rows if row.team_id is not None]
    if team_id in teams or not teams:
        return team_id
    return next((team for team in teams if team in caller.team_ids), teams[0])
