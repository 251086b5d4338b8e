"""The queries of requests."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from gateway.models.fields import ABSENT, Flag, Id, Limit, Text, Time, Words, rule
from gateway.models.requests import Request

SORT: Any = Field(ABSENT, description="The order, `-` for descending; `id` unless told.")
DELETED: Any = Field(ABSENT, description="The deleted ones instead; takes permission `deleted_list`.")


class Reassign(Request):
    """Who gets the live tickets of an agent who is deactivated: an agent, or `none`."""

    reassign_to: Id | Literal["none"] | None = Field(
        None, description="Who gets the live tickets: an agent, or `none`."
    )

    def arguments(self) -> dict[str, Any]:
        """Give the agent, or that nobody gets them."""
        if self.reassign_to == "none":
            return {"reassign_to": None, "unassign": True}
        return {"reassign_to": self.reassign_to, "unassign": None}


class ReassignDeleted(Request):
    """Who gets the live tickets of an agent who is deleted: an agent; `none` and nothing mean nobody."""

    reassign_to: Id | Literal["none"] | None = Field(None, description="Who gets the live tickets; else nobody does.")

    def arguments(self) -> dict[str, Any]:
        """Give the agent, if it is one."""
        return {"reassign_to": None if self.reassign_to == "none" else self.reassign_to}


class ReassignTeam(Request):
    """Which team gets the live tickets of one that is deleted."""

    reassign_to: Id | None = Field(None, description="The team that gets the live tickets; needed where there are any.")


class Page(Request):
    """A part of a list, from a cursor on."""

    row_limit: Annotated[Limit, rule("list_limit_range", default=25)] = Field(
        ABSENT, alias="limit", description="How many at most; 25 unless told."
    )
    after: Text | None = Field(None, description="The `next` of the part before.")


class IdSorted(Page):
    """A list in the order of its ids."""

    sort: Annotated[Literal["id", "-id"], rule("list_sort_unknown", default="id")] = SORT


class TicketList(Page):
    """Which tickets, in which order; without one, by the time that is filtered by, or else by id."""

    agent_id: Id | Literal["none"] | None = Field(None, description="Of this agent; `none`: of nobody.")
    client_id: Id | None = Field(None, description="Of this client.")
    team_id: Id | Literal["none"] | None = Field(None, description="Of this team; `none`: of no team.")
    subject: Annotated[Words, rule("ticket_words_length")] = Field(
        ABSENT, description="All these words are in the subject."
    )
    created_after: Time | None = Field(None, description="Created later than this.")
    created_before: Time | None = Field(None, description="Created earlier than this.")
    updated_after: Time | None = Field(None, description="Updated later than this.")
    updated_before: Time | None = Field(None, description="Updated earlier than this.")
    sort: Annotated[
        Literal["id", "-id", "created_at", "-created_at", "updated_at", "-updated_at"], rule("list_sort_unknown")
    ] = Field(ABSENT, description="The order, `-` for descending; the time that is filtered by, or `id`, unless told.")
    deleted: Flag = DELETED

    def arguments(self) -> dict[str, Any]:
        """Give the filters; `none` is not an agent or a team but a filter of its own."""
        given = dict(self.__dict__, unassigned=None, teamless=None)
        if self.agent_id == "none":
            given.update(agent_id=None, unassigned=True)
        if self.team_id == "none":
            given.update(team_id=None, teamless=True)
        return given


class CommentList(Page):
    """Which comments, in which order."""

    sort: Annotated[Literal["id", "-id", "created_at", "-created_at"], rule("list_sort_unknown", default="id")] = SORT
    deleted: Flag = DELETED


class PersonList(Page):
    """Which agents or clients, in which order."""

    email: Text | None = Field(None, description="Exactly this address, but for the case of ASCII letters.")
    active: Flag | None = Field(None, description="Only the active, or only the others.")
    name: Text | None = Field(None, description="Exactly this name, but for the case of ASCII letters.")
    sort: Annotated[Literal["id", "-id", "name", "-name"], rule("list_sort_unknown", default="id")] = SORT
    deleted: Flag = DELETED


class NamedList(Page):
    """Which of those that a name is unique among, in which order."""

    name: Text | None = Field(None, description="Exactly this name, but for the case of ASCII letters.")
    sort: Annotated[Literal["id", "-id", "name", "-name"], rule("list_sort_unknown", default="id")] = SORT
    deleted: Flag = DELETED


class TokenList(IdSorted):
    """Whose tokens, in which order."""

    agent_id: Id | None = Field(None, description="Of this agent.")
    client_id: Id | None = Field(None, description="Of this client.")
    service_id: Id | None = Field(None, description="Of this service.")
    deleted: Flag = Field(ABSENT, description="The revoked ones instead.")


class ServiceList(Page):
    """Which services, in which order."""

    name: Text | None = Field(None, description="Exactly this name, but for the case of ASCII letters.")
    active: Flag | None = Field(None, description="Only the active, or only the others.")
    role: Text | None = Field(None, description="Of exactly this role.")
    sort: Annotated[Literal["id", "-id", "name", "-name"], rule("list_sort_unknown", default="id")] = SORT
    deleted: Flag = DELETED


class IdentityList(Page):
    """Whose identities, by id."""

    issuer: Text | None = Field(None, description="Of exactly this issuer.")
    agent_id: Id | None = Field(None, description="Of this agent.")
    client_id: Id | None = Field(None, description="Of this client.")
    service_id: Id | None = Field(None, description="Of this service.")
