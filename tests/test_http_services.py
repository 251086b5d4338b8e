"""Services over HTTP: systems that act by themselves, or on behalf of others."""

from __future__ import annotations

from typing import Any

import pytest

from tests.desk import Desk, refused
from tests.gateways import Served


def test_a_life(desk: Desk, gateway: Served) -> None:
    """Made, read, changed, deleted, restored; while it is gone or rests, its tokens open nothing."""
    made = desk.service(name="  Customer portal ", role="portal")
    path = f"/v1/services/{made['id']}"
    assert (made["name"], made["role"], made["active"], made["version"]) == ("Customer portal", "portal", True, 1)
    assert desk.read(path) == made
    with gateway.client(desk.token(service_id=made["id"])["secret"]) as theirs:
        assert theirs.get("/v1/clients").status_code == 200
        refused(theirs.get("/v1/tickets"), 403, "permission_missing")
        changed = desk.http.patch(path, json={"role": "monitor"}, headers={"If-Match": '"1"'})
        assert (changed.status_code, changed.json()["role"], changed.headers["etag"]) == (200, "monitor", '"2"')
        assert theirs.get("/v1/tickets").status_code == 200
        refused(theirs.post("/v1/clients", json={"name": "X", "email": "x@x.example"}), 403, "permission_missing")
        assert desk.http.patch(path, json={"active": False}).json()["active"] is False
        refused(theirs.get("/v1/me"), 401, "token_invalid")
        assert desk.http.patch(path, json={"active": True}).status_code == 200
        assert theirs.get("/v1/me").json()["service_id"] == made["id"]
        desk.delete(path)
        refused(theirs.get("/v1/me"), 401, "token_invalid")
        refused(desk.http.get(path), 404, "service_not_found", "id")
        refused(desk.http.patch(path, json={"name": "X"}), 404, "service_not_found", "id")
        assert made["id"] in desk.ids("/v1/services", deleted="true", limit=100)
        assert desk.http.post(f"{path}/restore").json() | {"updated_at": ""} == desk.read(path) | {"updated_at": ""}
        assert theirs.get("/v1/me").status_code == 200


def test_the_list(desk: Desk) -> None:
    """By name, role and whether active; in pages."""
    ids = [desk.service(name=f"List {letter}", role="importer")["id"] for letter in "cab"]
    desk.http.patch(f"/v1/services/{ids[0]}", json={"active": False})
    wanted = {"role": "importer", "limit": 100}
    assert desk.ids("/v1/services", **wanted) == ids
    assert desk.ids("/v1/services", **wanted, sort="name") == [ids[1], ids[2], ids[0]]
    assert desk.ids("/v1/services", **wanted, active="false") == ids[:1]
    assert desk.ids("/v1/services", name="LIST a") == [ids[1]]
    first = desk.read("/v1/services", role="importer", sort="-name", limit=2)
    rest = desk.read("/v1/services", role="importer", sort="-name", limit=2, after=first["next"])
    assert [item["id"] for page in (first, rest) for item in page["items"]] == [ids[0], ids[2], ids[1]]
    assert rest["next"] is None
    refused(desk.http.get("/v1/services", params={"after": first["next"]}), 400, "cursor_invalid", "after")
    refused(desk.http.get("/v1/services", params={"sort": "role"}), 422, "list_sort_unknown", "sort")


@pytest.mark.parametrize(
    ("fields", "rule", "field"),
    [
        ({"name": " "}, "service_name_length", "name"),
        ({"name": "x" * 201}, "service_name_length", "name"),
        ({"name": "a\nb"}, "service_name_one_line", "name"),
        ({"role": "admin"}, "service_role_unknown", "role"),
        ({"role": "client"}, "service_role_unknown", "role"),
        ({"role": "nobody"}, "service_role_unknown", "role"),
        ({"role": ""}, "service_role_unknown", "role"),
        ({"role": "x" * 64}, "service_role_unknown", "role"),
        ({"role": 1}, "field_invalid", "role"),
        ({"active": "yes"}, "field_invalid", "active"),
        ({"email": "x@x.example"}, "field_unknown", "email"),
    ],
)
def test_what_is_refused(desk: Desk, fields: dict[str, Any], rule: str, field: str) -> None:
    """By the same rule where it is made and where it is changed."""
    service = desk.service()
    body = {"name": "Refused", "role": "portal"} | fields
    refused(desk.http.post("/v1/services", json=body), 422, rule, field)
    refused(desk.http.patch(f"/v1/services/{service['id']}", json=fields), 422, rule, field)
    assert desk.read(f"/v1/services/{service['id']}") == service


def test_a_name_is_one_services(desk: Desk) -> None:
    """In any case; a deleted one's is free, and it cannot be restored then."""
    made = desk.service(name="Only one")
    taken = refused(
        desk.http.post("/v1/services", json={"name": "ONLY ONE", "role": "portal"}), 409, "service_name_unique", "name"
    )
    assert taken["code"] == "23505"
    desk.delete(f"/v1/services/{made['id']}")
    desk.service(name="Only One")
    refused(desk.http.post(f"/v1/services/{made['id']}/restore"), 409, "service_name_unique", "name")
