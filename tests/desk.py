"""A helpdesk over HTTP: objects for a test to work on, what a refusal looks like, and all that the tables hold."""

from __future__ import annotations

from itertools import count
from typing import Any

import httpx
import psycopg
from psycopg import sql

Object = dict[str, Any]

MEMBERS = {"type", "title", "status", "detail", "code", "errors", "request_id"}
TABLES = (
    *("agent", "client", "team", "ticket", "comment", "api_token", "service", "identity", "event"),
    *("organisation", "organisation_member"),
)

_numbers = count(1)


class Desk:
    """Makes and reads objects as the caller that a client of HTTP stands for."""

    def __init__(self, http: httpx.Client) -> None:
        """Work through a client that has a token."""
        self.http = http

    def make(self, path: str, fields: Object) -> Object:
        """Create an object."""
        answer = self.http.post(path, json=fields)
        assert answer.status_code == 201, answer.text
        made: Object = answer.json()
        return made

    def client(self, **fields: Any) -> Object:
        """Create a client whose email address nobody else has."""
        return self.make("/v1/clients", {"name": "Cleo", "email": f"client{next(_numbers)}@client.example"} | fields)

    def agent(self, **fields: Any) -> Object:
        """Create an agent whose email address nobody else has."""
        return self.make("/v1/agents", {"name": "Ben", "email": f"agent{next(_numbers)}@desk.example"} | fields)

    def team(self, *agent_ids: int, **fields: Any) -> Object:
        """Create a team, whose name no other has, of these agents."""
        team = self.make("/v1/teams", {"name": f"Team {next(_numbers)}"} | fields)
        for agent_id in agent_ids:
            answer = self.http.put(f"/v1/teams/{team['id']}/members/{agent_id}")
            assert answer.status_code == 200, answer.text
        return team

    def ticket(self, **fields: Any) -> Object:
        """Create a ticket, of a new client unless one is given."""
        client = {} if "client_id" in fields else {"client_id": self.client()["id"]}
        return self.make("/v1/tickets", {"subject": "Printer on fire"} | client | fields)

    def comment(self, ticket_id: int | None = None, **fields: Any) -> Object:
        """Comment, on a new ticket unless one is given."""
        ticket_id = ticket_id or self.ticket()["id"]
        return self.make(f"/v1/tickets/{ticket_id}/comments", {"body": "Which floor?"} | fields)

    def token(self, **fields: Any) -> Object:
        """Create a token, of a new agent unless somebody is given."""
        agent = {} if fields.keys() & {"agent_id", "client_id", "service_id"} else {"agent_id": self.agent()["id"]}
        return self.make("/v1/tokens", {"name": "Test"} | agent | fields)

    def service(self, **fields: Any) -> Object:
        """Create a service whose name no other has."""
        return self.make("/v1/services", {"name": f"Service {next(_numbers)}", "role": "portal"} | fields)

    def identity(self, **fields: Any) -> Object:
        """Create an identity whose subject no other has, of a new agent unless somebody is given."""
        agent = {} if fields.keys() & {"agent_id", "client_id", "service_id"} else {"agent_id": self.agent()["id"]}
        subject = f"subject {next(_numbers)}"
        return self.make("/v1/identities", {"issuer": "https://id.example", "subject": subject} | agent | fields)

    def organisation(self, *members: int, **fields: Any) -> Object:
        """Create an organisation whose name no other has, of these clients."""
        made = self.make("/v1/organisations", {"name": f"Organisation {next(_numbers)}"} | fields)
        for client_id in members:
            answer = self.http.put(f"/v1/organisations/{made['id']}/members/{client_id}")
            assert answer.status_code == 200, answer.text
        return made

    def read(self, path: str, **query: Any) -> Object:
        """Read an object or a page."""
        answer = self.http.get(path, params=query or None)
        assert answer.status_code == 200, answer.text
        found: Object = answer.json()
        return found

    def ids(self, path: str, **query: Any) -> list[int]:
        """Give the ids of a page, in its order."""
        return [item["id"] for item in self.read(path, **query)["items"]]

    def delete(self, path: str, **query: Any) -> None:
        """Delete an object."""
        answer = self.http.delete(path, params=query or None)
        assert (answer.status_code, answer.content) == (204, b""), answer.text

    def events(self, ticket_id: int) -> list[Object]:
        """Give the journal of a ticket."""
        items: list[Object] = self.read(f"/v1/tickets/{ticket_id}/history", limit=100)["items"]
        return items


def token_of(database_url: str, **whose: int) -> str:
    """Make a token in SQL, and give its secret: `token_of(url, client_id=3)`."""
    ((kind, identity),) = whose.items()
    query = sql.SQL("SELECT (api.token_create({} => %s, name => 'Test')).secret").format(sql.Identifier(kind))
    with psycopg.connect(database_url) as session:
        row = session.execute(query, [identity]).fetchone()
    assert row is not None
    return str(row[0])


def refused(answer: httpx.Response, status: int, rule: str, *fields: str | None) -> Object:
    """Hold that a request was refused by this rule, in the form that every problem has, and give the problem."""
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    problem: Object = answer.json()
    assert (answer.status_code, problem["type"]) == (status, f"/problems/{rule.replace('_', '-')}"), answer.text
    assert problem.keys() - {"hint"} == MEMBERS
    assert problem["status"] == status
    assert problem["title"] == rule.replace("_", " ").capitalize()
    assert problem["detail"]
    assert len(problem["code"]) == 5
    assert problem["request_id"] == answer.headers["x-request-id"]
    assert [error["field"] for error in problem["errors"]] == list(fields), answer.text
    for error in problem["errors"]:
        assert error.keys() == {"field", "message", "rule"}
        assert error["message"]
        assert error["rule"]
    return problem


def contents(database_url: str) -> dict[str, list[str]]:
    """Give every row of every table that a request may change."""
    query = sql.SQL("SELECT t::text FROM desk.{} AS t ORDER BY 1")
    with psycopg.connect(database_url) as session:
        return {table: [row[0] for row in session.execute(query.format(sql.Identifier(table)))] for table in TABLES}
