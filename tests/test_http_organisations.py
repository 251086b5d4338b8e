"""Organisations and their members over HTTP: what clients belong to, and whose tickets they see by it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import httpx
import pytest

from tests.conftest import Database
from tests.desk import Desk, Object, contents, refused, token_of
from tests.gateways import Served

Entering = Callable[..., Desk]


@pytest.fixture(scope="module")
def entered(database18: Database, gateway: Served) -> Iterator[Entering]:
    """Enter with a new token of somebody: `entered(client_id=3)`."""
    with ExitStack() as open_clients:

        def enter(**whose: int) -> Desk:
            return Desk(open_clients.enter_context(gateway.client(token_of(database18.url(), **whose))))

        yield enter


def members(desk: Desk, organisation_id: int, **query: object) -> list[int]:
    """Give the clients who are members of an organisation."""
    page = desk.read(f"/v1/organisations/{organisation_id}/members", **query)
    return [item["client_id"] for item in page["items"]]


def test_an_organisations_life(desk: Desk) -> None:
    """Made, read, changed, deleted and restored."""
    made = desk.make("/v1/organisations", {"name": " Acme Ltd\t"})
    path = f"/v1/organisations/{made['id']}"
    times = {name: made[name] for name in ("created_at", "updated_at")}
    assert made == {"id": made["id"], "name": "Acme Ltd", "is_shared": False, "version": 1} | times
    assert desk.read(path) == made
    changes: list[Object] = [{"name": "Acme"}, {"is_shared": True}, {"name": "ACME", "is_shared": False}]
    for version, change in enumerate(changes, 2):
        answer = desk.http.patch(path, json=change, headers={"If-Match": f'"{version - 1}"'})
        assert (answer.status_code, answer.headers["etag"]) == (200, f'"{version}"')
        made |= change | {"version": version, "updated_at": answer.json()["updated_at"]}
        assert answer.json() == made == desk.read(path)
    refused(
        desk.http.patch(path, json={"name": "X"}, headers={"If-Match": '"1"'}),
        412,
        "organisation_version_stale",
        "If-Match",
    )
    assert desk.ids("/v1/organisations", name="acme") == [made["id"]]
    desk.delete(path)
    for refusal in (desk.http.get(path), desk.http.patch(path, json={"name": "X"}), desk.http.delete(path)):
        refused(refusal, 404, "organisation_not_found", "id")
    refused(desk.http.get(f"{path}/members"), 404, "organisation_not_found", "organisation_id")
    assert desk.ids("/v1/organisations", name="acme") == []
    assert desk.ids("/v1/organisations", name="acme", deleted="true") == [made["id"]]
    restored = desk.http.post(f"{path}/restore")
    assert restored.json() == made | {"version": 6, "updated_at": restored.json()["updated_at"]} == desk.read(path)


def test_where_a_new_one_is(desk: Desk) -> None:
    """201, its place and its version."""
    answer = desk.http.post("/v1/organisations", json={"name": "Bow", "is_shared": True})
    assert (answer.status_code, answer.headers["etag"], answer.json()["is_shared"]) == (201, '"1"', True)
    assert desk.read(answer.headers["location"]) == answer.json()


@pytest.mark.parametrize(
    ("body", "refusal"),
    [
        ({}, (422, "field_missing", "name")),
        ({"name": " "}, (422, "organisation_name_length", "name")),
        ({"name": "x" * 201}, (422, "organisation_name_length", "name")),
        ({"name": "X\nY"}, (422, "organisation_name_one_line", "name")),
        ({"name": "TAKEN"}, (409, "organisation_name_unique", "name")),
        ({"name": "X", "is_shared": "true"}, (422, "field_invalid", "is_shared")),
        ({"name": "X", "is_shared": 1}, (422, "field_invalid", "is_shared")),
        ({"name": "X", "email": "x@y.example"}, (422, "field_unknown", "email")),
    ],
)
def test_what_is_no_organisation(desk: Desk, database18: Database, body: Object, refusal: tuple[int, str, str]) -> None:
    """Refused by the rule's name, and nothing is written."""
    if not desk.ids("/v1/organisations", name="taken"):
        desk.organisation(name="Taken")
    before = contents(database18.url())
    refused(desk.http.post("/v1/organisations", json=body), *refusal)
    assert contents(database18.url()) == before


