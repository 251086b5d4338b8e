"""Tokens over HTTP: whose they are, what their scopes let them do, when they end, and that their use is known."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import combinations
from time import monotonic, sleep
from typing import Any

import httpx
import psycopg
import pytest

from gateway.endpoints import ENDPOINTS, Endpoint
from tests.conftest import GATEWAY, Database
from tests.desk import Desk, refused
from tests.examples import EXAMPLES, name, send
from tests.gateways import Served, serving

SCOPES = ("tickets:read", "tickets:write", "clients:read", "clients:write", "agents:read", "admin")
FREE = {"me"}  # what takes no permission
USE = "SELECT xmin::text, last_used_at FROM desk.token_use WHERE token_id = %s"


@pytest.fixture(scope="module")
def needed(database18: Database) -> dict[str, str]:
    """The scope that each function needs."""
    with psycopg.connect(database18.url()) as session:
        return dict(session.execute("SELECT name, scope FROM desk.permission WHERE scope IS NOT NULL").fetchall())


@pytest.fixture(scope="module")
def limited(desk: Desk, gateway: Served) -> Iterator[dict[str, httpx.Client]]:
    """An administrator's tokens: each limited to one scope."""
    agent = desk.agent(role="admin")["id"]
    clients = {scope: gateway.client(desk.token(agent_id=agent, scopes=[scope])["secret"]) for scope in SCOPES}
    yield clients
    for client in clients.values():
        client.close()


UNLIMITED = {"token_create": "scopes", "identity_create": "client_id"}
CONCEALED = {"ticket_restore", "comment_restore", "client_restore", "team_restore", "organisation_restore"}


def permission(endpoint: Endpoint) -> str:
    """Name what an endpoint asks for: a page what its list does."""
    function = endpoint.function.removesuffix("_page")
    if function in {endpoint.function, "ticket_history"}:
        return function
    return f"{function}_list"


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=name)
def test_a_scope_allows_what_it_is_for(
    desk: Desk, limited: dict[str, httpx.Client], needed: dict[str, str], endpoint: Endpoint
) -> None:
    """And nothing else, even to an administrator: 403 that says so."""
    for scope, http in limited.items():
        answer = send(http, endpoint, EXAMPLES[endpoint.function](desk))
        if endpoint.function in FREE or scope == needed[permission(endpoint)]:
            if endpoint.function in UNLIMITED:  # what would be limited to nothing, or to less than the token itself
                refused(answer, 403, "scope_missing", UNLIMITED[endpoint.function])
            else:
                assert answer.status_code == endpoint.status, (scope, answer.text)
        elif endpoint.function in CONCEALED and scope != "admin":  # who may list deleted rows sees that they are there
            refused(answer, 404, f"{endpoint.function.removesuffix('_restore')}_not_found", "id")
        else:
            problem = refused(answer, 403, "scope_missing")
            assert needed[permission(endpoint)] in problem["detail"]


def test_scopes_add_up(desk: Desk, gateway: Served) -> None:
    """Two allow what either does; a role's own limits stay."""
    agent = desk.agent()["id"]
    for pair in combinations(("tickets:read", "clients:read", "admin"), 2):
        with gateway.client(desk.token(agent_id=agent, scopes=list(pair))["secret"]) as http:
            assert (http.get("/v1/tickets").status_code == 200) == ("tickets:read" in pair)
            assert (http.get("/v1/clients").status_code == 200) == ("clients:read" in pair)
            refused(http.get("/v1/tokens"), 403, "permission_missing")


def test_scopes_beget_no_others(desk: Desk, gateway: Served) -> None:
    """A token limited to scopes makes tokens limited to those."""
    agent = desk.agent(role="admin")["id"]
    with gateway.client(desk.token(agent_id=agent, scopes=["admin", "tickets:read"])["secret"]) as http:
        made = Desk(http).token(agent_id=agent, scopes=["tickets:read"])
        assert made["scopes"] == ["tickets:read"]
        for scopes in (None, ["tickets:write"], ["admin", "clients:read"]):
            body = {"agent_id": agent, "name": "More", "scopes": scopes}
            refused(http.post("/v1/tokens", json=body), 403, "scope_missing", "scopes")


