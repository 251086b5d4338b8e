"""The endpoints as FastAPI documents them: a signature for each, made of its path, models and headers."""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterable
from functools import cached_property
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import Body, FastAPI, Header, Path, Query, Security
from fastapi.routing import APIRoute
from fastapi.security import HTTPBearer
from pydantic.json_schema import models_json_schema

from gateway.documentation.links import links
from gateway.endpoints import ENDPOINTS, Endpoint
from gateway.models.fields import LARGEST_ID, Id, Time
from gateway.models.requests import Patch
from gateway.problems import ProblemDetails

DESCRIPTION = """
A helpdesk inside PostgreSQL: every operation is one call of one function of the database.

Times are RFC 3339 in UTC. Lists come in parts: `next` is the cursor for `after`. An `Idempotency-Key` makes a write
safe to repeat; `If-Match` with an ETag makes it fail where somebody was faster. What is refused is told as
`application/problem+json`, whose `type` leads to the rule's text.
"""
TAGS = ["tickets", "comments", "clients", "organisations", "agents", "teams", "services", "tokens", "identities", "me"]
PROBLEM = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/ProblemDetails"}}}
ALWAYS = (400, 401, 403, 408, 409, 414, 422, 429, 431, 500, 503, 504)
MEANINGS = {
    400: "Not a request as HTTP or this API has it",
    401: "No valid token",
    403: "Not allowed to this caller",
    404: "Does not exist, or is not the caller's to see",
    408: "Did not arrive in time",
    409: "In the way of something else",
    412: "Has changed since the version of If-Match",
    413: "Body too long",
    414: "Query too long",
    415: "Not JSON",
    422: "Breaks a rule",
    429: "Too many requests of the actor, or too many invalid tokens from the address",
    431: "Headers too long",
    500: "A fault of the gateway or the database",
    503: "Try again later",
    504: "Took too long",
}

QUOTA = {
    "RateLimit-Policy": 'The limit, if there is one: `"actor";q=600;w=60` are 600 requests in 60 seconds.',
    "RateLimit": 'What is left of it: `"actor";r=599;t=42` are 599 requests in the next 42 seconds.',
}
RETRY = {"Retry-After": "Seconds until there are more."}

KEY = r"^[\x21-\x7e]([\x20-\x7e]{0,253}[\x21-\x7e])?$"  # white space around a header is not its value
BEHALF = r"^(agent|client):[1-9][0-9]{0,17}$"
ETAG = r'^("[0-9]{1,9}"|\*)$'

bearer = HTTPBearer(
    scheme_name="token",
    auto_error=False,
    description="A token, as `ticketfirst token create` shows it once, or a JWT of an issuer that is set.",
)


class Documentation(FastAPI):
    """FastAPI, with the schema of the problems, whose media type is not that of the answers."""

    def openapi(self) -> dict[str, Any]:
        """Give the OpenAPI document."""
        if self.openapi_schema is None:
            document = super().openapi()
            template = "#/components/schemas/{model}"
            _, schemas = models_json_schema([(ProblemDetails, "serialization")], ref_template=template)
            document["components"]["schemas"] |= schemas["$defs"]
            for operations in document["paths"].values():
                for operation in operations.values():
                    for parameter in operation.get("parameters", ()):
                        _forbid_null(parameter["schema"])
            _make_whole(document["components"]["schemas"])
        assert self.openapi_schema is not None
        return self.openapi_schema

    @cached_property
    def document(self) -> bytes:
        """The OpenAPI document as JSON. Making it takes a quarter of a second: not in the event loop."""
        return json.dumps(self.openapi(), ensure_ascii=False, separators=(",", ":")).encode()


def _make_whole(schema: Any) -> None:
    """Write the bounds of integers as integers: as FastAPI's floating-point numbers, the largest id is too large."""
    if isinstance(schema, list):
        for part in schema:
            _make_whole(part)
    elif isinstance(schema, dict):
        for bound in ("minimum", "maximum"):
            if isinstance(schema.get(bound), float):
                schema[bound] = min(int(schema[bound]), LARGEST_ID)
        for part in schema.values():
            _make_whole(part)


def _forbid_null(schema: dict[str, Any]) -> None:
    """Take null out of the schema of a parameter, which is there or not."""
    kinds = [kind for kind in schema.pop("anyOf", ()) if kind != {"type": "null"}]
    if len(kinds) == 1:
        schema |= kinds[0]
    elif kinds:
        schema["anyOf"] = kinds


def routes(endpoints: Iterable[Endpoint]) -> list[APIRoute]:
    """Make a route for each endpoint; what answers it is `gateway.app`, before FastAPI is asked."""
    return [_route(endpoint) for endpoint in endpoints]


def _route(endpoint: Endpoint) -> APIRoute:
    return APIRoute(
        endpoint.path,
        _Signed(endpoint),
        methods=[endpoint.method],
        status_code=endpoint.status,
        response_model=endpoint.answer,
        response_description=(endpoint.answer and endpoint.answer.__doc__) or "Done: there is nothing to say",
        responses=_responses(endpoint),
        summary=endpoint.summary,
        description=f"Calls `api.{endpoint.function}`.",
        operation_id=endpoint.function,
        tags=[endpoint.tag],
        openapi_extra=_patch_body(endpoint),
    )


