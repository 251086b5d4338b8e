"""One actor of each kind in a helpdesk of two teams: who they are, whose the tickets are, and who sees which."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx
import psycopg
from psycopg import Connection, sql

from tests.gateways import Served

ROLES = {
    "ada": "admin",
    "liv": "lead",
    "noel": "agent",
    "sue": "agent",
    "cleo": "client",
    "carl": "client",
    "dora": "client",
    "portal": "portal",
    "importer": "importer",
    "monitor": "monitor",
}
TEAMS = {"north": ("liv", "noel"), "south": ("sue",)}
# Whose request it is, whose team's, and who has it.
TICKETS = {
    "of north": ("cleo", "north", "noel"),
    "of south": ("dora", "south", "sue"),
    "of nobody": ("cleo", None, None),
    "of dora": ("dora", None, None),
}
# As the permissions are deployed. Cleo and Carl are of one organisation, which shares; a portal sees no ticket.
SEEN = {
    "ada": {"of north", "of south", "of nobody", "of dora"},
    "liv": {"of north", "of nobody", "of dora"},
    "noel": {"of north", "of nobody", "of dora"},
    "sue": {"of south", "of nobody", "of dora"},
    "cleo": {"of north", "of nobody"},
    "carl": {"of north", "of nobody"},
    "dora": {"of south", "of dora"},
    "portal": set[str](),
    "importer": {"of north", "of south", "of nobody", "of dora"},
    "monitor": {"of north", "of south", "of nobody", "of dora"},
}
MADE_AT = "2025-03-03 10:00+00"  # the cast's tickets: what a test makes is later
BEFORE = "2025-06-01T00:00:00Z"
KINDS = {"client": "client", "portal": "service", "importer": "service", "monitor": "service"}


@dataclass(frozen=True)
class Actor:
    """Somebody who calls."""

    name: str
    role: str
    kind: str
    id: int
    token: str

    @property
    def behalf(self) -> str:
        """As X-On-Behalf-Of names it."""
        return f"{self.kind}:{self.id}"

    @contextmanager
    def calling(self, served: Served, **headers: str) -> Iterator[httpx.Client]:
        """Give a client of HTTP with the actor's token; a header `x_clock` is `X-Clock`."""
        with served.client(self.token) as http:
            http.headers.update({name.replace("_", "-"): value for name, value in headers.items()})
            yield http


@dataclass
class Cast:
    """Everybody, and what is there."""

    actors: dict[str, Actor] = field(default_factory=dict)
    teams: dict[str, int] = field(default_factory=dict)
    tickets: dict[str, int] = field(default_factory=dict)
    public: dict[str, int] = field(default_factory=dict)  # comments, by the ticket's name
    internal: dict[str, int] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Actor:
        """Give an actor by the name."""
        return self.actors[name]


def make_cast(url: str) -> Cast:
    """Make it in a database, as a superuser."""
    cast = Cast()
    with psycopg.connect(url) as session:
        session.execute(f"SET LOCAL ticketfirst.clock = '{MADE_AT}'".encode())
        for name, role in ROLES.items():
            cast.actors[name] = _actor(session, name, role)
        session.execute("INSERT INTO desk.organisation (name, is_shared) VALUES ('Harbour', true)")
        for name in ("cleo", "carl"):
            session.execute(
                "INSERT INTO desk.organisation_member (organisation_id, client_id)"
                " SELECT o.id, %s FROM desk.organisation AS o",
                [cast[name].id],
            )
        for name, members in TEAMS.items():
            cast.teams[name] = _id(session, "INSERT INTO desk.team (name) VALUES (%s) RETURNING id", name)
            for member in members:
                session.execute(
                    "INSERT INTO desk.team_member (team_id, agent_id) VALUES (%s, %s)",
                    [cast.teams[name], cast[member].id],
                )
        for name, (client, team, agent) in TICKETS.items():
            _ticket(session, cast, name, [client, agent], team)
    return cast


def _actor(session: Connection, name: str, role: str) -> Actor:
    kind = KINDS.get(role, "agent")
    address = f"{name}@{kind}.example"
    if kind == "agent":
        statement = "INSERT INTO desk.agent (name, email, role) VALUES (%s, %s, %s) RETURNING id"
        actor_id = _id(session, statement, name, address, role)
    elif kind == "client":
        actor_id = _id(session, "INSERT INTO desk.client (name, email) VALUES (%s, %s) RETURNING id", name, address)
    else:
        actor_id = _id(session, "INSERT INTO desk.service (name, role) VALUES (%s, %s) RETURNING id", name, role)
    token = f"tf_{name}"
    session.execute(
        sql.SQL("INSERT INTO desk.api_token ({}, name, token_hash) VALUES (%s, 'test', sha256(sha256(%s)))").format(
            sql.Identifier(f"{kind}_id")
        ),
        [actor_id, token.encode()],
    )
    return Actor(name, role, kind, actor_id, token)


def _ticket(session: Connection, cast: Cast, name: str, people: list[str | None], team: str | None) -> None:
    client, agent = (cast[person].id if person else None for person in people)
    cast.tickets[name] = ticket = _id(
        session,
        "INSERT INTO desk.ticket (subject, client_id, team_id, agent_id) VALUES (%s, %s, %s, %s) RETURNING id",
        f"Printer {name}",
        client,
        cast.teams[team] if team else None,
        agent,
    )
    for kept, visibility in ((cast.public, "public"), (cast.internal, "internal")):
        kept[name] = _id(
            session,
            "INSERT INTO desk.comment (ticket_id, author_agent_id, body, visibility)"
            " VALUES (%s, %s, %s, %s) RETURNING id",
            ticket,
            cast["ada"].id,
            f"The {visibility} comment",
            visibility,
        )


def _id(session: Connection, statement: str, *values: object) -> int:
    row = session.execute(statement.encode(), values).fetchone()
    assert row is not None
    return int(row[0])
