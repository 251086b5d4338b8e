"""The order of turns: in every round all loads, for each load all contenders one after the other, none always first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeVar

Item = TypeVar("Item")


class Place(NamedTuple):
    """Whose turn it is, with what; `part`: of a file of requests, where this one begins in it."""

    round: int
    load: str
    connections: int
    contender: str
    part: float


def interleaved(
    rounds: int, loads: Sequence[str], connections: Sequence[int], contenders: Sequence[str]
) -> Iterator[Place]:
    """Give all turns of a run in their order."""
    for number in range(rounds):
        for at, load in enumerate(loads):
            for step, count in enumerate(connections):
                for contender in rotated(contenders, number + at + step):
                    yield Place(number, load, count, contender, step / len(connections))


def rotated(items: Sequence[Item], by: int) -> list[Item]:
    """Begin somewhere else."""
    at = by % max(1, len(items))
    return [*items[at:], *items[:at]]
