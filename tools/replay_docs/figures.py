"""What a replay has left, as its pictures show it: read through the public functions, by the statements in docs/."""

import time
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple, TypeVar

import psycopg
from psycopg.rows import class_row

from tools.shell import ROOT

STATEMENTS = {
    "days": ROOT / "docs" / "replay-open-tickets.sql",
    "handovers": ROOT / "docs" / "replay-handovers.sql",
    "load": ROOT / "docs" / "replay-load.sql",
}

Row = TypeVar("Row")


class Day(NamedTuple):
    """How many tickets were made, reopened and completed on a day (UTC) on which there were any."""

    day: date
    made: int
    reopened: int
    completed: int


class Handovers(NamedTuple):
    """How many tickets were handed over so often."""

    handovers: int
    tickets: int


class Load(NamedTuple):
    """What an agent did: comments written, tickets worked on, tickets held at the end."""

    agent: str
    comments: int
    worked_on: int
    held: int


@dataclass(frozen=True)
class Figures:
    """What the pictures show: days in order, numbers of handovers in order, agents with the busiest first."""

    days: list[Day]
    handovers: list[Handovers]
    load: list[Load]


def read(connection: psycopg.Connection[Any], seconds: dict[str, float] | None = None) -> Figures:
    """Ask the database of an administrator's connection, and note how long each statement takes."""

    def rows(name: str, kind: type[Row]) -> list[Row]:
        begun = time.monotonic()
        with connection.cursor(row_factory=class_row(kind)) as cursor:
            found = cursor.execute(STATEMENTS[name].read_bytes()).fetchall()
        if seconds is not None:
            seconds[name] = time.monotonic() - begun
        return found

    return Figures(days=rows("days", Day), handovers=rows("handovers", Handovers), load=rows("load", Load))
