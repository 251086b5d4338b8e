"""`ticketfirst backup` and `restore`: every row comes back, or nothing does."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from tests.commands import environment, in_folder, on_server, refused, succeeded
from tests.conftest import Database
from tools.cluster import DEBIAN, Cluster, base_folder, remove_folder
from tools.databases import DEPLOYER, dump
from tools.shell import SCRIPTS

NUMBERS = count(1)
# Whatever a helpdesk does in a day, and what its DBA does to it.
HISTORY = """
SELECT api.agent_create('Agent ' || n, 'agent' || n || '@desk.example', CASE n WHEN 1 THEN 'admin' ELSE 'agent' END)
  FROM generate_series(1, 4) AS n;
SELECT api.client_create('Zoë \\. ' || n, 'client' || n || '@client.example') FROM generate_series(1, 3) AS n;
SELECT api.ticket_create('Ticket ' || n, 1 + n % 3, E'line\r\nline \\\\N \\\\. 火', 1 + n % 4)
  FROM generate_series(1, 20) AS n;
SELECT api.comment_create(1 + n % 20, 'Comment ' || n, author_agent_id => 1 + n % 4) FROM generate_series(1, 60) AS n;
SELECT api.comment_move(7, 3), api.comment_delete(8), api.comment_delete(9);
SELECT api.comment_restore(9);
SELECT api.ticket_update(5, '{"subject": "Renamed"}', if_version => 4), api.ticket_delete(6), api.ticket_delete(7);
SELECT api.ticket_restore(7);
SELECT api.agent_delete(4, reassign_to => 2);
SELECT api.token_create(1, 'gateway', '2090-01-01'), api.token_create(2, 'old');
SELECT api.token_revoke(2);
DELETE FROM desk.comment WHERE ticket_id = 20;
DELETE FROM desk.ticket WHERE id = 20;
INSERT INTO desk.team (name) VALUES ('Zoë''s \\. team');
INSERT INTO desk.team_member (team_id, agent_id) VALUES (1, 2);
INSERT INTO desk.organisation (name, is_shared) VALUES ('Harbour', true);
INSERT INTO desk.organisation_member (organisation_id, client_id) VALUES (1, 1), (1, 2);
INSERT INTO desk.service (name, role) VALUES ('Portal', 'portal');
INSERT INTO desk.identity (issuer, subject, service_id) VALUES ('https://issuer.example', 'portal', 1);
UPDATE desk.permission SET roles = array_append(roles, 'lead') WHERE name = 'clock_set';
INSERT INTO desk.database_role (role_name, agent_id) VALUES ('billing', 2);
ALTER ROLE ticketfirst_gateway IN DATABASE {database} SET statement_timeout = '7s';
ALTER DATABASE {database} SET work_mem = '5MB';
ALTER TABLE desk.comment ALTER COLUMN ticket_id SET (n_distinct = 20);
GRANT CONNECT, CREATE ON DATABASE {database} TO ticketfirst_gateway;
REVOKE CONNECT ON DATABASE {database} FROM PUBLIC
"""
SETTINGS = """
SELECT setrole::regrole::text, setconfig FROM pg_db_role_setting AS s JOIN pg_database AS d ON d.oid = s.setdatabase
 WHERE d.datname = current_database() ORDER BY 1
