"""The shapes of requests and answers. Limits are the database's own; a test holds them against its constraints.

A field's `x-rule` names the rule of the database that its limit is: whoever breaks it is told the same rule by either.
What is left out is NULL for the gateway: the function's own default counts then, `default` only tells what it is.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, JsonValue, StringConstraints

ABSENT: Any = None  # left out of a request
LARGEST_ID = 2**63 - 1
WITHOUT_NUL = r"^[^\x00]*$"  # PostgreSQL's text cannot hold U+0000

_INTEGER = re.compile(r"-?[0-9]+")
_RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", re.ASCII | re.IGNORECASE)


def _integer(value: Any) -> Any:
    """Refuse what pydantic takes for an integer in a query, but nobody else does: `5_0`, ` 5`."""
    if isinstance(value, str) and not _INTEGER.fullmatch(value):
        raise ValueError("an integer in decimal digits is needed")
    return value


def _boolean(value: Any) -> Any:
    """Refuse the other words that pydantic takes for a boolean in a query: `1`, `on`, `yes`."""
    if isinstance(value, str) and value not in {"true", "false"}:
        raise ValueError("true or false is needed")
    return value


def _time(value: Any) -> Any:
    """Refuse what pydantic takes for a time, but RFC 3339 does not: numbers, dates without a time."""
    if not isinstance(value, str) or not _RFC3339.fullmatch(value):
        raise ValueError("a time as RFC 3339 has it is needed, such as 2026-01-31T09:00:00Z")
    return value


Id = Annotated[int, Field(ge=1, le=LARGEST_ID), BeforeValidator(_integer)]
Limit = Annotated[int, Field(ge=1, le=100), BeforeValidator(_integer)]
Flag = Annotated[bool, BeforeValidator(_boolean)]
Time = Annotated[AwareDatetime, Field(strict=False), BeforeValidator(_time)]
Text = Annotated[str, StringConstraints(pattern=WITHOUT_NUL, max_length=2048)]
Words = Annotated[str, StringConstraints(max_length=200, pattern=WITHOUT_NUL)]
Visibility = Literal["public", "internal"]
Role = Literal["agent", "admin"]


def rule(name: str, **more: Any) -> Any:
    """Tell which rule of the database a field's limit is."""
    return Field(json_schema_extra={"x-rule": name, **more})


def trimmed(longest: int) -> StringConstraints:
    """Bound a text as the database counts it: without white space at its ends, and not empty."""
    return StringConstraints(strip_whitespace=True, min_length=1, max_length=longest, pattern=WITHOUT_NUL)


Line = Annotated[str, trimmed(200)]
Email = Annotated[str, trimmed(254)]
Body = Annotated[str, trimmed(65_536)]
Description = Annotated[str, StringConstraints(max_length=65_536, pattern=WITHOUT_NUL)]


class Request(BaseModel):
    """What a caller sends. JSON types are taken as they are; fields that are not known are refused."""

    model_config = ConfigDict(strict=True, extra="forbid", hide_input_in_errors=True, regex_engine="rust-regex")

    def arguments(self) -> dict[str, Any]:
        """Give the function's arguments, by name."""
        return self.__dict__

    @classmethod
    def argument_names(cls) -> set[str]:
        """Give the names of all arguments that it may give."""
        return set(cls.model_construct(**dict.fromkeys(cls.model_fields)).arguments())


class Patch(Request):
    """A JSON merge patch (RFC 7396): what is left out stays as it is."""

    def arguments(self) -> dict[str, Any]:
        """Give the patch in one argument."""
        return {"changes": self.model_dump_json(exclude_unset=True)}

    @classmethod
    def argument_names(cls) -> set[str]:
        """Give the name of the one argument."""
        return {"changes"}


class TicketCreate(Request):
    """A new ticket."""

    subject: Annotated[Line, rule("ticket_subject_length")]
    client_id: Id
    description: Annotated[Description, rule("ticket_description_length", default="")] = ABSENT
    agent_id: Id | None = None


class TicketPatch(Patch):
    """Changes of a ticket."""

    subject: Annotated[Line, rule("ticket_subject_length")] = ABSENT
    description: Annotated[Description, rule("ticket_description_length")] = ABSENT


class TicketAgent(Request):
    """The agent who gets a ticket."""

    agent_id: Id


class TicketClient(Request):
    """The client whose ticket it becomes."""

    client_id: Id


class CommentCreate(Request):
    """A new comment, by the caller unless an author is named."""

    body: Annotated[Body, rule("comment_body_length")]
    visibility: Annotated[Visibility, rule("comment_visibility_known", default="public")] = ABSENT
    author_agent_id: Id | None = None
    author_client_id: Id | None = None


