"""Open loop: requests at a constant rate, whether or not those before are answered.

Each request has a time at which it is due, and its answer's time counts from then to the last byte: who stalls makes
all that is due meanwhile wait, as users would, and that counts. One that finds no connection free waits for one. A
process of its own, `python -m bench.compare.open_loop ORDER`, prints what was measured as JSON, with the generator's
own lateness, so that one sees whether it was the bottleneck.
"""

from __future__ import annotations

import asyncio
import gc
import sys
import time

import uvloop
from pydantic import BaseModel

from bench.compare import requests
from bench.compare.open_connections import Load
from bench.compare.sending import Order

GRACE = 3.0  # seconds after the last request is due in which it may be answered
LEAD = 0.05  # before the first
LATE = 0.5  # seconds from when it was due to the answer: one that users notice
SHORTEST = 0.001  # how long the generator sleeps at least: uvloop counts milliseconds, and less than one would be none


class Spread(BaseModel):
    """What half, 99 and 99.9 of a hundred stay below, and the most; milliseconds."""

    p50: float
    p99: float
    p999: float
    longest: float

    @classmethod
    def of(cls, seconds: list[float]) -> Spread:
        """Take the values at these ranks."""
        ordered = sorted(seconds) or [0.0]

        def rank(part: float) -> float:
            return ordered[min(len(ordered) - 1, int(part * len(ordered)))] * 1000

        return cls(p50=rank(0.5), p99=rank(0.99), p999=rank(0.999), longest=ordered[-1] * 1000)


class Measured(BaseModel):
    """What was measured at a rate. Those that were never answered count with the time until nobody waited any more."""

    rate: float
    due: int
    answered: int
    refused: int  # not 2xx, or with errors in GraphQL's way; and connections that could not be opened
    refusal: str  # the first of them
    unfinished: int  # never answered: not in time, or lost with their connections
    late: int
    connections: int  # opened, also in place of those that the server closed
    times: Spread
    lateness: Spread  # of the generator: from when one was due, a connection being free, until it was sent
    processor: float  # seconds that the generator had of one


async def run(load: Load) -> Measured:
    """Send all requests, each when it is due."""
    wrong: list[dict[str, object]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: wrong.append(context))
    begun = time.process_time()
    first = time.perf_counter() + LEAD
    number = 0
    while number < load.due:
        now = time.perf_counter()
        while number < load.due and (at := first + number / load.rate) <= now:
            load.lateness.append(now - at)
            load.send(number, at)
            number += 1
            now = time.perf_counter()
        await asyncio.sleep(max(SHORTEST, at - now))
    end = first + load.due / load.rate
    while len(load.times) + load.lost < load.due and time.perf_counter() < end + GRACE:
        await asyncio.sleep(0.01)
    if wrong:  # what goes wrong in here is the generator's fault, and no answer of a server
        raise RuntimeError(f"the generator has failed: {wrong[0]}")
    return _measured(load, first, time.process_time() - begun)


def _measured(load: Load, first: float, processor: float) -> Measured:
    answered = len(load.times)
    # Which ones are missing is not known here: the last ones, as a rule, and that is the kindest to the server.
    now = time.perf_counter()
    never = [now - (first + number / load.rate) for number in range(answered, load.due)]
    times = load.times + never
    return Measured(
        rate=load.rate,
        due=load.due,
        answered=answered,
        refused=load.refused,
        refusal=load.refusal,
        unfinished=len(never),
        late=sum(1 for took in times if took > LATE),
        connections=load.opened,
        times=Spread.of(times),
        lateness=Spread.of(load.lateness),
        processor=processor,
    )


def main(order: str) -> None:
    """Send the requests of a file at a rate for so many seconds, on so many connections at most."""
    given = Order.model_validate_json(order)
    due = max(1, round(given.rate * given.seconds))
    load = Load(given.port, requests.read(given.file), given.rate, due, given.connections, given.turn, given.begin)
    gc.collect()
    gc.freeze()
    gc.disable()
    print(uvloop.run(run(load)).model_dump_json())


if __name__ == "__main__":
    main(sys.argv[1])
