"""What every contender is asked to do, and with which of the seeded rows.

The rows are those of bench/seed.sql with three comments on every ticket. Each request comes from the agent who has the
ticket, with a token of the agent's own: 200 callers, each of whom sees what is its three teams' and of no team.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

AGENTS = 200
TICKETS = 100_000
WORDS = ("Printer", "Screen", "Mail", "Login", "Network")


class Work(StrEnum):
    """A kind of request, the same for everybody."""

    POINT_READ = "read a ticket"
    LIST = "list 25 tickets of an agent, the last changed first"
    WORDS = "list 25 tickets by words in the subject, the newest first"
    CREATE = "create a ticket, with an idempotency key"
    COMMENT = "comment on a ticket"
    ASSIGN = "give a ticket to another agent"


@dataclass(frozen=True, slots=True)
class Draw:
    """The rows that one request is about."""

    ticket: int
    caller: int  # the agent who has the ticket, and asks
    assignee: int  # the agent whom the ticket is given to, who is in the caller's teams
    client: int  # an active client, for a new ticket
    words: str  # half of them are in one subject, half in a fifth of all

    @property
    def token(self) -> str:
        """The caller's token."""
        return f"bench-{self.caller}"


def draws(seed: int, tickets: int = TICKETS, oldest: int = 1) -> Iterator[Draw]:
    """Draw rows, for ever; the same ones for the same seed. Deleted tickets and those of nobody are never drawn.

    `tickets` is how many there are, `oldest` the first that is drawn.
    """
    chance = random.Random(seed)
    while True:
        ticket = chance.randint(oldest, tickets)
        if ticket % 5 == 0 or ticket % 97 == 0:  # nobody's, and deleted
            continue
        caller = 7 if ticket % 100 == 1 else 1 + ticket * 104729 % AGENTS
        assignee = 1 + (caller - 1 + 10 * chance.randint(1, 19)) % AGENTS  # every tenth agent is in the same teams
        client = chance.randrange(1, tickets // 10 - 50, 50)  # every 50th is inactive, this is the one after
        kind = WORDS[ticket % 5]
        words = f"{kind} {ticket}" if chance.getrandbits(1) else kind
        yield Draw(ticket, caller, assignee, client, words)
