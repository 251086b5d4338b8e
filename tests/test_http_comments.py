"""Comments over HTTP: who says what where, and what the ticket shows of it."""

import pytest

from tests.conftest import Database
from tests.desk import Desk, Object, contents, refused
from tests.gateways import Served


def path(comment: Object, action: str = "") -> str:
    """Give the path of a comment."""
    return f"/v1/comments/{comment['id']}{action}"


def shown(desk: Desk, ticket_id: int) -> tuple[int, str | None, int]:
    """Give what a ticket shows of its comments, and its version."""
    ticket = desk.read(f"/v1/tickets/{ticket_id}")
    return ticket["comment_count"], ticket["last_comment_at"], ticket["version"]


def test_a_comments_life(desk: Desk) -> None:
    """Said, edited, moved, deleted and restored; its ticket counts it and gets a new version each time."""
    ticket, other = desk.ticket()["id"], desk.ticket()["id"]
    comment = desk.comment(ticket, body="  Which floor?\n")
    times = {name: comment[name] for name in ("created_at", "updated_at")}
    assert comment == times | {
        "id": comment["id"],
        "ticket_id": ticket,
        "author_agent_id": 1,
        "author_client_id": None,
        "body": "Which floor?",
        "visibility": "public",
        "version": 1,
    }
    assert shown(desk, ticket) == (1, times["created_at"], 2)
    assert desk.read(f"/v1/tickets/{ticket}/comments") == {"items": [comment], "next": None}

    edited = desk.http.patch(path(comment), json={"body": "Which room?", "visibility": "internal"}).json()
    assert edited == comment | {
        "body": "Which room?",
        "visibility": "internal",
        "version": 2,
        "updated_at": edited["updated_at"],
    }
    assert shown(desk, ticket) == (1, times["created_at"], 2)

    moved = desk.http.put(path(comment, "/ticket"), json={"ticket_id": other})
    assert (moved.status_code, moved.headers["etag"], moved.json()["ticket_id"]) == (200, '"3"', other)
    assert shown(desk, ticket) == (0, None, 3)
    assert shown(desk, other) == (1, times["created_at"], 2)
    assert desk.ids(f"/v1/tickets/{ticket}/comments") == []
    assert desk.ids(f"/v1/tickets/{other}/comments") == [comment["id"]]

    desk.delete(path(comment))
    assert shown(desk, other) == (0, None, 3)
    refused(desk.http.get(path(comment)), 404, "comment_not_found", "id")
    refused(desk.http.patch(path(comment), json={"body": "Hello"}), 404, "comment_not_found", "id")
    refused(desk.http.put(path(comment, "/ticket"), json={"ticket_id": ticket}), 404, "comment_not_found", "id")
    assert desk.ids(f"/v1/tickets/{other}/comments") == []
    assert desk.ids(f"/v1/tickets/{other}/comments", deleted="true") == [comment["id"]]

    restored = desk.http.post(path(comment, "/restore"))
    assert (restored.status_code, restored.headers["etag"], restored.json()["version"]) == (200, '"5"', 5)
    assert shown(desk, other) == (1, times["created_at"], 4)
    told = [event["action"] for event in desk.events(other) if event["entity"] == "comment"]
    assert told[-2:] == ["delete", "restore"]


def test_a_comment_goes_with_its_ticket(desk: Desk) -> None:
    """While the ticket is deleted, nothing can be done to it, nor is it read."""
    comment, elsewhere = desk.comment(), desk.ticket()["id"]
    ticket = f"/v1/tickets/{comment['ticket_id']}"
    desk.delete(ticket)
    requests: list[tuple[str, str, Object | None]] = [
        ("GET", "", None),
        ("PATCH", "", {"body": "Hello"}),
        ("DELETE", "", None),
        ("POST", "/restore", None),
        ("PUT", "/ticket", {"ticket_id": elsewhere}),
    ]
    for method, action, body in requests:
        refused(desk.http.request(method, path(comment, action), json=body), 404, "comment_not_found", "id")
    desk.http.post(f"{ticket}/restore")
    assert desk.read(path(comment)) == comment


def test_a_write_that_changes_nothing(desk: Desk, database18: Database) -> None:
    """It gives the comment as it is: no version, no event."""
    comment = desk.comment()
    before = contents(database18.url())
    same: list[tuple[str, str, Object | None]] = [
        ("PATCH", "", {}),
        ("PATCH", "", {"body": "Which floor?  ", "visibility": "public"}),
        ("PUT", "/ticket", {"ticket_id": comment["ticket_id"]}),
        ("POST", "/restore", None),
    ]
    for method, action, body in same:
        answer = desk.http.request(method, path(comment, action), json=body)
        assert (answer.status_code, answer.json(), answer.headers["etag"]) == (200, comment, '"1"')
    assert contents(database18.url()) == before


