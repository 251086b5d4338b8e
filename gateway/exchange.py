"""One request and its answer: headers, body and limits on the way in; request id, timing and log on the way out."""

from __future__ import annotations

import asyncio
import re
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from time import perf_counter
from typing import TYPE_CHECKING, Any, cast

from starlette.types import Message, Scope

from gateway.access_log import AccessLog
from gateway.cors import Cors
from gateway.headers import Headers, every_answers, lines
from gateway.problems import MEDIA_TYPE, Problem, own
from gateway.settings import Settings
from gateway.statements import Call, Row
from gateway.steps import in_task
from gateway.wire.cycle import Cycle

if TYPE_CHECKING:
    from gateway.limiting.limiter import Limiter

REFUSED = "refused"  # where the server puts what is wrong with a body that is on its way
ONCE = tuple(
    b"authorization content-encoding content-type idempotency-key if-match x-clock x-on-behalf-of x-request-id".split()
)
SMALL_BODY = 32 * 1024  # what the server takes in anyway before it stops reading
LARGE_BODIES = 3  # that are taken in at once: bounds memory, and never holds up a small one

_SANE_ID = re.compile(rb"[\x21-\x7e]{1,128}")
_process = secrets.token_hex(8).encode()
_numbers = count(1)


def new_request_id() -> bytes:
    """Give an id that no other request has, of this process or another."""
    return b"%s-%d" % (_process, next(_numbers))


class ClientGoneError(Exception):
    """The client went away before its request was complete: there is nobody to answer."""


@dataclass
class Answer:
    """A status, headers and a body."""

    status: int
    headers: Headers = field(default_factory=list)
    body: bytes = b""


@dataclass
class Server:
    """What all requests of a process share."""

    settings: Settings
    access_log: AccessLog
    cors: Cors
    limiter: Limiter | None  # None: nothing is limited
    large_bodies: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(LARGE_BODIES))


