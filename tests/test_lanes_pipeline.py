"""Many calls on one connection: whatever becomes of one, its neighbours get their own answers."""

import json
from collections import Counter
from collections.abc import Iterator

import psycopg
import pytest
from psycopg import Connection, sql

from tests.conftest import GATEWAY, Database
from tests.gateways import first_token
from tests.pipelines import Line, drive, outcomes

WHO = "SELECT concat(current_setting('ticketfirst.actor', true), current_setting('ticketfirst.request_id', true))"
BACKEND = "SELECT pg_backend_pid()::text"
ECHO = "SELECT $1::text"
MEGABYTES = 5 * 1024 * 1024
# What only fails at commit: by then the row of the new ticket is on its way to the caller.
AT_COMMIT = """
    CREATE FUNCTION public.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'refused at commit' USING ERRCODE = 'TF409', CONSTRAINT = 'refused_at_commit';
    END $$;
    CREATE CONSTRAINT TRIGGER refuse AFTER INSERT ON desk.ticket DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NEW.subject LIKE 'Refused%') EXECUTE FUNCTION public.refuse();
"""
GREET = "CREATE FUNCTION public.greet(name text) RETURNS text LANGUAGE sql AS $$ SELECT {} || name $$"
PREPARED = "SELECT count(*)::text FROM pg_prepared_statements WHERE statement ~ '^SELECT public.greet'"
GREETING = "SELECT public.greet($1::text)"


@pytest.fixture(scope="module")
def token(database18: Database) -> str:
    """The token of an administrator."""
    return first_token(database18.url())


@pytest.fixture(scope="module")
def url(database18: Database) -> str:
    """Where the gateway finds the database."""
    return database18.url(GATEWAY)


@pytest.fixture
def owner(database18: Database) -> Iterator[Connection]:
    """A superuser's session, who changes what the lanes' statements meet."""
    with psycopg.connect(database18.url(), autocommit=True) as session:
        yield session


@pytest.fixture(scope="module")
def client(database18: Database, token: str) -> int:
    """A client to make tickets for."""
    with psycopg.connect(database18.url()) as session:
        row = session.execute("SELECT (api.client_create('Cleo', 'cleo@client.example')).id").fetchone()
    assert token and row is not None
    return int(row[0])


def subjects(session: Connection, pattern: str) -> list[str]:
    """The subjects of the tickets that are in the table."""
    rows = session.execute("SELECT subject FROM desk.ticket WHERE subject LIKE %s ORDER BY id", [pattern]).fetchall()
    return [row[0] for row in rows]


def subject(answer: str) -> str:
    """The subject of an answer that is a ticket; the answer itself where it is a refusal."""
    return str(json.loads(answer)["subject"]) if answer.startswith("{") else answer


def test_error_between_two_good_calls(url: str, token: str, client: int, owner: Connection) -> None:
    """Each statement ends at its own sync: what fails takes neither what was written before nor what comes after."""

    async def work(line: Line) -> None:
        answers = await outcomes(
            line.run(BACKEND),
            line.call("ticket_create", "Between one", client),
            line.call("ticket_create", "Between two", 999_999),
            line.call("ticket_create", "Between three", client),
            line.run("SELECT (1 / 0)::text"),
            line.run(BACKEND),
        )
        before, one, two, three, error, after = [subject(answer) for answer in answers]
        print(f"error between two good calls: {one}, {two}, {three}, {error}; one connection: {before == after}")
        assert [one, two, three] == ["Between one", "TF422 ticket_client_not_found", "Between three"]
        assert error == "22012"
        assert before == after

    drive(url, token, work)
    assert subjects(owner, "Between%") == ["Between one", "Between three"]


