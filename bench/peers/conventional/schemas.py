"""What requests and answers look like."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Id = Annotated[int, Field(ge=1, le=2**63 - 1)]
Sort = Literal["created_at", "-created_at", "updated_at", "-updated_at"]
Item = TypeVar("Item", bound="Answer")
LINE = r"^[^\x00-\x1f\x7f-\x9f\u2028\u2029]*$"
TEXT = r"^[^\x00]*$"


class Body(BaseModel):
    """The body of a request."""

    model_config = ConfigDict(extra="forbid")


class TicketCreate(Body):
    """A new ticket."""

    subject: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=LINE)]
    description: Annotated[str, StringConstraints(max_length=65_536, pattern=TEXT)] = ""
    client_id: Id
    agent_id: Id | None = None


class TicketAgent(Body):
    """Who gets a ticket."""

    agent_id: Id


class CommentCreate(Body):
    """A new comment by the caller."""

    body: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=65_536, pattern=TEXT)]
    visibility: Literal["public", "internal"] = "public"


class Answer(BaseModel):
    """What is answered, read from an ORM model."""

    model_config = ConfigDict(from_attributes=True)


class Ticket(Answer):
    """A ticket."""

    id: int
    subject: str
    description: str
    client_id: int
    agent_id: int | None
    team_id: int | None
    comment_count: int
    last_comment_at: datetime | None
    version: int
    created_at: datetime
    updated_at: datetime


class Comment(Answer):
    """A comment."""

    id: int
    ticket_id: int
    author_agent_id: int | None
    author_client_id: int | None
    body: str
    visibility: Literal["public", "internal"]
    version: int
    created_at: datetime
    updated_at: datetime


class Page(BaseModel, Generic[Item]):
    """A part of a list, and the cursor of the next."""

    items: list[Item]
    next: str | None
