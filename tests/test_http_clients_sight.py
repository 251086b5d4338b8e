"""What a client sees over HTTP: its own, its organisation's where that shares, and nothing else, by no way.

`db/tests/access/clients.sql` holds the same of the functions; here it is headers, statuses and bytes.
"""

from __future__ import annotations

import base64
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import psycopg
import pytest

from tests.conftest import Database
from tests.desk import Desk, Object, contents, refused, token_of
from tests.gateways import Served

NEVER = 2**62
SORTS = ("id", "-id", "created_at", "-created_at", "updated_at", "-updated_at")


@dataclass(frozen=True)
class Town:
    """Cleo and Dora share an organisation, Zoe is a stranger; an agent has told each something, and a secret."""

    cleo: Desk
    ids: dict[str, int]

    def __getattr__(self, name: str) -> int:
        """Give the id of somebody or something."""
        return self.ids[name]


@pytest.fixture(scope="module")
def town(desk: Desk, gateway: Served, database18: Database) -> Iterator[Town]:
    """Three clients with their tickets, and Cleo's own connection."""
    ids = {who: desk.client(name=who, email=f"{who}@sight.example")["id"] for who in ("cleo", "dora", "zoe")}
    ids["agent"] = desk.agent(email="agent@sight.example")["id"]
    ids["shared"] = desk.organisation(ids["cleo"], ids["dora"], is_shared=True)["id"]
    ids["other"] = desk.organisation(ids["zoe"], is_shared=True)["id"]
    with gateway.client(token_of(database18.url(), agent_id=ids["agent"])) as http:
        agent = Desk(http)
        for kind, who in (("own", "cleo"), ("theirs", "dora"), ("foreign", "zoe")):
            ticket = desk.ticket(client_id=ids[who], subject=f"Printer of {who}", agent_id=ids["agent"])["id"]
            ids[kind] = ticket
            ids[f"{kind}_public"] = agent.comment(ticket, body=f"Aloud to {who}")["id"]
            ids[f"{kind}_secret"] = agent.comment(ticket, body=f"Hush {who}", visibility="internal")["id"]
        ids["gone"] = desk.ticket(client_id=ids["cleo"])["id"]
        desk.delete(f"/v1/tickets/{ids['gone']}")
        ids["deleted"] = agent.comment(ids["own"], body="Deleted words")["id"]
        desk.delete(f"/v1/comments/{ids['deleted']}")
        ids["hidden"] = agent.comment(ids["own"], body="Was aloud")["id"]
        agent.http.patch(f"/v1/comments/{ids['hidden']}", json={"visibility": "internal"})
        ids["moved"] = agent.comment(ids["own"], body="Moved away")["id"]
        desk.http.put(f"/v1/comments/{ids['moved']}/ticket", json={"ticket_id": ids["foreign"]})
    with gateway.client(token_of(database18.url(), client_id=ids["cleo"])) as http:
        yield Town(Desk(http), ids)


def plain(answer: httpx.Response, identity: int) -> tuple[int, str, set[str]]:
    """Give an answer with the id that was asked for, and the request's, taken out."""
    text = answer.text.replace(answer.headers["x-request-id"], "@")
    return answer.status_code, re.sub(rf"\b{identity}\b", "#", text), set(answer.headers)


def same(town: Town, method: str, path: str, hidden: int, body: Object | None = None, **headers: str) -> str:
    """Hold that what is hidden is answered as what never was, but for the ids, and give the problem's type."""
    first, second = (
        (town.cleo.http.request(method, path.format(identity), json=body, headers=headers), identity)
        for identity in (hidden, NEVER)
    )
    assert plain(*first) == plain(*second), (method, path, hidden)
    assert "etag" not in first[0].headers
    return str(first[0].json()["type"]) if first[0].content else ""


