"""Lanes driven in this process: many statements on one connection, sent before the first is answered."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any

import psycopg
import uvloop
from psycopg_pool import AsyncNullConnectionPool

from gateway import catalogue
from gateway.catalogue import Function
from gateway.problems import Problem
from gateway.settings import Settings
from gateway.statements import Parameters, Refused, Row, Statement
from gateway.traffic import Traffic

DEPTH = 32
ANSWER_SECONDS = 20.0
TRANSACTION = "SELECT virtualtransaction FROM pg_locks WHERE pid = pg_backend_pid() AND locktype = 'virtualxid'"
Answered = asyncio.Future[Row]


@dataclass
class Line:
    """One lane for reads, so that whatever takes it shares a connection; its functions; and whose token it has."""

    traffic: Traffic
    functions: Mapping[str, Function]
    token: str

    @property
    def secret(self) -> bytes:
        """What the gateway sends of the token."""
        return b"\\x" + hashlib.sha256(self.token.encode()).hexdigest().encode()

    def of(self, token: str) -> Line:
        """The same line with another's token."""
        return replace(self, token=token)

    def call(self, name: str, *arguments: object, request: str = "test") -> Answered:
        """Call a function as the gateway does; of its arguments, the last may be left out."""
        function = self.functions[name]
        given = [self.secret, request.encode(), None, *([] if function.is_read else [None, None]), None]
        given += [None if argument is None else str(argument).encode() for argument in arguments]
        given += [None] * (len(function.arguments) - len(arguments))
        return self._submit(catalogue.statement(function), given)

    def run(self, text: str, *parameters: bytes | None, name: str | None = None, shares: bool = False) -> Answered:
        """Run a statement, which every connection prepares under its text or another name.

        It may share its transaction, as reads do.
        """
        return self._submit(Statement((name or text).encode()[:60], text.encode(), shares), parameters)

    def transaction(self) -> Answered:
        """Ask which transaction it is that reads share here and now."""
        return self.run(TRANSACTION, shares=True)

    def _submit(self, statement: Statement, parameters: Parameters) -> Answered:
        future = self.traffic.submit("read", statement, parameters).future
        assert isinstance(future, asyncio.Future)
        return future


def drive(url: str, token: str, work: Callable[[Line], Awaitable[None]], **settings: Any) -> None:
    """Do something with a line to a database, in an event loop as production has it."""

    async def drive_it() -> None:
        async with _opened(url, **settings) as (traffic, functions), asyncio.timeout(3 * ANSWER_SECONDS):
            await work(Line(traffic, functions, token))

    uvloop.run(drive_it())


@asynccontextmanager
async def _opened(url: str, **settings: Any) -> AsyncIterator[tuple[Traffic, Mapping[str, Function]]]:
    given = Settings(**{"read_lanes": 1, "read_depth": DEPTH, "write_lanes": 1, "slow_lanes": 1, **settings})
    async with await psycopg.AsyncConnection.connect(url) as connection:
        functions = await catalogue.read(connection)
    async with AsyncNullConnectionPool(url, kwargs={"autocommit": True}, max_size=given.lanes, open=False) as pool:
        traffic = Traffic(given, pool)
        await traffic.open()
        try:
            yield traffic, functions
        finally:
            await traffic.close()


async def outcomes(*answers: Answered) -> list[str]:
    """Wait for the answers; of each the first value, or the SQLSTATE and rule, or the problem that came instead."""
    async with asyncio.timeout(ANSWER_SECONDS):
        ended = await asyncio.gather(*answers, return_exceptions=True)
    return [_outcome(end) for end in ended]


def _outcome(end: Row | BaseException) -> str:
    if isinstance(end, Refused):
        return f"{end.refusal.sqlstate} {end.refusal.rule}".strip()
    if isinstance(end, Problem):
        return f"{end.status} {end.rule}"
    if isinstance(end, BaseException):
        return type(end).__name__
    return (end[0] or b"").decode()