def test_lists(desk: Desk) -> None:
    """By id or name, page by page."""
    made = [desk.organisation(name=f"List {letter}")["id"] for letter in "bCa"]
    assert [i for i in desk.ids("/v1/organisations", limit=100) if i in made] == made
    by_name = [i for i in desk.ids("/v1/organisations", limit=100, sort="name") if i in made]
    assert by_name == [made[2], made[0], made[1]]
    found: list[int] = []
    after: dict[str, str] = {}
    while True:
        page = desk.read("/v1/organisations", limit=1, sort="-name", **after)
        found += [item["id"] for item in page["items"] if item["id"] in made]
        if page["next"] is None:
            break
        after = {"after": page["next"]}
    assert found == by_name[::-1]
    refused(desk.http.get("/v1/organisations", params=after), 400, "cursor_invalid", "after")
    refused(desk.http.get("/v1/organisations?sort=is_shared"), 422, "list_sort_unknown", "sort")
    refused(desk.http.get("/v1/organisations?is_shared=true"), 422, "field_unknown", "is_shared")


def test_members_come_and_go(desk: Desk, database18: Database) -> None:
    """PUT adds and says since when, again and again the same; DELETE ends it, once."""
    organisation, client = desk.organisation()["id"], desk.client()["id"]
    path = f"/v1/organisations/{organisation}/members/{client}"
    added = desk.http.put(path)
    since = added.json()["created_at"]
    assert (added.status_code, added.headers.get("etag")) == (200, None)
    assert added.json() == {"organisation_id": organisation, "client_id": client, "created_at": since}
    before = contents(database18.url())
    assert desk.http.put(path).json() == added.json()
    assert contents(database18.url()) == before
    assert desk.read(f"/v1/organisations/{organisation}/members") == {"items": [added.json()], "next": None}
    assert refused(desk.http.delete(f"/v1/organisations/{organisation}"), 409, "organisation_has_members", "id")
    desk.delete(path)
    assert members(desk, organisation) == []
    refused(desk.http.delete(path), 404, "organisation_member_not_found", "client_id")
    desk.delete(f"/v1/organisations/{organisation}")
    refused(desk.http.put(path), 404, "organisation_not_found", "organisation_id")


def test_who_cannot_be_a_member(desk: Desk) -> None:
    """Nobody, and who is one elsewhere."""
    client, gone = desk.client()["id"], desk.client()["id"]
    desk.delete(f"/v1/clients/{gone}")
    desk.organisation(client)
    path = f"/v1/organisations/{desk.organisation()['id']}/members"
    refused(desk.http.put(f"{path}/{client}"), 409, "organisation_member_elsewhere", "client_id")
    for nobody in (gone, 2**62):
        refused(desk.http.put(f"{path}/{nobody}"), 422, "organisation_member_client_not_found", "client_id")
        refused(desk.http.delete(f"{path}/{nobody}"), 404, "organisation_member_not_found", "client_id")
    for no_id in ("0", "x", "-1", "1.0"):
        refused(desk.http.put(f"{path}/{no_id}"), 422, "field_invalid", "client_id")
    refused(
        desk.http.put(f"/v1/organisations/{2**62}/members/{client}"), 404, "organisation_not_found", "organisation_id"
    )


def test_members_page_by_page(desk: Desk) -> None:
    """By client_id; a cursor is one organisation's."""
    clients = sorted(desk.client()["id"] for _ in range(5))
    one, other = desk.organisation(*reversed(clients))["id"], desk.organisation()["id"]
    assert members(desk, one) == clients
    page = desk.read(f"/v1/organisations/{one}/members", limit=2)
    assert [item["client_id"] for item in page["items"]] == clients[:2]
    assert members(desk, one, after=page["next"]) == clients[2:]
    assert desk.read(f"/v1/organisations/{one}/members", limit=5)["next"] is None
    stolen = desk.http.get(f"/v1/organisations/{other}/members", params={"after": page["next"]})
    refused(stolen, 400, "cursor_invalid", "after")
    refused(desk.http.get(f"/v1/organisations/{one}/members?sort=id"), 422, "field_unknown", "sort")


def test_a_membership_has_no_version(desk: Desk) -> None:
    """No If-Match stands in its way, and the document knows of none."""
    path = f"/v1/organisations/{desk.organisation()['id']}/members/{desk.client()['id']}"
    assert desk.http.put(path, headers={"If-Match": '"7"'}).status_code == 200
    assert desk.http.delete(path, headers={"If-Match": '"7"'}).status_code == 204
    operations = desk.http.get("/openapi.json").json()["paths"][
        "/v1/organisations/{organisation_id}/members/{client_id}"
    ]
    for method in ("put", "delete"):
        assert "If-Match" not in [parameter["name"] for parameter in operations[method]["parameters"]]
        assert "412" not in operations[method]["responses"]


def test_keys_make_it_once(desk: Desk) -> None:
    """An idempotency key gives the first answer again, of a membership that has ended by now too."""
    path = f"/v1/organisations/{desk.organisation()['id']}/members/{desk.client()['id']}"
    keyed = {"Idempotency-Key": "join"}
    first = desk.http.put(path, headers=keyed)
    desk.delete(path)
    again = desk.http.put(path, headers=keyed)
    assert (again.content, again.headers["idempotency-replayed"]) == (first.content, "true")
    refused(desk.http.delete(path), 404, "organisation_member_not_found", "client_id")


