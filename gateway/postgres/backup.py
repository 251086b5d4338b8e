"""Backups in pg_dump's format, whole or not at all: the file, and the database that one is restored into."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from gateway.deploy import connect
from gateway.postgres.data_directory import publish
from gateway.postgres.postgres_programs import programs
from gateway.registry import Connection

Command = list[str | Path]


class BackupError(Exception):
    """There is no backup, or nothing was restored; the message is one sentence that says why, and what to do."""


def backup(url: str, path: Path) -> None:
    """Write a backup of a database. Raises BackupError, DeployError, OSError: then the file is as it was before."""
    if path.is_dir():
        raise BackupError(f"{path} is a directory: name a file")
    with connect(url) as connection:
        require_power(connection, "back up")
        if connection.execute("SELECT to_regnamespace('desk')").fetchone() == (None,):
            raise BackupError(f'the database "{connection.info.dbname}" has no TicketFirst to back up')
    command, environment = client("pg_dump", url)
    unfinished = _unfinished(path)
    try:
        done = subprocess.run(
            [*command, "--no-password", "--format=custom", f"--file={unfinished}"],
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
        if done.returncode:
            raise BackupError(f"nothing was backed up: {first_error(done.stderr)}")
        publish(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)


def _unfinished(path: Path) -> Path:
    """Make an empty file beside the one that is to be, for its owner's eyes only; its name is nobody's concern."""
    try:
        descriptor, name = tempfile.mkstemp(prefix=f"{path.name}.", dir=path.parent)
    except OSError as error:
        raise BackupError(f"{path} cannot be written: {error.strerror}") from error
    os.close(descriptor)
    return Path(name)


def client(program: str, url: str) -> tuple[Command, dict[str, str]]:
    """Give the command and environment for a client program; passwords are not for the list of processes."""
    parameters = conninfo_to_dict(url)
    password = parameters.pop("password", None)
    environment = dict(os.environ) | ({"PGPASSWORD": str(password)} if password else {})
    visible = make_conninfo(**{name: str(value) for name, value in parameters.items()})
    return [programs() / program, f"--dbname={visible}"], environment


def require_power(connection: Connection, deed: str) -> None:
    """Raise BackupError where row level security, which holds for the owner too, would hide rows."""
    row = connection.execute(
        "SELECT quote_ident(rolname) FROM pg_roles WHERE rolname = current_user AND NOT (rolsuper OR rolbypassrls)"
    ).fetchone()
    if row:
        raise BackupError(
            f"role {row[0]} may not {deed}, since row level security holds for owners too:"
            f" give the address of a superuser with TICKETFIRST_ADMIN_DATABASE_URL or --database-url"
        )


def first_error(printed: bytes) -> str:
    """Give what a program has to complain of first, without its own name and line numbers."""
    lines = [line for line in printed.decode(errors="replace").splitlines() if line.strip()]
    errors = [line for line in lines if re.search(r"error:|ERROR:|FATAL:", line)]
    first = (errors or lines or ["it was ended from outside"])[0]
    return re.sub(r"^(\w+: error: |psql:\S+: (ERROR|FATAL):\s+)", "", first.strip())
