"""Reads that share a transaction: each gets the answer that it would have got alone, whatever becomes of the others."""

import json
import random
from collections.abc import Callable, Iterator
from functools import partial

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg import Connection

from gateway import catalogue
from tests.cast import BEFORE, SEEN, Actor, Cast, make_cast
from tests.conftest import GATEWAY, Database
from tests.pipelines import DEPTH, TRANSACTION, Answered, Line, drive, outcomes
from tests.wires import wired

SHARED_CALLS = 16
LOST = "503 database_unavailable"
COUNTED = "SELECT $1::text, nextval('public.ran')"
ECHO = "SELECT $1::text"
DIVIDED = "SELECT (1 / $1::int)::text"
UNKNOWN = "SELECT nobody_knows_this($1::text)"
# Who is asking, and what else is set, as a statement finds it that enters itself.
FOUND = """
SELECT json_build_object(
           'agent', (api.me()).agent_id,
           'by', (api.me()).by_agent_id,
           'clock', current_setting('ticketfirst.clock'),
           'request', current_setting('ticketfirst.request_id')
       )
  FROM api.enter($1::bytea, $2::text, $3::timestamptz, on_behalf_of => $4::text) AS e
"""
KEEP = """
CREATE TABLE public.kept (n integer NOT NULL);
GRANT INSERT, SELECT ON public.kept TO PUBLIC;
CREATE FUNCTION public.refuse_odd() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'refused at commit' USING ERRCODE = 'TF409', CONSTRAINT = 'refused_at_commit';
END $$;
CREATE CONSTRAINT TRIGGER refuse_odd AFTER INSERT ON public.kept DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW WHEN (NEW.n % 2 = 1) EXECUTE FUNCTION public.refuse_odd();
CREATE FUNCTION public.keep(n integer) RETURNS text LANGUAGE sql
AS $$ INSERT INTO public.kept VALUES ($1) RETURNING n::text $$;
GRANT EXECUTE ON FUNCTION public.keep(integer) TO PUBLIC;
"""
SEQUENCE = "CREATE SEQUENCE public.ran; GRANT USAGE ON SEQUENCE public.ran TO PUBLIC"


