"""The report says what the results are, and the documents say what the report makes of the committed ones."""

from __future__ import annotations

from pathlib import Path

from bench.compare import chart
from bench.compare.figures import Figures, Row
from bench.compare.goals import goals
from bench.compare.report import PAGE, PART, PICTURE, README, RESULTS, page, part, shown
from bench.compare.results import Missing, OpenTurn, Results
from tests.test_bench_guard import COST, run
from tools.parts import with_parts


def made() -> Results:
    """Make up a run with two services and a constant rate."""
    results = run([1000, 1200, 900], [100, 110, 90])
    results.missing.append(Missing(contender="conventional", load="words", reason="has nothing to search"))
    results.origin.machine = {"cores": "2", "processor": "one", "memory": "24 GB"}
    for contender, p99 in (("ticketfirst", 8.0), ("conventional", 80.0)):
        results.open_turns.append(
            OpenTurn(
                contender=contender, load="point_read", kind="own", round=0, connections=3, rate=70, due=210,
                unfinished=0, late=0, p50=1, p99=p99, p999=90, longest=91, lateness_p50=0.1, lateness_p99=1,
                generator=0.05, cost=COST,
            )
        )  # fmt: skip
    return results


def test_goals_are_computed() -> None:
    """Ratios of medians; what was not measured is said to be so."""
    said = {goal.wanted: goal for goal in goals(Figures(made()))}
    reads = said["point read, 32 connections: at least 10 times conventional"]
    assert (reads.is_reached, reads.found) == (True, "10.00 (10.00 to 10.91)")
    assert said["mix, 32 connections: at least 5 times conventional"].is_reached is None
    assert said["every load at 70 % of saturation: p99 below 10 ms"].is_reached is True
    assert said["requests a second: no contender ahead in any row (load, connections, workers)"].is_reached is True


def test_the_limit_is_shown_at_its_best_too() -> None:
    """On eight connections it does twice as much: the goal is held against as many, and the other is told."""
    results = run([100, 100], [125, 125], name="pgbench")
    results.turns += [
        turn.model_copy(update={"connections": 8, "rate": 250.0})
        for turn in results.turns
        if turn.contender == "pgbench"
    ]
    (reads,) = [
        goal for goal in goals(Figures(results)) if goal.wanted.startswith("point read") and "pgbench" in goal.wanted
    ]
    assert (reads.is_reached, reads.found) == (True, "0.80 (0.80 to 0.80); 0.40 of its best, which is on 8")


def test_who_is_ahead_is_named() -> None:
    """A goal that is not reached says where."""
    found = goals(Figures(run([100, 100], [125, 125])))
    (ahead,) = [goal for goal in found if goal.wanted.startswith("requests a second")]
    assert ahead.is_reached is False
    assert ahead.found == "conventional in point read on 32, 1.25 times as many"


def test_ratios_are_of_the_medians_with_the_rounds_beside() -> None:
    """The least and the most are those of a round."""
    ratio = Figures(made()).ratio(Row("point_read"), "conventional")
    assert ratio is not None
    assert (ratio.median, ratio.least) == (10, 10)


def test_the_results_are_kept_as_they_are(tmp_path: Path) -> None:
    """Written and read again, and reported the same."""
    results = made()
    results.write(tmp_path / "results.json")
    again = Results.read(tmp_path / "results.json")
    assert again == results
    assert page(Figures(again), "a title") == page(Figures(results), "a title")
    assert "has nothing to search" in shown(again)


def test_the_picture_is_the_same_each_time(tmp_path: Path) -> None:
    """Bytes for bytes."""
    pictures = [tmp_path / "one.svg", tmp_path / "two.svg"]
    for path in pictures:
        chart.draw(Figures(made()), path)
    assert pictures[0].read_bytes() == pictures[1].read_bytes()


def test_the_documents_are_as_make_bench_report_writes_them(tmp_path: Path) -> None:
    """README's table and picture, and the page; with no results yet, README shows nothing."""
    if not RESULTS.exists():
        assert with_parts(README, {PART: ""}).replace("-->\n\n<!--", "-->\n<!--") == README.read_text()
        return
    figures = Figures(Results.read(RESULTS))
    title = chart.draw(figures, tmp_path / PICTURE.name)
    stale = "run `make bench-report` and commit"
    assert page(figures, title) == PAGE.read_text(), stale
    assert with_parts(README, {PART: part(figures, title)}) == README.read_text(), stale
    assert (tmp_path / PICTURE.name).read_bytes() == PICTURE.read_bytes(), stale