class Exchange:
    """A request on its way to an answer."""

    __slots__ = (
        "_access_log",
        "_cors",
        "_cycle",
        "_large_bodies",
        "_settings",
        "_size",
        "_status",
        "began_at",
        "counted_by",
        "database",
        "headers",
        "is_answered",
        "method",
        "path",
        "query",
        "quota",
        "request_id",
        "scope",
        "waiting",
    )

    def __init__(self, cycle: Cycle, server: Server) -> None:
        """Read what stands at the head of a request."""
        self.began_at = perf_counter()
        self.scope = scope = cast(Scope, cycle.scope)
        self._cycle = cycle
        self.method: str = scope["method"]
        self.path: str = scope["path"]
        self.query: bytes = scope["query_string"]
        self.headers: Mapping[bytes, bytes] = dict(scope["headers"])
        self.database = self.waiting = 0.0
        self.is_answered = False
        self.counted_by = b""  # whose request it is, to the limits: a hash of its credential
        self.quota: Sequence[tuple[bytes, bytes]] = ()  # what is left of a limit, for the answer's headers
        self._settings = server.settings
        self._access_log = server.access_log
        self._cors = server.cors
        self._large_bodies = server.large_bodies
        given = self.headers.get(b"x-request-id")
        if given is not None and _SANE_ID.fullmatch(given):
            self.request_id = given
        else:
            self.request_id = new_request_id()

    def check(self) -> None:
        """Hold the head of the request against the limits. Raises Problem."""
        if len(self.query) > self._settings.query_bytes:
            raise own("query_too_long", f"the query is longer than {self._settings.query_bytes} bytes")
        if b"%" in self.scope["raw_path"] and b"%2F" in self.scope["raw_path"].upper():
            raise own("path_not_found")  # an encoded slash is not one that parts a path
        if not self.path.isprintable():  # to a pattern, a path with a line end looks like the one without
            raise own("path_not_found")
        if len(self.headers) != len(self.scope["headers"]):
            names = [name for name, _ in self.scope["headers"]]
            for name in ONCE:
                if names.count(name) > 1:
                    raise own("request_malformed", f"the header {name.decode()} comes more than once")

    async def read_body(self, let_in: Callable[[], Awaitable[object]]) -> bytes:
        """Take the body in, as far as the limits allow. Raises Problem, ClientGoneError.

        Before a large one is, `let_in` must not refuse the caller: otherwise anybody could hold up all who have one.
        """
        limit = self._settings.body_bytes
        declared = self.headers.get(b"content-length", b"")
        if declared.isdigit() and int(declared[:20]) > limit:
            raise self._too_large()
        message = await self._next()
        if not message.get("more_body", False):
            body: bytes = message["body"]
            if len(body) > limit:
                raise self._too_large()
            return body
        return await self._gather(message["body"], limit, let_in)

    async def _gather(self, first: bytes, limit: int, let_in: Callable[[], Awaitable[object]]) -> bytes:
        parts, size, more = [first], len(first), True
        while more and size <= SMALL_BODY:
            more, size = self._add(parts, size, limit, await self._next())
        if more:
            await let_in()
            async with self._turn():
                while more:
                    more, size = self._add(parts, size, limit, await self._next())
        return b"".join(parts)

    @asynccontextmanager
    async def _turn(self) -> AsyncIterator[None]:
        """Wait for one of the few turns to send a large body. Raises Problem."""
        await in_task()
        try:
            async with asyncio.timeout(self._settings.lane_seconds):
                await self._large_bodies.acquire()
        except TimeoutError:
            raise own("bodies_busy") from None
        try:
            yield
        finally:
            self._large_bodies.release()

    def _add(self, parts: list[bytes], size: int, limit: int, message: Message) -> tuple[bool, int]:
        parts.append(message["body"])
        size += len(message["body"])
        if size > limit:
            raise self._too_large()
        return bool(message.get("more_body", False)), size

    async def _next(self) -> Message:
        message = cast(Message, await self._cycle.receive())
        refused: Problem | None = self.scope.get("state", {}).get(REFUSED)
        if refused is not None:
            raise refused
        if message["type"] == "http.disconnect":
            raise ClientGoneError
        return message

    def _too_large(self) -> Problem:
        return own("body_too_large", f"the body is longer than {self._settings.body_bytes} bytes")

    async def refuse(self, problem: Problem) -> None:
        """Answer with a problem."""
        body = problem.body(self.request_id.decode())
        await self.answer(Answer(problem.status, [(b"content-type", MEDIA_TYPE), *problem.headers], body))

    async def answer(self, answer: Answer) -> None:
        """Answer, and note it in the log."""
        self.is_answered = True
        headers = [*answer.headers, *self._own_headers()]
        if answer.status not in {204, 304}:
            headers.append((b"content-length", b"%d" % len(answer.body)))
        body = b"" if self.method == "HEAD" else answer.body
        await self._cycle.reply(answer.status, lines(headers), body)
        self._access_log.write(self, answer.status, len(body))

    async def timed(self, call: Call) -> Row:
        """Wait for a call's row; its time is this request's. Raises Refused, Problem."""
        try:
            return await call.future
        finally:
            self.database += call.database_seconds
            self.waiting += call.waiting_seconds

    def preflight(self) -> Answer | None:
        """Answer what a browser asks before it lets a page call; None if that is not the question."""
        headers = self._cors.preflight(self.method, self.headers)
        return None if headers is None else Answer(204, [*headers])

    def give_up(self) -> None:
        """Note that there is nobody to answer."""
        self._access_log.write(self, None, 0)

    async def pass_on(self, message: Message) -> None:
        """Send a message of the framework's, with the headers that every answer has."""
        if message["type"] == "http.response.start":
            self.is_answered = True
            self._status, self._size = message["status"], 0
            message["headers"] = [*message.get("headers", []), *self._own_headers()]
        await self._cycle.send(cast(Any, message))
        if message["type"] == "http.response.body":
            self._size += 0 if self.method == "HEAD" else len(message.get("body", b""))
            if not message.get("more_body", False):
                self._access_log.write(self, self._status, self._size)

    def _own_headers(self) -> Headers:
        own_headers = every_answers(self.request_id, self.database, self.waiting)
        return [*own_headers, *self.quota, *self._cors.headers(self.headers)]
