"""Lanes: connections in pipeline mode that many requests share.

A sync ends an implicit transaction. A write has one of its own. Reads that come in one turn of the event loop share
one, which saves the database a fifth of its work; if one of them fails, that transaction never was, and the others
are sent again, each alone. A call is answered at its sync: a deferred constraint still fails after the row has come.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Sequence
from time import perf_counter

import psycopg
from psycopg import AsyncConnection
from psycopg.pq import DiagnosticField, ExecStatus
from psycopg.pq.abc import PGconn, PGresult

from gateway.problems import own
from gateway.statements import Call, Refused

log = logging.getLogger("ticketfirst.lanes")

_SYNC = ExecStatus.PIPELINE_SYNC
_TUPLES = ExecStatus.TUPLES_OK
_PREPARED = ExecStatus.COMMAND_OK
_FATAL = ExecStatus.FATAL_ERROR
_SHARED_CALLS = 16  # at most in one transaction: none of them is answered before the last has run
_SLOW_SECONDS = 0.5  # from the sending of a transaction to its end
_UNKNOWN_STATEMENT = "26000"


class Lane:
    """One connection in pipeline mode, driven by the event loop. All of it runs in the loop's own thread."""

    def __init__(
        self,
        connection: AsyncConnection,
        ended: Callable[[bool], None],
        lost: Callable[[Lane], None],
        said: str | None = None,
    ) -> None:
        """Take a connection over. `said` is what those are told whose calls were in flight when it was lost.

        `ended` is called after a transaction, with whether it was quick and did not fail; `lost` once, when the
        connection is gone.
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
        self._syncs: deque[int] = deque()  # how many calls each sync ends that was sent
        self._open = 0  # how many calls are without a sync yet
        self._has_run = 0  # how many calls of the oldest transaction have a row
        self._has_failed = False  # the oldest transaction
        self._writing = False
        self._pgconn.nonblocking = 1
        self._pgconn.enter_pipeline_mode()
        self._loop.add_reader(self._socket, self.read)

    def send(self, call: Call) -> None:
        """Put a call on its way; whatever happens to the connection, the call is answered."""
        if call.is_alone:
            self._end_turn()
        if self._socket < 0:
            call.fail(own("database_unavailable", self._said))
            return
        try:
            self._put(call)
            if call.is_alone or self._open == _SHARED_CALLS:
                self._sync()
            elif self._open == 1:
                self._loop.call_soon(self._end_turn)
        except psycopg.Error as error:
            self.lose(str(error))

    def read(self) -> None:
        """Take in what has come, and answer the calls that are complete."""
        pgconn = self._pgconn
        try:
            pgconn.consume_input()
            # What comes before its sync is sent waits for that: libpq sends early what is long, and all when it reads.
            while self._syncs and not pgconn.is_busy():
                result = pgconn.get_result()
                if result is not None:  # None parts two results
                    self._take(result)
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
        self._syncs.clear()
        self._open = 0
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

    def _put(self, call: Call) -> None:
        """Have libpq keep a call for the next sync."""
        call.begin()
        self.calls.append(call)
        self._open += 1
        name, text, _ = call.statement
        if name in self._prepared:
            self._pgconn.send_query_prepared(name, call.parameters)
        elif name in self._preparing:  # by a call before, and whether that succeeds is not known yet
            self._pgconn.send_query_params(text, call.parameters)
        else:
            self._pgconn.send_prepare(name, text)
            self._pgconn.send_query_prepared(name, call.parameters)
            self._preparing.add(name)
            call.prepares = True

    def _sync(self) -> None:
        """End the transaction of the calls that have none yet, and send them."""
        if self._open:
            self._syncs.append(self._open)
            self._open = 0
            self._pgconn.pipeline_sync()
            self._flush()

    def _end_turn(self) -> None:
        """Send what is open; its callers are answered if that cannot be."""
        try:
            self._sync()
        except psycopg.Error as error:
            self.lose(str(error))

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

    def _take(self, result: PGresult) -> None:
        status = result.status
        if status == _TUPLES:
            self.calls[self._has_run].result = result
            self._has_run += 1
        elif status == _SYNC:
            self._end_transaction()
        elif status == _PREPARED:
            call = self.calls[self._has_run]
            call.prepares = False
            self._preparing.discard(call.statement.name)
            self._prepared.add(call.statement.name)
        elif status == _FATAL:
            self._take_error(result)

    def _take_error(self, result: PGresult) -> None:
        if result.error_field(DiagnosticField.SEVERITY_NONLOCALIZED) != b"ERROR":
            # FATAL and PANIC end the connection. libpq's own have none: it can make nothing of what comes any more.
            raise psycopg.OperationalError(result.get_error_message())
        if self._has_failed:  # the first error counts: what follows is its consequence
            return
        self._has_failed = True
        number, count = self._has_run, self._syncs[0]
        if number < count or count == 1:  # at the commit of several it would be nobody's
            call = self.calls[min(number, count - 1)]
            call.error = error = Refused.by(result)
            if error.refusal.sqlstate == _UNKNOWN_STATEMENT:
                self._prepared.discard(call.statement.name)

    def _end_transaction(self) -> None:
        """Answer the calls of a transaction that is over; if it has failed, those that are not to blame go again."""
        ended = [self.calls.popleft() for _ in range(self._syncs.popleft())]
        is_well = not self._has_failed and perf_counter() - ended[0].sent_at < _SLOW_SECONDS
        if self._has_failed:
            ended = self._send_again(ended)
        self._has_failed, self._has_run = False, 0
        for call in ended:
            call.end()
        self._ended(is_well)

    def _send_again(self, failed: Sequence[Call]) -> list[Call]:
        """Send each call alone that only shared a transaction with one that failed; give the others."""
        for call in failed:
            if call.prepares:
                call.prepares = False
                self._preparing.discard(call.statement.name)
        to_blame = [call for call in failed if call.error is not None]
        for call in failed:
            if call.error is None and not call.future.done():
                call.result, call.is_alone = None, True
                self.send(call)
        return to_blame
