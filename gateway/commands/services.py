"""`ticketfirst service`: which database roles call the functions directly, and as whom. It shows the SQL it runs."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from typing import Annotated

import typer
from psycopg import sql
from rich.table import Table
from rich.text import Text

from gateway.commands.output import failing_politely, out, remark, say
from gateway.commands.target import OWNER, DatabaseUrl, acting_as, deployed
from gateway.deploy import PG16
from gateway.registry import Connection, DeployError

app = typer.Typer(
    no_args_is_help=True,
    help="Let other programs call the functions in SQL, each with a database role of its own that stands for one actor."
    " (The services of /v1/services are actors themselves, as agents and clients are: --actor service:2.)",
)

Role = Annotated[str, typer.Argument(metavar="ROLE", help="The database role that logs in.", show_default=False)]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Run nothing: print the SQL, for a DBA to run.")]

LONGEST = 63  # bytes of a role's name
PASSWORD = "TICKETFIRST_SERVICE_PASSWORD"
HASH = re.compile(r"'SCRAM-SHA-256\$[^']+'")
ACTOR = re.compile(r"(agent|client|service):([1-9][0-9]{0,17})", re.ASCII)
STANDING = """
SELECT r.rolsuper, r.rolcanlogin,
       ARRAY(SELECT o.name FROM unnest(ARRAY['ticketfirst_owner', 'ticketfirst_api', 'ticketfirst_gateway']) AS o (name)
              WHERE pg_has_role(r.oid, o.name, 'MEMBER'))
  FROM pg_roles AS r
 WHERE r.rolname = %s
"""
GRANTORS = """
SELECT pg_get_userbyid(m.grantor)::text
  FROM pg_auth_members AS m
 WHERE m.roleid = 'ticketfirst_service'::regrole AND pg_get_userbyid(m.member) = %s
 ORDER BY 1
"""
LISTED = """
SELECT d.role_name::text,
       CASE WHEN d.agent_id IS NOT NULL THEN 'agent:' || d.agent_id
            WHEN d.client_id IS NOT NULL THEN 'client:' || d.client_id
            ELSE 'service:' || d.service_id END,
       coalesce(a.name, c.name, s.name),
       coalesce(a.role, CASE WHEN c.id IS NOT NULL THEN 'client' END, s.role),
       CASE WHEN r.rolname IS NULL THEN 'there is no such database role'
            WHEN NOT r.rolcanlogin THEN 'may not log in'
            WHEN NOT pg_has_role(r.oid, 'ticketfirst_service', 'MEMBER') THEN 'lacks GRANT ticketfirst_service'
            WHEN coalesce(a.deleted_at, c.deleted_at, s.deleted_at) IS NOT NULL THEN 'its actor is deleted'
            WHEN NOT coalesce(a.active, c.active, s.active) THEN 'its actor is not active'
            ELSE 'ready' END
  FROM desk.database_role AS d
  LEFT JOIN desk.agent AS a ON a.id = d.agent_id
  LEFT JOIN desk.client AS c ON c.id = d.client_id
  LEFT JOIN desk.service AS s ON s.id = d.service_id
  LEFT JOIN pg_roles AS r ON r.rolname = d.role_name
 ORDER BY d.role_name::text COLLATE "C"
