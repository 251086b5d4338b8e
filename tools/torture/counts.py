"""How many of each thing a replayed log makes: counted in the file and in the database, by nothing that replay uses."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import psycopg

from tests.logs import plain_cases

FIRST_ADMINISTRATOR = 1  # whom the log does not know
NUMBERS = f"""
SELECT (SELECT count(*) FROM desk.client),
       (SELECT count(*) FROM desk.agent WHERE id <> {FIRST_ADMINISTRATOR}),
       (SELECT count(*) FROM desk.ticket),
       (SELECT count(*) FROM desk.event WHERE entity = 'ticket' AND action = 'update' AND changes ? 'agent_id'),
       (SELECT count(*) FROM desk.comment),
       (SELECT count(*) FROM desk.event),
       (SELECT count(*) - count(DISTINCT (client_id, subject)) FROM desk.ticket)
"""
TICKETS = """
WITH comments AS (
    SELECT ticket_id, count(*) AS n FROM desk.comment GROUP BY ticket_id
), assignments AS (
    SELECT entity_id AS ticket_id, count(*) AS n FROM desk.event
    WHERE entity = 'ticket' AND action = 'update' AND changes ? 'agent_id'
    GROUP BY entity_id
)
SELECT coalesce(c.n, 0), coalesce(a.n, 0), count(*)
FROM desk.ticket AS t
LEFT JOIN comments AS c ON c.ticket_id = t.id
LEFT JOIN assignments AS a ON a.ticket_id = t.id
GROUP BY 1, 2
"""


class Counts(NamedTuple):
    """How many of each; and how many tickets there are with so many comments and assignments, by these two."""

    clients: int
    agents: int
    tickets: int
    assignments: int
    comments: int
    events: int
    tickets_twice: int
    tickets_with: Counter[tuple[int, int]]

    @property
    def people(self) -> int:
        """How many people are made before anything else is."""
        return self.clients + self.agents

    def __str__(self) -> str:
        """Say it in a line."""
        return (
            f"{self.clients:,} clients, {self.agents:,} agents, {self.tickets:,} tickets ({self.tickets_twice} twice),"
            f" {self.assignments:,} assignments, {self.comments:,} comments, {self.events:,} events in the journal"
        )


def in_log(path: Path, cases: int | None = None) -> Counts:
    """Count in a log, or in its first so many cases."""
    clients: set[tuple[str, str]] = set()
    agents: set[str] = set()
    tickets_with: Counter[tuple[int, int]] = Counter()
    for _, case in plain_cases(path, cases):
        clients |= {(event.get("organization involved", ""), event.get("organization country", "")) for event in case}
        known = [resource for event in case if (resource := event.get("org:resource"))]
        agents.update(known)
        changes = sum(1 for before, after in pairwise(["", *known]) if before != after)
        tickets_with[len(case), changes] += 1
    comments = sum(pair[0] * count for pair, count in tickets_with.items())
    assignments = sum(pair[1] * count for pair, count in tickets_with.items())
    # The journal also has the administrator, and each comment twice: on its ticket it is counted.
    events = 1 + len(clients) + len(agents) + tickets_with.total() + assignments + 2 * comments
    return Counts(
        len(clients), len(agents), tickets_with.total(), assignments, comments, events, 0, tickets_with=tickets_with
    )


def in_database(url: str) -> Counts:
    """Count in a database, as a superuser."""
    with psycopg.connect(url) as session:
        numbers = session.execute(NUMBERS.encode()).fetchall()[0]
        pairs = session.execute(TICKETS).fetchall()
    tickets_with = Counter({(comments, assignments): count for comments, assignments, count in pairs})
    return Counts._make((*numbers, tickets_with))
