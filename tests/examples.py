"""An example of a request for every endpoint, by the function behind it."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import httpx

from gateway.endpoints import ENDPOINTS, Endpoint
from tests.desk import Desk, Object


class Example(NamedTuple):
    """A request that succeeds once."""

    path: str
    body: Object | None = None
    other: Object | None = None  # another body that would succeed as well
    version: int | None = None  # of the object that is read or written; None where there is none yet


def _ticket(desk: Desk, action: str = "", **bodies: Object) -> Example:
    agent = desk.agent()
    ticket = desk.ticket(agent_id=agent["id"])
    return Example(f"/v1/tickets/{ticket['id']}{action}", bodies.get("body"), bodies.get("other"), ticket["version"])


def _comment(desk: Desk, action: str = "", **bodies: Object) -> Example:
    comment = desk.comment()
    return Example(f"/v1/comments/{comment['id']}{action}", bodies.get("body"), bodies.get("other"), comment["version"])


def _client(desk: Desk, **bodies: Object) -> Example:
    return Example(f"/v1/clients/{desk.client()['id']}", bodies.get("body"), bodies.get("other"), 1)


def _agent(desk: Desk, **bodies: Object) -> Example:
    return Example(f"/v1/agents/{desk.agent()['id']}", bodies.get("body"), bodies.get("other"), 1)


def _restore(desk: Desk, example: Example) -> Example:
    desk.delete(example.path)
    return Example(f"{example.path}/restore", version=(example.version or 0) + 1)


def _comments(desk: Desk) -> Example:
    path = f"/v1/tickets/{desk.comment()['ticket_id']}/comments"
    return Example(path, {"body": "On it."}, {"body": "Done."})


def _people(kind: str) -> Callable[[Desk], Example]:
    def example(desk: Desk) -> Example:
        address = desk.client()["email"]  # no other has it
        return Example(
            f"/v1/{kind}", {"name": "Ada", "email": address + ".org"}, {"name": "Ada", "email": address + ".com"}
        )

    return example


def _ticket_create(desk: Desk) -> Example:
    client = desk.client()["id"]
    return Example("/v1/tickets", {"subject": "Smoke", "client_id": client}, {"subject": "Fire", "client_id": client})


def _token_create(desk: Desk) -> Example:
    agent = desk.agent()["id"]
    return Example("/v1/tokens", {"agent_id": agent, "name": "Phone"}, {"agent_id": agent, "name": "Robot"})


def _two(name: str, make: Callable[[], Object]) -> dict[str, Object]:
    """Give two bodies, each naming another object."""
    return {"body": {name: make()["id"]}, "other": {name: make()["id"]}}


EXAMPLES: dict[str, Callable[[Desk], Example]] = {
    "ticket_page": lambda desk: Example("/v1/tickets"),
    "ticket_create": _ticket_create,
    "ticket_get": _ticket,
    "ticket_update": lambda desk: _ticket(desk, body={"subject": "Smoke"}, other={"subject": "Fire"}),
    "ticket_delete": _ticket,
    "ticket_restore": lambda desk: _restore(desk, _ticket(desk)),
    "ticket_assign_agent": lambda desk: _ticket(desk, "/agent", **_two("agent_id", desk.agent)),
    "ticket_unassign_agent": lambda desk: _ticket(desk, "/agent"),
    "ticket_assign_client": lambda desk: _ticket(desk, "/client", **_two("client_id", desk.client)),
    "ticket_history_page": lambda desk: Example(_ticket(desk, "/history").path),
    "comment_page": lambda desk: Example(_comments(desk).path),
    "comment_create": _comments,
    "comment_get": _comment,
    "comment_update": lambda desk: _comment(desk, body={"body": "The third."}, other={"body": "The fourth."}),
    "comment_delete": _comment,
    "comment_restore": lambda desk: _restore(desk, _comment(desk)),
    "comment_move": lambda desk: _comment(desk, "/ticket", **_two("ticket_id", desk.ticket)),
    "client_page": lambda desk: Example("/v1/clients"),
    "client_create": _people("clients"),
    "client_get": _client,
    "client_update": lambda desk: _client(desk, body={"name": "Cleopatra"}, other={"active": False}),
    "client_delete": _client,
    "client_restore": lambda desk: _restore(desk, _client(desk)),
    "agent_page": lambda desk: Example("/v1/agents"),
    "agent_create": _people("agents"),
    "agent_get": _agent,
    "agent_update": lambda desk: _agent(desk, body={"name": "Benjamin"}, other={"role": "admin"}),
    "agent_delete": _agent,
    "agent_restore": lambda desk: _restore(desk, _agent(desk)),
    "token_page": lambda desk: Example("/v1/tokens"),
    "token_create": _token_create,
    "token_revoke": lambda desk: Example(f"/v1/tokens/{desk.token()['id']}", version=1),
}
READS = tuple(endpoint for endpoint in ENDPOINTS if endpoint.method == "GET")
WRITES = tuple(endpoint for endpoint in ENDPOINTS if endpoint.method != "GET")
VERSIONED = tuple(endpoint for endpoint in WRITES if endpoint.created_at is None)


def name(endpoint: object) -> str:
    """Name an endpoint in the list of the tests."""
    assert isinstance(endpoint, Endpoint)
    return endpoint.function


def send(http: httpx.Client, endpoint: Endpoint, example: Example, **headers: str) -> httpx.Response:
    """Send an example; a header `if_match` is `If-Match`."""
    named = {header.replace("_", "-"): value for header, value in headers.items()}
    return http.request(endpoint.method, example.path, json=example.body, headers=named)
