"""A stolen gateway password opens nothing: what SET and old seals do, in real sessions of the gateway's role."""

import base64
from collections.abc import Callable, Iterator
from contextlib import closing

import psycopg
import pytest
from psycopg import Connection

from tests.conftest import GATEWAY, Database
from tests.sessions import refusal

SECRET = b"0123456789abcdef0123456789abcdef"
TOKEN = """
WITH ada AS (INSERT INTO desk.agent (name, email, role) VALUES ('Ada', 'ada@desk.example', 'admin') RETURNING id)
INSERT INTO desk.api_token (agent_id, name, token_hash) SELECT ada.id, 'test', sha256(%s) FROM ada
"""
ACTOR = "SELECT internal.actor_make(a.id, NULL, NULL) FROM desk.agent AS a WHERE a.name = 'Ada'"
KEY = "SELECT value FROM desk.secret WHERE name = 'seal'"
SETTING = "SELECT current_setting('ticketfirst.actor')"
ASK = "SELECT count(*) FROM api.client_list()"
NOBODY = "28000 actor_unknown"
PRINTERS = ("debug_print_parse", "debug_print_rewritten", "debug_print_plan", "debug_pretty_print")


@pytest.fixture
def actor(database: Database) -> str:
    """Ada, an administrator with a token, as the database writes her down."""
    with psycopg.connect(database.url()) as session:
        session.execute(TOKEN, [SECRET])
        return first(session, ACTOR)


@pytest.fixture
def thief(database: Database) -> Iterator[Connection]:
    """A session of whoever has the gateway's password, and no token."""
    with closing(psycopg.connect(database.url(GATEWAY), autocommit=True)) as session:
        yield session


def first(session: Connection, query: str) -> str:
    """Run a query and give the first value of its first row as text."""
    row = session.execute(query.encode()).fetchone()
    assert row is not None
    return str(row[0])


def entered(session: Connection) -> str:
    """Enter with Ada's token, and give what that leaves in the transaction."""
    session.execute("SELECT api.enter(%s)", [SECRET])
    return first(session, SETTING)


def asked(session: Connection) -> str:
    """What comes of a question that everybody of the staff may ask: 'allowed', or what it was refused with."""
    try:
        session.execute(ASK)
    except psycopg.Error as error:
        return refusal(error)
    return "allowed"


def asked_and_kept(session: Connection) -> str:
    """The same in a savepoint, so that the transaction goes on."""
    try:
        with session.transaction():
            session.execute(ASK)
    except psycopg.Error as error:
        return refusal(error)
    return "allowed"


def set_as(session: Connection, value: str, *, local: bool = False) -> None:
    """Set the actor, for the session or the transaction."""
    session.execute("SELECT set_config('ticketfirst.actor', %s, %s)", [value, local])


@pytest.mark.parametrize(
    "forge", ["", "x", "admin", "agent:1", "{actor}", "{zeros}{actor}", "{zeros}", "{actor}{zeros}"]
)
def test_no_setting_makes_an_actor(database: Database, actor: str, thief: Connection, forge: str) -> None:
    """Neither with SET in the session, nor in the transaction, nor at the connection's start."""
    value = forge.format(actor=actor, zeros="0" * 64 + "|")
    set_as(thief, value)
    assert asked(thief) == NOBODY
    with thief.transaction(force_rollback=True):
        set_as(thief, value, local=True)
        assert asked(thief) == NOBODY
    options = "-c ticketfirst.actor=" + value.replace("\\", "\\\\").replace(" ", "\\ ")
    with closing(psycopg.connect(database.url(GATEWAY), autocommit=True, options=options)) as other:
        assert first(other, SETTING) == value
        assert asked(other) == NOBODY


@pytest.mark.parametrize("end", ["COMMIT", "ROLLBACK"])
def test_a_seal_ends_with_its_transaction(actor: str, thief: Connection, end: str) -> None:
    """Until then it holds; after it, a copy is worth nothing, in the session or in the next transaction."""
    thief.execute("BEGIN")
    sealed = entered(thief)
    assert sealed[65:] == actor
    assert asked(thief) == "allowed"
    set_as(thief, sealed, local=True)
    assert asked(thief) == "allowed"
    thief.execute(end)
    assert first(thief, SETTING) == ""
    assert asked(thief) == NOBODY
    set_as(thief, sealed)
    assert asked(thief) == NOBODY
    with thief.transaction(force_rollback=True):
        set_as(thief, sealed, local=True)
        assert asked(thief) == NOBODY


