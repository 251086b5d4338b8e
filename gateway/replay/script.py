"""What a log's cases are as tickets: whose, about what, assigned to whom, with which comments, and when.

Nothing here knows a server. The replay writes what the script says, and the check holds the database against it.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hashlib import sha256

from gateway.replay.event_log import NAME, Case, Event, LogError

LONGEST_NAME = 200
LONGEST_SUBJECT = 200
LONGEST_VALUE = 2000  # of one attribute in a comment
LONGEST_SLUG = 40

RESOURCE = "org:resource"
ORGANIZATION = ("organization involved", "organization country")
DETAILS = {
    "Team": "org:group",
    "Role": "org:role",
    "Country": "resource country",
    "Product": "product",
    "Impact": "impact",
}
NOT_IN_A_LINE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u200b\ufeff]")  # the last two are trimmed at the ends


@dataclass(frozen=True, slots=True)
class Person:
    """An agent or a client: of one email address there is one."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Step:
    """Something done to a ticket: assigned to an agent, or, with a body, commented by one (or by nobody known)."""

    at: datetime
    agent: Person | None
    body: str = ""

    @property
    def kind(self) -> str:
        """Give what it is, as summaries call it."""
        return "comments" if self.body else "assignments"


@dataclass(frozen=True, slots=True)
class Ticket:
    """A ticket and all that is done to it, in order."""

    case: str
    subject: str
    description: str
    client: Person
    created_at: datetime
    steps: tuple[Step, ...]

    @property
    def comments(self) -> int:
        """How many comments it gets."""
        return sum(1 for step in self.steps if step.body)


@dataclass(frozen=True, slots=True)
class Script:
    """The clients and agents, each with the time it is first heard of, and the tickets, first ones first."""

    clients: dict[Person, datetime]
    agents: dict[Person, datetime]
    tickets: tuple[Ticket, ...]

    @property
    def counts(self) -> Counter[str]:
        """How many there are of each kind: each is one request."""
        steps = Counter(step.kind for ticket in self.tickets for step in ticket.steps)
        people = {"clients": len(self.clients), "agents": len(self.agents)}
        return steps + Counter(people) + Counter(tickets=len(self.tickets))


def make_script(cases: Sequence[Case]) -> Script:
    """Turn a log's cases into tickets. Raises LogError where two would be the same."""
    tickets = sorted(map(_ticket, cases), key=lambda ticket: ticket.created_at)
    _require_one_of_each(tickets)
    return Script(
        _first_times(pair for case in cases for pair in _clients(case)),
        _first_times((step.agent, step.at) for ticket in tickets for step in ticket.steps if step.agent),
        tuple(tickets),
    )


def _ticket(case: Case) -> Ticket:
    first = case.events[0]
    about = [case.name, product] if (product := first.get("product")) else [case.name]
    return Ticket(
        case.name,
        one_line(": ".join(about), LONGEST_SUBJECT),
        "\n".join(_details(first)),
        client_of(first),
        first.at,
        tuple(_steps(case.events)),
    )


def _require_one_of_each(tickets: Iterable[Ticket]) -> None:
    cases: dict[tuple[Person, str], str] = {}
    for ticket in tickets:
        other = cases.setdefault((ticket.client, ticket.subject), ticket.case)
        if other != ticket.case:
            raise LogError(f"cases {other} and {ticket.case} would both be a ticket called {ticket.subject}")


def _clients(case: Case) -> Iterator[tuple[Person, datetime]]:
    """Give the ticket's client, and the others that its later events name: none of them is the ticket's."""
    for number, event in enumerate(case.events):
        if number == 0 or any(map(event.get, ORGANIZATION)):
            yield client_of(event), event.at


def _steps(events: Iterable[Event]) -> Iterator[Step]:
    """Assign whenever the resource changes, and comment each event; one that names no resource leaves the agent."""
    holder = None
    for event in events:
        agent = agent_of(event)
        if agent is not None and agent != holder:
            holder = agent
            yield Step(event.at, agent)
        yield Step(event.at, agent, _comment(event))


def client_of(event: Event) -> Person:
    """Give the client: the organisation involved, in a country."""
    organization, country = map(event.get, ORGANIZATION)
    name = f"{organization or 'Unknown organization'} ({country or 'unknown country'})"
    return _person(name, json.dumps([organization, country]), "clients.example")


def agent_of(event: Event) -> Person | None:
    """Give the agent, whom the log calls a resource."""
    resource = event.get(RESOURCE)
    return _person(resource, resource, "agents.example") if resource else None


def one_line(text: str, longest: int) -> str:
    """Make a text one that fits a line; one that had to be changed ends with a hash of what it was."""
    line = " ".join(NOT_IN_A_LINE.sub(" ", text).split())
    if line == text and len(line) <= longest:
        return line
    mark = f"#{_hash(text)}"
    return f"{line[: longest - len(mark) - 1].rstrip()} {mark}".lstrip()


@cache
def _person(name: str, identity: str, domain: str) -> Person:
    """Name a person; the hash in the address tells apart those whose letters are the same, as Jan Erik and Jan-Erik."""
    return Person(one_line(name, LONGEST_NAME), f"{_slug(name)}.{_hash(identity)}@{domain}")


def _slug(text: str) -> str:
    ascii_letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", ascii_letters).strip("-")[:LONGEST_SLUG].strip("-") or "x"


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:12]


def _comment(event: Event) -> str:
    """Say what happened: the status on the first line, then who and what was involved."""
    return "\n".join([_status(event), *_details(event)])


def _details(event: Event) -> Iterator[str]:
    for label, key in DETAILS.items():
        if value := one_line(event.get(key), LONGEST_VALUE):
            yield f"{label}: {value}"


def _status(event: Event) -> str:
    """Give the activity with its transition, such as Accepted/In Progress."""
    parts = (one_line(event.get(key), LONGEST_VALUE) for key in (NAME, "lifecycle:transition"))
    return "/".join(part for part in parts if part)


def _first_times(seen: Iterable[tuple[Person, datetime]]) -> dict[Person, datetime]:
    first: dict[Person, datetime] = {}
    for person, at in seen:
        first[person] = min(at, first.get(person, at))
    return dict(sorted(first.items(), key=lambda entry: (entry[1], entry[0].email)))
