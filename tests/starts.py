"""Starts of the gateway that must fail, by either way there is, and how they do."""

from __future__ import annotations

import subprocess
import sys

from tests.commands import Done, environment, ticketfirst
from tools.shell import ROOT

START_SECONDS = 30
WAYS = ("ticketfirst serve", "gateway.serving.server")


def started(way: str, **settings: object) -> Done:
    """Start a gateway that ends by itself; settings as `read_depth=4`."""
    given = {f"TICKETFIRST_{name.upper()}": str(value) for name, value in settings.items()}
    if way == "ticketfirst serve":
        return ticketfirst("serve", **given)
    command = [sys.executable, "-m", "gateway.serving.server"]
    done = subprocess.run(
        command, cwd=ROOT, env=environment(**given), capture_output=True, text=True, timeout=START_SECONDS, check=False
    )
    return Done(done.returncode, done.stdout, done.stderr)


def complaints(done: Done) -> list[str]:
    """Give what was said, a line for each thing that is wrong; hold that it was said politely."""
    assert (done.code, done.out) == (1, ""), done
    lines = done.err.splitlines()
    assert all(line.startswith("error: TICKETFIRST_") for line in lines), done.err
    return [line.removeprefix("error: ") for line in lines]
