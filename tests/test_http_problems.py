"""Problems: what each error of the database becomes, that none tells what is nobody's business, and what rules say."""

from collections.abc import Iterator

import httpx
import psycopg
import pytest
from psycopg import Connection, sql

from gateway.problems import OWN
from tests.conftest import GATEWAY, Database
from tests.desk import Desk, contents, refused
from tests.gateways import Served, serving

SECRET = "s3cret"
# A ticket whose subject is five characters and "!" fails with this SQLSTATE, and says all that an error can say.
RAISE = f"""
CREATE FUNCTION public.fail() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_ARGV[0] = 'sleep' THEN
        PERFORM pg_sleep(30);
    END IF;
    RAISE EXCEPTION '{SECRET} message' USING ERRCODE = left(NEW.subject, 5), DETAIL = '{SECRET} detail',
        HINT = '{SECRET} hint', SCHEMA = 'desk', TABLE = 'ticket', COLUMN = NEW.description,
        CONSTRAINT = 'ticket_subject_length';
END;
$$;
CREATE TRIGGER a_fails BEFORE INSERT ON desk.ticket FOR EACH ROW WHEN (NEW.subject ~ '^.{{5}}!$')
    EXECUTE FUNCTION public.fail();
CREATE TRIGGER sleeps BEFORE INSERT ON desk.ticket FOR EACH ROW WHEN (NEW.subject = 'sleep')
    EXECUTE FUNCTION public.fail('sleep');
CREATE CONSTRAINT TRIGGER fails_late AFTER INSERT ON desk.ticket DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NEW.subject ~ '^.{{5}}\\?$') EXECUTE FUNCTION public.fail();
"""

BY_STATE = {
    "23505": (409, "ticket_subject_length"),
    "23503": (409, "ticket_subject_length"),
    "23P01": (409, "ticket_subject_length"),
    "23502": (422, "ticket_subject_length"),
    "23514": (422, "ticket_subject_length"),
    "22003": (422, "data_invalid"),
    "22001": (422, "data_invalid"),
    "22P02": (422, "data_invalid"),
    "28000": (401, "ticket_subject_length"),
    "28P01": (401, "ticket_subject_length"),
    "42501": (403, "permission_denied"),
    "40001": (503, "serialization_failure"),
    "40P01": (503, "serialization_failure"),
    "55P03": (409, "lock_timeout"),
    "57014": (504, "database_timeout"),
    "53300": (503, "database_busy"),
    "57P01": (503, "database_unavailable"),
    "57P02": (503, "database_unavailable"),
    "57P03": (503, "database_unavailable"),
    "08006": (503, "database_unavailable"),
    "P0002": (404, "row_not_found"),
    **dict.fromkeys(["XX000", "P0001", "42P01", "0A000", "25006", "53100", "58030", "TF999", "TF200", "TFabc"], None),
}
FAULTS = [state for state, expected in BY_STATE.items() if expected is None]
MAPPED = {state: expected for state, expected in BY_STATE.items() if expected is not None}
OWN_CLASS = [400, 401, 403, 404, 409, 412, 422, 428, 429]


@pytest.fixture(scope="module")
def session(database18: Database) -> Iterator[Connection]:
    """A superuser's session in a database whose tickets can fail."""
    with psycopg.connect(database18.url(), autocommit=True) as connection:
        connection.execute(RAISE.encode())
        yield connection


@pytest.fixture
def failing(desk: Desk, session: Connection, database18: Database) -> Iterator[Desk]:
    """A helpdesk in which, whatever fails, nothing is done."""
    assert session.autocommit
    client = desk.client()["id"]
    desk.http.headers["x-client"] = str(client)
    before = contents(database18.url())
    yield desk
    assert contents(database18.url()) == before


def fail(desk: Desk, subject: str, field: str = "") -> httpx.Response:
    """Create a ticket that fails, its error naming a column."""
    body = {"subject": subject, "description": field, "client_id": int(desk.http.headers["x-client"])}
    return desk.http.post("/v1/tickets", json=body)


def headers(answer: httpx.Response) -> set[str]:
    """Give those of the headers that a problem may call for."""
    return answer.headers.keys() & {"retry-after", "www-authenticate"}


def called_for(status: int, state: str) -> set[str]:
    """Give the headers that a status calls for."""
    if status == 503 or state == "55P03":
        return {"retry-after"}
    return {"www-authenticate"} if status == 401 else set()


@pytest.mark.parametrize("late", ["!", "?"], ids=["at once", "deferred"])
@pytest.mark.parametrize("state", MAPPED)
def test_each_sqlstate_has_its_status(failing: Desk, session: Connection, state: str, late: str) -> None:
    """With the rule, and never with DETAIL and HINT; whether the statement fails or its commit."""
    status, rule = MAPPED[state]
    answer = fail(failing, state + late)
    fields = ("subject",) if state.startswith("23") else ()
    problem = refused(answer, status, rule, *fields)
    assert problem["code"] == state
    assert headers(answer) == called_for(status, state)
    assert f"{SECRET} detail" not in answer.text
    assert f"{SECRET} hint" not in answer.text
    if state.startswith("23"):
        row = session.execute("SELECT explanation FROM api.rule_get('ticket_subject_length')").fetchone()
        assert row == (problem["detail"],) == (problem["errors"][0]["message"],)
        assert SECRET not in answer.text


