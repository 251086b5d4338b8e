"""Agents, clients and tokens over HTTP: who works, who asks, and what opens the door."""

import re

import pytest

from tests.conftest import Database
from tests.desk import Desk, Object, contents, refused
from tests.gateways import Served

KINDS = ["agents", "clients"]


def person(desk: Desk, kind: str, **fields: object) -> Object:
    """Create an agent or a client."""
    return desk.agent(**fields) if kind == "agents" else desk.client(**fields)


@pytest.mark.parametrize("kind", KINDS)
def test_a_persons_life(desk: Desk, kind: str) -> None:
    """Made, read, changed, put to rest, deleted and restored."""
    made = person(desk, kind, name=" Ada Lovelace ", email=f" Ada@{kind}.example ")
    path = f"/v1/{kind}/{made['id']}"
    times = {name: made[name] for name in ("created_at", "updated_at")}
    role: Object = {"role": "agent"} if kind == "agents" else {}
    own: Object = {
        "id": made["id"],
        "name": "Ada Lovelace",
        "email": f"Ada@{kind}.example",
        "active": True,
        "version": 1,
    }
    assert made == own | role | times
    assert desk.read(path) == made
    changes: list[Object] = [{"name": "Ada L."}, {"email": f"al@{kind}.example"}, {"active": False}]
    for version, change in enumerate(changes, 2):
        answer = desk.http.patch(path, json=change)
        assert (answer.status_code, answer.headers["etag"]) == (200, f'"{version}"')
        made |= change | {"version": version, "updated_at": answer.json()["updated_at"]}
        assert answer.json() == made == desk.read(path)
    assert made["id"] in desk.ids(f"/v1/{kind}", active="false")
    desk.delete(path)
    refused(desk.http.get(path), 404, f"{kind[:-1]}_not_found", "id")
    refused(desk.http.patch(path, json={"active": True}), 404, f"{kind[:-1]}_not_found", "id")
    refused(desk.http.delete(path), 404, f"{kind[:-1]}_not_found", "id")
    assert made["id"] not in desk.ids(f"/v1/{kind}", limit=100)
    assert made["id"] in desk.ids(f"/v1/{kind}", limit=100, deleted="true")
    restored = desk.http.post(f"{path}/restore")
    assert restored.json() == made | {"version": 6, "updated_at": restored.json()["updated_at"]} == desk.read(path)


@pytest.mark.parametrize("kind", KINDS)
def test_an_email_address_is_one_persons(desk: Desk, kind: str) -> None:
    """In whatever case; free again when its owner is deleted, who then cannot come back while it is taken."""
    made, other = person(desk, kind, email=f"one@{kind}.example"), person(desk, kind)
    rule, path = f"{kind[:-1]}_email_unique", f"/v1/{kind}/{made['id']}"
    taken = {"name": "Ada", "email": f"ONE@{kind}.example"}
    problem = refused(desk.http.post(f"/v1/{kind}", json=taken), 409, rule, "email")
    assert problem["code"] == "23505"
    refused(desk.http.patch(f"/v1/{kind}/{other['id']}", json={"email": taken["email"]}), 409, rule, "email")
    desk.delete(path)
    heir = desk.make(f"/v1/{kind}", taken)
    refused(desk.http.post(f"{path}/restore"), 409, rule, "email")
    desk.delete(f"/v1/{kind}/{heir['id']}")
    assert desk.http.post(f"{path}/restore").status_code == 200


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_person_may_not_be(desk: Desk, database18: Database, kind: str) -> None:
    """Nameless, without an address, of an unknown role, of two minds; or changed into that."""
    path = f"/v1/{kind}/{person(desk, kind)['id']}"
    stem = kind[:-1]
    wrong: list[tuple[Object, str, str]] = [
        ({"name": ""}, f"{stem}_name_length", "name"),
        ({"name": "x" * 201}, f"{stem}_name_length", "name"),
        ({"name": "a\u2028b"}, f"{stem}_name_one_line", "name"),
        ({"email": "nobody"}, f"{stem}_email_shape", "email"),
        ({"email": "ada@exämple.org"}, f"{stem}_email_shape", "email"),
        ({"email": "x" * 250 + "@b.example"}, f"{stem}_email_shape", "email"),
        ({"active": "false"}, "field_invalid", "active"),
        ({"active": None}, "field_invalid", "active"),
        ({"id": 7}, "field_unknown", "id"),
        ({"role": "king"}, "agent_role_known" if kind == "agents" else "field_unknown", "role"),
    ]
    before = contents(database18.url())
    for fields, rule, field in wrong:
        whole = {"name": "Ada", "email": "ada@wrong.example"} | fields
        refused(desk.http.post(f"/v1/{kind}", json=whole), 422, rule, field)
        refused(desk.http.patch(path, json=fields), 422, rule, field)
    refused(desk.http.post(f"/v1/{kind}", json={}), 422, "field_missing", "name", "email")
    for same in ({}, {"name": "  Ben " if kind == "agents" else " Cleo\t"}):
        assert desk.http.patch(path, json=same).headers["etag"] == '"1"'
    assert contents(database18.url()) == before


