"""What `ticketfirst replay` shows: how far it is, and at the end what it did or found."""

from __future__ import annotations

import signal
from asyncio import CancelledError, Task, current_task, get_running_loop
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import typer
import uvloop
from rich import progress
from rich.table import Table
from rich.text import Text

from gateway.commands.output import fail, out, remark, say
from gateway.replay.api import Api, Refused, Unreachable, connected
from gateway.replay.check import Check
from gateway.replay.event_log import LogError, read_log
from gateway.replay.lookup import Advance
from gateway.replay.replay import Replay, Summary
from gateway.replay.script import LONGEST_NAME, NOT_IN_A_LINE, Script, make_script, one_line

KINDS = ("clients", "agents", "tickets", "assignments", "comments")
SHOWN = 20  # sentences about what went wrong; thousands would tell no more
# Who starts it with nohup wants it to go on.
ENDING = [number for number in (signal.SIGTERM, signal.SIGHUP) if signal.getsignal(number) != signal.SIG_IGN]
STOPPED = 130  # the exit code of what Ctrl-C ended
LINES = 10  # about how far it is, where there is no terminal for a bar


class Server(NamedTuple):
    """Where the log is replayed: the address, an administrator's token, how many requests at once."""

    url: str
    token: str
    connections: int


def run(file: Path, server: Server, *, cases: int | None, check: bool) -> None:
    """Replay a log, or check what a replay has left. Raises typer.Exit: with 1 where not all is as it should be."""
    goes_on = "" if check else "; the same command goes on from here"
    try:
        for number in ENDING:
            signal.signal(number, signal.default_int_handler)  # what Ctrl-C does
        script = make_script(read_log(file, cases))
        uvloop.run(_work(file, script, server, check=check))
    except (KeyboardInterrupt, CancelledError):
        remark(f"stopped{goes_on}")
        raise typer.Exit(STOPPED) from None
    except (LogError, Refused) as error:
        fail(_plain(str(error)))
    except Unreachable as error:
        fail(_plain(f"{error}{goes_on}"))


async def _work(file: Path, script: Script, server: Server, *, check: bool) -> None:
    for number in ENDING:
        get_running_loop().add_signal_handler(number, _current_task().cancel)
    async with connected(*server) as api:
        await api.greet()
        cases, events = _counted(len(script.tickets), "case"), _counted(script.counts["comments"], "event")
        say(f"{one_line(file.name, LONGEST_NAME)}: {cases} with {events}")
        await (_check if check else _replay)(api, script, server.connections)


def _current_task() -> Task[None]:
    task = current_task()
    assert task is not None  # a coroutine runs in one
    return task


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what if number == 1 else f'{what}s'}"


async def _replay(api: Api, script: Script, connections: int) -> None:
    with _metered("writes", script.counts.total()) as advance:
        summary = await Replay(api, script, connections, advance).run()
    out.print(_table({"in the log": script.counts, "written": summary.written, "there already": summary.found}))
    say(_pace(summary, api.retries))
    _fail_for(summary.failures, "cases that could not be done")


async def _check(api: Api, script: Script, connections: int) -> None:
    with _metered("tickets", len(script.tickets)) as advance:
        report = await Check(api, script, connections, advance).run()
    out.print(_table({"in the log": script.counts, "found": report.found}))
    if report.others:
        say(f"Its clients have {_counted(report.others, 'other ticket')}, not in the log.")
    _fail_for(report.differences, "differences")
    say("The server has what the log says: each ticket once, with its last agent, and comments and history in order.")


def _plain(sentence: str) -> str:
    """Take out what a log's names or a server's words would tell the terminal to do."""
    return NOT_IN_A_LINE.sub("\ufffd", sentence)


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
    pace = f"{_counted(written, 'write')} in {summary.seconds:,.1f} seconds, {written / summary.seconds:,.0f} a second."
    return f"{pace} Requests sent again: {retries:,}."


def _fail_for(sentences: list[str], what: str) -> None:
    if sentences:
        more = len(sentences) - SHOWN
        fail(
            *map(_plain, sentences[:SHOWN]),
            *([f"and {more:,} more"] if more > 0 else []),
            f"{what}: {len(sentences):,}",
        )


@contextmanager
def _metered(unit: str, total: int) -> Iterator[Advance]:
    """Show how much is done, at what rate, and how long the rest will take: on a bar, or in a line now and then."""
    has_bar = out.is_terminal
    bar = progress.Progress(
        progress.BarColumn(),
        progress.MofNCompleteColumn(),
        Rate(unit),
        progress.TimeRemainingColumn(),
        console=out,
        disable=not has_bar,
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


class Rate(progress.ProgressColumn):
    """How many a second, lately."""

    def __init__(self, unit: str) -> None:
        """Name what is counted."""
        super().__init__()
        self._unit = unit

    def render(self, task: progress.Task) -> Text:
        """Give it as text."""
        return Text(f"{task.finished_speed or task.speed or 0:,.0f} {self._unit}/s")
