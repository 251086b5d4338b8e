"""What a request costs as the helpdesk grows: `make growth`, which writes docs/growth.md.

Two helpdesks, one a hundred times the other, each on a server of its own with a gateway of its own; wrk loads one and
the other in turn. What counts is the processor time of gateway and PostgreSQL for a request, and the ratio of the two.
Once with requests about the newest tickets, which is what a service desk works on, and once about all of them alike.
"""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress

from bench.compare import database, loads, machine, registry, requests
from bench.compare.chosen import Chosen
from bench.compare.fleet import Running, running
from bench.compare.mix import read_mix
from bench.compare.pgbench import Pgbench
from bench.compare.results import Turn
from bench.compare.rounds import interleaved
from bench.compare.turns import Turns
from tools.cluster import EMBEDDED, Cluster
from tools.shell import ROOT

OUTPUT = ROOT / "docs" / "growth.md"
CONNECTIONS = 8
MOST = 1.3  # times the cost in the small one
COMMENTED = 10  # every how many tickets has three comments
SIZES = {"shared_buffers": "6GB", "max_wal_size": "16GB"}  # for each of the two


@dataclass(frozen=True)
class Desk:
    """One of the two helpdesks, served."""

    tickets: int
    running: Running
    turns: Turns

    def asked(self, newest: int) -> Desk:
        """Give the same with requests about the newest tickets alone."""
        chosen = replace(self.turns.chosen, oldest=self.tickets - newest + 1)
        return replace(self, turns=replace(self.turns, chosen=chosen))


@dataclass(frozen=True)
class Asked:
    """Which tickets the requests are about."""

    title: str
    newest: int | None = None  # None: all


Found = Mapping[tuple[int, str], Sequence[Turn]]  # by tickets and load


@contextmanager
def desk(tickets: int, folder: Path) -> Iterator[Desk]:
    """Fill a server and serve it until the end of the block."""
    name = "ticketfirst"
    chosen = Chosen([name], connections=[CONNECTIONS], workers=[1], tickets=tickets)
    contender = registry.contender(name)
    cluster = Cluster.start(EMBEDDED, database.SETTINGS | SIZES)
    try:
        database.fill(cluster, tickets, COMMENTED)
        database.rest(cluster)
        main, mix = database.main_process(cluster), read_mix()
        limit = Pgbench(cluster, main, folder, mix.weights, tickets)
        with running(cluster, [contender], 1, folder) as [served]:
            yield Desk(tickets, served, Turns(chosen, mix, main, limit, folder, requests.Keys()))
    finally:
        cluster.stop()


def measure(sizes: Sequence[int], asked: Sequence[Asked], rounds: int, say: Progress) -> list[Found]:
    """Fill the helpdesks, and load them with each kind of requests."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        desks: list[Desk] = []
        for size in say.track(sizes, description="filling"):
            (Path(folder) / str(size)).mkdir()
            desks.append(stack.enter_context(desk(size, Path(folder) / str(size))))
        return [
            loaded([one.asked(kind.newest) if kind.newest else one for one in desks], rounds, say, kind.title)
            for kind in asked
        ]


def loaded(desks: Sequence[Desk], rounds: int, say: Progress, title: str) -> Found:
    """Load the helpdesks in turn."""
    found: dict[tuple[int, str], list[Turn]] = {}
    for one in desks:
        for load in loads.NAMES:
            one.turns.warm(one.running, load)
    named = {str(one.tickets): one for one in desks}
    for turn in say.track(list(interleaved(rounds, loads.NAMES, [CONNECTIONS], list(named))), description=title):
        one = named[turn.contender]
        found.setdefault((one.tickets, turn.load), []).append(one.turns.closed(one.running, turn, 1))
    return found


def cost(turn: Turn) -> float:
    """Give the microseconds of a processor for a request."""
    return (turn.cost.server + turn.cost.database) * 1000


def table(found: Found, small: int, large: int) -> Iterator[str]:
    """Lay out what a request costs in each, and the ratio of the two in the same round."""
    yield f"| request | µs with {small:,} tickets | µs with {large:,} | ratio (least to most) | |"
    yield "|---|---|---|---|---|"
    for load in loads.NAMES:
        before, after = ([cost(turn) for turn in found[size, load]] for size in (small, large))
        ratios = [b / a for a, b in zip(before, after, strict=True)]
        ratio = statistics.median(ratios)
        yield (
            f"| {loads.TITLES[load]} | {statistics.median(before):,.0f} | {statistics.median(after):,.0f}"
            f" | {ratio:.2f} ({min(ratios):.2f} to {max(ratios):.2f}) | {'' if ratio < MOST else '**over**'} |"
        )


def section(kind: Asked, found: Found, small: int, large: int) -> Iterator[str]:
    """Lay out what was found with one kind of requests."""
    yield from (f"## {kind.title}", "", *table(found, small, large), "")


def main(
    small: Annotated[int, typer.Option(help="Tickets of the small one.")] = 100_000,
    large: Annotated[int, typer.Option(help="Tickets of the large one.")] = 10_000_000,
    rounds: Annotated[int, typer.Option(help="How often each is loaded with each work.")] = 5,
    into: Annotated[Path, typer.Option(help="The page to write.")] = OUTPUT,
) -> None:
    """Fill, measure, print and write the page."""
    if small > large:
        raise typer.BadParameter("the small one has more tickets than the large one")
    asked = [Asked(f"About the newest {small:,} tickets", small), Asked("About all tickets alike")]
    with Progress() as progress:
        found = measure([small, large], asked, rounds, progress)
    about = machine.machine()
    text = "\n".join(
        [
            "# Growth",
            "",
            f"Made by `make growth`: what a request costs in a helpdesk of {small:,} tickets and in one of {large:,},",
            f"three comments on every {COMMENTED}th: microseconds of a processor, of the gateway (one worker) and of",
            f"PostgreSQL together, medians of {rounds} rounds in which wrk loads one and the other in turn, on",
            f"{CONNECTIONS} connections.",
            f"The goal is a ratio of at most {MOST}. {about['cores']} cores, {about['processor']}, {about['memory']}.",
            "",
            "A service desk works on its newest tickets, so requests are about as many of these in both. Drawn from",
            "all alike, nearly every write is to pages that none has touched for long: what the large one can come to.",
            "",
            *(line for kind, of_it in zip(asked, found, strict=True) for line in section(kind, of_it, small, large)),
        ]
    )
    into.write_text(text)
    print(text)


if __name__ == "__main__":
    typer.run(main)
