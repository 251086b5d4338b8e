"""Lanes: connections in pipeline mode that many requests share, each statement a transaction of its own.

A sync after every statement ends its implicit transaction, so an error in one never touches its neighbours. A call is
answered at its own sync, since a deferred constraint still fails after the row has come.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Sequence
from time import perf_counter
from typing import NamedTuple

import psycopg
from psycopg import AsyncConnection
from psycopg.pq import DiagnosticField, ExecStatus
from psycopg.pq.abc import PGconn, PGresult

from gateway.problems import Problem, own
from gateway.refusals import Refusal
from gateway.steps import Reply

log = logging.getLogger("ticketfirst.lanes")

Parameters = Sequence[bytes | None]
Row = list[bytes | None]
Awaited = asyncio.Future[Row] | Reply[Row]

_SYNC = ExecStatus.PIPELINE_SYNC
_TUPLES = ExecStatus.TUPLES_OK
_PREPARED = ExecStatus.COMMAND_OK
_FATAL = ExecStatus.FATAL_ERROR
_UNKNOWN_STATEMENT = "26000"
_DIAGNOSTICS = (
    DiagnosticField.SQLSTATE,
    DiagnosticField.MESSAGE_PRIMARY,
    DiagnosticField.MESSAGE_DETAIL,
    DiagnosticField.MESSAGE_HINT,
    DiagnosticField.TABLE_NAME,
    DiagnosticField.COLUMN_NAME,
    DiagnosticField.CONSTRAINT_NAME,
)


class Statement(NamedTuple):
    """A statement that every connection prepares once, under its name."""

    name: bytes
    text: bytes


class Refused(Exception):
    """The database's own error."""

    def __init__(self, refusal: Refusal) -> None:
        """Keep what PostgreSQL reports."""
        super().__init__(f"{refusal.sqlstate} {refusal.message}")
        self.refusal = refusal

    @classmethod
    def by(cls, result: PGresult) -> Refused:
        """Read an error result."""
        fields = [(result.error_field(code) or b"").decode("utf-8", "replace") for code in _DIAGNOSTICS]
        return cls(Refusal(*fields))


class Call:
    """A statement with its parameters, on its way through a lane. Times are seconds."""

    __slots__ = (
        "database_seconds",
        "error",
        "future",
        "parameters",
        "prepares",
        "result",
        "sent_at",
        "statement",
        "submitted_at",
        "timer",
        "waiting_seconds",
    )

    def __init__(self, statement: Statement, parameters: Parameters, future: Awaited) -> None:
        """Note when it was asked for."""
        self.statement = statement
        self.parameters = parameters
        self.future = future
        self.result: PGresult | None = None
        self.error: Exception | None = None
        self.prepares = False
        self.submitted_at = self.sent_at = perf_counter()
        self.waiting_seconds = self.database_seconds = 0.0
        self.timer: asyncio.TimerHandle | None = None

    def end(self) -> None:
        """Answer whoever waits, if anyone still does."""
        self.database_seconds = perf_counter() - self.sent_at
        if self.future.done():
            return
        if self.error is not None:
            self.future.set_exception(self.error)
        elif self.result is None or self.result.ntuples != 1:
            self.future.set_exception(RuntimeError("a statement has not returned one row"))
        else:
            result = self.result
            self.future.set_result([result.get_value(0, column) for column in range(result.nfields)])

    def fail(self, problem: Problem) -> None:
        """Answer with a problem."""
        self.error = problem
        self.end()