ON_TICKET: list[tuple[str, str, Object | None]] = [
    ("GET", "/v1/tickets/{}", None),
    ("HEAD", "/v1/tickets/{}", None),
    ("GET", "/v1/tickets/{}/history", None),
    ("GET", "/v1/tickets/{}/comments", None),
    ("POST", "/v1/tickets/{}/comments", {"body": "X"}),
    ("PATCH", "/v1/tickets/{}", {"subject": "X"}),
    ("PATCH", "/v1/tickets/{}", {}),
    ("DELETE", "/v1/tickets/{}", None),
    ("POST", "/v1/tickets/{}/restore", None),
    ("PUT", "/v1/tickets/{}/agent", {"agent_id": 1}),
    ("DELETE", "/v1/tickets/{}/agent", None),
    ("PUT", "/v1/tickets/{}/client", {"client_id": 1}),
]
ON_COMMENT: list[tuple[str, str, Object | None]] = [
    ("GET", "/v1/comments/{}", None),
    ("PATCH", "/v1/comments/{}", {"body": "X"}),
    ("DELETE", "/v1/comments/{}", None),
    ("POST", "/v1/comments/{}/restore", None),
]
VERSIONS: list[dict[str, str]] = [{}, {"If-Match": '"1"'}, {"If-Match": '"99"'}, {"If-None-Match": "*"}]


@pytest.mark.parametrize(("method", "path", "body"), ON_TICKET)
@pytest.mark.parametrize("kind", ["foreign", "gone"])
def test_a_hidden_ticket_was_never_there(town: Town, kind: str, method: str, path: str, body: Object | None) -> None:
    """404 to every method, whatever version is named, and to the byte."""
    found = "" if method == "HEAD" else "/problems/ticket-not-found"
    for headers in VERSIONS:
        assert same(town, method, path, town.ids[kind], body, **headers) == found


@pytest.mark.parametrize(("method", "path", "body"), ON_COMMENT)
@pytest.mark.parametrize("kind", ["own_secret", "theirs_secret", "foreign_public", "deleted", "hidden", "moved"])
def test_a_hidden_comment_was_never_there(town: Town, kind: str, method: str, path: str, body: Object | None) -> None:
    """An internal one, one that is so by now, deleted or moved away, and others'."""
    for headers in VERSIONS:
        assert same(town, method, path, town.ids[kind], body, **headers) == "/problems/comment-not-found"


def test_a_key_tells_nothing(town: Town) -> None:
    """An idempotency key on what is hidden, again and again."""
    for key in ("one", "one", "two"):
        same(town, "PATCH", "/v1/tickets/{}", town.foreign, {"subject": "X"}, **{"Idempotency-Key": key})


def test_what_it_reads(town: Town, desk: Desk) -> None:
    """Its ticket with the comments it may see, counted as it sees them, and its colleague's."""
    assert sorted(town.cleo.ids("/v1/tickets")) == [town.own, town.theirs]
    for ticket, comment in ((town.own, town.own_public), (town.theirs, town.theirs_public)):
        shown, whole = town.cleo.read(f"/v1/tickets/{ticket}"), desk.read(f"/v1/tickets/{ticket}")
        said = town.cleo.read(f"/v1/tickets/{ticket}/comments")
        assert [item["id"] for item in said["items"]] == [comment]
        assert said["next"] is None
        assert (shown["comment_count"], shown["last_comment_at"]) == (1, said["items"][0]["created_at"])
        assert whole["comment_count"] > 1
        assert [item for item in town.cleo.read("/v1/tickets")["items"] if item["id"] == ticket] == [shown]


