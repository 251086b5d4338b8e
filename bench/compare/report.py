"""The report of a run, made of its results alone: `make bench-report` writes docs/speed.md, its picture, and README."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from bench.compare import chart, loads, tables
from bench.compare.chosen import USUAL
from bench.compare.figures import Figures
from bench.compare.results import Results
from tools.parts import with_parts
from tools.shell import ROOT, CheckError

RESULTS = ROOT / "bench" / "results.json"
PAGE = ROOT / "docs" / "speed.md"
PICTURE = ROOT / "docs" / "speed.svg"
README = ROOT / "README.md"
PART = "speed"
HOW = """\
Made by `make bench-report` from [bench/results.json](../bench/results.json), which `make bench` measures: everybody in
the same run, on the same machine, with the same rows and the same requests, in turn. Why so, and what is not claimed:
[decision 010](decisions/010-how-speed-is-measured.md)."""
CLOSED = """\
In a cell: requests a second, median of the rounds (least to most); p50 / p99 / p99.9 in milliseconds; seconds of a
processor for 1,000 requests, of the server's processes + of PostgreSQL's, and the most memory of the server's processes
(PSS). pgbench tells no percentiles, and is its own client."""
OPEN = """\
At a constant rate, from the time at which a request was due to the last byte of its answer, in milliseconds: medians of
the rounds (least to most). *Late*: longer than half a second. *Unfinished*: not answered three seconds after the end.
*CPU s, MB*: as above. *Generator late*: p50 / p99 of how late the generator itself was, in milliseconds, which is part
of the times; *its CPU*, of one processor, of those that it shares with the server."""


def report(results: Results) -> list[Path]:
    """Write the page, the picture and README's part, and give their paths."""
    figures = Figures(results)
    title = chart.draw(figures, PICTURE)
    PAGE.write_text(page(figures, title))
    README.write_text(with_parts(README, {PART: part(figures, title)}))
    return [PAGE, PICTURE, README]


def shown(results: Results) -> str:
    """Give what is printed of a run."""
    figures = Figures(results)
    parts = [tables.summary(figures), tables.ratio_table(figures), tables.goal_table(figures), *tables.gaps(figures)]
    return "\n\n".join(parts)


def part(figures: Figures, title: str) -> str:
    """Write README's part."""
    origin, settings = figures.results.origin, figures.results.settings
    return "\n\n".join(
        [
            f"Requests a second on {USUAL} connections, one worker each; medians of {settings.rounds} rounds"
            f" ({origin.date}, commit {origin.commit}; {_machine(figures)}).",
            tables.summary(figures),
            f"![{title}](docs/{PICTURE.name})",
        ]
    )


def page(figures: Figures, title: str) -> str:
    """Write the page."""
    sections = [
        "# Speed",
        HOW,
        _facts(figures),
        f"![{title}]({PICTURE.name})",
        "## Goals\n\nAgainst the medians of this run; in brackets the least and the most of a round.",
        tables.goal_table(figures),
        f"## Ratios\n\nTicketFirst's requests a second over the others', {USUAL} connections, one worker.",
        tables.ratio_table(figures),
        "## Who is compared",
        "\n".join(
            f"- **{figures.title(name)}**: {figures.results.contenders[name].about}" for name in figures.contenders
        ),
        *_gaps(figures),
        f"## Load by load\n\n{CLOSED}\n\n{OPEN}",
        *(section for load in figures.loads for section in _load(figures, load)),
        _again(figures),
    ]
    return "\n\n".join(sections) + "\n"


def _facts(figures: Figures) -> str:
    origin, settings = figures.results.origin, figures.results.settings
    versions = ", ".join(f"{name} {version}" for name, version in origin.versions.items())
    lines = [
        f"- {origin.date}, commit {origin.commit}, {origin.minutes:.0f} minutes; {_machine(figures)}, shared by"
        f" generator, servers and PostgreSQL; load before: {origin.machine.get('load before', 'not known')}.",
        f"- {versions}.",
        f"- {settings.tickets:,} tickets, {settings.comments:,} comments; {settings.rounds} rounds of"
        f" {settings.seconds:g} s a turn, {settings.open_seconds:g} s at a constant rate. PostgreSQL:"
        f" {', '.join(f'{name}={value}' for name, value in settings.postgresql.items())}.",
    ]
    if start := figures.results.start_up:
        lines.append(
            f"- From `make serve` to the first 200: {start.first:.1f} s with an empty data directory,"
            f" {start.again:.1f} s after that; the gateway's processes then have {start.memory:.0f} MB."
        )
    return "\n".join(lines)


def _machine(figures: Figures) -> str:
    machine = figures.results.origin.machine
    return ", ".join(
        f"{machine[name]}{unit}" for name, unit in (("cores", " cores"), ("processor", ""), ("memory", ""))
    )


def _gaps(figures: Figures) -> Iterator[str]:
    if lines := tables.gaps(figures):
        yield "Cells that are empty:"
        yield "\n".join(f"- {line}" for line in lines)


def _load(figures: Figures, load: str) -> Iterator[str]:
    yield f"### {loads.TITLES[load][0].upper()}{loads.TITLES[load][1:]}"
    yield tables.load_table(figures, load)
    if own := tables.open_table(figures, load, "own"):
        yield "Each at 70 % of what it did on 32 connections:"
        yield own
    if common := tables.open_table(figures, load, "common"):
        yield "All at the same rate, 70 % of what the conventional service did:"
        yield common


def _again(figures: Figures) -> str:
    minutes = figures.results.origin.minutes
    return (
        "## Again\n\n"
        f"`make bench` installs everybody, measures (here {minutes:.0f} minutes) and writes this page."
        " `make bench C='ticketfirst conventional' W='point_read mix'` measures a part, and only prints it."
        " `make bench-guard` compares ratios with those of this run, and says what got worse by more than the noise."
    )


def main() -> None:
    """Write the report of the results that are committed."""
    for path in report(Results.read(RESULTS)):
        print(f"written: {path.relative_to(ROOT)}")


if __name__ == "__main__":
    try:
        main()
    except (CheckError, OSError) as problem:
        sys.exit(f"FAILED: {problem}")
