"""Teams over HTTP: who is in them, which tickets are theirs, and who sees those."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import httpx
import psycopg
import pytest

from tests.conftest import Database
from tests.desk import Desk, Object, contents, refused
from tests.gateways import Served

As = Callable[..., httpx.Client]


@pytest.fixture
def caller(desk: Desk, gateway: Served) -> Iterator[As]:
    """Give clients of HTTP with a new token each, of whom the fields name."""
    with ExitStack() as stack:
        yield lambda **fields: stack.enter_context(gateway.client(desk.token(**fields)["secret"]))


def members(desk: Desk, team: Object) -> list[int]:
    """Give the ids of a team's members."""
    return [item["agent_id"] for item in desk.read(f"/v1/teams/{team['id']}/members")["items"]]


def test_a_teams_life(desk: Desk) -> None:
    """Made, read, renamed, deleted and restored."""
    answer = desk.http.post("/v1/teams", json={"name": " First line "})
    made = answer.json()
    path = f"/v1/teams/{made['id']}"
    assert (answer.status_code, answer.headers["location"], answer.headers["etag"]) == (201, path, '"1"')
    times = {name: made[name] for name in ("created_at", "updated_at")}
    assert made == {"id": made["id"], "name": "First line", "version": 1} | times
    assert desk.read(path) == made
    renamed = desk.http.patch(path, json={"name": "Second line"}, headers={"If-Match": '"1"'})
    assert (renamed.json()["name"], renamed.headers["etag"]) == ("Second line", '"2"')
    assert desk.ids("/v1/teams", name="SECOND line") == [made["id"]]
    desk.delete(path)
    for method in ("GET", "PATCH", "DELETE"):
        body = {"name": "Third line"} if method == "PATCH" else None
        refused(desk.http.request(method, path, json=body), 404, "team_not_found", "id")
    assert made["id"] not in desk.ids("/v1/teams", limit=100)
    assert made["id"] in desk.ids("/v1/teams", limit=100, deleted="true")
    restored = desk.http.post(f"{path}/restore")
    assert (restored.json()["version"], restored.headers["etag"]) == (4, '"4"')
    assert restored.json() == desk.read(path)


def test_a_list_of_teams(desk: Desk) -> None:
    """By id or name, in parts."""
    made = [desk.team(name=f"{letter} of a list")["id"] for letter in "bca"]
    assert desk.ids("/v1/teams", sort="-id", limit=3) == made[::-1]
    by_name = [id_ for id_ in desk.ids("/v1/teams", sort="name", limit=100) if id_ in made]
    assert by_name == [made[2], made[0], made[1]]
    first = desk.read("/v1/teams", sort="name", limit=1)
    rest = desk.ids("/v1/teams", sort="name", limit=100, after=first["next"])
    assert [first["items"][0]["id"], *rest] == desk.ids("/v1/teams", sort="name", limit=100)
    refused(desk.http.get("/v1/teams", params={"after": first["next"]}), 400, "cursor_invalid", "after")
    refused(desk.http.get("/v1/teams", params={"sort": "version"}), 422, "list_sort_unknown", "sort")
    refused(desk.http.get("/v1/teams", params={"active": "true"}), 422, "field_unknown", "active")


def test_what_a_team_may_not_be(desk: Desk, database18: Database) -> None:
    """Nameless, of another's name, or what it is not; or changed into that."""
    taken, path = desk.team()["name"], f"/v1/teams/{desk.team()['id']}"
    wrong: list[tuple[Object, int, str, str]] = [
        ({"name": " "}, 422, "team_name_length", "name"),
        ({"name": "x" * 201}, 422, "team_name_length", "name"),
        ({"name": "a\u2028b"}, 422, "team_name_one_line", "name"),
        ({"name": None}, 422, "field_invalid", "name"),
        ({"name": taken.upper()}, 409, "team_name_unique", "name"),
        ({"name": "Free", "active": True}, 422, "field_unknown", "active"),
    ]
    before = contents(database18.url())
    for fields, status, rule, field in wrong:
        refused(desk.http.post("/v1/teams", json=fields), status, rule, field)
        refused(desk.http.patch(path, json=fields), status, rule, field)
    refused(desk.http.post("/v1/teams", json={}), 422, "field_missing", "name")
    assert desk.http.patch(path, json={}).headers["etag"] == '"1"'
    assert contents(database18.url()) == before