@pytest.mark.parametrize("sort", SORTS)
def test_lists_in_every_order(town: Town, sort: str) -> None:
    """With every filter, page by page: nothing of Zoe, of whom not even a word is found."""
    everybody = [{}, {"client_id": town.cleo.read("/v1/tickets")["items"][0]["client_id"]}, {"client_id": town.zoe}]
    filters: list[dict[str, Any]] = [
        {**who, **agent, **words, **times}
        for who, agent, words, times in itertools.product(
            everybody,
            [{}, {"agent_id": town.agent}, {"agent_id": "none"}],
            [{}, {"subject": "printer"}, {"subject": "zoe"}],
            [{}, {"created_after": "2000-01-01T00:00:00Z"}, {"updated_before": "2100-01-01T00:00:00Z"}],
        )
    ]
    for query in filters:
        found: list[int] = []
        after: dict[str, str] = {}
        while True:
            page = town.cleo.read("/v1/tickets", sort=sort, limit=1, **query, **after)
            found += [item["id"] for item in page["items"]]
            if page["next"] is None:
                break
            after = {"after": page["next"]}
        assert set(found) <= {town.own, town.theirs}, query
        if "zoe" in query.values() or query.get("client_id") == town.zoe or query.get("agent_id") == "none":
            assert found == [], query
    refused(town.cleo.http.get(f"/v1/tickets?sort={sort}&deleted=true"), 403, "permission_missing", "deleted")


def test_forged_cursors(town: Town, desk: Desk) -> None:
    """A cursor that stands at another's ticket, or was given to an administrator, shows what is its own."""
    given = desk.read("/v1/tickets", limit=1)["next"]
    binding = base64.urlsafe_b64decode(given + "==").split(b":")[0]
    for at in (0, town.own - 1, town.foreign, town.foreign - 1, NEVER):
        forged = base64.urlsafe_b64encode(binding + b":%d" % at).rstrip(b"=").decode()
        page = town.cleo.read("/v1/tickets", after=forged)
        assert {item["id"] for item in page["items"]} <= {town.own, town.theirs}
    assert {item["id"] for item in town.cleo.read("/v1/tickets", after=given)["items"]} <= {town.own, town.theirs}
    refused(town.cleo.http.get(f"/v1/tickets/{town.own}/comments?after={given}"), 400, "cursor_invalid", "after")


def test_the_history(town: Town) -> None:
    """Of what it sees: no internal comment, nor that it was counted, no team, no database role, no other ticket."""
    for ticket, comments in ((town.own, {town.own_public}), (town.theirs, {town.theirs_public})):
        page = town.cleo.read(f"/v1/tickets/{ticket}/history", limit=100)
        assert {event["entity_id"] for event in page["items"] if event["entity"] == "comment"} == comments
        assert {event["visibility"] for event in page["items"]} == {"public"}
        assert {event["database_role"] for event in page["items"]} == {None}
        changed = {field for event in page["items"] for field in event["changes"]}
        assert not changed & {"team_id", "comment_count", "last_comment_at", "ticket_id"}
        limit = len(page["items"])
        assert town.cleo.read(f"/v1/tickets/{ticket}/history", limit=limit)["next"] is None


def test_no_word_of_a_secret(town: Town) -> None:
    """In no answer to any question that it may ask."""
    paths = ["/v1/tickets", *(f"/v1/agents/{n}" for n in range(1, 5)), f"/v1/organisations/{town.shared}"]
    for ticket in (town.own, town.theirs, town.foreign, town.gone):
        paths += [f"/v1/tickets/{ticket}{what}" for what in ("", "/comments?limit=100", "/history?limit=100")]
    paths += [f"/v1/comments/{n}" for n in range(1, town.moved + 2)]
    paths += [f"/v1/clients/{n}" for n in range(1, town.zoe + 2)]
    said = "\n".join(town.cleo.http.get(path).text for path in paths)
    assert "Aloud to cleo" in said
    assert "Aloud to dora" in said
    for word in ("Hush", "Deleted words", "Was aloud", "Moved away", "zoe", "dora@", "@desk.example", "agent@"):
        assert word not in said, word