def test_nobody_is_left_on_the_lane(url: str, token: str, client: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever called is forgotten with the call, also where it failed after the caller was let in."""

    monkeypatch.setattr("gateway.traffic.CAREFUL_CALLS", 0)  # so that reads go on sharing transactions
    rounds = [["good"], ["bad"], ["good", "good", "good"], ["good", "bad", "good"], ["bad", "good"]]

    async def work(line: Line) -> None:
        counts: Counter[str] = Counter()
        for number in range(5):
            for kinds in rounds:
                sent = [line.run(WHO)]
                for kind in kinds:
                    name, which = ("client_get", client) if kind == "good" else ("ticket_get", 999_999)
                    sent.append(line.call(name, which, request=f"{kind}-{number}"))
                before, *ended, after = await outcomes(*sent, line.run(WHO))
                assert (before, after) == ("", "")
                found = ["good" if answer.startswith("{") else answer for answer in ended]
                assert found == ["good" if kind == "good" else "TF404 ticket_not_found" for kind in kinds]
                counts.update(kinds)
        print(f"between {dict(counts)} calls on one lane, alone and in shared transactions, it is nobody's")

    drive(url, token, work)


def test_constraint_that_fails_at_commit(url: str, token: str, client: int, owner: Connection) -> None:
    """A call is answered at its sync, not at its row: a ticket that was refused at commit has not been made."""
    owner.execute(AT_COMMIT)

    async def work(line: Line) -> None:
        names = ["Kept one", "Refused", "Kept two", "Refused again", "Kept three"]
        answers = [subject(end) for end in await outcomes(*(line.call("ticket_create", n, client) for n in names))]
        print(f"a constraint that fails at commit between good calls: {answers}")
        refused = "TF409 refused_at_commit"
        assert answers == ["Kept one", refused, "Kept two", refused, "Kept three"]

    drive(url, token, work)
    assert subjects(owner, "Kept%") == ["Kept one", "Kept two", "Kept three"]
    assert subjects(owner, "Refused%") == []


def test_failing_prepare(url: str, token: str, owner: Connection) -> None:
    """A statement that cannot be prepared fails for all who sent it, for nobody else, and not for good."""

    async def work(line: Line) -> None:
        greetings = [line.run(GREETING, b"Ada") for _ in range(3)]
        first = await outcomes(*greetings, line.run(ECHO, b"me"), line.run(BACKEND))
        owner.execute(sql.SQL(GREET).format("Hello "))
        second = await outcomes(*(line.run(GREETING, b"Ada") for _ in range(3)), line.run(BACKEND), line.run(PREPARED))
        print(f"a failing prepare with two behind it: {first[:3]}; once it can be prepared: {second[:3]}")
        assert first[:4] == ["42883", "42883", "42883", "me"]
        assert second == ["Hello Ada"] * 3 + first[4:] + ["1"]

    drive(url, token, work)
    owner.execute("DROP FUNCTION public.greet(text)")


def test_function_replaced_under_a_prepared_statement(url: str, token: str, owner: Connection) -> None:
    """A function that is dropped and made anew is called again, on the same connection and with no restart."""
    owner.execute(sql.SQL(GREET).format("Hello "))

    async def work(line: Line) -> None:
        before = await outcomes(line.run(BACKEND), line.run(GREETING, b"Ada"))
        owner.execute("DROP FUNCTION public.greet(text)")
        without = await outcomes(line.run(GREETING, b"Ada"), line.run(ECHO, b"me"), line.run(GREETING, b"Ada"))
        owner.execute(sql.SQL(GREET).format("Welcome "))
        after = await outcomes(line.run(BACKEND), line.run(GREETING, b"Ada"))
        print(f"a function dropped and made anew: {before[1]}, {without}, {after[1]}")
        assert before[1] == "Hello Ada"
        assert without == ["42883", "me", "42883"]
        assert after == [before[0], "Welcome Ada"]

    drive(url, token, work)
    owner.execute("DROP FUNCTION public.greet(text)")


def test_statement_that_the_connection_has_lost(url: str, token: str) -> None:
    """Where a connection knows a statement no longer, as after DEALLOCATE ALL, the next call prepares it again."""

    async def work(line: Line) -> None:
        await outcomes(line.run(ECHO, b"one"))
        lost = await outcomes(line.run("DEALLOCATE ALL"), line.run(ECHO, b"two"), line.run(ECHO, b"three"))
        found = await outcomes(line.run(ECHO, b"four"), line.run(ECHO, b"five"))
        print(f"a statement that the connection has lost: {lost[1:]}, then {found}")
        assert lost[1:] == ["26000", "26000"]
        assert found == ["four", "five"]

    drive(url, token, work)


def test_result_of_5_megabytes(url: str, token: str) -> None:
    """A long row comes whole, and those before and after it on the same connection are not mixed up with it."""

    async def work(line: Line) -> None:
        long = "SELECT repeat(chr(64 + $1::int), 5 * 1024 * 1024)"
        one, first, two, second, three = await outcomes(
            line.run(ECHO, b"one"),
            line.run(long, b"1"),
            line.run(ECHO, b"two"),
            line.run(long, b"2"),
            line.run(ECHO, b"three"),
        )
        print(f"results of {len(first)} and {len(second)} bytes between {one}, {two} and {three}")
        assert (one, two, three) == ("one", "two", "three")
        assert first == "A" * MEGABYTES
        assert second == "B" * MEGABYTES

    drive(url, token, work)


def test_parameters_of_5_megabytes(url: str, token: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the socket does not take at once is sent when it does, in order, while answers come in."""
    monkeypatch.setattr("gateway.traffic.WATCH_SECONDS", 60.0)  # the look at every lane would help, now and then

    async def work(line: Line) -> None:
        given = [bytes([65 + number]) * MEGABYTES for number in range(6)]
        answers = [(line.run(ECHO, long), line.run("SELECT length($1)::text", long)) for long in given]
        echoes = await outcomes(*(echo for echo, _ in answers))
        lengths = await outcomes(*(length for _, length in answers))
        print(f"{len(given)} parameters of {MEGABYTES} bytes sent at once: {len(set(echoes))} echoes, {set(lengths)}")
        assert echoes == [long.decode() for long in given]
        assert set(lengths) == {str(MEGABYTES)}

    drive(url, token, work)
