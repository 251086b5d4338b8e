"""Tables of counters that a test has for itself, with a clock that goes when it is told."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from gateway.limiting.table import SECOND, Table, make_file


class Clock:
    """A clock that stands still unless it is set."""

    def __init__(self) -> None:
        """Begin at some time."""
        self.now = 7 * SECOND

    def __call__(self) -> int:
        """Give the time."""
        return self.now


@contextmanager
def open_table(clock: Clock | None = None) -> Iterator[tuple[int, Table]]:
    """Give a table that nobody else has, and its file."""
    file = make_file()
    try:
        yield file, Table(file, clock) if clock else Table(file)
    finally:
        os.close(file)
