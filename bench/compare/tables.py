"""The tables of the report, in Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from bench.compare import loads, registry
from bench.compare.figures import FIRST, Figures, Row, Spread
from bench.compare.goals import goals
from bench.compare.results import Kind

TEN = 10
NONE = "\N{EN DASH}"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def number(value: float) -> str:
    """Write a number with as many figures as mean something."""
    return f"{value:,.0f}" if value >= TEN else f"{value:.2f}" if value < 1 else f"{value:.1f}"


def spread(found: Spread) -> str:
    """Write a median, and the least and the most."""
    return f"{number(found.median)} ({number(found.least)} to {number(found.most)})"


def summary(figures: Figures) -> str:
    """Requests a second of everybody in every load, at the usual number of connections."""
    shown = figures.loads
    rows = []
    for name in figures.contenders:
        cells = [figures.rate(name, Row(load)) for load in shown]
        rows.append([figures.title(name), *(number(cell.median) if cell else NONE for cell in cells)])
    return table(["requests/s", *(load.replace("_", " ") for load in shown)], rows)


def goal_table(figures: Figures) -> str:
    """The goals, and whether they are reached."""
    rows = [[goal.wanted, goal.found or NONE, goal.said] for goal in goals(figures)]
    return table(["goal", "found", ""], rows)


def ratio_table(figures: Figures) -> str:
    """TicketFirst's rate over everybody else's, load by load."""
    others = [name for name in figures.contenders if name != FIRST]
    rows = []
    for load in figures.loads:
        cells = [figures.ratio(Row(load), name) for name in others]
        rows.append([load.replace("_", " "), *(spread(cell) if cell else NONE for cell in cells)])
    return table(["TicketFirst over", *map(figures.title, others)], rows)


def load_table(figures: Figures, load: str) -> str:
    """Everything of the closed loop for one load: three lines a cell."""
    rows = [row for row in figures.rows() if row.load == load]
    head = [f"{row.connections}" + (f", {row.workers} workers" if row.workers > 1 else "") for row in rows]
    lines = [
        [figures.title(name), *(_cell(figures, name, row) for row in rows)]
        for name in figures.contenders
        if any(figures.turns(name, row) for row in rows)
    ]
    return table(["connections", *head], lines)


def _cell(figures: Figures, name: str, row: Row) -> str:
    rate = figures.rate(name, row)
    if rate is None:
        return NONE
    times = [
        figures.of(name, row, lambda turn: turn.p50),
        figures.of(name, row, lambda turn: turn.p99),
        figures.of(name, row, lambda turn: turn.p999),
    ]
    waits = " / ".join(number(time.median) for time in times if time)
    server = figures.of(name, row, lambda turn: turn.cost.server)
    database = figures.of(name, row, lambda turn: turn.cost.database)
    memory = figures.of(name, row, lambda turn: turn.cost.memory)
    costs = f"{server.median:.2f} + {database.median:.2f} s" if server and database else ""
    more = f", {memory.median:.0f} MB" if memory else ""
    return "<br>".join(part for part in (f"**{spread(rate)}**", f"{waits} ms" if waits else "", costs + more) if part)


def open_table(figures: Figures, load: str, kind: Kind) -> str | None:
    """Everything of the open loop for one load."""
    head = ["", "rate", "p50", "p99", "p99.9", "late", "unfinished", "CPU s, MB", "generator late", "its CPU"]
    rows = [list(_open_row(figures, name, load, kind)) for name in figures.services if figures.open(name, load, kind)]
    return table(head, rows) if rows else None


def _open_row(figures: Figures, name: str, load: str, kind: Kind) -> Iterator[str]:
    turns = figures.open(name, load, kind)
    due = sum(turn.due for turn in turns)
    yield figures.title(name)
    yield number(turns[0].rate)
    for value in (
        figures.open_of(name, load, kind, lambda turn: turn.p50),
        figures.open_of(name, load, kind, lambda turn: turn.p99),
        figures.open_of(name, load, kind, lambda turn: turn.p999),
    ):
        yield spread(value) if value else NONE
    yield f"{100 * sum(turn.late for turn in turns) / due:.1f} %"
    yield f"{100 * sum(turn.unfinished for turn in turns) / due:.1f} %"
    server = figures.open_of(name, load, kind, lambda turn: turn.cost.server)
    database = figures.open_of(name, load, kind, lambda turn: turn.cost.database)
    memory = figures.open_of(name, load, kind, lambda turn: turn.cost.memory)
    costs = f"{server.median:.2f} + {database.median:.2f}" if server and database else NONE
    yield f"{costs}, {memory.median:.0f}" if memory else costs
    half = figures.open_of(name, load, kind, lambda turn: turn.lateness_p50)
    most = figures.open_of(name, load, kind, lambda turn: turn.lateness_p99)
    yield f"{half.median:.2f} / {most.median:.2f}" if half and most else NONE
    own = figures.open_of(name, load, kind, lambda turn: turn.generator)
    yield f"{100 * own.median:.0f} %" if own else NONE


def gaps(figures: Figures) -> list[str]:
    """Say who has no figures for what, and why."""
    return [
        f"{figures.title(missing.contender)}, {loads.TITLES[missing.load]}: {missing.reason}"
        for missing in figures.results.missing
        if missing.contender not in registry.LIMITS  # what they are for is said where they are named
    ]
