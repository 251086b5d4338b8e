"""Replaying event logs into helpdesks, as somebody does who runs the command."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from tests.commands import Done, ticketfirst
from tests.gateways import Served


def replay(served: Served, *arguments: str | Path, url: str = "") -> Done:
    """Run `ticketfirst replay` against a gateway, or something that stands before it."""
    return ticketfirst("replay", "--url", url or served.url, *arguments, TICKETFIRST_TOKEN=served.token)


def table(out: str) -> dict[str, Counter[str]]:
    """Read the table that the command prints: of each column, how many of each kind."""
    lines = [line.rstrip() for line in out.splitlines()]
    (heading,) = (number for number, line in enumerate(lines) if line.lstrip().startswith("in the log"))
    columns = [column.strip() for column in lines[heading].split("  ") if column.strip()]
    counts: dict[str, Counter[str]] = {column: Counter() for column in columns}
    for line in lines[heading + 1 : heading + 6]:
        kind, *numbers = line.split()
        for column, number in zip(columns, numbers, strict=True):
            counts[column][kind] = int(number.replace(",", ""))
    return counts