"""
TABLES = "SELECT schemaname, tablename FROM pg_tables WHERE schemaname IN ('desk', 'internal', 'sqitch') ORDER BY 1, 2"
# D is TRUNCATE and m MAINTAIN, which PostgreSQL 15 does not know: left out where the owner has all there is.
RIGHTS = """
SELECT relname, replace(relacl::text, 'Dxtm', 'Dxt') FROM pg_class WHERE relnamespace = 'desk'::regnamespace ORDER BY 1
"""
SEQUENCES = "SELECT schemaname, sequencename, last_value FROM pg_sequences ORDER BY 1, 2"


def query(url: str, statement: str, *arguments: object) -> list[tuple[object, ...]]:
    """Ask a database."""
    with psycopg.connect(url, autocommit=True) as connection:
        cursor = connection.execute(statement.encode(), arguments or None)
        return cursor.fetchall() if cursor.description else []


def rows(url: str) -> dict[str, list[str]]:
    """Give every row of every table, as text."""
    with psycopg.connect(url) as connection:
        return {
            f"{schema}.{table}": [
                row[0]
                for row in connection.execute(
                    sql.SQL("SELECT t::text FROM {} AS t ORDER BY 1").format(sql.Identifier(schema, table))
                )
            ]
            for schema, table in connection.execute(TABLES).fetchall()
        }


def live_through_a_day(database: Database) -> str:
    """Fill a database, and give the secret of a token with which a write was done once."""
    with psycopg.connect(database.url(), autocommit=True) as connection:
        connection.execute(HISTORY.replace("{database}", database.name).encode())
        row = connection.execute("SELECT (api.token_create(1, 'keyed')).secret").fetchone()
    secret = str(row and row[0])
    assert create_once(database.url("ticketfirst_gateway"), secret) == [(21, None)]
    return secret


def create_once(url: str, secret: str) -> list[tuple[object, ...]]:
    """Make a ticket as the gateway does under an idempotency key; give its id, and the answer of the first time."""
    with psycopg.connect(url) as connection:
        entered = connection.execute(
            "SELECT (api.enter(sha256(%s), key => 'k', fingerprint => sha256('f'))).replay", [secret.encode()]
        ).fetchone()
        if entered and entered[0] is not None:
            return [(None, entered[0])]
        return connection.execute(
            "SELECT (api.idempotency_keep('k', to_json(api.ticket_create('Once', 1))) ->> 'id')::int, NULL"
        ).fetchall()


@pytest.fixture
def target(database: Database) -> Iterator[Database]:
    """An empty database beside the one that is backed up."""
    empty = Database(database.cluster, f"restored_{next(NUMBERS)}")
    database.cluster.create_database(empty.name, owner=DEPLOYER, template="template0")
    yield empty
    database.cluster.drop_database(empty.name)


@pytest.fixture
def folder() -> Iterator[Path]:
    """The data directory of an embedded server."""
    parent = Path(tempfile.mkdtemp(prefix="backup-", dir=base_folder()))
    parent.chmod(0o755)
    yield parent / "data"
    remove_folder(parent)


def test_everything_comes_back(database: Database, target: Database, tmp_path: Path) -> None:
    """Rows, journal, registry, sequences, rights, settings; and life goes on where it stopped."""
    secret = live_through_a_day(database)
    file = tmp_path / "desk.backup"
    assert str(file) in succeeded(on_server(database.url(), "backup", file))
    assert file.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [file]
    succeeded(on_server(target.url(), "restore", file))

    before, after = rows(database.url()), rows(target.url())
    assert [table for table, found in before.items() if not found] == ["sqitch.tags"]
    assert after == before
    assert len(before["desk.event"]) > 150
    assert query(target.url(), SEQUENCES) == query(database.url(), SEQUENCES)
    assert query(target.url(), SETTINGS) == query(database.url(), SETTINGS)
    assert "statement_timeout=7s" in str(query(target.url(), SETTINGS))
    assert dump(target.cluster, target.name) == dump(database.cluster, database.name)

    assert on_server(target.url(DEPLOYER), "status").code == 0
    assert create_once(target.url("ticketfirst_gateway"), secret)[0][0] is None, "the key is remembered"
    made = "SELECT id, version FROM api.ticket_create('Next', 1)"
    assert query(target.url(), made) == query(database.url(), made) == [(22, 1)]
    event = "SELECT max(id), count(*) FROM desk.event"
    assert query(target.url(), event) == query(database.url(), event)


def test_into_another_server(database: Database, folder: Path, tmp_path: Path) -> None:
    """A server without the roles gets those of TicketFirst; one that it does not know is asked for."""
    secret = live_through_a_day(database)
    file = tmp_path / "desk.backup"
    succeeded(on_server(database.url(), "backup", file))
    refused(in_folder(folder, "restore", file), 'role "deployer" does not exist', "make it first (CREATE ROLE")
    succeeded(in_folder(folder, "psql", "-qc", "CREATE ROLE deployer"))
    succeeded(in_folder(folder, "restore", file))
    assert "1   agent1@desk.example" in succeeded(in_folder(folder, "token", "list"))
    assert in_folder(folder, "status").code == 0
    settings = succeeded(in_folder(folder, "psql", "-Atc", SETTINGS))
    assert "ticketfirst_gateway|{statement_timeout=7s}" in settings
    assert "-|{work_mem=5MB}" in settings
    options = (
        "SELECT 'n_distinct=20' = ANY (attoptions) FROM pg_attribute WHERE attname = 'ticket_id' AND attoptions <> '{}'"
    )
    assert "t\n" in succeeded(in_folder(folder, "psql", "-Atc", options))
    assert secret not in file.read_text(errors="replace")


def test_into_an_older_server(database18: Database, tmp_path: Path) -> None:
    """What PostgreSQL 18 wrote comes back on 15, which has never heard of TicketFirst: rows, and who may do what."""
    live_through_a_day(database18)
    file = tmp_path / "desk.backup"
    succeeded(on_server(database18.url(), "backup", file))
    older = Cluster.start(DEBIAN)
    try:
        url = older.create_database("restored")
        succeeded(on_server(url, "restore", file))
        assert rows(url) == rows(database18.url())
        assert query(url, RIGHTS) == query(database18.url(), RIGHTS)
    finally:
        older.stop()


def test_nothing_is_replaced(database: Database, tmp_path: Path) -> None:
    """A database with anything in it is left as it is."""
    file = tmp_path / "desk.backup"
    succeeded(on_server(database.url(), "backup", file))
    refused(on_server(database.url(), "restore", file), "is not empty", "make an empty one", "restore into that")
    refused(on_server(database.url(), "restore", "--replace", file), "--replace is for the embedded server")


def test_another_encoding(database: Database, target: Database, tmp_path: Path) -> None:
    """It is said which database to make."""
    file = tmp_path / "desk.backup"
    succeeded(on_server(database.url(), "backup", file))
    database.cluster.drop_database(target.name)
    query(database.cluster.url(), f"CREATE DATABASE {target.name} TEMPLATE template0 ENCODING LATIN1 LOCALE 'C'")
    refused(on_server(target.url(), "restore", file), "has the encoding LATIN1: make an empty one with encoding UTF8")


def test_a_damaged_backup(database: Database, target: Database, tmp_path: Path) -> None:
    """All or nothing: what came before the damage is rolled back."""
    file = tmp_path / "desk.backup"
    live_through_a_day(database)
    succeeded(on_server(database.url(), "backup", file))
    whole = file.read_bytes()
    file.write_bytes(whole[:-1000])
    refused(on_server(target.url(), "restore", file), "nothing was restored: ")
    assert query(target.url(), "SELECT FROM pg_namespace WHERE nspname IN ('desk', 'api', 'sqitch')") == []
    assert query(target.url(), SETTINGS) == []
    file.write_bytes(b"no backup at all")
    refused(on_server(target.url(), "restore", file), "nothing was restored: ", "valid archive")
    refused(on_server(target.url(), "restore", tmp_path / "none"), "none: No such file or directory")
    file.write_bytes(whole)
    succeeded(on_server(target.url(), "restore", file))


def test_a_backup_that_fails_leaves_the_older_one(database: Database, tmp_path: Path) -> None:
    """The file is the old one or the new one, and nothing lies beside it."""
    file = tmp_path / "desk.backup"
    file.write_text("the older one")
    limited: list[str | Path] = ["/bin/sh", "-c", 'ulimit -f 10; exec "$0" backup "$1"', SCRIPTS / "ticketfirst", file]
    # Nor may Python itself write what would be cut off: its cache.
    settings = environment(TICKETFIRST_ADMIN_DATABASE_URL=database.url(), PYTHONDONTWRITEBYTECODE="1")
    done = subprocess.run(limited, env=settings, capture_output=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith(b"error: nothing was backed up: ")
    assert file.read_text() == "the older one"
    assert list(tmp_path.iterdir()) == [file]
    refused(on_server(database.url(), "backup", tmp_path), "is a directory: name a file")
    refused(on_server(database.url(), "backup", tmp_path / "none" / "x"), "none/x cannot be written: No such file")


def test_who_may(database: Database, target: Database, tmp_path: Path) -> None:
    """Row level security holds for the owner too, so that their backup would be none."""
    file = tmp_path / "desk.backup"
    words = ["role deployer may not", "row level security", "superuser", "TICKETFIRST_ADMIN_DATABASE_URL"]
    refused(on_server(database.url(DEPLOYER), "backup", file), *words)
    assert not file.exists()
    refused(on_server(target.url(), "backup", file), "has no TicketFirst to back up")
    succeeded(on_server(database.url(), "backup", file))
    refused(on_server(target.url(DEPLOYER), "restore", file), *words)


def test_somebody_elses_backup(cluster18: Cluster, tmp_path: Path) -> None:
    """It is not restored."""
    file = tmp_path / "other.backup"
    url = cluster18.create_database(f"other_{next(NUMBERS)}", template="template0")
    subprocess.run([cluster18.bin / "pg_dump", "-Fc", f"--file={file}", url], check=True)
    refused(on_server(url, "restore", file), "is no backup of TicketFirst")
