"""Tickets over HTTP, from the first word to the grave and back."""

import pytest

from tests.conftest import GATEWAY, Database
from tests.desk import Desk, Object, contents, refused
from tests.gateways import first_token, serving


def path(ticket: Object, action: str = "") -> str:
    """Give the path of a ticket."""
    return f"/v1/tickets/{ticket['id']}{action}"


def test_a_tickets_life(database: Database) -> None:
    """Made, read, changed, assigned, linked, commented on, deleted and restored; the journal tells all of it."""
    with serving(database.url(GATEWAY), first_token(database.url())) as served, served.client() as http:
        desk = Desk(http)
        client, other, agent = desk.client(), desk.client(), desk.agent()
        ticket = desk.ticket(client_id=client["id"], subject="  Printer on fire ", description="Third floor\n")
        times = {name: ticket[name] for name in ("created_at", "updated_at")}
        assert ticket == times | {
            "id": ticket["id"],
            "subject": "Printer on fire",
            "description": "Third floor\n",
            "client_id": client["id"],
            "agent_id": None,
            "team_id": None,
            "comment_count": 0,
            "last_comment_at": None,
            "version": 1,
        }
        assert times["created_at"] == times["updated_at"]
        assert times["created_at"].endswith("+00:00")

        steps: list[tuple[str, str, Object | None, Object]] = [
            ("PATCH", "", {"subject": "Printer put out"}, {"subject": "Printer put out"}),
            ("PUT", "/agent", {"agent_id": agent["id"]}, {"agent_id": agent["id"]}),
            ("PUT", "/client", {"client_id": other["id"]}, {"client_id": other["id"]}),
            ("DELETE", "/agent", None, {"agent_id": None}),
        ]
        for method, action, body, change in steps:
            answer = http.request(method, path(ticket, action), json=body)
            changed = answer.json()
            assert (answer.status_code, answer.headers["etag"]) == (200, f'"{ticket["version"] + 1}"')
            assert changed["updated_at"] > ticket["updated_at"]
            assert changed == ticket | change | {"version": ticket["version"] + 1, "updated_at": changed["updated_at"]}
            assert desk.read(path(ticket)) == changed
            ticket = changed

        comment = desk.comment(ticket["id"])
        commented = desk.read(path(ticket))
        assert (commented["comment_count"], commented["last_comment_at"]) == (1, comment["created_at"])
        assert commented["version"] == ticket["version"] + 1

        desk.delete(path(ticket))
        refused(http.get(path(ticket)), 404, "ticket_not_found", "id")
        refused(http.get(f"/v1/comments/{comment['id']}"), 404, "comment_not_found", "id")
        assert desk.ids("/v1/tickets") == []
        restored = http.post(path(ticket, "/restore"))
        assert (restored.status_code, restored.headers["etag"]) == (200, f'"{commented["version"] + 2}"')
        assert restored.json() == desk.read(path(ticket))
        assert restored.json() | {"version": 0, "updated_at": ""} == commented | {"version": 0, "updated_at": ""}
        assert desk.ids("/v1/tickets") == [ticket["id"]]

        told = [(event["entity"], event["action"]) for event in desk.events(ticket["id"])]
        assert told == [
            ("ticket", "create"),
            *[("ticket", "update")] * 4,
            ("comment", "create"),
            ("ticket", "update"),
            ("ticket", "delete"),
            ("ticket", "restore"),
        ]


