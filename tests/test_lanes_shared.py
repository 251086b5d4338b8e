"""Reads that share a transaction: each gets the answer that it would have got alone, whatever becomes of the others."""

import json
from collections.abc import Iterator
from functools import partial

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg import Connection

from tests.conftest import GATEWAY, Database
from tests.gateways import first_token
from tests.pipelines import Answered, Line, drive, outcomes

SHARED_CALLS = 16
TRANSACTION = "SELECT virtualtransaction FROM pg_locks WHERE pid = pg_backend_pid() AND locktype = 'virtualxid'"
COUNTED = "SELECT $1::text, nextval('public.ran')"
ECHO = "SELECT $1::text"
DIVIDED = "SELECT (1 / $1::int)::text"
UNKNOWN = "SELECT nobody_knows_this($1::text)"
# Who has entered, and what else is set, as a statement finds it that enters itself.
FOUND = """
SELECT json_build_object(
           'agent', e.agent_id,
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


@pytest.fixture(scope="module")
def token(database18: Database) -> str:
    """The token of an administrator."""
    return first_token(database18.url())


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


def test_reads_of_a_turn_share_a_transaction(url: str, token: str) -> None:
    """So many reads at most are in one transaction, in the order in which they came; what does not share is alone."""

    async def work(line: Line) -> None:
        together = await outcomes(*(line.run(TRANSACTION, shares=True) for _ in range(SHARED_CALLS + 4)))
        parted = [line.run(TRANSACTION, shares=True), line.run(TRANSACTION), line.run(TRANSACTION, shares=True)]
        apart = await outcomes(*parted)
        print(f"{len(together)} reads in {len(set(together))} transactions; with another between: {apart}")
        assert len(set(together)) == 2
        assert len(set(together[:SHARED_CALLS])) == len(set(together[SHARED_CALLS:])) == 1
        assert len(set(apart)) == 3

    drive(url, token, work)


def test_functions_that_read_share_and_those_that_write_do_not(url: str, token: str, owner: Connection) -> None:
    """The gateway's own statements: by the times that their transactions began."""
    owner.execute("SELECT api.client_create('Cleo', 'cleo@client.example')")

    async def work(line: Line) -> None:
        made = await outcomes(*(line.call("ticket_create", f"Shared {number}", 1) for number in range(5)))
        times = {json.loads(ticket)["created_at"] for ticket in made}
        reads = await outcomes(*(line.call("ticket_get", json.loads(ticket)["id"]) for ticket in made))
        print(f"{len(made)} tickets were made in {len(times)} transactions")
        assert len(times) == len(made)
        assert reads == made

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


def test_nobody_is_who_was_before(url: str, token: str, owner: Connection) -> None:
    """Who entered, on whose behalf, the clock, the request: none goes over to the next in a transaction."""
    row = owner.execute("SELECT (api.agent_create('Ada', 'ada@desk.example')).id").fetchone()
    assert row is not None
    ada = row[0]
    behalf = b"agent:%d" % ada

    async def work(line: Line) -> None:
        enter = partial(line.run, FOUND, line.secret, shares=True)
        given = [(b"one", b"2012-05-01 08:00+00", None), (b"two", None, None), (b"three", None, behalf)] * 4
        ended = [json.loads(end) for end in await outcomes(*(enter(*parameters) for parameters in given))]
        nobody = await outcomes(enter(b"bad", None, None), line.run(FOUND, b"-", b"four", None, None, shares=True))
        print(f"in one transaction: {ended[:3]}; with a token that is none: {nobody[1]}")
        assert [end["request"] for end in ended] == ["one", "two", "three"] * 4
        assert [end["agent"] == ada for end in ended] == [False, False, True] * 4
        assert [bool(end["clock"]) for end in ended] == [True, False, False] * 4
        assert nobody[1] == "28000 token_invalid"

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
    """All who share a transaction whose connection ends get 503, also those who were not sent yet; then all is well."""

    async def work(line: Line) -> None:
        end_it = "SELECT pg_terminate_backend(pg_backend_pid())::text"
        calls = [line.run(ECHO, b"%d" % number, shares=True) for number in range(5)]
        ended = await outcomes(
            *calls, line.run(end_it, shares=True), *(line.run(ECHO, b"x", shares=True) for _ in "ab")
        )
        after = await outcomes(*(line.run(ECHO, b"y", shares=True) for _ in range(5)))
        print(f"a connection that ends under {len(ended)} reads: {set(ended)}; then {set(after)}")
        assert set(ended) == {"503 database_unavailable"}
        assert after == ["y"] * 5

    drive(url, token, work)


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
        assert ended == ["503 database_unavailable", "22012"] + ["503 database_unavailable"] * 3
        assert after == ["you"]

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
