"""Deploys the plan as sqitch would, so that either can go on where the other stopped.

What sqitch does in two sessions is one transaction here: a change's script, its verify script (rolled back to a
savepoint) and its rows in the registry. A crash leaves all of a change or nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from gateway import registry
from gateway.plan import Change, Dependency, Plan
from gateway.registry import Committer, Connection, Deployed, DeployError, explained, message_of

PG15, PG16 = 150000, 160000
LOCK = 75474063  # the advisory lock that sqitch takes
OWNERS = ["ticketfirst_owner", "ticketfirst_api"]

_COMMENTS = r"(?:\s|--[^\n]*(?:\n|\Z))*"
_SCRIPT = re.compile(rf"(?is)(?P<head>{_COMMENTS})BEGIN;(?P<body>.*)(?P<end>COMMIT|ROLLBACK);{_COMMENTS}")


@dataclass(frozen=True)
class State:
    """A database beside its plan: what it has, what is to come, and whose scripts were edited since they ran."""

    deployed: Sequence[Deployed]
    pending: Sequence[Change]
    edited: Sequence[Change]


def shipped_folder() -> Path:
    """Tell where the product's plan is: inside an installed package, or at the root of a checkout."""
    packaged = Path(__file__).parent / "database"
    return packaged if packaged.is_dir() else Path(__file__).parent.parent


def connect(url: str) -> Connection:
    """Open a connection for an administrator. Raises DeployError."""
    try:
        conninfo_to_dict(url)
    except psycopg.ProgrammingError:  # its message may show the password
        raise DeployError("the database address is not like postgresql://user@host:5432/database") from None
    with explained("cannot connect"):
        connection = psycopg.connect(url, autocommit=True, client_encoding="utf8", application_name="ticketfirst")
    if connection.info.server_version < PG15:
        connection.close()
        raise DeployError("the server is older than PostgreSQL 15")
    return connection


def read_state(connection: Connection, plan: Plan, privileges: list[str] = registry.TO_READ) -> State:
    """Compare a database with its plan. Raises DeployError if it belongs to another plan, or without the privileges."""
    with explained("cannot read sqitch's registry"):
        deployed = registry.read(connection, plan, privileges)
    planned = plan.changes[: len(deployed)]
    known = {change.id for change in planned}
    for change in deployed:
        if change.change_id not in known:
            raise DeployError(_strange(change, len(deployed) > len(plan.changes)))
    hashes = {change.change_id: change.script_hash for change in deployed}
    edited = [change for change in planned if plan.script_hash(change) != hashes[change.id]]
    return State(deployed, plan.changes[len(deployed) :], edited)


def _strange(change: Deployed, is_longer: bool) -> str:
    name = f'"{change.change}" ({change.change_id[:12]}), which is not in its place in this plan'
    return f"the database was deployed by a{' newer or diverging' if is_longer else ' diverging'} plan: it has {name}"


def deploy(
    connection: Connection,
    plan: Plan,
    committer: Committer,
    *,
    say: Callable[[str], None],
    track: Callable[[Sequence[Change]], Iterable[Change]] = iter,
) -> int:
    """Deploy what is pending, and give the number of changes.

    `say` is given lines for the user; `track` iterates over the changes and may show how far it is. Raises DeployError:
    what was deployed until then stays, and the next call goes on from there.
    """
    connection.add_notice_handler(lambda notice: say(f"{(notice.severity or '').lower()}: {notice.message_primary}"))
    with locked(connection, say):
        state = read_state(connection, plan, registry.TO_WRITE)
        if state.edited:
            raise DeployError(edited_sentence(state))
        if state.pending:
            _check_scripts(plan, state)
            _check_roles(connection)
        with explained("cannot write sqitch's registry"):
            registry.prepare(connection, plan, committer)
            _check_dependencies(connection, plan, state)
            if state.deployed:
                last = plan.changes[len(state.deployed) - 1]
                tags = [tag for tag in last.tags if tag.name not in state.deployed[-1].tags]
                registry.add_tags(connection, plan, last, tags, committer)
        for change in track(state.pending):
            _apply(connection, plan, change, committer)
        return len(state.pending)


@contextmanager
def locked(connection: Connection, say: Callable[[str], None]) -> Iterator[None]:
    """Hold the lock against other deployments, by sqitch or by this module. Raises DeployError."""
    with explained("cannot lock the database"):
        row = connection.execute("SELECT pg_try_advisory_lock(%s)", [LOCK]).fetchone()
        if row == (False,):
            say("waiting for another deployment of this database to end")
            connection.execute("SELECT pg_advisory_lock(%s)", [LOCK])
    try:
        yield
    finally:
        with suppress(psycopg.Error):  # a lost connection has lost the lock
            connection.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def edited_sentence(state: State) -> str:
    """Tell which scripts were edited after they ran, and the way out."""
    names = ", ".join(change.name for change in state.edited)
    return (
        f"edited since they were deployed: {names}"
        " (in development, rebuild the database; after a release, restore the script and use sqitch rework)"
    )


def set_gateway_password(connection: Connection, password: str) -> None:
    """Set the gateway's password, hashed here already so that no log of the server shows it. Raises DeployError."""
    with explained("cannot set the password of ticketfirst_gateway, which its creator or a superuser can"):
        hashed = connection.pgconn.encrypt_password(password.encode(), b"ticketfirst_gateway", b"scram-sha-256")
        statement = sql.SQL("ALTER ROLE ticketfirst_gateway PASSWORD {}").format(sql.Literal(hashed.decode()))
        connection.execute(statement)


