"""PostGraphile 5 on TicketFirst's functions: bench/peers/postgraphile."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from bench.compare.contender import DATABASE, KEY_MARK, PEERS, SETUP, Program, Request
from bench.compare.work import Draw, Work
from tools.cluster import Cluster

FOLDER = SETUP / "postgraphile"
CONNECTIONS = 8  # of each worker to PostgreSQL: as many as TicketFirst's gateway has for writing
YOUNG = "--max-semi-space-size=64"  # what a request leaves behind is collected while it is young, and seldom
TICKET = (
    " fragment ticket on Ticket"
    " {id: rowId subject description clientId agentId teamId commentCount lastCommentAt version createdAt updatedAt}"
)
COMMENT = (
    " fragment comment on Comment"
    " {id: rowId ticketId authorAgentId authorClientId body visibility version createdAt updatedAt}"
)
# The texts never change, so that the server parses, checks and plans each of them once.
DOCUMENTS = {
    Work.POINT_READ: "query($id: BigInt!) {ticketGet(id: $id) {...ticket}}" + TICKET,
    Work.LIST: 'query($agent: BigInt!) {ticketPage(agentId: $agent, sort: "-updated_at") {items {...ticket} next}}'
    + TICKET,
    Work.WORDS: 'query($words: String!) {ticketPage(subject: $words, sort: "-id") {items {...ticket} next}}' + TICKET,
    Work.CREATE: "mutation($subject: String!, $client: BigInt!)"
    " {ticketCreate(input: {subject: $subject, clientId: $client}) {result {...ticket}}}" + TICKET,
    Work.COMMENT: "mutation($ticket: BigInt!, $body: String!)"
    " {commentCreate(input: {ticketId: $ticket, body: $body}) {result {...comment}}}" + COMMENT,
    Work.ASSIGN: "mutation($ticket: BigInt!, $agent: BigInt!)"
    " {ticketAssignAgent(input: {id: $ticket, agentId: $agent}) {result {...ticket}}}" + TICKET,
}


class PostGraphile:
    """GraphQL made from the database's catalogue."""

    name = "postgraphile"
    title = "PostGraphile"
    about = (
        "PostGraphile 5.1 on Node.js 24, a GraphQL API that it makes from TicketFirst's own functions:"
        " the same database, tokens, rules and idempotency keys."
    )

    def prepare(self, cluster: Cluster) -> None:
        """Need nothing: it reads the catalogue of TicketFirst's database when it starts."""

    def program(self, cluster: Cluster, port: int, workers: int) -> Program:
        """Say how it is started."""
        return Program(
            [FOLDER / "node_modules" / ".bin" / "node", YOUNG, PEERS / "postgraphile" / "server.cjs"],
            {
                "DATABASE_URL": cluster.socket_url(DATABASE, "ticketfirst_gateway"),
                "GRAPHILE_ENV": "production",
                "NODE_ENV": "production",
                "NODE_PATH": str(FOLDER / "node_modules"),
                "POOL_SIZE": str(CONNECTIONS),
                "PORT": str(port),
                "WORKERS": str(workers),
            },
            ready="/graphql",
        )

    def request(self, work: Work, draw: Draw) -> Request | None:
        """Ask for everything that the function gives."""
        headers = {"Authorization": f"Bearer {draw.token}", "Content-Type": "application/json"}
        if work is Work.CREATE:
            headers["Idempotency-Key"] = KEY_MARK
        body = {"query": DOCUMENTS[work], "variables": variables(work, draw)}
        return Request("POST", "/graphql", headers, json.dumps(body, separators=(",", ":")).encode())

    def tickets(self, work: Work, body: bytes) -> Sequence[int]:
        """Give the ids of the tickets. A failed request is 200, too, with errors beside the data."""
        answer = json.loads(body)
        if "errors" in answer:
            raise ValueError(answer["errors"])
        data = answer["data"]
        if work is Work.POINT_READ:
            return [int(data["ticketGet"]["id"])]
        return [int(ticket["id"]) for ticket in data["ticketPage"]["items"]]


def variables(work: Work, draw: Draw) -> Mapping[str, str]:
    """Give what differs from one request to the next."""
    match work:
        case Work.POINT_READ:
            return {"id": str(draw.ticket)}
        case Work.LIST:
            return {"agent": str(draw.caller)}
        case Work.WORDS:
            return {"words": draw.words}
        case Work.CREATE:
            return {"subject": "Printer on fire", "client": str(draw.client)}
        case Work.COMMENT:
            return {"ticket": str(draw.ticket), "body": "On my way"}
        case Work.ASSIGN:
            return {"ticket": str(draw.ticket), "agent": str(draw.assignee)}


CONTENDER = PostGraphile()