@pytest.mark.parametrize("state", FAULTS)
def test_a_fault_tells_the_caller_nothing(failing: Desk, gateway: Served, state: str) -> None:
    """500; what it was stands in the log, with the request id."""
    answer = fail(failing, f"{state}!")
    problem = refused(answer, 500, "internal_error")
    assert SECRET not in answer.text + str(answer.headers)
    assert problem["code"] == "TF500"
    logged = gateway.errors.read_text()
    assert any(state in line and problem["request_id"] in line for line in logged.splitlines())


@pytest.mark.parametrize("status", OWN_CLASS)
def test_what_ticketfirst_raises_tells_all(failing: Desk, status: int) -> None:
    """The class TF: message, DETAIL and HINT travel, the column is the field, the status is in the SQLSTATE."""
    answer = fail(failing, f"TF{status}!", "client_id")
    problem = refused(answer, status, "ticket_subject_length", "client_id")
    assert problem["code"] == f"TF{status}"
    assert problem["detail"] == f"{SECRET} message: {SECRET} detail"
    assert problem["hint"] == f"{SECRET} hint"
    error = {"field": "client_id", "message": f"{SECRET} message", "rule": "ticket_subject_length"}
    assert problem["errors"] == [error]
    assert headers(answer) == called_for(status, "")


def test_a_locked_row_and_a_long_statement(desk: Desk, session: Connection, database18: Database) -> None:
    """409 after the time to wait for a lock, 504 after the time for a statement; both as set."""
    ticket = desk.ticket()
    token = desk.http.headers["authorization"].removeprefix("Bearer ")
    with (
        serving(database18.url(GATEWAY), token, lock_seconds=0.1, database_seconds=0.3) as hasty,
        hasty.client() as http,
    ):
        with session.transaction():
            session.execute("SELECT FROM desk.ticket WHERE id = %s FOR UPDATE", [ticket["id"]])
            answer = http.patch(f"/v1/tickets/{ticket['id']}", json={"subject": "Smoke"})
        assert refused(answer, 409, "lock_timeout")["code"] == "55P03"
        assert answer.headers["retry-after"] == "1"
        answer = http.post("/v1/tickets", json={"subject": "sleep", "client_id": ticket["client_id"]})
        assert refused(answer, 504, "database_timeout")["code"] == "57014"
        assert Desk(http).read(f"/v1/tickets/{ticket['id']}") == ticket


def test_a_broken_constraint_shows_no_row(desk: Desk) -> None:
    """PostgreSQL's own message and DETAIL have the row: the caller reads the rule instead."""
    there = desk.client(name=SECRET, email="Secret@client.example")
    answer = desk.http.post("/v1/clients", json={"name": "Cleo", "email": "secret@CLIENT.example"})
    refused(answer, 409, "client_email_unique", "email")
    assert answer.json()["detail"] == "No two live clients have the same email address, without regard to case."
    answer = desk.http.patch(f"/v1/clients/{there['id']}", json={"email": "n\u00f6@client.example"})
    refused(answer, 422, "client_email_shape", "email")
    assert SECRET not in answer.text
    assert "violates" not in answer.text


def test_every_rule_has_its_page(session: Connection, gateway: Served) -> None:
    """The database's with its own words, the gateway's too; nobody needs a token to read them."""
    rules = session.execute("SELECT name, sqlstate, fields, explanation FROM api.rule_list()").fetchall()
    assert len(rules) > 100
    with httpx.Client(base_url=gateway.url) as http:
        for name, state, fields, explanation in rules:
            kind = f"/problems/{name.replace('_', '-')}"
            page = http.get(kind).json()
            assert page | {"status": 0} == {
                "type": kind,
                "rule": name,
                "title": name.replace("_", " ").capitalize(),
                "status": 0,
                "code": state,
                "fields": fields,
                "explanation": explanation,
            }
            expected = MAPPED[state][0] if state in MAPPED else int(state[2:])
            assert page["status"] == (503 if name == "assertion_invalid" else expected)  # the gateway's own fault
        for name, (status, explanation) in OWN.items():
            page = http.get(f"/problems/{name.replace('_', '-')}").json()
            assert (page["rule"], page["status"], page["explanation"]) == (name, status, explanation)


def test_a_rules_text_is_the_databases_own(desk: Desk, session: Connection) -> None:
    """Who changes it in SQL changes the page, and the problem's detail, at once."""
    path, text = "/problems/ticket-subject-one-line", "Ünique: one line, please, 'quoted' \\ \" 🔥"
    statement = sql.SQL("COMMENT ON CONSTRAINT ticket_subject_one_line ON DOMAIN desk.ticket_subject IS {}").format(
        text
    )
    before = desk.read(path)
    session.execute(statement)
    assert desk.read(path) == before | {"explanation": text}
    body = {"subject": "two\nlines", "client_id": desk.client()["id"]}
    problem = refused(desk.http.post("/v1/tickets", json=body), 422, "ticket_subject_one_line", "subject")
    assert problem["detail"] == problem["errors"][0]["message"] == text
    session.execute("UPDATE desk.rule SET explanation = %s WHERE name = 'ticket_not_found'", [text])
    assert desk.read("/problems/ticket-not-found")["explanation"] == text


def test_what_is_no_rule(desk: Desk) -> None:
    """404; a name is looked for as it stands in a `type`."""
    refused(desk.http.get("/problems/nothing-like-it"), 404, "rule_not_found", "name")
    for name in ("x" * 101, "%00", "%FF", "a%2Fb", "'", "\u00fc", ""):
        refused(desk.http.get(f"/problems/{name}"), 404, "path_not_found")
    refused(desk.http.get("/problems"), 404, "path_not_found")
