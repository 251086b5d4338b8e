"""`ticketfirst replay`: an event log worked through the API of a running server, and the check of what that leaves."""

from __future__ import annotations

import importlib
import os
import re
from pathlib import Path
from typing import Annotated

import typer

from gateway.addresses import fault_of_server
from gateway.commands.output import fail, failing_politely
from gateway.embedded import Embedded
from gateway.settings import Settings, load

TOKEN = "TICKETFIRST_TOKEN"
PRINTABLE = re.compile(r"[!-~]+")
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}


def replay_command(
    file: Annotated[Path, typer.Argument(help="An event log in XES, plain or compressed by gzip.", show_default=False)],
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing: compare what the server has with the log.")
    ] = False,
    url: Annotated[str, typer.Option(help="The server.", show_default="where `ticketfirst serve` would listen")] = "",
    connections: Annotated[int, typer.Option(min=1, max=500, help="How many requests are on their way at once.")] = 16,
    cases: Annotated[
        int | None, typer.Option(min=1, help="The first so many cases of the log.", show_default="all")
    ] = None,
) -> None:
    """Work an event log through the HTTP API of a running server, at the log's own times.

    Each case becomes a ticket of its organisation, assigned whenever its
    resource changes, with a comment for each event. Cases go in parallel, each
    in order. Every write has an idempotency key: stopped or killed, the same
    command goes on from there, with the same token, and a second run changes
    nothing. What an agent did, it does as that agent, with a token for each,
    which it makes and at the end revokes.

    It needs an administrator's token: in TICKETFIRST_TOKEN, or else the one that
    the embedded server keeps in its data directory.
    """
    with failing_politely():
        settings = load()
        replay = importlib.import_module("gateway.replay.command")  # its libraries would slow down other commands
        server = replay.Server(_url(url, settings), _token(settings), connections)
        replay.run(file, server, cases=cases, check=check)


def _url(given: str, settings: Settings) -> str:
    if given:
        url = given.rstrip("/")
        if fault := fault_of_server(url):
            fail(f"--url {fault}")
        return url
    if settings.port == 0:
        fail("TICKETFIRST_PORT is 0, a port that is free: give the server's address as --url")
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"http://{EVERYWHERE.get(settings.host, host)}:{settings.port}"


def _token(settings: Settings) -> str:
    """Give the token from the environment, or from the embedded server's file."""
    place, token = TOKEN, os.environ.get(TOKEN, "").strip()
    if not token:
        file = Embedded(settings.data_dir).token_file
        try:
            place, token = str(file), file.read_bytes().decode("ascii", "replace").strip()
        except OSError as error:
            fail(f"no token: set {TOKEN} to an administrator's ({file}: {error.strerror})")
    if not PRINTABLE.fullmatch(token):
        fail(f"{place} holds no token: it is tf_ and 64 hexadecimal digits")
    return token
