"""What a program and all its processes use: seconds of a processor, and memory."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psutil

PAUSE = 0.4  # seconds between two looks at the memory: a look costs about a millisecond for each process
QUIET = 0.02  # of a second in which less than this of a processor is used: whoever is measured next is not disturbed
LOOK = 0.1
LONGEST = 2.0  # seconds: PostgreSQL may clean up for longer
MEGABYTE = 2**20


def processes(pid: int) -> list[psutil.Process]:
    """Give a process and all that come from it, as long as they live."""
    try:
        root = psutil.Process(pid)
        return [root, *root.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def processor_seconds(pid: int) -> float:
    """Give what the processes have had of a processor; one that has ended counts with whoever waited for it.

    One that ends while they are looked at would be left out, or counted twice: they are looked at again then.
    """
    seen: list[psutil.Process] | None = None
    spent = 0.0
    while seen != (found := processes(pid)):
        spent, seen = _spent(found), found
    return spent


def _spent(found: list[psutil.Process]) -> float:
    spent = 0.0
    for process in found:
        try:
            times = process.cpu_times()
        except psutil.NoSuchProcess:
            continue
        spent += times.user + times.system + times.children_user + times.children_system
    return spent


def memory(pid: int) -> int:
    """Give the bytes that the processes have, a page that several of them share counted in parts (PSS)."""
    total = 0
    for process in processes(pid):
        try:
            total += process.memory_full_info().pss
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            continue
    return total


@dataclass
class Usage:
    """What was used while something ran: seconds of a processor, and the most megabytes of the server's processes."""

    server: float = 0.0
    database: float = 0.0
    peak: float = 0.0

    def per_thousand(self, requests: int) -> tuple[float, float]:
        """Give the seconds of the server and of the database for a thousand requests."""
        return self.server / requests * 1000, self.database / requests * 1000


@contextmanager
def watching(server: int | None, database: int) -> Iterator[Usage]:
    """Measure what a server's processes and PostgreSQL's use until the end of the block; the figures are there then."""
    usage, is_over = Usage(), threading.Event()
    before = [0.0 if server is None else processor_seconds(server), processor_seconds(database)]

    def look() -> None:
        while server is not None:
            usage.peak = max(usage.peak, memory(server) / MEGABYTE)
            if is_over.wait(PAUSE):
                break

    looking = threading.Thread(target=look, daemon=True)
    looking.start()
    try:
        yield usage
    finally:
        is_over.set()
        looking.join()
        usage.server = 0.0 if server is None else processor_seconds(server) - before[0]
        usage.database = processor_seconds(database) - before[1]


def settle(pids: list[int]) -> None:
    """Wait until the processes have done what they were still asked to, or for as long as is bearable."""
    deadline = time.monotonic() + LONGEST
    before = sum(map(processor_seconds, pids))
    while time.monotonic() < deadline:
        time.sleep(LOOK)
        after = sum(map(processor_seconds, pids))
        if after - before <= QUIET:
            return
        before = after
