"""django-helpdesk with its REST API: bench/peers/django_helpdesk."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence

import psycopg
from psycopg import sql

from bench.compare.contender import DATABASE, PEERS, SETUP, Program, Request
from bench.compare.work import Draw, Work
from tools.cluster import Cluster
from tools.shell import run

PEER = PEERS / "django_helpdesk"
PROGRAMS = SETUP / "django" / "bin"
NAME = "django_helpdesk"
THREADS = 4
EVERYBODY = 31  # the queue after those of TicketFirst's 30 teams: fill.sql
# What is taken over of each table of TicketFirst's, for fill.sql.
ROWS = {
    "agent": "SELECT id, name, email, active, role, created_at FROM desk.agent WHERE deleted_at IS NULL",
    "client": "SELECT id, email FROM desk.client",
    "team": "SELECT id, name FROM desk.team WHERE deleted_at IS NULL",
    "team_member": "SELECT team_id, agent_id FROM desk.team_member",
    "ticket": (
        "SELECT id, subject, description, client_id, agent_id, team_id, created_at, updated_at"
        " FROM desk.ticket WHERE deleted_at IS NULL"
    ),
    "comment": (
        "SELECT c.id, c.ticket_id, c.body, c.visibility, c.author_agent_id"
        " FROM desk.comment AS c JOIN desk.ticket AS t ON t.id = c.ticket_id"
        " WHERE c.deleted_at IS NULL AND t.deleted_at IS NULL"
    ),
}


class DjangoHelpdesk:
    """A helpdesk for Django projects."""

    name = NAME
    title = "django-helpdesk"
    about = (
        "django-helpdesk 2.6 on Django 5.2, its REST API served by gunicorn, from a database of its own with the same"
        " tickets: no idempotency keys, no versions, nothing that compares with a search by words."
    )

    def prepare(self, cluster: Cluster) -> None:
        """Make its database, and fill it with TicketFirst's rows."""
        with psycopg.connect(cluster.url(), autocommit=True) as session:
            session.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(NAME)))
        cluster.create_database(NAME, owner=NAME)
        run([PROGRAMS / "django-admin", "migrate", "--verbosity=0"], environment(cluster))
        with (
            psycopg.connect(cluster.url(DATABASE)) as source,
            psycopg.connect(cluster.url(NAME), autocommit=True) as target,
        ):
            for table, query in ROWS.items():
                take_over(source, target, table, query)
            target.execute((PEER / "fill.sql").read_bytes())
            target.execute("VACUUM (ANALYZE)")
        run([PROGRAMS / "python", PEER / "sessions.py"], environment(cluster))

    def program(self, cluster: Cluster, port: int, workers: int) -> Program:
        """Say how it is started."""
        options = [f"--workers={workers}", f"--threads={THREADS}", f"--bind=127.0.0.1:{port}", "--keep-alive=75"]
        return Program(
            [PROGRAMS / "gunicorn", "--worker-class=gthread", "--log-level=error", *options, "desk.wsgi"],
            environment(cluster),
            folder=PEER,
            ready="/api/tickets/",
        )

    def request(self, work: Work, draw: Draw) -> Request | None:
        """Ask the REST API, and for a list what its own page of tickets asks."""
        token = {"Authorization": f"Token {draw.token}"}
        typed = token | {"Content-Type": "application/json"}
        match work:
            case Work.POINT_READ:
                return Request("GET", f"/api/tickets/{draw.ticket}/", token)
            case Work.LIST:
                return Request("GET", page(draw.caller), {"Cookie": f"sessionid=session-bench-{draw.caller}"})
            case Work.WORDS:  # it looks for the phrase, in ten columns
                return None
            case Work.CREATE:
                return Request("POST", "/api/tickets/", typed, to_json(ticket(draw)))
            case Work.COMMENT:
                comment = {"ticket": draw.ticket, "title": "Comment", "comment": "On my way", "public": True}
                return Request("POST", "/api/followups/", typed, to_json(comment))
            case Work.ASSIGN:
                return Request("PATCH", f"/api/tickets/{draw.ticket}/", typed, to_json({"assigned_to": draw.assignee}))

    def tickets(self, work: Work, body: bytes) -> Sequence[int]:
        """Give the ids of the tickets."""
        answer = json.loads(body)
        return [answer["id"]] if work is Work.POINT_READ else [ticket["id"] for ticket in answer["data"]]


def environment(cluster: Cluster) -> Mapping[str, str]:
    """Give what its settings are made of."""
    return {
        "DJANGO_SETTINGS_MODULE": "desk.settings",
        "PYTHONPATH": str(PEER),
        "SECRET_KEY": "of the comparison, where nobody is to be kept out",
        "PGHOST": str(cluster.folder),
        "PGPORT": str(cluster.port),
        "PGUSER": NAME,
        "PGDATABASE": NAME,
    }


def take_over(source: psycopg.Connection, target: psycopg.Connection, table: str, query: str) -> None:
    """Copy the rows of a query into a temporary table, by way of this process."""
    types = source.execute(query + " LIMIT 0").description or []
    columns = sql.SQL(", ").join(
        sql.SQL("{} {}").format(sql.Identifier(column.name), sql.SQL(column.type_display)) for column in types
    )
    name = sql.Identifier(table)
    target.execute(sql.SQL("CREATE TEMPORARY TABLE {} ({})").format(name, columns))
    with (
        source.cursor().copy(f"COPY ({query}) TO STDOUT") as rows,
        target.cursor().copy(sql.SQL("COPY {} FROM STDIN").format(name)) as copied,
    ):
        for row in rows:
            copied.write(row)


def page(agent: int) -> str:
    """Give the address of the 25 tickets of an agent whose newest follow-ups are the newest: its ninth column."""
    query = base64.b64encode(to_json({"filtering": {"assigned_to__id__in": [agent]}})).decode()
    order = "order%5B0%5D%5Bcolumn%5D=9&order%5B0%5D%5Bdir%5D=desc"
    return f"/datatables_ticket_list/{query}?start=0&length=25&{order}"


def ticket(draw: Draw) -> Mapping[str, object]:
    """Give a new ticket, of the queue that everybody may enter, as TicketFirst's is of no team."""
    return {
        "queue": EVERYBODY,
        "title": "Printer on fire",
        "description": "-",  # must not be empty
        "submitter_email": f"client{draw.client}@client.example",
        "assigned_to": None,
        "priority": 3,
    }


def to_json(value: Mapping[str, object]) -> bytes:
    """Write JSON."""
    return json.dumps(value, separators=(",", ":")).encode()


CONTENDER = DjangoHelpdesk()
