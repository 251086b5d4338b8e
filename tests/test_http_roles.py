"""What each role sees and may do over HTTP, and who may act for another."""

import re
from collections.abc import Mapping

import httpx
import psycopg
import pytest

from tests.cast import BEFORE, ROLES, SEEN, Cast, make_cast
from tests.conftest import Database
from tests.desk import Desk, contents, refused
from tests.gateways import Served
from tools.shell import ROOT

NEVER = 999_999  # an id that no row has


@pytest.fixture(scope="module")
def cast(desk: Desk, database18: Database) -> Cast:
    """One actor of each kind, and tickets of two teams."""
    assert desk
    return make_cast(database18.url())


@pytest.mark.parametrize("name", ROLES)
def test_who_sees_which_tickets(gateway: Served, cast: Cast, name: str) -> None:
    """In the list, in a search, by id, in comments and history: it is the same everywhere."""
    with cast[name].calling(gateway) as http:
        for query in ({}, {"subject": "printer"}, {"sort": "-updated_at"}):
            page = http.get("/v1/tickets", params={"created_before": BEFORE, **query})
            if name == "portal":
                refused(page, 403, "permission_missing")
            else:
                assert {item["id"] for item in page.json()["items"]} == {cast.tickets[one] for one in SEEN[name]}
        for ticket in cast.tickets:
            path = f"/v1/tickets/{cast.tickets[ticket]}"
            for part in ("", "/comments", "/history"):
                answer = http.get(path + part)
                if name == "portal":
                    refused(answer, 403, "permission_missing")
                elif ticket in SEEN[name]:
                    assert answer.status_code == 200, answer.text
                else:
                    refused(answer, 404, "ticket_not_found", "ticket_id" if part == "/comments" else "id")


@pytest.mark.parametrize("name", ["liv", "noel", "sue", "cleo", "carl", "dora"])
def test_what_is_hidden_might_as_well_not_be_there(gateway: Served, cast: Cast, name: str) -> None:
    """Whatever is tried on it: the answer is that of an id that never was, byte for byte but for the id."""
    requests = [
        ("GET", "", None),
        ("GET", "/comments", None),
        ("GET", "/history", None),
        ("PATCH", "", {"subject": "Mine"}),
        ("DELETE", "", None),
        ("POST", "/restore", None),
        ("PUT", "/agent", {"agent_id": cast["sue"].id}),
        ("DELETE", "/agent", None),
        ("PUT", "/client", {"client_id": cast["cleo"].id}),
        ("POST", "/comments", {"body": "Hello?"}),
    ]
    hidden = [ticket for ticket in cast.tickets if ticket not in SEEN[name]]
    assert hidden
    with cast[name].calling(gateway, x_request_id="the-same") as http:
        for method, part, body in requests:
            nothing = http.request(method, f"/v1/tickets/{NEVER}{part}", json=body)
            assert nothing.status_code == 404, nothing.text
            for ticket in hidden:
                number = cast.tickets[ticket]
                answer = http.request(method, f"/v1/tickets/{number}{part}", json=body)
                assert (answer.status_code, answer.text) == (404, nothing.text.replace(str(NEVER), str(number)))
                assert set(answer.headers) == set(nothing.headers)
        comments = [kept[ticket] for ticket in hidden for kept in (cast.public, cast.internal)]
        if name in {"cleo", "carl", "dora"}:
            comments += cast.internal.values()
        for method, body in (("GET", None), ("PATCH", {"body": "Mine"}), ("DELETE", None)):
            nothing = http.request(method, f"/v1/comments/{NEVER}", json=body)
            for number in comments:
                answer = http.request(method, f"/v1/comments/{number}", json=body)
                assert (answer.status_code, answer.text) == (404, nothing.text.replace(str(NEVER), str(number)))


