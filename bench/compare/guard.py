"""Say what has got slower: `make bench-guard`, a short run whose ratios are held against the committed ones.

Ratios within a run, never times: they are much the same on another machine, or on a busy one. One got worse where it is
below the committed one by more than the noise of both: half of the way from the least to the most of the rounds.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from rich.console import Console

from bench.compare import chosen, registry
from bench.compare.chosen import Chosen
from bench.compare.figures import FIRST, Figures, Row, Spread
from bench.compare.measure import measure
from bench.compare.report import RESULTS
from bench.compare.results import Results
from tools.cluster import ClusterError
from tools.shell import ROOT, CheckError

AGAINST = ("by_hand", "conventional", "pgbench")
LEAST_NOISE = 0.05  # of the committed ratio: a few rounds may agree by chance
ROUNDS = 4
OUTPUT = ROOT / ".bench" / "guard.json"


@dataclass(frozen=True)
class Change:
    """A ratio of TicketFirst to another, as committed and now."""

    row: Row
    other: str
    before: Spread
    now: Spread

    @property
    def noise(self) -> float:
        """Give by how much it may be lower without meaning anything."""
        return max(self.before.half + self.now.half, LEAST_NOISE * self.before.median)

    @property
    def is_worse(self) -> bool:
        """Say whether it got worse by more than the noise."""
        return self.before.median - self.now.median > self.noise

    def __str__(self) -> str:
        """Say what it was and what it is."""
        verdict = "WORSE" if self.is_worse else "well"
        return (
            f"{verdict}: {self.row}, times {self.other}: {self.now.median:.2f}"
            f" ({self.now.least:.2f} to {self.now.most:.2f}), was {self.before.median:.2f}"
            f" ({self.before.least:.2f} to {self.before.most:.2f}), noise {self.noise:.2f}"
        )


def changes(before: Results, now: Results) -> Iterator[Change]:
    """Compare all ratios that both runs have."""
    committed, measured = Figures(before), Figures(now)
    for row in measured.rows():
        for other in measured.contenders:
            was, is_now = committed.ratio(row, other), measured.ratio(row, other)
            if other != FIRST and was and is_now:
                yield Change(row, other, was, is_now)


def main() -> None:
    """Run, compare and say."""
    console = Console(highlight=False)
    before = Results.read(RESULTS)
    names = [name for name in registry.names() if name in (FIRST, *AGAINST)]
    run = Chosen(names, connections=[chosen.USUAL], workers=[1], rounds=ROUNDS, open_seconds=0)
    console.print(f"About {run.minutes(registry.lacking(run.contenders, run.loads)):.0f} minutes")
    now = measure(run, lambda line: console.print(line, soft_wrap=True))
    now.write(OUTPUT)
    found = list(changes(before, now))
    if not found:
        raise CheckError("the committed run has no figures for what is compared")
    for change in sorted(found, key=lambda change: not change.is_worse):
        console.print(str(change), markup=False, soft_wrap=True)
    if worse := sum(change.is_worse for change in found):
        sys.exit(f"{worse} of {len(found)} ratios got worse by more than the noise")
    console.print(f"none of {len(found)} ratios got worse by more than the noise")


if __name__ == "__main__":
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit("ended by a signal"))
    try:
        main()
    except (CheckError, ClusterError, OSError) as problem:
        sys.exit(f"FAILED: {problem}")
    except KeyboardInterrupt:
        sys.exit("interrupted")