@pytest.mark.parametrize(
    ("fields", "rule", "field"),
    [
        ({"scopes": []}, "api_token_scopes_known", "scopes"),
        ({"scopes": ["root"]}, "api_token_scopes_known", "scopes"),
        ({"scopes": ["admin", "see_teams"]}, "api_token_scopes_known", "scopes"),
        ({"scopes": "admin"}, "field_invalid", "scopes"),
        ({"scopes": [None]}, "api_token_scopes_known", "scopes"),
        ({"agent_id": None}, "token_actor_one", "agent_id"),
        ({"client_id": 1}, "token_actor_one", "client_id"),
        ({"agent_id": None, "client_id": 999_999}, "token_actor_not_found", "client_id"),
        ({"agent_id": None, "service_id": 999_999}, "token_actor_not_found", "service_id"),
    ],
)
def test_what_is_refused(desk: Desk, fields: dict[str, Any], rule: str, field: str) -> None:
    """By its rule, at its field."""
    body = {"agent_id": desk.agent()["id"], "name": "Refused"} | fields
    refused(desk.http.post("/v1/tokens", json=body), 422, rule, field)


def test_of_each_kind(desk: Desk, gateway: Served) -> None:
    """A token of an agent, of a client or of a service is listed with its own, and is that one."""
    for kind, made in (("agent", desk.agent()), ("client", desk.client()), ("service", desk.service())):
        token = desk.token(**{f"{kind}_id": made["id"]}, scopes=["clients:read"])
        assert desk.ids("/v1/tokens", **{f"{kind}_id": made["id"]}) == [token["id"]]
        with gateway.client(token["secret"]) as http:
            assert http.get("/v1/me").json()[f"{kind}_id"] == made["id"]


def test_it_ends(desk: Desk, gateway: Served) -> None:
    """At its time, on a connection that is open."""
    end = datetime.now(UTC) + timedelta(seconds=1.5)
    token = desk.token(expires_at=end.isoformat())
    with gateway.client(token["secret"]) as http:
        assert http.get("/v1/me").status_code == 200
        sleep(max(0, (end - datetime.now(UTC)).total_seconds()) + 0.05)
        refused(http.get("/v1/me"), 401, "token_invalid")


def test_it_is_revoked_at_once(desk: Desk, database18: Database, gateway: Served) -> None:
    """The next request is refused: on an open connection, on another, and at another gateway."""
    token = desk.token()
    with (
        serving(database18.url(GATEWAY), gateway.token) as other,
        gateway.client(token["secret"]) as here,
        other.client(token["secret"]) as there,
    ):
        assert [http.get("/v1/me").status_code for http in (here, there, here, there)] == [200] * 4
        desk.delete(f"/v1/tokens/{token['id']}")
        with gateway.client(token["secret"]) as anew:
            for http in (here, there, anew):
                refused(http.get("/v1/me"), 401, "token_invalid")


def used(database: Database, token_id: int) -> tuple[str, datetime] | None:
    """Read when a token was used, and by which transaction that was written."""
    with psycopg.connect(database.url()) as session:
        return session.execute(USE, [token_id]).fetchone()


