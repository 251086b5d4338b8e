"""Limits of requests: by actor, told on every answer, over all tokens; and 429 before the database is asked."""

from __future__ import annotations

import re
from collections.abc import Iterator

import httpx
import pytest

from tests.conftest import GATEWAY, Database
from tests.desk import Desk, contents, refused
from tests.gateways import Served, serving

MOST = 12
POLICY = f'"actor";q={MOST};w=3600'
NO_DATABASE = "database;dur=0.000, lane;dur=0.000"
LEFT = re.compile(r'"actor";r=([0-9]+);t=([0-9]+)')


@pytest.fixture(scope="module")
def limited(database18: Database, gateway: Served) -> Iterator[Served]:
    """A gateway with a limit, on the database of the one without, through which tests make what they need."""
    url = database18.url(GATEWAY)
    with serving(url, gateway.token, rate_limit=f"{MOST}/hour", cors_origins="*", drain_seconds=0) as served:
        yield served


@pytest.fixture
def caller(desk: Desk, limited: Served) -> Iterator[httpx.Client]:
    """An agent who has not asked for anything yet."""
    with limited.client(desk.token()["secret"]) as http:
        yield http


def left(answer: httpx.Response) -> int:
    """Tell what an answer says is left, in the form of the draft."""
    assert answer.headers["ratelimit-policy"] == POLICY
    found = LEFT.fullmatch(answer.headers["ratelimit"])
    assert found, answer.headers
    assert 0 < int(found[2]) <= 3600
    return int(found[1])


def spend(http: httpx.Client, count: int) -> list[int]:
    """Send requests, and give their statuses."""
    return [http.get("/v1/tickets").status_code for _ in range(count)]


def over(answer: httpx.Response) -> None:
    """Hold that a request was refused for the limit, with all that says how to go on."""
    refused(answer, 429, "rate_limited")
    assert left(answer) == 0
    assert answer.headers["retry-after"] == answer.headers["ratelimit"].rpartition("t=")[2]
    assert answer.headers["server-timing"] == NO_DATABASE


def test_every_answer_says_what_is_left(desk: Desk, caller: httpx.Client) -> None:
    """Whatever its status, one less each time; then 429."""
    ticket, comment = desk.ticket(), desk.comment()
    path = f"/v1/tickets/{ticket['id']}"
    answers = [
        caller.get("/v1/tickets/999999"),
        caller.get(path),
        caller.head(path),
        caller.get(path, headers={"If-None-Match": '"1"'}),
        caller.post(f"{path}/comments", json={"body": "On it."}),
        caller.delete(f"/v1/comments/{comment['id']}"),
        caller.get("/v1/tokens"),
        caller.patch(path, json={"subject": "Lift"}, headers={"If-Match": '"1"'}),
        caller.get("/v1/tickets/zero"),
        caller.get("/v1/tickets?limit=0"),
        caller.post("/v1/tickets", content=b"{", headers={"Content-Type": "application/json"}),
        caller.post("/v1/tickets", content=b"x", headers={"Content-Type": "text/plain"}),
    ]
    statuses = [404, 200, 200, 304, 201, 204, 403, 412, 422, 422, 400, 415]
    assert [answer.status_code for answer in answers] == statuses
    assert [left(answer) for answer in answers] == list(range(MOST - 1, -1, -1))
    over(caller.get(path))
    head = caller.head(path)
    assert (head.status_code, head.content, left(head)) == (429, b"", 0)


def test_what_is_over_is_not_done(desk: Desk, caller: httpx.Client, database18: Database) -> None:
    """The database is not asked: neither for a read nor for a write, a large one or one with a key."""
    client = desk.client()["id"]
    assert spend(caller, MOST) == [200] * MOST
    before = contents(database18.url())
    new = {"subject": "Printer on fire", "client_id": client}
    over(caller.post("/v1/tickets", json=new))
    over(caller.post("/v1/tickets", json=new, headers={"Idempotency-Key": "one"}))
    over(caller.post("/v1/tickets", json=new | {"description": "x" * 100_000}))
    over(caller.get("/v1/tickets"))
    assert contents(database18.url()) == before


def test_one_limit_for_all_tokens_of_an_actor(desk: Desk, limited: Served) -> None:
    """However many tokens it has; and none for others."""
    agent = desk.agent()["id"]
    tokens = [desk.token(agent_id=agent)["secret"] for _ in range(MOST)]
    for number, token in enumerate(tokens):
        with limited.client(token) as http:
            assert left(http.get("/v1/tickets")) == MOST - number - 1
    for token in (tokens[0], desk.token(agent_id=agent)["secret"]):
        with limited.client(token) as http:
            refused(http.get("/v1/tickets"), 429, "rate_limited")
    with limited.client(desk.token()["secret"]) as other:
        assert left(other.get("/v1/tickets")) == MOST - 1


def test_a_token_that_is_revoked_opens_nothing(desk: Desk, limited: Served) -> None:
    """What is remembered of it is for counting alone."""
    token = desk.token()
    with limited.client(token["secret"]) as http:
        assert http.get("/v1/tickets").status_code == 200
        desk.delete(f"/v1/tokens/{token['id']}")
        refused(http.get("/v1/tickets"), 401, "token_invalid")
        refused(http.get("/v1/tickets"), 401, "token_invalid")


def test_what_needs_no_token_has_no_limit(limited: Served, caller: httpx.Client) -> None:
    """Nor has what is no endpoint, nor what comes without a token."""
    spend(caller, MOST + 1)
    for path, status in (("/healthz", 200), ("/readyz", 200), ("/problems/rate-limited", 200), ("/v1/nothing", 404)):
        answer = caller.get(path)
        assert answer.status_code == status
        assert "ratelimit" not in answer.headers
    answer = httpx.get(f"{limited.url}/v1/tickets")
    assert answer.status_code == 401
    assert "ratelimit" not in answer.headers


def test_pages_may_read_it(caller: httpx.Client) -> None:
    """CORS exposes the headers."""
    answer = caller.get("/v1/tickets", headers={"Origin": "https://desk.example"})
    exposed = answer.headers["access-control-expose-headers"].split(", ")
    assert {"RateLimit", "RateLimit-Policy", "Retry-After"} <= set(exposed)


def test_it_is_documented(limited: Served) -> None:
    """429 with its headers at every endpoint, and at no other; the headers at every success."""
    document = httpx.get(f"{limited.url}/openapi.json").json()
    for path, operations in document["paths"].items():
        for operation in operations.values():
            told = operation["responses"]
            assert ("429" in told) == path.startswith("/v1/")
            if "429" in told:
                assert told["429"]["headers"].keys() == {"RateLimit", "RateLimit-Policy", "Retry-After"}
                success = next(answer for status, answer in told.items() if status.startswith("2"))
                assert {"RateLimit", "RateLimit-Policy"} <= success["headers"].keys()


def test_off_unless_set(desk: Desk) -> None:
    """Nothing is said where nothing is limited."""
    answer = desk.http.get("/v1/tickets")
    assert answer.status_code == 200
    assert not [name for name in answer.headers if name.startswith("ratelimit")]


def test_all_off(database18: Database, gateway: Served) -> None:
    """Then tokens are asked for by the request itself, as ever."""
    with serving(database18.url(GATEWAY), gateway.token, auth_failures="off", drain_seconds=0) as served:
        with served.client("wrong") as http:
            assert {http.get("/v1/tickets").status_code for _ in range(50)} == {401}
        with served.client() as http:
            assert http.get("/v1/tickets").status_code == 200
