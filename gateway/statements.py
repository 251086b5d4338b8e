"""What the gateway asks of the database: a statement, and one call of it with what became of that."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from time import perf_counter
from typing import NamedTuple

from psycopg.pq import DiagnosticField
from psycopg.pq.abc import PGresult

from gateway.problems import Problem
from gateway.refusals import Refusal
from gateway.steps import Reply

Parameters = Sequence[bytes | None]
Row = list[bytes | None]
Awaited = asyncio.Future[Row] | Reply[Row]

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
    """A statement that every connection prepares once, under its name.

    It may share a transaction if it lets its caller in, whoever was before, and changes nothing that others see.
    """

    name: bytes
    text: bytes
    shares: bool = False


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
        "is_alone",
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
        self.is_alone = not statement.shares  # in its transaction
        self.submitted_at = self.sent_at = perf_counter()  # sent: the last time, if it was sent again
        self.waiting_seconds = self.database_seconds = 0.0
        self.timer: asyncio.TimerHandle | None = None

    def begin(self) -> None:
        """Note when it leaves; what came before its first time was waiting."""
        now = perf_counter()
        if self.sent_at == self.submitted_at:
            self.waiting_seconds = now - self.submitted_at
        self.sent_at = now

    def end(self) -> None:
        """Answer whoever waits, if anyone still does."""
        self.database_seconds = perf_counter() - self.submitted_at - self.waiting_seconds
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
