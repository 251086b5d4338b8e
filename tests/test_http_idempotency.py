"""Idempotency-Key: a write that is repeated is done once, and answered as it was the first time."""

import re
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from threading import Barrier

import httpx
import pytest

from gateway.endpoints import Endpoint
from tests.conftest import GATEWAY, Database
from tests.desk import Desk, Object, contents, refused
from tests.examples import EXAMPLES, WRITES, name, send
from tests.gateways import Served, first_token, serving

MANY = 30
KEPT = ("etag", "location", "content-type", "content-length")

_numbers = count(1)


@pytest.fixture
def key() -> str:
    """Give a key that no other test has."""
    return f"key {next(_numbers)}"


def answered(answer: httpx.Response) -> tuple[object, ...]:
    """Give what a repetition has to repeat."""
    return (answer.status_code, answer.content, *(answer.headers.get(header) for header in KEPT))


def is_replayed(answer: httpx.Response) -> bool:
    """Tell whether the answer was given before."""
    assert answer.headers.get("idempotency-replayed", "true") == "true"
    return "idempotency-replayed" in answer.headers


@pytest.mark.parametrize("endpoint", WRITES, ids=name)
def test_a_repetition_gets_the_first_answer(desk: Desk, database18: Database, endpoint: Endpoint, key: str) -> None:
    """The same status, bytes and headers, said to be a repetition; and the tables stay as they are."""
    example = EXAMPLES[endpoint.function](desk)
    before = contents(database18.url())
    first = send(desk.http, endpoint, example, idempotency_key=key)
    after = contents(database18.url())
    assert (first.status_code, is_replayed(first)) == (endpoint.status, False), first.text
    assert before != after
    assert sum(len(after[table]) - len(before[table]) for table in before if table != "event") <= 1
    for _ in range(2):
        again = send(desk.http, endpoint, example, idempotency_key=key)
        assert is_replayed(again)
        if endpoint.function == "token_create":
            assert again.json() == first.json() | {"secret": None}
        else:
            assert answered(again) == answered(first)
    assert contents(database18.url()) == after


@pytest.mark.parametrize("endpoint", [endpoint for endpoint in WRITES if endpoint.body is not None], ids=name)
def test_another_body(desk: Desk, database18: Database, endpoint: Endpoint, key: str) -> None:
    """The key is taken: 422, and nothing is done."""
    example = EXAMPLES[endpoint.function](desk)
    assert send(desk.http, endpoint, example, idempotency_key=key).is_success
    after = contents(database18.url())
    answer = send(desk.http, endpoint, example._replace(body=example.other), idempotency_key=key)
    refused(answer, 422, "idempotency_key_reused", "Idempotency-Key")
    assert contents(database18.url()) == after
    assert send(desk.http, endpoint, example._replace(body=example.other), idempotency_key=f"{key} b").is_success


@pytest.mark.parametrize("endpoint", WRITES, ids=name)
def test_what_is_no_key(desk: Desk, database18: Database, endpoint: Endpoint) -> None:
    """400, and nothing is done."""
    example = EXAMPLES[endpoint.function](desk)
    before = contents(database18.url())
    for given in ("", "x" * 256, "tab\tin it", "ünïcode"):
        headers = {b"idempotency-key": given.encode()}
        answer = desk.http.request(endpoint.method, example.path, json=example.body, headers=headers)
        refused(answer, 400, "idempotency_key_shape", "Idempotency-Key")
    twice = [("idempotency-key", "a"), ("idempotency-key", "b")]
    refused(
        desk.http.request(endpoint.method, example.path, json=example.body, headers=twice), 400, "request_malformed"
    )
    assert contents(database18.url()) == before


def test_the_longest_key(desk: Desk) -> None:
    """255 characters, on the longest path."""
    client = desk.client()
    path = f"/v1/clients/{client['id']}/restore"
    for is_repetition in (False, True):
        assert is_replayed(desk.http.post(path, headers={"Idempotency-Key": "~" * 255})) == is_repetition


def test_another_query_is_another_request(desk: Desk, key: str) -> None:
    """Who gets the tickets is part of what is asked for."""
    agent, other = desk.agent(), desk.agent()
    path, keyed = f"/v1/agents/{agent['id']}", {"Idempotency-Key": key}
    assert desk.http.delete(path, params={"reassign_to": other["id"]}, headers=keyed).status_code == 204
    refused(desk.http.delete(path, headers=keyed), 422, "idempotency_key_reused", "Idempotency-Key")


def test_a_key_belongs_to_method_path_and_actor(desk: Desk, gateway: Served, key: str) -> None:
    """The same key elsewhere, or with somebody else, is another key."""
    ticket, other = desk.ticket(), desk.ticket()
    agent = desk.agent()
    keyed = {"Idempotency-Key": key}
    path, patch = f"/v1/tickets/{ticket['id']}", {"subject": "Smoke"}
    with gateway.client(desk.token(agent_id=agent["id"])["secret"]) as theirs:
        answers = [
            desk.http.patch(path, json=patch, headers=keyed),
            desk.http.patch(f"/v1/tickets/{other['id']}", json=patch, headers=keyed),
            desk.http.put(f"{path}/agent", json={"agent_id": agent["id"]}, headers=keyed),
            desk.http.delete(f"{path}/agent", headers=keyed),
            theirs.patch(path, json=patch, headers=keyed),
            theirs.patch(f"{path}", json=patch, headers={"Idempotency-Key": key.upper()}),
        ]
    assert [(answer.status_code, is_replayed(answer)) for answer in answers] == [(200, False)] * 6