def test_what_is_set_for_the_session_does_not_outlive_the_transaction(actor: str, thief: Connection) -> None:
    """Whoever keeps a seal with set_config(…, false) keeps a text."""
    with thief.transaction():
        sealed = entered(thief)
        set_as(thief, sealed)
        assert asked(thief) == "allowed"
    assert first(thief, SETTING) == sealed
    assert asked(thief) == NOBODY
    with thief.transaction():
        assert entered(thief) != sealed
        assert asked(thief) == "allowed"
    assert first(thief, SETTING) == sealed, "what the session had set is set again"
    assert asked(thief) == NOBODY
    assert sealed[65:] == actor


def test_a_savepoint_takes_the_seal_back(actor: str, thief: Connection) -> None:
    """What is rolled back has not entered."""
    assert actor
    with thief.transaction():
        with thief.transaction(force_rollback=True):
            entered(thief)
            assert asked(thief) == "allowed"
        assert first(thief, SETTING) == ""
        assert asked_and_kept(thief) == NOBODY


def test_a_seal_is_worth_nothing_in_another_session(database: Database, actor: str, thief: Connection) -> None:
    """While its own transaction is still open, too."""
    with closing(psycopg.connect(database.url(GATEWAY), autocommit=True)) as honest, honest.transaction():
        sealed = entered(honest)
        assert sealed[65:] == actor
        set_as(thief, sealed)
        assert asked(thief) == NOBODY
        assert asked(honest) == "allowed"


@pytest.mark.parametrize(("mapped", "outcome"), [(True, "agent"), (False, NOBODY)])
def test_other_login_roles_are_who_they_are(database: Database, actor: str, *, mapped: bool, outcome: str) -> None:
    """A seal of the gateway's, of a transaction that is still open, is nothing to a service's role."""
    role = "seal_service"
    with closing(psycopg.connect(database.url(), autocommit=True)) as owner:
        owner.execute(f"CREATE ROLE {role} LOGIN".encode())
        try:
            owner.execute(f"GRANT ticketfirst_service TO {role}".encode())
            if mapped:
                owner.execute(
                    "WITH a AS (INSERT INTO desk.agent (name, email) VALUES ('Ben', 'ben@desk.example') RETURNING id)"
                    " INSERT INTO desk.database_role (role_name, agent_id) SELECT 'seal_service', a.id FROM a"
                )
            with closing(psycopg.connect(database.url(GATEWAY), autocommit=True)) as honest, honest.transaction():
                sealed = entered(honest)
                with closing(psycopg.connect(database.url(role), autocommit=True)) as service:
                    for value in (sealed, actor, "0" * 64 + "|" + actor):
                        set_as(service, value)
                        assert asked(service) == ("allowed" if mapped else NOBODY)
                        with pytest.raises(psycopg.Error) as refused:
                            service.execute("SELECT api.token_list()")
                        assert refusal(refused.value) == ("TF403 permission_missing" if mapped else outcome)
                    with pytest.raises(psycopg.errors.InsufficientPrivilege):
                        service.execute("SELECT api.enter(%s)", [SECRET])
        finally:
            owner.execute(b"DROP ROLE seal_service")


@pytest.mark.parametrize(
    "statement",
    [
        "SET ROLE ticketfirst_api",
        "SET ROLE ticketfirst_owner",
        "SET SESSION AUTHORIZATION postgres",
        "SELECT internal.seal('x')",
        "SELECT internal.actor_leave(NULL)",
        "SELECT value FROM desk.secret",
        "LOAD 'auto_explain'",
        "SET log_min_messages = 'debug5'",
    ],
)
def test_the_gateways_role_gets_no_further(actor: str, thief: Connection, statement: str) -> None:
    """Not to the roles that own the functions, not to the seal, and not to what would print it; entered or not."""
    assert actor
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        thief.execute(statement.encode())
    with pytest.raises(psycopg.errors.InsufficientPrivilege), thief.transaction():
        entered(thief)
        thief.execute(statement.encode())


def writings(key: bytes) -> list[str]:
    """The ways in which a server writes bytes: hex, base64, escaped, a plan's numbers; without white space."""
    signed = [byte - 256 if byte > 127 else byte for byte in key]
    return [
        key.hex(),
        base64.b64encode(key).decode(),
        "".join(str(byte) for byte in key),
        "".join(str(byte) for byte in signed),
        "".join(f"\\{byte:03o}" for byte in key),
    ]


