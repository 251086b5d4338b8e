"""Errors as problem+json (RFC 9457): the database's, by SQLSTATE, and the gateway's own, by name."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import NamedTuple

from pydantic import BaseModel

MEDIA_TYPE = b"application/problem+json"
RETRY_AFTER = b"retry-after"
RETRY_SECONDS = b"1"
CHALLENGE = b'Bearer realm="ticketfirst"'
INVALID_TOKEN = b', error="invalid_token"'


class Own(NamedTuple):
    """A rule of the gateway itself: the status of whoever breaks it, and what it says."""

    status: int
    explanation: str


OWN = {
    "auth_failures_limited": Own(
        429,
        "From one address come only so many invalid tokens, as RateLimit-Policy says. Wait and try again.",
    ),
    "bodies_busy": Own(503, "Too many large bodies are arriving at once. Nothing was done. Try again."),
    "body_invalid": Own(400, "A body is JSON in UTF-8."),
    "body_too_deep": Own(400, "The JSON of a body is nested no deeper than the message says."),
    "body_too_large": Own(413, "A body is no longer than the message says."),
    "credentials_missing": Own(401, "Everything under /v1 takes a token: Authorization: Bearer <token>."),
    "data_invalid": Own(422, "A value cannot be stored: it is outside the range of its type, or not in its form."),
    "database_busy": Own(503, "All connections to the database are taken. Nothing was done. Try again."),
    "database_timeout": Own(504, "The database took too long, and was stopped. A write was rolled back."),
    "database_unavailable": Own(
        503, "The database did not answer. A write may have been done or not: repeat it with the same Idempotency-Key."
    ),
    "field_invalid": Own(422, "A field has the type, the range and the form that the operation names."),
    "field_missing": Own(422, "A field that the operation needs is there."),
    "field_unknown": Own(422, "A body or query has only fields that the operation knows."),
    "gateway_stopping": Own(503, "The gateway stops before the request has arrived. Nothing was done. Try again."),
    "headers_too_large": Own(431, "A request's first line and headers are together no longer than the message says."),
    "idempotency_key_shape": Own(400, "An Idempotency-Key has 1 to 255 printable ASCII characters, and comes once."),
    "if_match_shape": Own(400, 'If-Match is the ETag of one version, such as "3", or *.'),
    "internal_error": Own(500, "Something is wrong here. The log says what, under the request id."),
    "jwt_algorithm_refused": Own(401, "A JWT must be signed by one of the algorithms that this gateway takes."),
    "jwt_audience_wrong": Own(401, "A JWT's aud must name the audience that this gateway is."),
    "jwt_claims_invalid": Own(401, "A JWT must have iss, sub, aud and exp, each in its form."),
    "jwt_expired": Own(401, "A JWT's exp must lie ahead."),
    "jwt_issuer_unknown": Own(401, "A JWT's iss must be one of the issuers that this gateway takes tokens of."),
    "jwt_key_unknown": Own(401, "A JWT must be signed by a key that its issuer publishes for its algorithm."),
    "jwt_keys_unavailable": Own(
        503, "The issuer's keys cannot be fetched, so the JWT cannot be checked. Nothing was done. Try again."
    ),
    "jwt_malformed": Own(401, "A JWT must be signed, in the compact form of RFC 7515, without critical extensions."),
    "jwt_not_yet_valid": Own(401, "A JWT's nbf and iat must have passed."),
    "jwt_signature_wrong": Own(401, "A JWT's signature must be its issuer's."),
    "lock_timeout": Own(
        409, "Somebody else holds the row for longer than the lock may take. Nothing was done. Try again."
    ),
    "media_type_unsupported": Own(415, "A body is application/json; a patch may be application/merge-patch+json."),
    "method_not_allowed": Own(405, "A path has the methods that the header Allow names."),
    "path_not_found": Own(404, "There is nothing at this path."),
    "permission_denied": Own(403, "The database does not let this role do that."),
    "query_invalid": Own(400, "A query is percent-encoded UTF-8, each field once."),
    "query_too_long": Own(414, "A query is no longer than the message says."),
    "rate_limited": Own(
        429, "An actor sends only so many requests, as RateLimit-Policy says. Nothing was done. Wait and try again."
    ),
    "request_malformed": Own(400, "A request is HTTP/1.1 as RFC 9112 has it."),
    "request_timeout": Own(408, "A request arrives, headers and body, within the time that the message says."),
    "row_not_found": Own(404, "There is no such row."),
    "serialization_failure": Own(503, "Two transactions were in each other's way. Nothing was done. Try again."),
}

# What is wrong, where the rule alone would not say it.
DETAILS = {
    "jwt_algorithm_refused": "the JWT is signed by an algorithm that this gateway does not take",
    "jwt_audience_wrong": "the JWT is for another audience",
    "jwt_claims_invalid": "a claim of the JWT is missing, or not in its form",
    "jwt_expired": "the JWT has expired",
    "jwt_issuer_unknown": "the JWT's issuer is not one that this gateway takes tokens of",
    "jwt_key_unknown": "the JWT's key is not one that its issuer publishes for its algorithm",
    "jwt_malformed": "the JWT is not in the compact form of RFC 7515",
    "jwt_not_yet_valid": "the JWT is not valid yet",
    "jwt_signature_wrong": "the JWT's signature is not its issuer's",
}


class FieldError(NamedTuple):
    """What is wrong with which field, by which rule."""

    field: str | None
    message: str
    rule: str


@dataclass
class Problem(Exception):
    """A request that is refused."""

    status: int
    rule: str
    detail: str
    code: str
    errors: Sequence[FieldError] = ()
    hint: str | None = None
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Add the headers that the status calls for."""
        if self.status == HTTPStatus.SERVICE_UNAVAILABLE:
            self.headers.append((RETRY_AFTER, RETRY_SECONDS))
        if self.status == HTTPStatus.UNAUTHORIZED:
            is_missing = self.rule == "credentials_missing"  # where no error is to be named (RFC 6750, 3.1)
            self.headers.append((b"www-authenticate", CHALLENGE + (b"" if is_missing else INVALID_TOKEN)))

    def body(self, request_id: str) -> bytes:
        """Give the problem as JSON."""
        members = {
            "type": f"/problems/{self.rule.replace('_', '-')}",
            "title": title(self.rule),
            "status": self.status,
            "detail": self.detail,
            "code": self.code,
            "errors": [error._asdict() for error in self.errors],
            "request_id": request_id,
        }
        if self.hint:
            members["hint"] = self.hint
        return json.dumps(members, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def title(rule: str) -> str:
    """Give a rule's name as a person would write it."""
    return rule.replace("_", " ").capitalize()


def own(rule: str, detail: str | None = None, where: str | None = None) -> Problem:
    """Refuse by a rule of the gateway's own."""
    status, explanation = OWN[rule]
    said = detail or DETAILS.get(rule, explanation)
    problem = Problem(status, rule, said, f"TF{status}", [FieldError(where, said, rule)] if where else [])
    if rule == "lock_timeout":
        problem.headers.append((RETRY_AFTER, RETRY_SECONDS))
    return problem


class FieldProblem(BaseModel):
    """What is wrong with which field, by which rule."""

    field: str | None
    message: str
    rule: str


class ProblemDetails(BaseModel):
    """Why a request was refused (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    errors: list[FieldProblem]
    request_id: str
    hint: str | None = None
