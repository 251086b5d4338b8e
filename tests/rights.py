"""Who may do what: the rows of rights.txt, the world that they speak of (rights.sql), and what callers are told."""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import partial
from typing import Any

import psycopg
from psycopg import Connection, sql
from psycopg.conninfo import make_conninfo
from psycopg.rows import dict_row

from tools.shell import ROOT

MATRIX = ROOT / "tests" / "rights.txt"
WORLD = ROOT / "tests" / "rights.sql"
GATEWAY = "ticketfirst_gateway"
NEVER = 4_000_000_000_000  # an id that no object has had

# What rights.txt says, as the status and the rule that it stands for.
WORDS: dict[str, tuple[int, tuple[str, ...]]] = {
    "401": (
        401,
        (
            "actor_unknown",
            "credentials_missing",
        ),
    ),
    "403": (403, ("permission_missing",)),
    "404": (404, ("*_not_found",)),
    "422": (422, ("*_not_found",)),
    "scope": (403, ("scope_missing",)),
    "own": (403, ("*_not_own",)),
    "none": (403, ("insufficient_privilege",)),
    "twice": (403, ("behalf_twice",)),
    "who": (422, ("comment_author_required",)),
    "open": (422, ("comment_client_public",)),
    "busy": (409, ("client_has_tickets",)),
}
STATUS = {"28000": 401, "42501": 403, "23502": 422, "23514": 422, "23503": 409, "23505": 409}

FUNCTIONS = """
SELECT p.proname::text AS name, coalesce(p.proargnames, '{}') AS arguments, p.prorettype = 'void'::regtype AS is_void,
       ARRAY(SELECT format_type(t.oid, NULL) FROM unnest(p.proargtypes) WITH ORDINALITY AS t (oid, n)
               ORDER BY t.n) AS types
  FROM pg_proc AS p
 WHERE p.pronamespace = 'api'::regnamespace
   AND (has_function_privilege('ticketfirst_gateway', p.oid, 'EXECUTE')
        OR has_function_privilege('ticketfirst_service', p.oid, 'EXECUTE'))
"""
CALL = re.compile(r"(\w+)\((.*)\)(?: (lists) (\w+)| (tells) ([\w.]+)(?: = (\S+))?)?")
ARGUMENT = re.compile(r"(?:(\w+) => )?('[^']*'|\{[^}]*\}|\w+)(?:, |$)")
VERBS = ("select", "insert", "update", "update_any", "delete", "delete_any")
NO_FUNCTIONS = {"clock_set", *VERBS}


class RightsError(Exception):
    """rights.txt says something that cannot be run."""


@dataclass(frozen=True)
class Caller:
    """Who asks: an actor, by itself or on behalf of another."""

    name: str
    actor: str | None
    behalf: str | None = None
    scopes: tuple[str, ...] | None = None

    @property
    def role(self) -> str:
        """The database role that it logs in with; a token with scopes is only for the gateway's callers."""
        return GATEWAY if self.scopes else f"rights_{self.actor or 'nobody'}"


CALLERS = (
    *(Caller(name, name) for name in ("admin", "lead", "agent", "other", "client", "mate", "stranger", "portal")),
    Caller("+client", "portal", "client"),
    Caller("importer", "importer"),
    Caller("monitor", "monitor"),
    Caller("+agent", "admin", "agent"),
    Caller("scoped", "agent", scopes=("tickets:read",)),
    Caller("nobody", None),
)


@dataclass(frozen=True)
class Row:
    """A call, and what becomes of it by caller."""

    line: int
    text: str
    function: str
    arguments: tuple[tuple[str | None, str], ...]
    lists: str | None
    tells: str | None
    value: str | None
    cells: Mapping[str, str]

    def __str__(self) -> str:
        """The call, as the file has it."""
        return self.text


