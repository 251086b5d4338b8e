"""The models of requests and answers against the database: a limit, default or type that drifts is found here."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from psycopg import sql

from gateway.models.fields import WHITE_SPACE
from gateway.models.requests import Patch
from tests.conftest import Database
from tests.gateways import first_token
from tests.model_fields import FIELDS, Used

# Texts that are compared with what is stored, or checked by what they encode: no rule of the database bounds them.
FREE = {
    "after": "a cursor",
    "email": "a filter",
    "issuer": "a filter",
    "name": "a filter",
    "role": "a filter",
}
TABLES = {"token": "api_token"}  # whose name is not how the functions begin
ROWS = {"service_role_unknown"}  # rules of fields that rows of a table bound
CONSTRAINTS = """
SELECT conname, pg_get_constraintdef(oid)
  FROM pg_constraint
 WHERE contype = 'c' AND connamespace = 'desk'::regnamespace
"""
DEFAULTS = """
SELECT p.proname, a.name, pg_get_function_arg_default(p.oid, a.n::integer)
  FROM pg_proc AS p, unnest(p.proargnames) WITH ORDINALITY AS a (name, n)
 WHERE p.pronamespace = 'api'::regnamespace AND a.n <= p.pronargs
"""
TRIMMED = """
SELECT array_agg(chr(n)) FROM generate_series(1, 70000) AS n
 WHERE n NOT BETWEEN 55296 AND 57343 AND internal.text_trim(chr(n)) = ''
"""


@pytest.fixture(scope="module")
def token(database18: Database) -> str:
    """An administrator's token."""
    return first_token(database18.url())


@pytest.fixture
def session(database18: Database, token: str) -> Iterator[psycopg.Connection]:
    """A transaction of the administrator's, which is rolled back."""
    with psycopg.connect(database18.url()) as session:
        session.execute("SELECT api.enter(%s, 'models', NULL)", [hashlib.sha256(token.encode()).digest()])
        yield session
        session.rollback()


def checks(session: psycopg.Connection) -> dict[str, str]:
    """Give the CHECK constraints of tables and domains."""
    return dict(session.execute(CONSTRAINTS).fetchall())


def an_email(length: int) -> str:
    """Make an address of so many characters."""
    domain = ".".join(["d" * 63] * 4)[: length - 65]
    return f"{'l' * 64}@{domain}"


def bounds(session: psycopg.Connection, definition: str, field: str) -> dict[str, Any]:
    """Read what a constraint bounds: the length of a field, or its values. In a domain's the field is VALUE."""
    found: dict[str, Any] = {}
    bound = rf"(?:{field}|VALUE)"
    for operator, name in ((">=", "minLength"), ("<=", "maxLength")):
        number = re.search(rf"char_length\({bound}\) {operator} (\d+)", definition)
        if number:
            found[name] = int(number[1])
    values = re.fullmatch(rf"CHECK \(\({bound} = ANY \(ARRAY\[(.*)\]\)\)\)", definition)
    values = values or re.search(rf"\({field} <@ ARRAY\[(.*)\]\)", definition)
    if values:
        found["enum"] = re.findall(r"'([\w:]+)'::text", values[1])
    if definition == f"CHECK (internal.text_is_email({field}))":
        lengths = [
            length
            for length in range(200, 300)
            if session.execute("SELECT internal.text_is_email(%s)", [an_email(length)]).fetchone() == (True,)
        ]
        found |= {"minLength": 1, "maxLength": lengths[-1]}
    return found


def drift(session: psycopg.Connection) -> list[str]:
    """Tell where a model and the constraint that its field names differ."""
    known = checks(session)
    return [
        f"{field}: {field.schema['x-rule']} has {bound}, the model {field.limits}"
        for field in FIELDS
        if field.schema.get("x-rule") in known
        and field.limits != (bound := bounds(session, known[field.schema["x-rule"]], field.name))
    ]


def test_limits_are_the_constraints(session: psycopg.Connection) -> None:
    """Of every field whose rule is a constraint."""
    assert drift(session) == []
    assert len({field.schema["x-rule"] for field in FIELDS if field.schema.get("x-rule") in checks(session)}) >= 10


