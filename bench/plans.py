"""Write docs/plans.md: the plan of every read and list on a million tickets, as an agent's database role meets it.

Run `make plans` (about three minutes; a server of its own, removed afterwards). The statements that the functions run
inside are shown by auto_explain; what the planner does for them is all that is said here, no times.
"""

import base64
import re
import sys
from dataclasses import dataclass, field

import psycopg
from psycopg import Connection
from rich.console import Console

from tools.cluster import EMBEDDED, Cluster
from tools.databases import deploy, psql
from tools.shell import ROOT

TICKETS = 1_000_000
DEEP = 900_000
OUTPUT = ROOT / "docs" / "plans.md"
SEED = ROOT / "bench" / "seed.sql"
NOISE = re.compile(r"^\s*(Index Searches|Planning|Query Identifier|Query Parameters).*\n", re.MULTILINE)
# Statements of the functions themselves; the others are lookups of settings, of who the caller is, and the like.
TOLD = re.compile(r"\bFROM desk\.(ticket|comment|agent|client|event|api_token)\b")


@dataclass(frozen=True)
class Read:
    """A call to be explained; with a deep value, a page far behind its first is explained as well."""

    title: str
    function: str
    arguments: str = ""
    deep: tuple[str | None, int] | None = None
    role: str = "agent"


READS = [
    Read("A ticket", "ticket_get", "500000"),
    Read("A comment", "comment_get", "150000"),
    Read("An agent", "agent_get", "7"),
    Read("A client", "client_get", "50000"),
    Read("Tickets by id: three teams and what is of no team", "ticket_page", "", (None, DEEP)),
    Read("The same for an administrator", "ticket_page", "", (None, DEEP), role="admin"),
    Read("The same for a client", "ticket_page", "", role="client"),
    Read("The same for a client whose organisation shares", "ticket_page", "", role="colleague"),
    Read("Newest tickets", "ticket_page", "sort => '-created_at'", ("2020-06-01 00:00:00+00", 100_000)),
    Read(
        "Tickets of an agent, last changed first",
        "ticket_page",
        "agent_id => 7, sort => '-updated_at'",
        ("2020-09-01 00:00:00+00", DEEP),
    ),
    Read(
        "Tickets of nobody, longest waiting first",
        "ticket_page",
        "unassigned => true, sort => 'created_at'",
        ("2023-06-01 00:00:00+00", DEEP),
    ),
    Read("Tickets of a client", "ticket_page", "client_id => 3", (None, DEEP)),
    Read(
        "Tickets of a client with an agent",
        "ticket_page",
        "client_id => 3, agent_id => 7, sort => '-updated_at'",
        ("2020-09-01 00:00:00+00", DEEP),
    ),
    Read(
        "Tickets made in a month",
        "ticket_page",
        "created_after => '2022-01-01', created_before => '2022-02-01', sort => '-created_at'",
        ("2022-01-05 00:00:00+00", DEEP),
    ),
    Read(
        "Tickets of an agent made in a month",
        "ticket_page",
        "agent_id => 7, created_after => '2022-01-01', created_before => '2022-02-01'",
        ("2022-01-25 00:00:00+00", 1),
    ),
    Read("A rare word in the subject", "ticket_page", "subject => 'quokka'"),
    Read("Common words in the subject", "ticket_page", "subject => 'printer case'", (None, DEEP)),
    Read(
        "Filtered by one time, sorted by another: the exception",
        "ticket_page",
        "created_after => '2023-10-20', sort => 'updated_at'",
    ),
    Read("Deleted tickets", "ticket_page", "deleted => true", (None, DEEP), role="admin"),
    Read("History of a ticket", "ticket_history_page", "40"),
    Read("Comments of a ticket", "comment_page", "40, sort => '-created_at'"),
    Read("History of a ticket for its client", "ticket_history_page", "40", role="owner"),
    Read("Comments of a ticket for its client", "comment_page", "40", role="owner"),
    Read("Agents by name", "agent_page", "sort => 'name'"),
    Read("Clients by name", "client_page", "sort => 'name'", ("client 90000", 90_000)),
    Read("Clients who are not active", "client_page", "active => false", (None, 90_000)),
    Read("Clients of one name", "client_page", "name => 'Client 4711'"),
    Read("Client with an email address", "client_page", "email => 'CLIENT4711@client.example'"),
    Read("Tokens of an agent", "token_page", "agent_id => 7", role="admin"),
]
# Agent 7 is in three teams, client 2003 in no organisation, client 3 in one of a thousand that shares; ticket 40
# is client 16761's.
ACTORS = [
    ("admin", "agent_id", 1),
    ("agent", "agent_id", 7),
    ("client", "client_id", 2003),
    ("colleague", "client_id", 3),
    ("owner", "client_id", 16761),
]
INTRODUCTION = f"""\
# The plans of every read, on a million tickets

Made by `make plans`, on PostgreSQL 18, with {TICKETS:,} tickets, 100,000 clients, 200 agents in 30 teams, 300,000
comments and two million events ([bench/seed.sql](../bench/seed.sql)), unless something else is said as a database role
that acts as an agent in three teams. The policies of row level security are in the plans: what they ask of the caller
are the InitPlans, once for each statement, and only as far as needed ("never executed").

Every page, however deep, is one range of one index, or for agents one for each of their teams (for clients, one for
each client whose tickets they see), with three exceptions:

- **Words in the subject.** A common word is met in the list's next rows. Where it is not, the full-text index, which
  has the teams too, finds the tickets, which are read by their ids if they are few. Many, and the order of the teams
  that have the words often is walked until the page is full: soon, where the words are spread over the list; late,
  where all who have them are at its other end ([decision 2](decisions/002-lists-are-index-ranges.md)).
- **A filter by one time with the order of another**, such as `created_after` with `sort => 'updated_at'`: no index has
  both, so PostgreSQL takes the range of the one and sorts it, or walks the order of the other and filters. Without
  `sort`, a list is sorted by the time that it is filtered by.
- **Tickets of one agent, or of one client, asked for by an agent** are one range of an index, out of which the policy
  takes what is not of the caller's teams: as long as the tickets of that agent or client are, if none is.

Deleted rows, which only administrators list, have indexes of their own by id and time, but not by agent and client.
Where a table has few pages (200 agents) or a filter leaves a few dozen rows (the tokens of an agent), the planner reads
the table or sorts the rows instead, which is cheaper.
"""


