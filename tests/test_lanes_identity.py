"""Many callers of two agents on shared connections: nobody ever is the other, in an answer or in the journal."""

import asyncio
from collections import Counter
from collections.abc import Iterator

import psycopg
import pytest

from tests.callers import Client, End, calling, figures
from tests.conftest import GATEWAY, Database
from tests.gateways import Served, first_token, serving

CALLERS, ROUNDS = 200, 4
MAKE_AGENT = """
SELECT a.id, (api.token_create(a.id, 'test')).secret
  FROM api.agent_create(name => %s, email => %s, role => %s) AS a
"""
JOURNAL = "SELECT request_id, actor_agent_id, database_role FROM desk.event WHERE request_id LIKE 'caller-%'"


@pytest.fixture(scope="module")
def served(database18: Database) -> Iterator[Served]:
    """A gateway with few lanes, so that all callers share them, and one client to make tickets for."""
    token = first_token(database18.url())
    with psycopg.connect(database18.url()) as session:
        session.execute("SELECT api.client_create('Cleo', 'cleo@client.example')")
    with serving(database18.url(GATEWAY), token, read_lanes=1, write_lanes=3, lane_seconds=20) as served:
        yield served


@pytest.fixture(scope="module")
def agents(database18: Database, served: Served) -> list[tuple[int, str]]:
    """An administrator and an agent who is none, each with a token."""
    assert served.token
    found = []
    with psycopg.connect(database18.url()) as session:
        for name, role in (("Ada", "admin"), ("Ben", "agent")):
            row = session.execute(MAKE_AGENT, [name, f"{name}@desk.example", role]).fetchone()
            assert row is not None
            found.append((row[0], row[1]))
    return found


async def call_in_turns(client: Client, number: int, agent: int, *, is_admin: bool) -> list[End]:
    """Make a ticket, comment on it, and ask for what only administrators may, again and again."""
    ends = []
    for turn in range(ROUNDS):
        request = f"caller-{agent}-{number}-{turn}"
        ticket = await client.call(
            "POST", "/v1/tickets", {"subject": request, "client_id": 1}, x_request_id=f"{request}-ticket"
        )
        comments = f"/v1/tickets/{ticket.body['id']}/comments"
        comment = await client.call("POST", comments, {"body": request}, x_request_id=f"{request}-comment")
        tokens = await client.call("GET", "/v1/tokens", x_request_id=f"{request}-tokens")
        missing = await client.call("GET", "/v1/tickets/999999999", x_request_id=f"{request}-missing")
        assert (ticket.status, comment.status, missing.status) == (201, 201, 404)
        assert ticket.body["subject"] == request
        assert comment.body["author_agent_id"] == agent
        assert tokens.status == (200 if is_admin else 403)
        for end, what in ((ticket, "ticket"), (comment, "comment"), (tokens, "tokens"), (missing, "missing")):
            assert end.headers["x-request-id"] == f"{request}-{what}"
        ends += [ticket, comment, tokens, missing]
    return ends


def test_two_actors(served: Served, database18: Database, agents: list[tuple[int, str]]) -> None:
    """200 callers at once, each as one of two agents: the journal has every write under its own agent and request."""

    async def work() -> list[End]:
        (ada, admin_token), (ben, agent_token) = agents
        async with calling(served, admin_token) as as_ada, calling(served, agent_token) as as_ben:
            turns = [
                call_in_turns(as_ben, number, ben, is_admin=False)
                if number % 2
                else call_in_turns(as_ada, number, ada, is_admin=True)
                for number in range(CALLERS)
            ]
            return [end for ends in await asyncio.gather(*turns) for end in ends]

    ends = asyncio.run(work())
    with psycopg.connect(database18.url()) as session:
        journal = session.execute(JOURNAL).fetchall()
    wrong = [event for event in journal if event[0].split("-")[1] != str(event[1])]
    by_agent = Counter(event[1] for event in journal)
    print(
        f"{CALLERS} callers of two agents: {figures(ends)}; {len(journal)} events, by agent {dict(by_agent)}; ", end=""
    )
    print(f"under the wrong agent: {len(wrong)}")
    assert wrong == []
    assert {event[2] for event in journal} == {GATEWAY}
    # A ticket is one event, a comment two: its own and its ticket's.
    assert by_agent == dict.fromkeys((agent for agent, _ in agents), CALLERS // 2 * ROUNDS * 3)