def test_a_write_that_changes_nothing(desk: Desk, database18: Database) -> None:
    """It gives the ticket as it is: no version, no event."""
    agent = desk.agent()
    ticket = desk.ticket(agent_id=agent["id"])
    free = desk.ticket()
    before = contents(database18.url())
    same: list[tuple[str, Object, str, Object | None]] = [
        ("PATCH", ticket, "", {}),
        ("PATCH", ticket, "", {"subject": ticket["subject"], "description": ""}),
        ("PATCH", ticket, "", {"subject": f" {ticket['subject']} "}),
        ("PUT", ticket, "/agent", {"agent_id": agent["id"]}),
        ("PUT", ticket, "/client", {"client_id": ticket["client_id"]}),
        ("DELETE", free, "/agent", None),
        ("POST", ticket, "/restore", None),
    ]
    for method, of, action, body in same:
        answer = desk.http.request(method, path(of, action), json=body)
        assert (answer.status_code, answer.json(), answer.headers["etag"]) == (200, of, '"1"')
    assert contents(database18.url()) == before


@pytest.mark.parametrize(
    "media_type", ["application/json", "application/merge-patch+json", "Application/JSON; charset=utf-8"]
)
def test_a_merge_patch(desk: Desk, media_type: str) -> None:
    """What it leaves out stays; either media type will do."""
    ticket = desk.ticket(description="Third floor")
    answer = desk.http.patch(path(ticket), content=b'{"subject": "Sm\\u00f6ke"}', headers={"content-type": media_type})
    assert (answer.json()["subject"], answer.json()["description"]) == ("Smöke", "Third floor")
    answer = desk.http.patch(path(ticket), json={"description": ""})
    assert (answer.json()["subject"], answer.json()["description"]) == ("Smöke", "")


def test_what_a_merge_patch_may_not_be(desk: Desk, database18: Database) -> None:
    """Another media type, fields that are not the caller's, null, no object."""
    ticket = desk.ticket()
    before = contents(database18.url())
    text = {"content-type": "text/plain"}
    refused(desk.http.patch(path(ticket), content=b"{}", headers=text), 415, "media_type_unsupported", "Content-Type")
    refused(desk.http.patch(path(ticket), json={"version": 7}), 422, "field_unknown", "version")
    refused(desk.http.patch(path(ticket), json={"client_id": 7}), 422, "field_unknown", "client_id")
    refused(desk.http.patch(path(ticket), json={"subject": None}), 422, "field_invalid", "subject")
    refused(desk.http.patch(path(ticket), json={"subject": 7}), 422, "field_invalid", "subject")
    refused(desk.http.patch(path(ticket), json={"subject": " \n "}), 422, "ticket_subject_length", "subject")
    refused(desk.http.patch(path(ticket), json={"subject": "x" * 201}), 422, "ticket_subject_length", "subject")
    refused(desk.http.patch(path(ticket), json={"subject": "two\nlines"}), 422, "ticket_subject_one_line", "subject")
    refused(desk.http.patch(path(ticket), json=[]), 422, "field_invalid", None)
    merge = {"content-type": "application/merge-patch+json"}
    create = desk.http.post("/v1/tickets", content=b"{}", headers=merge)
    refused(create, 415, "media_type_unsupported", "Content-Type")
    assert contents(database18.url()) == before


def test_what_a_ticket_needs(desk: Desk) -> None:
    """Each field that is missing or wrong is named, with the rule that it breaks."""
    create = desk.http.post("/v1/tickets", json={"subject": "", "agent": 7, "client_id": "7"})
    problem = refused(create, 422, "ticket_subject_length", "subject", "client_id", "agent")
    assert [error["rule"] for error in problem["errors"]] == [
        "ticket_subject_length",
        "field_invalid",
        "field_unknown",
    ]
    refused(desk.http.post("/v1/tickets", json={}), 422, "field_missing", "subject")
    whose = desk.http.post("/v1/tickets", json={"subject": "Smoke"})
    refused(whose, 422, "ticket_client_id_not_null", "client_id")
    missing = {"subject": "Smoke", "client_id": 4242}
    refused(desk.http.post("/v1/tickets", json=missing), 422, "ticket_client_not_found", "client_id")
    for body in (b"", b"{", b"\xff", b'{"subject": "\xed\xa0\x80"}'):
        answer = desk.http.post("/v1/tickets", content=body, headers={"content-type": "application/json"})
        assert answer.status_code == 400
        refused(answer, 400, "body_invalid", None)