def read(text: str) -> tuple[Row, ...]:
    """Read a matrix. Raises RightsError with the line that is at fault."""
    rows = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        *_, cells = re.split(r"(?<=\S) {2,}", line, maxsplit=1)
        call = line[: len(line) - len(cells)].rstrip()
        parsed = CALL.fullmatch(call)
        if parsed is None:
            raise RightsError(f"line {number}: {call!r} is not function(argument, …)")
        function, arguments, _, listed, _, told, value = parsed.groups()
        words = cells.split()
        if len(words) != len(CALLERS):
            raise RightsError(f"line {number}: {len(words)} cells for {len(CALLERS)} callers")
        if unknown := set(words) - {"yes", "no", ".", *WORDS}:
            raise RightsError(f"line {number}: no cell is called {', '.join(sorted(unknown))}")
        found = tuple((name or None, value) for name, value in ARGUMENT.findall(arguments))
        named = {caller.name: word for caller, word in zip(CALLERS, words, strict=True)}
        rows.append(Row(number, call, function, found, listed, told, value, named))
    return tuple(rows)


ROWS = read(MATRIX.read_text())


@dataclass(frozen=True)
class Function:
    """A public function, as the catalogue has it."""

    name: str
    arguments: Sequence[str]
    types: Sequence[str]
    is_void: bool

    @property
    def page(self) -> str:
        """What its page would be called, were it a list: ticket_page, ticket_history_page."""
        return self.name.removesuffix("_list") + "_page"


@dataclass(frozen=True)
class Object:
    """A row of a table."""

    relation: str
    id: int | None
    condition: str
    fields: dict[str, Any]


@dataclass(frozen=True)
class Outcome:
    """What became of a call: its rows, or by which rule it was refused."""

    status: int
    rule: str = ""
    at: str = ""  # the argument that is at fault
    rows: tuple[Any, ...] = ()
    text: str = field(default="", compare=False)

    def __str__(self) -> str:
        """In the words of rights.txt where there are some."""
        for word, (status, rules) in WORDS.items():
            if self.status == status and any(fnmatchcase(self.rule, rule) for rule in rules):
                return f"{word} ({self.rule})"
        return f"{self.status} {self.rule}".strip()