def test_members_come_and_go(desk: Desk, database18: Database) -> None:
    """PUT makes a membership once, DELETE ends it once; neither has a version."""
    team, agent = desk.team(), desk.agent()
    path = f"/v1/teams/{team['id']}/members/{agent['id']}"
    added = desk.http.put(path)
    assert (added.status_code, added.headers.get("etag")) == (200, None)
    assert added.json() == {"team_id": team["id"], "agent_id": agent["id"], "created_at": added.json()["created_at"]}
    before = contents(database18.url())
    again = desk.http.put(path, headers={"If-Match": '"7"', "X-Clock": "2001-02-03T04:05:06Z"})
    assert (again.status_code, again.json()) == (200, added.json())
    assert contents(database18.url()) == before
    assert desk.read(f"/v1/teams/{team['id']}/members") == {"items": [added.json()], "next": None}
    desk.delete(path)
    refused(desk.http.delete(path), 404, "team_member_not_found", "agent_id")
    assert members(desk, team) == []


def test_a_list_of_members(desk: Desk) -> None:
    """By their ids, in parts, without those who are deleted; who comes back is a member again."""
    ids = [desk.agent()["id"] for _ in range(4)]
    team = desk.team(*ids[::-1])
    path = f"/v1/teams/{team['id']}/members"
    first = desk.read(path, limit=3)
    rest = desk.read(path, after=first["next"])
    assert [item["agent_id"] for item in first["items"] + rest["items"]] == ids
    assert rest["next"] is None
    refused(desk.http.get(path, params={"sort": "id"}), 422, "field_unknown", "sort")
    desk.delete(f"/v1/agents/{ids[1]}")
    assert members(desk, team) == [ids[0], *ids[2:]]
    refused(desk.http.put(f"{path}/{ids[1]}"), 422, "team_member_agent_not_found", "agent_id")
    desk.http.post(f"/v1/agents/{ids[1]}/restore")
    assert members(desk, team) == ids


def test_members_of_what_is_not_there(desk: Desk) -> None:
    """404 for a team, 422 for an agent."""
    team, agent = desk.team(), desk.agent()
    gone = desk.team(agent["id"])
    desk.delete(f"/v1/teams/{gone['id']}")
    for id_ in (gone["id"], 4242):
        path = f"/v1/teams/{id_}/members"
        refused(desk.http.get(path), 404, "team_not_found", "team_id")
        refused(desk.http.put(f"{path}/{agent['id']}"), 404, "team_not_found", "team_id")
        refused(desk.http.delete(f"{path}/{agent['id']}"), 404, "team_not_found", "team_id")
    path = f"/v1/teams/{team['id']}/members"
    refused(desk.http.put(f"{path}/4242"), 422, "team_member_agent_not_found", "agent_id")
    refused(desk.http.put(f"{path}/x"), 422, "field_invalid", "agent_id")
    refused(desk.http.delete(f"/v1/teams/0/members/{agent['id']}"), 422, "field_invalid", "team_id")


def test_who_works_for_a_team_stays(desk: Desk) -> None:
    """Until the tickets are another's; those of other teams do not count."""
    agent = desk.agent()
    team, other = desk.team(agent["id"]), desk.team(agent["id"])
    ticket = desk.ticket(agent_id=agent["id"], team_id=team["id"])
    desk.ticket(agent_id=agent["id"], team_id=other["id"])
    path = f"/v1/teams/{team['id']}/members/{agent['id']}"
    refused(desk.http.delete(path), 409, "team_member_has_tickets", "agent_id")
    assert desk.http.delete(f"/v1/tickets/{ticket['id']}/agent").json()["team_id"] == team["id"]
    desk.delete(path)
    assert members(desk, other) == [agent["id"]]