def test_whom_a_ticket_is_linked_to(desk: Desk) -> None:
    """Agent and client are there and active; otherwise the field says so."""
    ticket, gone, resting = desk.ticket(), desk.agent(), desk.agent(active=False)
    desk.delete(f"/v1/agents/{gone['id']}")
    for agent, rule in ((gone, "ticket_agent_not_found"), (resting, "ticket_agent_inactive")):
        put = desk.http.put(path(ticket, "/agent"), json={"agent_id": agent["id"]})
        refused(put, 422, rule, "agent_id")
    asleep = desk.client(active=False)
    refused(
        desk.http.put(path(ticket, "/client"), json={"client_id": asleep["id"]}),
        422,
        "ticket_client_inactive",
        "client_id",
    )
    refused(
        desk.http.put(path(ticket, "/client"), json={"client_id": 4242}), 422, "ticket_client_not_found", "client_id"
    )
    refused(desk.http.put(path(ticket, "/agent"), json={"agent_id": None}), 422, "field_invalid", "agent_id")
    refused(desk.http.put(path(ticket, "/agent"), json={}), 422, "field_missing", "agent_id")
    assert desk.read(path(ticket)) == ticket


def test_what_is_restored_is_not_what_was(desk: Desk) -> None:
    """An agent who has gone has the ticket no more; without its client it stays deleted."""
    agent = desk.agent()
    ticket = desk.ticket(agent_id=agent["id"])
    desk.delete(path(ticket))
    desk.delete(f"/v1/agents/{agent['id']}")
    desk.delete(f"/v1/clients/{ticket['client_id']}")
    refused(desk.http.post(path(ticket, "/restore")), 409, "ticket_client_deleted", "client_id")
    refused(desk.http.get(path(ticket)), 404, "ticket_not_found", "id")
    assert desk.http.post(f"/v1/clients/{ticket['client_id']}/restore").status_code == 200
    assert desk.http.post(path(ticket, "/restore")).json()["agent_id"] is None


def test_a_deleted_ticket_is_gone(desk: Desk) -> None:
    """Whatever is tried on it but to restore it, there is none; its history is there for administrators."""
    ticket, there = desk.ticket(), desk.ticket()
    desk.delete(path(ticket))
    for method, action, body in [
        ("GET", "", None),
        ("PATCH", "", {"subject": "Smoke"}),
        ("DELETE", "", None),
        ("PUT", "/agent", {"agent_id": desk.agent()["id"]}),
        ("DELETE", "/agent", None),
        ("PUT", "/client", {"client_id": there["client_id"]}),
    ]:
        refused(desk.http.request(method, path(ticket, action), json=body), 404, "ticket_not_found", "id")
    refused(desk.http.get(path(ticket, "/comments")), 404, "ticket_not_found", "ticket_id")
    refused(desk.http.post(path(ticket, "/comments"), json={"body": "Hello"}), 404, "ticket_not_found", "ticket_id")
    assert [event["action"] for event in desk.events(ticket["id"])] == ["create", "delete"]
    refused(desk.http.post("/v1/tickets/4242/restore"), 404, "ticket_not_found", "id")


@pytest.mark.parametrize(
    "value", ["0", "-1", "x", "1.0", "01", "%2B1", "1%20", "9223372036854775808", "%D9%A1", "1;", "null"]
)
def test_what_is_no_id(desk: Desk, value: str) -> None:
    """An id is a positive bigint in plain digits."""
    refused(desk.http.get(f"/v1/tickets/{value}"), 422, "field_invalid", "id")
    refused(desk.http.get(f"/v1/tickets/{value}/comments"), 422, "field_invalid", "ticket_id")


def test_the_largest_id(desk: Desk) -> None:
    """It is asked for, and not there."""
    refused(desk.http.get("/v1/tickets/9223372036854775807"), 404, "ticket_not_found", "id")
