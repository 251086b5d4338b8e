"""How commands speak: results to standard output, what went wrong to standard error, in one sentence each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NoReturn

import psycopg
import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.text import Text

from gateway.plan import Change
from gateway.plan_reader import PlanError
from gateway.postgres.backup import BackupError
from gateway.postgres.postgres_programs import ServerError
from gateway.registry import DeployError, message_of
from gateway.settings import SettingsError

TROUBLE = 1

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)
if not out.is_terminal:
    out.width = 1000  # another program reads it: nothing is folded


@contextmanager
def failing_politely() -> Iterator[None]:
    """Say what went wrong without a traceback, and end with exit code 1."""
    try:
        yield
    except psycopg.Error as error:
        fail(message_of(error))
    except (DeployError, PlanError, ServerError, BackupError) as error:
        fail(str(error))
    except SettingsError as error:
        fail(*str(error).splitlines())
    except OSError as error:
        fail(f"{error.filename}: {error.strerror}" if error.filename and error.strerror else str(error))


def fail(*sentences: str) -> NoReturn:
    """Say what is wrong, and end."""
    for sentence in sentences:
        err.print(Text(f"error: {sentence}", "red"), soft_wrap=True)
    raise typer.Exit(TROUBLE)


def say(line: str) -> None:
    """Say something of the result."""
    out.print(Text(line), soft_wrap=True)


def remark(line: str) -> None:
    """Say something beside the result, which another program may read."""
    err.print(Text(line), soft_wrap=True)


def progress() -> Progress:
    """Make a bar that is seen on a terminal only."""
    description = TextColumn("{task.description}", markup=False)
    return Progress(
        BarColumn(), MofNCompleteColumn(), description, console=out, transient=True, disable=not out.is_terminal
    )


def track(bar: Progress, changes: Sequence[Change], *, name_changes: bool) -> Iterator[Change]:
    """Show which change is being deployed: on the bar, or in a line each."""
    task = bar.add_task("", total=len(changes), visible=bool(changes))
    for change in changes:
        bar.update(task, description=change.name)
        if name_changes:
            say(f"+ {change.name}")
        yield change
        bar.advance(task)