def test_what_a_client_does_not_see(gateway: Served, cast: Cast) -> None:
    """Internal comments and their count, other clients, agents' addresses, database roles and tokens."""
    path = f"/v1/tickets/{cast.tickets['of north']}"
    with cast["noel"].calling(gateway) as agent, cast["cleo"].calling(gateway) as client:
        assert agent.get(path).json()["comment_count"] == 2
        assert client.get(path).json()["comment_count"] == 1
        assert [item["body"] for item in client.get(f"{path}/comments").json()["items"]] == ["The public comment"]
        history = client.get(f"{path}/history")
        assert {event["visibility"] for event in history.json()["items"]} == {"public"}
        assert {event["database_role"] for event in history.json()["items"]} == {None}
        assert "The internal comment" not in history.text
        assert "The internal comment" in agent.get(f"{path}/history").text
        refused(client.get("/v1/clients"), 403, "permission_missing")
        refused(client.get(f"/v1/clients/{cast['dora'].id}"), 404, "client_not_found", "id")
        assert client.get(f"/v1/clients/{cast['cleo'].id}").json()["email"] == "cleo@client.example"
        assert client.get(f"/v1/agents/{cast['noel'].id}").json()["email"] is None
        assert agent.get(f"/v1/agents/{cast['sue'].id}").json()["email"] == "sue@agent.example"
        refused(client.get("/v1/tokens"), 403, "permission_missing")


# What it takes to change a ticket that is seen; a client and a monitor see it, and do not have it.
CALLS: Mapping[str, tuple[str, Mapping[str, str] | None]] = {
    "PATCH": ("ticket_update", {"description": "Changed"}),
    "PUT /agent": ("ticket_assign_agent", {"agent_id": "noel"}),
    "PUT /client": ("ticket_assign_client", {"client_id": "cleo"}),
    "DELETE /agent": ("ticket_unassign_agent", None),
}


@pytest.mark.parametrize("name", ["ada", "liv", "noel", "cleo", "carl", "importer", "monitor"])
@pytest.mark.parametrize("call", CALLS)
def test_who_may_change_a_ticket_that_is_seen(gateway: Served, cast: Cast, call: str, name: str) -> None:
    """403 names the permission that is missing; who has it does it."""
    method, _, part = call.partition(" ")
    permission, body = CALLS[call]
    sent = {key: cast[value].id if value in ROLES else value for key, value in (body or {}).items()}
    with cast[name].calling(gateway) as http:
        answer = http.request(method, f"/v1/tickets/{cast.tickets['of north']}{part}", json=sent or None)
    if name in {"cleo", "carl", "monitor"}:
        problem = refused(answer, 403, "permission_missing")
        assert problem["detail"] == f"role {ROLES[name]} does not have permission {permission}"
    else:
        assert answer.status_code == 200, answer.text


@pytest.mark.parametrize("name", ROLES)
def test_who_makes_and_comments(gateway: Served, cast: Cast, name: str) -> None:
    """A client on its own tickets alone; a colleague sees them, and writes nothing there."""
    comments = f"/v1/tickets/{cast.tickets['of north']}/comments"
    person = {"name": "Zoe", "email": f"zoe@{name}.example"}
    with cast[name].calling(gateway) as http:
        made = http.post("/v1/tickets", json={"subject": "New", "client_id": cast["cleo"].id})
        said = http.post(comments, json={"body": "Hello"})
        clients, agents = http.post("/v1/clients", json=person), http.post("/v1/agents", json=person)
    if name in {"ada", "liv", "noel", "sue", "cleo", "importer"}:
        assert made.status_code == 201, made.text
    elif name in {"carl", "dora"}:
        refused(made, 422, "ticket_client_not_found", "client_id")
    else:
        refused(made, 403, "permission_missing")

    if name in {"ada", "liv", "noel", "cleo"}:
        assert said.status_code == 201, said.text
    elif name == "carl":
        refused(said, 403, "ticket_not_own", "ticket_id")
    elif name == "importer":
        refused(said, 422, "comment_author_required", "author_agent_id")
    elif name == "monitor":
        refused(said, 403, "permission_missing")
    else:
        refused(said, 404, "ticket_not_found", "ticket_id")

    assert clients.status_code == (201 if name in {"ada", "liv", "noel", "sue", "importer"} else 403), clients.text
    assert agents.status_code == (201 if name == "ada" else 403), agents.text


