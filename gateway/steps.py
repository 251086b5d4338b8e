"""A request's coroutine driven from one answer of the database to the next, without a task.

A task costs a request two turns of the event loop and what asyncio keeps of each task. Here a request runs where its
last byte arrives, and goes on where its lane reads the answer. Whoever waits for anything else goes on in a task.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Generator
from typing import Any, ClassVar, Generic, TypeVar

Value = TypeVar("Value")

log = logging.getLogger("ticketfirst.steps")


class Reply(Generic[Value]):
    """What a lane is to bring, as a future is; it is awaited at once, and only by what `Steps` drives."""

    __slots__ = ("_error", "_is_done", "_value", "then")

    def __init__(self) -> None:
        """Begin with nothing."""
        self._is_done = False
        self._error: BaseException | None = None
        self._value: Value
        self.then: Callable[[], None] | None = None

    def done(self) -> bool:
        """Tell whether it has come, or nobody waits for it any more."""
        return self._is_done

    def set_result(self, value: Value) -> None:
        """Bring it."""
        self._value = value
        self._end()

    def set_exception(self, error: BaseException) -> None:
        """Bring an error instead."""
        self._error = error
        self._end()

    def _end(self) -> None:
        self._is_done = True
        then, self.then = self.then, None  # so that nothing refers to itself
        if then is not None:
            then()

    def __await__(self) -> Generator[Reply[Value], None, Value]:
        """Wait for it. Raises what came instead."""
        if not self._is_done:
            yield self
        if self._error is not None:
            try:
                raise self._error
            finally:
                self._error = None  # which knows, by its traceback, this frame
        return self._value


class Steps:
    """One coroutine on its way."""

    __slots__ = ("_coroutine", "_running", "_waits_for")

    current: ClassVar[Steps | None] = None  # what runs just now

    def __init__(self, coroutine: Coroutine[Any, Any, None], running: set[Any]) -> None:
        """Describe it; `go_on` begins. As long as it waits it is one of `running`, where it may be cancelled."""
        self._coroutine = coroutine
        self._running = running
        self._waits_for: Reply[Any] | None = None

    def go_on(self) -> None:
        """Run until it waits again. What goes wrong is logged."""
        before, Steps.current = Steps.current, self
        self._waits_for = None
        try:
            waits_for = self._coroutine.send(None)
        except StopIteration:
            self._running.discard(self)
            return
        except (Exception, asyncio.CancelledError):  # it is nothing to the lane that has brought the answer
            self._running.discard(self)
            log.exception("a request was left where it was")
            return
        finally:
            Steps.current = before
        if isinstance(waits_for, Reply):
            self._waits_for = waits_for
            waits_for.then = self.go_on
            self._running.add(self)
        else:
            self._running.discard(self)
            spawn(_go_on(self._coroutine, waits_for), self._running)

    def cancel(self) -> None:
        """Have it end, as a task does; what its lane still brings is for nobody."""
        if self._waits_for is not None and not self._waits_for.done():
            self._waits_for.set_exception(asyncio.CancelledError())


def spawn(coroutine: Coroutine[Any, Any, None], running: set[Any]) -> None:
    """Drive a coroutine by a task, one of `running` until it ends."""
    task = asyncio.get_running_loop().create_task(coroutine)
    running.add(task)
    task.add_done_callback(running.discard)


async def in_task() -> None:
    """Go on in a task: `asyncio.timeout` and FastAPI need one."""
    if Steps.current is not None:
        await asyncio.sleep(0)


async def _go_on(coroutine: Coroutine[Any, Any, None], waits_for: object) -> None:
    await _Rest(coroutine, waits_for)


class _Rest:
    """What is left of a coroutine that waits already: whoever awaits it is first told for what."""

    def __init__(self, coroutine: Coroutine[Any, Any, None], waits_for: object) -> None:
        self._coroutine = coroutine
        self._waits_for = waits_for
        self._is_told = waits_for is None  # for a turn of the event loop, which has passed when the task begins

    def __await__(self) -> Generator[Any, Any, None]:
        return self

    def __iter__(self) -> _Rest:
        return self

    def __next__(self) -> object:
        return self.send(None)

    def send(self, value: object) -> object:
        if self._is_told:
            return self._coroutine.send(value)
        self._is_told = True
        return self._waits_for

    def throw(self, *error: Any) -> object:
        return self._coroutine.throw(*error)

    def close(self) -> None:
        self._coroutine.close()