def test_whose_tickets_they_become(desk: Desk) -> None:
    """A team with tickets is deleted when they go to another; an agent who is not in that has them no more."""
    both, one = desk.agent(), desk.agent()
    team, heir, gone = desk.team(both["id"], one["id"]), desk.team(both["id"]), desk.team()
    desk.delete(f"/v1/teams/{gone['id']}")
    tickets = [desk.ticket(team_id=team["id"], agent_id=agent["id"]) for agent in (both, one)]
    path = f"/v1/teams/{team['id']}"
    refused(desk.http.delete(path), 409, "team_has_tickets", "reassign_to")
    for whom in (team["id"], gone["id"], 4242):
        answer = desk.http.delete(path, params={"reassign_to": whom})
        refused(answer, 422, "team_reassign_to_invalid", "reassign_to")
    refused(desk.http.delete(path, params={"reassign_to": "none"}), 422, "field_invalid", "reassign_to")
    desk.delete(path, reassign_to=heir["id"])
    moved = [desk.read(f"/v1/tickets/{ticket['id']}") for ticket in tickets]
    assert [(ticket["team_id"], ticket["agent_id"]) for ticket in moved] == [
        (heir["id"], both["id"]),
        (heir["id"], None),
    ]
    desk.http.post(f"{path}/restore")
    assert members(desk, team) == [both["id"], one["id"]]


def test_a_ticket_of_a_team(desk: Desk) -> None:
    """Made for it, given to it, taken from it; an agent of it keeps the ticket, another does not."""
    agent = desk.agent()
    team, other = desk.team(agent["id"]), desk.team()
    ticket = desk.ticket(team_id=team["id"])
    assert ticket["team_id"] == team["id"]
    path = f"/v1/tickets/{ticket['id']}"
    assert desk.http.delete(f"{path}/team", headers={"If-Match": '"1"'}).json()["team_id"] is None
    assigned = desk.http.put(f"{path}/agent", json={"agent_id": agent["id"]}).json()
    assert (assigned["agent_id"], assigned["team_id"]) == (agent["id"], team["id"])
    given = desk.http.put(f"{path}/team", json={"team_id": other["id"]}, headers={"If-Match": '"3"'})
    assert (given.status_code, given.headers["etag"]) == (200, '"4"')
    assert (given.json()["agent_id"], given.json()["team_id"]) == (None, other["id"])
    assert desk.http.put(f"{path}/team", json={"team_id": other["id"]}).headers["etag"] == '"4"'
    changes = [event["changes"] for event in desk.events(ticket["id"])][1:]
    assert changes[2] == {
        "agent_id": {"from": agent["id"], "to": None},
        "team_id": {"from": team["id"], "to": other["id"]},
    }
    refused(desk.http.put(f"{path}/team", json={"team_id": 4242}), 422, "ticket_team_not_found", "team_id")
    refused(desk.http.put(f"{path}/team", json={"team_id": None}), 422, "field_invalid", "team_id")
    refused(desk.http.put(f"{path}/team", json={}), 422, "field_missing", "team_id")
    refused(
        desk.http.put(f"{path}/agent", json={"agent_id": desk.agent()["id"]}),
        422,
        "ticket_agent_not_in_team",
        "agent_id",
    )
    wrong = {"subject": "Smoke", "client_id": ticket["client_id"], "team_id": 4242}
    refused(desk.http.post("/v1/tickets", json=wrong), 422, "ticket_team_not_found", "team_id")


