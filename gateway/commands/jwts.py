"""`ticketfirst jwt`: what the database needs to believe a gateway that has checked a JWT."""

from __future__ import annotations

import secrets

import typer

from gateway.commands.output import failing_politely, remark, say
from gateway.commands.target import OWNER, DatabaseUrl, acting_as, deployed
from gateway.settings import variable

app = typer.Typer(
    no_args_is_help=True, help="Let agents, clients and services enter with the JWTs of an OpenID provider."
)

KEY_BYTES = 32


@app.command("key")
def key_command(database_url: DatabaseUrl = "") -> None:
    """Make the key with which a gateway proves that it has checked a JWT.

    The database keeps it, in place of the one before; it alone goes to
    standard output, this once, for TICKETFIRST_JWT_KEY of every gateway.
    """
    with failing_politely(), deployed(database_url) as connection:
        key = secrets.token_bytes(KEY_BYTES)
        with acting_as(connection, OWNER):
            connection.execute("SELECT internal.assertion_key_set(key => %s::bytea)", [key])
        remark(f"the key for {variable('jwt_key')} of every gateway; it is shown only now:")
        say(key.hex())