def test_other_clients(town: Town, desk: Desk) -> None:
    """It sees itself; a colleague, a stranger and nobody are one to it, and no list is its to read."""
    assert town.cleo.read(f"/v1/clients/{town.ids['cleo']}")["email"] == "cleo@sight.example"
    for other in (town.dora, town.zoe):
        requests: list[tuple[str, str, Object | None]] = [
            ("GET", "/v1/clients/{}", None),
            ("PATCH", "/v1/clients/{}", {"name": "X"}),
            ("DELETE", "/v1/clients/{}", None),
            ("POST", "/v1/clients/{}/restore", None),
        ]
        for method, path, body in requests:
            assert same(town, method, path, other, body) == "/problems/client-not-found"
    for query in (
        "",
        "?email=zoe@sight.example",
        "?email=nobody@sight.example",
        "?name=zoe",
        "?deleted=true",
        "?after=x",
    ):
        refused(town.cleo.http.get(f"/v1/clients{query}"), 403, "permission_missing")
    for email in ("zoe@sight.example", "free@sight.example"):
        refused(town.cleo.http.post("/v1/clients", json={"name": "X", "email": email}), 403, "permission_missing")
        refused(
            town.cleo.http.patch(f"/v1/clients/{town.ids['cleo']}", json={"email": email}), 403, "permission_missing"
        )
    assert desk.read(f"/v1/clients/{town.ids['cleo']}")["version"] == 1


def test_a_ticket_for_another(town: Town, desk: Desk, database18: Database) -> None:
    """Whether it is a colleague, a stranger, a client who is deleted or nobody: the same words, and nothing is made."""
    deleted = desk.client()["id"]
    desk.delete(f"/v1/clients/{deleted}")
    before = contents(database18.url())
    for other in (town.dora, town.zoe, deleted):
        answers = []
        for identity in (other, NEVER):
            answer = town.cleo.http.post("/v1/tickets", json={"subject": "X", "client_id": identity})
            refused(answer, 422, "ticket_client_not_found", "client_id")
            answers.append(plain(answer, identity))
        assert answers[0] == answers[1]
    for author in (town.dora, town.zoe, NEVER):
        body = {"body": "X", "author_client_id": author}
        answer = town.cleo.http.post(f"/v1/tickets/{town.own}/comments", json=body)
        refused(answer, 403, "permission_missing", "author_client_id")
    for field, permission in (("agent_id", "ticket_assign_agent"), ("team_id", "ticket_assign_team")):
        for identity in (town.agent, NEVER):
            answer = town.cleo.http.post("/v1/tickets", json={"subject": "X", field: identity})
            assert permission in refused(answer, 403, "permission_missing", field)["detail"]
    assert contents(database18.url()) == before


def test_agents_without_their_addresses(town: Town) -> None:
    """It reads who an agent is; a list, and so every filter, is not its to ask for."""
    shown = town.cleo.read(f"/v1/agents/{town.agent}")
    assert (shown["name"], shown["email"]) == ("Ben", None)
    for query in ("", "?email=agent@sight.example", "?email=nobody@sight.example", "?sort=name", "?deleted=true"):
        refused(town.cleo.http.get(f"/v1/agents{query}"), 403, "permission_missing")
    refused(town.cleo.http.patch(f"/v1/agents/{town.agent}", json={"name": "X"}), 403, "permission_missing")


def test_what_is_not_a_clients_at_all(town: Town) -> None:
    """Tokens, the clock, other organisations."""
    refused(town.cleo.http.get("/v1/tokens"), 403, "permission_missing")
    for whose in (town.ids["cleo"], town.zoe, NEVER):
        answer = town.cleo.http.post("/v1/tokens", json={"client_id": whose, "name": "X"})
        refused(answer, 403, "permission_missing")
    for token in (1, 2, 3):
        same(town, "DELETE", "/v1/tokens/{}", token)
    for path in (f"/v1/tickets/{town.own}", f"/v1/tickets/{town.foreign}", f"/v1/tickets/{NEVER}"):
        answer = town.cleo.http.get(path, headers={"X-Clock": "2020-01-01T00:00:00Z"})
        refused(answer, 403, "permission_missing", "X-Clock")
    assert same(town, "GET", "/v1/organisations/{}", town.other) == "/problems/organisation-not-found"


