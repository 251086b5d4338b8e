"""`ticketfirst token`: who may enter over HTTP. The database's own functions decide; nothing here touches a table."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Annotated, Any

import psycopg
import typer
from rich.table import Table
from rich.text import Text

from gateway.commands.output import failing_politely, out, remark, say
from gateway.commands.target import DatabaseUrl, acting_as, deployed
from gateway.registry import Connection, DeployError

app = typer.Typer(no_args_is_help=True, help="Make, list and revoke the tokens with which agents enter over HTTP.")

AGENT = "The agent: an email address, or an id."
API = "ticketfirst_api"
LARGEST_ID = 2**63 - 1


@app.command("create")
def create_command(
    agent: Annotated[str, typer.Option(help=AGENT, show_default=False)],
    name: Annotated[str, typer.Option(help="What the token is for.", show_default=False)],
    expires: Annotated[
        str,
        typer.Option(
            metavar="TIME",
            help="From when on it opens nothing: 2027-01-31, or 2027-01-31T18:00+01:00. Without it: never.",
            show_default=False,
        ),
    ] = "",
    database_url: DatabaseUrl = "",
) -> None:
    """Make a token for an agent.

    Its secret alone goes to standard output, this once; only a hash of it is kept.
    """
    with failing_politely(), _functions(database_url) as connection:
        token = _row(
            connection,
            "api.token_create(agent_id => %s, name => %s, expires_at => %s)",
            [_agent_id(connection, agent), name, _time(expires)],
        )
        remark(f"token {token['id']} of agent {token['agent_id']}; its secret is shown only now:")
        say(token["secret"])


@app.command("list")
def list_command(
    agent: Annotated[str, typer.Option(help=f"{AGENT} Without it: everyone's.", show_default=False)] = "",
    database_url: DatabaseUrl = "",
) -> None:
    """List the tokens that are not revoked, without their secrets."""
    with failing_politely(), _functions(database_url) as connection:
        table = Table(box=None, pad_edge=False)
        for heading in ("id", "agent", "name", "made", "expires"):
            table.add_column(heading, overflow="fold", no_wrap=heading not in ("agent", "name"))
        agents = _pages(connection, "api.agent_page(row_limit => 100, after => %s)")
        emails = {row["id"]: row["email"] for row in agents}
        wanted = [_agent_id(connection, agent) if agent else None]
        for row in _pages(connection, "api.token_page(agent_id => %s, row_limit => 100, after => %s)", wanted):
            owner = emails.get(row["agent_id"], f"{row['agent_id']} (deleted)")
            texts = [str(row["id"]), owner, row["name"], _shown(row["created_at"]), _shown(row["expires_at"])]
            table.add_row(*map(Text, texts))
        out.print(table)


@app.command("revoke")
def revoke_command(
    token_id: Annotated[str, typer.Argument(metavar="ID", help="As `token list` shows it.", show_default=False)],
    database_url: DatabaseUrl = "",
) -> None:
    """Revoke a token: from now on it opens nothing."""
    with failing_politely(), _functions(database_url) as connection:
        token = _row(connection, "api.token_revoke(%s)", [_id(token_id)])
        say(f"token {token['id']} ({token['name']}) of agent {token['agent_id']} is revoked")


@contextmanager
def _functions(url: str) -> Iterator[Connection]:
    """Open a transaction that may call the public functions, as their owner."""
    with deployed(url) as connection:
        try:
            with acting_as(connection, API):
                yield connection
        except psycopg.IntegrityError as error:  # whose own message explains nothing
            with acting_as(connection, API):
                rule = _row(connection, "api.rule_get(%s)", [error.diag.constraint_name])
            raise DeployError(rule["explanation"]) from error


def _row(connection: Connection, call: str, arguments: list[Any]) -> dict[str, Any]:
    row = connection.execute(f"SELECT to_json(c) FROM {call} AS c".encode(), arguments).fetchone()
    assert row is not None  # a function that returns one row
    return dict(row[0])


def _pages(connection: Connection, call: str, arguments: list[Any] | None = None) -> Iterator[dict[str, Any]]:
    """Give the rows of every page."""
    cursor: str | None = None
    while True:
        page = _row(connection, call, [*(arguments or []), cursor])
        yield from page["items"]
        cursor = page["next"]
        if cursor is None:
            return


def _agent_id(connection: Connection, agent: str) -> int:
    if agent.isdecimal():
        return _id(agent)
    row = connection.execute("SELECT id FROM api.agent_list(email => %s)", [agent]).fetchone()
    if row is None:
        raise DeployError(f"there is no agent with the email address {agent}")
    return int(row[0])


def _id(text: str) -> int:
    """Read an id, which is what PostgreSQL's bigint can hold."""
    if not (text.isdecimal() and len(text) <= len(str(LARGEST_ID)) and 1 <= int(text) <= LARGEST_ID):
        raise DeployError(f"an id is a number from 1 to {LARGEST_ID}, not {text}")
    return int(text)


def _time(text: str) -> datetime | None:
    """Read a time to come; one without a zone is this machine's."""
    if not text:
        return None
    try:
        time = datetime.fromisoformat(text).astimezone()
    except (ValueError, OverflowError):
        raise DeployError(f"--expires must be a time like 2027-01-31 or 2027-01-31T18:00+01:00, not {text}") from None
    if time <= datetime.now(UTC):
        raise DeployError(f"--expires must be a time to come, not {text}: the token would open nothing")
    return time


def _shown(time: str | None) -> str:
    return datetime.fromisoformat(time).astimezone().isoformat(" ", "minutes") if time else "never"