class _Signed:
    """Something with the signature that FastAPI reads the documentation from."""

    def __init__(self, endpoint: Endpoint) -> None:
        self.__name__ = endpoint.function
        self.__signature__ = inspect.Signature(list(_parameters(endpoint)))

    def __call__(self) -> None:
        raise AssertionError(f"{self.__name__} is answered before FastAPI is asked")


def _parameters(endpoint: Endpoint) -> Iterable[inspect.Parameter]:
    for name in path_names(endpoint):
        yield _parameter(name, Annotated[Id, Path()])
    if endpoint.query is not None:
        yield _parameter("query", Annotated[endpoint.query, Query()])
    if endpoint.body is not None:
        yield _parameter("body", Annotated[endpoint.body, Body()])
    yield from _headers(endpoint)
    yield _parameter("token", Annotated[Any, Security(bearer)])


def _parameter(name: str, annotation: Any, default: Any = inspect.Parameter.empty) -> inspect.Parameter:
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, annotation=annotation, default=default)


def _headers(endpoint: Endpoint) -> Iterable[inspect.Parameter]:
    """Give the headers that an endpoint minds."""
    if endpoint.method == "GET":
        if has_version(endpoint):
            yield _header("If-None-Match", "ETags the caller has: 304 if the object still has one of them.")
    else:
        yield _header("Idempotency-Key", "Repeating a request with its key gives its first answer.", KEY)
        if endpoint.has_if_match:
            yield _header("If-Match", "The ETag of the version that the caller saw: 412 if it has changed since.", ETAG)
    clock = Header(alias="X-Clock", description="The time to count by, RFC 3339; takes permission `clock_set`.")
    yield _parameter("x_clock", Annotated[Time | None, clock], None)
    behalf = "Whom the caller acts for: `agent:7` or `client:3`; takes permission `act_for_agent` or `act_for_client`."
    yield _header("X-On-Behalf-Of", behalf, BEHALF)
    sane = "1 to 128 printable ASCII characters, which stand in the answer, the log and the journal; or it is replaced."
    yield _header("X-Request-Id", sane)


def _header(name: str, description: str, pattern: str | None = None) -> inspect.Parameter:
    header = Header(alias=name, description=description, pattern=pattern)
    return _parameter(name.lower().replace("-", "_"), Annotated[str | None, header], None)


def _responses(endpoint: Endpoint) -> dict[int | str, dict[str, Any]]:
    """Give every answer that an endpoint may have."""
    success = {"headers": _answer_headers(endpoint), "links": links(endpoint, ENDPOINTS)}
    answers: dict[int | str, dict[str, Any]] = {endpoint.status: success}
    if endpoint.method == "GET" and has_version(endpoint):
        answers[304] = {"description": "The caller has this version already"}
    statuses = set(ALWAYS)
    if path_names(endpoint):
        statuses.add(404)
    if endpoint.has_if_match:
        statuses.add(412)
    if endpoint.body is not None:
        statuses |= {413, 415}
    return answers | problem_responses(*sorted(statuses))


def problem_responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Describe the problems that may be the answer."""
    problems: dict[int | str, dict[str, Any]] = {
        status: {"description": MEANINGS[status], "content": PROBLEM} for status in statuses
    }
    if HTTPStatus.TOO_MANY_REQUESTS in problems:
        problems[HTTPStatus.TOO_MANY_REQUESTS]["headers"] = _described(QUOTA | RETRY, always=set())
    return problems


def _answer_headers(endpoint: Endpoint) -> dict[str, Any]:
    names = {"X-Request-Id": "The request's id.", "Server-Timing": "Milliseconds in the database and before a lane."}
    if has_version(endpoint):
        names["ETag"] = "The version."
    if endpoint.created_at is not None:
        names["Location"] = "Where it is."
    if endpoint.has_secret:
        names["Cache-Control"] = "`no-store`: the answer tells a secret."
    if endpoint.method != "GET":
        names["Idempotency-Replayed"] = "`true`: the first answer to this key, given again."
    return _described(names | QUOTA, always=set(names) - {"Idempotency-Replayed"})


def _described(names: dict[str, str], always: set[str]) -> dict[str, Any]:
    return {
        name: {"description": text, "required": name in always, "schema": {"type": "string"}}
        for name, text in names.items()
    }


def _patch_body(endpoint: Endpoint) -> dict[str, Any] | None:
    """Name the other media type of a merge patch."""
    if endpoint.body is None or not issubclass(endpoint.body, Patch):
        return None
    schema = {"schema": {"$ref": f"#/components/schemas/{endpoint.body.__name__}"}}
    return {"requestBody": {"content": {"application/merge-patch+json": schema}}}


def path_names(endpoint: Endpoint) -> list[str]:
    """Give the names of the parameters of a path."""
    return [part[1:-1] for part in endpoint.path.split("/") if part.startswith("{")]


def has_version(endpoint: Endpoint) -> bool:
    """Tell whether the answer is one object, with a version."""
    return endpoint.answer is not None and "version" in endpoint.answer.model_fields
