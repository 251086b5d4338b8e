"""`ticketfirst deploy` and `ticketfirst status`: the plan and the database beside it."""

from __future__ import annotations

import getpass
import os
import pwd
import socket
from contextlib import suppress
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from gateway.commands.output import failing_politely, out, progress, say, track
from gateway.commands.target import DatabaseUrl, administered
from gateway.deploy import (
    State,
    connect,
    deploy,
    edited_sentence,
    make_first_token,
    read_state,
    set_gateway_password,
    shipped_folder,
)
from gateway.plan import Plan
from gateway.plan_reader import read_plan
from gateway.registry import Committer, Connection, DeployError

PENDING = 3


def deploy_command(
    database_url: Annotated[
        str,
        typer.Option(
            envvar="TICKETFIRST_ADMIN_DATABASE_URL",
            help="The database as its administrator sees it: postgresql://user@host:5432/database.",
            show_default=False,
            show_envvar=True,
        ),
    ] = "",
    gateway_password: Annotated[
        str,
        typer.Option(
            envvar="TICKETFIRST_GATEWAY_PASSWORD",
            help="Set this password for the role ticketfirst_gateway; others see it here, but not in the environment.",
            show_default=False,
        ),
    ] = "",
    first_token: Annotated[
        bool, typer.Option(help="Make an administrator with a token, shown once, where there is no agent yet.")
    ] = True,
) -> None:
    """Bring a database to the state that this version of TicketFirst needs.

    Each change is deployed and verified in one transaction. What fails
    is rolled back and told in one sentence, with exit code 1; the next
    run goes on from there. sqitch can go on as well, and the other way round.
    The embedded server's database needs no such command: `serve` deploys it.
    """
    with failing_politely():
        if not database_url:
            raise DeployError("no database: set TICKETFIRST_ADMIN_DATABASE_URL or give --database-url")
        with connect(database_url) as connection:
            count = deploy_pending(connection, name_changes=not out.is_terminal)
            say(f"deployed {changes(count)}" if count else "nothing to deploy")
            if gateway_password:
                set_gateway_password(connection, gateway_password)
                say("the password of ticketfirst_gateway is set")
            if first_token and (token := make_first_token(connection, say)):
                say(f"the token of the first administrator, shown only now:\n{token}")


def status_command(database_url: DatabaseUrl = "") -> None:
    """Show what is deployed, what is pending, and which scripts were edited since they ran.

    Exit code 0: up to date. 3: changes are pending.
    1: trouble, such as edited scripts or no connection.
    """
    with failing_politely(), administered(database_url) as target, connect(target.url) as connection:
        plan = read_plan(shipped_folder())
        state = read_state(connection, plan)
        out.print(_table(connection, plan, state))
        if state.edited:
            raise DeployError(edited_sentence(state))
    if state.pending:
        raise typer.Exit(PENDING)


def deploy_pending(connection: Connection, *, name_changes: bool) -> int:
    """Deploy what is pending, showing how far it is, and give the number of changes. Raises DeployError, PlanError."""
    plan = read_plan(shipped_folder())
    with progress() as bar:
        return deploy(
            connection, plan, committer(), say=say, track=lambda pending: track(bar, pending, name_changes=name_changes)
        )


def changes(count: int) -> str:
    """Count changes in words."""
    return f"{count} change{'s' if count > 1 else ''}"


def committer() -> Committer:
    """Give the name and address that sqitch would register: from the environment, or else the system's."""
    login = _login()
    full_names = [user.pw_gecos for user in pwd.getpwall() if user.pw_name == login]
    return Committer(
        os.environ.get("SQITCH_FULLNAME") or "".join(full_names) or login,
        os.environ.get("SQITCH_EMAIL") or f"{login}@{socket.gethostname()}",
    )


def _login() -> str:
    with suppress(OSError):  # no terminal
        return os.getlogin()
    with suppress(KeyError, OSError):  # a container may run as a user that is in no list
        return getpass.getuser()
    return str(os.getuid())


def _table(connection: Connection, plan: Plan, state: State) -> Table:
    """Lay a state out for people."""
    table = Table.grid(padding=(0, 2))
    info = connection.info
    table.add_row("database", Text(f"{info.dbname} on {info.host}:{info.port} as {info.user}"))
    table.add_row("deployed", Text(f"{len(state.deployed)} of {len(plan.changes)} changes"))
    if state.deployed:
        last = state.deployed[-1]
        tags = [tag for change in state.deployed for tag in change.tags]
        table.add_row("tag", Text(tags[-1] if tags else "none yet"))
        table.add_row("last", Text(last.change))
        when = last.committed_at.astimezone().isoformat(" ", "seconds")
        table.add_row("", Text(f"{when} by {last.committer_name} <{last.committer_email}>"))
    for title, style, named in (("pending", "yellow", state.pending), ("edited", "red", state.edited)):
        if named:
            table.add_row(Text(title, style), Text("\n".join(change.name for change in named)))
    return table
