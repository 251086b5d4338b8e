"""Who is calling, by a bearer token."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Annotated

from fastapi import Depends, HTTPException, status
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from sqlalchemy import BigInteger, bindparam, func, or_, select
from sqlalchemy.dialects.postgresql import ARRAY, array_agg

from bench.peers.conventional.database import Session
from bench.peers.conventional.models import Agent, ApiToken, TeamMember

_bearer = HTTPBearer()
_teams = (
    select(array_agg(TeamMember.team_id, type_=ARRAY(BigInteger)))
    .where(TeamMember.agent_id == Agent.id)
    .scalar_subquery()
)
_agent_of_token = (
    select(Agent.id, Agent.role, _teams)
    .join(ApiToken, ApiToken.agent_id == Agent.id)
    .where(
        ApiToken.token_hash == bindparam("token_hash"),
        ApiToken.deleted_at.is_(None),
        or_(ApiToken.expires_at.is_(None), ApiToken.expires_at > func.now()),
        Agent.active,
        Agent.deleted_at.is_(None),
    )
)


@dataclass(frozen=True, slots=True)
class Caller:
    """The agent who calls."""

    id: int
    role: str
    team_ids: list[int]


async def get_caller(
    session: Session, credentials: Annotated[HTTPAuthorizationCredentials, Depends(_bearer)]
) -> Caller:
    """Look the token up."""
    token_hash = sha256(credentials.credentials.encode()).digest()
    row = (await session.execute(_agent_of_token, {"token_hash": token_hash})).one_or_none()
    if row is None:
        raise HTTPException(
            status.HTTP_401_UNAUTHORIZED, "the token is not valid", headers={"WWW-Authenticate": "Bearer"}
        )
    return Caller(row[0], row[1], row[2] or [])


CurrentAgent = Annotated[Caller, Depends(get_caller)]