@pytest.fixture(autouse=True)
def careless(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever fails, those that come next share again: how careful the gateway is then has tests of its own."""
    monkeypatch.setattr("gateway.traffic.CAREFUL_CALLS", 0)


@pytest.fixture(scope="module")
def cast(database18: Database) -> Cast:
    """Everybody, and their tickets."""
    return make_cast(database18.url())


@pytest.fixture(scope="module")
def token(cast: Cast) -> str:
    """The token of an administrator."""
    return cast["ada"].token


@pytest.fixture(scope="module")
def url(database18: Database) -> str:
    """Where the gateway finds the database, which counts what has run and refuses odd numbers at commit."""
    with psycopg.connect(database18.url(), autocommit=True) as session:
        session.execute(SEQUENCE.encode())
        session.execute(KEEP.encode())
    return database18.url(GATEWAY)


@pytest.fixture
def owner(database18: Database) -> Iterator[Connection]:
    """A superuser's session."""
    with psycopg.connect(database18.url(), autocommit=True) as session:
        yield session


def last_run(session: Connection) -> int:
    """How many times COUNTED has run."""
    row = session.execute("SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM public.ran").fetchone()
    assert row is not None
    return int(row[0])


async def in_one(line: Line, ask: Callable[[], list[Answered]]) -> list[str]:
    """Ask in one turn, hold that all of it was one transaction, and give the answers."""
    before, asked, after = line.transaction(), ask(), line.transaction()
    first, *ended, last = await outcomes(before, *asked, after)
    assert first == last
    return ended


def test_reads_of_a_turn_share_a_transaction(url: str, token: str) -> None:
    """So many reads at most are in one transaction, in the order in which they came; what does not share is alone."""

    async def work(line: Line) -> None:
        together = await outcomes(*(line.transaction() for _ in range(SHARED_CALLS + 4)))
        parted = [line.transaction(), line.run(TRANSACTION), line.transaction()]
        apart = await outcomes(*parted)
        print(f"{len(together)} reads in {len(set(together))} transactions; with another between: {apart}")
        assert len(set(together)) == 2
        assert len(set(together[:SHARED_CALLS])) == len(set(together[SHARED_CALLS:])) == 1
        assert len(set(apart)) == 3

    drive(url, token, work)


def test_functions_that_read_share_and_those_that_write_do_not(url: str, token: str, cast: Cast) -> None:
    """The gateway's own statements: a read leaves the transaction that others share as it is, a write ends it."""

    async def work(line: Line) -> None:
        made = await outcomes(*(line.call("ticket_create", f"Shared {n}", cast["cleo"].id) for n in range(5)))
        times = {json.loads(ticket)["created_at"] for ticket in made}
        reads = await in_one(line, lambda: [line.call("ticket_get", json.loads(ticket)["id"]) for ticket in made])
        parted = await outcomes(
            line.transaction(), line.call("ticket_create", "Between", cast["cleo"].id), line.transaction()
        )
        shared = {name for name, function in line.functions.items() if catalogue.statement(function).shares}
        print(f"{len(made)} tickets made in {len(times)} transactions, and read in one")
        print(f"of {len(line.functions)} functions, {len(shared)} share")
        assert len(times) == len(made)
        assert reads == made
        assert parted[0] != parted[2]
        assert shared == {name for name, function in line.functions.items() if function.is_read}
        assert {"ticket_get", "ticket_page", "me"} <= shared
        assert not {"ticket_create", "comment_create", "token_revoke"} & shared

    drive(url, token, work)


def test_error_among_reads(url: str, token: str, owner: Connection) -> None:
    """Who fails is told so; the others are run again, once and alone, and get their answers."""

    async def work(line: Line) -> None:
        before = last_run(owner)
        calls = [line.run(COUNTED, b"%d" % number, shares=True) for number in range(4)]
        calls += [line.run(DIVIDED, b"0", shares=True), line.run(DIVIDED, b"1", shares=True)]
        calls += [line.run(COUNTED, b"%d" % number, shares=True) for number in range(4, 6)]
        ended = await outcomes(*calls, line.run(ECHO, b"me"))
        times = last_run(owner) - before
        print(f"an error among reads: {ended}; 4 that ran before it and 2 behind it ran {times} times")
        assert ended == ["0", "1", "2", "3", "22012", "1", "4", "5", "me"]
        assert times == 4 + 6

    drive(url, token, work)


def test_all_fail(url: str, token: str) -> None:
    """Where each has an error of its own, each is told its own."""

    async def work(line: Line) -> None:
        texts = [DIVIDED, UNKNOWN] * (SHARED_CALLS // 2)
        ended = await outcomes(*(line.run(text, b"0", shares=True) for text in texts))
        print(f"{len(ended)} reads, each with an error: {set(ended)}")
        assert ended == ["22012", "42883"] * (SHARED_CALLS // 2)

    drive(url, token, work)


def test_commit_that_fails(url: str, token: str, owner: Connection) -> None:
    """An error at the end of a shared transaction is nobody's: each is run again, and who is to blame is told."""

    async def work(line: Line) -> None:
        text = "SELECT public.keep($1::int)"
        ended = await outcomes(*(line.run(text, b"%d" % number, shares=True) for number in (2, 3, 4, 5, 6)))
        print(f"a shared commit that fails: {ended}")
        refused = "TF409 refused_at_commit"
        assert ended == ["2", refused, "4", refused, "6"]
        assert await outcomes(line.run(text, b"7", shares=True)) == [refused]

    drive(url, token, work)
    assert owner.execute("SELECT n FROM public.kept ORDER BY n").fetchall() == [(2,), (4,), (6,)]


def test_nobody_is_who_was_before(url: str, token: str, cast: Cast) -> None:
    """Who is asking, on whose behalf, the clock, the request: none goes over to the next in a transaction."""
    ada, noel = cast["ada"], cast["noel"]
    behalf = noel.behalf.encode()

    async def work(line: Line) -> None:
        enter = partial(line.run, FOUND, line.secret, shares=True)
        given = [(b"one", b"2012-05-01 08:00+00", None), (b"two", None, None), (b"three", None, behalf)] * 4
        ended = [json.loads(end) for end in await in_one(line, lambda: [enter(*each) for each in given])]
        nobody = await outcomes(enter(b"bad", None, None), line.run(FOUND, b"-", b"four", None, None, shares=True))
        print(f"in one transaction: {ended[:3]}; beside a token that is none: {nobody}")
        assert [end["request"] for end in ended] == ["one", "two", "three"] * 4
        assert [end["agent"] for end in ended] == [ada.id, ada.id, noel.id] * 4
        assert [end["by"] for end in ended] == [None, None, ada.id] * 4
        assert [bool(end["clock"]) for end in ended] == [True, False, False] * 4
        assert json.loads(nobody[0]) == {"agent": ada.id, "by": None, "clock": "", "request": "bad"}
        assert nobody[1] == "28000 token_invalid"

    drive(url, token, work)


def ask_each(line: Line, actors: list[Actor]) -> list[Answered]:
    """Let each ask who it is, and for the cast's tickets."""
    own = [line.of(actor.token) for actor in actors]
    asks = [(each.call("me"), each.call("ticket_page", None, None, None, None, None, BEFORE)) for each in own]
    return [answer for ask in asks for answer in ask]


def are_own(cast: Cast, actor: Actor, answers: list[str]) -> bool:
    """Whether it was told who it is, and got the tickets that it sees."""
    me, page = (json.loads(answer) for answer in answers)
    is_it = (me["role"], me[f"{actor.kind}_id"], me["name"]) == (actor.role, actor.id, actor.name)
    return is_it and {ticket["id"] for ticket in page["items"]} == {cast.tickets[name] for name in SEEN[actor.name]}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_everybody_in_one_transaction(url: str, token: str, cast: Cast, seed: int) -> None:
    """Of several callers with tokens of their own, each is told who it is, and sees its own tickets and no others."""
    chance = random.Random(seed)
    actors = [actor for actor in cast.actors.values() if SEEN[actor.name]]

    async def work(line: Line) -> None:
        for _ in range(20):
            there = chance.sample(actors, (SHARED_CALLS - 2) // 2)
            ended = await in_one(line, partial(ask_each, line, there))
            for actor, *answers in zip(there, ended[::2], ended[1::2], strict=True):
                assert are_own(cast, actor, answers), (actor.name, answers)
        print(f"20 times {len(there)} callers in one transaction: each was itself")

    drive(url, token, work)


def test_everybody_beside_a_token_that_is_none(url: str, token: str, cast: Cast) -> None:
    """Whoever is sent again because another was not let in is who it was; the other is nobody."""
    actors = [actor for actor in cast.actors.values() if SEEN[actor.name]][:7]

    async def work(line: Line) -> None:
        for place in range(len(actors) + 1):
            sent = ask_each(line, actors[:place])
            sent += [line.of("tf_unknown").call("me"), *ask_each(line, actors[place:])]
            ended = await outcomes(*sent)
            assert ended.pop(2 * place) == "28000 token_invalid"
            for actor, *answers in zip(actors, ended[::2], ended[1::2], strict=True):
                assert are_own(cast, actor, answers), (actor.name, answers)
        print(f"{len(actors)} callers, and a token that is none in {len(actors) + 1} places: each was itself")

    drive(url, token, work)


def test_time_limit_is_of_each(url: str, token: str) -> None:
    """Many who take their time do not use up each other's."""

    async def work(line: Line) -> None:
        await outcomes(line.run("SELECT set_config('statement_timeout', '400ms', false)"))
        naps = [line.run("SELECT 'slept' || pg_sleep($1::float)::text", nap, shares=True) for nap in [b"0.2"] * 4]
        ended = await outcomes(*naps, line.run("SELECT 'slept' || pg_sleep($1::float)::text", b"9", shares=True))
        print(f"four naps of 0.2 s and one of 9 s, with 0.4 s for each: {ended}")
        assert ended == ["slept"] * 4 + ["57014"]

    drive(url, token, work)


def test_callers_who_go_away(url: str, token: str, owner: Connection) -> None:
    """Of a transaction that failed, nothing is run again for whoever is gone."""

    async def work(line: Line) -> None:
        before = last_run(owner)
        gone = line.run(COUNTED, b"gone", shares=True)
        calls = [line.run(COUNTED, b"here", shares=True), line.run(DIVIDED, b"0", shares=True)]
        gone.cancel()
        ended = await outcomes(gone, *calls)
        times = last_run(owner) - before
        print(f"one caller gone, one here, one error: {ended}; run {times} times")
        assert ended == ["CancelledError", "here", "22012"]
        assert times == 3

    drive(url, token, work)


def test_long_statements_and_an_error(url: str, token: str) -> None:
    """What is sent before its sync, as it is too long to be kept, may fail before its sync, too."""

    async def work(line: Line) -> None:
        long = b"x" * 60_000
        for _ in range(10):
            calls = [line.run(DIVIDED, b"0", shares=True)]
            calls += [line.run("SELECT length($1)::text", long, shares=True) for _ in range(SHARED_CALLS - 2)]
            ended = await outcomes(*calls)
            assert ended == ["22012"] + [str(len(long))] * (SHARED_CALLS - 2)

    drive(url, token, work)


def test_connection_lost(url: str, token: str) -> None:
    """All who are on a lane whose connection ends get 503; those who wait for one get their answers from the next."""
    end_it = "SELECT pg_terminate_backend(pg_backend_pid())::text"

    async def work(line: Line) -> None:
        calls = [line.run(ECHO, b"x", shares=True) for _ in range(5)]
        calls += [line.run(end_it, shares=True)]
        calls += [line.run(ECHO, b"x", shares=True) for _ in range(2 * DEPTH)]
        ended = await outcomes(*calls)
        after = await outcomes(*(line.run(ECHO, b"y", shares=True) for _ in range(5)))
        print(
            f"a connection that ends under {DEPTH} of {len(ended)} reads: {[ended.count(end) for end in (LOST, 'x')]}"
        )
        assert ended == [LOST] * DEPTH + ["x"] * (len(ended) - DEPTH)
        assert after == ["y"] * 5

    drive(url, token, work, lane_queue=200)


@pytest.mark.parametrize("length", [1, 100_000], ids=["short", "long"])
@pytest.mark.parametrize("shares", [True, False], ids=["shared", "alone"])
def test_connection_reset_before_the_turn_ends(database18: Database, token: str, shares: bool, length: int) -> None:
    """Whoever is put on a lane behind an open call while the connection is gone and nobody knows it is answered, too.

    What is long is sent early, so that the very sync finds the connection gone.
    """
    with wired(database18.cluster.port) as wire:

        async def work(line: Line) -> None:
            await outcomes(line.run(ECHO, b"ready"))
            wire.cut()
            open_one = line.run(ECHO, b"x" * length, shares=True)
            ended = await outcomes(open_one, line.run(ECHO, b"next", shares=shares))
            after = await outcomes(line.run(ECHO, b"y", shares=True))
            print(f"a connection reset in the turn of two calls, the first of {length} bytes: {ended}; then {after}")
            assert ended[0] == LOST
            assert ended[1] in (LOST, "next")  # the next connection's, where it was not sent on this one
            assert after == ["y"]

        drive(f"postgresql://{GATEWAY}@127.0.0.1:{wire.port}/{database18.name}", token, work)


def test_connection_lost_the_second_time(url: str, token: str, owner: Connection) -> None:
    """Whoever is sent again, and meets the connection's end then, is answered, too."""
    owner.execute("ALTER SEQUENCE public.ran RESTART")
    text = "SELECT CASE WHEN nextval('public.ran') > 1 THEN pg_terminate_backend(pg_backend_pid())::text END"

    async def work(line: Line) -> None:
        calls = [line.run(text, shares=True), line.run(DIVIDED, b"0", shares=True)]
        calls += [line.run(ECHO, b"me", shares=True) for _ in range(3)]
        ended = await outcomes(*calls)
        after = await outcomes(line.run(ECHO, b"you", shares=True))
        print(f"a connection that ends when calls are sent again: {ended}; then {after}")
        assert ended == [LOST, "22012"] + [LOST] * 3
        assert after == ["you"]

    drive(url, token, work)


def test_closing_before_the_turn_ends(url: str, token: str) -> None:
    """Whoever has called in the turn in which the lanes are closed is answered, also who waits for a lane."""

    async def work(line: Line) -> None:
        calls = [line.run(ECHO, b"x", shares=True) for _ in range(7)]
        await line.traffic.close()
        ended = await outcomes(*calls)
        print(f"lanes closed with 4 calls open and 3 that wait: {ended}")
        assert ended == [LOST] * 7

    drive(url, token, work, read_depth=4, lane_seconds=0.2)


def test_statements_that_the_connection_has_lost(url: str, token: str) -> None:
    """Who meets a statement first that the connection knows no longer is told so, alone or not; then it is prepared."""

    async def work(line: Line) -> None:
        await outcomes(line.run(ECHO, b"one"), line.run(COUNTED, b"one"))
        await outcomes(line.run("DEALLOCATE ALL"))
        texts = [ECHO, COUNTED, ECHO, COUNTED, DIVIDED]
        lost = await outcomes(*(line.run(text, b"2", shares=True) for text in texts))
        found = await outcomes(*(line.run(text, b"3", shares=True) for text in texts))
        print(f"two statements that the connection has lost, in five calls: {lost}, then {found}")
        # The first fails for all; of those sent again, both that count meet the second statement before that is known.
        assert lost == ["26000", "26000", "2", "26000", "0"]
        assert found == ["3", "3", "3", "3", "0"]

    drive(url, token, work)


KINDS = {"good": (ECHO, "me"), "divided": (DIVIDED, "22012"), "unknown": (UNKNOWN, "42883"), "kept": (COUNTED, "me")}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(turns=st.lists(st.lists(st.tuples(st.sampled_from(sorted(KINDS)), st.booleans()), max_size=40), max_size=4))
def test_any_mix_is_answered_as_if_each_were_alone(url: str, token: str, turns: list[list[tuple[str, bool]]]) -> None:
    """Whatever comes together, shared or not, good or bad, prepared or not: each has its own answer."""

    async def work(line: Line) -> None:
        calls: list[Answered] = []
        expected = []
        for turn in turns:
            for kind, shares in turn:
                text, answer = KINDS[kind]
                calls.append(line.run(text, b"me" if answer == "me" else b"0", shares=shares))
                expected.append(answer)
            if calls:
                await outcomes(calls[-1])
        assert await outcomes(*calls) == expected

    drive(url, token, work, lane_queue=200)
