"""JWTs over HTTP: what is refused, how it is told, and that a gateway without issuers knows nothing of them."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from secrets import token_hex
from typing import Any

import httpx
import psycopg
import pytest

from tests.callers import Client, calling, figures
from tests.conftest import GATEWAY, Database
from tests.desk import Desk, contents, refused
from tests.gateways import Served, serving
from tests.providers import AUDIENCE, CONFIGURATION, KEYS, SUBJECT, Provider, by_secret, coded, key, providing, written
from tools.shell import ROOT

CHALLENGE = 'Bearer realm="ticketfirst", error="invalid_token"'
LONGEST = 8192
KEY = "5e" * 32
LOADED = "import sys, gateway.app, gateway.serving.server, gateway.serving.worker; print(*sys.modules)"


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    """A provider with one key."""
    with providing() as running:
        yield running


@pytest.fixture(scope="module")
def taking(database18: Database, gateway: Served, provider: Provider) -> Iterator[Served]:
    """A gateway that takes its tokens, beside one that takes none."""
    url = database18.url(GATEWAY)
    with psycopg.connect(database18.url()) as session:
        session.execute("SELECT internal.assertion_key_set(%s)", [bytes.fromhex(KEY)])
    given: dict[str, Any] = {"jwt_issuers": provider.issuer, "jwt_audience": AUDIENCE, "jwt_key": KEY}
    with serving(url, gateway.token, **given) as served:
        yield served


@pytest.fixture(scope="module")
def http(taking: Served) -> Iterator[httpx.Client]:
    """A client without a token."""
    with httpx.Client(base_url=taking.url) as client:
        yield client


@contextmanager
def acting(served: Served) -> Iterator[Desk]:
    """Give the helpdesk as its administrator sees it."""
    with served.client() as http:
        yield Desk(http)


def ask(http: httpx.Client, token: str, path: str = "/v1/tickets") -> httpx.Response:
    """Ask with a token."""
    return http.get(path, headers={"Authorization": f"Bearer {token}"})


def test_our_own_tokens_go_on(taking: Served, http: httpx.Client) -> None:
    """The administrator's token opens what it opened before; other tokens of ours are refused as before."""
    assert ask(http, taking.token).status_code == 200
    for token in ("tf_unknown", "tf_a.b.c", "a.b", "a.b.c.d"):
        answer = ask(http, token)
        refused(answer, 401, "token_invalid")
        assert answer.headers["www-authenticate"] == CHALLENGE
    for nothing in ("a b", "x" * 513, f"{'x' * LONGEST}.."):
        answer = ask(http, nothing)
        refused(answer, 401, "credentials_missing")
        assert answer.headers["www-authenticate"] == 'Bearer realm="ticketfirst"'


def test_a_subject_who_is_nobody_here(http: httpx.Client, provider: Provider) -> None:
    """A good token is not enough: the database says who its subject is."""
    for token in (provider.token(sub="stranger"), provider.token(sub="stranger", scope="x" * 4000)):
        answer = ask(http, token)
        assert refused(answer, 401, "identity_unknown")["code"] == "28000"
        assert answer.headers["www-authenticate"] == CHALLENGE
        assert "stranger" not in answer.text


def test_a_subject_who_is_somebody(
    database18: Database, taking: Served, http: httpx.Client, provider: Provider
) -> None:
    """Enters as whom the table says, with that one's rights, for as long as both are there and active."""
    with acting(taking) as desk:
        agent, client = desk.agent(), desk.client()
        ticket = desk.ticket(client_id=client["id"])
        for subject, whose in (("ben", {"agent_id": agent["id"]}), ("cleo", {"client_id": client["id"]})):
            identity = desk.identity(issuer=provider.issuer, subject=subject, **whose)
        ben, cleo = provider.token(sub="ben"), provider.token(sub="cleo")
        assert ask(http, ben, "/v1/me").json()["agent_id"] == agent["id"]
        assert ask(http, cleo, "/v1/me").json()["client_id"] == client["id"]
        assert [row["id"] for row in ask(http, cleo).json()["items"]] == [ticket["id"]]
        refused(ask(http, cleo, "/v1/clients"), 403, "permission_missing")
        bearer = {"Authorization": f"Bearer {ben}", "Idempotency-Key": "once"}
        made = [
            http.post("/v1/tickets", json={"subject": "Smoke", "client_id": client["id"]}, headers=bearer) for _ in "ab"
        ]
        assert [answer.status_code for answer in made] == [201, 201]
        assert made[0].json() == made[1].json()
        first = desk.read(f"/v1/tickets/{made[0].json()['id']}/history")["items"][0]
        assert first["actor_agent_id"] == agent["id"]

        other = provider.token(sub="cleo", iss=f"{provider.issuer}/")
        assert refused(ask(http, other), 401, "jwt_issuer_unknown")
        desk.delete(f"/v1/identities/{identity['id']}")
        refused(ask(http, cleo), 401, "identity_unknown")
        assert desk.http.patch(f"/v1/agents/{agent['id']}", json={"active": False}).status_code == 200
        refused(ask(http, ben), 401, "identity_unknown")


