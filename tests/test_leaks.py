"""One connection of each kind, and everybody on it in turn: nobody ever gets what is another's, whatever went wrong.

What somebody should get is what a gateway gives who has that caller alone.
"""

from __future__ import annotations

import json
import random
import socket
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg
import pytest
from psycopg import Connection
from psycopg_pool import ConnectionPool

from tests.cast import BEFORE, SEEN, Actor, Cast, make_cast
from tests.conftest import GATEWAY, Database
from tests.gateways import Served, serving
from tests.pipelines import Line, drive, outcomes
from tests.raw_http import Answer, Wire, connected
from tests.wires import RESET

NARROW: dict[str, Any] = {"read_lanes": 1, "read_depth": 8, "write_lanes": 1, "slow_lanes": 1, "lane_seconds": 30}
IMPATIENT: dict[str, Any] = {"database_seconds": 1, "lock_seconds": 0.15}
ROUNDS, WIRES, BATCH = 36, 5, 5
NOBODY = "28000 actor_unknown"
ASKED_BY_NOBODY = [
    "SELECT to_json(api.ticket_page())::text",
    "SELECT to_json(api.ticket_get(1))::text",
    "SELECT to_json(api.comment_page(1))::text",
    "SELECT to_json(api.agent_page())::text",
    "SELECT to_json(api.client_page())::text",
    "SELECT to_json(api.token_page())::text",
    "SELECT to_json(api.ticket_history_page(1))::text",
    "SELECT to_json(api.ticket_create('Mine'))::text",
]
LEFT = """
SELECT concat(current_setting('ticketfirst.actor', true), current_setting('ticketfirst.request_id', true),
              current_setting('ticketfirst.clock', true), current_setting('ticketfirst.idempotency_key', true))
"""
SLEEPY = """
CREATE FUNCTION public.sleep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(30); RETURN NEW; END $$;
CREATE TRIGGER a_sleep BEFORE INSERT ON desk.comment
FOR EACH ROW WHEN (NEW.body = 'sleep') EXECUTE FUNCTION public.sleep();
"""
JOURNAL = """
SELECT e.request_id, concat_ws(' by ',
           coalesce('agent:' || e.actor_agent_id, 'client:' || e.actor_client_id, 'service:' || e.actor_service_id),
           coalesce('agent:' || e.by_agent_id, 'service:' || e.by_service_id))
  FROM desk.event AS e
 WHERE e.request_id LIKE 'leak-%'
"""


@dataclass(frozen=True)
class Caller:
    """Who calls, how it says so, and as whom the journal knows it."""

    name: str
    token: str | None
    journalled: str
    sees: frozenset[str]
    behalf: str = ""

    def headers(self) -> list[str]:
        """The headers that say who it is."""
        headers = [] if self.token is None else [f"Authorization: Bearer {self.token}"]
        return headers + ([f"X-On-Behalf-Of: {self.behalf}"] if self.behalf else [])


@dataclass(frozen=True)
class Ask:
    """A request, whoever sends it. `is_slow`: it waits for a time limit."""

    method: str
    path: str
    body: str = ""
    headers: tuple[str, ...] = ()
    is_slow: bool = False


@pytest.fixture(scope="module")
def cast(database18: Database) -> Cast:
    """Everybody, and a trigger that makes a comment take too long."""
    with psycopg.connect(database18.url(), autocommit=True) as session:
        session.execute(SLEEPY)
    return make_cast(database18.url())


@pytest.fixture(scope="module")
def callers(cast: Cast) -> list[Caller]:
    """The actors, some of them for others, a token that opens nothing, and nobody."""

    def one(actor: Actor) -> Caller:
        return Caller(actor.name, actor.token, actor.behalf, frozenset(SEEN[actor.name]))

    def on_behalf(actor: Actor, other: Actor) -> Caller:
        names = f"{actor.name}-for-{other.name}"
        by = f"{other.behalf} by {actor.behalf}"
        return Caller(names, actor.token, by, frozenset(SEEN[other.name]), other.behalf)

    return [
        *(one(cast[name]) for name in ("ada", "noel", "sue", "cleo", "dora", "portal")),
        on_behalf(cast["portal"], cast["cleo"]),
        on_behalf(cast["portal"], cast["dora"]),
        on_behalf(cast["ada"], cast["sue"]),
        Caller("noel-for-cleo", cast["noel"].token, "", frozenset(), cast["cleo"].behalf),  # who may not
        Caller("unknown", "tf_unknown", "", frozenset()),
        Caller("nobody", None, "", frozenset()),
    ]