def test_two_tokens_of_one_agent_are_one_actor(desk: Desk, gateway: Served, key: str) -> None:
    """Who got a new token meanwhile is still the same."""
    agent = desk.agent()
    body = {"name": "Cleo", "email": "one@actor.example"}
    for is_repetition in (False, True):
        with gateway.client(desk.token(agent_id=agent["id"])["secret"]) as theirs:
            answer = theirs.post("/v1/clients", json=body, headers={"Idempotency-Key": key})
            assert (answer.status_code, is_replayed(answer)) == (201, is_repetition)


def test_an_error_is_not_kept(desk: Desk, database18: Database, key: str) -> None:
    """Whether by a rule, a limit, a version or a right: the corrected request uses the key again."""
    client, keyed = desk.client(active=False), {"Idempotency-Key": key}
    body: Object = {"subject": "Smoke", "client_id": client["id"]}
    before = contents(database18.url())
    refused(desk.http.post("/v1/tickets", json=body, headers=keyed), 422, "ticket_client_inactive", "client_id")
    refused(desk.http.post("/v1/tickets", json={}, headers=keyed), 422, "field_missing", "subject")
    assert contents(database18.url()) == before
    assert desk.http.patch(f"/v1/clients/{client['id']}", json={"active": True}).status_code == 200
    answers = [desk.http.post("/v1/tickets", json=body, headers=keyed) for _ in range(2)]
    assert [(answer.status_code, is_replayed(answer)) for answer in answers] == [(201, False), (201, True)]

    path = f"/v1/tickets/{answers[0].json()['id']}"
    stale = keyed | {"If-Match": '"7"'}
    refused(desk.http.patch(path, json={"subject": "Fire"}, headers=stale), 412, "ticket_version_stale", "If-Match")
    corrected = desk.http.patch(path, json={"subject": "Water"}, headers=keyed | {"If-Match": '"1"'})
    assert (corrected.status_code, is_replayed(corrected)) == (200, False)


def test_a_repetition_is_told_even_where_it_could_not_be_done_again(desk: Desk, key: str) -> None:
    """Deleted is deleted, and the version of If-Match was the right one then."""
    ticket, keyed = desk.ticket(), {"Idempotency-Key": key, "If-Match": '"1"'}
    path = f"/v1/tickets/{ticket['id']}"
    answers = [desk.http.delete(path, headers=keyed) for _ in range(2)]
    assert [(answer.status_code, is_replayed(answer)) for answer in answers] == [(204, False), (204, True)]
    refused(desk.http.delete(path), 404, "ticket_not_found", "id")


def test_no_token_no_repetition(desk: Desk, gateway: Served, key: str) -> None:
    """A token that was revoked reads no kept answers."""
    agent, body = desk.agent(), {"name": "Cleo", "email": "no@repetition.example"}
    token = desk.token(agent_id=agent["id"])
    with gateway.client(token["secret"]) as theirs:
        assert theirs.post("/v1/clients", json=body, headers={"Idempotency-Key": key}).status_code == 201
        desk.delete(f"/v1/tokens/{token['id']}")
        refused(theirs.post("/v1/clients", json=body, headers={"Idempotency-Key": key}), 401, "token_invalid")


def test_a_secret_is_told_once(desk: Desk, database18: Database, key: str) -> None:
    """The repetition has the token without its secret, which stands nowhere."""
    body, keyed = {"agent_id": desk.agent()["id"], "name": "Once"}, {"Idempotency-Key": key}
    first, again = (desk.http.post("/v1/tokens", json=body, headers=keyed) for _ in range(2))
    assert re.fullmatch(r"tf_[0-9a-f]{64}", first.json()["secret"])
    assert again.json() == first.json() | {"secret": None}
    assert again.headers["location"] == first.headers["location"]
    assert first.json()["secret"] not in str(contents(database18.url()))


def test_many_at_once_on_two_gateways_and_after_a_restart(database: Database) -> None:
    """One ticket and one event, the same bytes for all; a gateway that is started later answers them too."""
    url = database.url(GATEWAY)
    token = first_token(database.url())
    with serving(url, token) as one, serving(url, token) as two, one.client() as http, two.client() as other:
        client = Desk(http).client()
        body, keyed = {"subject": "Smoke", "client_id": client["id"]}, {"Idempotency-Key": "the same"}
        barrier = Barrier(MANY)

        def create(number: int) -> httpx.Response:
            barrier.wait(20)
            return (http, other)[number % 2].post("/v1/tickets", json=body, headers=keyed)

        with ThreadPoolExecutor(MANY) as threads:
            answers = list(threads.map(create, range(MANY)))
        assert sorted(is_replayed(answer) for answer in answers) == [False] + [True] * (MANY - 1)
        assert len({answered(answer) for answer in answers}) == 1
        assert answers[0].status_code == 201
        rows = contents(database.url())
        assert (len(rows["ticket"]), len([row for row in rows["event"] if ",ticket," in row])) == (1, 1)
    with serving(url, token) as later, later.client() as http:
        answer = http.post("/v1/tickets", json=body, headers=keyed)
        assert (answered(answer), is_replayed(answer)) == (answered(answers[0]), True)
        assert contents(database.url()) == rows
