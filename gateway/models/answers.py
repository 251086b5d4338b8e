"""The answers: attribute by attribute the composite types that the functions return."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, JsonValue

from gateway.models.fields import Id, Role, Scope, Visibility


class Answer(BaseModel):
    """What the database answers: attribute by attribute the composite type that a function returns."""


class Ticket(Answer):
    """A request of a client."""

    id: Id
    subject: str
    description: str
    client_id: Id
    agent_id: Id | None
    team_id: Id | None
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
    """Somebody who works on requests. Clients do not see the email address."""

    id: Id
    name: str
    email: str | None
    role: Role
    active: bool
    version: int
    created_at: datetime
    updated_at: datetime


class Team(Answer):
    """Agents who work on the same requests."""

    id: Id
    name: str
    version: int
    created_at: datetime
    updated_at: datetime


class TeamMember(Answer):
    """That an agent is a member of a team."""

    team_id: Id
    agent_id: Id
    created_at: datetime


class Event(Answer):
    """A change of a ticket or of one of its comments: who did it, and who on whose behalf."""

    id: Id
    entity: Literal["ticket", "comment"]
    entity_id: Id
    action: Literal["create", "update", "delete", "restore", "purge"]
    version: int
    changes: dict[str, JsonValue]
    visibility: Visibility
    actor_agent_id: Id | None
    actor_client_id: Id | None
    actor_service_id: Id | None
    by_agent_id: Id | None
    by_service_id: Id | None
    database_role: str | None
    request_id: str | None
    happened_at: datetime


class Token(Answer):
    """A token, without its secret."""

    id: Id
    agent_id: Id | None
    client_id: Id | None
    service_id: Id | None
    name: str
    scopes: list[Scope] | None
    expires_at: datetime | None
    last_used_at: datetime | None
    version: int
    created_at: datetime
    updated_at: datetime


class NewToken(Token):
    """A token just made, with its secret: shown this once."""

    secret: str | None


class Service(Answer):
    """A system that acts by itself, or on behalf of others."""

    id: Id
    name: str
    role: str
    active: bool
    version: int
    created_at: datetime
    updated_at: datetime


class Organisation(Answer):
    """What clients belong to."""

    id: Id
    name: str
    is_shared: bool
    version: int
    created_at: datetime
    updated_at: datetime


class Identity(Answer):
    """Who a subject of another issuer is here."""

    id: Id
    issuer: str
    subject: str
    agent_id: Id | None
    client_id: Id | None
    service_id: Id | None
    created_at: datetime


class Me(Answer):
    """Who is asking, and what it may do."""

    role: str
    agent_id: Id | None
    client_id: Id | None
    service_id: Id | None
    name: str
    by_agent_id: Id | None
    by_service_id: Id | None
    team_ids: list[Id]
    organisation_id: Id | None
    scopes: list[Scope] | None
    permissions: list[str]


class OrganisationMember(Answer):
    """That a client is a member of an organisation."""

    organisation_id: Id
    client_id: Id
    created_at: datetime
