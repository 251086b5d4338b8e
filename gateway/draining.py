"""How a process stops: it goes on for a while first.

Whoever stands in front learns from /readyz and `Connection: close` that it is about to stop, and what is on its way
still arrives. A second signal stops it at once.
"""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

SIGNALS = (signal.SIGTERM, signal.SIGINT)

Handler = Callable[[int, FrameType | None], object]


class Drain:
    """Whether the process is about to stop."""

    def __init__(self, seconds: float) -> None:
        """Set how long it goes on after a signal."""
        self._seconds = seconds
        self._has_begun = False

    def has_begun(self) -> bool:
        """Tell whether a signal has come."""
        return self._has_begun

    @contextmanager
    def delaying_signals(self) -> Iterator[None]:
        """Put the time to drain before what the server does at a signal."""
        loop = asyncio.get_running_loop()
        servers_own = {number: signal.getsignal(number) for number in SIGNALS}
        for number, handler in servers_own.items():
            if callable(handler):
                signal.signal(number, self._delayed(loop, handler))
        try:
            yield
        finally:
            for number, handler in servers_own.items():
                signal.signal(number, handler)

    def _delayed(self, loop: asyncio.AbstractEventLoop, stop: Handler) -> Handler:
        def begin(number: int, frame: FrameType | None) -> None:
            seconds = 0.0 if self._has_begun else self._seconds
            self._has_begun = True
            loop.call_soon_threadsafe(loop.call_later, seconds, stop, number, None)

        return begin