@pytest.fixture(scope="module")
def asks(cast: Cast) -> list[Ask]:
    """Reads of everything, writes that are refused in every way, writes that change nothing, and new tickets."""
    found = [
        Ask("GET", f"/v1/tickets?created_before={BEFORE}"),
        Ask("GET", f"/v1/tickets?created_before={BEFORE}&subject=printer"),
        Ask("GET", f"/v1/tickets?deleted=true&created_before={BEFORE}"),
        Ask("GET", "/v1/clients"),
        Ask("GET", "/v1/agents"),
        Ask("GET", "/v1/tokens"),
        Ask("GET", "/v1/tickets/999999"),
        Ask("DELETE", f"/v1/clients/{cast['dora'].id}", headers=('If-Match: "99"',)),
        Ask("POST", "/v1/agents", '{"name": "Twice", "email": "noel@agent.example"}'),
        Ask("POST", "/v1/tickets", '{"subject": ""}'),
        Ask("POST", "/v1/tickets", '{"subject": "New", "client_id": 999999}'),
        Ask("POST", "/v1/tickets", '{"subject": "New"}'),
        Ask("POST", "/v1/tickets", json.dumps({"subject": "New", "client_id": cast["carl"].id})),
        Ask("POST", "/v1/tickets", '{"subject": "Once"}', ("Idempotency-Key: the same for all",)),
        Ask("PATCH", f"/v1/tickets/{cast.tickets['of nobody']}", '{"subject": "Locked"}', is_slow=True),
    ]
    for name, ticket in cast.tickets.items():
        path = f"/v1/tickets/{ticket}"
        found += [Ask("GET", path), Ask("GET", f"{path}/comments"), Ask("GET", f"{path}/history")]
        found += [Ask("GET", f"/v1/comments/{comments[name]}") for comments in (cast.public, cast.internal)]
        if name != "of nobody":
            found += [
                Ask("PATCH", path, json.dumps({"subject": f"Printer {name}"})),
                Ask("PATCH", path, '{"subject": "Stale"}', ('If-Match: "99"',)),
                Ask("PUT", f"{path}/agent", '{"agent_id": 999999}'),
            ]
    slow = Ask("POST", f"/v1/tickets/{cast.tickets['of dora']}/comments", '{"body": "sleep"}', is_slow=True)
    return [*found, slow]


@pytest.fixture(scope="module", autouse=True)
def locked(database18: Database, cast: Cast) -> Iterator[None]:
    """Somebody who keeps a ticket, so that who would change it waits until the limit."""
    with psycopg.connect(database18.url()) as session:
        session.execute("SELECT FROM desk.ticket WHERE id = %s FOR UPDATE", [cast.tickets["of nobody"]])
        yield
        session.rollback()


Expected = dict[tuple[Caller, Ask], object]


@pytest.fixture(scope="module")
def expected(database18: Database, cast: Cast, callers: list[Caller], asks: list[Ask]) -> Expected:
    """What each caller gets from a gateway of its own, where it sees the tickets that it should."""
    found: Expected = {}
    for caller in callers:
        with serving(database18.url(GATEWAY), **NARROW, **IMPATIENT) as served, connected(served) as wire:
            for ask in asks:
                wire.send(request(caller, ask, "alone"))
                found[caller, ask] = told(wire.answer())
        listed: Any = found[caller, asks[0]]
        names = {number: name for name, number in cast.tickets.items()}
        seen = {names[ticket["id"]] for ticket in listed[2].get("items", ())}
        assert seen == caller.sees, caller.name
    return found


def request(caller: Caller, ask: Ask, request_id: str) -> bytes:
    """Write a request as it goes over the wire."""
    lines = [f"{ask.method} {ask.path} HTTP/1.1", "Host: gateway", f"X-Request-Id: leak-{caller.name}-{request_id}"]
    lines += [*caller.headers(), *ask.headers]
    if ask.body:
        lines += ["Content-Type: application/json", f"Content-Length: {len(ask.body)}"]
    return "\r\n".join([*lines, "", ask.body]).encode()


def told(answer: Answer) -> object:
    """What an answer tells, but for what every answer has of its own: its time, and what is newly made."""
    body = json.loads(answer.body or b"null") or {}
    if answer.status == 201:
        body |= dict.fromkeys(("id", "created_at", "updated_at"))
    if answer.status >= 400:
        assert body.pop("request_id") == answer.headers["x-request-id"]
    for item in body.get("items", ()):
        if "last_used_at" in item:
            item["last_used_at"] = None
    return answer.status, answer.headers.get("etag"), body


def is_good(end: object) -> bool:
    """Whether an answer tells what was asked for."""
    return isinstance(end, tuple) and end[0] == 200


