"""The requests of one connection on their way to the application, one after the other."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Any

from gateway.steps import Steps, spawn
from gateway.wire.cycle import Application, Cycle


class Queue:
    """The next request, and those that were sent before its answer."""

    def __init__(self, application: Application, running: set[asyncio.Task[Any]]) -> None:
        """Hand requests to the application; those that it answers are among `running`."""
        self._application = application
        self._running = running
        self._next: Cycle | None = None  # of which not all is there
        self._waiting: deque[Cycle] = deque()

    def add(self, cycle: Cycle, *, is_next: bool) -> None:
        """Take a request in; one that is not next waits for `go_on`."""
        if is_next:
            self._next = cycle
        else:
            self._waiting.append(cycle)

    def begin(self) -> None:
        """Have the next one answered: all of it is there."""
        if self._next is not None:
            cycle, self._next = self._next, None
            Steps(cycle.run(self._application), self._running).go_on()

    def begin_early(self) -> None:
        """Have the next one looked at: it may wait for the rest of its body, or be refused before that is there."""
        if self._next is not None:
            cycle, self._next = self._next, None
            spawn(cycle.run(self._application), self._running)

    def go_on(self) -> bool:
        """Have the first that waits answered, if there is one.

        In a task: of many that can be answered at once, none is to run within the one before it.
        """
        if not self._waiting:
            return False
        spawn(self._waiting.popleft().run(self._application), self._running)
        return True

    def clear(self) -> None:
        """Forget those that wait: the connection ends."""
        self._waiting.clear()