class World:
    """The objects and callers of rights.txt in a database, seen by a superuser."""

    def __init__(self, url: str) -> None:
        """Make them."""
        self.url = url
        self._session = psycopg.connect(url, autocommit=True, row_factory=dict_row)
        self._session.execute(WORLD.read_text())
        self.objects: dict[str, Object] = {}
        self._look()
        self.functions = {row["name"]: Function(**row) for row in self._session.execute(FUNCTIONS)}
        self.tokens = {caller.name: self._token(caller) for caller in CALLERS if caller.actor}

    def close(self) -> None:
        """End the superuser's session."""
        self._session.close()

    def execute(self, statement: str) -> None:
        """Run a statement as superuser."""
        self._session.execute(statement)

    def renew(self) -> None:
        """Make what is asked for anew: a call has changed it."""
        self._session.execute("SELECT rights.renew()")
        self._look()

    def number(self) -> int:
        """Give a number that was not used before."""
        row = self._session.execute("SELECT nextval('rights.number') AS number").fetchone()
        assert row is not None
        return int(row["number"])

    def arguments(self, row: Row, function: Function, never: str | None = None) -> dict[str, Any]:
        """Give a call's arguments by name; in the place of one of them, an object that never was."""
        given: dict[str, Any] = {}
        for (name, text), place in zip(row.arguments, function.arguments, strict=False):
            given[name or place] = NEVER if (name or place) == never else self._value(row, text)
        if row.lists is not None:
            most = {"sort": "-id", "row_limit": 100}
            given |= {name: value for name, value in most.items() if name in function.arguments}
        return given

    def objects_of(self, row: Row, function: Function) -> dict[str, str]:
        """Give the objects that a call names, by argument."""
        named = {name or place: text for (name, text), place in zip(row.arguments, function.arguments, strict=False)}
        return {name: text for name, text in named.items() if text in self.objects}

    def shows(self, row: Row, outcome: Outcome) -> bool:
        """Say whether what a row lists or tells is in an answer; of a table's row, whether there was one."""
        if row.function in VERBS:
            return bool(outcome.rows)
        if row.lists is not None:
            return any(_is_about(item, self.objects[row.lists]) for item in outcome.rows)
        if row.tells is not None:
            told = [_member(item, row.tells) for item in outcome.rows]
            return any(value is not None and (row.value is None or str(value) == row.value) for value in told)
        return True

    def fits(self, row: Row, cell: str, outcome: Outcome) -> bool:
        """Say whether an outcome is what a cell says."""
        if cell == ".":
            return outcome.status >= 400
        if cell in WORDS:
            status, rules = WORDS[cell]
            return outcome.status == status and any(fnmatchcase(outcome.rule, rule) for rule in rules)
        return outcome.status < 300 and self.shows(row, outcome) == (cell == "yes")

    def described(self, row: Row, outcome: Outcome) -> str:
        """Give an outcome in the words of the matrix."""
        if outcome.status < 300:
            return "yes" if self.shows(row, outcome) else "no"
        return str(outcome)

    def wrong(self, row: Row, caller: Caller, outcome: Outcome) -> list[str]:
        """Give what is to be said of an outcome that is not what the row says."""
        cell = row.cells[caller.name]
        if self.fits(row, cell, outcome):
            return []
        return [f"line {row.line}, {row}, {caller.name}: {cell} is expected, {self.described(row, outcome)} is seen"]

    def sees(self, caller: Caller, name: str) -> bool:
        """Say whether row security shows a caller an object, by the matrix."""
        live = name.removesuffix("_gone")
        for row in ROWS:
            if row.function == "select" and row.arguments == ((None, live),):
                return row.cells[caller.name] == "yes"
        raise RightsError(f"a 403 says that {live} exists: list select({live}), so that it can be known who may know")

    def called(self, name: str | None) -> str | None:
        """Give an actor as X-On-Behalf-Of has it: client:3."""
        return name and f"{self.objects[name].relation}:{self.objects[name].id}"

    def _value(self, row: Row, text: str) -> Any:
        if text in self.objects:
            return self.objects[text].id
        if "#" in text:
            text = text.replace("#", str(self.number()))
        if text.startswith("'"):
            return text[1:-1]
        if text.startswith("{") or text in ("true", "false") or text.isdecimal():
            return json.loads(text)
        raise RightsError(f"line {row.line}: rights.sql makes no object called {text}")

    def _look(self) -> None:
        rows = self._session.execute("SELECT * FROM rights.object").fetchall()
        self.objects = {row.pop("name"): Object(**row) for row in rows}

    def _token(self, caller: Caller) -> str:
        token = "tf_" + secrets.token_hex(32)
        actor = self.objects[caller.actor or ""]
        self._session.execute(
            sql.SQL("INSERT INTO desk.api_token ({}, name, token_hash, scopes) VALUES (%s, %s, %s, %s)").format(
                sql.Identifier(f"{actor.relation}_id")
            ),
            [
                actor.id,
                caller.name,
                hashlib.sha256(sent(token)).digest(),
                list(caller.scopes) if caller.scopes else None,
            ],
        )
        return token


def leaks(world: World, row: Row, caller: Caller, refused: Outcome, call: Callable[[str], Outcome | None]) -> list[str]:
    """Give what a refusal says of what is hidden from the caller, where it is not what is said of what never was."""
    problems: list[str] = []
    if row.function not in world.functions or refused.status < 400 or row.cells[caller.name] == "401":
        return problems
    for argument, name in world.objects_of(row, world.functions[row.function]).items():
        never = call(argument)
        assert never is not None
        theirs, others = (_without_ids(it.text, world.objects[name].id) for it in (refused, never))
        if (refused, theirs) != (never, others) and not world.sees(caller, name):
            problems.append(
                f"line {row.line}, {row}, {caller.name}: {refused}: {refused.text}, but of an object that never was"
                f" in the place of {name}: {never}: {never.text}"
            )
    return problems


def _without_ids(text: str, known: int | None) -> str:
    return re.sub(rf"\b({known}|{NEVER})\b", "N", text)


def sent(token: str) -> bytes:
    """Give what the gateway sends of a token."""
    return hashlib.sha256(token.encode()).digest()


