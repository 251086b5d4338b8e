"""The bodies of requests."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from gateway.models.fields import (
    ABSENT,
    Body,
    Description,
    Email,
    Id,
    Issuer,
    Line,
    Role,
    RoleName,
    Scopes,
    Subject,
    Time,
    Visibility,
    rule,
)


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

    subject: Annotated[Line, rule("ticket_subject_length", examples=["Printer on fire"])]
    client_id: Annotated[Id | None, Field(description="Whose request it is; of a client who calls, its own.")] = None
    description: Annotated[Description, rule("ticket_description_length", default="", examples=["Third floor."])] = (
        ABSENT
    )
    agent_id: Id | None = None
    team_id: Annotated[
        Id | None,
        Field(examples=[None], description="Whose members see it; else a team of its agent's, or all agents."),
    ] = None


class TicketPatch(Patch):
    """Changes of a ticket."""

    subject: Annotated[Line, rule("ticket_subject_length", examples=["Printer on fire"])] = ABSENT
    description: Annotated[Description, rule("ticket_description_length", examples=["Third floor."])] = ABSENT


class TicketAgent(Request):
    """The agent who gets a ticket."""

    agent_id: Id


class TicketTeam(Request):
    """The team that gets a ticket."""

    team_id: Id


class TicketClient(Request):
    """The client whose ticket it becomes."""

    client_id: Id


class CommentCreate(Request):
    """A new comment, by the caller unless an author is named."""

    body: Annotated[Body, rule("comment_body_length", examples=["It is out."])]
    visibility: Annotated[Visibility, rule("comment_visibility_known", default="public")] = ABSENT
    author_agent_id: Id | None = None
    author_client_id: Id | None = None


class CommentPatch(Patch):
    """Changes of a comment."""

    body: Annotated[Body, rule("comment_body_length", examples=["It is out."])] = ABSENT
    visibility: Annotated[Visibility, rule("comment_visibility_known")] = ABSENT


class CommentTicket(Request):
    """The ticket that a comment moves to."""

    ticket_id: Id


class ClientCreate(Request):
    """A new client."""

    name: Annotated[Line, rule("client_name_length", examples=["Anna Feld"])]
    email: Annotated[Email, rule("client_email_shape", format="email", examples=["anna@client.example"])]
    active: Annotated[bool, Field(json_schema_extra={"default": True})] = ABSENT


class ClientPatch(Patch):
    """Changes of a client."""

    name: Annotated[Line, rule("client_name_length", examples=["Anna Feld"])] = ABSENT
    email: Annotated[Email, rule("client_email_shape", format="email", examples=["anna@client.example"])] = ABSENT
    active: bool = ABSENT


class AgentCreate(Request):
    """A new agent."""

    name: Annotated[Line, rule("agent_name_length", examples=["Ben Holm"])]
    email: Annotated[Email, rule("agent_email_shape", format="email", examples=["ben@desk.example"])]
    role: Annotated[Role, rule("agent_role_known", default="agent")] = ABSENT
    active: Annotated[bool, Field(json_schema_extra={"default": True})] = ABSENT


class AgentPatch(Patch):
    """Changes of an agent."""

    name: Annotated[Line, rule("agent_name_length", examples=["Ben Holm"])] = ABSENT
    email: Annotated[Email, rule("agent_email_shape", format="email", examples=["ben@desk.example"])] = ABSENT
    role: Annotated[Role, rule("agent_role_known")] = ABSENT
    active: bool = ABSENT


class TeamCreate(Request):
    """A new team."""

    name: Annotated[Line, rule("team_name_length", examples=["First line"])]


class TeamPatch(Patch):
    """Changes of a team."""

    name: Annotated[Line, rule("team_name_length", examples=["First line"])] = ABSENT


class TokenCreate(Request):
    """A new token, of one agent, client or service."""

    agent_id: Id | None = None
    name: Annotated[Line, rule("api_token_name_length", examples=["Laptop"])]
    expires_at: Time | None = None
    client_id: Id | None = None
    service_id: Id | None = None
    scopes: Annotated[Scopes | None, rule("api_token_scopes_known", examples=[["tickets:read"]])] = Field(
        None, description="What it is limited to. Without it, the token may do all that its owner may."
    )


class ServiceCreate(Request):
    """A new service."""

    name: Annotated[Line, rule("service_name_length", examples=["Customer portal"])]
    role: Annotated[RoleName, rule("service_role_unknown", examples=["portal"])]
    active: Annotated[bool, Field(json_schema_extra={"default": True})] = ABSENT


class ServicePatch(Patch):
    """Changes of a service."""

    name: Annotated[Line, rule("service_name_length", examples=["Customer portal"])] = ABSENT
    role: Annotated[RoleName, rule("service_role_unknown", examples=["portal"])] = ABSENT
    active: bool = ABSENT


class IdentityCreate(Request):
    """Who a subject of another issuer is here: one agent, client or service."""

    issuer: Annotated[Issuer, rule("identity_issuer_length", examples=["https://id.example"])]
    subject: Annotated[Subject, rule("identity_subject_length", examples=["248289761001"])]
    agent_id: Id | None = None
    client_id: Id | None = None
    service_id: Id | None = None


class OrganisationCreate(Request):
    """A new organisation."""

    name: Annotated[Line, rule("organisation_name_length", examples=["Acme Ltd"])]
    is_shared: Annotated[bool, Field(json_schema_extra={"default": False})] = ABSENT


class OrganisationPatch(Patch):
    """Changes of an organisation."""

    name: Annotated[Line, rule("organisation_name_length", examples=["Acme Ltd"])] = ABSENT
    is_shared: bool = ABSENT
