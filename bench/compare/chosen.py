"""What a run consists of, as it was chosen, and how long that takes."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from bench.compare import loads
from bench.compare.database import SETTINGS
from bench.compare.pgbench import NAME as PGBENCH
from bench.compare.pgbench import warming
from bench.compare.registry import LIMITS
from bench.compare.results import Settings
from bench.compare.work import TICKETS

ROUNDS = 3
SECONDS = 2  # whole ones: so want wrk and pgbench
OPEN_SECONDS = 3.0
CONNECTIONS = (1, 8, 32, 128)
WORKERS = (1, 2)
USUAL = 32  # connections, where one number must do
OPEN_BETWEEN = 1.5  # before the open loop: its generator takes a while to start
BETWEEN = 0.6  # seconds from one turn to the next: the one before has finished, the generator starts
PREPARING = 180.0  # seconds: the log, rows, everybody's tables, starts, proof
WARM_SECONDS = 1.0
RESTING = 3.0  # seconds before a load: VACUUM after those who wrote


@dataclass(frozen=True)
class Chosen:
    """Loads, contenders (pgbench may be one) and how they are loaded."""

    contenders: Sequence[str]
    loads: Sequence[str] = field(default_factory=lambda: list(loads.NAMES))
    connections: Sequence[int] = field(default_factory=lambda: list(CONNECTIONS))
    workers: Sequence[int] = field(default_factory=lambda: list(WORKERS))
    rounds: int = ROUNDS
    seconds: int = SECONDS
    open_seconds: float = OPEN_SECONDS  # 0: no open loop
    tickets: int = TICKETS
    oldest: int = 1  # of the tickets that are asked for

    @property
    def served(self) -> list[str]:
        """Give those who are asked over HTTP."""
        return [name for name in self.contenders if name != PGBENCH]

    @property
    def usual(self) -> int:
        """Give the number of connections where one must do: 32, or the one next to it."""
        return min(self.connections, key=lambda count: abs(count - USUAL))

    def minutes(self, lacking: Collection[tuple[str, str]] = ()) -> float:
        """Estimate how long the run takes; `lacking`: contenders and the loads that they cannot have."""
        pairs = [(name, load) for load in self.loads for name in self.contenders if (name, load) not in lacking]
        asked = [(name, load) for name, load in pairs if name != PGBENCH]
        at_rate = [(name, load) for name, load in asked if name not in LIMITS]
        is_usual = 1 in self.workers
        alone = len(pairs) * len(self.connections) * is_usual
        more = len(asked) * sum(1 for count in self.workers if count > 1)
        turns = (alone + more) * (self.seconds + BETWEEN)
        if is_usual and PGBENCH in self.contenders:
            turns += sum(warming(load, count) for load in self.loads for count in self.connections)
        if is_usual and self.open_seconds:
            turns += 2 * len(at_rate) * (self.open_seconds + OPEN_BETWEEN)
        phases = len(self.workers) + (is_usual and self.open_seconds > 0)
        turns += phases * (len(asked) * (WARM_SECONDS + BETWEEN) + len(self.loads) * RESTING)
        return (PREPARING + turns * self.rounds) / 60

    def settings(self) -> Settings:
        """Give what is kept with the results."""
        return Settings(
            rounds=self.rounds,
            seconds=self.seconds,
            open_seconds=self.open_seconds,
            connections=list(self.connections),
            workers=list(self.workers),
            tickets=self.tickets,
            comments=self.tickets * 3,
            postgresql=SETTINGS,
        )
