"""A helpdesk on the embedded server, as `ticketfirst serve` runs it."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.commands import Done, environment, in_folder, succeeded
from tools.ports import free_port
from tools.shell import ROOT, SCRIPTS


@dataclass
class Helpdesk:
    """A data directory, and what the last `serve` in it said."""

    folder: Path
    said: str = ""

    @property
    def token(self) -> str:
        """The first administrator's token."""
        return (self.folder / "admin-token").read_text().strip()

    def run(self, *arguments: str | Path) -> Done:
        """Run a command on it."""
        return in_folder(self.folder, *arguments)

    def sql(self, statement: str) -> str:
        """Ask the database as a superuser."""
        return succeeded(self.run("psql", "-qAtc", statement)).rstrip("\n")


@contextmanager
def serving(desk: Helpdesk, *options: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Run `ticketfirst serve`, and give its address once it answers; at SIGTERM it must end well."""
    port = free_port()
    settings = environment(TICKETFIRST_DATA_DIR=str(desk.folder), TICKETFIRST_DRAIN_SECONDS="0")
    process = subprocess.Popen(
        [SCRIPTS / "ticketfirst", "serve", "--port", str(port), *options],
        cwd=ROOT,
        env=settings,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    address = f"http://127.0.0.1:{port}"
    deadline = time.monotonic() + 30
    while not answers(address):
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.02)
    try:
        yield process, address
    finally:
        process.terminate()
        out, err = process.communicate(timeout=40)
    desk.said = out
    assert process.returncode in (0, -signal.SIGKILL), err


def answers(address: str) -> bool:
    """Say whether a gateway is ready."""
    try:
        return httpx.get(f"{address}/readyz", timeout=5).status_code == 200
    except httpx.TransportError:
        return False


def agents(address: str, token: str) -> list[str]:
    """Ask a gateway for the agents' addresses."""
    answer = httpx.get(f"{address}/v1/agents", headers={"Authorization": f"Bearer {token}"}, timeout=5)
    assert answer.status_code == 200, answer.text
    return [agent["email"] for agent in answer.json()["items"]]