def test_on_behalf_of(taking: Served, http: httpx.Client, provider: Provider) -> None:
    """A portal that enters with a JWT acts for clients, as one with a token does."""
    with acting(taking) as desk:
        portal, client = desk.service(role="portal"), desk.client()
        desk.identity(issuer=provider.issuer, subject="portal", service_id=portal["id"])
        headers = {"Authorization": f"Bearer {provider.token(sub='portal')}"}
        assert http.get("/v1/me", headers=headers).json()["service_id"] == portal["id"]
        behalf = headers | {"X-On-Behalf-Of": f"client:{client['id']}"}
        me = http.get("/v1/me", headers=behalf).json()
        assert (me["client_id"], me["by_service_id"]) == (client["id"], portal["id"])


def test_another_key_opens_nothing(database18: Database, gateway: Served, provider: Provider) -> None:
    """A gateway that does not have the database's key is not believed, whoever has signed the token.

    That is no fault of the caller's: 503, which counts for no guess, and one line for whoever runs the gateway.
    """
    given: dict[str, Any] = {"jwt_issuers": provider.issuer, "jwt_audience": AUDIENCE, "jwt_key": token_hex(32)}
    with (
        serving(database18.url(GATEWAY), gateway.token, auth_failures="2/hour", **given) as served,
        acting(served) as desk,
        httpx.Client(base_url=served.url) as http,
    ):
        desk.identity(issuer=provider.issuer, subject="mallory", agent_id=desk.agent()["id"])
        for _ in range(4):
            answer = ask(http, provider.token(sub="mallory"))
            assert refused(answer, 503, "assertion_invalid")["code"] == "28000"
            assert int(answer.headers["retry-after"]) >= 1
            assert "www-authenticate" not in answer.headers
        assert http.get("/problems/assertion-invalid").json()["status"] == 503
        refused(ask(http, "tf_wrong"), 401, "token_invalid")
        told = [line for line in served.errors.read_text().splitlines() if "TICKETFIRST_JWT_KEY" in line]
    assert len(told) == 1, told
    words = "TICKETFIRST_JWT_KEY is not the key of this database, or the clocks differ: `ticketfirst jwt key`"
    assert words in told[0]
    assert "ERROR" in told[0]


def test_each_refusal_has_its_rule(database18: Database, http: httpx.Client, provider: Provider) -> None:
    """And a page that explains it; reads and writes alike, and nothing is done."""
    claims, before = provider.claims(), contents(database18.url())
    header, _, signature = provider.token().split(".")
    tokens = {
        "a.b.c": "jwt_malformed",
        "..": "jwt_malformed",
        f"{'é'.encode().hex()}..": "jwt_malformed",
        key().sign(claims, crit=["exp"]): "jwt_malformed",
        written({"alg": "none"}, claims, lambda _: b""): "jwt_algorithm_refused",
        written({"alg": "HS256", "kid": "first"}, claims, by_secret(b"x" * 32)): "jwt_algorithm_refused",
        provider.token(iss="https://other.example"): "jwt_issuer_unknown",
        key("unknown").sign(claims): "jwt_key_unknown",
        f"{header}.{coded(json.dumps(claims | {'sub': 'admin'}).encode())}.{signature}": "jwt_signature_wrong",
        provider.token(aud="other"): "jwt_audience_wrong",
        provider.token(aud=None): "jwt_claims_invalid",
        provider.token(sub="a\0b"): "jwt_claims_invalid",
        provider.token(exp=1): "jwt_expired",
        provider.token(nbf=2**40): "jwt_not_yet_valid",
    }
    for token, rule in tokens.items():
        for method, path in (("GET", "/v1/tickets"), ("POST", "/v1/clients"), ("DELETE", "/v1/tickets/1")):
            body = {"name": "Cleo", "email": "cleo@client.example"} if method == "POST" else None
            answer = http.request(method, path, json=body, headers={"Authorization": f"bearer  {token}"})
            problem = refused(answer, 401, rule)
            assert problem["code"] == "TF401"
            assert answer.headers["www-authenticate"] == CHALLENGE
            assert not [part for part in token.split(".") if len(part) > 4 and part in answer.text]
        explained = http.get(f"/problems/{rule.replace('_', '-')}").json()
        assert (explained["rule"], explained["status"]) == (rule, 401)
    assert contents(database18.url()) == before


