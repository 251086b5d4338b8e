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


def _service(desk: Desk, **bodies: Object) -> Example:
    return Example(f"/v1/services/{desk.service()['id']}", bodies.get("body"), bodies.get("other"), 1)


def _service_create(desk: Desk) -> Example:
    name = desk.service()["name"]  # no other has it
    return Example("/v1/services", {"name": f"{name} b", "role": "portal"}, {"name": f"{name} c", "role": "importer"})


def _identity_create(desk: Desk) -> Example:
    same = {"issuer": "https://id.example", "client_id": desk.client()["id"]}
    subject = desk.identity()["subject"]  # no other has it
    return Example("/v1/identities", same | {"subject": f"{subject} b"}, same | {"subject": f"{subject} c"})


def _organisation(desk: Desk, **bodies: Object) -> Example:
    path = f"/v1/organisations/{desk.organisation()['id']}"
    return Example(path, bodies.get("body"), bodies.get("other"), 1)


def _organisation_create(desk: Desk) -> Example:
    name = f"{desk.organisation()['name']} Ltd"  # no other has it
    return Example("/v1/organisations", {"name": name}, {"name": f"{name} Co"})


def _organisation_member(desk: Desk, organisation_id: int | None = None) -> Example:
    """A client to be added to an organisation, or one who is in it."""
    client_id = desk.client()["id"]
    organisation_id = organisation_id or desk.organisation(client_id)["id"]
    return Example(f"/v1/organisations/{organisation_id}/members/{client_id}")


def _team(desk: Desk, **bodies: Object) -> Example:
    return Example(f"/v1/teams/{desk.team()['id']}", bodies.get("body"), bodies.get("other"), 1)


def _team_ticket(desk: Desk) -> Example:
    return Example(f"/v1/tickets/{desk.ticket(team_id=desk.team()['id'])['id']}/team", version=1)


def _team_create(desk: Desk) -> Example:
    taken = desk.team()["name"]  # no other has it
    return Example("/v1/teams", {"name": f"{taken} by day"}, {"name": f"{taken} by night"})


def _team_update(desk: Desk) -> Example:
    names = _team_create(desk)
    return _team(desk, body=names.body or {}, other=names.other or {})


def _team_member(desk: Desk) -> Example:
    agent_id = desk.agent()["id"]
    return Example(f"/v1/teams/{desk.team(agent_id)['id']}/members/{agent_id}")


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
    "ticket_assign_team": lambda desk: _ticket(desk, "/team", **_two("team_id", desk.team)),
    "ticket_unassign_team": _team_ticket,
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
    "team_page": lambda desk: Example("/v1/teams"),
    "team_create": _team_create,
    "team_get": _team,
    "team_update": _team_update,
    "team_delete": _team,
    "team_restore": lambda desk: _restore(desk, _team(desk)),
    "team_member_page": lambda desk: Example(f"/v1/teams/{desk.team()['id']}/members"),
    "team_member_add": lambda desk: Example(f"/v1/teams/{desk.team()['id']}/members/{desk.agent()['id']}"),
    "team_member_remove": _team_member,
    "token_page": lambda desk: Example("/v1/tokens"),
    "token_create": _token_create,
    "token_revoke": lambda desk: Example(f"/v1/tokens/{desk.token()['id']}", version=1),
    "service_page": lambda desk: Example("/v1/services"),
    "service_create": _service_create,
    "service_get": _service,
    "service_update": lambda desk: _service(desk, body={"role": "importer"}, other={"active": False}),
    "service_delete": _service,
    "service_restore": lambda desk: _restore(desk, _service(desk)),
    "identity_page": lambda desk: Example("/v1/identities"),
    "identity_create": _identity_create,
    "identity_delete": lambda desk: Example(f"/v1/identities/{desk.identity()['id']}"),
    "me": lambda desk: Example("/v1/me"),
    "organisation_page": lambda desk: Example("/v1/organisations"),
    "organisation_create": _organisation_create,
    "organisation_get": _organisation,
    "organisation_update": lambda desk: _organisation(desk, body={"is_shared": True}, other={"is_shared": False}),
    "organisation_delete": _organisation,
    "organisation_restore": lambda desk: _restore(desk, _organisation(desk)),
    "organisation_member_page": lambda desk: Example(f"/v1/organisations/{desk.organisation()['id']}/members"),
    "organisation_member_add": lambda desk: _organisation_member(desk, desk.organisation()["id"]),
    "organisation_member_remove": _organisation_member,
}
READS = tuple(endpoint for endpoint in ENDPOINTS if endpoint.method == "GET")
WRITES = tuple(endpoint for endpoint in ENDPOINTS if endpoint.method != "GET")
VERSIONED = tuple(endpoint for endpoint in WRITES if endpoint.has_if_match)


def name(endpoint: object) -> str:
    """Name an endpoint in the list of the tests."""
    assert isinstance(endpoint, Endpoint)
    return endpoint.function


def send(http: httpx.Client, endpoint: Endpoint, example: Example, **headers: str) -> httpx.Response:
    """Send an example; a header `if_match` is `If-Match`."""
    named = {header.replace("_", "-"): value for header, value in headers.items()}
    return http.request(endpoint.method, example.path, json=example.body, headers=named)
