"""Which database an administrator's command is about: the one it is told, or else the embedded server's."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType
from typing import Annotated

import typer
from psycopg.sql import SQL, Identifier

from gateway.deploy import connect
from gateway.embedded import Embedded
from gateway.postgres.postgres_programs import ServerError
from gateway.registry import Connection, DeployError
from gateway.settings import Settings, load

OWNER = "ticketfirst_owner"
DatabaseUrl = Annotated[
    str,
    typer.Option(
        envvar="TICKETFIRST_ADMIN_DATABASE_URL",
        help="The database as its administrator sees it: postgresql://user@host:5432/database."
        " Without it: the embedded server's.",
        show_default=False,
        show_envvar=True,
    ),
]


@dataclass(frozen=True)
class Target:
    """A database's address, and the embedded server if it is there."""

    url: str
    embedded: Embedded | None = None


@contextmanager
def administered(url: str, *, begin: bool = False) -> Iterator[Target]:
    """Give the database to administer; the embedded server runs meanwhile, and is begun only if told.

    Raises ServerError, SettingsError, OSError.
    """
    if url:
        yield Target(url)
        return
    settings = load()
    if secret(settings):
        raise ServerError(
            "TICKETFIRST_DATABASE_URL is the gateway's role, which administers nothing:"
            " set TICKETFIRST_ADMIN_DATABASE_URL or give --database-url"
        )
    embedded = Embedded(settings.data_dir)
    if not begin and not embedded.exists():
        raise ServerError(
            f"no database: `ticketfirst serve` begins one in {embedded.folder};"
            " for one on another server, set TICKETFIRST_ADMIN_DATABASE_URL or give --database-url"
        )
    with ending_at_signals(), embedded.running():
        embedded.ensure_database()
        yield Target(embedded.url(), embedded)


@contextmanager
def deployed(url: str) -> Iterator[Connection]:
    """Open a connection to the database to administer, in which there must be a TicketFirst. Raises DeployError."""
    with administered(url) as target, connect(target.url) as connection:
        if connection.execute("SELECT to_regnamespace('desk')").fetchone() == (None,):
            raise DeployError("nothing is deployed here yet: run `ticketfirst deploy`")
        yield connection


@contextmanager
def acting_as(connection: Connection, role: str) -> Iterator[None]:
    """Be one of the product's roles for a transaction: an administrator need not inherit them."""
    with connection.transaction():
        connection.execute(SQL("SET LOCAL ROLE {}").format(Identifier(role)))
        yield


def secret(settings: Settings) -> str:
    """Give the gateway's database address; set to nothing is not set."""
    return settings.database_url.get_secret_value() if settings.database_url else ""


@contextmanager
def ending_at_signals() -> Iterator[None]:
    """Let a signal to end unwind what is being done, so that the embedded server is stopped."""
    before = {number: signal.signal(number, _end) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _end(number: int, _: FrameType | None) -> None:
    raise SystemExit(128 + number)