def test_a_client_with_tickets_stays(desk: Desk) -> None:
    """Until they are deleted or another's; to rest, a client needs nothing."""
    ticket = desk.ticket()
    path = f"/v1/clients/{ticket['client_id']}"
    refused(desk.http.delete(path), 409, "client_has_tickets", "id")
    assert desk.http.patch(path, json={"active": False}).status_code == 200
    desk.delete(f"/v1/tickets/{ticket['id']}")
    desk.delete(path)


@pytest.mark.parametrize("method", ["PATCH", "DELETE"])
def test_whose_tickets_they_become(desk: Desk, database18: Database, method: str) -> None:
    """Another agent's, or nobody's; a deleted ticket is left alone. Nobody who is not there and active gets any."""
    path_of = "/v1/agents/{id}".format_map
    resting, gone = desk.agent(active=False), desk.agent()
    desk.delete(path_of(gone))

    def let_go(agent: Object, **query: int | str) -> int:
        body = {"active": False} if method == "PATCH" else None
        answer = desk.http.request(method, path_of(agent), json=body, params=query)
        if not answer.is_success:
            refused(answer, 422, "agent_reassign_to_invalid", "reassign_to")
        return answer.status_code

    heir, success = desk.agent(), 200 if method == "PATCH" else 204
    for reassign_to, now in ((heir["id"], heir["id"]), ("none", None)):
        agent = desk.agent()
        live, deleted = desk.ticket(agent_id=agent["id"]), desk.ticket(agent_id=agent["id"])
        desk.delete(f"/v1/tickets/{deleted['id']}")
        before = contents(database18.url())
        for whom in (agent, resting, gone, {"id": 4242}):
            assert let_go(agent, reassign_to=whom["id"]) == 422
        assert contents(database18.url()) == before
        assert let_go(agent, reassign_to=reassign_to) == success
        moved = desk.read(f"/v1/tickets/{live['id']}")
        assert (moved["agent_id"], moved["version"]) == (now, 2)
        assert desk.events(live["id"])[-1]["changes"] == {"agent_id": {"from": agent["id"], "to": now}}
        assert [event["action"] for event in desk.events(deleted["id"])] == ["create", "delete"]


def test_who_keeps_tickets_is_not_put_to_rest_unasked(desk: Desk) -> None:
    """PATCH asks where they shall go, and takes no answer where it asks nothing; DELETE unassigns them."""
    agent, heir = desk.agent(), desk.agent()
    ticket = desk.ticket(agent_id=agent["id"])
    path = f"/v1/agents/{agent['id']}"
    refused(desk.http.patch(path, json={"active": False}), 409, "agent_has_tickets", "reassign_to")
    for body in ({}, {"active": True}, {"name": "Benjamin"}):
        for reassign_to in ("none", heir["id"]):
            answer = desk.http.patch(path, json=body, params={"reassign_to": reassign_to})
            refused(answer, 422, "agent_reassign_conflict", "reassign_to")
    for wrong in ("nobody", "0", "-1", "", "None", "1.5"):
        for method, changes in (("PATCH", {"active": False}), ("DELETE", None)):
            answer = desk.http.request(method, path, json=changes, params={"reassign_to": wrong})
            refused(answer, 422, "field_invalid", "reassign_to")
    assert desk.read(path) == agent
    assert desk.read(f"/v1/tickets/{ticket['id']}") == ticket
    desk.delete(path)
    assert desk.read(f"/v1/tickets/{ticket['id']}")["agent_id"] is None