class Lane:
    """One connection in pipeline mode, driven by the event loop. All of it runs in the loop's own thread."""

    def __init__(
        self,
        connection: AsyncConnection,
        ended: Callable[[], None],
        lost: Callable[[Lane], None],
        said: str | None = None,
    ) -> None:
        """Take a connection over. `ended` is called after each call; `lost` once, when the connection is gone.

        `said` is what those are told whose calls were in flight then.
        """
        self.connection = connection
        self.calls: deque[Call] = deque()
        self._pgconn: PGconn = connection.pgconn
        self._socket = self._pgconn.socket
        self._loop = asyncio.get_running_loop()
        self._ended = ended
        self._lost = lost
        self._said = said
        self._prepared: set[bytes] = set()
        self._preparing: set[bytes] = set()
        self._writing = False
        self._pgconn.nonblocking = 1
        self._pgconn.enter_pipeline_mode()
        self._loop.add_reader(self._socket, self.read)

    def send(self, call: Call) -> None:
        """Put a call on its way; whatever happens to the connection, the call is answered."""
        call.sent_at = perf_counter()
        call.waiting_seconds = call.sent_at - call.submitted_at
        self.calls.append(call)
        name, text = call.statement
        try:
            if name in self._prepared:
                self._pgconn.send_query_prepared(name, call.parameters)
            elif name in self._preparing:  # by a call before, and whether that succeeds is not known yet
                self._pgconn.send_query_params(text, call.parameters)
            else:
                self._pgconn.send_prepare(name, text)
                self._pgconn.send_query_prepared(name, call.parameters)
                self._preparing.add(name)
                call.prepares = True
            self._pgconn.pipeline_sync()
            self._flush()
        except psycopg.Error as error:
            self.lose(str(error))

    def read(self) -> None:
        """Take in what has come, and answer the calls that are complete."""
        pgconn = self._pgconn
        try:
            pgconn.consume_input()
            while self.calls and not pgconn.is_busy():
                result = pgconn.get_result()
                if result is not None:  # None parts two results
                    self._take(self.calls[0], result)
        except psycopg.Error as error:
            self.lose(str(error))

    def lose(self, reason: str) -> None:
        """Give the connection up: the calls in flight are answered with a problem, their outcome is not known."""
        if self._socket < 0:
            return
        log.warning("connection lost with %d calls in flight: %s", len(self.calls), reason.strip())
        self._release()
        self._pgconn.finish()
        calls, self.calls = self.calls, deque()
        self._lost(self)  # first: whoever is answered may ask again at once, and elsewhere
        for call in calls:
            if call.error is None:
                call.error = own("database_unavailable", self._said)
            call.end()

    def end(self) -> AsyncConnection:
        """Leave the connection to whoever lent it: in its ordinary state, or lost where calls were in flight."""
        if self.calls:
            self.lose("the gateway stops")
        if self._socket >= 0:
            self._release()
            self._pgconn.exit_pipeline_mode()
            self._pgconn.nonblocking = 0
        return self.connection

    def _release(self) -> None:
        self._loop.remove_reader(self._socket)
        if self._writing:
            self._loop.remove_writer(self._socket)
        self._socket = -1

    def _flush(self) -> None:
        """Send what is still to be sent; where the socket is full, go on when it is not."""
        unsent = self._pgconn.flush() == 1
        if unsent and not self._writing:
            self._loop.add_writer(self._socket, self._write)
        elif self._writing and not unsent:
            self._loop.remove_writer(self._socket)
        self._writing = unsent

    def _write(self) -> None:
        try:
            self._flush()
        except psycopg.Error as error:
            self.lose(str(error))

    def _take(self, call: Call, result: PGresult) -> None:
        status = result.status
        if status == _TUPLES:
            call.result = result
        elif status == _SYNC:
            self.calls.popleft()
            call.end()
            self._ended()
        elif status == _PREPARED:
            self._preparing.discard(call.statement.name)
            self._prepared.add(call.statement.name)
        elif status == _FATAL:
            self._take_error(call, result)

    def _take_error(self, call: Call, result: PGresult) -> None:
        if result.error_field(DiagnosticField.SEVERITY_NONLOCALIZED) != b"ERROR":
            # FATAL and PANIC end the connection. libpq's own have none: it can make nothing of what comes any more.
            raise psycopg.OperationalError(result.get_error_message())
        if call.error is not None:  # the first error counts: what follows is its consequence
            return
        call.error = error = Refused.by(result)
        if call.prepares:
            self._preparing.discard(call.statement.name)
        if error.refusal.sqlstate == _UNKNOWN_STATEMENT:
            self._prepared.discard(call.statement.name)
