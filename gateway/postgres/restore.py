"""Restoring a backup into an empty database, in one transaction: with the roles and the settings they have there."""

from __future__ import annotations

import re
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path
from shutil import copyfileobj
from typing import IO

from gateway.deploy import connect, script_body, shipped_folder
from gateway.plan_reader import read_plan
from gateway.postgres.backup import BackupError, client, first_error, require_power
from gateway.postgres.postgres_programs import programs
from gateway.registry import Connection

ROLES = "schema/roles"
# What the database itself has: pg_restore writes it with --create alone, and then for a new database of the old name.
RIGHTS = re.compile(r"^\d+; \d+ \d+ ACL - DATABASE .*$", re.MULTILINE)
OF_DATABASE = re.compile(
    r"""^(?P<verb>(?:ALTER(?:\ ROLE\ .+?\ IN)?|GRANT\ .+?\ ON|REVOKE\ .+?\ ON)\ DATABASE\ )
        (?P<name>"(?:[^"]|"")+"|[^"\s]+)
        (?P<rest>\ (?!OWNER\ TO).*\n)""",
    re.MULTILINE | re.VERBOSE,
)
UTF8 = {"PGCLIENTENCODING": "UTF8"}
NEW_IN_17 = b"SET transaction_timeout = 0;\n"
# PostgreSQL 15.20 and its contemporaries keep a version of each column among its options, where pg_dump 18.6 finds it.
COLUMN_OPTIONS = re.compile(rb"(ALTER TABLE ONLY .+ ALTER COLUMN .+ SET \()(.+)(\);\n)")
COLUMN_VERSION = b"pg_attver="


def restore(url: str, path: Path) -> None:
    """Restore a backup into an empty database, all of it or nothing. Raises BackupError, DeployError, OSError."""
    contents = _contents(path)
    with connect(url) as connection:
        require_power(connection, "restore")
        encoding = connection.info.parameter_status("server_encoding")
        fault = f"has the encoding {encoding}" if encoding != "UTF8" else "" if is_empty(connection) else "is not empty"
        if fault:
            raise BackupError(
                f'the database "{connection.info.dbname}" {fault}:'
                f" make an empty one with encoding UTF8, restore into that, and let the gateway use it"
            )
        (database,) = connection.execute("SELECT quote_ident(current_database())").fetchone() or ("",)
    settings = _settings(path, contents, database)
    command, environment = client("psql", url)
    options = ["--no-password", "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--file=-"]
    with tempfile.TemporaryFile() as complaints:
        with subprocess.Popen(
            [*command, *options],
            env=environment | UTF8,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=complaints,
        ) as psql:
            assert psql.stdin is not None
            with suppress(BrokenPipeError), psql.stdin as script:  # psql ends at the first error
                script.write(f"BEGIN;\n{_roles()}\nRESET ALL;\n".encode())
                _feed(path, script)
                # Without this psql would end, and all be rolled back: that is what an exception above leads to.
                script.write(f"{settings}\nCOMMIT;\nANALYZE;\n".encode())
        if psql.returncode:
            complaints.seek(0)
            raise BackupError(_told(first_error(complaints.read())))


def is_empty(connection: Connection) -> bool:
    """Say whether a database has nothing that a backup could collide with."""
    row = connection.execute(
        """SELECT NOT EXISTS (SELECT FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname NOT IN
                                     ('information_schema', 'public'))
              AND NOT EXISTS (SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace)
              AND NOT EXISTS (SELECT FROM pg_proc WHERE pronamespace = 'public'::regnamespace)"""
    ).fetchone()
    return row == (True,)


def _contents(path: Path) -> str:
    with path.open("rb"):  # its own message, if it cannot be read
        pass
    contents = _pg_restore("--list", "--create", path).decode()
    if not re.search(r"^\d+; \d+ \d+ SCHEMA - desk ", contents, re.MULTILINE):
        raise BackupError(f"{path} is no backup of TicketFirst")
    return contents


def _pg_restore(*arguments: str | Path) -> bytes:
    done = subprocess.run([programs() / "pg_restore", *arguments], capture_output=True, check=False)
    if done.returncode:
        raise BackupError(f"nothing was restored: {first_error(done.stderr)}")
    return done.stdout


def _settings(path: Path, contents: str, database: str) -> str:
    """Give the statements that set what roles have in the backed-up database, and who may connect, for another one."""
    with tempfile.NamedTemporaryFile("w", suffix=".list") as chosen:
        chosen.write("\n".join(RIGHTS.findall(contents)))
        chosen.flush()
        script = _pg_restore("--create", "--file=-", f"--use-list={chosen.name}", path).decode()
    statements = [f"{found['verb']}{database}{found['rest']}" for found in OF_DATABASE.finditer(script)]
    return f"ALTER ROLE ticketfirst_gateway IN DATABASE {database} RESET ALL;\n{''.join(statements)}"


def _roles() -> str:
    """Give the plan's own script that makes the roles where they are missing: no backup of one database has them."""
    plan = read_plan(shipped_folder())
    change = next(change for change in plan.changes if change.name == ROLES)
    return script_body(change, plan.deploy_script(change), "COMMIT")


def _feed(path: Path, script: IO[bytes]) -> None:
    """Write the backup as SQL, but for what other versions of PostgreSQL do not know."""
    command: list[str | Path] = [programs() / "pg_restore", "--file=-", path]
    with tempfile.TemporaryFile() as complaints:
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=complaints) as pg_restore:
            assert pg_restore.stdout is not None
            for line in pg_restore.stdout:
                script.write(_portable(line))
                if line.startswith(b"COPY "):  # from the first row on there are no such statements
                    break
            copyfileobj(pg_restore.stdout, script, 1 << 20)
        if pg_restore.returncode:
            complaints.seek(0)
            raise BackupError(f"nothing was restored: {first_error(complaints.read())}")


def _portable(line: bytes) -> bytes:
    if line == NEW_IN_17:
        return b""
    statement = COLUMN_OPTIONS.fullmatch(line)
    if statement is None:
        return line
    options = [option for option in statement[2].split(b", ") if not option.startswith(COLUMN_VERSION)]
    return statement[1] + b", ".join(options) + statement[3] if options else b""


def _told(error: str) -> str:
    missing = re.search(r'role "(.+)" does not exist', error)
    hint = f': it is named in the backup, so make it first (CREATE ROLE "{missing[1]}";)' if missing else ""
    return f"nothing was restored: {error}{hint}"
