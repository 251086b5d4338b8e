"""Running other programs, and failing with what a developer needs to see."""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from tools.cluster import environment

ROOT = Path(__file__).resolve().parent.parent
SCRIPTS = Path(sys.executable).parent


class CheckError(Exception):
    """A check did not pass; the message says what is wrong and what to do."""


def run(command: Sequence[str | os.PathLike[str]], settings: Mapping[str, str] | None = None) -> str:
    """Run a program in the repository and give what it printed; its complaints are the failure's message."""
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=environment() | dict(settings or {}),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        shown = " ".join(str(word) for word in command)
        raise CheckError(f"{shown}\nfailed:\n{done.stdout}{done.stderr}".rstrip())
    return done.stdout


def show(command: Sequence[str | os.PathLike[str]], settings: Mapping[str, str] | None = None) -> None:
    """Run a program in the repository, its output going straight to the terminal."""
    sys.stdout.flush()
    environment_ = environment() | dict(settings or {})
    if subprocess.run(command, cwd=ROOT, env=environment_, stdin=subprocess.DEVNULL, check=False).returncode:
        raise CheckError(f"{Path(command[0]).name} failed: see above")
