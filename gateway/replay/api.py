"""The HTTP API of a running TicketFirst, as a client that does not give up uses it.

A request that got no answer, or was asked to come again, is sent again after a while: unchanged, with the same
Idempotency-Key, so that the server does once what it was told several times.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from http import HTTPStatus
from typing import Any, NamedTuple

import aiohttp
import stamina
from aiohttp import ClientResponse, ClientSession, ClientTimeout, TCPConnector
from pydantic import ValidationError

from gateway.models.pages import TicketPage
from gateway.problems import ProblemDetails

ANSWER_SECONDS = 30.0
PATIENCE = 300.0  # seconds without an answer after which a request is given up
FIRST_PATIENCE = 10.0  # the same for the very first: a server that is not there is more likely than one that comes back
LONGEST_WAIT = 2.0
JITTER = 0.5
PAGE = 100
LARGEST_ANSWER = 2**26  # bytes; a page of the longest comments has less

NOT_TICKETFIRST = "that is no answer of TicketFirst's: is it another server?"

COME_AGAIN = {
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.BAD_GATEWAY,
    HTTPStatus.SERVICE_UNAVAILABLE,
    HTTPStatus.GATEWAY_TIMEOUT,
}

COME_AGAIN_LATER = COME_AGAIN | {HTTPStatus.CONFLICT}  # somebody holds the row

Object = dict[str, Any]


class Refused(Exception):
    """The server will not do it; the message is its own."""

    def __init__(self, status: int, message: str) -> None:
        """Keep the status with the message."""
        super().__init__(message)
        self.status = status


class Unreachable(Exception):
    """The server has given no answer for too long; the message says what came instead."""


class _Again(Exception):
    """There was no answer, or one that says to come again, perhaps after so many seconds."""

    def __init__(self, reason: str, after: float | None = None) -> None:
        super().__init__(reason)
        self.after = after


NO_ANSWER = (_Again, aiohttp.ClientError, TimeoutError)


class Write(NamedTuple):
    """A request that changes something, dated, and known by what it is for: the same again is done once."""

    purpose: str
    method: str
    path: str
    body: Mapping[str, object]
    at: datetime

    def headers(self) -> dict[str, str]:
        """Give the log's time as the clock, and the key."""
        clock = self.at.isoformat()
        known = json.dumps([self.purpose, self.method, self.path, self.body, clock])
        return {"X-Clock": clock, "Idempotency-Key": f"replay-{sha256(known.encode()).hexdigest()}"}


class Answer(NamedTuple):
    """The object as it was answered; whether a request before had the key; whether it was one of this call's."""

    row: Object
    is_replayed: bool
    is_second_try: bool = False

    @property
    def is_new(self) -> bool:
        """Say whether this call has done it."""
        return not self.is_replayed or self.is_second_try


@dataclass
class Api:
    """Requests under `/v1`, and how many had to be sent again."""

    session: ClientSession
    retries: int = 0

    async def greet(self) -> None:
        """Find out whether the server is there and the token an administrator's. Raises Refused, Unreachable."""
        clock = {"X-Clock": datetime.now(UTC).isoformat()}  # which nobody else may set
        timeout = ClientTimeout(total=FIRST_PATIENCE)
        answer = await self._send(
            "GET", "/v1/tickets", FIRST_PATIENCE, params={"limit": "1"}, headers=clock, timeout=timeout
        )
        try:
            TicketPage.model_validate_json(json.dumps(answer.row))
        except ValidationError:
            raise Refused(HTTPStatus.OK, NOT_TICKETFIRST) from None

    async def rows(self, path: str, **query: str | int) -> AsyncIterator[Object]:
        """Give the rows of a list, all pages. Raises Refused, Unreachable."""
        params = {name: str(value) for name, value in query.items()} | {"limit": str(PAGE)}
        while True:
            page = (await self._send("GET", path, params=params)).row
            for row in page["items"]:
                yield row
            if page["next"] is None:
                return
            if page["next"] == params.get("after"):
                raise Refused(HTTPStatus.OK, f"{path}: {NOT_TICKETFIRST}")  # its list would never end
            params["after"] = page["next"]

    async def row(self, path: str) -> Object:
        """Give one row. Raises Refused, Unreachable."""
        return (await self._send("GET", path)).row

    async def write(self, write: Write, token: str | None = None) -> Answer:
        """Have something written, once, by whoever has the token. Raises Refused, Unreachable."""
        bearer = {"Authorization": f"Bearer {token}"} if token else {}
        return await self._send(write.method, write.path, json=write.body, headers=write.headers() | bearer)

    async def post(self, path: str, body: Mapping[str, object]) -> Object:
        """Have something made, more than once where an answer was lost. Raises Refused, Unreachable."""
        return (await self._send("POST", path, json=body)).row

    async def delete(self, path: str) -> None:
        """Have something deleted. Raises Refused, Unreachable."""
        try:
            await self._send("DELETE", path)
        except Refused as error:
            if error.status != HTTPStatus.NOT_FOUND:  # an earlier try was answered with nothing
                raise

    async def _send(self, method: str, path: str, patience: float = PATIENCE, **options: Any) -> Answer:
        attempts = stamina.retry_context(
            on=_wait, attempts=None, timeout=patience, wait_max=LONGEST_WAIT, wait_jitter=JITTER
        )
        begun = time.monotonic()
        try:
            async for attempt in attempts:
                with attempt:
                    self.retries += attempt.num > 1
                    async with self.session.request(method, path, allow_redirects=False, **options) as response:
                        answer = await _answer(response, patience)
                        return answer._replace(is_second_try=attempt.num > 1)
        except NO_ANSWER as error:
            seconds = time.monotonic() - begun
            raise Unreachable(f"no answer to {method} {path} for {seconds:.0f} seconds: {_said(error)}") from error
        raise AssertionError("attempts end with an answer or an error")


