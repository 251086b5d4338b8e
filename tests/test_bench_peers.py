"""What the comparison asks of everybody: callers can do what they are drawn for, and requests are what they say."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice

import psycopg
import pytest

from bench.compare import contract
from bench.compare.contender import KEY_MARK
from bench.compare.work import Draw, Work, draws
from tools.cluster import EMBEDDED, Cluster
from tools.databases import deploy, psql
from tools.shell import ROOT

TICKETS = 2000
DRAWN = 500
DRAW = Draw(ticket=1, caller=7, assignee=17, client=51, words="Screen 1")

# The ticket is the caller's and seen by it; both agents are in the same three teams; the client is active; the words
# are in the subject.
HOLDS = """
SELECT t.deleted_at IS NULL AND t.agent_id = %(caller)s
       AND EXISTS (SELECT FROM desk.team_member AS m WHERE m.team_id = t.team_id AND m.agent_id = %(caller)s),
       (SELECT count(*) FROM desk.team_member AS a JOIN desk.team_member AS b USING (team_id)
         WHERE a.agent_id = %(caller)s AND b.agent_id = %(assignee)s),
       (SELECT c.active FROM desk.client AS c WHERE c.id = %(client)s),
       to_tsvector('simple', t.subject) @@ plainto_tsquery('simple', %(words)s)
  FROM desk.ticket AS t
 WHERE t.id = %(ticket)s
"""


@pytest.fixture(scope="module")
def seeded() -> Iterator[psycopg.Connection]:
    """A connection to the rows that are drawn from."""
    cluster = Cluster.start(EMBEDDED)
    try:
        deploy(cluster, "bench")
        options = [f"--set=tickets={TICKETS}", "--set=commented=1", f"--file={ROOT / 'bench' / 'seed.sql'}"]
        psql(cluster, "bench", *options)
        with psycopg.connect(cluster.url("bench")) as connection:
            yield connection
    finally:
        cluster.stop()


def test_draws_hold(seeded: psycopg.Connection) -> None:
    """Whoever is drawn may do what it is drawn for."""
    for draw in islice(draws(1, TICKETS), DRAWN):
        assert draw.assignee != draw.caller
        given = {name: getattr(draw, name) for name in ("ticket", "caller", "assignee", "client", "words")}
        assert seeded.execute(HOLDS, given).fetchone() == (True, 3, True, True), draw


def test_draws_are_the_same_for_the_same_seed() -> None:
    """A seed says which rows."""
    assert list(islice(draws(1, TICKETS), 50)) == list(islice(draws(1, TICKETS), 50))
    assert list(islice(draws(1, TICKETS), 50)) != list(islice(draws(2, TICKETS), 50))


@pytest.mark.parametrize(
    ("work", "line", "body"),
    [
        (Work.POINT_READ, "GET /v1/tickets/1", None),
        (Work.LIST, "GET /v1/tickets?agent_id=7&sort=-updated_at", None),
        (Work.WORDS, "GET /v1/tickets?subject=Screen+1&sort=-created_at", None),
        (Work.CREATE, "POST /v1/tickets", {"subject": "Printer on fire", "client_id": 51}),
        (Work.COMMENT, "POST /v1/tickets/1/comments", {"body": "On my way"}),
        (Work.ASSIGN, "PUT /v1/tickets/1/agent", {"agent_id": 17}),
    ],
)
def test_requests(work: Work, line: str, body: dict[str, object] | None) -> None:
    """Everybody with TicketFirst's contract is asked like this."""
    request = contract.request(work, DRAW)
    assert f"{request.method} {request.path}" == line
    assert (json.loads(request.body) if request.body else None) == body
    assert request.headers["Authorization"] == "Bearer bench-7"
    assert (KEY_MARK in request.headers.get("Idempotency-Key", "")) == (work is Work.CREATE)
    assert ("Content-Type" in request.headers) == (body is not None)


def test_tickets_of_answers() -> None:
    """The ids of the tickets in an answer are found, whatever it is of."""
    page = b'{"items":[{"id":2},{"id":1}],"next":null}'
    assert contract.tickets(Work.POINT_READ, b'{"id":2}') == [2]
    assert contract.tickets(Work.LIST, page) == contract.tickets(Work.WORDS, page) == [2, 1]
    assert contract.tickets(Work.COMMENT, b'{"id":9,"ticket_id":2}') == [2]