def test_who_says_it(desk: Desk, gateway: Served) -> None:
    """The caller, unless an administrator names another agent or the ticket's client."""
    ticket, agent = desk.ticket(), desk.agent()
    other, stranger = desk.agent(), desk.client()
    comments = f"/v1/tickets/{ticket['id']}/comments"
    assert desk.comment(ticket["id"], author_agent_id=agent["id"])["author_agent_id"] == agent["id"]
    said = desk.comment(ticket["id"], author_client_id=ticket["client_id"])
    assert (said["author_agent_id"], said["author_client_id"]) == (None, ticket["client_id"])

    with gateway.client(desk.token(agent_id=agent["id"])["secret"]) as theirs:
        assert Desk(theirs).comment(ticket["id"])["author_agent_id"] == agent["id"]
        assert Desk(theirs).comment(ticket["id"], author_agent_id=agent["id"])["author_agent_id"] == agent["id"]
        for field, author in (("author_agent_id", other["id"]), ("author_client_id", ticket["client_id"])):
            answer = theirs.post(comments, json={"body": "Hello", field: author})
            refused(answer, 403, "permission_missing", field)

    both = {"body": "Hello", "author_agent_id": agent["id"], "author_client_id": ticket["client_id"]}
    one = refused(desk.http.post(comments, json=both), 422, "comment_author_one", "author_agent_id", "author_client_id")
    assert one["code"] == "23514"
    for field in ("author_agent_id", "author_client_id"):
        answer = desk.http.post(comments, json={"body": "Hello", field: 4242})
        refused(answer, 422, "comment_author_not_found", field)
    answer = desk.http.post(comments, json={"body": "Hello", "author_client_id": stranger["id"]})
    refused(answer, 422, "comment_client_own_ticket", "ticket_id")
    secret = {"body": "Hello", "author_client_id": ticket["client_id"], "visibility": "internal"}
    refused(desk.http.post(comments, json=secret), 422, "comment_client_public", "author_client_id", "visibility")


def test_where_a_comment_cannot_go(desk: Desk) -> None:
    """To no ticket, to a deleted one; a client's to another client's."""
    ticket, deleted, other = desk.ticket(), desk.ticket(), desk.ticket()
    desk.delete(f"/v1/tickets/{deleted['id']}")
    comment = desk.comment(ticket["id"])
    for number in (deleted["id"], 4242):
        refused(
            desk.http.put(path(comment, "/ticket"), json={"ticket_id": number}),
            422,
            "comment_ticket_not_found",
            "ticket_id",
        )
    clients_own = desk.comment(ticket["id"], author_client_id=ticket["client_id"])
    answer = desk.http.put(path(clients_own, "/ticket"), json={"ticket_id": other["id"]})
    refused(answer, 422, "comment_client_own_ticket", "ticket_id")
    assert desk.ids(f"/v1/tickets/{ticket['id']}/comments") == [comment["id"], clients_own["id"]]


@pytest.mark.parametrize(
    ("body", "rule", "field"),
    [
        ({}, "field_missing", "body"),
        ({"body": ""}, "comment_body_length", "body"),
        ({"body": "x" * 65_537}, "comment_body_length", "body"),
        ({"body": "Hello", "visibility": "secret"}, "comment_visibility_known", "visibility"),
        ({"body": "Hello", "ticket_id": 1}, "field_unknown", "ticket_id"),
        ({"body": "nul \0"}, "field_invalid", "body"),
        ({"body": ["Hello"]}, "field_invalid", "body"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_a_comment_may_not_be(desk: Desk, database18: Database, body: Object, rule: str, field: str) -> None:
    """The field is named, with the rule; a patch is held to the same rules."""
    comment = desk.comment()
    before = contents(database18.url())
    refused(desk.http.post(f"/v1/tickets/{comment['ticket_id']}/comments", json=body), 422, rule, field)
    if body:
        refused(desk.http.patch(path(comment), json=body), 422, rule, field)
    assert contents(database18.url()) == before


def test_the_longest_comment(desk: Desk) -> None:
    """65,536 characters, of four bytes each, come back as they went."""
    assert desk.comment(body="🔥" * 65_536)["body"] == "🔥" * 65_536
