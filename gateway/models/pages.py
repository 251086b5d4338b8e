"""The answers that are parts of lists."""

from __future__ import annotations

from typing import Generic, TypeVar

from gateway.models import answers as a

Item = TypeVar("Item", bound=a.Answer)


class Page(a.Answer, Generic[Item]):
    """A part of a list: `next` goes on after it, null where it is the last."""

    items: list[Item]
    next: str | None


class TicketPage(Page[a.Ticket]):
    """A part of a list of tickets."""


class CommentPage(Page[a.Comment]):
    """A part of a list of comments."""


class ClientPage(Page[a.Client]):
    """A part of a list of clients."""


class AgentPage(Page[a.Agent]):
    """A part of a list of agents."""


class TeamPage(Page[a.Team]):
    """A part of a list of teams."""


class TeamMemberPage(Page[a.TeamMember]):
    """A part of a list of members."""


class EventPage(Page[a.Event]):
    """A part of a ticket's history."""


class TokenPage(Page[a.Token]):
    """A part of a list of tokens."""


class ServicePage(Page[a.Service]):
    """A part of a list of services."""


class IdentityPage(Page[a.Identity]):
    """A part of a list of identities."""


class OrganisationPage(Page[a.Organisation]):
    """A part of a list of organisations."""


class OrganisationMemberPage(Page[a.OrganisationMember]):
    """A part of the members of an organisation."""
