"""What TicketFirst is to reach, against the medians of the same run, and whether it does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bench.compare import registry
from bench.compare.chosen import USUAL
from bench.compare.figures import FIRST, Figures, Row
from bench.compare.pgbench import NAME as PGBENCH

WRITES = ("create", "comment", "assign")
POINT_READS_OF_CONVENTIONAL = 10.0
MIX_OF_CONVENTIONAL = 5.0
OF_LAYERS = 3.0
POINT_READS_OF_PGBENCH = 0.35
WRITES_OF_PGBENCH = 0.6
P99 = 10.0  # milliseconds


@dataclass(frozen=True)
class Goal:
    """A goal; `is_reached` is None where it was not measured."""

    wanted: str
    found: str
    is_reached: bool | None

    @property
    def said(self) -> str:
        """Say whether it is reached."""
        return {True: "reached", False: "**not reached**", None: "not measured"}[self.is_reached]


def goals(figures: Figures) -> list[Goal]:
    """Give all goals."""
    title = {name: about.title for name, about in figures.results.contenders.items()}

    def of(name: str) -> str:
        return title.get(name, name)

    every = [*figures.loads]
    return [
        _ratio(figures, "conventional", ["point_read"], POINT_READS_OF_CONVENTIONAL, of("conventional")),
        _ratio(figures, "conventional", ["mix"], MIX_OF_CONVENTIONAL, of("conventional")),
        _ratio(figures, "postgraphile", every, OF_LAYERS, of("postgraphile")),
        _ratio(figures, "postgrest_shaped", every, OF_LAYERS, of("postgrest_shaped")),
        _ratio(figures, PGBENCH, ["point_read"], POINT_READS_OF_PGBENCH, of(PGBENCH)),
        _ratio(figures, PGBENCH, WRITES, WRITES_OF_PGBENCH, of(PGBENCH)),
        _waiting(figures),
        _ahead(figures),
        _sooner(figures),
    ]


def _ratio(figures: Figures, other: str, loads: Sequence[str], least: float, title: str) -> Goal:
    """At least so many times the rate of another, in each of these loads; the worst one is told."""
    what = "each kind of write" if loads == WRITES else "every work and the mix"
    if loads in (["point_read"], ["mix"]):
        what = loads[0].replace("_", " ")
    wanted = f"{what}, {USUAL} connections: at least {least:g} times {title}"
    found = {load: ratio for load in loads if (ratio := figures.ratio(Row(load), other))}
    if not found:
        return Goal(wanted, "", None)
    worst = min(found, key=lambda load: found[load].median)
    ratio = found[worst]
    shown = f"{ratio.median:.2f} ({ratio.least:.2f} to {ratio.most:.2f})"
    where = "" if len(loads) == 1 else f", for {worst.replace('_', ' ')}"
    best = _of_best(figures, worst) if other == PGBENCH else ""
    return Goal(wanted, f"{shown}{where}{best}", ratio.median >= least)


def _of_best(figures: Figures, load: str) -> str:
    """Say what the same is of pgbench where that is fastest, as the number of connections is not its choice."""
    rates = {
        row.connections: rate.median
        for row in figures.rows()
        if (row.load, row.workers) == (load, 1) and (rate := figures.rate(PGBENCH, row))
    }
    best = max(rates, key=lambda connections: rates[connections])
    mine = figures.rate(FIRST, Row(load))
    assert mine is not None  # there is a ratio
    return f"; {mine.median / rates[best]:.2f} of its best, which is on {best}"


def _waiting(figures: Figures) -> Goal:
    """At 70 % of its saturation, 99 of 100 are answered soon, in every load."""
    wanted = f"every load at 70 % of saturation: p99 below {P99:g} ms"
    found = {
        load: spread.median
        for load in figures.loads
        if (spread := figures.open_of(FIRST, load, "own", lambda turn: turn.p99))
    }
    if not found:
        return Goal(wanted, "", None)
    shown = ", ".join(f"{load.replace('_', ' ')} {value:.1f}" for load, value in found.items())
    return Goal(wanted, f"{shown} ms", max(found.values()) < P99)


def _ahead(figures: Figures) -> Goal:
    """No service answers more requests, in any row."""
    wanted = "requests a second: no contender ahead in any row (load, connections, workers)"
    rows = [row for row in figures.rows() if figures.rate(FIRST, row)]
    if not rows or len(figures.services) == 1:
        return Goal(wanted, "", None)
    ahead = [
        f"{figures.title(name)} in {row}, {1 / ratio.median:.2f} times as many"
        for row in rows
        for name in _others(figures)
        if (ratio := figures.ratio(row, name)) and ratio.median < 1
    ]
    return Goal(wanted, "; ".join(ahead) or f"in none of {len(rows)} rows", not ahead)


def _sooner(figures: Figures) -> Goal:
    """At the rate that is the same for all, nobody's p99 is lower in all rounds than TicketFirst's in any."""
    wanted = "the same rate for all: no contender's p99 below TicketFirst's beyond the spread of the rounds"
    sooner, rows = [], 0
    for load in figures.loads:
        mine = figures.open_of(FIRST, load, "common", lambda turn: turn.p99)
        for name in _others(figures):
            theirs = figures.open_of(name, load, "common", lambda turn: turn.p99)
            if mine and theirs:
                rows += 1
                if theirs.most < mine.least:
                    sooner.append(f"{figures.title(name)} in {load.replace('_', ' ')}, {theirs.median:.1f} ms")
    if not rows:
        return Goal(wanted, "", None)
    return Goal(wanted, "; ".join(sooner) or f"in none of {rows} cases", not sooner)


def _others(figures: Figures) -> Iterator[str]:
    return (name for name in figures.services if name != FIRST and name not in registry.LIMITS)