def test_sent_twice(http: httpx.Client, provider: Provider) -> None:
    """Two headers are refused, whichever of them is good."""
    headers = [("Authorization", f"Bearer {provider.token()}"), ("Authorization", "Bearer tf_0")]
    refused(http.get("/v1/tickets", headers=headers), 400, "request_malformed")


def test_a_large_body_waits_for_the_token(http: httpx.Client, provider: Provider) -> None:
    """Nobody has one taken in with a token that opens nothing."""
    body = json.dumps({"name": "x" * 200_000}).encode()
    for token, rule in ((provider.token(), "identity_unknown"), (provider.token(exp=1), "jwt_expired")):
        answer = http.post("/v1/clients", content=body, headers={"Authorization": f"Bearer {token}"})
        refused(answer, 401, rule)


def test_a_provider_that_is_down(database18: Database, gateway: Served) -> None:
    """503 with when to come again, and the gateway is well; its own tokens open as ever."""
    assert gateway.token
    with providing() as provider:
        provider.answer(CONFIGURATION, b"", 500)
        given: dict[str, Any] = {"jwt_issuers": provider.issuer, "jwt_audience": AUDIENCE, "jwt_key": token_hex(32)}
        with (
            serving(database18.url(GATEWAY), gateway.token, **given) as served,
            httpx.Client(base_url=served.url) as http,
        ):
            answer = ask(http, provider.token())
            assert refused(answer, 503, "jwt_keys_unavailable")["code"] == "TF503"
            assert 1 <= int(answer.headers["retry-after"]) <= 10
            assert "www-authenticate" not in answer.headers
            assert ask(http, gateway.token).status_code == 200
            assert f"the keys of {provider.issuer} cannot be fetched" in served.errors.read_text()
            assert SUBJECT not in served.errors.read_text() + served.output.read_text()


def test_many_unknown_keys_at_once(taking: Served, provider: Provider) -> None:
    """Thousands are refused while others work, and the provider hardly notices."""
    claims, before = provider.claims(), provider.requests[KEYS]

    async def flood() -> None:
        async with calling(taking) as client:
            strangers = [Client(taking, key().sign(claims, kid=f"random {number}")) for number in range(2000)]
            for first in range(0, len(strangers), 200):
                some = [one.call("GET", "/v1/tickets") for one in strangers[first : first + 200]]
                *ends, good = await asyncio.gather(*some, client.call("GET", "/v1/tickets"))
                assert good.is_good
                assert {(one.status, one.rule) for one in ends} == {(401, "jwt-key-unknown")}, figures(ends)
            for stranger in strangers:
                stranger.close()

    asyncio.run(flood())
    assert provider.requests[KEYS] - before <= 3


def test_a_gateway_without_issuers(gateway: Served, provider: Provider) -> None:
    """A JWT is a token like any other that it does not know, and none of the libraries is loaded."""
    with httpx.Client(base_url=gateway.url) as http:
        refused(ask(http, key("edwards", "EdDSA").sign({"sub": SUBJECT})), 401, "token_invalid")
        refused(ask(http, provider.token(scope="x" * 512)), 401, "credentials_missing")
        for path in ("/v1/tickets", "/problems/jwt-expired"):
            assert ask(http, gateway.token, path).status_code == 200
    loaded = subprocess.run([sys.executable, "-c", LOADED], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert {"gateway.app", "gateway.credentials.bearer"} <= set(loaded.split())
    assert not {"jwt", "cryptography", "aiohttp", "gateway.credentials.jwt_tokens"} & set(loaded.split())


def test_several_processes_take_them(database18: Database, provider: Provider) -> None:
    """Each has the settings, and its own keys."""
    given: dict[str, Any] = {
        "jwt_issuers": f"https://none.invalid, {provider.issuer}",
        "jwt_audience": AUDIENCE,
        "jwt_key": KEY,
    }
    before = provider.requests[KEYS]
    with serving(database18.url(GATEWAY), read_lanes=1, write_lanes=1, slow_lanes=1, **given) as served:
        for _ in range(20):
            with httpx.Client(base_url=served.url) as http:
                refused(ask(http, provider.token()), 401, "identity_unknown")
                refused(ask(http, provider.token(exp=1)), 401, "jwt_expired")
                refused(ask(http, provider.token(iss="https://none.invalid")), 503, "jwt_keys_unavailable")
    assert 1 <= provider.requests[KEYS] - before <= 2
