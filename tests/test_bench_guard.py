"""The guard notices what got worse, and nothing else."""

from __future__ import annotations

import pytest

from bench.compare.guard import changes
from bench.compare.results import About, Cost, Origin, Results, Settings, Turn

COST = Cost(server=0.1, database=0.2, memory=60)


def run(first: list[float], other: list[float], name: str = "conventional", load: str = "point_read") -> Results:
    """Make up a run with these requests a second in its rounds."""
    settings = Settings(
        rounds=len(first),
        seconds=2,
        open_seconds=0,
        connections=[32],
        workers=[1],
        tickets=1,
        comments=3,
        postgresql={},
    )
    turns = [
        Turn(
            contender=contender, load=load, workers=1, connections=32, round=number,
            requests=1, rate=rate, p50=1, p99=2, p999=3, cost=COST,
        )
        for contender, rates in (("ticketfirst", first), (name, other))
        for number, rate in enumerate(rates)
    ]  # fmt: skip
    return Results(
        origin=Origin(date="2026-01-05", commit="0", minutes=1, machine={}, versions={}),
        settings=settings,
        contenders={each: About(title=each, about="") for each in ("ticketfirst", name)},
        turns=turns,
    )


COMMITTED = run([1000, 1010, 990], [100, 100, 100])


@pytest.mark.parametrize(
    ("first", "other", "is_worse"),
    [
        ([1000, 1010, 990], [100, 100, 100], False),
        ([900, 905, 895], [100, 100, 100], True),
        ([1200, 1210, 1190], [100, 100, 100], False),
        ([900, 1300, 700], [100, 100, 100], False),  # too noisy to tell
        ([500, 505, 495], [50, 50, 50], False),  # a machine half as fast
        ([960, 961, 959], [100, 100, 100], False),  # little, though the rounds agree
    ],
    ids=["same", "worse", "better", "noisier", "slower machine", "little"],
)
def test_what_got_worse(first: list[float], other: list[float], is_worse: bool) -> None:
    """By ratios, beyond the noise of both runs."""
    (change,) = changes(COMMITTED, run(first, other))
    assert change.is_worse is is_worse
    assert str(change).startswith("WORSE" if is_worse else "well")


def test_only_what_both_have_is_compared() -> None:
    """Another contender, another load."""
    assert list(changes(COMMITTED, run([1], [1], name="by_hand"))) == []
    assert list(changes(COMMITTED, run([1], [1], load="create"))) == []
