"""Several processes that answer requests on the same sockets, and the one that looks after them.

One that dies is replaced. SIGHUP replaces them all in turn, each when its successor answers; SIGTERM and SIGINT stop
them all, and a second one at once. When the one that looks after them dies, they stop.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import socket
import sys
from asyncio.subprocess import DEVNULL, Process
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from gateway.serving.reporting import FAILURE
from gateway.settings import Settings

log = logging.getLogger("ticketfirst")

START_SECONDS = 30.0
PAUSE_SECONDS = 1.0  # before the next try, when a process cannot start
END_SECONDS = 10.0  # beyond the settings' own time


@dataclass(eq=False)
class Worker:
    """A process, and the socket whose end tells it that nobody looks after it any more."""

    process: Process
    life: socket.socket
    is_wanted: bool = True

    def tell(self, number: signal.Signals) -> None:
        """Send a signal, if the process is still there."""
        with suppress(ProcessLookupError):
            self.process.send_signal(number)


class Workers:
    """The processes."""

    def __init__(
        self, settings: Settings, listeners: Sequence[socket.socket], counters: int, started: Callable[[], None]
    ) -> None:
        """Describe them; `run` starts them, and `started` is called when the first answers.

        `counters` is the open file of what they count together, which outlives each of them.
        """
        self._settings = settings
        self._listeners = listeners
        self._counters = counters
        self._started = started
        self._environment = os.environ | settings.environment()
        self._workers: list[Worker] = []  # all that are not gone
        self._tasks: set[asyncio.Task[None]] = set()
        self._failed = False

    async def run(self) -> int:
        """Have them answer until a signal, and give the exit code."""
        self._told = asyncio.Event()
        self._renewing = asyncio.Lock()
        with self._heeding_signals():
            if await self._start_all():
                await self._told.wait()
            else:
                self._failed = not self._told.is_set()
            self._stop()
            await self._see_them_end()
        return FAILURE if self._failed else 0

    @contextmanager
    def _heeding_signals(self) -> Iterator[None]:
        loop = asyncio.get_running_loop()
        actions = {
            signal.SIGTERM: self._stop_or_cut,
            signal.SIGINT: self._stop_or_cut,
            signal.SIGQUIT: self._cut,
            signal.SIGHUP: lambda: self._spawn(self._renew()),
        }
        before = {number: signal.getsignal(number) for number in actions}
        for number, action in actions.items():
            loop.add_signal_handler(number, action)
        try:
            yield
        finally:
            for number, handler in before.items():
                loop.remove_signal_handler(number)
                signal.signal(number, handler)

    async def _start_all(self) -> bool:
        """Start the first alone: what keeps it from starting would be said by each."""
        if not await self._start():
            return False
        self._started()
        return all(await asyncio.gather(*(self._start() for _ in range(1, self._settings.workers))))

    async def _start(self) -> Worker | None:
        """Start a process, and wait until it answers; None if it does not."""
        life, its_life = socket.socketpair()
        life.setblocking(False)
        files = [listener.fileno() for listener in self._listeners]
        with its_life:
            process = await asyncio.create_subprocess_exec(
                *(
                    sys.executable,
                    "-P",
                    "-m",
                    "gateway.serving.worker",
                    ",".join(map(str, files)),
                    str(self._counters),
                    str(its_life.fileno()),
                ),
                stdin=DEVNULL,
                pass_fds=[*files, self._counters, its_life.fileno()],
                env=self._environment,
            )
        worker = Worker(process, life)
        self._workers.append(worker)
        if self._told.is_set():
            worker.tell(signal.SIGTERM)
        with suppress(TimeoutError, OSError):
            async with asyncio.timeout(START_SECONDS):
                if await asyncio.get_running_loop().sock_recv(life, 1):
                    self._spawn(self._watch(worker))
                    return worker
                await process.wait()  # it says why
        worker.tell(signal.SIGKILL)
        await self._end_of(worker)
        return None

    async def _end_of(self, worker: Worker) -> int:
        code = await worker.process.wait()
        self._workers.remove(worker)
        worker.life.close()
        return code

    async def _watch(self, worker: Worker) -> None:
        """Bring another process in place of one that dies, however long that takes."""
        code = await self._end_of(worker)
        if not worker.is_wanted:
            self._failed |= code != 0
            return
        log.error("process %d has ended (%s): another takes its place", worker.process.pid, _cause(code))
        while not self._told.is_set() and not await self._start():
            await asyncio.sleep(PAUSE_SECONDS)

    async def _renew(self) -> None:
        """Replace every process; the successor answers before one is told to stop."""
        async with self._renewing:
            for worker in list(self._workers):
                if self._told.is_set():
                    return
                if not worker.is_wanted:
                    continue
                if not await self._start():
                    log.error("a new process does not start: the others go on")
                    return
                worker.is_wanted = False
                worker.tell(signal.SIGTERM)
                await worker.process.wait()  # so that the database has one process more to serve, and not twice as many
            log.info("all processes are new")

    def _stop_or_cut(self) -> None:
        if self._told.is_set():
            self._cut()
        else:
            self._stop()

    def _stop(self) -> None:
        """Tell all processes to stop. From now on they alone have the sockets: the last one closes them."""
        if not self._told.is_set():
            self._told.set()
            self._tell(signal.SIGTERM)
            for listener in self._listeners:
                listener.close()

    def _cut(self) -> None:
        self._stop()
        self._tell(signal.SIGQUIT)

    def _tell(self, number: signal.Signals) -> None:
        for worker in self._workers:
            worker.is_wanted = False
            worker.tell(number)

    async def _see_them_end(self) -> None:
        """Wait for all processes, and kill those that do not end in time."""
        patience = self._settings.drain_seconds + self._settings.stop_seconds + END_SECONDS
        deadline = asyncio.get_running_loop().time() + patience
        while self._tasks:
            late = asyncio.get_running_loop().time() > deadline
            if late:
                self._tell(signal.SIGKILL)
            await asyncio.wait(self._tasks, timeout=1)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _cause(code: int) -> str:
    return signal.Signals(-code).name if code < 0 else f"code {code}"
