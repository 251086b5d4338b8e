"""The endpoints: one entry, one function of schema `api`.

Parameters of the path, the query's fields and the body's fields have the names of the function's arguments (`limit` is
`row_limit`), If-Match is `if_version`. A new endpoint is a function in SQL, a line here and its models.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from gateway.models import answers as a
from gateway.models import pages as p
from gateway.models import queries as q
from gateway.models import requests as r

Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]


@dataclass(frozen=True)
class Endpoint:
    """A method on a path, and the function behind it."""

    method: Method
    path: str
    function: str
    summary: str
    answer: type[a.Answer] | None = None  # None: 204, nothing
    body: type[r.Request] | None = None
    query: type[r.Request] | None = None
    created_at: str | None = None  # 201, and the path of what was created, but for its id
    slow_by: str | None = None  # the field of the query that makes the call a slow one
    is_versioned: bool = True  # what is written has versions: a membership has none

    @property
    def tag(self) -> str:
        """What it is about: `tickets`."""
        return self.path.split("/")[2]

    @property
    def has_if_match(self) -> bool:
        """Whether it takes If-Match: it writes what is there, and has a version."""
        return self.is_versioned and self.method != "GET" and self.created_at is None

    @property
    def has_secret(self) -> bool:
        """Whether its answer tells a secret, which nobody on the way may keep."""
        return self.answer is not None and "secret" in self.answer.model_fields

    @property
    def status(self) -> int:
        """The status of success."""
        if self.answer is None:
            return 204
        return 201 if self.created_at else 200


TICKETS = "/v1/tickets"
TICKET = "/v1/tickets/{id}"
COMMENTS = "/v1/tickets/{ticket_id}/comments"
COMMENT = "/v1/comments/{id}"
CLIENTS = "/v1/clients"
CLIENT = "/v1/clients/{id}"
AGENTS = "/v1/agents"
AGENT = "/v1/agents/{id}"
TEAMS = "/v1/teams"
TEAM = "/v1/teams/{id}"
MEMBERS = "/v1/teams/{team_id}/members"
MEMBER = "/v1/teams/{team_id}/members/{agent_id}"
TOKENS = "/v1/tokens"
SERVICES = "/v1/services"
SERVICE = "/v1/services/{id}"
IDENTITIES = "/v1/identities"
ORGANISATIONS = "/v1/organisations"
ORGANISATION = "/v1/organisations/{id}"
ORGANISATION_MEMBERS = "/v1/organisations/{organisation_id}/members"
ORGANISATION_MEMBER = "/v1/organisations/{organisation_id}/members/{client_id}"

ENDPOINTS = (
    Endpoint("GET", TICKETS, "ticket_page", "List tickets", p.TicketPage, query=q.TicketList, slow_by="subject"),
    Endpoint("POST", TICKETS, "ticket_create", "Create a ticket", a.Ticket, r.TicketCreate, created_at="/v1/tickets/"),
    Endpoint("GET", TICKET, "ticket_get", "Read a ticket", a.Ticket),
    Endpoint("PATCH", TICKET, "ticket_update", "Change a ticket", a.Ticket, r.TicketPatch),
    Endpoint("DELETE", TICKET, "ticket_delete", "Delete a ticket"),
    Endpoint("POST", f"{TICKET}/restore", "ticket_restore", "Restore a deleted ticket", a.Ticket),
    Endpoint("PUT", f"{TICKET}/agent", "ticket_assign_agent", "Assign a ticket", a.Ticket, r.TicketAgent),
    Endpoint("DELETE", f"{TICKET}/agent", "ticket_unassign_agent", "Unassign a ticket", a.Ticket),
    Endpoint("PUT", f"{TICKET}/team", "ticket_assign_team", "Give to a team", a.Ticket, r.TicketTeam),
    Endpoint("DELETE", f"{TICKET}/team", "ticket_unassign_team", "Take from its team", a.Ticket),
    Endpoint("PUT", f"{TICKET}/client", "ticket_assign_client", "Link to another client", a.Ticket, r.TicketClient),
    Endpoint("GET", f"{TICKET}/history", "ticket_history_page", "Read the history", p.EventPage, query=q.IdSorted),
    Endpoint("GET", COMMENTS, "comment_page", "List comments", p.CommentPage, query=q.CommentList),
    Endpoint("POST", COMMENTS, "comment_create", "Comment", a.Comment, r.CommentCreate, created_at="/v1/comments/"),
    Endpoint("GET", COMMENT, "comment_get", "Read a comment", a.Comment),
    Endpoint("PATCH", COMMENT, "comment_update", "Change a comment", a.Comment, r.CommentPatch),
    Endpoint("DELETE", COMMENT, "comment_delete", "Delete a comment"),
    Endpoint("POST", f"{COMMENT}/restore", "comment_restore", "Restore a deleted comment", a.Comment),
    Endpoint("PUT", f"{COMMENT}/ticket", "comment_move", "Move to another ticket", a.Comment, r.CommentTicket),
    Endpoint("GET", CLIENTS, "client_page", "List clients", p.ClientPage, query=q.PersonList),
    Endpoint("POST", CLIENTS, "client_create", "Create a client", a.Client, r.ClientCreate, created_at="/v1/clients/"),
    Endpoint("GET", CLIENT, "client_get", "Read a client", a.Client),
    Endpoint("PATCH", CLIENT, "client_update", "Change a client", a.Client, r.ClientPatch),
    Endpoint("DELETE", CLIENT, "client_delete", "Delete a client"),
    Endpoint("POST", f"{CLIENT}/restore", "client_restore", "Restore a deleted client", a.Client),
    Endpoint("GET", AGENTS, "agent_page", "List agents", p.AgentPage, query=q.PersonList),
    Endpoint("POST", AGENTS, "agent_create", "Create an agent", a.Agent, r.AgentCreate, created_at="/v1/agents/"),
    Endpoint("GET", AGENT, "agent_get", "Read an agent", a.Agent),
    Endpoint("PATCH", AGENT, "agent_update", "Change an agent", a.Agent, r.AgentPatch, q.Reassign),
    Endpoint("DELETE", AGENT, "agent_delete", "Delete an agent", query=q.ReassignDeleted),
    Endpoint("POST", f"{AGENT}/restore", "agent_restore", "Restore a deleted agent", a.Agent),
    Endpoint("GET", TEAMS, "team_page", "List teams", p.TeamPage, query=q.NamedList),
    Endpoint("POST", TEAMS, "team_create", "Create a team", a.Team, r.TeamCreate, created_at="/v1/teams/"),
    Endpoint("GET", TEAM, "team_get", "Read a team", a.Team),
    Endpoint("PATCH", TEAM, "team_update", "Change a team", a.Team, r.TeamPatch),
    Endpoint("DELETE", TEAM, "team_delete", "Delete a team", query=q.ReassignTeam),
    Endpoint("POST", f"{TEAM}/restore", "team_restore", "Restore a deleted team", a.Team),
    Endpoint("GET", MEMBERS, "team_member_page", "List the members", p.TeamMemberPage, query=q.Page),
    Endpoint("PUT", MEMBER, "team_member_add", "Add a member", a.TeamMember, is_versioned=False),
    Endpoint("DELETE", MEMBER, "team_member_remove", "Remove a member", is_versioned=False),
    Endpoint("GET", TOKENS, "token_page", "List tokens", p.TokenPage, query=q.TokenList),
    Endpoint("POST", TOKENS, "token_create", "Create a token", a.NewToken, r.TokenCreate, created_at="/v1/tokens/"),
    Endpoint("DELETE", f"{TOKENS}/{{id}}", "token_revoke", "Revoke a token"),
    Endpoint("GET", SERVICES, "service_page", "List services", p.ServicePage, query=q.ServiceList),
    Endpoint(
        "POST", SERVICES, "service_create", "Create a service", a.Service, r.ServiceCreate, created_at="/v1/services/"
    ),
    Endpoint("GET", SERVICE, "service_get", "Read a service", a.Service),
    Endpoint("PATCH", SERVICE, "service_update", "Change a service", a.Service, r.ServicePatch),
    Endpoint("DELETE", SERVICE, "service_delete", "Delete a service"),
    Endpoint("POST", f"{SERVICE}/restore", "service_restore", "Restore a deleted service", a.Service),
    Endpoint("GET", IDENTITIES, "identity_page", "List identities", p.IdentityPage, query=q.IdentityList),
    Endpoint(
        "POST",
        IDENTITIES,
        "identity_create",
        "Say who a subject of another issuer is",
        a.Identity,
        r.IdentityCreate,
        created_at="/v1/identities/",
    ),
    Endpoint("DELETE", f"{IDENTITIES}/{{id}}", "identity_delete", "Delete an identity", is_versioned=False),
    Endpoint("GET", "/v1/me", "me", "Tell who is asking", a.Me),
    Endpoint("GET", ORGANISATIONS, "organisation_page", "List organisations", p.OrganisationPage, query=q.NamedList),
    Endpoint(
        "POST",
        ORGANISATIONS,
        "organisation_create",
        "Create an organisation",
        a.Organisation,
        r.OrganisationCreate,
        created_at="/v1/organisations/",
    ),
    Endpoint("GET", ORGANISATION, "organisation_get", "Read an organisation", a.Organisation),
    Endpoint("PATCH", ORGANISATION, "organisation_update", "Change it", a.Organisation, r.OrganisationPatch),
    Endpoint("DELETE", ORGANISATION, "organisation_delete", "Delete an organisation"),
    Endpoint(
        "POST", f"{ORGANISATION}/restore", "organisation_restore", "Restore a deleted organisation", a.Organisation
    ),
    Endpoint(
        "GET",
        ORGANISATION_MEMBERS,
        "organisation_member_page",
        "List the members of an organisation",
        p.OrganisationMemberPage,
        query=q.Page,
    ),
    Endpoint(
        "PUT",
        ORGANISATION_MEMBER,
        "organisation_member_add",
        "Make a client a member",
        a.OrganisationMember,
        is_versioned=False,
    ),
    Endpoint("DELETE", ORGANISATION_MEMBER, "organisation_member_remove", "End a membership", is_versioned=False),
)