@dataclass
class Explained:
    """The plans that auto_explain told while a statement ran."""

    plans: list[str] = field(default_factory=list)

    def hear(self, diagnostic: psycopg.errors.Diagnostic) -> None:
        """Keep what is about a table."""
        message = diagnostic.message_primary or ""
        told = re.search(r"Query Text: (.*?)\n(?:Query Parameters[^\n]*\n)?([^\n]*\(cost=.*)", message, re.DOTALL)
        if told and TOLD.search(told[1]) and not told[1].lstrip().startswith(("ARRAY", "SELECT a.role, ")):
            query = " ".join(told[1].split())
            self.plans.append(f"{query}\n\n{NOISE.sub('', told[2])}".rstrip())


def call(read: Read, after: str | None = None) -> str:
    """The statement that is explained."""
    arguments = [read.arguments, f"after => '{after}'" if after else ""]
    return f"SELECT * FROM api.{read.function}({', '.join(filter(None, arguments))})"


def deep_cursor(first: str, value: str | None, number: int) -> str:
    """A cursor of the same list, but far behind the first page."""
    binding = base64.urlsafe_b64decode(first + "=" * (-len(first) % 4)).decode().split(":", 1)[0]
    text = f"{binding}:{number}" if value is None else f"{binding}:{number}:{value}"
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def explain(session: Connection, read: Read) -> str:
    """A section of the page."""
    explained = Explained()
    session.add_notice_handler(explained.hear)
    section = f"## {read.title}\n"
    try:
        session.execute(f"SET SESSION AUTHORIZATION plans_{read.role}")
        statement = call(read)
        session.execute(statement)  # the second time, catalogues are cached
        explained.plans.clear()
        row = session.execute(statement).fetchone()
        section += f"\n```sql\n{statement};\n```\n" + "".join(f"\n```text\n{plan}\n```\n" for plan in explained.plans)
        if read.deep:
            assert row is not None and isinstance(row[1], str), f"{read.title} has no second page"
            statement = call(read, deep_cursor(row[1], *read.deep))
            explained.plans.clear()
            session.execute(statement)
            section += "\nDeep inside the list:\n" + "".join(f"\n```text\n{plan}\n```\n" for plan in explained.plans)
    finally:
        session.execute("RESET SESSION AUTHORIZATION")
        session.remove_notice_handler(explained.hear)
    return section


def main() -> int:
    """Make the database, explain every read, write the page."""
    console = Console(stderr=True)
    cluster = Cluster.start(EMBEDDED, {"shared_buffers": "1GB", "max_wal_size": "4GB"})
    try:
        console.print(f"making {TICKETS:,} tickets …")
        deploy(cluster, "plans")
        psql(cluster, "plans", f"--set=tickets={TICKETS}", f"--file={SEED}")
        with psycopg.connect(cluster.url("plans"), autocommit=True) as session:
            for role, column, number in ACTORS:
                session.execute(f"CREATE ROLE plans_{role} LOGIN; GRANT ticketfirst_service TO plans_{role}")
                session.execute(
                    f"INSERT INTO desk.database_role (role_name, {column}) VALUES ('plans_{role}', {number})"
                )
            session.execute("LOAD 'auto_explain'")
            for setting in (
                "log_min_duration = 0",
                "log_nested_statements = on",
                "log_analyze = on",
                "log_buffers = on",
                "log_timing = off",
            ):
                session.execute(f"SET auto_explain.{setting}")
            session.execute("SET client_min_messages = log")
            sections = []
            for read in READS:
                console.print(f"explaining: {read.title}")
                sections.append(explain(session, read))
        OUTPUT.write_text("\n".join([INTRODUCTION, *sections]))
        console.print(f"written: {OUTPUT.relative_to(ROOT)}")
    finally:
        cluster.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
