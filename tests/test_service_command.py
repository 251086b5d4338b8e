"""`ticketfirst service`: programs that call the functions with a database role of their own, on a real server."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any

import psycopg
import pytest
from psycopg import sql

from tests.commands import Done, on_server, refused, ticketfirst
from tests.conftest import Database
from tools.databases import DEPLOYER

_numbers = count(1)


@pytest.fixture
def role(database: Database) -> Iterator[str]:
    """Give the name of a role that is not there, and drop it afterwards: roles are the cluster's."""
    name = f'Billing "{next(_numbers)}" ü'
    yield name
    drop(database, name)


@pytest.fixture
def ids(database: Database) -> dict[str, int]:
    """Make an agent, two clients and two services, and give their ids."""
    with psycopg.connect(database.url()) as session:
        rows = session.execute(
            """SELECT 'ben', (api.agent_create('Ben', 'ben@desk.example')).id
               UNION ALL SELECT 'cleo', (api.client_create('Cleo', 'cleo@client.example')).id
               UNION ALL SELECT 'kim', (api.client_create('Kim', 'kim@client.example')).id
               UNION ALL SELECT 'portal', (api.service_create('Portal', 'portal')).id
               UNION ALL SELECT 'monitor', (api.service_create('Monitor', 'monitor')).id"""
        ).fetchall()
    return dict(rows)


def drop(database: Database, name: str) -> None:
    """Drop a role with what it has been granted."""
    with psycopg.connect(database.url()) as session:
        session.execute("SET client_min_messages = error")
        session.execute(sql.SQL("DROP ROLE IF EXISTS {}").format(sql.Identifier(name)))


def service(database: Database, *arguments: str, user: str = DEPLOYER, **settings: str) -> Done:
    """Run the command as who has deployed, who is no superuser."""
    url = database.url(user)
    return ticketfirst("service", *arguments, TICKETFIRST_ADMIN_DATABASE_URL=url, **settings)


def added(database: Database, role: str, actor: str, **settings: str) -> str:
    """Let a role stand for an actor, and give the SQL that was printed."""
    done = service(database, "add", role, "--actor", actor, **settings)
    assert (done.code, done.err) == (0, f"whoever logs in as {role} is {actor}\n"), done
    return done.out


def as_role(database: Database, role: str) -> psycopg.Connection:
    """Log in as a role."""
    return psycopg.connect(database.url(), user=role)


def me(session: psycopg.Connection) -> dict[str, Any]:
    """Ask who the session is."""
    row = session.execute("SELECT to_json(api.me())").fetchone()
    assert row is not None
    return dict(row[0])


def test_a_role_is_made_and_is_its_actor(database: Database, role: str, ids: dict[str, int]) -> None:
    """Whichever kind of actor; run again, it is another's, and what was printed is what was run."""
    quoted = role.replace('"', '""')
    first = added(database, role, f"agent:{ids['ben']}")
    assert first.startswith(f'BEGIN;\nCREATE ROLE "{quoted}" LOGIN;\nGRANT ticketfirst_service TO "{quoted}";\n')
    assert first.endswith(";\nCOMMIT;\n")
    with as_role(database, role) as session:
        assert (me(session)["role"], me(session)["agent_id"]) == ("agent", ids["ben"])
    again = added(database, role, f"client:{ids['cleo']}")
    assert "CREATE ROLE" not in again
    with as_role(database, role) as session:
        assert (me(session)["role"], me(session)["client_id"], me(session)["agent_id"]) == ("client", ids["cleo"], None)
    added(database, role, f"service:{ids['monitor']}")
    with as_role(database, role) as session:
        assert (me(session)["role"], me(session)["service_id"]) == ("monitor", ids["monitor"])