class CommentPatch(Patch):
    """Changes of a comment."""

    body: Annotated[Body, rule("comment_body_length")] = ABSENT
    visibility: Annotated[Visibility, rule("comment_visibility_known")] = ABSENT


class CommentTicket(Request):
    """The ticket that a comment moves to."""

    ticket_id: Id


class ClientCreate(Request):
    """A new client."""

    name: Annotated[Line, rule("client_name_length")]
    email: Annotated[Email, rule("client_email_shape", format="email")]
    active: Annotated[bool, Field(json_schema_extra={"default": True})] = ABSENT


class ClientPatch(Patch):
    """Changes of a client."""

    name: Annotated[Line, rule("client_name_length")] = ABSENT
    email: Annotated[Email, rule("client_email_shape", format="email")] = ABSENT
    active: bool = ABSENT


class AgentCreate(Request):
    """A new agent."""

    name: Annotated[Line, rule("agent_name_length")]
    email: Annotated[Email, rule("agent_email_shape", format="email")]
    role: Annotated[Role, rule("agent_role_known", default="agent")] = ABSENT
    active: Annotated[bool, Field(json_schema_extra={"default": True})] = ABSENT


class AgentPatch(Patch):
    """Changes of an agent."""

    name: Annotated[Line, rule("agent_name_length")] = ABSENT
    email: Annotated[Email, rule("agent_email_shape", format="email")] = ABSENT
    role: Annotated[Role, rule("agent_role_known")] = ABSENT
    active: bool = ABSENT


class TokenCreate(Request):
    """A new token."""

    agent_id: Id
    name: Annotated[Line, rule("api_token_name_length")]
    expires_at: Time | None = None


class Reassign(Request):
    """Who gets the live tickets of an agent who is deactivated: an agent, or `none`."""

    reassign_to: Id | Literal["none"] | None = None

    def arguments(self) -> dict[str, Any]:
        """Give the agent, or that nobody gets them."""
        if self.reassign_to == "none":
            return {"reassign_to": None, "unassign": True}
        return {"reassign_to": self.reassign_to, "unassign": None}


class ReassignDeleted(Request):
    """Who gets the live tickets of an agent who is deleted: an agent; `none` and nothing mean nobody."""

    reassign_to: Id | Literal["none"] | None = None

    def arguments(self) -> dict[str, Any]:
        """Give the agent, if it is one."""
        return {"reassign_to": None if self.reassign_to == "none" else self.reassign_to}


class Page(Request):
    """A part of a list, from a cursor on."""

    row_limit: Annotated[Limit, rule("list_limit_range", default=25)] = Field(ABSENT, alias="limit")
    after: Text | None = None


class IdSorted(Page):
    """A list in the order of its ids."""

    sort: Annotated[Literal["id", "-id"], rule("list_sort_unknown", default="id")] = ABSENT


class TicketList(Page):
    """Which tickets, in which order; without one, by the time that is filtered by, or else by id."""

    agent_id: Id | Literal["none"] | None = None
    client_id: Id | None = None
    subject: Annotated[
        Annotated[str, StringConstraints(max_length=200, pattern=WITHOUT_NUL)], rule("ticket_words_length")
    ] = ABSENT
    created_after: Time | None = None
    created_before: Time | None = None
    updated_after: Time | None = None
    updated_before: Time | None = None
    sort: Annotated[
        Literal["id", "-id", "created_at", "-created_at", "updated_at", "-updated_at"], rule("list_sort_unknown")
    ] = ABSENT
    deleted: Flag = ABSENT

    def arguments(self) -> dict[str, Any]:
        """Give the filters; `none` is not an agent but a filter of its own."""
        given = dict(self.__dict__, unassigned=None)
        if self.agent_id == "none":
            given.update(agent_id=None, unassigned=True)
        return given


class CommentList(Page):
    """Which comments, in which order."""

    sort: Annotated[Literal["id", "-id", "created_at", "-created_at"], rule("list_sort_unknown", default="id")] = ABSENT
    deleted: Flag = ABSENT


class PersonList(Page):
    """Which agents or clients, in which order."""

    email: Text | None = None
    active: Flag | None = None
    name: Text | None = None
    sort: Annotated[Literal["id", "-id", "name", "-name"], rule("list_sort_unknown", default="id")] = ABSENT
    deleted: Flag = ABSENT


class TokenList(IdSorted):
    """Whose tokens, in which order."""

    agent_id: Id | None = None
    deleted: Flag = ABSENT


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
