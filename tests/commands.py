"""Running the command `ticketfirst` as an administrator does."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tools.shell import ROOT, SCRIPTS


@dataclass(frozen=True)
class Done:
    """What a command did."""

    code: int
    out: str
    err: str


def environment(**settings: str) -> dict[str, str]:
    """Give an environment with these settings of TicketFirst and no others."""
    return {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ} | settings


def ticketfirst(*arguments: str | Path, **settings: str) -> Done:
    """Run the command."""
    done = subprocess.run(
        [SCRIPTS / "ticketfirst", *arguments],
        cwd=ROOT,
        env=environment(**settings),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return Done(done.returncode, done.stdout, done.stderr)


def on_server(url: str, *arguments: str | Path) -> Done:
    """Run the command on a database of somebody's own server."""
    return ticketfirst(*arguments, TICKETFIRST_ADMIN_DATABASE_URL=url)


def in_folder(folder: Path, *arguments: str | Path) -> Done:
    """Run the command on an embedded server."""
    return ticketfirst(*arguments, TICKETFIRST_DATA_DIR=str(folder))


def succeeded(done: Done) -> str:
    """Hold that a command did what it should, and give what it printed."""
    assert (done.code, done.err) == (0, "")
    return done.out


def refused(done: Done, *words: str) -> None:
    """Hold that a command failed with one sentence, in which these words come."""
    assert done.code == 1, done
    assert done.out == ""
    assert done.err.startswith("error: ")
    assert done.err.count("\n") == 1, done.err
    for word in words:
        assert word in done.err
