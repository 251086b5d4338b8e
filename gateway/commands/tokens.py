"""`ticketfirst token`: who may enter over HTTP. The database's own functions decide; nothing here touches a table."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Annotated, Any, get_args

import psycopg
import typer
from rich.table import Table
from rich.text import Text

from gateway.commands.output import failing_politely, out, remark, say
from gateway.commands.target import DatabaseUrl, acting_as, deployed
from gateway.models.fields import LARGEST_ID, Scope
from gateway.registry import Connection, DeployError

app = typer.Typer(
    no_args_is_help=True,
    help="Make, list and revoke the tokens with which agents, clients and services enter over HTTP.",
)

AGENT = "The agent: an email address, or an id."
CLIENT = "The client: an email address, or an id."
SERVICE = "The service: its name, or an id."
API = "ticketfirst_api"
KINDS = ("agent", "client", "service")
SCOPES = ", ".join(get_args(Scope))


@app.command("create")
def create_command(
    name: Annotated[str, typer.Option(help="What the token is for.", show_default=False)],
    agent: Annotated[str, typer.Option(help=AGENT, show_default=False)] = "",
    client: Annotated[str, typer.Option(help=CLIENT, show_default=False)] = "",
    service: Annotated[str, typer.Option(help=SERVICE, show_default=False)] = "",
    scope: Annotated[
        list[str] | None,
        typer.Option(
            help=f"What it is limited to: {SCOPES}; more than once for more."
            " Without it, the token may do all that its owner may.",
            show_default=False,
        ),
    ] = None,
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
    """Make a token for one agent, client or service.

    Its secret alone goes to standard output, this once; only a hash of it is kept.
    """
    with failing_politely(), _functions(database_url) as connection:
        ids = _ids(connection, agent, client, service)
        token = _row(
            connection,
            "api.token_create(agent_id => %s, client_id => %s, service_id => %s, name => %s, expires_at => %s,"
            " scopes => %s)",
            [*ids, name, _time(expires), scope or None],
        )
        remark(f"token {token['id']} of {_owner(token)}; its secret is shown only now:")
        say(token["secret"])


@app.command("list")
def list_command(
    agent: Annotated[str, typer.Option(help=f"{AGENT} Without it: everyone's.", show_default=False)] = "",
    client: Annotated[str, typer.Option(help=CLIENT, show_default=False)] = "",
    service: Annotated[str, typer.Option(help=SERVICE, show_default=False)] = "",
    database_url: DatabaseUrl = "",
) -> None:
    """List the tokens that are not revoked, without their secrets; of the last use, the minute."""
    with failing_politely(), _functions(database_url) as connection:
        table = Table(box=None, pad_edge=False)
        for heading in ("id", "of", "name", "scopes", "made", "expires", "used"):
            table.add_column(heading, overflow="fold", no_wrap=heading not in ("of", "name", "scopes"))
        wanted = _ids(connection, agent, client, service) if agent or client or service else [None] * len(KINDS)
        call = "api.token_page(agent_id => %s, client_id => %s, service_id => %s, row_limit => 100, after => %s)"
        names: dict[str, str] = {}
        for row in _pages(connection, call, wanted):
            owner = _owner(row)
            if owner not in names:
                names[owner] = _name(connection, owner)
            times = (_shown(row[time]) for time in ("created_at", "expires_at", "last_used_at"))
            scopes = " ".join(row["scopes"] or ["all"])
            table.add_row(*map(Text, [str(row["id"]), names[owner], row["name"], scopes, *times]))
        out.print(table)


@app.command("revoke")
def revoke_command(
    token_id: Annotated[str, typer.Argument(metavar="ID", help="As `token list` shows it.", show_default=False)],
    database_url: DatabaseUrl = "",
) -> None:
    """Revoke a token: from now on it opens nothing."""
    with failing_politely(), _functions(database_url) as connection:
        token = _row(connection, "api.token_revoke(%s)", [_id(token_id)])
        say(f"token {token['id']} ({token['name']}) of {_owner(token)} is revoked")


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


def _ids(connection: Connection, *given: str) -> list[int | None]:
    """Give the ids of an agent, a client and a service, of which one is told."""
    if sum(map(bool, given)) != 1:
        raise DeployError("tell exactly one of --agent, --client and --service")
    return [_found(connection, kind, who) if who else None for kind, who in zip(KINDS, given, strict=True)]


def _found(connection: Connection, kind: str, who: str) -> int:
    if who.isdecimal():
        return _id(who)
    field, what = ("name", "name") if kind == "service" else ("email", "email address")
    row = connection.execute(f"SELECT id FROM api.{kind}_list({field} => %s)".encode(), [who]).fetchone()
    if row is None:
        raise DeployError(f"there is no {kind} with the {what} {who}")
    return int(row[0])


def _owner(token: dict[str, Any]) -> str:
    """Tell whose a token is: agent 7."""
    (owner,) = [f"{kind} {token[f'{kind}_id']}" for kind in KINDS if token[f"{kind}_id"] is not None]
    return owner


def _name(connection: Connection, owner: str) -> str:
    """Give the address by which people know an agent or a client, or the name of a service."""
    kind, number = owner.split()
    try:
        with connection.transaction():
            found = _row(connection, f"api.{kind}_get(%s)", [int(number)])
    except psycopg.Error:  # by its own rule: there is none, any more
        return f"{owner} (deleted)"
    return str(found["name"] if kind == "service" else found["email"])


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