def _is_about(item: Any, wanted: Object) -> bool:
    if "entity" in item:
        return bool(item["entity"] == wanted.relation and item["entity_id"] == wanted.id)
    return bool(item.get("id", item.get(f"{wanted.relation}_id")) == wanted.id)


def _member(item: Any, path: str) -> Any:
    for name in path.split("."):
        if isinstance(item, list):
            item = name if name in item else None
        else:
            item = item.get(name) if isinstance(item, dict) else None
    return item


class Sql:
    """The callers in SQL: each a database role that logs in, in a transaction that is rolled back."""

    def __init__(self, world: World) -> None:
        """Make the roles, and log in as each."""
        self.world = world
        self._make_roles()
        self._sessions = {caller.name: self._connect(caller.role) for caller in CALLERS}
        self._gateway = self._connect(GATEWAY)

    def close(self) -> None:
        """Log out. The roles stay: they are the cluster's."""
        for session in (*self._sessions.values(), self._gateway):
            session.close()

    def call(self, row: Row, caller: Caller, never: str | None = None, *, page: bool = False) -> Outcome:
        """Make a call, or that of its page."""
        with self._entered(self._sessions[caller.name], caller, row) as session:
            return session if isinstance(session, Outcome) else self._run(session, row, never, page)

    def call_without_entering(self, row: Row) -> Outcome:
        """Make a call in a session of the gateway's that has not entered."""
        with self._gateway.transaction(force_rollback=True):
            return self._run(self._gateway, row)

    def wrong_cells(self, row: Row) -> list[str]:
        """Run a row as every caller, and give the cells that are wrong."""
        pages = [False, True] if self._has_page(row) else [False]
        return [
            problem
            for caller in CALLERS
            for page in pages
            for problem in self.world.wrong(row, caller, self.call(row, caller, page=page))
        ]

    def left_behind(self) -> list[str]:
        """Give what is left of a caller in the gateway's session once its transaction has ended."""
        with self._gateway.transaction():
            self._gateway.execute("SELECT api.enter(%s)", [sent(self.world.tokens["admin"])])
        names = ("ticketfirst.actor", "ticketfirst.request_id", "ticketfirst.clock", "ticketfirst.idempotency_key")
        left = [self._gateway.execute("SELECT current_setting(%s, true)", [name]).fetchone() for name in names]
        self._gateway.execute("RESET ALL")
        return [f"{name} is left behind" for name, row in zip(names, left, strict=True) if row and row[0]]

    def leaks(self, row: Row) -> list[str]:
        """Give the cells whose refusal tells an object that is hidden from one that never was."""
        return [
            problem
            for caller in CALLERS
            for problem in leaks(self.world, row, caller, self.call(row, caller), partial(self.call, row, caller))
        ]

    def _has_page(self, row: Row) -> bool:
        function = self.world.functions.get(row.function)
        return function is not None and function.page in self.world.functions and function.page != function.name

    def _run(self, session: Connection, row: Row, never: str | None = None, page: bool = False) -> Outcome:
        try:
            with session.transaction():
                rows = self._rows(session, row, never, page)
        except psycopg.Error as error:
            assert error.sqlstate, error
            code, said = error.sqlstate, error.diag
            status = int(code[2:]) if code.startswith("TF") else STATUS.get(code, 500)
            rule = said.constraint_name or ("insufficient_privilege" if code == "42501" else str(error))
            if row.function in VERBS and code == "42501":
                return Outcome(200, rows=())
            return Outcome(status, rule, said.column_name or "", text=said.message_primary or "")
        return Outcome(200, rows=rows)

    def _rows(self, session: Connection, row: Row, never: str | None, page: bool) -> tuple[Any, ...]:
        if row.function == "clock_set":
            return ()
        if row.function in VERBS:
            found = session.execute("SELECT rights.careless(%s)", [self._careless(row)]).fetchone()
            assert found is not None
            return (None,) * int(found[0])
        function = self.world.functions[row.function]
        given = self.world.arguments(row, function, never)
        types = dict(zip(function.arguments, function.types, strict=False))
        if unknown := given.keys() - types.keys():
            raise RightsError(f"line {row.line}: {function.name} has no argument {', '.join(unknown)}")
        call = sql.SQL("api.{}({})").format(
            sql.Identifier(function.page if page else function.name),
            sql.SQL(", ").join(
                sql.SQL("{} => %s::{}").format(sql.Identifier(name), sql.SQL(types[name])) for name in given
            ),
        )
        shown = sql.SQL("SELECT {}" if function.is_void else "SELECT to_json(r) FROM {} AS r").format(call)
        values = [json.dumps(value) if isinstance(value, dict) else value for value in given.values()]
        rows = [found[0] for found in session.execute(shown, values)]
        items: list[Any] = rows[0]["items"] if page else rows
        return tuple(items)

    def _careless(self, row: Row) -> str:
        """Give a statement that does something to a row, or inserts one that is like it."""
        wanted = self.world.objects[row.arguments[0][1]]
        table = f"desk.{wanted.relation}"
        if row.function == "insert":
            fields = dict(wanted.fields)
            if "token_hash" in fields:
                fields["token_hash"] = "\\x" + secrets.token_hex(32)
            given = json.dumps(fields).replace("#", str(self.world.number()))
            columns = ", ".join(fields)
            return (
                f"INSERT INTO {table} ({columns}) SELECT {columns} FROM jsonb_populate_record(NULL::{table}, '{given}')"
            )
        if row.function == "update_any":
            return f"UPDATE {table} SET name = 'x'"  # a WHERE would ask for the right to see, too
        if row.function == "delete_any":
            return f"DELETE FROM {table}"
        if row.function == "update":
            changed = next((name for name in ("subject", "body", "name", "request_id") if name in wanted.fields), "id")
            return f"UPDATE {table} SET {changed} = {changed} || '.' WHERE {wanted.condition}"
        return f"{'DELETE' if row.function == 'delete' else 'SELECT'} FROM {table} WHERE {wanted.condition}"

    @contextmanager
    def _entered(self, session: Connection, caller: Caller, row: Row) -> Iterator[Connection | Outcome]:
        """Begin a transaction as the caller; what refuses it already then is what becomes of its call."""
        is_clock = row.function == "clock_set" and caller.actor is not None
        is_act_for = row.function == "act_for" and bool(caller.scopes)  # as the gateway's callers do: with the header
        behalf = caller.behalf or (row.arguments[0][1] if is_act_for else None)
        session = self._gateway if is_clock else session
        with session.transaction(force_rollback=True):
            try:
                with session.transaction():
                    if is_clock or caller.scopes:
                        session.execute(
                            "SELECT api.enter(%s, clock => %s, on_behalf_of => %s)",
                            [
                                sent(self.world.tokens[caller.name]),
                                "2020-01-01T00:00:00Z" if is_clock else None,
                                self.world.called(behalf),
                            ],
                        )
                    elif behalf:
                        other = self.world.objects[behalf]
                        named = sql.Identifier(f"{other.relation}_id")
                        session.execute(sql.SQL("SELECT api.act_for({} => %s)").format(named), [other.id])
                    elif row.function == "clock_set":
                        session.execute("SELECT api.ticket_list(row_limit => 1)")
            except psycopg.Error as error:
                status = int((error.sqlstate or "TF500")[2:]) if (error.sqlstate or "").startswith("TF") else 401
                yield Outcome(status, error.diag.constraint_name or str(error))
                return
            yield session

    def _connect(self, role: str) -> Connection:
        return psycopg.connect(make_conninfo(self.world.url, user=role), autocommit=True)

    def _make_roles(self) -> None:
        for role, actor in {(caller.role, caller.actor) for caller in CALLERS if not caller.scopes}:
            self.world.execute(
                f"""DO $$ BEGIN CREATE ROLE {role} LOGIN IN ROLE ticketfirst_service;
                    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"""
            )
            if actor:
                mapped = self.world.objects[actor]
                self.world.execute(
                    f"INSERT INTO desk.database_role (role_name, {mapped.relation}_id) VALUES ('{role}', {mapped.id})"
                )
