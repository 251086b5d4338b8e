"""CORS: off unless origins are set; then their pages, and no others, may call everything and read every answer."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.conftest import GATEWAY, Database
from tests.gateways import Served, serving
from tests.raw_http import connected, request

DESK = "https://desk.example"
OTHER = "http://localhost:3000"
FOREIGN = (
    "https://evil.example",
    "https://desk.example.evil.example",
    "http://desk.example",
    "null",
    "HTTPS://DESK.EXAMPLE",
)
# A browser sends these headers, and lets a page read these, without asking.
SAFE_ANSWER = {"cache-control"}  # that a page may always read
SAFE_REQUEST = {"accept", "accept-language", "content-language"}
SAFE_ANSWER = {"content-length", "content-type", "date", "connection", "vary", "cache-control"}
LOGGED_SECONDS = 1.0
CORS = "access-control-allow-"


@pytest.fixture(scope="module")
def some(database18: Database, gateway: Served) -> Iterator[Served]:
    """A gateway that two origins may call."""
    with serving(
        database18.url(GATEWAY), gateway.token, cors_origins=f"{DESK}, {OTHER}", body_bytes=2000, drain_seconds=0
    ) as served:
        yield served


@pytest.fixture(scope="module")
def everybody(database18: Database, gateway: Served) -> Iterator[Served]:
    """A gateway that pages of all origins may call."""
    with serving(database18.url(GATEWAY), gateway.token, cors_origins="*", drain_seconds=0) as served:
        yield served


def preflight(served: Served, path: str, origin: str, method: str, headers: str = "authorization") -> httpx.Response:
    """Ask as a browser does before it lets a page call: without a token."""
    named = {"Origin": origin, "Access-Control-Request-Method": method, "Access-Control-Request-Headers": headers}
    return httpx.options(f"{served.url}{path}", headers=named)


def words(answer: httpx.Response, name: str) -> set[str]:
    """Give the words of a header, in lower case."""
    return {word.strip().lower() for word in answer.headers.get(name, "").split(",")}


def test_off(gateway: Served) -> None:
    """No header, and a preflight is a question for the methods like any other."""
    for answer in (
        preflight(gateway, "/v1/tickets", DESK, "POST"),
        httpx.get(f"{gateway.url}/v1/tickets", headers={"Origin": DESK}),
    ):
        assert answer.status_code in (204, 401)
        assert not [name for name in answer.headers if name.startswith("access-control-") or name == "vary"]
    assert preflight(gateway, "/v1/tickets", DESK, "POST").headers["allow"] == "GET, POST, OPTIONS, HEAD"


def test_preflights(some: Served) -> None:
    """Every method and every header of the contract is allowed, to each origin, and each answer's header exposed."""
    document: dict[str, Any] = httpx.get(f"{some.url}/openapi.json").json()
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            parameters = operation.get("parameters", [])
            sent = {one["name"].lower() for one in parameters if one["in"] == "header"} | {
                "authorization",
                "content-type",
            }
            for origin in (DESK, OTHER):
                answer = preflight(some, path.replace("{", "").replace("}", ""), origin, method.upper(), ",".join(sent))
                assert answer.status_code == 204
                assert answer.headers[f"{CORS}origin"] == origin
                assert method in words(answer, f"{CORS}methods")
                assert sent <= words(answer, f"{CORS}headers") | SAFE_REQUEST
                assert words(answer, "vary") == {"origin"}
                assert f"{CORS}credentials" not in answer.headers
                assert answer.headers["x-request-id"]
            given = {name.lower() for told in operation["responses"].values() for name in told.get("headers", {})}
            given -= SAFE_ANSWER
            assert given | {"allow", "retry-after", "www-authenticate"} <= words(
                answer, "access-control-expose-headers"
            )


def test_all_answers_can_be_read(some: Served) -> None:
    """Errors as well, of the gateway, the database and the framework; and every header in them that says something."""
    with some.client() as http:
        http.headers["Origin"] = DESK
        answers = [
            http.post("/v1/agents", json={"name": "Ben", "email": "ben@desk.example"}),
            http.get("/v1/tickets", headers={"Authorization": ""}),
            http.get("/v1/tickets/999999"),
            http.get("/nowhere"),
            http.delete("/v1/tickets"),
            http.post("/v1/tickets", content=b"x" * 3000),
            http.post("/v1/tickets", json={}),
            http.get("/problems/nothing"),
            http.get("/v1/tickets?" + "x" * 9000),
            http.get("/healthz"),
            http.post("/healthz"),
        ]
    assert [answer.status_code for answer in answers] == [201, 401, 404, 404, 405, 413, 422, 404, 414, 200, 405]
    for answer in answers:
        assert answer.headers[f"{CORS}origin"] == DESK
        assert words(answer, "vary") == {"origin"}
        exposed = words(answer, "access-control-expose-headers")
        read = {name for name in answer.headers if not name.startswith("access-control-")}
        assert read <= exposed | SAFE_ANSWER


@pytest.mark.parametrize("origin", FOREIGN)
def test_foreign_origins(some: Served, origin: str) -> None:
    """They get no leave, and caches are told that others may."""
    for answer in (
        preflight(some, "/v1/tickets", origin, "POST"),
        httpx.get(f"{some.url}/healthz", headers={"Origin": origin}),
        httpx.get(f"{some.url}/healthz"),
    ):
        assert not [name for name in answer.headers if name.startswith("access-control-")]
        assert words(answer, "vary") == {"origin"}


def test_everybody(everybody: Served) -> None:
    """`*` says so, whoever asks, and never lets a browser send credentials."""
    for origin in (DESK, *FOREIGN):
        for answer in (
            preflight(everybody, "/v1/tickets", origin, "PATCH"),
            httpx.get(f"{everybody.url}/v1/tickets", headers={"Origin": origin}),
        ):
            assert answer.status_code in (204, 401)
            assert answer.headers[f"{CORS}origin"] == "*"
            assert f"{CORS}credentials" not in answer.headers
            assert "vary" not in answer.headers


def test_preflights_are_in_the_access_log(some: Served) -> None:
    """As every request is, with the id that the answer has."""
    wanted = preflight(some, "/v1/tickets/7", DESK, "DELETE").headers["x-request-id"]
    with connected(some) as wire:
        wire.send(request(some, "OPTIONS /v1/tickets/7", f"Origin: {DESK}"))
        assert wire.answer().headers["allow"] == "GET, PATCH, DELETE, OPTIONS, HEAD"
    time.sleep(LOGGED_SECONDS)
    (line,) = [json.loads(line) for line in some.output.read_text().splitlines() if wanted in line]
    assert (line["method"], line["path"], line["status"]) == ("OPTIONS", "/v1/tickets/7", 204)
