"""Working a script through the API: cases in parallel, the steps of each in order, going on where it stopped.

How far a case is, the server tells: whether its ticket is there, how many comments it has, who holds it. What was on
its way when a replay was killed may not show there yet; it is sent again under the same key, and so done once.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from http import HTTPStatus

from gateway.replay.api import Answer, Api, Object, Refused, Write
from gateway.replay.lookup import Advance, Tickets, each, find_person
from gateway.replay.script import LONGEST_NAME, Person, Script, Step, Ticket, one_line
from gateway.replay.tokens import Tokens

FATAL = {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}  # the next request would be told the same


class Conflict(Exception):
    """The server's ticket is not what this log could have left; the message says why."""


@dataclass
class Summary:
    """What a replay did, by kind (clients, agents, tickets, assignments, comments), and what it could not do."""

    written: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    seconds: float = 0.0


class Replay:
    """A script on its way through the API; `advance` is told of each write."""

    def __init__(self, api: Api, script: Script, connections: int, advance: Advance) -> None:
        """Describe it; `run` begins."""
        self.summary = Summary()
        self._api = api
        self._script = script
        self._connections = connections
        self._advance = advance
        self._ids: dict[Person, int] = {}
        self._tickets = Tickets()
        self._tokens = Tokens(api)

    async def run(self) -> Summary:
        """Do what is not done yet. Raises Unreachable, and Refused where every request would be refused."""
        begun = time.monotonic()
        await each(self._script.clients.items(), self._connections, partial(self._person, "clients"))
        await each(self._script.agents.items(), self._connections, partial(self._person, "agents"))
        await each(self._script.clients, self._connections, self._read_tickets)
        await each(self._script.tickets, self._connections, self._case)
        await self._tokens.revoke(self._connections)
        self.summary.seconds = time.monotonic() - begun
        return self.summary

    async def _person(self, kind: str, heard_of: tuple[Person, datetime]) -> None:
        person, at = heard_of
        row = await find_person(self._api, kind, person)
        is_new = row is None
        if row is None:
            body = {"name": person.name, "email": person.email}
            try:
                answer = await self._api.write(Write(person.email, "POST", f"/v1/{kind}", body, at))
            except Refused as error:
                raise Refused(error.status, f"{kind.removesuffix('s')} {person.email}: {error}") from None
            row, is_new = answer.row, answer.is_new
        self._ids[person] = row["id"]
        self._count(kind, is_new=is_new)

    async def _read_tickets(self, client: Person) -> None:
        await self._tickets.add(self._api, self._ids[client])

    async def _case(self, ticket: Ticket) -> None:
        """Do a case; one that cannot be done is told at the end, and holds up no other."""
        try:
            row = await self._ticket(ticket)
            done = await self._steps_done(ticket, row)
            for step in ticket.steps[:done]:
                self._count(step.kind, is_new=False)
            for number, step in enumerate(ticket.steps[done:], done + 1):
                answer = await self._do(row["id"], step, f"{ticket.case} {number}")
                self._count(step.kind, is_new=answer.is_new)
        except (Conflict, Refused) as error:
            if isinstance(error, Refused) and error.status in FATAL:
                raise
            self.summary.failures.append(f"case {one_line(ticket.case, LONGEST_NAME)}: {error}")

    async def _ticket(self, ticket: Ticket) -> Object:
        """Give the case's ticket as it is now, made where it is missing."""
        client_id = self._ids[ticket.client]
        rows = self._tickets.of(ticket, client_id)
        if len(rows) > 1:
            raise Conflict(f"tickets {', '.join(str(row['id']) for row in rows)} are all called {ticket.subject}")
        if rows:
            self._count("tickets", is_new=False)
            return rows[0]
        body = {"subject": ticket.subject, "description": ticket.description, "client_id": client_id}
        answer = await self._api.write(Write(f"{ticket.case} 0", "POST", "/v1/tickets", body, ticket.created_at))
        self._count("tickets", is_new=answer.is_new)
        # An answer that was kept shows the ticket as it was made, not what has been done to it since.
        return await self._api.row(f"/v1/tickets/{answer.row['id']}") if answer.is_replayed else answer.row

    async def _steps_done(self, ticket: Ticket, row: Object) -> int:
        """Say how many steps are done: up to the last comment, and the assignment after it if that was made."""
        if datetime.fromisoformat(row["created_at"]) != ticket.created_at:
            raise Conflict(f"ticket {row['id']} is of {row['created_at']}, and the log's of {ticket.created_at}")
        comments, done = row["comment_count"], 0
        for step in ticket.steps:
            if comments == 0 and (step.body or self._id(step.agent) != row["agent_id"]):
                break
            comments -= 1 if step.body else 0
            done += 1
        if comments:
            raise Conflict(f"ticket {row['id']} has {row['comment_count']} comments, and the log {ticket.comments}")
        if 0 < done < len(ticket.steps):
            await self._require_last(ticket.steps[:done], row["id"])
        return done

    async def _require_last(self, steps: Sequence[Step], ticket_id: int) -> None:
        """Refuse to go on after a comment that is not this log's. Raises Conflict."""
        last = next((step for step in reversed(steps) if step.body), None)
        if last is None:
            return
        row = await anext(self._api.rows(f"/v1/tickets/{ticket_id}/comments", sort="-id"))
        if (row["body"], datetime.fromisoformat(row["created_at"])) != (last.body, last.at):
            raise Conflict(f"the last comment of ticket {ticket_id} is not the log's")

    async def _do(self, ticket_id: int, step: Step, purpose: str) -> Answer:
        """Do a step as its agent: comment, or take the ticket. What nobody known did, whoever replays does."""
        path, agent_id = f"/v1/tickets/{ticket_id}", self._id(step.agent)
        if step.body:
            write = Write(purpose, "POST", f"{path}/comments", {"body": step.body}, step.at)
        else:
            write = Write(purpose, "PUT", f"{path}/agent", {"agent_id": agent_id}, step.at)
        return await self._api.write(write, await self._tokens.of(agent_id) if agent_id else None)

    def _id(self, agent: Person | None) -> int | None:
        return self._ids[agent] if agent else None

    def _count(self, kind: str, *, is_new: bool) -> None:
        (self.summary.written if is_new else self.summary.found)[kind] += 1
        self._advance(is_new)
