"""The answers: attribute by attribute the composite types that the functions return."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, JsonValue

from gateway.models.fields import Id, Role, Visibility


class Answer(BaseModel):
    """What the database answers: attribute by attribute the composite type that a function returns."""


class Ticket(Answer):
    """A request of a client."""

    id: Id
    subject: str
    description: str
    client_id: Id
    agent_id: Id | None
    comment_count: int
    last_comment_at: datetime | None
    version: int
    created_at: datetime
    updated_at: datetime


class Comment(Answer):
    """What an agent or a client says on a ticket."""

    id: Id
    ticket_id: Id
    author_agent_id: Id | None
    author_client_id: Id | None
    body: str
    visibility: Visibility
    version: int
    created_at: datetime
    updated_at: datetime


class Client(Answer):
    """Somebody who has requests."""

    id: Id
    name: str
    email: str
    active: bool
    version: int
    created_at: datetime
    updated_at: datetime


class Agent(Answer):
    """Somebody who works on requests."""

    id: Id
    name: str
    email: str
    role: Role
    active: bool
    version: int
    created_at: datetime
    updated_at: datetime


class Event(Answer):
    """A change of a ticket or of one of its comments."""

    id: Id
    entity: Literal["ticket", "comment"]
    entity_id: Id
    action: Literal["create", "update", "delete", "restore", "purge"]
    version: int
    changes: dict[str, JsonValue]
    actor_agent_id: Id | None
    database_role: str
    request_id: str | None
    happened_at: datetime


class Token(Answer):
    """A token, without its secret."""

    id: Id
    agent_id: Id
    name: str
    expires_at: datetime | None
    version: int
    created_at: datetime
    updated_at: datetime


class NewToken(Token):
    """A token just made, with its secret: shown this once."""

    secret: str | None


class TicketPage(Answer):
    """A part of a list of tickets."""

    items: list[Ticket]
    next: str | None


class CommentPage(Answer):
    """A part of a list of comments."""

    items: list[Comment]
    next: str | None


class ClientPage(Answer):
    """A part of a list of clients."""

    items: list[Client]
    next: str | None


class AgentPage(Answer):
    """A part of a list of agents."""

    items: list[Agent]
    next: str | None


class EventPage(Answer):
    """A part of a ticket's history."""

    items: list[Event]
    next: str | None


class TokenPage(Answer):
    """A part of a list of tokens."""

    items: list[Token]
    next: str | None