"""


@app.command("add")
def add_command(
    role: Role,
    actor: Annotated[
        str,
        typer.Option(
            metavar="ACTOR", help="Whom it stands for: agent:7, client:3 or service:2, by id.", show_default=False
        ),
    ],
    ask_password: Annotated[bool, typer.Option("--ask-password", help="Ask for a password, and set it.")] = False,
    dry_run: DryRun = False,
    database_url: DatabaseUrl = "",
) -> None:
    """Let a program that logs in as ROLE call the public functions as one actor.

    A role that is not there is made. The SQL that is run is printed.
    Who the program is follows from its login alone: no setting changes it.
    Run again with another actor, it stands for that one.

    A password is asked for, or taken from TICKETFIRST_SERVICE_PASSWORD, and
    never given as an option, where others would see it. Without one, the role
    keeps what it has, or logs in by peer, a certificate or the like.
    """
    with failing_politely(), deployed(database_url) as connection:
        field, actor_id = _actor(actor)
        exists = _require_usable(connection, role)
        _require_actor(connection, field, actor_id)
        password = os.environ.get(PASSWORD, "")
        if ask_password:
            password = typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
        statements: list[sql.Composable] = []
        if not exists:
            statements.append(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(role)))
        if password:
            statements.append(_password(connection, role, password))
        _run(connection, [*statements, *_standing(role, field, actor_id)], dry_run=dry_run)
        if not dry_run:
            remark(f"whoever logs in as {role} is {actor}")


@app.command("list")
def list_command(database_url: DatabaseUrl = "") -> None:
    """List the database roles that stand for actors, and whether they are ready."""
    with failing_politely(), deployed(database_url) as connection:
        table = Table(box=None, pad_edge=False)
        for heading in ("role", "actor", "name", "may do as", "state"):
            table.add_column(heading, overflow="fold", no_wrap=heading == "actor")
        with acting_as(connection, OWNER):
            for row in connection.execute(LISTED.encode()):
                table.add_row(*(Text(str(cell)) for cell in row))
        out.print(table)


@app.command("remove")
def remove_command(role: Role, dry_run: DryRun = False, database_url: DatabaseUrl = "") -> None:
    """Let ROLE stand for nobody any more: the functions refuse it from its next call on.

    The role itself stays, since other databases may use it: DROP ROLE is
    printed as a comment, for a DBA.
    """
    with failing_politely(), deployed(database_url) as connection:
        with acting_as(connection, OWNER):
            row = connection.execute("SELECT FROM desk.database_role WHERE role_name = %s", [role]).fetchone()
        if row is None:
            raise DeployError(f"role {role} stands for nobody here: see `ticketfirst service list`")
        _run(connection, _removing(connection, role), dry_run=dry_run)
        remark(f"-- if nothing else needs the role: DROP ROLE {_identifier(connection, role)};")


def _actor(text: str) -> tuple[str, int]:
    """Read whom a role stands for: the column, and the id."""
    found = ACTOR.fullmatch(text)
    if found is None:
        raise DeployError(f"--actor must be like agent:7, client:3 or service:2, not {text}")
    return f"{found[1]}_id", int(found[2])


def _require_usable(connection: Connection, role: str) -> bool:
    """Refuse roles that are more than one actor, and tell whether the role is there."""
    if not role or "\0" in role or len(role.encode()) > LONGEST:
        raise DeployError(f"the name of a role has 1 to {LONGEST} bytes")
    if role.startswith("ticketfirst_") or role.startswith("pg_") or role in {"public", "none"}:
        raise DeployError(f"role {role} is TicketFirst's own or PostgreSQL's: take a role of the program's own")
    row = connection.execute(STANDING, [role]).fetchone()
    if row is None:
        return False
    is_superuser, can_login, roles = row
    if is_superuser:
        raise DeployError(f"role {role} is a superuser, and so an administrator whatever it stands for")
    if roles:
        raise DeployError(f"role {role} is a member of {', '.join(roles)}: take a role that is not")
    if not can_login:
        raise DeployError(f"role {role} may not log in: take one that may, or ALTER ROLE … LOGIN")
    return True


def _require_actor(connection: Connection, field: str, actor_id: int) -> None:
    kind = field.removesuffix("_id")
    query = sql.SQL("SELECT active FROM desk.{} WHERE id = %s AND deleted_at IS NULL").format(sql.Identifier(kind))
    with acting_as(connection, OWNER):
        row = connection.execute(query, [actor_id]).fetchone()
    if row is None:
        raise DeployError(f"there is no {kind} {actor_id}")
    if not row[0]:
        remark(f"{kind} {actor_id} is not active: the role is refused until it is")


def _password(connection: Connection, role: str, password: str) -> sql.Composable:
    """Give the statement that sets a password, hashed here already, so that no log of the server shows it."""
    hashed = connection.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256").decode()
    return sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(role), sql.Literal(hashed))


def _standing(role: str, field: str, actor_id: int) -> Sequence[sql.Composable]:
    """Give the statements that let a role stand for an actor."""
    ids = [sql.Literal(actor_id if column == field else None) for column in ("agent_id", "client_id", "service_id")]
    return [
        sql.SQL("GRANT ticketfirst_service TO {}").format(sql.Identifier(role)),
        sql.SQL("SET LOCAL ROLE ticketfirst_owner"),
        sql.SQL(
            "INSERT INTO desk.database_role (role_name, agent_id, client_id, service_id) VALUES ({}, {})"
            " ON CONFLICT (role_name) DO UPDATE SET agent_id = excluded.agent_id, client_id = excluded.client_id,"
            " service_id = excluded.service_id"
        ).format(sql.Literal(role), sql.SQL(", ").join(ids)),
    ]


def _removing(connection: Connection, role: str) -> Sequence[sql.Composable]:
    """Give the statements that let a role stand for nobody."""
    name = sql.Identifier(role)
    grantors = [row[0] for row in connection.execute(GRANTORS, [role])]
    if connection.info.server_version < PG16:  # which keeps one grant alone, and anybody's REVOKE takes it
        revoked = [sql.SQL("REVOKE ticketfirst_service FROM {}").format(name)] if grantors else []
    else:
        revoke = sql.SQL("REVOKE ticketfirst_service FROM {} GRANTED BY {}")
        revoked = [revoke.format(name, sql.Identifier(grantor)) for grantor in grantors]
    return [
        *revoked,
        sql.SQL("SET LOCAL ROLE ticketfirst_owner"),
        sql.SQL("DELETE FROM desk.database_role WHERE role_name = {}").format(sql.Literal(role)),
    ]


def _run(connection: Connection, statements: Sequence[sql.Composable], *, dry_run: bool) -> None:
    """Run statements in one transaction, and print them; what a DBA shall run has the hash of the password."""
    texts = [statement.as_string(connection) for statement in statements]
    if not dry_run:
        with connection.transaction():
            for text in texts:
                connection.execute(text.encode())
        texts = [HASH.sub("'…'", text) for text in texts]
    for text in ("BEGIN", *texts, "COMMIT"):
        say(f"{text};")


def _identifier(connection: Connection, name: str) -> str:
    return sql.Identifier(name).as_string(connection)