def test_members_see_each_others_tickets_where_it_shares(desk: Desk, entered: Entering) -> None:
    """From the next request on, and no longer than that."""
    cleo, dora = desk.client()["id"], desk.client()["id"]
    ticket = desk.ticket(client_id=dora)["id"]
    theirs, path = entered(client_id=cleo), f"/v1/tickets/{ticket}"
    organisation = desk.organisation(cleo, dora)["id"]
    settings = f"/v1/organisations/{organisation}"
    refused(theirs.http.get(path), 404, "ticket_not_found", "id")
    desk.http.patch(settings, json={"is_shared": True})
    assert theirs.read(path)["client_id"] == dora
    assert theirs.ids("/v1/tickets") == [ticket]
    desk.http.patch(settings, json={"is_shared": False})
    refused(theirs.http.get(path), 404, "ticket_not_found", "id")
    desk.http.patch(settings, json={"is_shared": True})
    assert theirs.http.get(path).status_code == 200
    desk.delete(f"{settings}/members/{cleo}")
    refused(theirs.http.get(path), 404, "ticket_not_found", "id")
    assert theirs.ids("/v1/tickets") == []


@pytest.mark.parametrize("role", ["lead", "agent"])
def test_what_agents_may(desk: Desk, database18: Database, entered: Entering, role: str) -> None:
    """Read all of it, and change nothing: 403 for what is there, 404 for what is not."""
    client, outsider = desk.client()["id"], desk.client()["id"]
    organisation = desk.organisation(client)["id"]
    path = f"/v1/organisations/{organisation}"
    theirs = entered(agent_id=desk.agent(role=role)["id"])
    assert theirs.read(path) == desk.read(path)
    assert organisation in theirs.ids("/v1/organisations", sort="-id")
    assert members(theirs, organisation) == [client]
    refused(theirs.http.get("/v1/organisations?deleted=true"), 403, "permission_missing", "deleted")
    before = contents(database18.url())
    for answer in (
        theirs.http.post("/v1/organisations", json={"name": "X"}),
        theirs.http.patch(path, json={"is_shared": True}),
        theirs.http.delete(path),
        theirs.http.post(f"{path}/restore"),
        theirs.http.put(f"{path}/members/{outsider}"),
        theirs.http.delete(f"{path}/members/{client}"),
    ):
        refused(answer, 403, "permission_missing")
    nowhere = f"/v1/organisations/{2**62}"
    refused(theirs.http.patch(nowhere, json={"is_shared": True}), 404, "organisation_not_found", "id")
    refused(theirs.http.put(f"{nowhere}/members/{client}"), 404, "organisation_not_found", "organisation_id")
    refused(theirs.http.delete(f"{path}/members/{outsider}"), 404, "organisation_member_not_found", "client_id")
    assert contents(database18.url()) == before


def test_what_a_client_may(desk: Desk, database18: Database, entered: Entering) -> None:
    """Read its own, and no other."""
    cleo, dora = desk.client()["id"], desk.client()["id"]
    own, other = desk.organisation(cleo)["id"], desk.organisation(dora)["id"]
    theirs = entered(client_id=cleo)
    assert theirs.read(f"/v1/organisations/{own}") == desk.read(f"/v1/organisations/{own}")
    before = contents(database18.url())
    for path in ("/v1/organisations", f"/v1/organisations/{own}/members", f"/v1/organisations/{other}/members"):
        refused(theirs.http.get(path), 403, "permission_missing")
    refused(theirs.http.post("/v1/organisations", json={"name": "X"}), 403, "permission_missing")
    refused(theirs.http.patch(f"/v1/organisations/{own}", json={"is_shared": True}), 403, "permission_missing")
    refused(theirs.http.delete(f"/v1/organisations/{own}/members/{cleo}"), 403, "permission_missing")
    for organisation in (other, 2**62):
        path = f"/v1/organisations/{organisation}"
        found: list[httpx.Response] = [
            theirs.http.get(path),
            theirs.http.patch(path, json={"name": "X"}),
            theirs.http.delete(path),
            theirs.http.post(f"{path}/restore"),
        ]
        for answer in found:
            assert (
                refused(answer, 404, "organisation_not_found", "id")["detail"]
                == f"organisation {organisation} does not exist"
            )
        refused(theirs.http.put(f"{path}/members/{cleo}"), 404, "organisation_not_found", "organisation_id")
        refused(theirs.http.delete(f"{path}/members/{dora}"), 404, "organisation_member_not_found", "client_id")
    assert contents(database18.url()) == before
