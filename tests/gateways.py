"""Gateways as they run in production: `gateway.serving.server.run` in a process of its own, on a real port."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx

from gateway.deploy import connect, make_first_token
from tools.ports import free_port
from tools.shell import ROOT

START_SECONDS = 20.0
STOP_SECONDS = 40.0
WRONG_TOKENS = "1000000/minute"  # tests of something else send them by the hundred


@dataclass
class Served:
    """A gateway that runs, and the token of an administrator."""

    port: int
    token: str
    process: subprocess.Popen[bytes]
    output: Path
    errors: Path

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def client(self, token: str | None = None) -> httpx.Client:
        """Give a client with the administrator's token, or another."""
        headers = {"Authorization": f"Bearer {token or self.token}"}
        return httpx.Client(base_url=self.url, headers=headers, timeout=30)

    def async_client(self, token: str | None = None) -> httpx.AsyncClient:
        """Give a client for many requests at once."""
        headers = {"Authorization": f"Bearer {token or self.token}"}
        limits = httpx.Limits(max_connections=None, max_keepalive_connections=None)
        return httpx.AsyncClient(base_url=self.url, headers=headers, timeout=30, limits=limits)

    def memory(self) -> int:
        """Give the bytes that the process has resident."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.split("VmRSS:")[1].split()[0]) * 1024


def first_token(admin_url: str) -> str:
    """Make the first administrator of a database, and give the token."""
    with connect(admin_url) as connection:
        token = make_first_token(connection, print)
    assert token is not None
    return token


@contextmanager
def serving(
    database_url: str,
    token: str = "",
    port: int | None = None,
    checkout: Path = ROOT,
    under: Sequence[str] = (),
    **settings: object,
) -> Iterator[Served]:
    """Run a gateway on a database until the end of the block; settings as `read_depth=4`.

    `under`: a program, with its arguments, that starts it.
    """
    port = port or free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TICKETFIRST_")}
    given = {"database_url": database_url, "port": port, "auth_failures": WRONG_TOKENS, **settings}
    environment |= {f"TICKETFIRST_{name.upper()}": str(value) for name, value in given.items()}
    with TemporaryDirectory() as folder:
        output, errors = Path(folder) / "output", Path(folder) / "errors"
        with output.open("wb") as out, errors.open("wb") as err:
            command = [*under, sys.executable, "-m", "gateway.serving.server"]
            process = subprocess.Popen(command, cwd=checkout, env=environment, stdout=out, stderr=err)
        served = Served(port, token, process, output, errors)
        try:
            wait_until_ready(served)
            yield served
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGQUIT)  # two SIGTERMs may arrive as one, and it would drain
                try:
                    process.wait(STOP_SECONDS)
                finally:
                    process.kill()  # one that hangs must not outlive its test


def wait_until_ready(served: Served) -> None:
    """Return when the gateway answers; an AssertionError with what it said when it does not."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and served.process.poll() is None:
        try:
            if httpx.get(f"{served.url}/readyz").status_code == httpx.codes.OK:
                return
        except httpx.TransportError:
            time.sleep(0.02)
    raise AssertionError(f"the gateway does not answer:\n{served.errors.read_text()}")
