"""What a generator of load is told to send."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel


class Order(BaseModel):
    """Requests of a file, from a place in it on, to a port of this machine."""

    port: int
    file: Path
    turn: str  # what their numbers begin with
    connections: int
    seconds: float
    begin: float = 0.0  # a part of the whole file
    rate: float = 0.0  # of the open loop
