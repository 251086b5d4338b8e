"""The endpoints are those that were promised, documented as such, and answer what the functions answer in SQL."""

import json
import re
from typing import Any

import psycopg
import pytest

from gateway.endpoints import ENDPOINTS, Endpoint
from tests.conftest import Database
from tests.desk import Desk
from tests.examples import EXAMPLES, name, send

# Written out by hand: an endpoint is not made, changed or dropped by editing one table alone.
TABLE = """
/v1/tickets                    POST GET
/v1/tickets/{id}               GET PATCH DELETE
/v1/tickets/{id}/restore       POST
/v1/tickets/{id}/agent         PUT DELETE
/v1/tickets/{id}/client        PUT
/v1/tickets/{id}/team          PUT DELETE
/v1/tickets/{id}/comments      GET POST
/v1/tickets/{id}/history       GET
/v1/comments/{id}              GET PATCH DELETE
/v1/comments/{id}/restore      POST
/v1/comments/{id}/ticket       PUT
/v1/agents                     POST GET
/v1/agents/{id}                GET PATCH DELETE
/v1/agents/{id}/restore        POST
/v1/clients                    POST GET
/v1/clients/{id}               GET PATCH DELETE
/v1/clients/{id}/restore       POST
/v1/teams                      POST GET
/v1/teams/{id}                 GET PATCH DELETE
/v1/teams/{id}/restore         POST
/v1/teams/{id}/members         GET
/v1/teams/{id}/members/{id}    PUT DELETE
/v1/tokens                     POST GET
/v1/tokens/{id}                DELETE
/v1/services                   POST GET
/v1/services/{id}              GET PATCH DELETE
/v1/services/{id}/restore      POST
/v1/identities                 POST GET
/v1/identities/{id}            DELETE
/v1/me                         GET
/v1/organisations              POST GET
/v1/organisations/{id}         GET PATCH DELETE
/v1/organisations/{id}/restore POST
/v1/organisations/{id}/members GET
/v1/organisations/{id}/members/{id} PUT DELETE
"""
PROMISED = {(method, path) for path, *methods in map(str.split, TABLE.split("\n")[1:-1]) for method in methods}
SERVICE = {("GET", "/healthz"), ("GET", "/readyz"), ("GET", "/problems/{name}")}

CREATED = {
    "ticket_create": "id subject description client_id agent_id team_id comment_count last_comment_at"
    " version created_at updated_at",
    "comment_create": "id ticket_id author_agent_id author_client_id body visibility version created_at updated_at",
    "client_create": "id name email active version created_at updated_at",
    "agent_create": "id name email role active version created_at updated_at",
    "token_create": "id agent_id client_id service_id name scopes expires_at last_used_at version created_at updated_at"
    " secret",
    "service_create": "id name role active version created_at updated_at",
    "identity_create": "id issuer subject agent_id client_id service_id created_at",
    "team_create": "id name version created_at updated_at",
    "organisation_create": "id name is_shared version created_at updated_at",
}


def without_names(path: str) -> str:
    """Give a path whose parameters are all called `id`."""
    return re.sub(r"\{\w+\}", "{id}", path)


def test_there_is_every_endpoint_and_no_other() -> None:
    """Method by method, path by path."""
    assert {(endpoint.method, without_names(endpoint.path)) for endpoint in ENDPOINTS} == PROMISED
    assert len(ENDPOINTS) == len(PROMISED)