def test_its_use_is_known_without_a_write_for_each(desk: Desk, database18: Database, gateway: Served) -> None:
    """100 requests make one write, and no transaction id more; a minute later there is another."""
    token = desk.token()
    before = datetime.now(UTC)
    assert token["last_used_at"] is None
    assert used(database18, token["id"]) is None
    with gateway.client(token["secret"]) as http, psycopg.connect(database18.url(), autocommit=True) as session:
        assert http.get("/v1/me").status_code == 200
        first = used(database18, token["id"])
        assert first is not None and before <= first[1] <= datetime.now(UTC)

        def transactions() -> int:
            row = session.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint").fetchone()
            assert row is not None
            return int(row[0])

        written = transactions()
        assert [http.get("/v1/me").status_code for _ in range(100)] == [200] * 100
        assert transactions() - written < 5, "no read takes a transaction id; the server's own upkeep may"
        assert used(database18, token["id"]) == first
        (listed,) = desk.read("/v1/tokens", agent_id=token["agent_id"])["items"]
        assert datetime.fromisoformat(listed["last_used_at"]) == first[1]
        session.execute(
            "UPDATE desk.token_use SET last_used_at = last_used_at - interval '61 seconds' WHERE token_id = %s",
            [token["id"]],
        )
        assert [http.get("/v1/me").status_code for _ in range(20)] == [200] * 20
        later = used(database18, token["id"])
        assert later is not None and later[1] > first[1]
        assert (listed["version"], listed["updated_at"]) == (token["version"], token["updated_at"])


def test_nobody_waits_for_the_use_to_be_noted(desk: Desk, database18: Database) -> None:
    """Of two sessions that enter at once one notes it; the other goes on, and so does one that must not write."""
    token = desk.token()
    hashed = sha256(token["secret"].encode()).digest()
    url = database18.url(GATEWAY)
    with psycopg.connect(url) as one, psycopg.connect(url) as two, psycopg.connect(url) as three:
        for session in (one, two, three):
            session.execute("SET statement_timeout = '5s'")
            session.commit()
        one.execute("SELECT api.enter(%s)", [hashed])
        begun = monotonic()
        two.execute("SELECT api.enter(%s)", [hashed])
        three.execute("SET TRANSACTION READ ONLY")
        three.execute("SELECT api.enter(%s)", [hashed])
        assert monotonic() - begun < 1
        for session, writes in ((one, True), (two, False), (three, False)):
            row = session.execute("SELECT pg_current_xact_id_if_assigned() IS NOT NULL").fetchone()
            assert row == (writes,)
        for session in (three, two, one):
            session.commit()
    found = used(database18, token["id"])
    assert found is not None


def test_many_at_once_note_it_once(desk: Desk, database18: Database) -> None:
    """Whoever comes first."""
    token = desk.token()
    hashed = sha256(token["secret"].encode()).digest()

    def enter(_: int) -> bool:
        with psycopg.connect(database18.url(GATEWAY)) as session:
            session.execute("SELECT api.enter(%s)", [hashed])
            row = session.execute("SELECT pg_current_xact_id_if_assigned() IS NOT NULL").fetchone()
            return row == (True,)

    with ThreadPoolExecutor(16) as threads:
        assert sum(threads.map(enter, range(64))) >= 1
    first = used(database18, token["id"])
    assert sum(map(enter, range(8))) == 0
    assert used(database18, token["id"]) == first


def test_the_secret_is_shown_once(desk: Desk, database18: Database) -> None:
    """Not in a list, not in a repetition, and nowhere in the tables."""
    body = {"client_id": desk.client()["id"], "name": "Once", "scopes": ["tickets:read", "tickets:write"]}
    keyed = {"Idempotency-Key": "a secret of a client"}
    first, again = (desk.http.post("/v1/tokens", json=body, headers=keyed) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.headers["idempotency-replayed"] == "true"
    assert first.json()["secret"].startswith("tf_")
    assert again.json() == first.json() | {"secret": None}
    (listed,) = desk.read("/v1/tokens", client_id=body["client_id"])["items"]
    assert listed == {field: value for field, value in first.json().items() if field != "secret"}
    with psycopg.connect(database18.url()) as session:
        kept = session.execute(
            "SELECT string_agg(t::text, ' ') FROM desk.idempotency_key AS t WHERE t::text LIKE '%%Once%%'"
        ).fetchone()
    assert kept is not None
    assert first.json()["secret"] not in str(kept)
