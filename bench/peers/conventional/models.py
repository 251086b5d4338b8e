"""The tables of schema.sql as ORM models."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any, ClassVar

from sqlalchemy import BigInteger, Computed, DateTime, ForeignKey, Identity, LargeBinary, Text
from sqlalchemy.dialects.postgresql import JSONB, TSVECTOR
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

Id = Annotated[int, mapped_column(BigInteger, Identity(), primary_key=True)]
AgentId = Annotated[int, mapped_column(BigInteger, ForeignKey("agent.id"))]
ClientId = Annotated[int, mapped_column(BigInteger, ForeignKey("client.id"))]
TeamId = Annotated[int, mapped_column(BigInteger, ForeignKey("team.id"))]
TicketId = Annotated[int, mapped_column(BigInteger, ForeignKey("ticket.id"))]


def now() -> datetime:
    """Give the time, as rows keep it."""
    return datetime.now(UTC)


class Base(DeclarativeBase):
    """What all models are."""

    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: Text,
        bytes: LargeBinary,
        datetime: DateTime(timezone=True),
        dict[str, Any]: JSONB,
    }


class Agent(Base):
    """Somebody who works on tickets."""

    __tablename__ = "agent"

    id: Mapped[Id]
    name: Mapped[str]
    email: Mapped[str]
    role: Mapped[str]
    active: Mapped[bool]
    deleted_at: Mapped[datetime | None]


class ApiToken(Base):
    """What an agent shows to be let in."""

    __tablename__ = "api_token"

    id: Mapped[Id]
    agent_id: Mapped[AgentId]
    token_hash: Mapped[bytes]
    expires_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]


class Team(Base):
    """Agents who work on the same tickets."""

    __tablename__ = "team"

    id: Mapped[Id]
    name: Mapped[str]
    deleted_at: Mapped[datetime | None]


class TeamMember(Base):
    """That an agent is in a team."""

    __tablename__ = "team_member"

    agent_id: Mapped[AgentId] = mapped_column(primary_key=True)
    team_id: Mapped[TeamId] = mapped_column(primary_key=True)
    created_at: Mapped[datetime]


class Client(Base):
    """Somebody who has tickets."""

    __tablename__ = "client"

    id: Mapped[Id]
    name: Mapped[str]
    email: Mapped[str]
    active: Mapped[bool]
    deleted_at: Mapped[datetime | None]


class Ticket(Base):
    """A request of a client."""

    __tablename__ = "ticket"

    id: Mapped[Id]
    subject: Mapped[str]
    description: Mapped[str]
    client_id: Mapped[ClientId]
    agent_id: Mapped[AgentId | None]
    team_id: Mapped[TeamId | None]
    comment_count: Mapped[int] = mapped_column(default=0)
    last_comment_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()  # named here, for __mapper_args__
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    deleted_at: Mapped[datetime | None]
    subject_words: Mapped[str] = mapped_column(
        TSVECTOR, Computed("to_tsvector('simple', subject)", persisted=True), deferred=True, deferred_raiseload=True
    )

    __mapper_args__: ClassVar[dict[str, Any]] = {"version_id_col": version}


class Comment(Base):
    """What is said on a ticket."""

    __tablename__ = "comment"

    id: Mapped[Id]
    ticket_id: Mapped[TicketId]
    author_agent_id: Mapped[AgentId | None]
    author_client_id: Mapped[ClientId | None]
    body: Mapped[str]
    visibility: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    deleted_at: Mapped[datetime | None]


class Event(Base):
    """A change: an entry of the history."""

    __tablename__ = "event"

    id: Mapped[Id]
    entity: Mapped[str]
    entity_id: Mapped[int] = mapped_column(BigInteger)
    ticket_id: Mapped[int] = mapped_column(BigInteger)
    action: Mapped[str]
    version: Mapped[int]
    changes: Mapped[dict[str, Any]]
    actor_agent_id: Mapped[int | None] = mapped_column(BigInteger)
    happened_at: Mapped[datetime]


class IdempotencyKey(Base):
    """A write that was asked for with a key, and what was answered."""

    __tablename__ = "idempotency_key"

    agent_id: Mapped[AgentId] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    fingerprint: Mapped[bytes]
    answer: Mapped[dict[str, Any] | None]
    created_at: Mapped[datetime]
