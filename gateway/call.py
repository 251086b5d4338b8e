"""One endpoint made into one callable: a request in, one statement, an answer out."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from http import HTTPStatus
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

from pydantic import TypeAdapter, ValidationError

from gateway import catalogue
from gateway.catalogue import ENTER, IF_VERSION, Function
from gateway.credentials.bearer import Credentials
from gateway.depth import is_deeper
from gateway.endpoints import Endpoint
from gateway.exchange import Answer, Exchange
from gateway.headers import JSON, NO_STORE
from gateway.invalid import of_validation
from gateway.limiting.limiter import Limiter
from gateway.models.fields import LARGEST_ID, Time
from gateway.models.requests import Patch, Request
from gateway.parameters import encode
from gateway.problems import own
from gateway.rules import Rules
from gateway.settings import Settings
from gateway.statements import Parameters, Refused, Row, Statement
from gateway.traffic import Kind, Traffic

MEDIA_TYPES = {b"application/json"}
PATCH_MEDIA_TYPES = MEDIA_TYPES | {b"application/merge-patch+json"}
ARGUMENT_NAMES = {"row_limit": "limit", "if_version": "If-Match", "unassigned": "agent_id", "unassign": "reassign_to"}
ARGUMENT_NAMES |= {"teamless": "team_id"}
HEADER_NAMES = {
    "clock": "X-Clock",
    "key": "Idempotency-Key",
    "on_behalf_of": "X-On-Behalf-Of",
    "request_id": "X-Request-Id",
}
FIELD_NAMES = ARGUMENT_NAMES | HEADER_NAMES

_ID = re.compile(r"[1-9][0-9]{0,18}", re.ASCII)
_ETAG = re.compile(rb'"([0-9]{1,9})"')
_ETAGS = re.compile(rb'(?:W/)?("[^"]*")')
_KEY = re.compile(rb"[\x20-\x7e]{1,255}")
_BROKEN_ESCAPE = re.compile(rb"%(?![0-9A-Fa-f]{2})")
_CLOCK = TypeAdapter[datetime](Time)


class Means(NamedTuple):
    """What every endpoint works with."""

    traffic: Traffic
    rules: Rules
    credentials: Credentials
    limiter: Limiter | None
    settings: Settings


class Call:
    """What an endpoint does, bound to its function and to the lanes."""

    def __init__(self, endpoint: Endpoint, function: Function, means: Means) -> None:
        """Bind an endpoint."""
        self._endpoint = endpoint
        self._statement: Statement = catalogue.statement(function)
        self._names: Sequence[str] = function.arguments
        self._is_read = function.is_read
        self._takes_version = IF_VERSION in function.arguments
        self._traffic, self._rules, self._credentials, self._limiter, self._settings = means
        self._media_types = PATCH_MEDIA_TYPES if endpoint.body and issubclass(endpoint.body, Patch) else MEDIA_TYPES

    async def __call__(self, exchange: Exchange, path: Mapping[str, str]) -> Answer:
        """Answer a request. Raises Problem, ClientGoneError."""
        token_hash = self._hashed(exchange)
        credential = token_hash or await self._asserted(exchange)
        if self._limiter is not None:
            actor = self._limiter.known(exchange)
            if actor is None:
                actor = await self._limiter.learn(exchange, lambda: self._enter(credential, exchange))
            self._limiter.count(exchange, actor)
        arguments: dict[str, Any] = {name: _id(name, value) for name, value in path.items()}
        kind: Kind = "read" if self._is_read else "write"
        if exchange.query:
            given = _query(exchange.query, self._endpoint.query)
            arguments.update(given.arguments() if given is not None else {})
            if self._endpoint.slow_by and arguments.get(self._endpoint.slow_by) is not None:
                kind = "slow"
        body = b""
        if self._endpoint.body is not None:
            body = await exchange.read_body(lambda: self._enter(credential, exchange))
            if token_hash is None:  # a body may take longer to arrive than an assertion is good for
                credential = await self._asserted(exchange)
            arguments.update(self._body(exchange, body).arguments())
        if self._takes_version:
            arguments[IF_VERSION] = _if_match(exchange)

        parameters = [credential, exchange.request_id, _clock(exchange)]
        if not self._is_read:
            parameters += _idempotency(exchange, body)
        parameters.append(_on_behalf_of(exchange))
        parameters += [encode(arguments.get(name)) for name in self._names]
        row = await self._run(kind, self._statement, parameters, exchange)
        return self._read_answer(exchange, row) if self._is_read else self._write_answer(row)

    def _hashed(self, exchange: Exchange) -> bytes | None:
        """Give a token's hash, good as long as the token; None where it may be a JWT. Raises Problem."""
        token_hash = self._credentials.hashed(exchange.headers.get(b"authorization", b""))
        if token_hash is not None:
            exchange.counted_by = token_hash
        return token_hash

    async def _asserted(self, exchange: Exchange) -> bytes:
        """Give what `api.enter` takes for a JWT, good for a minute at most. Raises Problem."""
        authorization = exchange.headers.get(b"authorization", b"")
        exchange.counted_by = hashlib.sha256(authorization).digest()
        if self._limiter is None:
            return await self._credentials.asserted(authorization)
        with self._limiter.watching(exchange):
            return await self._credentials.asserted(authorization)

    async def _enter(self, credential: bytes, exchange: Exchange) -> Row:
        return await self._run("read", ENTER, [credential, exchange.request_id], exchange)

    async def _run(self, kind: Kind, statement: Statement, parameters: Parameters, exchange: Exchange) -> Row:
        try:
            return await exchange.timed(self._traffic.submit(kind, statement, parameters))
        except Refused as refused:
            problem = await self._rules.problem(exchange, refused.refusal, FIELD_NAMES)
            if self._limiter is not None and problem.status == HTTPStatus.UNAUTHORIZED:
                self._limiter.note_failure(exchange)
            raise problem from None

    def _body(self, exchange: Exchange, body: bytes) -> Request:
        assert self._endpoint.body is not None
        media_type = exchange.headers.get(b"content-type", b"")
        if media_type.partition(b";")[0].strip().lower() not in self._media_types:
            raise own("media_type_unsupported", where="Content-Type")
        if exchange.headers.get(b"content-encoding", b"identity").lower() != b"identity":
            raise own("media_type_unsupported", "a body is not encoded: no Content-Encoding", "Content-Encoding")
        if is_deeper(body, self._settings.json_depth):
            raise own("body_too_deep", f"the JSON is nested deeper than {self._settings.json_depth}")
        try:
            return self._endpoint.body.model_validate_json(body)
        except ValidationError as error:
            raise of_validation(error, self._endpoint.body) from None

    def _read_answer(self, exchange: Exchange, row: Row) -> Answer:
        body, version = row
        headers = [JSON]
        if version is not None:
            etag = b'"%s"' % version
            headers.append((b"etag", etag))
            seen = exchange.headers.get(b"if-none-match")
            if seen is not None and (seen.strip() == b"*" or etag in _ETAGS.findall(seen)):
                return Answer(304, headers[1:])
        return Answer(200, headers, body or b"null")

    def _write_answer(self, row: Row) -> Answer:
        body, version, row_id, replayed = row
        headers = [(b"idempotency-replayed", b"true")] if replayed == b"t" else []
        if self._endpoint.answer is None:
            return Answer(self._endpoint.status, headers)
        headers.append(JSON)
        if version is not None:
            headers.append((b"etag", b'"%s"' % version))
        if self._endpoint.created_at is not None:
            headers.append((b"location", self._endpoint.created_at.encode() + (row_id or b"")))
        if self._endpoint.has_secret:
            headers.append(NO_STORE)
        return Answer(self._endpoint.status, headers, body or b"null")