def test_a_client_need_not_say_whose_ticket_it_is(gateway: Served, cast: Cast) -> None:
    """It is its own; of all others nobody knows whose it would be."""
    with cast["cleo"].calling(gateway) as http:
        assert Desk(http).make("/v1/tickets", {"subject": "Mine"})["client_id"] == cast["cleo"].id
    with cast["noel"].calling(gateway) as http:
        refused(http.post("/v1/tickets", json={"subject": "Whose?"}), 422, "ticket_client_id_not_null", "client_id")


def test_a_ticket_of_a_team(gateway: Served, cast: Cast) -> None:
    """Made for a team that its maker is in; for another it takes the permission to hand it over."""
    body = {"subject": "For a team", "client_id": cast["cleo"].id}
    with cast["noel"].calling(gateway) as agent, cast["liv"].calling(gateway) as lead:
        made = Desk(agent).make("/v1/tickets", body | {"team_id": cast.teams["north"]})
        assert made["team_id"] == cast.teams["north"]
        south = body | {"team_id": cast.teams["south"]}
        problem = refused(agent.post("/v1/tickets", json=south), 403, "permission_missing", "team_id")
        assert problem["detail"] == "role agent does not have permission ticket_hand_over"
        gone = Desk(lead).make("/v1/tickets", south)
        refused(lead.get(f"/v1/tickets/{gone['id']}"), 404, "ticket_not_found", "id")
        refused(agent.post("/v1/tickets", json=body | {"team_id": NEVER}), 403, "permission_missing", "team_id")
        refused(lead.post("/v1/tickets", json=body | {"team_id": NEVER}), 422, "ticket_team_not_found", "team_id")


def test_one_update_changes_a_permission(database18: Database, gateway: Served, cast: Cast) -> None:
    """The README's own, in force from the next call on."""
    (update,) = re.findall(r"^UPDATE desk\.permission .*;$", (ROOT / "README.md").read_text(), re.MULTILINE)
    south = {"subject": "For a team", "client_id": cast["cleo"].id, "team_id": cast.teams["south"]}
    with cast["noel"].calling(gateway) as http, psycopg.connect(database18.url(), autocommit=True) as dba:
        refused(http.post("/v1/tickets", json=south), 403, "permission_missing", "team_id")
        dba.execute(update.encode())
        assert Desk(http).make("/v1/tickets", south)["team_id"] == cast.teams["south"]
        dba.execute(update.replace("array_append", "array_remove").encode())
        refused(http.post("/v1/tickets", json=south), 403, "permission_missing", "team_id")


@pytest.mark.parametrize(("by", "other"), [("ada", "noel"), ("ada", "cleo"), ("portal", "cleo")])
def test_on_behalf_of_another(desk: Desk, gateway: Served, cast: Cast, by: str, other: str) -> None:
    """With the other's sight and rights; the history shows both."""
    actor, behalf = cast[by], cast[other]
    with actor.calling(gateway, x_on_behalf_of=behalf.behalf) as http:
        listed = http.get("/v1/tickets", params={"created_before": BEFORE}).json()["items"]
        assert {item["id"] for item in listed} == {cast.tickets[one] for one in SEEN[other]}
        refused(http.get(f"/v1/tickets/{cast.tickets['of south']}"), 404, "ticket_not_found", "id")
        refused(http.get("/v1/tokens"), 403, "permission_missing")
        ticket = Desk(http).make("/v1/tickets", {"subject": "For another", "client_id": cast["cleo"].id})
        shown = http.get(f"/v1/tickets/{ticket['id']}/history").json()["items"]
    for event in (*desk.events(ticket["id"]), *shown):
        who = {key: value for key, value in event.items() if key.startswith(("actor_", "by_")) and value is not None}
        assert who == {f"actor_{behalf.kind}_id": behalf.id, f"by_{actor.kind}_id": actor.id}
    with actor.calling(gateway) as http:  # the next request is in its own name again
        assert http.get("/v1/tickets").status_code == (403 if by == "portal" else 200)