def test_no_setting_makes_it_another(database: Database, role: str, ids: dict[str, int]) -> None:
    """Neither an invented value nor the sealed one of the gateway's session, in force in that moment, nor none."""
    added(database, role, f"agent:{ids['ben']}")
    with psycopg.connect(database.url()) as admin:
        token = admin.execute("SELECT (api.token_create(%s, 'X')).secret", [administrator(admin)]).fetchone()
    assert token is not None
    with psycopg.connect(database.url("ticketfirst_gateway")) as gateway, as_role(database, role) as session:
        gateway.execute("SELECT api.enter(sha256(convert_to(%s, 'UTF8')))", token)
        sealed = gateway.execute("SELECT current_setting('ticketfirst.actor')").fetchone()
        assert me(gateway)["role"] == "admin"
        assert sealed is not None
        forged = "0" * 64 + "|" + sealed[0][65:]
        for value in (sealed[0], sealed[0][65:], forged, "1", "", "service:1", "(admin,,,,,,,,,)"):
            session.execute(sql.SQL("SET ticketfirst.actor = {}").format(sql.Literal(value)))
            assert (me(session)["role"], me(session)["agent_id"]) == ("agent", ids["ben"]), value
            session.execute(sql.SQL("SET LOCAL ticketfirst.actor = {}").format(sql.Literal(value)))
            assert (me(session)["role"], me(session)["agent_id"]) == ("agent", ids["ben"]), value
        session.execute("RESET ALL")
        assert me(session)["agent_id"] == ids["ben"]


def administrator(session: psycopg.Connection) -> int:
    """Make an administrator."""
    row = session.execute("SELECT (api.agent_create('Ada', 'ada@desk.example', 'admin')).id").fetchone()
    assert row is not None
    return int(row[0])


def test_it_can_enter_as_nobody_else(database: Database, role: str, ids: dict[str, int]) -> None:
    """The doors of the gateway, the tables and the helpers are shut; and the owners' roles are not its."""
    added(database, role, f"agent:{ids['ben']}")
    for statement in (
        "SELECT api.enter(sha256('x'))",
        "SELECT api.idempotency_keep('k', '{}')",
        "SELECT internal.actor()",
        "SELECT internal.seal('x')",
        "SELECT FROM desk.ticket",
        "SELECT FROM desk.secret",
        "UPDATE desk.database_role SET agent_id = 1",
        "SET ROLE ticketfirst_owner",
        "SET ROLE ticketfirst_api",
        "SET ROLE ticketfirst_gateway",
    ):
        with as_role(database, role) as session, pytest.raises(psycopg.errors.InsufficientPrivilege):
            session.execute(statement.encode())
    with as_role(database, role) as session:
        with pytest.raises(psycopg.Error) as error:
            session.execute("SELECT api.token_create(1, 'X')")
        assert (error.value.sqlstate, error.value.diag.constraint_name) == ("TF403", "permission_missing")


def test_on_behalf_of_a_client(database: Database, role: str, ids: dict[str, int]) -> None:
    """Until the transaction's end, if its role has the permission; and the journal has both."""
    added(database, role, f"service:{ids['portal']}")
    kim = ids["kim"]
    with as_role(database, role) as session:
        session.execute("SELECT api.act_for(client_id => %s)", [kim])
        shown = me(session)
        assert (shown["client_id"], shown["service_id"], shown["by_service_id"]) == (kim, None, ids["portal"])
        sealed = session.execute("SELECT current_setting('ticketfirst.actor')").fetchone()
        ticket = session.execute("SELECT (api.ticket_create('For me', %s)).id", [kim]).fetchone()
        session.commit()
        assert (me(session)["service_id"], me(session)["client_id"]) == (ids["portal"], None)
        session.commit()
        assert sealed is not None
        session.execute("SELECT set_config('ticketfirst.actor', %s, false)", sealed)
        session.commit()
        assert me(session)["client_id"] is None, "a seal of an earlier transaction counts no more"
        session.rollback()
        with pytest.raises(psycopg.Error) as error:
            session.execute("SELECT api.act_for(agent_id => 1)")
        assert error.value.diag.constraint_name == "permission_missing"
    with psycopg.connect(database.url()) as admin:
        events = admin.execute(
            """SELECT actor_agent_id, actor_client_id, actor_service_id, by_agent_id, by_service_id, database_role
                 FROM desk.event WHERE entity = 'ticket' AND entity_id = %s""",
            ticket,
        ).fetchall()
    assert events == [(None, kim, None, None, ids["portal"], role)]
    added(database, role, f"service:{ids['monitor']}")
    with as_role(database, role) as session:
        with pytest.raises(psycopg.Error) as error:
            session.execute("SELECT api.act_for(client_id => 1)")
        assert error.value.diag.constraint_name == "permission_missing"


