"""What is loaded and measured: each work by itself, and the mix of them as a service desk has it."""

from __future__ import annotations

import random
import zlib
from collections.abc import Iterator, Mapping

from bench.compare.work import TICKETS, Draw, Work, draws

MIX = "mix"
READS = (Work.POINT_READ, Work.LIST, Work.WORDS)
NAMES = (*(work.name.lower() for work in Work), MIX)
TITLES = {work.name.lower(): work.value for work in Work} | {MIX: "the mix of a service desk"}


def works_of(load: str, weights: Mapping[Work, int]) -> Mapping[Work, int]:
    """Give the works that a load consists of, with their weights."""
    return weights if load == MIX else {Work[load.upper()]: 1}


def seed_of(load: str, contender: str, number: int) -> int:
    """Give the seed of a load's draws in a round.

    Reads are the same for all contenders. Those that write in one database must not find done what another one has
    done: giving a ticket to the agent who has it is no work. So writes are other draws of the same kind.
    """
    reads = [work.name.lower() for work in READS]
    whose = "all" if load in reads else contender
    return zlib.crc32(f"{load} {whose} {number}".encode())


def requests_of(
    load: str, weights: Mapping[Work, int], seed: int, tickets: int = TICKETS, oldest: int = 1
) -> Iterator[tuple[Work, Draw]]:
    """Draw what is asked, for ever; the same for the same seed."""
    works = works_of(load, weights)
    chance = random.Random(seed)
    names, frequencies = list(works), list(works.values())
    for draw in draws(seed, tickets, oldest):
        work = names[0] if len(names) == 1 else chance.choices(names, frequencies)[0]
        yield work, draw
