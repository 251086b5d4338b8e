"""The command `ticketfirst`."""

from __future__ import annotations

import typer

from gateway.commands import copies, deploying, jwts, replaying, services, serving, tokens
from gateway.commands.deploying import PENDING

__all__ = ["PENDING", "app"]

app = typer.Typer(no_args_is_help=True, pretty_exceptions_show_locals=False)  # locals hold passwords


@app.callback()
def ticketfirst() -> None:
    """TicketFirst, a headless helpdesk inside PostgreSQL."""


app.command("serve")(serving.serve_command)
app.command("deploy")(deploying.deploy_command)
app.command("status")(deploying.status_command)
app.add_typer(tokens.app, name="token")
app.add_typer(jwts.app, name="jwt")
app.add_typer(services.app, name="service")
app.command("psql", context_settings={"ignore_unknown_options": True, "help_option_names": ["--help"]})(
    copies.psql_command
)
app.command("replay")(replaying.replay_command)
app.command("backup")(copies.backup_command)
app.command("restore")(copies.restore_command)
