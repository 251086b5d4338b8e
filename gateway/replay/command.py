"""What `ticketfirst replay` shows: how far it is, and at the end what it did or found."""

from __future__ import annotations

import signal
from asyncio import CancelledError, current_task, get_running_loop
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import typer
import uvloop
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from gateway.commands.output import fail, out, remark, say
from gateway.replay.api import Api, Refused, Unreachable, connected
from gateway.replay.check import Check
from gateway.replay.event_log import LogError, read_log
from gateway.replay.lookup import Advance
from gateway.replay.replay import Replay, Summary
from gateway.replay.script import Script, make_script

KINDS = ("clients", "agents", "tickets", "assignments", "comments")
SHOWN = 20  # sentences about what went wrong; thousands would tell no more
STOPPED = 130  # the exit code of what Ctrl-C ended
LINES = 10  # about how far it is, where there is no terminal for a bar


class Server(NamedTuple):
    """Where the log is replayed: the address, an administrator's token, how many requests at once."""

    url: str
    token: str
    connections: int


def run(file: Path, server: Server, *, cases: int | None, check: bool) -> None:
    """Replay a log, or check what a replay has left. Raises typer.Exit: with 1 where not all is as it should be."""
    try:
        script = make_script(read_log(file, cases))
        uvloop.run(_work(file, script, server, check=check))
    except (KeyboardInterrupt, CancelledError):
        remark("stopped; the same command goes on from here")
        raise typer.Exit(STOPPED) from None
    except (LogError, Refused, Unreachable) as error:
        fail(str(error))


async def _work(file: Path, script: Script, server: Server, *, check: bool) -> None:
    _end_at_signals()
    async with connected(*server) as api:
        await api.greet()
        say(f"{file.name}: {len(script.tickets):,} cases with {script.counts['comments']:,} events")
        await (_check if check else _replay)(api, script, server.connections)


def _end_at_signals() -> None:
    """Let SIGTERM and SIGHUP do what Ctrl-C does."""
    task = current_task()
    assert task is not None  # a coroutine runs in one
    for number in (signal.SIGTERM, signal.SIGHUP):
        get_running_loop().add_signal_handler(number, task.cancel)


async def _replay(api: Api, script: Script, connections: int) -> None:
    with _metered("writes", script.counts.total()) as advance:
        summary = await Replay(api, script, connections, advance).run()
    out.print(_table({"in the log": script.counts, "written": summary.written, "there already": summary.found}))
    say(_pace(summary, api.retries))
    _fail_for(summary.failures, "cases that could not be done")


async def _check(api: Api, script: Script, connections: int) -> None:
    with _metered("tickets", len(script.tickets)) as advance:
        report = await Check(api, script, connections, advance).run()
    out.print(_table({"in the log": script.counts, "on the server": report.found}))
    _fail_for(report.differences, "differences")
    say("The server has what the log says: each ticket once, with its last agent, and comments and history in order.")


def _table(columns: dict[str, Counter[str]]) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column("")
    for heading in columns:
        table.add_column(heading, justify="right")
    for kind in KINDS:
        table.add_row(kind, *(f"{counts[kind]:,}" for counts in columns.values()))
    return table


def _pace(summary: Summary, retries: int) -> str:
    written = summary.written.total()
    if not written:
        return "Nothing was written." if summary.failures else "Nothing was left to do."
    pace = f"{written:,} writes in {summary.seconds:,.1f} seconds, {written / summary.seconds:,.0f} a second."
    return f"{pace} Requests sent again: {retries:,}."


def _fail_for(sentences: list[str], what: str) -> None:
    if sentences:
        more = len(sentences) - SHOWN
        fail(*sentences[:SHOWN], *([f"and {more:,} more"] if more > 0 else []), f"{what}: {len(sentences):,}")


@contextmanager
def _metered(unit: str, total: int) -> Iterator[Advance]:
    """Show how much is done, at what rate, and how long the rest will take: on a bar, or in a line now and then."""
    has_bar = out.is_terminal
    bar = Progress(
        BarColumn(), MofNCompleteColumn(), Rate(unit), TimeRemainingColumn(), console=out, disable=not has_bar
    )
    left, done = total, 0

    def advance(now: bool) -> None:
        nonlocal left, done
        if now:
            done += 1
            bar.advance(task)
        else:  # what was done before is no work, and would make the rate and the time left wrong
            left -= 1
            bar.update(task, total=left)
        if not has_bar and now and done * LINES // left > (done - 1) * LINES // left:
            say(f"{done:,} of {left:,} {unit}")

    with bar:
        task = bar.add_task("", total=total)
        yield advance


class Rate(ProgressColumn):
    """How many a second, lately."""

    def __init__(self, unit: str) -> None:
        """Name what is counted."""
        super().__init__()
        self._unit = unit

    def render(self, task: Task) -> Text:
        """Give it as text."""
        return Text(f"{task.finished_speed or task.speed or 0:,.0f} {self._unit}/s")