def test_the_document_has_every_endpoint(desk: Desk) -> None:
    """OpenAPI names them, each once, with its success, its refusals and the headers of its answers."""
    document = desk.read("/openapi.json")
    assert document["openapi"].startswith("3.1")
    operations = {
        (method.upper(), path): operation
        for path, item in document["paths"].items()
        for method, operation in item.items()
    }
    assert operations.keys() == {(endpoint.method, endpoint.path) for endpoint in ENDPOINTS} | SERVICE
    assert len({operation["operationId"] for operation in operations.values()}) == len(operations)
    for endpoint in ENDPOINTS:
        operation = operations[endpoint.method, endpoint.path]
        success = operation["responses"][str(endpoint.status)]
        assert {"X-Request-Id", "Server-Timing"} <= success["headers"].keys()
        assert ("content" in success) == (endpoint.status != 204)
        assert ("Cache-Control" in success["headers"]) == (endpoint.function == "token_create")
        for status, refusal in operation["responses"].items():
            assert (int(status) >= 400) == ("application/problem+json" in refusal.get("content", {}))
        parameters = {parameter["name"] for parameter in operation["parameters"]}
        assert ("Idempotency-Key" in parameters) == (endpoint.method != "GET")
        assert operation["security"]


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=name)
def test_the_example_answers_as_promised(desk: Desk, endpoint: Endpoint) -> None:
    """Each endpoint's status, media type, ETag and Location."""
    example = EXAMPLES[endpoint.function](desk)
    assert re.fullmatch(re.sub(r"\{\w+\}", r"\\d+", endpoint.path), example.path)
    answer = send(desk.http, endpoint, example)
    assert answer.status_code == endpoint.status, answer.text
    if endpoint.status == 204:
        assert answer.content == b""
        assert not answer.headers.keys() & {"etag", "content-type", "content-length"}
        return
    made = answer.json()
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers.get("etag") == (f'"{made["version"]}"' if "version" in made else None)
    assert answer.headers.get("cache-control") == ("no-store" if made.get("secret") else None)
    if endpoint.status == 201:
        assert list(made) == CREATED[endpoint.function].split()
        assert answer.headers["location"] == f"{endpoint.created_at}{made['id']}"
        if endpoint.function not in {"token_create", "identity_create"}:  # which are only listed
            assert desk.read(answer.headers["location"]) == made
    else:
        assert "location" not in answer.headers


def in_sql(database: Database, call: str, *arguments: object) -> Any:
    """Call a function as a database administrator does."""
    with psycopg.connect(database.url()) as session:
        row = session.execute(f"SELECT to_json({call})::text".encode(), arguments).fetchone()
    assert row is not None
    return json.loads(row[0])


def test_http_answers_what_sql_answers(desk: Desk, database18: Database) -> None:
    """Every kind of object, field by field and in the same order, as one and in a list."""
    agent, ticket = desk.agent(role="admin"), desk.ticket(description='"Quoted" \\ ünï\u2028code 🔥\n')
    comment, client = desk.comment(ticket["id"], visibility="internal"), desk.client(active=False)
    token = desk.token(agent_id=agent["id"], expires_at="2199-12-31T23:59:59.123456+05:30")
    service = desk.service(name='"Quoted" \\ ünï')
    desk.identity(agent_id=agent["id"], subject="ünï|\u2028")
    calls = {
        f"/v1/tickets/{ticket['id']}": ("api.ticket_get(%s)", ticket["id"]),
        f"/v1/comments/{comment['id']}": ("api.comment_get(%s)", comment["id"]),
        f"/v1/clients/{client['id']}": ("api.client_get(%s)", client["id"]),
        f"/v1/agents/{agent['id']}": ("api.agent_get(%s)", agent["id"]),
        f"/v1/tickets/{ticket['id']}/comments": ("api.comment_page(%s)", ticket["id"]),
        f"/v1/tickets/{ticket['id']}/history": ("api.ticket_history_page(%s)", ticket["id"]),
        f"/v1/tokens?agent_id={agent['id']}": ("api.token_page(agent_id => %s)", agent["id"]),
        f"/v1/services/{service['id']}": ("api.service_get(%s)", service["id"]),
        "/v1/services?limit=2&sort=-name": ("api.service_page(row_limit => 2, sort => '-name')",),
        f"/v1/identities?agent_id={agent['id']}": ("api.identity_page(agent_id => %s)", agent["id"]),
        "/v1/tickets?limit=2": ("api.ticket_page(row_limit => 2)",),
        "/v1/clients?limit=2&sort=-name": ("api.client_page(row_limit => 2, sort => '-name')",),
        "/v1/agents?active=true": ("api.agent_page(active => true)",),
    }
    for path, (call, *arguments) in calls.items():
        assert json.dumps(desk.read(path)) == json.dumps(in_sql(database18, call, *arguments)), path
    listed = desk.read("/v1/tokens", agent_id=agent["id"])["items"]
    assert [item | {"secret": token["secret"]} for item in listed] == [token]
    assert token["expires_at"] == "2199-12-31T18:29:59.123456+00:00"
