"""What is looked at before the start, so that what cannot work is said in a sentence, and what to do about it."""

from __future__ import annotations

from typing import NamedTuple

import psycopg
from psycopg.rows import class_row

from gateway.settings import Settings, SettingsError, variable

CONNECT_SECONDS = 5
ROLE = "ticketfirst_gateway"

# No function or role is named as such: nothing of it may be there yet.
QUERY = """
SELECT current_user::text AS name,
       current_database()::text AS database,
       r.rolsuper AS is_superuser,
       r.rolbypassrls AS is_above_policies,
       EXISTS (SELECT FROM pg_roles AS o
                WHERE o.rolname IN ('ticketfirst_owner', 'ticketfirst_api')
                  AND pg_has_role(r.oid, o.oid, 'MEMBER')) AS is_owner,
       EXISTS (SELECT FROM pg_roles AS g
                WHERE g.rolname = 'ticketfirst_gateway' AND pg_has_role(r.oid, g.oid, 'USAGE')) AS is_gateway,
       EXISTS (SELECT FROM pg_proc AS p
                WHERE p.proname = 'enter' AND p.pronamespace = to_regnamespace('api')) AS is_deployed,
       current_setting('max_connections')::int
           - current_setting('superuser_reserved_connections')::int
           - coalesce(current_setting('reserved_connections', true)::int, 0) AS server_limit,
       nullif(d.datconnlimit, -1) AS database_limit,
       nullif(r.rolconnlimit, -1) AS role_limit
  FROM pg_roles AS r, pg_database AS d
 WHERE r.rolname = current_user AND d.datname = current_database()
"""


class Found(NamedTuple):
    """What the database says of itself, and of who has logged in."""

    name: str
    database: str
    is_superuser: bool
    is_above_policies: bool
    is_owner: bool
    is_gateway: bool
    is_deployed: bool
    server_limit: int
    database_limit: int | None
    role_limit: int | None


def check(settings: Settings) -> None:
    """Look at the settings together, and at the database as the gateway will see it. Raises SettingsError."""
    check_together(settings)
    url = settings.database_url.get_secret_value() if settings.database_url else ""
    if not url:
        raise SettingsError("TICKETFIRST_DATABASE_URL: name a database, or run `ticketfirst serve`, which brings one")
    try:
        with psycopg.connect(url, connect_timeout=CONNECT_SECONDS, application_name="ticketfirst") as connection:
            found = connection.cursor(row_factory=class_row(Found)).execute(QUERY).fetchone()
    except psycopg.Error as error:
        raise SettingsError(
            f"TICKETFIRST_DATABASE_URL: the database cannot be used: {one_line(error)};"
            " see that it runs, and that host, port, database, user and password are right"
        ) from error
    assert found is not None
    if fault := _fault_of_role(found) or _fault_of_limits(found, settings):
        raise SettingsError(fault)


def check_together(settings: Settings) -> None:
    """Look at the settings together: that takes no database, so it comes before one is made. Raises SettingsError."""
    if settings.jwt_issuers and (faults := _faults_of_jwts(settings)):
        raise SettingsError("\n".join(faults))


def _faults_of_jwts(settings: Settings) -> list[str]:
    """Tell what else must be set where JWTs are taken."""
    needed = {
        "jwt_audience": "name what the providers write into aud for this helpdesk, or tokens for others open it too",
        "jwt_key": "make one with `ticketfirst jwt key`: the database believes only a gateway that has it",
    }
    return [
        f"{variable(name)}: must be set where {variable('jwt_issuers')} is: {why}"
        for name, why in needed.items()
        if getattr(settings, name) is None
    ]


def one_line(error: psycopg.Error) -> str:
    """Give an error's message, which may have several lines, on one."""
    return " ".join(str(error).split())


def _fault_of_role(found: Found) -> str | None:
    """Tell why the gateway must not, or cannot, work as this role."""
    as_gateway = f"log in as {ROLE}, or a role that is granted it and nothing else"
    if found.is_superuser or found.is_above_policies:
        return (
            f"TICKETFIRST_DATABASE_URL: {found.name} is"
            f" {'a superuser' if found.is_superuser else 'exempt from row level security'},"
            f" whom no policy holds back: {as_gateway}"
        )
    if not found.is_deployed:
        return (
            f"TICKETFIRST_DATABASE_URL: TicketFirst is not deployed in the database {found.database}:"
            " run `ticketfirst deploy`, or name another database"
        )
    if found.is_owner:
        return f"TICKETFIRST_DATABASE_URL: {found.name} is a member of the roles that own the tables: {as_gateway}"
    if not found.is_gateway:
        return f"TICKETFIRST_DATABASE_URL: {found.name} may not call the functions: {as_gateway}"
    return None


def _fault_of_limits(found: Found, settings: Settings) -> str | None:
    """Tell whether the lanes are more than the connections that there may be."""
    needed = settings.workers * settings.lanes
    limits = {
        "the server's max_connections": found.server_limit,
        "the database's connection limit": found.database_limit,
        f"the connection limit of {found.name}": found.role_limit,
    }
    for what, limit in limits.items():
        if limit is not None and needed > limit:
            return (
                f"TICKETFIRST_WORKERS: {settings.workers} x {settings.lanes} lanes need {needed} connections, and"
                f" {what} leaves {limit}: raise that, or lower TICKETFIRST_WORKERS or the lanes"
                " (TICKETFIRST_READ_LANES, TICKETFIRST_WRITE_LANES, TICKETFIRST_SLOW_LANES)"
            )
    return None