def _id(name: str, value: str) -> int:
    if not _ID.fullmatch(value) or (number := int(value)) > LARGEST_ID:
        raise own("field_invalid", f"{name} is an integer from 1 to {LARGEST_ID}", name)
    return number


def _query(query: bytes, model: type[Request] | None) -> Request | None:
    """Read the query by its model. Raises Problem."""
    if _BROKEN_ESCAPE.search(query):
        raise own("query_invalid", "a % is not followed by two hexadecimal digits")
    try:
        pairs = parse_qsl(query.decode("ascii"), keep_blank_values=True, strict_parsing=True, errors="strict")
    except ValueError:  # bad percent-encoding, bad UTF-8, no "="
        raise own("query_invalid") from None
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise own("query_invalid", "a field comes more than once")
    try:
        return (model or Request).model_validate(fields, strict=False)
    except ValidationError as error:
        raise of_validation(error, model or Request) from None


def _if_match(exchange: Exchange) -> int | None:
    """Give the version that the caller saw; None where any will do. Raises Problem."""
    given = exchange.headers.get(b"if-match")
    if given is None or given == b"*":
        return None
    found = _ETAG.fullmatch(given)
    if found is None:
        raise own("if_match_shape", where="If-Match")
    return int(found[1])


def _clock(exchange: Exchange) -> bytes | None:
    """Give the time to count by. Raises Problem."""
    given = exchange.headers.get(b"x-clock")
    if given is None:
        return None
    try:
        return _CLOCK.validate_python(given.decode("latin-1")).isoformat().encode()
    except ValidationError as error:
        raise own("field_invalid", error.errors()[0]["msg"].removeprefix("Value error, "), "X-Clock") from None


def _on_behalf_of(exchange: Exchange) -> bytes | None:
    """Give whom the caller acts for, whatever it looks like: the shape is the database's rule."""
    given = exchange.headers.get(b"x-on-behalf-of")
    return None if given is None else given.decode("latin-1").encode()


def _idempotency(exchange: Exchange, body: bytes) -> list[bytes | None]:
    """Give a write's key with method and path, and what tells the same request from another. Raises Problem."""
    given = exchange.headers.get(b"idempotency-key")
    if given is None:
        return [None, None]
    if not _KEY.fullmatch(given):
        raise own("idempotency_key_shape", where="Idempotency-Key")
    fingerprint = hashlib.sha256(exchange.query + b"\0" + body).hexdigest()
    return [f"{exchange.method} {exchange.path} ".encode() + given, b"\\x" + fingerprint.encode()]
