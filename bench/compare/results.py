"""What a run has measured, as it is kept: every turn of every round, where, with what, and when."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Literal

from pydantic import BaseModel

FIGURES = 5  # significant ones


class Settings(BaseModel):
    """What was chosen for the run."""

    rounds: int
    seconds: float
    open_seconds: float
    connections: list[int]
    workers: list[int]
    tickets: int
    comments: int
    postgresql: dict[str, str]


class Origin(BaseModel):
    """Where the figures come from."""

    date: str
    commit: str
    minutes: float
    machine: dict[str, str]
    versions: dict[str, str]


class About(BaseModel):
    """A contender."""

    title: str
    about: str


class Missing(BaseModel):
    """A load that a contender cannot have, and why."""

    contender: str
    load: str
    reason: str


class Cost(BaseModel):
    """Seconds of a processor for a thousand requests; the most megabytes of the server's processes."""

    server: float
    database: float
    memory: float | None


class Turn(BaseModel):
    """One contender's turn in the closed loop; times in milliseconds."""

    contender: str
    load: str
    workers: int
    connections: int
    round: int
    requests: int
    rate: float
    p50: float | None
    p99: float | None
    p999: float | None
    cost: Cost


Kind = Literal["own", "common"]


class OpenTurn(BaseModel):
    """One contender's turn in the open loop, at a part of its own rate or at one that is the same for all."""

    contender: str
    load: str
    kind: Kind
    round: int
    connections: int
    rate: float
    due: int
    unfinished: int
    late: int
    p50: float
    p99: float
    p999: float
    longest: float
    lateness_p50: float
    lateness_p99: float
    generator: float  # of a processor, that the generator itself took
    cost: Cost


class StartUp(BaseModel):
    """Seconds from `make serve` to the first 200, with an empty folder and after that; megabytes of the worker then."""

    first: float
    again: float
    memory: float


class Results(BaseModel):
    """A run."""

    origin: Origin
    settings: Settings
    contenders: dict[str, About]
    missing: list[Missing] = []
    start_up: StartUp | None = None
    turns: list[Turn] = []
    open_turns: list[OpenTurn] = []

    def write(self, path: Path) -> None:
        """Write a file, with a line for each turn."""
        kept = {name: _rounded(value) for name, value in self.model_dump().items()}
        lines = []
        for name, value in kept.items():
            if isinstance(value, list) and value:
                rows = ",\n".join(f"  {json.dumps(row)}" for row in value)
                lines.append(f'"{name}": [\n{rows}\n]')
            else:
                lines.append(f'"{name}": {json.dumps(value, indent=1)}')
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("{\n" + ",\n".join(lines) + "\n}\n")

    @classmethod
    def read(cls, path: Path) -> Results:
        """Read a file."""
        return cls.model_validate_json(path.read_text())


def _rounded(value: object) -> object:
    """Leave out what no measurement has."""
    match value:
        case float():
            return float(f"{value:.{FIGURES}g}")
        case dict():
            return {name: _rounded(each) for name, each in value.items()}
        case list():
            return [_rounded(each) for each in value]
        case _:
            return value
