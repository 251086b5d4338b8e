"""Identities over HTTP: who the subjects of other issuers are here."""

from __future__ import annotations

from typing import Any

import pytest

from tests.desk import Desk, refused

ISSUER = "https://id.example"


def test_a_life(desk: Desk) -> None:
    """Made for each kind of actor, listed, deleted for good."""
    whose = {"agent_id": desk.agent()["id"], "client_id": desk.client()["id"], "service_id": desk.service()["id"]}
    for kind, actor_id in whose.items():
        body = {"issuer": ISSUER, "subject": f"life {kind}", kind: actor_id}
        answer = desk.http.post("/v1/identities", json=body)
        made = answer.json()
        assert answer.status_code == 201, answer.text
        assert answer.headers["location"] == f"/v1/identities/{made['id']}"
        assert "etag" not in answer.headers
        assert {field: made[field] for field in whose} == dict.fromkeys(whose, None) | {kind: actor_id}
        assert (made["issuer"], made["subject"]) == (ISSUER, f"life {kind}")
        assert desk.read("/v1/identities", **{kind: actor_id}) == {"items": [made], "next": None}
        taken = desk.http.post("/v1/identities", json=body)
        assert refused(taken, 409, "identity_subject_unique", "issuer", "subject")["code"] == "23505"
        desk.delete(f"/v1/identities/{made['id']}")
        refused(desk.http.delete(f"/v1/identities/{made['id']}"), 404, "identity_not_found", "id")
        assert desk.ids("/v1/identities", **{kind: actor_id}) == []
        assert desk.http.post("/v1/identities", json=body).status_code == 201


def test_the_list(desk: Desk) -> None:
    """By issuer and actor, in pages."""
    agent = desk.agent()["id"]
    ids = [desk.identity(agent_id=agent, issuer=f"https://{name}.example")["id"] for name in ("one", "two", "one")]
    assert desk.ids("/v1/identities", agent_id=agent) == ids
    assert desk.ids("/v1/identities", issuer="https://one.example") == [ids[0], ids[2]]
    assert desk.ids("/v1/identities", issuer="https://ONE.example") == []
    first = desk.read("/v1/identities", agent_id=agent, limit=2)
    rest = desk.read("/v1/identities", agent_id=agent, limit=2, after=first["next"])
    assert [item["id"] for page in (first, rest) for item in page["items"]] == ids
    refused(desk.http.get("/v1/identities", params={"after": first["next"]}), 400, "cursor_invalid", "after")


@pytest.mark.parametrize(
    ("fields", "rule", "field"),
    [
        ({"issuer": ""}, "identity_issuer_length", "issuer"),
        ({"issuer": "i" * 501}, "identity_issuer_length", "issuer"),
        ({"subject": ""}, "identity_subject_length", "subject"),
        ({"subject": "s" * 256}, "identity_subject_length", "subject"),
        ({"subject": None}, "field_invalid", "subject"),
        ({"subject": "a\0b"}, "field_invalid", "subject"),
        ({"agent_id": 999_999}, "identity_actor_not_found", "agent_id"),
        ({"agent_id": "1"}, "field_invalid", "agent_id"),
        ({"name": "x"}, "field_unknown", "name"),
    ],
)
def test_what_is_refused(desk: Desk, fields: dict[str, Any], rule: str, field: str) -> None:
    """By its rule; a subject is taken as it is, untrimmed."""
    body = {"issuer": ISSUER, "subject": "refused", "agent_id": desk.agent()["id"]} | fields
    refused(desk.http.post("/v1/identities", json=body), 422, rule, field)


def test_of_one_actor(desk: Desk) -> None:
    """Neither of nobody nor of two; the rule names the fields it is about."""
    for actors in ({}, {"agent_id": desk.agent()["id"], "client_id": desk.client()["id"]}):
        answer = desk.http.post("/v1/identities", json={"issuer": ISSUER, "subject": "one"} | actors)
        assert refused(answer, 422, "identity_actor_one", "agent_id", "client_id", "service_id")["code"] == "23514"
