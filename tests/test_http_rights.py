"""Who may do what over HTTP: administrators, agents, and all who have no token, or one that opens nothing."""

from collections.abc import Iterator

import httpx
import pytest

from gateway.endpoints import ENDPOINTS, Endpoint
from tests.conftest import Database
from tests.desk import Desk, contents, refused
from tests.examples import EXAMPLES, WRITES, name, send
from tests.gateways import Served

ADMINISTRATORS_OWN = {
    "agent_create",
    "agent_update",
    "agent_delete",
    "agent_restore",
    "token_page",
    "token_create",
    "token_revoke",
    "service_page",
    "service_create",
    "service_get",
    "service_update",
    "service_delete",
    "service_restore",
    "identity_page",
    "identity_create",
    "identity_delete",
    "organisation_create",
    "organisation_update",
    "organisation_delete",
    "organisation_member_add",
    "organisation_member_remove",
    "team_create",
    "team_update",
    "team_delete",
    "team_member_add",
    "team_member_remove",
}
NOT_THERE = {
    "organisation_restore": 404,
    "team_restore": 404,
    "ticket_unassign_team": 404,
}  # what is hidden, or deleted
NO_BEARER = [
    "",
    "Bearer",
    "Basic dXNlcjpwYXNz",
    "tf_0",
    "Bearer a b",
    "Bearer t\u00f6ken",
    "Bearer " + "x" * 513,
]


@pytest.fixture(scope="module")
def agent(desk: Desk, gateway: Served) -> Iterator[httpx.Client]:
    """An agent who is no administrator."""
    with gateway.client(desk.token()["secret"]) as http:
        yield http


@pytest.fixture(scope="module")
def anybody(gateway: Served) -> Iterator[httpx.Client]:
    """A client without a token."""
    with httpx.Client(base_url=gateway.url) as http:
        yield http


@pytest.fixture(scope="module")
def shut_out(desk: Desk) -> list[str]:
    """Tokens that open nothing: unknown, revoked, expired, of an agent who rests, of one who is deleted."""
    revoked, expired = desk.token(), desk.token(expires_at="2020-01-01T00:00:00Z")
    desk.delete(f"/v1/tokens/{revoked['id']}")
    of_resting, of_gone = desk.token(), desk.token()
    desk.http.patch(f"/v1/agents/{of_resting['agent_id']}", json={"active": False})
    desk.delete(f"/v1/agents/{of_gone['agent_id']}")
    return ["tf_unknown", *(token["secret"] for token in (revoked, expired, of_resting, of_gone))]


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=name)
def test_nobody_comes_in_without_a_token(
    desk: Desk, database18: Database, anybody: httpx.Client, shut_out: list[str], endpoint: Endpoint
) -> None:
    """401 with the scheme that is asked for, and nothing changes; HEAD too."""
    example = EXAMPLES[endpoint.function](desk)
    before = contents(database18.url())
    answers = [send(anybody, endpoint, example), send(anybody, endpoint, example, authorization="Basic dXNlcjpwYXNz")]
    for answer in answers:
        refused(answer, 401, "credentials_missing")
    for token in shut_out:
        answers.append(send(anybody, endpoint, example, authorization=f"Bearer {token}"))
        problem = refused(answers[-1], 401, "token_invalid")
        assert problem["code"] == "28000"
        assert token not in answers[-1].text
    challenge = 'Bearer realm="ticketfirst"'
    assert [answer.headers["www-authenticate"] for answer in answers[:2]] == [challenge] * 2
    assert {answer.headers["www-authenticate"] for answer in answers[2:]} == {f'{challenge}, error="invalid_token"'}
    assert contents(database18.url()) == before
    if endpoint.method == "GET":
        answer = anybody.head(example.path)
        assert (answer.status_code, answer.content) == (401, b"")
        assert answer.headers["www-authenticate"]


@pytest.mark.parametrize("given", NO_BEARER)
def test_what_is_no_bearer(anybody: httpx.Client, given: str) -> None:
    """Nothing but the scheme and one token."""
    answer = anybody.get("/v1/tickets", headers={b"authorization": given.encode()})
    refused(answer, 401, "credentials_missing")


def test_the_scheme_has_no_case(anybody: httpx.Client, gateway: Served) -> None:
    """RFC 9110 says so, and that spaces may follow."""
    for scheme in ("bearer", "BEARER", "Bearer  "):
        answer = anybody.get("/v1/tickets", headers={"authorization": f"{scheme} {gateway.token}"})
        assert answer.status_code == 200