def test_lists_of_a_teams_tickets(desk: Desk) -> None:
    """By team_id, a number or none, with every other filter and in parts."""
    agent, client = desk.agent(), desk.client()
    team = desk.team(agent["id"])
    of_team = [desk.ticket(team_id=team["id"], client_id=client["id"])["id"] for _ in range(3)]
    of_none = [desk.ticket(client_id=client["id"])["id"] for _ in range(2)]
    desk.http.put(f"/v1/tickets/{of_team[1]}/agent", json={"agent_id": agent["id"]})
    assert desk.ids("/v1/tickets", team_id=team["id"]) == of_team
    assert desk.ids("/v1/tickets", team_id=team["id"], sort="-created_at") == of_team[::-1]
    assert desk.ids("/v1/tickets", team_id=team["id"], agent_id="none") == [of_team[0], of_team[2]]
    assert desk.ids("/v1/tickets", team_id=team["id"], agent_id=agent["id"]) == [of_team[1]]
    assert desk.ids("/v1/tickets", team_id="none", client_id=client["id"]) == of_none
    assert desk.ids("/v1/tickets", team_id=4242) == []
    first = desk.read("/v1/tickets", team_id=team["id"], limit=2)
    assert desk.ids("/v1/tickets", team_id=team["id"], after=first["next"]) == of_team[2:]
    for query in ({}, {"team_id": "none"}, {"team_id": 4242}):
        answer = desk.http.get("/v1/tickets", params=query | {"after": first["next"]})
        refused(answer, 400, "cursor_invalid", "after")
    for wrong in ("None", "0", "-1", ""):
        refused(desk.http.get("/v1/tickets", params={"team_id": wrong}), 422, "field_invalid", "team_id")


def test_who_sees_a_teams_tickets(desk: Desk, caller: As) -> None:
    """Its members do; other agents are told, as of one that never was, that there is none. Clients see their own."""
    member, stranger, client = desk.agent(), desk.agent(), desk.client()
    team = desk.team(member["id"])
    ticket = desk.ticket(team_id=team["id"], client_id=client["id"])
    inside, outside = caller(agent_id=member["id"]), caller(agent_id=stranger["id"])
    asking = caller(client_id=client["id"])
    for path in ("", "/history", "/comments"):
        field = "id" if path != "/comments" else "ticket_id"
        url = f"/v1/tickets/{ticket['id']}{path}"
        assert inside.get(url).status_code == asking.get(url).status_code == 200
        refused(outside.get(url), 404, "ticket_not_found", field)
    newest: dict[str, str | int] = {"sort": "-id", "limit": 1}
    assert inside.get("/v1/tickets", params=newest).json()["items"][0]["id"] == ticket["id"]
    assert ticket["id"] not in [item["id"] for item in outside.get("/v1/tickets", params=newest).json()["items"]]
    assert [item["id"] for item in asking.get("/v1/tickets").json()["items"]] == [ticket["id"]]
    assert outside.get("/v1/tickets", params={"team_id": team["id"]}).json() == {"items": [], "next": None}
    refused(
        outside.put(f"/v1/tickets/{ticket['id']}/team", json={"team_id": team["id"]}), 404, "ticket_not_found", "id"
    )
    desk.http.put(f"/v1/teams/{team['id']}/members/{stranger['id']}")
    assert outside.get(f"/v1/tickets/{ticket['id']}").json()["id"] == ticket["id"]
    desk.delete(f"/v1/teams/{team['id']}/members/{stranger['id']}")
    refused(outside.get(f"/v1/tickets/{ticket['id']}"), 404, "ticket_not_found", "id")


def test_handing_over(desk: Desk, database18: Database, caller: As) -> None:
    """A ticket goes to a team of others by who may let it go, who gets it back as it is, once."""
    agent, lead, other = desk.agent(), desk.agent(role="lead"), desk.agent()
    team, others = desk.team(agent["id"], lead["id"]), desk.team(other["id"])
    as_agent, as_lead = caller(agent_id=agent["id"]), caller(agent_id=lead["id"])

    def hand_over(http: httpx.Client, how: str) -> None:
        path = f"/v1/tickets/{desk.ticket(team_id=team['id'])['id']}"
        body = {"team_id": others["id"]} if how == "team" else {"agent_id": other["id"]}
        answer = http.put(f"{path}/{how}", json=body)
        if answer.status_code == 403:
            refused(answer, 403, "permission_missing", "team_id")
            pytest.fail("refused")
        assert (answer.status_code, answer.json()["team_id"]) == (200, others["id"])
        refused(http.get(path), 404, "ticket_not_found", "id")

    for how in ("team", "agent"):
        hand_over(as_lead, how)
        with pytest.raises(pytest.fail.Exception, match="refused"):
            hand_over(as_agent, how)
    with psycopg.connect(database18.url()) as session:
        session.execute("UPDATE desk.permission SET roles = roles || '{agent}' WHERE name = 'ticket_hand_over'")
    try:
        for how in ("team", "agent"):
            hand_over(as_agent, how)
    finally:
        with psycopg.connect(database18.url()) as session:
            session.execute(
                "UPDATE desk.permission SET roles = array_remove(roles, 'agent') WHERE name = 'ticket_hand_over'"
            )
    with pytest.raises(pytest.fail.Exception, match="refused"):
        hand_over(as_agent, "team")


