"""What requests look like. Answers are the database's."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field

Id = Annotated[int, Field(ge=1, le=2**63 - 1)]


class Request(BaseModel):
    """What a caller sends."""

    model_config = ConfigDict(extra="forbid")


class TicketCreate(Request):
    """A new ticket."""

    subject: Annotated[str, Field(min_length=1, max_length=200)]
    client_id: Id | None = None
    description: Annotated[str, Field(max_length=65_536)] = ""
    agent_id: Id | None = None
    team_id: Id | None = None


class TicketAgent(Request):
    """Who gets a ticket."""

    agent_id: Id


class CommentCreate(Request):
    """A new comment by the caller."""

    body: Annotated[str, Field(min_length=1, max_length=65_536)]
    visibility: Literal["public", "internal"] = "public"


class TicketList(Request):
    """Which tickets, in which order."""

    agent_id: Id | None = None
    client_id: Id | None = None
    team_id: Id | None = None
    subject: Annotated[str | None, Query(max_length=200)] = None
    sort: Literal["id", "-id", "created_at", "-created_at", "updated_at", "-updated_at"] | None = None
    limit: Annotated[int, Query(ge=1, le=100)] = 25
    after: Annotated[str | None, Query(max_length=2048)] = None
