"""Holding a server against a script: the same people, tickets, agents, comments and history, each once and in order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from itertools import zip_longest
from typing import NamedTuple

from gateway.replay.api import Api, Object
from gateway.replay.lookup import Advance, Tickets, each, find_person
from gateway.replay.script import LONGEST_NAME, Person, Script, Ticket, one_line


@dataclass
class Report:
    """How many of each kind the log has and the server has of it, and every difference, a sentence each."""

    expected: Counter[str]
    found: Counter[str] = field(default_factory=Counter)
    differences: list[str] = field(default_factory=list)
    others: int = 0  # tickets of the log's clients that the log does not have


class Said(NamedTuple):
    """A comment: by which agent, None for whoever replayed the log; no client writes one."""

    at: datetime
    agent_id: int | None
    body: str
    visibility: str = "public"
    client_id: int | None = None


class Happened(NamedTuple):
    """An event of a ticket's history: that it was made, assigned (from whom, to whom), commented; and by whom."""

    at: datetime
    what: str
    from_agent_id: int | None = None
    agent_id: int | None = None
    body: str | None = None
    actor_id: int | None = None  # None for whoever replayed the log


class Check:
    """A server being held against a script, so many tickets at once; `advance` is told of each."""

    def __init__(self, api: Api, script: Script, connections: int, advance: Advance) -> None:
        """Describe it; `run` begins."""
        self.report = Report(script.counts)
        self._api = api
        self._script = script
        self._connections = connections
        self._advance = advance
        self._ids: dict[Person, int] = {}
        self._agent_ids: set[int] = set()
        self._tickets = Tickets()

    async def run(self) -> Report:
        """Compare everything. Raises Refused, Unreachable."""
        await each(self._script.clients, self._connections, partial(self._person, "clients"))
        await each(self._script.agents, self._connections, partial(self._person, "agents"))
        known = [client for client in self._script.clients if client in self._ids]
        self._agent_ids = {self._ids[agent] for agent in self._script.agents if agent in self._ids}
        await each(known, self._connections, self._read_tickets)
        await each(self._script.tickets, self._connections, self._case)
        self.report.others = len(self._tickets) - self.report.found["tickets"]
        return self.report

    async def _person(self, kind: str, person: Person) -> None:
        row = await find_person(self._api, kind, person)
        if row is None:
            self._differs(kind, person.email, "is not there")
            return
        self.report.found[kind] += 1
        self._ids[person] = row["id"]
        self._compare(kind, person.email, [("name", person.name, row["name"])])

    async def _read_tickets(self, client: Person) -> None:
        await self._tickets.add(self._api, self._ids[client])

    async def _case(self, ticket: Ticket) -> None:
        client_id = self._ids.get(ticket.client)
        rows = self._tickets.of(ticket, client_id) if client_id else []
        if len(rows) != 1:
            self._differs("case", ticket.case, f"has {len(rows)} tickets, not one")
        for row in rows:
            await self._ticket(ticket, row)
        self._advance(True)

    async def _ticket(self, ticket: Ticket, row: Object) -> None:
        path = f"/v1/tickets/{row['id']}"
        comments = [self._read(comment) async for comment in self._api.rows(f"{path}/comments")]
        events = [self._happening(event) async for event in self._api.rows(f"{path}/history")]
        self.report.found["tickets"] += 1
        self.report.found["comments"] += len(comments)
        self.report.found["assignments"] += sum(1 for event in events if event.what == "assignment")
        said, happened = list(self._said(ticket)), list(self._happened(ticket))
        holders = [event.agent_id for event in happened if event.what == "assignment"]
        self._compare(
            "case",
            ticket.case,
            [
                ("description", ticket.description, row["description"]),
                ("created_at", ticket.created_at, _time(row["created_at"])),
                ("agent_id", holders[-1] if holders else None, row["agent_id"]),
                ("comment_count", ticket.comments, row["comment_count"]),
                *_numbered("comment", said, comments),
                *_numbered("event", happened, events),
                ("version", 1 + len(ticket.steps), row["version"]),
                ("updated_at", ticket.steps[-1].at, _time(row["updated_at"])),
                (
                    "last_comment_at",
                    max(comment.at for comment in said),
                    row["last_comment_at"] and _time(row["last_comment_at"]),
                ),
            ],
        )

    def _said(self, ticket: Ticket) -> Iterable[Said]:
        """Give the comments that a ticket should have."""
        return (Said(step.at, self._id(step.agent), step.body) for step in ticket.steps if step.body)

    def _happened(self, ticket: Ticket) -> Iterable[Happened]:
        """Give the history that a ticket should have."""
        yield Happened(ticket.created_at, "creation")
        holder = None
        for step in ticket.steps:
            if step.body:
                actor = self._id(step.agent)
                yield Happened(step.at, "comment", body=step.body, actor_id=actor)
                yield Happened(step.at, "comment counted", actor_id=actor)
            else:
                before, holder = holder, self._id(step.agent)
                yield Happened(step.at, "assignment", before, holder, actor_id=holder)

    def _read(self, row: Object) -> Said:
        """Read a comment; one that the log gives to nobody is by whoever replayed it, whom the log does not name."""
        author = row["author_agent_id"]
        known = author if author in self._agent_ids else None
        return Said(_time(row["created_at"]), known, row["body"], row["visibility"], row["author_client_id"])

    def _happening(self, row: Object) -> Happened:
        """Read an event; who it is by as with comments."""
        actor = row["actor_agent_id"]
        return _happened(row)._replace(actor_id=actor if actor in self._agent_ids else None)

    def _id(self, agent: Person | None) -> int | None:
        return self._ids.get(agent) if agent else None

    def _compare(self, kind: str, name: str, pairs: Iterable[tuple[str, object, object]]) -> None:
        """Note the first of these that is not as it should be; what follows is mostly wrong for the same reason."""
        for what, expected, found in pairs:
            if expected != found:
                self._differs(kind, name, f"{what} should be {_shown(expected)}, and is {_shown(found)}")
                return

    def _differs(self, kind: str, name: str, sentence: str) -> None:
        self.report.differences.append(f"{kind.removesuffix('s')} {one_line(name, LONGEST_NAME)}: {sentence}")


def _happened(event: Object) -> Happened:
    """Read an event of a ticket's history; one that no replay makes is called by its entity, action and fields."""
    at, changes = _time(event["happened_at"]), event["changes"]
    match event["entity"], event["action"]:
        case "ticket", "create":
            return Happened(at, "creation")
        case "comment", "create":
            return Happened(at, "comment", body=changes["body"]["to"])
        case "ticket", "update" if changes.keys() - {"team_id"} == {"agent_id"}:  # it goes to a team of the agent's
            return Happened(at, "assignment", changes["agent_id"]["from"], changes["agent_id"]["to"])
        case "ticket", "update" if changes.keys() <= {"comment_count", "last_comment_at"}:
            return Happened(at, "comment counted")
        case entity, action:
            return Happened(at, f"{action} of {entity} ({', '.join(changes)})")


def _numbered(what: str, expected: Sequence[object], found: Sequence[object]) -> Iterable[tuple[str, object, object]]:
    """Pair what should be there with what is, by position."""
    pairs = zip_longest(expected, found)
    return ((f"{what} {number}", *pair) for number, pair in enumerate(pairs, 1))


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _shown(value: object) -> str:
    """Show a value in a sentence."""
    if isinstance(value, (Said, Happened)):
        return f"({', '.join(_shown(part) for part in value if part is not None)})"
    if isinstance(value, datetime):
        return value.isoformat()
    return "missing" if value is None else repr(value)