@asynccontextmanager
async def connected(url: str, token: str, connections: int) -> AsyncIterator[Api]:
    """Open so many connections to a server, at most, until the end of the block."""
    stamina.instrumentation.set_on_retry_hooks([])  # its log of every try would tear the progress bar
    session = ClientSession(
        url,
        connector=TCPConnector(limit=connections),
        headers={"Authorization": f"Bearer {token}"},
        timeout=ClientTimeout(total=ANSWER_SECONDS),
    )
    async with session:
        yield Api(session)


def _wait(error: Exception) -> bool | float:
    """Say whether to try again, and after how many seconds if the server says so; otherwise longer each time."""
    if isinstance(error, _Again) and error.after is not None:
        return error.after + random.uniform(0, JITTER)
    return isinstance(error, NO_ANSWER)


async def _answer(response: ClientResponse, patience: float) -> Answer:
    body = await _body(response)
    after = _come_again(response)
    if after is not None and after > patience:
        raise Refused(response.status, f"{_detail(body)} (come again in {after:,.0f} seconds)")
    if after is not None or response.status in COME_AGAIN:
        raise _Again(f"{response.status} {_detail(body)}", after)
    if HTTPStatus.MULTIPLE_CHOICES <= response.status < HTTPStatus.BAD_REQUEST:
        raise Refused(response.status, f"{response.url} leads to {response.headers.get('Location')}: give that server")
    if not response.ok:
        raise Refused(response.status, f"{_detail(body)} ({response.status})")
    row = {} if response.status == HTTPStatus.NO_CONTENT else _object(body)
    if row is None:
        raise Refused(response.status, f"{response.url}: {NOT_TICKETFIRST}")
    return Answer(row, response.headers.get("Idempotency-Replayed") == "true")


async def _body(response: ClientResponse) -> bytes:
    body = bytearray()
    async for chunk in response.content.iter_any():
        body += chunk
        if len(body) > LARGEST_ANSWER:
            raise Refused(response.status, f"{response.url}: {NOT_TICKETFIRST}")  # and may have no end
    return bytes(body)


def _come_again(response: ClientResponse) -> float | None:
    """Give the seconds after which the server wants to be asked again."""
    after = response.headers.get("Retry-After", "")
    return float(after) if response.status in COME_AGAIN_LATER and after.isdecimal() else None


def _detail(body: bytes) -> str:
    """Give the sentence of a problem, with the field and the rule."""
    try:
        problem = ProblemDetails.model_validate_json(body)
    except ValidationError:
        return NOT_TICKETFIRST
    rules = [f"{error.field}: {error.rule}" for error in problem.errors if error.field]
    return " ".join([problem.detail, *(f"({rule})" for rule in rules)])


def _object(body: bytes) -> Object | None:
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _said(error: Exception) -> str:
    return str(error) or type(error).__name__
