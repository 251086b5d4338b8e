"""A helpdesk as one writes it today: FastAPI, SQLAlchemy, asyncpg."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import psycopg
from psycopg import sql

from bench.compare import contract, uvicorn
from bench.compare.contender import DATABASE, PEERS, Program, Request
from bench.compare.work import Draw, Work
from tools.cluster import Cluster

OWN = "conventional"  # its database, and the role that has it
POOL = 32  # connections of each worker
SCHEMA = PEERS / "conventional" / "schema.sql"
TABLES = {
    "agent": "id, name, email, role, active, deleted_at",
    "api_token": "id, agent_id, token_hash, expires_at, deleted_at",
    "team": "id, name, deleted_at",
    "team_member": "team_id, agent_id, created_at",
    "client": "id, name, email, active, deleted_at",
    "ticket": "id, subject, description, client_id, agent_id, team_id, comment_count, last_comment_at, version, "
    "created_at, updated_at, deleted_at",
    "comment": "id, ticket_id, author_agent_id, author_client_id, body, visibility, version, "
    "created_at, updated_at, deleted_at",
    "event": "id, entity, entity_id, ticket_id, action, version, changes, actor_agent_id, happened_at",
}
# It hashes tokens once, TicketFirst twice; the tokens that nobody uses stay, so that there are as many to look through.
TOKENS = (
    "UPDATE api_token AS t SET token_hash = sha256(convert_to('bench-' || t.agent_id, 'UTF8')) WHERE t.id = ANY (%s)"
)
# Rows came with their ids: the sequences do not know of them.
SEQUENCE = "SELECT setval(pg_get_serial_sequence({name}, 'id'), max(id)) FROM {table}"


class Conventional:
    """The service in bench/peers/conventional."""

    name = "conventional"
    title = "FastAPI + SQLAlchemy"
    about = (
        "A conventional service with its rules in Python: FastAPI 0.165, SQLAlchemy 2.1's ORM on asyncpg 0.32, pydantic"
        " models, uvicorn with uvloop and httptools, access log off; its own plain tables, without row security;"
        " no If-Match, and a part of TicketFirst's rules."
    )

    def prepare(self, cluster: Cluster) -> None:
        """Make its database and copy TicketFirst's rows."""
        cluster.drop_database(OWN)
        with psycopg.connect(cluster.url(), autocommit=True) as session:
            session.execute(sql.SQL("DROP ROLE IF EXISTS {role}").format(role=sql.Identifier(OWN)))
            session.execute(sql.SQL("CREATE ROLE {role} LOGIN").format(role=sql.Identifier(OWN)))
        cluster.create_database(OWN, owner=OWN)
        with psycopg.connect(cluster.url(DATABASE)) as source, psycopg.connect(cluster.url(OWN)) as target:
            target.execute(sql.SQL("SET ROLE {role}").format(role=sql.Identifier(OWN)))
            target.execute(SCHEMA.read_bytes())
            for table, columns in TABLES.items():
                _copy(source, target, table, columns)
            own = source.execute("SELECT array_agg(id) FROM desk.api_token WHERE name = 'bench'").fetchone()
            target.execute(TOKENS, own)
            for statement in _sequences():
                target.execute(statement)
        with psycopg.connect(cluster.url(OWN), autocommit=True) as session:
            session.execute("VACUUM (ANALYZE)")

    def program(self, cluster: Cluster, port: int, workers: int) -> Program:
        """Run it."""
        url = cluster.socket_url(OWN, OWN).replace("postgresql:", "postgresql+asyncpg:")
        environment = {"DATABASE_URL": url, "POOL_SIZE": str(POOL)}
        return uvicorn.program("bench.peers.conventional.app:app", port, workers, environment)

    def request(self, work: Work, draw: Draw) -> Request:
        """Ask by TicketFirst's contract, which it has in part."""
        return contract.request(work, draw)

    def tickets(self, work: Work, body: bytes) -> Sequence[int]:
        """Read by TicketFirst's contract."""
        return contract.tickets(work, body)


def _copy(source: psycopg.Connection, target: psycopg.Connection, table: str, columns: str) -> None:
    """Copy the rows of a table from one database to the other."""
    reading = sql.SQL("COPY (SELECT {columns} FROM {table}) TO STDOUT (FORMAT binary)").format(
        columns=_columns(columns), table=sql.Identifier("desk", table)
    )
    writing = sql.SQL("COPY {table} ({columns}) FROM STDIN (FORMAT binary)").format(
        columns=_columns(columns), table=sql.Identifier(table)
    )
    with source.cursor().copy(reading) as rows, target.cursor().copy(writing) as taken:
        for chunk in rows:
            taken.write(chunk)


def _columns(names: str) -> sql.Composed:
    return sql.SQL(", ").join(sql.Identifier(name) for name in names.split(", "))


def _sequences() -> Iterator[sql.Composed]:
    for table, columns in TABLES.items():
        if columns.startswith("id"):
            yield sql.SQL(SEQUENCE).format(name=sql.Literal(table), table=sql.Identifier(table))


CONTENDER = Conventional()
