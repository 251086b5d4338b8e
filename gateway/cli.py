"""The command `ticketfirst`."""

from __future__ import annotations

import getpass
import os
import pwd
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Annotated

import psycopg
import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table
from rich.text import Text

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
from gateway.plan import Change, Plan
from gateway.plan_reader import PlanError, read_plan
from gateway.registry import Committer, Connection, DeployError, message_of

TROUBLE = 1
PENDING = 3

app = typer.Typer(no_args_is_help=True, pretty_exceptions_show_locals=False)  # locals hold passwords
out = Console(highlight=False)
err = Console(stderr=True, highlight=False)

DatabaseUrl = Annotated[
    str,
    typer.Option(
        envvar="TICKETFIRST_ADMIN_DATABASE_URL",
        help="The database as its administrator sees it: postgresql://user@host:5432/database.",
        show_default=False,
        show_envvar=True,
    ),
]


@app.callback()
def ticketfirst() -> None:
    """TicketFirst, a headless helpdesk inside PostgreSQL."""


@app.command("deploy")
def deploy_command(
    database_url: DatabaseUrl = "",
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
    """
    with _failing_politely(), _connected(database_url) as connection:
        plan = read_plan(shipped_folder())
        with _progress() as progress:
            count = deploy(connection, plan, committer(), say=_say, track=lambda changes: _track(progress, changes))
        _say(f"deployed {count} change{'s' if count > 1 else ''}" if count else "nothing to deploy")
        if gateway_password:
            set_gateway_password(connection, gateway_password)
            _say("the password of ticketfirst_gateway is set")
        if first_token and (token := make_first_token(connection, _say)):
            _say(f"the token of the first administrator, shown only now:\n{token}")


@app.command("status")
def status_command(database_url: DatabaseUrl = "") -> None:
    """Show what is deployed, what is pending, and which scripts were edited since they ran.

    Exit code 0: up to date. 3: changes are pending.
    1: trouble, such as edited scripts or no connection.
    """
    with _failing_politely(), _connected(database_url) as connection:
        plan = read_plan(shipped_folder())
        state = read_state(connection, plan)
        out.print(_table(connection, plan, state))
        if state.edited:
            raise DeployError(edited_sentence(state))
    if state.pending:
        raise typer.Exit(PENDING)


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


@contextmanager
def _failing_politely() -> Iterator[None]:
    """Say what went wrong in one sentence, without a traceback."""
    try:
        yield
    except psycopg.Error as error:
        _fail(message_of(error))
    except (DeployError, PlanError, OSError) as error:
        _fail(str(error))


def _fail(sentence: str) -> None:
    err.print(Text(f"error: {sentence}", "red"), soft_wrap=True)
    raise typer.Exit(TROUBLE)


def _say(line: str) -> None:
    out.print(Text(line), soft_wrap=True)


def _connected(url: str) -> Connection:
    if not url:
        raise DeployError("no database: set TICKETFIRST_ADMIN_DATABASE_URL or give --database-url")
    return connect(url)


def _progress() -> Progress:
    description = TextColumn("{task.description}", markup=False)
    return Progress(
        BarColumn(), MofNCompleteColumn(), description, console=out, transient=True, disable=not out.is_terminal
    )


def _track(progress: Progress, changes: Sequence[Change]) -> Iterator[Change]:
    """Show which change is being deployed: a moving bar on a terminal, else a line each."""
    task = progress.add_task("", total=len(changes), visible=bool(changes))
    for change in changes:
        progress.update(task, description=change.name)
        if not out.is_terminal:
            _say(f"+ {change.name}")
        yield change
        progress.advance(task)


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
    for title, style, changes in (("pending", "yellow", state.pending), ("edited", "red", state.edited)):
        if changes:
            table.add_row(Text(title, style), Text("\n".join(change.name for change in changes)))
    return table
