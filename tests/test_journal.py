"""Replaying the events of a row from nothing gives the row, whatever happened to it and by whichever way it came."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg import Connection
from psycopg.rows import dict_row

from tests.conftest import Database

TABLES = ["agent", "client", "ticket", "comment"]
# Kept beside the changes, or following from other columns.
FOLLOWING = {"name_key", "email_key", "subject_key"}  # from other columns, kept by triggers
NOT_IN_CHANGES = {"id", "version", "updated_at"} | FOLLOWING

texts = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=20)
small = st.integers(1, 4)
times = st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1)).map(lambda at: at.replace(tzinfo=UTC).isoformat())
changes = st.fixed_dictionaries({}, optional={"subject": texts, "description": texts}).map(json.dumps)
edits = st.fixed_dictionaries({}, optional={"body": texts, "visibility": st.sampled_from(["public", "internal"])}).map(
    json.dumps
)
persons = st.fixed_dictionaries({}, optional={"name": texts, "active": st.booleans()}).map(json.dumps)

# Each step: a statement, and what its arguments are drawn from. A step that a rule refuses leaves nothing behind.
STEPS: list[tuple[str, tuple[st.SearchStrategy[object], ...]]] = [
    ("SELECT api.agent_create(%s, concat('a', md5(random()::text), '@desk.example'))", (texts,)),
    ("SELECT api.agent_update(%s, %s)", (small, persons)),
    ("""SELECT api.agent_update(%s, '{"active": false}', reassign_to => %s)""", (small, small)),
    ("SELECT api.agent_delete(%s)", (small,)),
    ("SELECT api.agent_restore(%s)", (small,)),
    ("SELECT api.client_create(%s, concat('c', md5(random()::text), '@client.example'))", (texts,)),
    ("SELECT api.client_update(%s, %s)", (small, persons)),
    ("SELECT api.client_delete(%s)", (small,)),
    ("SELECT api.client_restore(%s)", (small,)),
    ("SELECT api.ticket_create(%s, %s, %s, %s)", (texts, small, texts, small)),
    ("SELECT api.ticket_update(%s, %s)", (small, changes)),
    ("SELECT api.ticket_assign_agent(%s, %s)", (small, small)),
    ("SELECT api.ticket_unassign_agent(%s)", (small,)),
    ("SELECT api.ticket_assign_client(%s, %s)", (small, small)),
    ("SELECT api.ticket_delete(%s)", (small,)),
    ("SELECT api.ticket_restore(%s)", (small,)),
    ("SELECT api.comment_create(%s, %s, author_agent_id => %s)", (small, texts, small)),
    ("SELECT api.comment_update(%s, %s)", (small, edits)),
    ("SELECT api.comment_move(%s, %s)", (small, small)),
    ("SELECT api.comment_delete(%s)", (small,)),
    ("SELECT api.comment_restore(%s)", (small,)),
    # What a DBA may do without asking any function.
    ("UPDATE desk.ticket SET subject = %s, created_at = %s WHERE id <= %s", (texts, times, small)),
    ("UPDATE desk.ticket SET description = description WHERE id <= %s", (small,)),
    ("UPDATE desk.comment SET created_at = %s WHERE id = %s", (times, small)),
    ("UPDATE desk.client SET name = 'Renamed' WHERE id <= %s", (small,)),
    ("UPDATE desk.agent SET role = 'admin', version = 77, updated_at = 'infinity' WHERE id <= %s", (small,)),
    (
        # The trigger that counts the comment journals the ticket before this statement's own change of it.
        "WITH made AS (INSERT INTO desk.comment (ticket_id, author_agent_id, body) VALUES (%s, %s, %s)"
        " RETURNING ticket_id)"
        " UPDATE desk.ticket SET subject = %s FROM made WHERE id = made.ticket_id",
        (small, small, texts, texts),
    ),
    ("UPDATE desk.ticket SET comment_count = 77, last_comment_at = %s WHERE id = %s", (times, small)),
    ("DELETE FROM desk.comment WHERE id = %s", (small,)),
    ("DELETE FROM desk.ticket WHERE id = %s", (small,)),
    ("SELECT set_config('ticketfirst.clock', %s, true)", (times,)),
]
histories = st.lists(
    st.one_of(*(st.tuples(st.just(statement), st.tuples(*arguments)) for statement, arguments in STEPS)), max_size=40
)
# So that most steps find something: two of each, and a comment on each ticket.
BEGINNING = [
    "SELECT api.agent_create('Agent ' || n, 'agent' || n || '@desk.example') FROM generate_series(1, 2) AS n",
    "SELECT api.client_create('Client ' || n, 'client' || n || '@client.example') FROM generate_series(1, 2) AS n",
    "SELECT api.ticket_create('Ticket ' || n, n, agent_id => n) FROM generate_series(1, 2) AS n",
    "SELECT api.comment_create(n, 'Comment ' || n, author_agent_id => n) FROM generate_series(1, 2) AS n",
]


@pytest.fixture
def session(database: Database) -> Iterator[Connection]:
    """A superuser's session whose transactions all count ids from 1."""
    with psycopg.connect(database.url()) as connection:
        yield connection


