"""Count what a service desk does in its event log, and write the weights of the mix: `python -m bench.compare.mix LOG`.

A log has what was written: tickets made, comments, assignments. What was read before is derived, by three sentences
that stand in the file with the counts.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer
from pydantic import BaseModel

from bench.compare.work import Work
from gateway.replay.event_log import read_log
from gateway.replay.script import make_script
from tools.shell import ROOT

OUTPUT = ROOT / "bench" / "mix.json"
DERIVED = {
    Work.POINT_READ: "who does an event has the ticket open: a ticket is read for each comment",
    Work.LIST: "a ticket that changes hands was found in its new agent's list: a list for each assignment",
    Work.WORDS: "whether a request is known was looked for first: a search by words for each new ticket",
}


class Mix(BaseModel):
    """How often each work was done, by a log; the names are those of `Work`, in small letters."""

    source: str
    counted: dict[str, int]
    derived: dict[str, int]
    why: dict[str, str]

    @property
    def weights(self) -> dict[Work, int]:
        """Give all counts, by work."""
        return {work: (self.counted | self.derived)[work.name.lower()] for work in Work}


def measure(log: Path) -> Mix:
    """Count a log. Raises LogError, OSError."""
    counts = make_script(read_log(log)).counts
    tickets, comments, assignments = (counts[kind] for kind in ("tickets", "comments", "assignments"))
    return Mix(
        source=log.name,
        counted={"create": tickets, "comment": comments, "assign": assignments},
        derived={"point_read": comments, "list": assignments, "words": tickets},
        why={work.name.lower(): reason for work, reason in DERIVED.items()},
    )


def read_mix(path: Path = OUTPUT) -> Mix:
    """Read the weights that are committed."""
    return Mix.model_validate_json(path.read_text())


def main(log: Path, into: Annotated[Path, typer.Option(help="the file to write")] = OUTPUT) -> None:
    """Count an event log (XES), and write the weights of the mix."""
    mix = measure(log)
    into.write_text(json.dumps(mix.model_dump(), indent=2) + "\n")
    typer.echo(f"written: {into}")


if __name__ == "__main__":
    typer.run(main)
