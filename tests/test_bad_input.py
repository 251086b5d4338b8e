"""What nobody should send, at every place that takes something: refused with a reason, and never with a 500.

And text that is only unusual comes back as it was sent.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote, quote_from_bytes, unquote

import pytest

from gateway.endpoints import ENDPOINTS
from tests.bad_inputs import BODIES, ETAGS, HEADERS, NEITHER, PATHS, QUERIES, TEXTS, TWICE, ticket
from tests.gateways import Served
from tests.raw_http import Answer, connected, once, request, with_body


def refused(answer: Answer, status: int, rule: str | None, field: str | None) -> None:
    """Hold an answer against what is to be refused, and why."""
    assert (answer.status, answer.rule) == (status, rule or answer.rule), answer
    if field is not None:
        assert field in [error["field"] for error in answer.json["errors"]], answer
        assert all(error["message"] for error in answer.json["errors"])


@pytest.fixture(scope="module", autouse=True)
def client(gateway: Served) -> None:
    """A client with the id 1, so that what is wrong is the rest."""
    body = b'{"name": "Ada", "email": "ada@example.org"}'
    assert once(gateway, with_body(gateway, "POST /v1/clients", body)).json["id"] == 1


@pytest.mark.parametrize("name", BODIES)
def test_body(gateway: Served, name: str) -> None:
    """The rule and the field are those that the table has."""
    bad = BODIES[name]
    refused(once(gateway, with_body(gateway, bad.line, bad.body)), bad.status, bad.rule, bad.field)


@pytest.mark.parametrize("value", NEITHER)
def test_no_number(gateway: Served, value: str) -> None:
    """Wherever it stands."""
    for body in (ticket(client=value), ticket(value), ticket(more=f', "x": {value}'), value.encode()):
        assert once(gateway, with_body(gateway, "POST /v1/tickets", body)).rule in {"field_invalid", "field_unknown"}


@pytest.mark.parametrize("value", PATHS)
def test_path(gateway: Served, value: str) -> None:
    """An id is an integer from 1 to 2^63-1, in digits and without a zero in front; no path has control characters."""
    seen = {endpoint.path: endpoint for endpoint in ENDPOINTS if "{" in endpoint.path}
    with connected(gateway) as wire:
        for path, endpoint in seen.items():
            written = quote(value, safe="%+;'.:") if not value.isascii() else value
            name = path.split("{")[1].split("}")[0]
            wire.send(with_body(gateway, f"{endpoint.method} {path.replace(f'{{{name}}}', written)}", b"{}"))
            if unquote(value).isprintable():
                refused(wire.answer(), 422, "field_invalid", name)
            else:
                refused(wire.answer(), 404, "path_not_found", None)


@pytest.mark.parametrize("query", QUERIES)
def test_query(gateway: Served, query: str) -> None:
    """The rule and the field are those that the table has."""
    refused(once(gateway, request(gateway, f"GET /v1/tickets?{query}")), *QUERIES[query])


def test_query_where_there_is_none(gateway: Served) -> None:
    """A field that no operation knows is never passed over."""
    for line in ("GET /v1/tickets/1", "POST /v1/tickets", "DELETE /v1/tickets/1", "PATCH /v1/agents/1"):
        refused(once(gateway, with_body(gateway, f"{line}?x=1", b"{}")), 422, "field_unknown", "x")


@pytest.mark.parametrize("header", HEADERS)
def test_header(gateway: Served, header: str) -> None:
    """The rule and the field are those that the table has."""
    name = header.partition(":")[0]
    kept = [line for line in ("Content-Type: application/json",) if not line.startswith(name)]
    lines = [f"Authorization: Bearer {gateway.token}"] if name != "Authorization" else []
    text = "\r\n".join(
        ["POST /v1/tickets HTTP/1.1", "Host: a", *lines, *kept, header, f"Content-Length: {len(ticket())}"]
    )
    refused(once(gateway, text.encode("latin-1") + b"\r\n\r\n" + ticket()), *HEADERS[header])


@pytest.mark.parametrize("etag", ETAGS)
def test_if_match(gateway: Served, etag: str) -> None:
    """If-Match is one strong ETag of this API, or *."""
    answer = once(gateway, with_body(gateway, "PATCH /v1/clients/1", b"{}", f"If-Match: {etag}"))
    refused(answer, 400, "if_match_shape", "If-Match")


@pytest.mark.parametrize("header", TWICE)
def test_header_twice(gateway: Served, header: str) -> None:
    """Nobody guesses which of them counts."""
    lines = ["PATCH /v1/clients/1 HTTP/1.1", "Host: a", header, "X: y", header, "Content-Length: 2"]
    refused(once(gateway, "\r\n".join(lines).encode() + b"\r\n\r\n{}"), 400, "request_malformed", None)


@pytest.mark.parametrize("request_id", ["", "a b", "ä", "x" * 129, "a\tb"])
def test_request_id(gateway: Served, request_id: str) -> None:
    """One that is not sane is replaced, and the request is answered."""
    answer = once(gateway, request(gateway, "GET /v1/clients/1", f"X-Request-Id: {request_id}"))
    assert answer.status == 200
    assert answer.headers["x-request-id"] not in {"", request_id}


@pytest.mark.parametrize("text", TEXTS)
def test_text_comes_back(gateway: Served, text: str) -> None:
    """As it was sent, whether escaped or not, and it can be found."""
    for ensure_ascii in (True, False):
        body = json.dumps({"subject": text, "client_id": 1, "description": text}, ensure_ascii=ensure_ascii).encode()
        made: dict[str, Any] = once(gateway, with_body(gateway, "POST /v1/tickets", body)).json
        assert (made["subject"], made["description"]) == (text, text)
        read = once(gateway, request(gateway, f"GET /v1/tickets/{made['id']}")).json
        assert (read["subject"], read["description"]) == (text, text)
        found = once(gateway, request(gateway, f"GET /v1/tickets?subject={quote_from_bytes(text.encode())}"))
        assert found.status == 200