def test_a_dry_run(database: Database, role: str, ids: dict[str, int]) -> None:
    """It changes nothing; what it prints does, in a DBA's hands."""
    done = service(database, "add", role, "--actor", f"service:{ids['portal']}", "--dry-run")
    assert (done.code, done.err) == (0, "")
    with psycopg.connect(database.url()) as admin:
        assert admin.execute("SELECT FROM pg_roles WHERE rolname = %s", [role]).fetchone() is None
    with psycopg.connect(database.url(DEPLOYER), autocommit=True) as dba:
        dba.execute(done.out.encode())
    with as_role(database, role) as session:
        assert me(session)["service_id"] == ids["portal"]
    removing = service(database, "remove", role, "--dry-run")
    assert removing.code == 0
    with as_role(database, role) as session:
        assert me(session)["service_id"] == ids["portal"]
    with psycopg.connect(database.url(DEPLOYER), autocommit=True) as dba:
        dba.execute(removing.out.encode())
    assert service(database, "list").out.splitlines()[1:] == []


def test_a_password(database: Database, role: str, ids: dict[str, int]) -> None:
    """Out of the environment; the server gets a hash of it, which is printed for a DBA alone."""
    actor, secret = f"agent:{ids['ben']}", "päss 'word\\"
    shown = added(database, role, actor, TICKETFIRST_SERVICE_PASSWORD=secret)
    assert "PASSWORD '…';" in shown
    assert secret not in shown
    with psycopg.connect(database.url()) as admin:
        row = admin.execute("SELECT rolpassword FROM pg_authid WHERE rolname = %s", [role]).fetchone()
    assert row is not None and row[0].startswith("SCRAM-SHA-256$")
    dry = service(database, "add", role, "--actor", actor, "--dry-run", TICKETFIRST_SERVICE_PASSWORD=secret)
    assert "PASSWORD 'SCRAM-SHA-256$" in dry.out
    assert secret not in dry.out
    assert "PASSWORD" not in added(database, role, actor)
    assert service(database, "add", role, "--actor", actor, "--password", "x").code == 2, "there is no such option"


def test_the_list_and_the_end(database: Database, role: str, ids: dict[str, int]) -> None:
    """The list tells who is ready, and what else they lack; who is removed is refused from the next call on."""
    assert service(database, "list").out.split() == ["role", "actor", "name", "may", "do", "as", "state"]
    added(database, role, f"service:{ids['portal']}")
    with psycopg.connect(database.url(), autocommit=True) as admin:
        admin.execute("INSERT INTO desk.database_role (role_name, client_id) VALUES ('absent', %s)", [ids["kim"]])

        def states() -> list[str]:
            rows = service(database, "list").out.splitlines()[1:]
            return [row.strip().split("  ")[-1].strip() for row in rows]

        assert states() == ["ready", "there is no such database role"]
        listed = service(database, "list").out.splitlines()[1]
        for word in (role, f"service:{ids['portal']}", "Portal", "portal"):
            assert word in listed
        admin.execute("SELECT api.service_update(%s, '{\"active\": false}')", [ids["portal"]])
        assert states()[0] == "its actor is not active"
        inactive = service(database, "add", role, "--actor", f"service:{ids['portal']}")
        assert "is not active: the role is refused until it is" in inactive.err
        admin.execute("SELECT api.service_delete(%s)", [ids["portal"]])
        assert states()[0] == "its actor is deleted"
        refused(service(database, "add", role, "--actor", f"service:{ids['portal']}"), "there is no service")
        admin.execute("SELECT api.service_restore(%s)", [ids["portal"]])
        admin.execute("SELECT api.service_update(%s, '{\"active\": true}')", [ids["portal"]])
        with psycopg.connect(database.url(DEPLOYER)) as dba:  # who has granted it
            dba.execute(sql.SQL("REVOKE ticketfirst_service FROM {}").format(sql.Identifier(role)))
        assert states()[0] == "lacks GRANT ticketfirst_service"
    added(database, role, f"service:{ids['portal']}")
    with as_role(database, role) as session:
        assert me(session)["role"] == "portal"
        session.commit()
        assert service(database, "remove", role, user="postgres").code == 0, "whoever has granted it"
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            me(session)
    refused(service(database, "remove", role), "stands for nobody here")
    assert service(database, "remove", "absent").code == 0


