"""Counters that the processes of a gateway share: a table in memory, of one size, whose entries end by themselves.

An entry lies in one of the eight slots of its set. Where all are taken, the one that has counted least makes room.

A set is changed under a lock of the system's, which ends with the process that holds it. Each word is written at once,
and an entry counts for nothing while its end is zero: a process that is killed in between leaves nothing half done.
Nobody waits long for a process that holds a lock and does not go on: a hit may then be lost, and no request is held up.
"""

from __future__ import annotations

import fcntl
import mmap
import os
from collections.abc import Callable
from functools import lru_cache
from hashlib import blake2b
from time import monotonic_ns, perf_counter

SETS = 8192
WAYS = 8
WORD = 8  # bytes
KEY_BYTES = 2 * WORD
COUNT, END, WORDS = 2, 3, 4  # of a slot, behind its key
SLOT_BYTES = WORDS * WORD
SET_BYTES = WAYS * SLOT_BYTES
SECOND = 1_000_000_000
PATIENCE_SECONDS = 0.02
PLACES = 16_384  # that are kept, as finding one takes longer than counting


def make_file() -> int:
    """Make the memory for a table, and give the open file that other processes are handed; it ends with the last."""
    file = os.memfd_create("ticketfirst-counters")
    os.ftruncate(file, SETS * SET_BYTES)
    return file


class Table:
    """The counters, as one process sees them. Times are nanoseconds of a clock that all processes share."""

    def __init__(self, file: int, clock: Callable[[], int] = monotonic_ns) -> None:
        """Open a table that `make_file` has made."""
        self.clock = clock
        self._file = file
        self._bytes = mmap.mmap(file, SETS * SET_BYTES)
        self._words = memoryview(self._bytes).cast("Q")

    def add(self, key: str, seconds: int, amount: int = 1) -> int:
        """Count, and give the sum; the first to count begins a window of so many seconds."""
        name, number = _place(key)
        is_locked = self._lock(number)
        try:
            now = self.clock()
            slot = self._find(name, number)
            if slot is None:
                slot = self._make_room(number, now)
                self._words[slot + END] = 0
                self._bytes[slot * WORD : slot * WORD + KEY_BYTES] = name
            if self._words[slot + END] <= now:
                self._words[slot + END] = 0
                self._words[slot + COUNT] = amount
                self._words[slot + END] = now + seconds * SECOND
                return amount
            total = self._words[slot + COUNT] + amount
            self._words[slot + COUNT] = total
            return total
        finally:
            if is_locked:
                fcntl.lockf(self._file, fcntl.LOCK_UN, 1, number)

    def read(self, key: str) -> tuple[int, int]:
        """Give the sum, and when its window ends; without one, zero and now."""
        name, number = _place(key)
        now = self.clock()
        slot = self._find(name, number)
        if slot is None or (end := self._words[slot + END]) <= now:
            return 0, now
        return self._words[slot + COUNT], end

    def forget(self, key: str) -> None:
        """End a window."""
        slot = self._find(*_place(key))
        if slot is not None:
            self._words[slot + END] = 0

    def clear(self) -> int:
        """End all windows, and tell how many there were."""
        now = self.clock()
        ends = range(END, len(self._words), WORDS)
        live = [place for place in ends if self._words[place] > now]
        for place in live:
            self._words[place] = 0
        return len(live)

    def _find(self, name: bytes, number: int) -> int | None:
        first = number * SET_BYTES
        at = self._bytes.find(name, first, first + SET_BYTES)
        return at // WORD if at >= 0 else None

    def _make_room(self, number: int, now: int) -> int:
        """Give a slot that is free, or that has counted least."""
        first = number * SET_BYTES // WORD
        words = self._words

        def worth(slot: int) -> int:
            return words[slot + COUNT] if words[slot + END] > now else 0

        return min(range(first, first + WAYS * WORDS, WORDS), key=worth)

    def _lock(self, number: int) -> bool:
        """Lock a set against the other processes; False where one has it for longer than anybody may wait."""
        if self._try_lock(number):
            return True
        deadline = perf_counter() + PATIENCE_SECONDS
        while perf_counter() < deadline:
            os.sched_yield()
            if self._try_lock(number):
                return True
        return False

    def _try_lock(self, number: int) -> bool:
        try:
            fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, number)
        except BlockingIOError:
            return False
        return True


@lru_cache(PLACES)
def _place(key: str) -> tuple[bytes, int]:
    """Give the name of an entry, and the number of its set."""
    name = blake2b(key.encode(), digest_size=KEY_BYTES).digest()
    return name, int.from_bytes(name[:4], "little") % SETS
