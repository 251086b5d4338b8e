"""What the turns of a run come to: medians and spreads over the rounds, and ratios within a round."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bench.compare import loads, registry
from bench.compare.chosen import USUAL
from bench.compare.results import Kind, OpenTurn, Results, Turn

FIRST = "ticketfirst"


@dataclass(frozen=True)
class Spread:
    """The median of the rounds, the least and the most."""

    median: float
    least: float
    most: float

    @classmethod
    def of(cls, values: Iterable[float | None]) -> Spread | None:
        """Take the values of all rounds; None where there are none."""
        found = [value for value in values if value is not None]
        return cls(statistics.median(found), min(found), max(found)) if found else None

    @property
    def half(self) -> float:
        """Give half of the way from the least to the most."""
        return (self.most - self.least) / 2


@dataclass(frozen=True)
class Row:
    """A load with so many connections, and so many workers of each service."""

    load: str
    connections: int = USUAL
    workers: int = 1

    def __str__(self) -> str:
        """Name it."""
        more = f", {self.workers} workers" if self.workers > 1 else ""
        return f"{self.load.replace('_', ' ')} on {self.connections}{more}"


class Figures:
    """Looks things up in the results of a run."""

    def __init__(self, results: Results) -> None:
        """Sort the turns."""
        self.results = results
        self._turns: dict[tuple[str, Row], list[Turn]] = {}
        self._open: dict[tuple[str, str, Kind], list[OpenTurn]] = {}
        for turn in results.turns:
            row = Row(turn.load, turn.connections, turn.workers)
            self._turns.setdefault((turn.contender, row), []).append(turn)
        for at_rate in results.open_turns:
            self._open.setdefault((at_rate.contender, at_rate.load, at_rate.kind), []).append(at_rate)

    @property
    def contenders(self) -> list[str]:
        """Give all, in the order of tables."""
        place = {name: number for number, name in enumerate(registry.ORDER)}
        return sorted(self.results.contenders, key=lambda name: (place.get(name, len(place)), name))

    @property
    def services(self) -> list[str]:
        """Give those that are no limits."""
        return [name for name in self.contenders if name not in registry.LIMITS]

    @property
    def loads(self) -> list[str]:
        """Give the loads that were measured."""
        return [load for load in loads.NAMES if any(turn.load == load for turn in self.results.turns)]

    def title(self, contender: str) -> str:
        """Give the name that is shown."""
        return self.results.contenders[contender].title

    def rows(self) -> list[Row]:
        """Give all rows of the closed loop."""
        found = {row for _, row in self._turns}
        return sorted(found, key=lambda row: (loads.NAMES.index(row.load), row.workers, row.connections))

    def turns(self, contender: str, row: Row) -> Sequence[Turn]:
        """Give the rounds of a contender."""
        return self._turns.get((contender, row), [])

    def open(self, contender: str, load: str, kind: Kind) -> Sequence[OpenTurn]:
        """Give the rounds of a contender at a constant rate."""
        return self._open.get((contender, load, kind), [])

    def of(self, contender: str, row: Row, value: Callable[[Turn], float | None]) -> Spread | None:
        """Give a value over the rounds."""
        return Spread.of(value(turn) for turn in self.turns(contender, row))

    def rate(self, contender: str, row: Row) -> Spread | None:
        """Give the requests a second."""
        return self.of(contender, row, lambda turn: turn.rate)

    def open_of(
        self, contender: str, load: str, kind: Kind, value: Callable[[OpenTurn], float | None]
    ) -> Spread | None:
        """Give a value over the rounds at a constant rate."""
        return Spread.of(value(turn) for turn in self.open(contender, load, kind))

    def ratio(self, row: Row, other: str) -> Spread | None:
        """Give TicketFirst's rate over another's: of the medians, and the least and most within a round."""
        mine, theirs = self.rate(FIRST, row), self.rate(other, row)
        if mine is None or theirs is None:
            return None
        each = self.ratios(row, other)
        return Spread(mine.median / theirs.median, min(each), max(each)) if each else None

    def ratios(self, row: Row, other: str) -> list[float]:
        """Give the ratio within each round."""
        theirs = {turn.round: turn.rate for turn in self.turns(other, row)}
        return [turn.rate / theirs[turn.round] for turn in self.turns(FIRST, row) if turn.round in theirs]

    def reason(self, contender: str, load: str) -> str:
        """Say why a contender has no figure."""
        for missing in self.results.missing:
            if (missing.contender, missing.load) == (contender, load):
                return missing.reason
        return "not measured"