def told(session: Connection, work: Callable[[Connection], None]) -> str:
    """All that the server sends beside the answers while a session prints whatever it may.

    Without white space: plans are broken into lines anywhere, within a number too.
    """
    heard: list[str] = []

    def listen(note: psycopg.errors.Diagnostic) -> None:
        parts = (note.message_primary, note.message_detail, note.message_hint, note.context, note.internal_query)
        heard.extend(part for part in parts if part)

    session.add_notice_handler(listen)
    session.execute("SET client_min_messages = 'debug5'")
    for printer in PRINTERS:
        session.execute(f"SET {printer} = on".encode())
    work(session)
    return "".join("".join(heard).split())


def test_no_plan_shows_the_key(database: Database, actor: str, thief: Connection) -> None:
    """The key is a constant of the plans that check a seal: a session that has its plans printed is not shown those."""
    assert actor
    with closing(psycopg.connect(database.url(), autocommit=True)) as owner:
        row = owner.execute(KEY).fetchone()
        assert row is not None
        key = bytes(row[0])
        shown = told(owner, lambda session: session.execute("SELECT internal.seal('x')").close())
        assert any(writing in shown for writing in writings(key)), "the test finds a key where one is shown"

    def work(session: Connection) -> None:
        for _ in range(8):  # plans are made anew five times before they are kept
            assert asked(session) == NOBODY
            set_as(session, "0" * 64 + "|" + actor)
            with session.transaction():
                entered(session)
                session.execute("SELECT api.client_create('Cleo', gen_random_uuid() || '@client.example')")
                assert asked(session) == "allowed"
            with pytest.raises(psycopg.Error):
                session.execute("SELECT api.enter(%s)", [b"x"])

    heard = told(thief, work)
    assert "PLANNEDSTMT" in heard, "plans are printed"
    for writing in writings(key):
        assert writing not in heard
        assert writing[:24] not in heard, "nor a part of it"


def test_a_new_key_ends_the_old_one(database: Database, actor: str) -> None:
    """For sessions that begin after it: the gateway is to connect anew."""
    assert actor
    with closing(psycopg.connect(database.url(GATEWAY), autocommit=True)) as session, session.transaction():
        before = entered(session)
    with closing(psycopg.connect(database.url(), autocommit=True)) as owner:
        owner.execute("UPDATE desk.secret SET value = sha256(value) WHERE name = 'seal'")
    with closing(psycopg.connect(database.url(GATEWAY), autocommit=True)) as session:
        with session.transaction():
            assert entered(session)[:64] != before[:64]
            assert asked(session) == "allowed"
        set_as(session, before)
        assert asked(session) == NOBODY


SHADOWS = (
    "text",
    "bytea",
    "jsonb",
    "json",
    "int8",
    "bool",
    "timestamptz",
    "name",
    "oid",
    "regclass",
    "tsquery",
)


@pytest.mark.parametrize("shadowed", SHADOWS)
def test_types_of_ones_own_are_not_taken_for_postgresqls(
    database: Database, actor: str, thief: Connection, shadowed: str
) -> None:
    """A session may make types in pg_temp, whose CHECK runs whatever it says: as whoever casts to them."""
    thief.execute(
        "CREATE FUNCTION pg_temp.steal() RETURNS pg_catalog.bool LANGUAGE plpgsql AS $$ BEGIN"
        " IF current_user <> session_user THEN RAISE EXCEPTION 'stolen as %', current_user; END IF; RETURN true; END $$"
    )
    thief.execute(f"CREATE DOMAIN pg_temp.{shadowed} AS pg_catalog.{shadowed} CHECK (pg_temp.steal())".encode())
    said = []
    for statement in (
        "SELECT api.enter(pg_catalog.decode(pg_catalog.repeat('00', 40), 'hex'))",
        "SELECT api.enter(pg_catalog.sha256('x'))",
        ASK,
        "SELECT api.ticket_list()",
        "SELECT api.health()",
        "SELECT api.rule_get('ticket_not_found')",
    ):
        try:
            thief.execute(statement.encode())
        except psycopg.Error as error:
            said.append(str(error))
    with thief.transaction():
        thief.execute("SELECT api.enter(%s)", [SECRET])
        thief.execute("SELECT api.client_create('Cleo', 'cleo@client.example')")
        thief.execute("SELECT api.ticket_list(subject => 'x', created_after => '2020-01-01Z')")
    assert len(said) >= 4
    assert not [sentence for sentence in said if "stolen" in sentence]
