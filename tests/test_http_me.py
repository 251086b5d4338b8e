"""GET /v1/me: who is asking, and what they may do."""

from __future__ import annotations

import httpx
import psycopg
import pytest

from tests.conftest import Database
from tests.desk import Desk, Object, refused
from tests.gateways import Served

FIELDS = "role agent_id client_id service_id name by_agent_id by_service_id team_ids organisation_id scopes permissions"
PERMISSIONS = 'SELECT name FROM desk.permission WHERE %s = ANY (roles) ORDER BY name COLLATE "C"'


def me(gateway: Served, token: str) -> Object:
    """Ask with a token."""
    with gateway.client(token) as http:
        return Desk(http).read("/v1/me")


def permissions(database: Database, role: str) -> list[str]:
    """Read what a role may do."""
    with psycopg.connect(database.url()) as session:
        return [row[0] for row in session.execute(PERMISSIONS, [role])]


def test_the_administrator(desk: Desk, database18: Database) -> None:
    """The fields in their order; no version, and so no ETag."""
    answer = desk.http.get("/v1/me")
    assert (answer.status_code, answer.headers.get("etag")) == (200, None)
    shown = answer.json()
    assert list(shown) == FIELDS.split()
    assert (shown["role"], shown["name"], shown["scopes"], shown["team_ids"]) == ("admin", "Administrator", None, [])
    assert shown["permissions"] == permissions(database18, "admin")
    assert {"token_create", "see_credentials", "ticket_get"} <= set(shown["permissions"])


@pytest.mark.parametrize("kind", ["agent", "client", "service"])
def test_each_kind(desk: Desk, gateway: Served, database18: Database, kind: str) -> None:
    """Itself, and nobody else; with what its role may do."""
    made = getattr(desk, kind)()
    token = desk.token(**{f"{kind}_id": made["id"]})
    shown = me(gateway, token["secret"])
    ids = {f"{other}_id": shown[f"{other}_id"] for other in ("agent", "client", "service")}
    assert ids == dict.fromkeys(ids, None) | {f"{kind}_id": made["id"]}
    assert (shown["name"], shown["role"]) == (made["name"], made.get("role", "client"))
    assert (shown["by_agent_id"], shown["by_service_id"], shown["organisation_id"]) == (None, None, None)
    assert shown["permissions"] == permissions(database18, shown["role"])


def test_teams_and_organisation(desk: Desk, gateway: Served, database18: Database) -> None:
    """Those that are live."""
    agent, client = desk.agent(), desk.client()
    with psycopg.connect(database18.url()) as session:
        team = session.execute("INSERT INTO desk.team (name) VALUES ('Me') RETURNING id").fetchone()
        organisation = session.execute("INSERT INTO desk.organisation (name) VALUES ('Me') RETURNING id").fetchone()
        assert team is not None and organisation is not None
        session.execute("INSERT INTO desk.team_member (team_id, agent_id) VALUES (%s, %s)", [*team, agent["id"]])
        session.execute("INSERT INTO desk.organisation_member VALUES (%s, %s)", [*organisation, client["id"]])
    assert me(gateway, desk.token(agent_id=agent["id"])["secret"])["team_ids"] == list(team)
    assert me(gateway, desk.token(client_id=client["id"])["secret"])["organisation_id"] == organisation[0]


def test_a_token_limited_to_scopes(desk: Desk, gateway: Served) -> None:
    """It takes no scope to ask, and shows what is left: what is seen, and what is done within the scopes."""
    agent = desk.agent(role="admin")["id"]
    shown = me(gateway, desk.token(agent_id=agent, scopes=["agents:read"])["secret"])
    assert shown["scopes"] == ["agents:read"]
    done = {name for name in shown["permissions"] if not name.startswith("see_")}
    assert done == {"agent_get", "agent_list", "team_get", "team_list", "team_member_list"}
    assert "see_all_tickets" in shown["permissions"]


def test_a_permission_given_by_a_dba(desk: Desk, gateway: Served, database18: Database) -> None:
    """With one UPDATE, in force from the next request on."""
    token = desk.token()["secret"]
    assert "token_list" not in me(gateway, token)["permissions"]
    change = "UPDATE desk.permission SET roles = {} WHERE name = 'token_list'"
    with psycopg.connect(database18.url(), autocommit=True) as session:
        session.execute(change.format("roles || 'agent'::text").encode())
        assert "token_list" in me(gateway, token)["permissions"]
        session.execute(change.format("array_remove(roles, 'agent')").encode())
    assert "token_list" not in me(gateway, token)["permissions"]


def test_nobody(gateway: Served) -> None:
    """Is told nothing."""
    with httpx.Client(base_url=gateway.url) as http:
        refused(http.get("/v1/me"), 401, "credentials_missing")
        refused(http.get("/v1/me", headers={"Authorization": "Bearer tf_x"}), 401, "token_invalid")