def test_an_agent_who_rests(desk: Desk, gateway: Served) -> None:
    """Its tokens open nothing until it is active again; a deleted one's neither."""
    agent = desk.agent()
    path = f"/v1/agents/{agent['id']}"
    with gateway.client(desk.token(agent_id=agent["id"])["secret"]) as theirs:
        assert theirs.get("/v1/tickets").status_code == 200
        desk.http.patch(path, json={"active": False})
        refused(theirs.get("/v1/tickets"), 401, "token_invalid")
        desk.http.patch(path, json={"active": True})
        assert theirs.get("/v1/tickets").status_code == 200
        desk.delete(path)
        refused(theirs.get("/v1/tickets"), 401, "token_invalid")
        desk.http.post(f"{path}/restore")
        assert theirs.get("/v1/tickets").status_code == 200


def test_a_role_is_the_administrators_to_give(desk: Desk, gateway: Served) -> None:
    """From the next request on."""
    agent = desk.agent()
    with gateway.client(desk.token(agent_id=agent["id"])["secret"]) as theirs:
        promote = {"role": "admin"}
        path = f"/v1/agents/{agent['id']}"
        refused(theirs.patch(path, json=promote), 403, "permission_missing")
        assert desk.http.patch(path, json=promote).json()["role"] == "admin"
        assert theirs.get("/v1/tokens").status_code == 200
        assert theirs.patch(path, json={"role": "agent"}).json()["role"] == "agent"
        refused(theirs.get("/v1/tokens"), 403, "permission_missing")


def test_a_tokens_life(desk: Desk, gateway: Served) -> None:
    """Made with its secret, listed without it, revoked for good."""
    agent = desk.agent()
    token = desk.token(agent_id=agent["id"], name=" Phone ")
    assert re.fullmatch(r"tf_[0-9a-f]{64}", token["secret"])
    assert (token["name"], token["expires_at"], token["version"]) == ("Phone", None, 1)
    listed = {field: value for field, value in token.items() if field != "secret"}
    assert desk.read("/v1/tokens", agent_id=agent["id"]) == {"items": [listed], "next": None}
    with gateway.client(token["secret"]) as theirs:
        assert theirs.get(f"/v1/agents/{agent['id']}").json()["id"] == agent["id"]
        desk.delete(f"/v1/tokens/{token['id']}")
        refused(theirs.get(f"/v1/agents/{agent['id']}"), 401, "token_invalid")
    assert desk.ids("/v1/tokens", agent_id=agent["id"]) == []
    assert desk.ids("/v1/tokens", agent_id=agent["id"], deleted="true") == [token["id"]]
    refused(desk.http.delete(f"/v1/tokens/{token['id']}"), 404, "token_not_found", "id")
    wrong: list[tuple[Object, str, str]] = [
        ({"agent_id": 4242}, "token_actor_not_found", "agent_id"),
        ({"name": ""}, "api_token_name_length", "name"),
        ({"name": "a\nb"}, "api_token_name_one_line", "name"),
        ({"expires_at": "tomorrow"}, "field_invalid", "expires_at"),
        ({"expires_at": "2030-01-01"}, "field_invalid", "expires_at"),
        ({"expires_at": 1893456000}, "field_invalid", "expires_at"),
        ({"expires_at": "2030-01-01T00:00:00"}, "field_invalid", "expires_at"),
        ({"secret": "mine"}, "field_unknown", "secret"),
    ]
    for fields, rule, field in wrong:
        body = {"agent_id": agent["id"], "name": "Phone"} | fields
        refused(desk.http.post("/v1/tokens", json=body), 422, rule, field)