def test_who_is_refused(database: Database, ids: dict[str, int]) -> None:
    """Roles that are more than one actor, and actors who are not there; and nothing changes."""
    ben = f"agent:{ids['ben']}"
    made = {
        "refused_super": "SUPERUSER LOGIN",
        "refused_owner": "LOGIN IN ROLE ticketfirst_owner",
        "refused_api": "LOGIN IN ROLE ticketfirst_api",
        "refused_gateway": "LOGIN IN ROLE ticketfirst_gateway",
        "refused_group": "NOLOGIN",
    }
    with psycopg.connect(database.url(), autocommit=True) as admin:
        for name, options in made.items():
            admin.execute(f"CREATE ROLE {name} {options}".encode())
        admin.execute("CREATE ROLE refused_nested LOGIN IN ROLE refused_owner")
        try:
            wrong = {
                "postgres": "is a superuser",
                "refused_super": "is a superuser",
                "refused_owner": "is a member of ticketfirst_owner",
                "refused_nested": "is a member of ticketfirst_owner",
                "refused_api": "is a member of ticketfirst_api",
                "refused_gateway": "is a member of ticketfirst_gateway",
                "refused_group": "may not log in",
                DEPLOYER: "is a member of ticketfirst_owner",
                "ticketfirst_gateway": "TicketFirst's own",
                "ticketfirst_service": "TicketFirst's own",
                "ticketfirst_new": "TicketFirst's own",
                "pg_new": "PostgreSQL's",
                "public": "PostgreSQL's",
                "": "1 to 63 bytes",
                "ü" * 32: "1 to 63 bytes",
            }
            for name, words in wrong.items():
                refused(service(database, "add", "--actor", ben, "--", name), words)
        finally:
            for name in ("refused_nested", *made):
                admin.execute(f"DROP ROLE {name}".encode())
        for actor in (
            "ben",
            "agent",
            "agent:",
            "agent:0",
            "agent:-1",
            "agent:1 ",
            "Agent:1",
            "admin:1",
            "agent:" + "9" * 19,
        ):
            refused(service(database, "add", "--actor", actor, "--", "refused_new"), "--actor must be like agent:7")
        refused(service(database, "add", "refused_new", "--actor", "client:999"), "there is no client 999")
        assert admin.execute("SELECT FROM pg_roles WHERE rolname ~ '^refused_'").fetchone() is None
        assert admin.execute("SELECT FROM desk.database_role").fetchone() is None


def test_nothing_is_deployed(database: Database) -> None:
    """It says what to do."""
    with psycopg.connect(database.url(), autocommit=True) as admin:
        admin.execute("CREATE DATABASE service_bare")
    try:
        url = database.url().replace(database.name, "service_bare")
        for arguments in (("list",), ("add", "x", "--actor", "agent:1"), ("remove", "x")):
            refused(on_server(url, "service", *arguments), "run `ticketfirst deploy`")
    finally:
        database.cluster.drop_database("service_bare")


def test_a_database_without_the_plan(database: Database) -> None:
    """Whose cluster has the roles all the same, since another database has the plan."""
    url = database.cluster.url()
    for command in (["service", "list"], ["token", "list"], ["jwt", "key"]):
        refused(ticketfirst(*command, TICKETFIRST_ADMIN_DATABASE_URL=url), "nothing is deployed here yet")
