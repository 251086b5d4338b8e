"""The functions of schema `api` as the database has them, and the statements that call them.

There is no SQL for the helpdesk but these shapes. They are made at start from the catalogue's argument lists; an
endpoint whose function is missing, or differs from what the endpoint has, stops the start.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from psycopg import AsyncConnection

from gateway.endpoints import Endpoint
from gateway.statements import Statement

IF_VERSION = "if_version"
ENTER = Statement(b"enter", b"SELECT e.actor FROM api.enter($1::bytea, $2::text) AS e")  # who it is, if anybody
CATALOGUE = """
SELECT p.proname, p.provolatile = 's', coalesce(p.proargnames, '{}'),
       ARRAY(SELECT format_type(t.oid, NULL)
               FROM unnest(p.proargtypes) WITH ORDINALITY AS t (oid, n) ORDER BY t.n),
       ARRAY(SELECT coalesce(pg_get_function_arg_default(p.oid, n), 'NULL')
               FROM generate_series(1, p.pronargs) AS n ORDER BY n),
       ARRAY(SELECT a.attname::text
               FROM pg_attribute AS a
               JOIN pg_class AS c ON c.oid = a.attrelid
              WHERE c.reltype = p.prorettype AND a.attnum > 0 AND NOT a.attisdropped
              ORDER BY a.attnum)
  FROM pg_proc AS p
 WHERE p.pronamespace = 'api'::regnamespace
   AND has_function_privilege(p.oid, 'EXECUTE')
"""


class CatalogueError(Exception):
    """The database's functions are not those that the endpoints need; the message has a line for each."""


class Function(NamedTuple):
    """A function of schema `api`: its arguments with their types and defaults, and what its answer consists of."""

    name: str
    is_read: bool
    arguments: Sequence[str]
    types: Sequence[str]
    defaults: Sequence[str]
    attributes: Sequence[str]


async def read(connection: AsyncConnection) -> dict[str, Function]:
    """Read the functions that the gateway may call. Raises psycopg.Error, CatalogueError."""
    cursor = await connection.execute(CATALOGUE)
    rows = await cursor.fetchall()
    twice = sorted(name for name, count in Counter(row[0] for row in rows).items() if count > 1)
    if twice:
        raise CatalogueError("\n".join(f"api.{name} exists more than once" for name in twice))
    return {row[0]: Function(*row) for row in rows}


def statement(function: Function) -> Statement:
    """Make the statement that lets the caller in and calls a function: one round trip.

    It gives the answer as JSON, its version, its id, and whether it was given before.
    """
    make = _read if function.is_read else _write
    return Statement(function.name.encode(), make(function).encode(), shares=function.is_read)


def public_statement(function: Function) -> Statement:
    """Make the statement that calls a function for anybody. It gives the answer as JSON."""
    return Statement(function.name.encode(), f"SELECT to_json({_call(function, first=1)})".encode())


def _read(function: Function) -> str:
    version = "(s.r).version" if "version" in function.attributes else "NULL"
    # Without OFFSET 0 the function would be called once for each use of its row.
    return (
        f"SELECT to_json(s.r), {version} FROM (SELECT {_call(function, first=5)} AS r"
        " FROM api.enter($1::bytea, $2::text, $3::timestamptz, on_behalf_of => $4::text) OFFSET 0) AS s"
    )


def _write(function: Function) -> str:
    answer = f"api.idempotency_keep($4::text, to_json({_call(function, first=7)}))"
    return (
        "SELECT s.answer, s.answer ->> 'version', s.answer ->> 'id', s.replayed"
        f" FROM (SELECT CASE WHEN e.replay IS NOT NULL THEN e.replay ELSE {answer} END AS answer,"
        " e.replay IS NOT NULL AS replayed"
        " FROM api.enter($1::bytea, $2::text, $3::timestamptz, $4::text, $5::bytea, $6::text) AS e OFFSET 0) AS s"
    )


def _call(function: Function, first: int) -> str:
    """Write the call, its arguments being parameters from `first` on; for one that is NULL, its default counts."""
    arguments = []
    triples = zip(function.arguments, function.types, function.defaults, strict=True)
    for number, (name, kind, default) in enumerate(triples, first):
        given = f"${number}::{kind}"
        has_default = not default.startswith("NULL")
        arguments.append(f'"{name}" => coalesce({given}, {default})' if has_default else f'"{name}" => {given}')
    return f'api."{function.name}"({", ".join(arguments)})'


def check(endpoints: Iterable[Endpoint], functions: dict[str, Function]) -> None:
    """Compare every endpoint with its function. Raises CatalogueError."""
    wrong = [line for endpoint in endpoints for line in _differences(endpoint, functions.get(endpoint.function))]
    if wrong:
        raise CatalogueError("\n".join(wrong))


def _differences(endpoint: Endpoint, function: Function | None) -> Iterable[str]:
    if function is None:
        yield f"api.{endpoint.function} does not exist, or the gateway may not execute it"
        return
    what = f"{endpoint.method} {endpoint.path} and api.{function.name} differ:"
    for name in sorted(set(function.arguments) ^ arguments(endpoint)):
        yield f"{what} {'the endpoint' if name in function.arguments else 'the function'} has no {name}"
    if endpoint.answer is not None and list(endpoint.answer.model_fields) != list(function.attributes):
        yield f"{what} the answer has {', '.join(function.attributes)}, not {', '.join(endpoint.answer.model_fields)}"
    if function.is_read != (endpoint.method == "GET"):
        yield f"{what} the function {'only reads' if function.is_read else 'writes'}"


def arguments(endpoint: Endpoint) -> set[str]:
    """Give the names of the arguments that an endpoint can fill."""
    names = {part[1:-1] for part in endpoint.path.split("/") if part.startswith("{")}
    for model in (endpoint.body, endpoint.query):
        if model is not None:
            names |= set(model.argument_names())
    if endpoint.has_if_match:
        names.add(IF_VERSION)
    return names
