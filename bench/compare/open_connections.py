"""The connections of the open loop: each takes one request at a time, and what is due while none is free waits."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from dataclasses import dataclass, field
from typing import cast

from bench.compare import requests
from bench.compare.answers import Answer

OK = range(200, 300)


@dataclass
class Load:
    """What is sent, when, and what came of it."""

    port: int
    texts: list[bytes]
    rate: float
    due: int
    most: int  # connections
    turn: str
    begin: float = 0.0
    times: list[float] = field(default_factory=list)
    lateness: list[float] = field(default_factory=list)
    refused: int = 0
    lost: int = 0  # with their connections, unanswered
    refusal: str = ""
    opened: int = 0
    open: int = 0
    free: list[Connection] = field(default_factory=list)
    waiting: deque[tuple[int, float]] = field(default_factory=deque)

    def send(self, number: int, at: float) -> None:
        """Send one on a free connection; the one used last comes first, so that no more are open than are needed."""
        if self.free:
            self.free.pop().send(number, at)
            return
        self.waiting.append((number, at))
        self.open_for_waiting()

    def open_for_waiting(self) -> None:
        """Open one more connection for what waits longest, if anything waits."""
        if not self.waiting or self.open >= self.most:
            return
        self.open += 1
        self.opened += 1
        loop = asyncio.get_running_loop()
        task = loop.create_task(loop.create_connection(lambda: Connection(self), "127.0.0.1", self.port))
        task.add_done_callback(self._has_opened)

    def _has_opened(self, task: asyncio.Task[object]) -> None:
        if not task.cancelled() and (error := task.exception()):
            self.open -= 1
            self.refused += 1
            self.refusal = self.refusal or f"no connection: {error}"

    def is_free(self, connection: Connection) -> None:
        """Give a connection the next request, or keep it."""
        if self.waiting:
            connection.send(*self.waiting.popleft())
        else:
            self.free.append(connection)

    def has_answer(self, at: float, answer: Answer) -> None:
        """Note an answer."""
        self.times.append(time.perf_counter() - at)
        if answer.status not in OK or answer.has_errors:
            self.refused += 1
            self.refusal = self.refusal or answer.text

    def text(self, number: int) -> bytes:
        """Give a request with its number in it."""
        at = (int(self.begin * len(self.texts)) + number) % len(self.texts)
        return requests.numbered(self.texts[at], self.turn, number)


class Connection(asyncio.Protocol):
    """One connection, with one request on its way at a time."""

    def __init__(self, load: Load) -> None:
        """Belong to a load."""
        self._load = load
        self._transport: asyncio.Transport | None = None
        self._sent: tuple[int, float] | None = None
        self._answer = Answer()
        self._has_answered = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take the first request."""
        self._transport = cast(asyncio.Transport, transport)  # uvloop's does not say that it is one
        self._load.is_free(self)

    def send(self, number: int, at: float) -> None:
        """Send a request."""
        assert self._transport is not None
        self._sent = number, at
        self._answer = Answer()
        self._transport.write(self._load.text(number))

    def data_received(self, data: bytes) -> None:
        """Note the answer when all of it is there."""
        if self._sent is None:
            return
        self._answer.take(data)
        if self._answer.is_whole:
            self._load.has_answer(self._sent[1], self._answer)
            self._sent = None
            self._has_answered = True
            if self._answer.closes:
                assert self._transport is not None
                self._transport.close()
            else:
                self._load.is_free(self)

    def connection_lost(self, exc: Exception | None) -> None:
        """Send again what a server has not taken, which closed an idle connection just then, as clients do.

        That is a connection with an answer before, and nothing of the next. Everything else is a request that was lost.
        """
        self._load.open -= 1
        if self in self._load.free:
            self._load.free.remove(self)
        if self._sent is None:
            self._load.open_for_waiting()
        elif self._has_answered and not self._answer.text:
            self._load.send(*self._sent)
        else:
            self._load.lost += 1
            self._load.open_for_waiting()