REFUSED: Mapping[tuple[str, str], tuple[int, str]] = {
    ("noel", "cleo"): (403, "permission_missing"),
    ("liv", "noel"): (403, "permission_missing"),
    ("cleo", "carl"): (403, "permission_missing"),
    ("cleo", "cleo"): (403, "permission_missing"),
    ("portal", "noel"): (403, "permission_missing"),
    ("importer", "cleo"): (403, "permission_missing"),
    ("ada", "client:999999"): (422, "behalf_not_found"),
    ("portal", "client:999999"): (422, "behalf_not_found"),
    ("noel", "client:999999"): (403, "permission_missing"),
    ("portal", "agent:999999"): (403, "permission_missing"),
    ("ada", "service:1"): (422, "behalf_shape"),
    ("ada", ""): (422, "behalf_shape"),
    ("ada", "7"): (422, "behalf_shape"),
    ("ada", "agent:0"): (422, "behalf_shape"),
    ("ada", "agent:7, client:3"): (422, "behalf_shape"),
    ("ada", "agent:9999999999999999999"): (422, "behalf_shape"),
    ("ada", "client:\xfc"): (422, "behalf_shape"),
    ("noel", "nonsense"): (422, "behalf_shape"),
}


@pytest.mark.parametrize(("by", "other"), REFUSED, ids=lambda part: part.encode("unicode-escape").decode())
def test_who_may_not_act_for_another(database18: Database, gateway: Served, cast: Cast, by: str, other: str) -> None:
    """Neither to read nor to write: the header is at fault, and nothing is done."""
    given = (cast[other].behalf if other in ROLES else other).encode("latin-1")
    before = contents(database18.url())
    with cast[by].calling(gateway) as http:
        for method, body in (("GET", None), ("POST", {"subject": "For another"})):
            answer = http.request(method, "/v1/tickets", json=body, headers={b"X-On-Behalf-Of": given})
            refused(answer, *REFUSED[by, other], "X-On-Behalf-Of")
    assert contents(database18.url()) == before


def test_nobody_acts_for_another(gateway: Served, cast: Cast) -> None:
    """A token that opens nothing, or none, tells nobody who there is; and the header comes once."""
    with httpx.Client(base_url=gateway.url) as anybody:
        for behalf in (cast["cleo"].behalf, f"client:{NEVER}", "nonsense"):
            headers = {"X-On-Behalf-Of": behalf}
            refused(anybody.get("/v1/tickets", headers=headers), 401, "credentials_missing")
            headers["Authorization"] = "Bearer tf_unknown"
            refused(anybody.get("/v1/tickets", headers=headers), 401, "token_invalid")
    twice = [("x-on-behalf-of", cast["cleo"].behalf), ("x-on-behalf-of", cast["carl"].behalf)]
    with cast["ada"].calling(gateway) as http:
        refused(http.get("/v1/tickets", headers=twice), 400, "request_malformed")


def test_a_key_is_of_the_two_together(gateway: Served, cast: Cast) -> None:
    """The same Idempotency-Key for two clients is two keys: each gets its own answer again, and nobody another's."""
    key = {"Idempotency-Key": "one for all"}
    made: dict[str, int] = {}
    with cast["ada"].calling(gateway) as http:
        for replayed in (None, "true"):
            for whose in ("cleo", "dora", "carl"):
                # For Carl she asks in her own name.
                behalf = {} if whose == "carl" else {"X-On-Behalf-Of": cast[whose].behalf}
                body: dict[str, object] = {"subject": "Once"}
                body |= {"client_id": cast["carl"].id} if whose == "carl" else {}
                answer = http.post("/v1/tickets", json=body, headers=key | behalf)
                assert answer.status_code == 201, answer.text
                assert answer.headers.get("idempotency-replayed") == replayed
                ticket = answer.json()
                assert ticket["client_id"] == cast[whose].id
                assert made.setdefault(whose, ticket["id"]) == ticket["id"]
    assert len(set(made.values())) == 3
    with cast["cleo"].calling(gateway) as http:  # who is acted for has keys of its own
        own = http.post("/v1/tickets", json={"subject": "Once"}, headers=key)
        assert (own.status_code, own.headers.get("idempotency-replayed")) == (201, None)
        assert own.json()["id"] not in made.values()