@pytest.mark.parametrize(
    ("kind", "of", "constraint", "check"),
    [
        ("DOMAIN", "ticket_subject", "ticket_subject_length", "char_length(value) BETWEEN 1 AND 201"),
        ("DOMAIN", "ticket_description", "ticket_description_length", "char_length(value) BETWEEN 1 AND 65536"),
        ("DOMAIN", "comment_body", "comment_body_length", "char_length(value) BETWEEN 0 AND 65536"),
        ("DOMAIN", "comment_visibility", "comment_visibility_known", "value IN ('public', 'internal', 'secret')"),
        ("TABLE", "agent", "agent_role_known", "role IN ('agent')"),
        ("TABLE", "client", "client_email_shape", "char_length(email) <= 254"),
        ("TABLE", "api_token", "api_token_scopes_known", "scopes <@ ARRAY['admin', 'tickets:read']"),
    ],
)
def test_a_drift_is_found(session: psycopg.Connection, kind: str, of: str, constraint: str, check: str) -> None:
    """The test above would not pass if a constraint were another."""
    change = sql.SQL("ALTER {} desk.{} {} CONSTRAINT {}")
    for action, so in (("DROP", ""), ("ADD", f" CHECK ({check}) NOT VALID")):
        parts = sql.SQL(kind), sql.Identifier(of), sql.SQL(action), sql.Identifier(constraint)
        session.execute(change.format(*parts) + sql.SQL(so))
    assert drift(session)


def test_every_rule_is_one(session: psycopg.Connection) -> None:
    """The rules that models name are constraints, or rules that functions raise."""
    raised = {row[0] for row in session.execute("SELECT name FROM desk.rule")}
    assert {field.schema["x-rule"] for field in FIELDS if "x-rule" in field.schema} <= raised | set(checks(session))


@pytest.mark.parametrize("field", FIELDS, ids=str)
def test_a_rule_of_the_database_is_named(session: psycopg.Connection, field: Used) -> None:
    """A field of a body that a constraint bounds names it; and a text has a rule, or a reason to have none."""
    table = field.endpoint.function.split("_")[0]
    table = TABLES.get(table, table)
    own = {f"{table}_{field.name}_{what}" for what in ("length", "known", "shape")} & set(checks(session))
    if field.model is field.endpoint.body:
        assert {field.schema.get("x-rule")} - {None} - ROWS == own
    is_text = any(
        kind.get("type") == "string" and "format" not in kind and "const" not in kind
        for kind in field.schema.get("anyOf", [field.schema])
    )
    if is_text:
        assert "x-rule" in field.schema or (field.model is field.endpoint.query and field.name in FREE)


def called(session: psycopg.Connection, field: Used, value: object) -> psycopg.errors.Error | None:
    """Call the function with one argument, and give its error."""
    names = dict.fromkeys(re.findall(r"{(\w+)}", field.endpoint.path), 1) | {field.name: value}
    call = sql.SQL("SELECT api.{}({})").format(
        sql.Identifier(field.endpoint.function),
        sql.SQL(", ").join(sql.SQL("{} => {}").format(sql.Identifier(name), names[name]) for name in names),
    )
    try:
        with session.transaction():
            session.execute(call)
    except psycopg.Error as error:
        return error
    return None


RAISED = [field for field in FIELDS if field.schema.get("x-rule") in {"list_limit_range", "list_sort_unknown"}]
RAISED += [field for field in FIELDS if field.schema.get("x-rule") == "ticket_words_length"]


@pytest.mark.parametrize("field", RAISED, ids=str)
def test_limits_are_those_of_the_functions(session: psycopg.Connection, field: Used) -> None:
    """What the model just takes the function takes, and what it just refuses the function refuses, by the same rule."""
    rule, limits = field.schema["x-rule"], field.limits

    def is_refused(value: object) -> bool:
        error = called(session, field, value)
        return error is not None and error.diag.constraint_name == rule

    if "enum" in limits:
        error = called(session, field, "nothing")
        assert error is not None and error.diag.message_primary is not None
        names = re.findall(r"\w+(?=,)", error.diag.message_primary)
        assert sorted(limits["enum"]) == sorted([*names, *(f"-{name}" for name in names)])
        assert not any(is_refused(value) for value in limits["enum"])
    elif "maximum" in limits:
        edges = [limits["minimum"] - 1, limits["minimum"], limits["maximum"], limits["maximum"] + 1]
        assert [is_refused(value) for value in edges] == [True, False, False, True]
    else:
        assert [is_refused("w" * (limits["maxLength"] + more)) for more in (0, 1)] == [False, True]


def test_defaults_are_those_of_the_functions(session: psycopg.Connection) -> None:
    """Of every field that shows one; and those of bodies all do."""
    defaults = {(function, name): default for function, name, default in session.execute(DEFAULTS)}
    for field in FIELDS:
        if issubclass(field.model, Patch):
            continue
        default = defaults.get((field.endpoint.function, field.name)) or "NULL"
        shown = field.schema.get("default")
        if shown is not None:
            assert json.dumps(shown) == re.sub(r"^'(.*)'::text$", r'"\1"', default), str(field)
        elif field.model is field.endpoint.body:
            assert default.startswith("NULL"), str(field)


def test_what_is_trimmed(session: psycopg.Connection) -> None:
    """The same characters that the database trims."""
    assert session.execute(TRIMMED).fetchone() == (sorted(WHITE_SPACE),)
