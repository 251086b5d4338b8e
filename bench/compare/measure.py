"""A whole run: prepare, prove that all do the same, load everybody in turn, and keep every figure."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import get_args

from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from bench.compare import database, machine, pgbench, proof, registry, requests
from bench.compare.chosen import BETWEEN, OPEN_BETWEEN, Chosen
from bench.compare.contender import Contender
from bench.compare.fleet import Running, running
from bench.compare.mix import read_mix
from bench.compare.results import About, Kind, Missing, Origin, Results
from bench.compare.rounds import interleaved, rotated
from bench.compare.turns import Turns
from tools.cluster import Cluster
from tools.shell import ROOT

SATURATED = 0.7  # of the rate of the closed loop: what a service is run at
COMMON = "conventional"  # whose rate is the one that all are loaded at
LAST = ROOT / ".bench" / "last.json"  # also of a run that broke off
Say = Callable[[str], None]


def measure(chosen: Chosen, say: Say) -> Results:
    """Do a run. Raises CheckError where something is not as it should be."""
    begun = time.monotonic()
    contenders = [registry.contender(name) for name in chosen.served]
    with database.serving(chosen.tickets) as cluster, tempfile.TemporaryDirectory() as folder:
        say(f"{chosen.tickets:,} tickets and {chosen.tickets * 3:,} comments are there")
        database.prepare(cluster, contenders)
        run = _Run(chosen, contenders, cluster, Path(folder))
        try:
            for workers in chosen.workers:
                with running(cluster, contenders, workers, Path(folder)) as fleet, _progress() as progress:
                    run.phase(fleet, workers, progress, say)
        finally:  # what breaks off after half an hour has measured something, too
            run.results.origin.minutes = (time.monotonic() - begun) / 60
            run.results.write(LAST)
    return run.results


class _Run:
    def __init__(self, chosen: Chosen, contenders: Sequence[Contender], cluster: Cluster, folder: Path) -> None:
        self.chosen = chosen
        self.cluster = cluster
        mix = read_mix()
        self.missing = registry.lacking(chosen.contenders, chosen.loads)
        self.results = Results(
            origin=Origin(
                date=machine.today(),
                commit=machine.commit(),
                minutes=0,
                machine=machine.machine(),
                versions=machine.versions(cluster),
            ),
            settings=chosen.settings(),
            contenders={one.name: About(title=one.title, about=one.about) for one in contenders},
            missing=[
                Missing(contender=name, load=load, reason=f"has nothing to {'; to '.join(lacking)}")
                for (name, load), lacking in self.missing.items()
            ],
        )
        if pgbench.NAME in chosen.contenders:
            self.results.contenders[pgbench.NAME] = About(title=pgbench.NAME, about=pgbench.ABOUT)
        main = database.main_process(cluster)
        limit = pgbench.Pgbench(cluster, main, folder, mix.weights, chosen.tickets)
        self.turns = Turns(chosen, mix, main, limit, folder, requests.Keys())

    def phase(self, fleet: Sequence[Running], workers: int, progress: Progress, say: Say) -> None:
        """Load those who run with a number of workers."""
        if workers == self.chosen.workers[0]:  # later on, everybody's rows are as everybody's rounds have left them
            for line in proof.prove(fleet, self.turns.keys, self.chosen.tickets):
                say(line)
        self._closed(fleet, workers, progress)
        if workers == 1 and self.chosen.open_seconds:
            self._open(fleet, progress)

    def _has(self, contender: str, load: str) -> bool:
        return (contender, load) not in self.missing

    def _prepare(self, fleet: Sequence[Running], load: str) -> None:
        """Clean up after those who wrote, and have everybody do once what comes next, as plans are made anew then."""
        database.rest(self.cluster)
        for one in fleet:
            if self._has(one.name, load):
                self.turns.warm(one, load)

    def _closed(self, fleet: Sequence[Running], workers: int, progress: Progress) -> None:
        by_name = {one.name: one for one in fleet}
        names = list(self.chosen.contenders) if workers == 1 else self.chosen.served
        counts = self.chosen.connections if workers == 1 else [self.chosen.usual]
        places = [
            place
            for place in interleaved(self.chosen.rounds, self.chosen.loads, counts, names)
            if self._has(place.contender, place.load)
        ]
        task = progress.add_task("", total=len(places) * (self.chosen.seconds + BETWEEN))
        before = (-1, "")
        for place in places:
            if place.round != before[0]:
                progress.console.print(f"{datetime.now():%H:%M} round {place.round + 1}, workers: {workers}")
            if (place.round, place.load) != before:
                _tell(progress, task, f"round {place.round + 1}, workers: {workers}, before {place.load}")
                self._prepare(fleet, place.load)
                before = (place.round, place.load)
            _tell(progress, task, f"round {place.round + 1}, workers: {workers}, {place.load} by {place.contender}")
            if place.contender == pgbench.NAME:
                turn = self.turns.limit(place)
            else:
                turn = self.turns.closed(by_name[place.contender], place, workers)
            self.results.turns.append(turn)
            progress.advance(task, self.chosen.seconds + BETWEEN)

    def _open(self, fleet: Sequence[Running], progress: Progress) -> None:
        services = [one for one in fleet if one.name not in registry.LIMITS]
        places = list(interleaved(self.chosen.rounds, self.chosen.loads, [0], [one.name for one in services]))
        task = progress.add_task("", total=2 * len(places) * (self.chosen.open_seconds + OPEN_BETWEEN))
        by_name = {one.name: one for one in services}
        for number, place in enumerate(places):
            if number % (len(self.chosen.loads) * len(services)) == 0:
                progress.console.print(f"{datetime.now():%H:%M} round {place.round + 1} at constant rates")
            if number % len(services) == 0:
                _tell(progress, task, f"round {place.round + 1} at constant rates, before {place.load}")
                self._prepare(services, place.load)
            _tell(progress, task, f"round {place.round + 1} at a constant rate, {place.load} by {place.contender}")
            for kind in rotated(get_args(Kind), number):
                rate = self._rate(place.contender if kind == "own" else COMMON, place.load)
                if rate and self._has(place.contender, place.load):
                    self.results.open_turns.append(self.turns.open(by_name[place.contender], place, kind, rate))
                progress.advance(task, self.chosen.open_seconds + OPEN_BETWEEN)

    def _rate(self, contender: str, load: str) -> float | None:
        """Give a part of what a contender did in the closed loop of this run."""
        rates = [
            turn.rate
            for turn in self.results.turns
            if (turn.contender, turn.load, turn.connections, turn.workers) == (contender, load, self.chosen.usual, 1)
        ]
        return SATURATED * statistics.median(rates) if rates else None


@contextmanager
def _progress() -> Iterator[Progress]:
    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn(elapsed_when_finished=True))
    with Progress(*columns) as progress:
        yield progress


def _tell(progress: Progress, task: TaskID, what: str) -> None:
    progress.update(task, description=what)