def test_what_it_sees_and_may_not_change(town: Town, database18: Database) -> None:
    """403 with the rule's name: another's ticket is not its to write on, and no ticket its to change."""
    before = contents(database18.url())
    answer = town.cleo.http.post(f"/v1/tickets/{town.theirs}/comments", json={"body": "X"})
    refused(answer, 403, "ticket_not_own", "ticket_id")
    for ticket in (town.own, town.theirs):
        for method, path, body in ON_TICKET[5:]:
            refused(town.cleo.http.request(method, path.format(ticket), json=body), 403, "permission_missing")
    for comment in (town.own_public, town.theirs_public):
        for method, path, body in ON_COMMENT[1:]:
            refused(town.cleo.http.request(method, path.format(comment), json=body), 403, "permission_missing")
    answer = town.cleo.http.post(f"/v1/tickets/{town.own}/comments", json={"body": "X", "visibility": "internal"})
    refused(answer, 422, "comment_client_public", "author_client_id", "visibility")
    assert contents(database18.url()) == before


def test_its_keys_are_its_own(town: Town, desk: Desk, gateway: Served, database18: Database) -> None:
    """Zoe's request with the same key is another request."""
    keyed = {"Idempotency-Key": "mine"}
    body = {"subject": "Keyed"}
    mine = desk.client()["id"]
    with (
        gateway.client(token_of(database18.url(), client_id=mine)) as one,
        gateway.client(token_of(database18.url(), client_id=town.zoe)) as other,
    ):
        first = one.post("/v1/tickets", json=body, headers=keyed)
        second = other.post("/v1/tickets", json=body, headers=keyed)
        again = one.post("/v1/tickets", json=body, headers=keyed)
    assert (first.json()["client_id"], second.json()["client_id"]) == (mine, town.zoe)
    assert "idempotency-replayed" not in second.headers
    assert again.content == first.content


def test_with_a_permission_more_it_changes_its_own(town: Town, desk: Desk, database18: Database) -> None:
    """One UPDATE by a DBA, in force at once: its own, not what it merely sees, and of what it does not see no word."""
    mine = town.cleo.comment(town.own, body="Mine")["id"]
    names = ["ticket_update", "comment_update", "comment_delete"]
    change = "UPDATE desk.permission SET roles = {} WHERE name = ANY (%s)"
    with psycopg.connect(database18.url()) as session:
        session.execute(change.format("roles || '{client}'"), [names])
    try:
        patched = town.cleo.http.patch(f"/v1/tickets/{town.own}", json={"description": "Third floor."})
        assert (patched.status_code, patched.json()["comment_count"]) == (200, 2)
        seen = {"If-Match": patched.headers["etag"]}
        assert town.cleo.http.patch(f"/v1/tickets/{town.own}", json={}, headers=seen).status_code == 200
        assert town.cleo.http.patch(f"/v1/comments/{mine}", json={"body": "Mine!"}).json()["body"] == "Mine!"
        answer = town.cleo.http.patch(f"/v1/tickets/{town.theirs}", json={"subject": "X"})
        refused(answer, 403, "ticket_not_own", "id")
        for comment in (town.own_public, town.theirs_public):
            refused(town.cleo.http.patch(f"/v1/comments/{comment}", json={"body": "X"}), 403, "comment_not_own", "id")
        same(town, "PATCH", "/v1/tickets/{}", town.foreign, {"subject": "X"})
        same(town, "PATCH", "/v1/tickets/{}", town.foreign, {"subject": "X"}, **{"If-Match": '"1"'})
        for comment in (town.own_secret, town.foreign_public, town.hidden):
            same(town, "PATCH", "/v1/comments/{}", comment, {"body": "X"})
        town.cleo.delete(f"/v1/comments/{mine}")
    finally:
        with psycopg.connect(database18.url()) as session:
            session.execute(change.format("array_remove(roles, 'client')"), [names])
    refused(town.cleo.http.patch(f"/v1/tickets/{town.own}", json={}), 403, "permission_missing")
    assert desk.read(f"/v1/tickets/{town.theirs}")["subject"] == "Printer of dora"