def refused_as_nobody(session: Connection) -> None:
    """Hold that the gateway's role is nobody where nobody has entered."""
    for statement in ASKED_BY_NOBODY:
        with pytest.raises(psycopg.Error) as refused:
            session.execute(statement.encode())
        assert f"{refused.value.sqlstate} {refused.value.diag.constraint_name}" == NOBODY
    assert session.execute(LEFT.encode()).fetchone() == ("",)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_everybody_over_one_connection(
    database18: Database, callers: list[Caller], asks: list[Ask], expected: Expected, seed: int
) -> None:
    """Pipelined and at once, with errors, time limits and callers who go away: each answer is as the caller's alone."""
    chance = random.Random(seed)
    slow, quick = [ask for ask in asks if ask.is_slow], [ask for ask in asks if not ask.is_slow]
    patient = [caller for caller in callers if {"of nobody", "of dora"} <= caller.sees]
    good = [(caller, ask) for caller, ask in expected if ask.method == "GET" and is_good(expected[caller, ask])]
    counts: Counter[int] = Counter()
    kept: dict[str, int] = {}

    def some(number: int, is_calm: bool) -> list[tuple[Caller, Ask]]:
        if is_calm:  # so long that reads share transactions again
            return chance.choices(good, k=number)
        return [(chance.choice(callers), chance.choice(quick)) for _ in range(number)]

    with (
        serving(database18.url(GATEWAY), **NARROW, **IMPATIENT) as served,
        psycopg.connect(database18.url(GATEWAY), autocommit=True) as nobody,
    ):
        for turn in range(ROUNDS):
            is_calm = turn % 6 > 2
            batches = [some(BATCH, is_calm) for _ in range(WIRES)]
            if turn % 4 == 0:
                batches[0][1] = (chance.choice(patient), slow[turn // 4 % len(slow)])
            with all_connected(served) as wires:
                for number, (wire, batch) in enumerate(zip(wires, batches, strict=True)):
                    data = [request(*pair, f"{seed}-{turn}-{number}-{place}") for place, pair in enumerate(batch)]
                    wire.send(b"".join(data))
                go_away(served, some(3, is_calm), chance)
                for number, (wire, batch) in enumerate(zip(wires, batches, strict=True)):
                    for place, (caller, ask) in enumerate(batch):
                        answer = wire.answer()
                        assert answer.headers["x-request-id"] == f"leak-{caller.name}-{seed}-{turn}-{number}-{place}"
                        if "Once" in ask.body and answer.status == 201:
                            made = answer.json["id"]
                            assert kept.setdefault(caller.name, made) == made
                        assert told(answer) == expected[caller, ask], (caller.name, ask)
                        counts[answer.status] += 1
            refused_as_nobody(nobody)
    print(f"seed {seed}: {sum(counts.values())} answers as alone: {dict(sorted(counts.items()))}")
    assert {200, 201, 401, 403, 404, 409, 412, 422, 504} <= set(counts)
    assert len(set(kept.values())) == len(kept)  # a key is each caller's own


@contextmanager
def all_connected(served: Served) -> Iterator[list[Wire]]:
    """Open several connections."""
    with ExitStack() as stack:
        yield [stack.enter_context(connected(served)) for _ in range(WIRES)]


def go_away(served: Served, batch: list[tuple[Caller, Ask]], chance: random.Random) -> None:
    """Send requests, the last of them perhaps not to its end, and reset the connection without reading an answer."""
    data = b"".join(request(*pair, "gone") for pair in batch)
    with connected(served) as wire:
        wire.send(data[: len(data) - chance.choice((0, 0, 1, 20))])
        wire.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)


def test_the_journal_knows_who_it_was(database18: Database, callers: list[Caller], expected: Expected) -> None:
    """Also of those who went away: every event is the caller's whose request made it."""
    assert expected
    journalled = {caller.name: caller.journalled for caller in callers}
    with psycopg.connect(database18.url()) as session:
        rows = session.execute(JOURNAL).fetchall()
    by: Counter[str] = Counter()
    for request_id, actor in rows:
        name = max((known for known in journalled if request_id.startswith(f"leak-{known}-")), key=len)
        assert actor == journalled[name], request_id
        by[name] += 1
    print(f"{len(rows)} events: {dict(by)}")
    assert set(by) == {name for name, actor in journalled.items() if actor} - {"portal"}


ENTERED = "SELECT pg_sleep(20)::text FROM api.enter($1::bytea, $2::text)"
KINDS = ["get", "hidden", "page", "refused", "broken", "probe", "probe"]
FAILED = "SELECT (1 / (length(e.role) - length(e.role)))::text FROM api.enter($1::bytea, $2::text) AS e"


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_lane_itself_is_nobodys(
    database18: Database, cast: Cast, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On the very connection, between any two calls: who has not entered is nobody, also after errors and limits."""
    monkeypatch.setattr("gateway.traffic.CAREFUL_CALLS", 0)  # so that reads go on sharing transactions
    chance = random.Random(seed)
    names = ["ada", "noel", "sue", "cleo", "dora"]

    async def work(line: Line) -> None:
        await line.run("SELECT set_config('statement_timeout', '300ms', false)")
        for turn in range(40):
            sent, wanted = [], []
            for _ in range(8):
                actor = cast[chance.choice(names)]
                line.token = actor.token
                what = chance.choice(["get", "page"] if turn % 2 else KINDS)
                if what == "get":
                    name = chance.choice(sorted(SEEN[actor.name]))
                    sent.append(line.call("ticket_get", cast.tickets[name]))
                    wanted.append(f'{{"id":{cast.tickets[name]},')
                elif what == "hidden":
                    sent.append(line.call("ticket_get", 999_999))
                    wanted.append("TF404 ticket_not_found")
                elif what == "page":
                    # Sorted by id; the text between is not told here.
                    sent.append(line.call("ticket_page", None, None, None, None, None, BEFORE))
                    wanted.append(
                        ",".join(str(cast.tickets[name]) for name in cast.tickets if name in SEEN[actor.name])
                    )
                elif what == "refused":
                    sent.append(line.call("ticket_create", ""))
                    wanted.append("23514 ticket_subject_length")
                elif what == "broken":
                    sent.append(line.run(FAILED, line.secret, b"broken"))
                    wanted.append("22012")
                else:
                    sent += [line.run(chance.choice(ASKED_BY_NOBODY)), line.run(LEFT, name="left")]
                    wanted += [NOBODY, ""]
            if turn % 10 == 0:
                line.token = cast["ada"].token
                sent.append(line.run(ENTERED, line.secret, b"slow"))
                wanted.append("57014")
                sent.append(line.run(ASKED_BY_NOBODY[0]))
                wanted.append(NOBODY)
            assert [shortened(end) for end in await outcomes(*sent)] == wanted

    drive(database18.url(GATEWAY), cast["ada"].token, work, read_depth=16)


def shortened(outcome: str) -> str:
    """Show an outcome as the test wants it: the ids of a page, the beginning of a ticket, or the refusal."""
    if outcome.startswith('{"items"'):
        return ",".join(str(ticket["id"]) for ticket in json.loads(outcome)["items"])
    return f"{outcome.partition(',')[0]}," if outcome.startswith("{") else outcome


def test_a_pool_of_one(database18: Database, cast: Cast) -> None:
    """One session, used again as it is: an error, a cancel and a ROLLBACK each leave nobody behind."""
    actor = cast["ada"]
    enter = "SELECT (api.enter(sha256(%s))).role"
    with ConnectionPool(database18.url(GATEWAY), min_size=1, max_size=1, kwargs={"autocommit": True}) as pool:

        def as_nobody() -> None:
            with pool.connection() as session:
                refused_as_nobody(session)

        with pool.connection() as session:
            backend = session.info.backend_pid
            assert session.execute(enter, [actor.token.encode()]).fetchone() == ("admin",)
        as_nobody()

        with pool.connection() as session:
            session.execute("BEGIN")
            session.execute(enter, [actor.token.encode()])
            assert session.execute("SELECT count(*) FROM api.ticket_list()").fetchone() != (0,)
            with pytest.raises(psycopg.errors.DivisionByZero):
                session.execute("SELECT 1 / 0")
            session.execute("ROLLBACK")
        as_nobody()

        with pool.connection() as session, pytest.raises(psycopg.errors.QueryCanceled):
            session.execute("BEGIN")
            session.execute(enter, [actor.token.encode()])
            session.execute("SET LOCAL statement_timeout = '100ms'")
            session.execute("SELECT pg_sleep(20)")
        with pool.connection() as session:
            session.execute("ROLLBACK")
        as_nobody()

        with pool.connection() as session:
            session.execute("BEGIN")
            session.execute("SAVEPOINT before")
            session.execute(enter, [actor.token.encode()])
            session.execute("ROLLBACK TO before")
            for statement in ASKED_BY_NOBODY:
                session.execute("SAVEPOINT probe")
                with pytest.raises(psycopg.errors.InvalidAuthorizationSpecification):
                    session.execute(statement.encode())
                session.execute("ROLLBACK TO probe")
            session.execute("COMMIT")
        as_nobody()

        with pool.connection() as session:  # what enter has left, kept and put back
            session.execute("BEGIN")
            session.execute(enter, [actor.token.encode()])
            (left,) = session.execute("SELECT current_setting('ticketfirst.actor')").fetchone() or ("",)
            session.execute("COMMIT")
            for statement in ASKED_BY_NOBODY:
                session.execute("SELECT set_config('ticketfirst.actor', %s, false)", [left])
                with pytest.raises(psycopg.errors.InvalidAuthorizationSpecification):
                    session.execute(statement.encode())
            session.execute("RESET ALL")
            assert session.info.backend_pid == backend
        as_nobody()