def begin(session: Connection) -> None:
    """Start a history in a transaction that is going to be rolled back, in a time zone that must not show."""
    session.execute("SET LOCAL timezone = 'Asia/Kolkata'")
    for table in [*TABLES, "event"]:
        session.execute(f"SELECT setval('desk.{table}_id_seq', 1, false)")
    for statement in BEGINNING:
        session.execute(statement)


MISCOUNTED = """
SELECT t.id
  FROM desk.ticket AS t
  LEFT JOIN desk.comment AS c ON c.ticket_id = t.id AND c.deleted_at IS NULL
 GROUP BY t.id
HAVING (t.comment_count, t.last_comment_at) IS DISTINCT FROM (count(c.id), max(c.created_at))
"""


def rows(session: Connection, table: str) -> dict[int, dict[str, Any]]:
    """All rows of a table as JSON, by their id."""
    found = session.execute(f"SELECT id, to_jsonb(t) FROM desk.{table} AS t").fetchall()
    return {number: {name: value for name, value in row.items() if name not in FOLLOWING} for number, row in found}


def replay(session: Connection, table: str) -> dict[int, dict[str, Any]]:
    """The rows that a table must have after all its events, by their id."""
    replayed: dict[int, dict[str, Any]] = {}
    with session.cursor(row_factory=dict_row) as cursor:
        events = cursor.execute(
            "SELECT *, to_jsonb(happened_at) AS at FROM desk.event WHERE entity = %s ORDER BY version, id", [table]
        ).fetchall()
    columns = [column.name for column in session.execute(f"SELECT * FROM desk.{table} WHERE false").description or []]
    for event in events:
        number, action = event["entity_id"], event["action"]
        assert (action == "create") == (number not in replayed)
        row = replayed.setdefault(number, dict.fromkeys(set(columns) - NOT_IN_CHANGES) | {"id": number, "version": 0})
        assert event["changes"], "an event of nothing"
        for name, change in event["changes"].items():
            assert row[name] == change["from"] != change["to"]
            row[name] = change["to"]
        if action == "purge":
            del replayed[number]
            continue
        assert event["version"] == row["version"] + 1
        row |= {"version": event["version"], "updated_at": event["at"]}
    return replayed


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=histories)
def test_replaying_the_journal_gives_the_rows(
    session: Connection, history: list[tuple[str, tuple[object, ...]]]
) -> None:
    """Of agents, clients, tickets and comments, after any history."""
    try:
        begin(session)
        for statement, arguments in history:
            try:
                with session.transaction():
                    session.execute(statement, arguments)
            except psycopg.Error as refused:
                assert refused.sqlstate is not None and not refused.sqlstate.startswith("XX"), statement
        session.execute("SET LOCAL timezone = 'UTC'")
        for table in TABLES:
            assert replay(session, table) == rows(session, table)
        assert session.execute(MISCOUNTED).fetchall() == []
    finally:
        session.rollback()
