"""Compare: `make bench`, or with options `python -m bench.compare --help`."""

from __future__ import annotations

import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bench.compare import chosen, loads, registry
from bench.compare.chosen import Chosen
from bench.compare.measure import measure
from bench.compare.report import report, shown
from bench.compare.results import Results
from bench.compare.start_up import start_up
from bench.compare.work import TICKETS
from tools.cluster import ClusterError
from tools.shell import ROOT, CheckError

COMMITTED = ROOT / "bench" / "results.json"
ASIDE = ROOT / ".bench" / "results.json"

Words = Annotated[str, typer.Option(metavar="'A B …'")]


def chosen_from(given: str, known: list[str]) -> list[str]:
    """Give the names that were given, in our order; all of them where none was. Raises CheckError."""
    words = given.replace(",", " ").split()
    if strangers := sorted(set(words) - set(known)):
        raise CheckError(f"not known: {' '.join(strangers)}; there are {' '.join(known)}")
    return [name for name in known if not words or name in words]


def numbers(given: str, usual: Sequence[int]) -> list[int]:
    """Give the numbers that were given, or else the usual ones."""
    return [int(word) for word in given.replace(",", " ").split()] or list(usual)


def main(
    works: Words = "",
    contenders: Words = "",
    connections: Words = "",
    workers: Words = "",
    rounds: int = chosen.ROUNDS,
    seconds: int = chosen.SECONDS,
    open_seconds: float = chosen.OPEN_SECONDS,
    tickets: int = TICKETS,
    into: Path | None = None,
) -> None:
    """Compare TicketFirst with what people would pick instead. Without options everything, which is then the report."""
    try:
        run = Chosen(
            loads=chosen_from(works, list(loads.NAMES)),
            contenders=chosen_from(contenders, registry.names()),
            connections=numbers(connections, chosen.CONNECTIONS),
            workers=numbers(workers, chosen.WORKERS),
            rounds=rounds,
            seconds=seconds,
            open_seconds=open_seconds,
            tickets=tickets,
        )
        is_all = run == Chosen(registry.names())
        if into and into.resolve() == COMMITTED and not is_all:
            raise CheckError(f"{into} has the results of a whole run: those of a part go elsewhere")
        compare(run, into or (COMMITTED if is_all else ASIDE))
    except (CheckError, ClusterError, OSError) as problem:
        sys.exit(f"FAILED: {problem}")
    except KeyboardInterrupt:
        sys.exit("interrupted")


def compare(run: Chosen, into: Path) -> None:
    """Measure, write the results, and the report where they are those that are committed."""
    console = Console(highlight=False)
    console.print(f"About {run.minutes(registry.lacking(run.contenders, run.loads)):.0f} minutes, into {into}")
    started = start_up() if into == COMMITTED else None
    results = measure(run, lambda line: console.print(line, soft_wrap=True))
    results.start_up = started
    results.write(into)
    console.print(shown(results), markup=False, soft_wrap=True)
    console.print(f"written: {into}, after {results.origin.minutes:.0f} minutes")
    if into == COMMITTED:
        for path in report(Results.read(into)):  # what is kept is rounded
            console.print(f"written: {path}")


if __name__ == "__main__":
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit("ended by a signal"))
    typer.run(main)
