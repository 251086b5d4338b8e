"""One contender's turn: loaded, and watched what it uses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bench.compare import loads, proof, requests
from bench.compare.at_rate import open_loop
from bench.compare.chosen import WARM_SECONDS, Chosen
from bench.compare.fleet import Running
from bench.compare.mix import Mix
from bench.compare.open_loop import Measured as AtRate
from bench.compare.pgbench import NAME as PGBENCH
from bench.compare.pgbench import Pgbench
from bench.compare.results import Cost, Kind, OpenTurn, Turn
from bench.compare.rounds import Place
from bench.compare.sending import Order
from bench.compare.usage import Usage, settle, watching
from bench.compare.work import Draw, Work
from bench.compare.wrk import closed_loop
from tools.shell import CheckError

OPEN, SAMPLED, WARMING = 1000, 2000, 3000  # rounds of their own, so that other rows are drawn
SAMPLE = 3
MOST = 128  # connections of the open loop


@dataclass
class Turns:
    """Loads those who run, on one database."""

    chosen: Chosen
    mix: Mix
    database: int  # the process that PostgreSQL's come from
    pgbench: Pgbench
    folder: Path
    keys: requests.Keys
    _files: dict[tuple[int, str], tuple[str, int]] = field(default_factory=dict, init=False)
    _warmed: int = field(default=0, init=False)

    def warm(self, one: Running, load: str) -> None:
        """Load for a moment, unmeasured, with other rows each time."""
        self._warmed += 1
        place = Place(WARMING + self._warmed, load, self.chosen.usual, one.name, 0.0)
        measured = closed_loop(self._order(one, place, WARM_SECONDS))
        if not measured.is_good:
            self._complain(one, place)
        self._sample(one, load, SAMPLED + place.round, proof.DRAWS)

    def closed(self, one: Running, place: Place, workers: int) -> Turn:
        """Load in the closed loop. Raises CheckError where an answer is not good."""
        order = self._order(one, place, self.chosen.seconds)
        settle([one.pid, self.database])
        with watching(one.pid, self.database) as usage:
            measured = closed_loop(order)
        if not measured.is_good:
            self._complain(one, place, measured.model_dump_json())
        if place.connections == self.chosen.usual:  # wrk takes what GraphQL refuses, with 200, for an answer
            self._sample(one, place.load, SAMPLED + place.round, SAMPLE)
        return Turn(
            contender=one.name,
            load=place.load,
            workers=workers,
            connections=place.connections,
            round=place.round,
            requests=measured.requests,
            rate=measured.requests / measured.seconds,
            p50=measured.p50,
            p99=measured.p99,
            p999=measured.p999,
            cost=cost(usage, measured.requests),
        )

    def limit(self, place: Place) -> Turn:
        """Let pgbench have its turn."""
        settle([self.database])
        measured, usage = self.pgbench.run(place.load, place.connections, self.chosen.seconds)
        return Turn(
            contender=PGBENCH,
            load=place.load,
            workers=1,
            connections=place.connections,
            round=place.round,
            requests=measured.requests,
            rate=measured.rate,
            p50=None,
            p99=None,
            p999=None,
            cost=cost(usage, measured.requests),
        )

    def open(self, one: Running, place: Place, kind: Kind, rate: float) -> OpenTurn:
        """Load at a constant rate. Raises CheckError where an answer is not good."""
        at = place._replace(round=OPEN + place.round, connections=MOST)
        order = self._order(one, at, self.chosen.open_seconds)
        order.rate = rate
        settle([one.pid, self.database])
        with watching(one.pid, self.database) as usage:
            measured = open_loop(order)
        if measured.refused:
            raise CheckError(f"{one.name} refuses {place.load}:\n{measured.refusal}\nIts log ends with:\n{one.said()}")
        return open_turn(measured, place, kind, usage)

    def _order(self, one: Running, place: Place, seconds: float) -> Order:
        path = self.folder / f"{one.name}-{place.load}-{self.chosen.oldest}.requests"
        made = (place.load, place.round)
        if self._files.get((one.port, place.load)) != made:
            drawn = self._drawn(one, place.load, place.round)
            requests.write(path, requests.of_load(one.contender, one.port, drawn))
            self._files[one.port, place.load] = made
        return Order(
            port=one.port,
            file=path,
            turn=self.keys.next(),
            connections=place.connections,
            seconds=seconds,
            begin=place.part,
        )

    def _drawn(self, one: Running, load: str, number: int) -> Iterator[tuple[Work, Draw]]:
        seed = loads.seed_of(load, one.name, number)
        return loads.requests_of(load, self.mix.weights, seed, self.chosen.tickets, self.chosen.oldest)

    def _sample(self, one: Running, load: str, number: int, count: int) -> None:
        proof.sample(one, self._drawn(one, load, number), self.keys, count)

    def _complain(self, one: Running, place: Place, measured: str = "") -> None:
        """Find out what was not good: ask one by one until a refusal comes. Raises CheckError."""
        self._sample(one, place.load, place.round, requests.COUNT // 10)
        raise CheckError(
            f"{one.name} has not answered all requests of {place.load} on {place.connections} connections well:"
            f" {measured}\nIts log ends with:\n{one.said()}"
        )


def cost(usage: Usage, done: int) -> Cost:
    """Give what was used, for a thousand requests."""
    server, database = usage.per_thousand(max(1, done))
    return Cost(server=server, database=database, memory=usage.peak or None)


def open_turn(measured: AtRate, place: Place, kind: Kind, usage: Usage) -> OpenTurn:
    """Put together what is kept of a turn in the open loop."""
    times, lateness = measured.times, measured.lateness
    return OpenTurn(
        contender=place.contender,
        load=place.load,
        kind=kind,
        round=place.round,
        connections=measured.connections,
        rate=measured.rate,
        due=measured.due,
        unfinished=measured.unfinished,
        late=measured.late,
        p50=times.p50,
        p99=times.p99,
        p999=times.p999,
        longest=times.longest,
        lateness_p50=lateness.p50,
        lateness_p99=lateness.p99,
        generator=measured.processor / (measured.due / measured.rate),
        cost=cost(usage, measured.answered),
    )