def test_who_may_do_what_with_teams(desk: Desk, database18: Database, caller: As) -> None:
    """Agents and leads read them; clients do not see that there are any."""
    agent, lead, client = desk.agent(), desk.agent(role="lead"), desk.client()
    team = desk.team(agent["id"], lead["id"])
    callers = {
        "agent": caller(agent_id=agent["id"]),
        "lead": caller(agent_id=lead["id"]),
        "client": caller(client_id=client["id"]),
    }
    path = f"/v1/teams/{team['id']}"
    reads = ("/v1/teams", path, f"{path}/members")
    writes: list[tuple[str, str, Object | None]] = [
        ("PATCH", path, {"name": "Mine"}),
        ("DELETE", path, None),
        ("POST", f"{path}/restore", None),
        ("PUT", f"{path}/members/{agent['id']}", None),
        ("DELETE", f"{path}/members/{agent['id']}", None),
    ]
    before = contents(database18.url())
    for role, http in callers.items():
        for read in reads:
            answer = http.get(read)
            if role == "client":
                refused(answer, 403, "permission_missing")
            else:
                assert answer.status_code == 200, answer.text
        refused(http.post("/v1/teams", json={"name": "Mine"}), 403, "permission_missing")
        for method, write, body in writes:
            answer = http.request(method, write, json=body)
            if role == "client":
                refused(answer, 404, "team_not_found", "team_id" if "/members" in write else "id")
            else:
                refused(answer, 403, "permission_missing")
    assert contents(database18.url()) == before


def test_a_client_makes_tickets_for_itself(desk: Desk, caller: As) -> None:
    """And leaves out who it is; everybody else names the client."""
    client, other = desk.client(), desk.client()
    http = caller(client_id=client["id"])
    made = http.post("/v1/tickets", json={"subject": "Smoke"})
    assert (made.status_code, made.json()["client_id"], made.json()["team_id"]) == (201, client["id"], None)
    wrong = {"subject": "Smoke", "client_id": other["id"]}
    refused(http.post("/v1/tickets", json=wrong), 422, "ticket_client_not_found", "client_id")
    named: Object
    for named in ({"team_id": desk.team()["id"]}, {"agent_id": desk.agent()["id"]}):
        answer = http.post("/v1/tickets", json={"subject": "Smoke"} | named)
        refused(answer, 403, "permission_missing", *named)
    refused(desk.http.post("/v1/tickets", json={"subject": "Smoke"}), 422, "ticket_client_id_not_null", "client_id")


def test_who_may_be_told_of_no_version(desk: Desk) -> None:
    """The documentation offers If-Match where there is a version, and nowhere else."""
    paths = desk.http.get("/openapi.json").json()["paths"]

    def has_if_match(path: str, method: str) -> bool:
        operation = paths[path][method]
        offered = "If-Match" in [parameter["name"] for parameter in operation["parameters"]]
        assert offered == ("412" in operation["responses"])
        return offered

    assert has_if_match("/v1/teams/{id}", "delete")
    assert has_if_match("/v1/tickets/{id}/team", "put")
    assert not has_if_match("/v1/teams/{team_id}/members/{agent_id}", "put")
    assert not has_if_match("/v1/teams/{team_id}/members/{agent_id}", "delete")