def test_two_tokens_are_none(anybody: httpx.Client, gateway: Served) -> None:
    """It is not guessed which of them counts."""
    headers = [("authorization", f"Bearer {gateway.token}"), ("authorization", "Bearer tf_other")]
    refused(anybody.get("/v1/tickets", headers=headers), 400, "request_malformed")


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=name)
def test_what_an_agent_may_do(desk: Desk, database18: Database, agent: httpx.Client, endpoint: Endpoint) -> None:
    """All with tickets that it sees, comments and clients; agents, teams, organisations and tokens are not its own."""
    example = EXAMPLES[endpoint.function](desk)
    before = contents(database18.url())
    answer = send(agent, endpoint, example)
    if endpoint.function in ADMINISTRATORS_OWN:
        problem = refused(answer, 403, "permission_missing")
        assert (problem["code"], problem["errors"]) == ("TF403", [])
        assert contents(database18.url()) == before
    elif endpoint.function == "ticket_assign_team":  # to one whose tickets it does not see
        refused(answer, 403, "permission_missing", "team_id")
    else:
        assert answer.status_code == NOT_THERE.get(endpoint.function, endpoint.status), answer.text


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=name)
def test_the_clock_is_not_an_agents(desk: Desk, database18: Database, agent: httpx.Client, endpoint: Endpoint) -> None:
    """Not even to read by."""
    example = EXAMPLES[endpoint.function](desk)
    before = contents(database18.url())
    answer = send(agent, endpoint, example, x_clock="2020-01-01T00:00:00Z")
    refused(answer, 403, "permission_missing", "X-Clock")
    assert contents(database18.url()) == before


@pytest.mark.parametrize("endpoint", WRITES, ids=name)
def test_the_clock_is_the_administrators(desk: Desk, database18: Database, endpoint: Endpoint) -> None:
    """What is written is written at that time, to the microsecond, in UTC; the next request is back in its own."""
    example = EXAMPLES[endpoint.function](desk)
    before = contents(database18.url())
    answer = send(desk.http, endpoint, example, x_clock="2012-05-01T10:00:00.123456+02:00")
    assert answer.status_code == endpoint.status
    if endpoint.status != 204:
        made = answer.json()
        assert made.get("updated_at", made["created_at"]) == "2012-05-01T08:00:00.123456+00:00"
    after = contents(database18.url())
    changed = [row for table, rows in after.items() for row in set(rows) - set(before[table])]
    assert changed or endpoint.function == "identity_delete"  # which is gone
    assert all("2012-05-01 08:00:00.123456+00" in row for row in changed), changed
    assert desk.client()["created_at"] > "2020"


def test_a_tickets_life_long_ago(desk: Desk) -> None:
    """As an import of old tickets does it, times and journal are as they were then."""

    def then(minute: int) -> tuple[dict[str, str], str]:
        return {"X-Clock": f"2012-05-01T08:{minute:02}:00z"}, f"2012-05-01T08:{minute:02}:00+00:00"

    client = desk.client()["id"]
    header, made_at = then(0)
    ticket = desk.http.post("/v1/tickets", json={"subject": "Smoke", "client_id": client}, headers=header).json()
    assert (ticket["created_at"], ticket["updated_at"]) == (made_at, made_at)
    path = f"/v1/tickets/{ticket['id']}"
    header, said_at = then(1)
    comment = desk.http.post(f"{path}/comments", json={"body": "Which floor?"}, headers=header).json()
    assert comment["created_at"] == said_at
    shown = desk.read(path)
    assert (shown["created_at"], shown["updated_at"], shown["last_comment_at"]) == (made_at, said_at, said_at)
    assert [event["happened_at"] for event in desk.events(ticket["id"])] == [made_at, said_at, said_at]


@pytest.mark.parametrize(
    "given",
    ["", "now", "0", "1335859200", "2012-05-01", "2012-05-01T08:00:00", "2012-05-01 08:00:00Z", "2012-13-01T08:00:00Z"],
)
def test_what_is_no_time(desk: Desk, given: str) -> None:
    """The clock takes RFC 3339."""
    refused(desk.http.get("/v1/tickets", headers={"X-Clock": given}), 422, "field_invalid", "X-Clock")


@pytest.mark.parametrize("given", ["0001-01-01T00:00:00+01:00", "9999-12-31T23:59:59-01:00"])
def test_what_is_out_of_time(desk: Desk, given: str) -> None:
    """The years 1 to 9999 in UTC, as the tables have it."""
    answer = desk.http.post("/v1/clients", json={"name": "Cleo", "email": "o@time.example"}, headers={"X-Clock": given})
    assert refused(answer, 422, "client_times_in_range", "created_at", "updated_at", "deleted_at")["code"] == "23514"


def test_what_is_deleted_is_the_administrators_to_read(desk: Desk, agent: httpx.Client) -> None:
    """The history of a deleted ticket; of a live one it is everybody's."""
    ticket = desk.ticket()["id"]
    path = f"/v1/tickets/{ticket}"
    assert agent.get(f"{path}/history").json() == desk.read(f"{path}/history")
    desk.delete(path)
    refused(agent.get(f"{path}/history"), 404, "ticket_not_found", "id")
    assert [event["action"] for event in desk.events(ticket)] == ["create", "delete"]


def test_the_journal_names_who_did_it(desk: Desk, gateway: Served) -> None:
    """The agent whose token it was, and the gateway's role."""
    token = desk.token()
    with gateway.client(token["secret"]) as theirs:
        ticket = Desk(theirs).ticket()["id"]
    event = desk.events(ticket)[0]
    assert (event["actor_agent_id"], event["database_role"]) == (token["agent_id"], "ticketfirst_gateway")