def make_first_token(connection: Connection, say: Callable[[str], None]) -> str | None:
    """Make an administrator with a token where there is no agent at all, and give the token. Raises DeployError."""
    with locked(connection, say), explained("cannot make the first administrator"), connection.transaction():
        connection.execute(
            "SET LOCAL ROLE ticketfirst_api"
        )  # whoever deploys may act as it, but need not inherit from it
        row = connection.execute("SELECT FROM api.agent_list(row_limit => 1)").fetchone()
        if row is not None:
            return None
        agent = connection.execute(
            "SELECT (api.agent_create(name => 'Administrator', email => 'administrator@localhost', role => 'admin')).id"
        ).fetchone()
        token = connection.execute(
            "SELECT (api.token_create(agent_id => %s, name => 'first administrator')).secret", agent
        ).fetchone()
        return str(token[0]) if token else None


def _check_scripts(plan: Plan, state: State) -> None:
    for change in state.pending:
        script_body(change, plan.deploy_script(change), "COMMIT")
        script_body(change, plan.verify_script(change), "ROLLBACK")


def script_body(change: Change, path: Path, end: str) -> str:
    """Give a script without its BEGIN and its end, with every character in its place. Raises DeployError."""
    try:
        match = _SCRIPT.fullmatch(path.read_bytes().decode())
    except (OSError, ValueError) as error:
        raise DeployError(f'change "{change.name}" has no readable script {_shown(path)}: {error}') from None
    if match is None or match["end"].upper() != end:
        raise DeployError(f'change "{change.name}": script {_shown(path)} must begin with BEGIN; and end with {end};')
    return f"{match['head']}      {match['body']}"


def _shown(path: Path) -> Path:
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def _check_roles(connection: Connection) -> None:
    """Raise DeployError where the scripts need roles of somebody else and cannot grant them to themselves.

    Before PostgreSQL 16 whoever has CREATEROLE can; since then only the creator and those he names.
    """
    is_modern = connection.info.server_version >= PG16
    with explained("cannot look at the roles"):
        rows = connection.execute(
            """SELECT r.rolname, quote_ident(current_user), ARRAY(
                          SELECT DISTINCT pg_get_userbyid(m.member)::text FROM pg_auth_members AS m
                           WHERE m.roleid = r.oid AND m.admin_option)
                 FROM pg_roles AS r, pg_roles AS me
                WHERE r.rolname = ANY (%s) AND me.rolname = current_user AND NOT (me.rolcreaterole AND NOT %s)
                  AND NOT pg_has_role(r.oid, %s) AND NOT pg_has_role(r.oid, 'MEMBER WITH ADMIN OPTION')
                ORDER BY r.rolname DESC""",
            [OWNERS, is_modern, "SET" if is_modern else "MEMBER"],
        ).fetchall()
    if rows:
        roles, role = ", ".join(row[0] for row in rows), rows[0][1]
        granters = " or ".join([*sorted({name for row in rows for name in row[2]}), "a superuser"])
        raise DeployError(f"role {role} may not act as {roles}; let {granters} run: GRANT {roles} TO {role};")


def _check_dependencies(connection: Connection, plan: Plan, state: State) -> None:
    done = {change.change_id for change in state.deployed}

    def is_done(wanted: Dependency) -> bool:
        change = plan.find(wanted.key)
        return change is not None and change.id in done

    for change in state.pending:
        for required in change.requires:
            if not (registry.find_external(connection, required) if required.project else is_done(required)):
                raise DeployError(f'change "{change.name}" requires "{required}", which is not deployed')
        for conflict in change.conflicts:
            if not conflict.project and plan.find(conflict.key) is None:
                raise DeployError(f'change "{change.name}" conflicts with "{conflict}", which is not in the plan')
            if registry.find_external(connection, conflict) if conflict.project else is_done(conflict):
                raise DeployError(f'change "{change.name}" conflicts with "{conflict}", which is deployed')
        done.add(change.id)


def _apply(connection: Connection, plan: Plan, change: Change, committer: Committer) -> None:
    """Run, verify and register one change, or nothing of it. Raises DeployError."""
    try:
        with explained(f'change "{change.name}" failed'), connection.transaction():
            _run(connection, change, plan.deploy_script(change), "COMMIT")
            _run(connection, change, plan.verify_script(change), "ROLLBACK")
            registry.add_deployed(connection, plan, change, committer)
    except DeployError:
        with suppress(psycopg.Error):  # the connection may be what failed
            registry.add_event(connection, "fail", plan, change, committer)
        raise


def _run(connection: Connection, change: Change, path: Path, end: str) -> None:
    """Run a script within the transaction, and leave no setting of its behind, as sqitch's own sessions would."""
    body = script_body(change, path, end)
    try:
        connection.execute("SAVEPOINT script")
        connection.execute(body)
        # Where a script has ended the transaction by itself, the savepoint is gone and this fails.
        connection.execute("RELEASE SAVEPOINT script" if end == "COMMIT" else "ROLLBACK TO SAVEPOINT script")
        connection.execute("RESET ROLE; RESET ALL")
    except psycopg.Error as error:
        at = error.diag.statement_position
        line = f", line {body.count(chr(10), 0, int(at) - 1) + 1}" if at else ""
        raise DeployError(f'change "{change.name}" failed in {_shown(path)}{line}: {message_of(error)}') from error
