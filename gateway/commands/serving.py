"""`ticketfirst serve`: the gateway, on a database of one's own or on the embedded server's."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from hashlib import sha256
from typing import Annotated

import psycopg
import typer
from pydantic import SecretStr

from gateway.commands.deploying import changes, deploy_pending
from gateway.commands.output import failing_politely, say
from gateway.commands.target import ending_at_signals, secret
from gateway.deploy import connect, make_first_token
from gateway.embedded import GATEWAY, Embedded
from gateway.postgres.data_directory import write_secret
from gateway.registry import Connection, DeployError
from gateway.serving.preflight import check_together
from gateway.settings import Settings, load

Run = Callable[[Settings, Callable[[str], None]], None]


def serve_command(
    host: Annotated[str, typer.Option(help="The address to listen on.", show_default="127.0.0.1")] = "",
    port: Annotated[int | None, typer.Option(help="The port to listen on.", show_default="8000")] = None,
    workers: Annotated[int | None, typer.Option(help="How many processes answer requests.", show_default="1")] = None,
) -> None:
    """Answer requests over HTTP until SIGTERM or Ctrl-C.

    With TICKETFIRST_DATABASE_URL, on that database, as the role ticketfirst_gateway.

    Without it, on an embedded PostgreSQL, whose data lies in
    TICKETFIRST_DATA_DIR: unless told, /var/lib/ticketfirst as root, and
    ~/.local/share/ticketfirst otherwise. The first start makes it, with an
    administrator, whose token is shown this once and kept in the file
    admin-token there; later ones deploy what a newer TicketFirst needs.

    Options go before TICKETFIRST_HOST, TICKETFIRST_PORT, TICKETFIRST_WORKERS.
    """
    given = {"host": host or None, "port": port, "workers": workers}
    with failing_politely(), ending_at_signals():
        settings = load(**{name: value for name, value in given.items() if value is not None})
        check_together(settings)
        # While the database starts, the other half of the wait: loading the gateway.
        with ThreadPoolExecutor(1) as loader:
            run = loader.submit(_gateway, settings.workers)
            if secret(settings):
                _run(settings, run)
            else:
                _serve_embedded(settings, run)


def _gateway(workers: int) -> Run:
    run: Run = importlib.import_module("gateway.serving.server").run
    if workers == 1:  # of several, each loads the application for itself
        importlib.import_module("gateway.serving.worker")
    return run


def _serve_embedded(settings: Settings, run: Future[Run]) -> None:
    embedded = Embedded(settings.data_dir)
    with embedded.kept_running():
        _deploy(embedded)
        _run(settings.model_copy(update={"database_url": SecretStr(embedded.url(GATEWAY))}), run)


def _run(settings: Settings, run: Future[Run]) -> None:
    run.result()(settings, lambda url: say(f"TicketFirst: {url}/docs"))


def _deploy(embedded: Embedded) -> None:
    """Bring the embedded database up to date, and give it its first administrator."""
    embedded.ensure_database()
    say(f"database: embedded PostgreSQL in {embedded.data}")
    try:
        with connect(embedded.url()) as connection:
            if count := deploy_pending(connection, name_changes=False):
                say(f"deployed {changes(count)}")
            if token := make_first_token(connection, say):
                write_secret(embedded.token_file, f"{token}\n")
                say(f"the administrator's token, shown only now and kept in {embedded.token_file}:\n{token}")
            elif embedded.token_file.exists():
                if _opens(connection, embedded.token_file.read_bytes().strip()):
                    say(f"the first administrator's token is in {embedded.token_file}")
                else:
                    say(f"the token in {embedded.token_file} is not valid: make one with `ticketfirst token create`")
    except DeployError as error:
        raise DeployError(
            f"{error}; to begin anew, run `ticketfirst backup FILE`, then move {embedded.data} away"
        ) from error


def _opens(connection: Connection, token: bytes) -> bool:
    """Say whether a token lets its agent in, by entering as the gateway would."""
    with connection.transaction(force_rollback=True):
        try:
            connection.execute("SELECT api.enter(%s)", [sha256(token).digest()])
        except psycopg.errors.InvalidAuthorizationSpecification:
            return False
    return True
