"""ETag, If-None-Match and If-Match: who has it already gets nothing, and who has seen less changes nothing."""

from collections.abc import Sequence

import pytest

from gateway.endpoints import Endpoint
from tests.conftest import Database
from tests.desk import Desk, contents, refused
from tests.examples import EXAMPLES, READS, VERSIONED, name, send

SINGLE = [endpoint for endpoint in READS if EXAMPLES[endpoint.function].__name__ != "<lambda>"]
STALE = {
    "tickets": "ticket_version_stale",
    "comments": "comment_version_stale",
    "clients": "client_version_stale",
    "agents": "agent_version_stale",
    "teams": "team_version_stale",
    "tokens": "token_version_stale",
    "services": "service_version_stale",
    "organisations": "organisation_version_stale",
}


@pytest.mark.parametrize("endpoint", SINGLE, ids=name)
@pytest.mark.parametrize("seen", ['"1"', 'W/"1"', '"0", "1"', '"0",W/"1"', '"x, y" , "1" ,', "*"])
def test_who_has_this_version_already(desk: Desk, endpoint: Endpoint, seen: str) -> None:
    """304 with the ETag and no body, to GET and to HEAD."""
    example = EXAMPLES[endpoint.function](desk)
    for method in ("GET", "HEAD"):
        answer = desk.http.request(method, example.path, headers={"If-None-Match": seen})
        assert (answer.status_code, answer.headers["etag"], answer.content) == (304, '"1"', b"")
        assert not answer.headers.keys() & {"content-type", "content-length"}
        assert {"x-request-id", "server-timing"} <= answer.headers.keys()


@pytest.mark.parametrize("endpoint", SINGLE, ids=name)
@pytest.mark.parametrize("seen", ['"0"', '"2"', '"11"', 'W/"2"', '"0", "2"', "1", '"1', "", '"*"', '"1 "'])
def test_who_has_another_version(desk: Desk, endpoint: Endpoint, seen: str) -> None:
    """The object, as without the header."""
    example = EXAMPLES[endpoint.function](desk)
    answer = desk.http.get(example.path, headers={"If-None-Match": seen})
    assert (answer.status_code, answer.headers["etag"], answer.json()["version"]) == (200, '"1"', 1)


@pytest.mark.parametrize("endpoint", [endpoint for endpoint in READS if endpoint not in SINGLE], ids=name)
def test_a_list_has_no_version(desk: Desk, endpoint: Endpoint) -> None:
    """It has no ETag, and no If-None-Match spares it."""
    example = EXAMPLES[endpoint.function](desk)
    for seen in ('"1"', "*"):
        answer = desk.http.get(example.path, headers={"If-None-Match": seen})
        assert (answer.status_code, answer.headers.get("etag")) == (200, None)
        assert ("items" in answer.json()) == (endpoint.function != "me")


def test_a_change_makes_a_new_etag(desk: Desk) -> None:
    """A comment too, since the ticket shows their count; what a write answers, a read has next."""
    ticket = desk.ticket()
    path = f"/v1/tickets/{ticket['id']}"
    desk.comment(ticket["id"])
    assert desk.http.get(path, headers={"If-None-Match": '"1"'}).headers["etag"] == '"2"'
    changed = desk.http.patch(path, json={"subject": "Smoke"})
    assert desk.http.get(path, headers={"If-None-Match": changed.headers["etag"]}).status_code == 304


@pytest.mark.parametrize("endpoint", VERSIONED, ids=name)
@pytest.mark.parametrize("given", ["ETag", "*"])
def test_who_saw_this_version_may_write(desk: Desk, endpoint: Endpoint, given: str) -> None:
    """With the ETag, or for any version that there is."""
    example = EXAMPLES[endpoint.function](desk)
    answer = send(desk.http, endpoint, example, if_match=f'"{example.version}"' if given == "ETag" else given)
    assert answer.status_code == endpoint.status, answer.text


@pytest.mark.parametrize("endpoint", VERSIONED, ids=name)
def test_who_saw_less_changes_nothing(desk: Desk, database18: Database, endpoint: Endpoint) -> None:
    """412 by the object's own rule, for an older version and for one that is not there yet."""
    example = EXAMPLES[endpoint.function](desk)
    assert example.version is not None
    before = contents(database18.url())
    for version in (example.version - 1, example.version + 1, 999_999_999):
        answer = send(desk.http, endpoint, example, if_match=f'"{version}"')
        problem = refused(answer, 412, STALE[endpoint.tag], "If-Match")
        assert problem["code"] == "TF412"
    assert contents(database18.url()) == before


@pytest.mark.parametrize("endpoint", VERSIONED, ids=name)
def test_what_is_no_etag(desk: Desk, database18: Database, endpoint: Endpoint) -> None:
    """400, and nothing changes."""
    example = EXAMPLES[endpoint.function](desk)
    before = contents(database18.url())
    weak_and_worse: Sequence[str] = (
        f'W/"{example.version}"',
        str(example.version),
        '"x"',
        '""',
        '"1", "2"',
        "",
        "**",
        '"-1"',
    )
    for given in (*weak_and_worse, '"9999999999999999999"'):
        refused(send(desk.http, endpoint, example, if_match=given), 400, "if_match_shape", "If-Match")
    assert contents(database18.url()) == before


def test_a_write_that_changes_nothing_minds_if_match(desk: Desk) -> None:
    """Who saw an older version learns that even where there is nothing to change."""
    ticket = desk.ticket()
    path = f"/v1/tickets/{ticket['id']}"
    desk.http.patch(path, json={"subject": "Smoke"})
    for method, action, body in [
        ("PATCH", "", {"subject": "Smoke"}),
        ("PATCH", "", {}),
        ("PUT", "/client", {"client_id": ticket["client_id"]}),
        ("DELETE", "/agent", None),
        ("POST", "/restore", None),
    ]:
        answer = desk.http.request(method, path + action, json=body, headers={"If-Match": '"1"'})
        refused(answer, 412, "ticket_version_stale", "If-Match")


def test_what_is_not_there_has_no_version(desk: Desk) -> None:
    """404 comes before 412; and no precondition makes a deleted object readable."""
    comment = desk.comment()
    path = f"/v1/comments/{comment['id']}"
    desk.delete(path)
    for given in ('"1"', '"2"', "*"):
        refused(desk.http.delete(path, headers={"If-Match": given}), 404, "comment_not_found", "id")
        refused(desk.http.get(path, headers={"If-None-Match": given}), 404, "comment_not_found", "id")
    assert desk.http.post(f"{path}/restore", headers={"If-Match": '"2"'}).headers["etag"] == '"3"'


def test_two_who_saw_the_same_version(desk: Desk) -> None:
    """The first changes it, the second is told."""
    path = f"/v1/clients/{desk.client()['id']}"
    seen = {"If-Match": desk.http.get(path).headers["etag"]}
    assert desk.http.patch(path, json={"name": "First"}, headers=seen).status_code == 200
    refused(desk.http.patch(path, json={"name": "Second"}, headers=seen), 412, "client_version_stale", "If-Match")
    assert desk.read(path)["name"] == "First"
