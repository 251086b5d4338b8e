"""What the gateway cannot work with stops its start at once, with one sentence that says what to do."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest

from tests.conftest import GATEWAY, Database
from tests.starts import WAYS, complaints, started
from tools.ports import free_port

LIMITED = "ticketfirst_limited"
STRANGER = "ticketfirst_stranger"
ABOVE = "ticketfirst_above"
LOCKED = "ticketfirst_locked"


def execute(database: Database, *statements: str) -> None:
    """Run statements as a superuser, each by itself."""
    with psycopg.connect(database.url(), autocommit=True) as session:
        for statement in statements:
            session.execute(statement.encode())


@pytest.fixture(scope="module", autouse=True)
def roles(database18: Database) -> Iterator[None]:
    """Roles that are somebody's mistakes."""
    names = (LIMITED, STRANGER, ABOVE, LOCKED)
    execute(database18, *(f"CREATE ROLE {name} LOGIN PASSWORD 's3cret'" for name in names))
    execute(
        database18,
        f"ALTER ROLE {LIMITED} CONNECTION LIMIT 5",
        f"ALTER ROLE {ABOVE} BYPASSRLS",
        *(f"GRANT {GATEWAY} TO {name}" for name in (LIMITED, ABOVE, LOCKED)),
    )
    yield
    execute(database18, *(f"DROP ROLE {name}" for name in names))


@contextmanager
def asked_for_password(database: Database, role: str) -> Iterator[None]:
    """Have the server, which trusts everybody, ask one role for its password."""
    rules = database.cluster.data / "pg_hba.conf"
    before = rules.read_text()
    try:
        rules.write_text(f"host all {role} 127.0.0.1/32 scram-sha-256\n{before}")
        execute(database, "SELECT pg_reload_conf()", "SELECT pg_sleep(0.2)")
        yield
    finally:
        rules.write_text(before)
        execute(database, "SELECT pg_reload_conf()")


def sentence(way: str, url: str, **settings: object) -> str:
    """Start on a database, and give the one sentence that comes of it."""
    (line,) = complaints(started(way, database_url=url, port=free_port(), **settings))
    assert "s3cret" not in line
    return line


def test_roles(database18: Database) -> None:
    """Who is above the policies, or may do nothing, is told whom to log in as."""
    said = {
        "postgres": "postgres is a superuser, whom no policy holds back",
        ABOVE: f"{ABOVE} is exempt from row level security, whom no policy holds back",
        "deployer": "deployer is a member of the roles that own the tables",
        STRANGER: f"{STRANGER} may not call the functions",
    }
    for role, words in said.items():
        line = sentence("gateway.serving.server", database18.url(role))
        instead = "log in as ticketfirst_gateway, or a role that is granted it and nothing else"
        assert line == f"TICKETFIRST_DATABASE_URL: {words}: {instead}"


def test_no_database(database18: Database) -> None:
    """Where nothing listens, where the database is missing, and where the password is wrong."""
    begin = "TICKETFIRST_DATABASE_URL: the database cannot be used: "
    end = "; see that it runs, and that host, port, database, user and password are right"
    wrong = f"postgresql://{LOCKED}:s3cretive@127.0.0.1:{database18.cluster.port}/{database18.name}"
    with asked_for_password(database18, LOCKED):
        for way, url, words in (
            (WAYS[0], f"postgresql://{GATEWAY}:s3cret@127.0.0.1:{free_port()}/desk", "Connection refused"),
            (WAYS[1], database18.cluster.url("nothing", GATEWAY), 'database "nothing" does not exist'),
            (WAYS[0], wrong, f'password authentication failed for user "{LOCKED}"'),
        ):
            line = sentence(way, url)
            assert line.startswith(begin)
            assert words in line
            assert line.endswith(end)


def test_nothing_set() -> None:
    """The gateway alone brings no database; `ticketfirst serve` does."""
    (line,) = complaints(started("gateway.serving.server"))
    assert line == "TICKETFIRST_DATABASE_URL: name a database, or run `ticketfirst serve`, which brings one"


@pytest.mark.parametrize("workers", [1, 3])
def test_not_deployed(database18: Database, workers: int) -> None:
    """A database without the plan, or with another version's functions; several processes say it once, and all end."""
    url = database18.cluster.url("postgres", GATEWAY)
    line = sentence("gateway.serving.server", url, workers=workers)
    assert line == (
        "TICKETFIRST_DATABASE_URL: TicketFirst is not deployed in the database postgres:"
        " run `ticketfirst deploy`, or name another database"
    )
    execute(database18, *(f"ALTER FUNCTION api.{name} RENAME TO old_{name}" for name in ("ticket_get", "agent_get")))
    try:
        line = sentence("gateway.serving.server", database18.url(GATEWAY), workers=workers)
    finally:
        execute(
            database18, *(f"ALTER FUNCTION api.old_{name} RENAME TO {name}" for name in ("ticket_get", "agent_get"))
        )
    assert line == (
        "TICKETFIRST_DATABASE_URL: the database has not what this version of TicketFirst needs: run"
        " `ticketfirst deploy`; api.ticket_get does not exist, or the gateway may not execute it (and 1 more like that)"
    )


def test_more_lanes_than_connections(database18: Database) -> None:
    """The sum is shown, and what to change."""
    line = sentence("gateway.serving.server", database18.url(GATEWAY), workers=10, write_lanes=20)
    assert line == (
        "TICKETFIRST_WORKERS: 10 x 27 lanes need 270 connections, and the server's max_connections leaves 197: raise"
        " that, or lower TICKETFIRST_WORKERS or the lanes"
        " (TICKETFIRST_READ_LANES, TICKETFIRST_WRITE_LANES, TICKETFIRST_SLOW_LANES)"
    )
    line = sentence("gateway.serving.server", database18.url(LIMITED))
    assert f"1 x 15 lanes need 15 connections, and the connection limit of {LIMITED} leaves 5" in line


@pytest.mark.parametrize("workers", [1, 2])
def test_connections_that_others_have(database18: Database, workers: int) -> None:
    """The server's own words are passed on, and not how long was waited."""
    execute(database18, f"ALTER ROLE {LIMITED} CONNECTION LIMIT 30")
    others = [psycopg.connect(database18.url(LIMITED)) for _ in range(20)]
    line = sentence("gateway.serving.server", database18.url(LIMITED), workers=workers)
    for other in others:
        other.close()
    execute(database18, f"ALTER ROLE {LIMITED} CONNECTION LIMIT 5")
    assert f'too many connections for role "{LIMITED}"' in line


def test_the_port_is_taken(database18: Database) -> None:
    """By whomever; and an address that is not this machine's cannot be listened on."""
    url = database18.url(GATEWAY)
    for workers, way in enumerate(WAYS, 1):
        with socket.create_server(("127.0.0.1", 0)) as other:
            port = other.getsockname()[1]
            (line,) = complaints(started(way, database_url=url, port=port, workers=workers))
        assert line == (
            f"TICKETFIRST_PORT: cannot listen on 127.0.0.1, port {port}: address already in use;"
            " end what is there, or choose another port (or TICKETFIRST_HOST)"
        )
    line = sentence("gateway.serving.server", url, host="192.0.2.1")
    assert line.startswith("TICKETFIRST_PORT: cannot listen on 192.0.2.1, port ")
    line = sentence("gateway.serving.server", url, host="nowhere.invalid")
    assert line.startswith("TICKETFIRST_HOST: cannot listen on nowhere.invalid: ")
