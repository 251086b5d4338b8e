"""Break the rights on purpose, one at a time, and see the tests notice: `make mutants`.

Each mutant is a database with one thing changed: a policy dropped or opened, a permission given to all or taken from
administrators, two roles swapped, a function without one of its checks. The matrix of tests/rights.txt is run over it
in SQL until the first cell is wrong; where none is, the pgTAP tests that a change of the kind must turn red. A mutant
that survives both is a hole in the tests, and ends the run with 1. docs/rights.md tells what came of each.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, count

import psycopg

from tests.rights import ROWS, VERBS, Row, Sql, World
from tools import pgtap
from tools.cluster import EMBEDDED, Cluster, ClusterError
from tools.databases import add_pgtap, deploy
from tools.parts import with_parts
from tools.shell import ROOT, CheckError

TEMPLATE = "ticketfirst_mutants"
DOCUMENT = ROOT / "docs" / "rights.md"
FUNCTIONS = ROOT / "db" / "functions"
WORKERS = 3
FAR = 4

# What must turn red where the matrix does not: by the first word of a mutant's kind.
SUITES = {
    "policy": ("access/policies", "access/tables"),
    "table": ("access/policies", "access/tables"),
    "permission": ("access/policies", "schema/permission"),
    "check": ("access/policies",),
    "seal": ("functions/seal", "functions/seal_key", "functions/actor", "functions/actor_leave"),
}

# In tables and in agents' rows.
SWAPS = (
    ("agent", "lead"),
    ("agent", "client"),
    ("admin", "agent"),
    ("portal", "monitor"),
    ("importer", "monitor"),
    ("client", "portal"),
)

# A function without something: its file, what is taken out, what stands there instead.
EDITS = (
    ("seal", "actor_leave", "|| actor, true)", "|| actor, false)", "set_config(…, false)"),
    ("seal", "actor", "= internal.seal(", "IS DISTINCT FROM internal.seal(", "the seal's check turned round"),
    ("seal", "actor", r"= internal\.seal\(v_actor\)[^\n]* THEN", "IS NOT NULL THEN", "no check of the seal"),
    ("seal", "seal", " || timestamptz_send(now())", "", "the seal without the transaction"),
    ("seal", "seal_key", " || int4send(pg_backend_pid())", "", "the seal without the backend"),
    ("seal", "seal", "session_user || ':' || ", "", "the seal without the login role"),
    ("seal", "seal", "internal.seal_key() || ", "", "the seal without the key"),
    ("check", "token_enter", "    v_actor.scopes := v_token.scopes;\n", "", "a token's scopes forgotten"),
    ("check", "token_enter", r"\n       AND t\.deleted_at IS NULL", "", "revoked tokens open"),
    ("check", "permission_covers", r"\n +AND \(\(actor\)\.scopes IS NULL[^\n]*\)\n", "\n", "scopes not asked"),
    ("check", "permission_covers", "(actor).role = ANY ((source).roles)", "true", "roles not asked"),
    ("check", "permission_holds", "RETURN EXISTS (", "RETURN true OR EXISTS (", "everybody may change what is locked"),
    ("check", "actor_may", "RETURN EXISTS (", "RETURN true OR EXISTS (", "policies let everybody write"),
    ("check", "actor_make", " AND g.is_shared", "", "every organisation shares"),
    (
        "check",
        "agent_view",
        r"CASE WHEN 'see_agent_emails'.*?END",
        "(source).email",
        "agents' email addresses shown to all",
    ),
    (
        "check",
        "ticket_view",
        "internal.ticket_client_view(source)",
        "internal.ticket_staff_view(source)",
        "counts internal comments",
    ),
    (
        "check",
        "ticket_find",
        "internal.ticket_view(t, v_actor)",
        "internal.ticket_staff_view(t)",
        "lists count internal comments",
    ),
    (
        "check",
        "event_view",
        r"'see_internal_comments' = ANY \(\(actor\)\.sights\) THEN \(source\)\.changes",
        "true THEN (source).changes",
        "events with teams",
    ),
    (
        "check",
        "event_view",
        r"CASE WHEN 'see_internal_comments' = ANY \(\(actor\)\.sights\) THEN \(source\)\.database_role END",
        "(source).database_role",
        "events with database roles",
    ),
    ("check", "event_visibility", "ELSE 'internal'", "ELSE 'public'", "no event is internal"),
    (
        "check",
        "ticket_place",
        r"        PERFORM internal\.permission_require\([^;]*;\n",
        "        NULL;\n",
        "handing over asks for nothing",
    ),
    (
        "check",
        "ticket_create",
        r"coalesce\(ticket_create\.client_id, v_actor\.client_id\) <> v_actor\.client_id",
        "false",
        "clients make tickets for others",
    ),
    (
        "check",
        "ticket_history",
        r"v_deleted_at IS NOT NULL AND NOT internal\.actor_may\('deleted_list'\)",
        "false",
        "history of deleted tickets for all",
    ),
    (
        "check",
        "comment_create",
        r"IF v_ticket_client_id <> v_actor\.client_id THEN",
        "IF false THEN",
        "clients comment on others' tickets",
    ),
    ("check", "actor_act_for", r"    PERFORM internal\.administrator_guard\([^;]*;\n", "", "acting for administrators"),
    (
        "check",
        "act_for",
        r"IF num_nonnulls\(v_actor\.by_agent_id, v_actor\.by_service_id\) > 0 THEN",
        "IF false THEN",
        "acting for one after the other",
    ),
    (
        "check",
        "administrator_guard",
        r"    IF administrator_guard\.role = 'admin' OR EXISTS \(",
        "    IF false AND EXISTS (",
        "nobody guards administrators",
    ),
)

STATEMENTS = (
    ("policy", "comment_read without the ticket",
     """ALTER POLICY comment_read ON desk.comment
        USING (visibility = 'public' OR (SELECT internal.actor_sees('see_internal_comments')))"""),
    ("policy", "comment_read without visibility",
     "ALTER POLICY comment_read ON desk.comment USING ((SELECT true FROM desk.ticket AS k WHERE k.id = ticket_id))"),
    ("policy", "comment_create without the author",
     """ALTER POLICY comment_create ON desk.comment
        WITH CHECK ((SELECT true FROM desk.ticket AS k WHERE k.id = ticket_id))"""),
    ("policy", "event_read without visibility",
     """ALTER POLICY event_read ON desk.event USING (
            (SELECT internal.actor_sees('see_all_tickets'))
            OR EXISTS (SELECT FROM desk.ticket AS k WHERE k.id IN (event.ticket_id, event.former_ticket_id)))"""),
    ("table", "the API owns the tickets' table", "ALTER TABLE desk.ticket OWNER TO ticketfirst_api"),
    ("check", "ticket_get runs as the owner", "ALTER FUNCTION api.ticket_get(bigint) OWNER TO ticketfirst_owner"),
    ("check", "idempotency_keep for services",
     "GRANT EXECUTE ON FUNCTION api.idempotency_keep(text, json) TO ticketfirst_service"),
    ("table", "tokens' hashes for the gateway",
     "GRANT USAGE ON SCHEMA desk TO ticketfirst_gateway; GRANT SELECT ON desk.api_token TO ticketfirst_gateway"),
)  # fmt: skip

# What nothing can notice as long as roles have the permissions that they have, and why.
ASKED_TWICE = "asked before the row is locked, and again by the lock"
EQUIVALENT = {
    "check agent_delete: agent_delete not asked for (1)": ASKED_TWICE,
    "check agent_restore: agent_restore not asked for (1)": ASKED_TWICE,
    "check agent_update: agent_update not asked for (1)": ASKED_TWICE,
}

# One of each kind, for `make test`.
REPRESENTATIVE = (
    "policy ticket_read dropped",
    "policy comment_read open",
    "seal set_config(…, false)",
    "permission agent and lead swapped",
    "permission ticket_hand_over for all",
    "check ticket_place: handing over asks for nothing",
)


@dataclass(frozen=True)
class Mutant:
    """A change that some test must notice."""

    name: str
    statement: str
    about: frozenset[str]  # functions and tables: rows about these are run first, and alone if there are some
    suites: tuple[str, ...] = ()  # the pgTAP files of what is changed

    @property
    def kind(self) -> str:
        """The first word."""
        return self.name.split(" ", 1)[0]


@dataclass(frozen=True)
class Result:
    """What noticed a mutant; None: nothing did."""

    mutant: Mutant
    noticed_by: str | None
    seconds: float


def mutants(url: str) -> list[Mutant]:
    """Give all mutants of a database with the plan deployed."""
    with psycopg.connect(url) as session:
        return [*_policies(session), *_tables(session), *_permissions(session), *_roles(), *_edits(), *_unasked()] + [
            _mutant(f"{kind} {name}", statement) for kind, name, statement in STATEMENTS
        ]


def _mutant(name: str, statement: str, *about: str, function: str = "") -> Mutant:
    suites = (f"functions/{function}",) if (pgtap.FOLDER / "functions" / f"{function}.sql").exists() else ()
    return Mutant(name, statement, frozenset(about), suites)


def _policies(session: psycopg.Connection) -> Iterator[Mutant]:
    query = "SELECT policyname, tablename, qual, with_check FROM pg_policies WHERE schemaname = 'desk' ORDER BY 1"
    for policy, table, qual, check in session.execute(query):
        yield _mutant(f"policy {policy} dropped", f"DROP POLICY {policy} ON desk.{table}", table)
        opened = [
            f"{clause} (true)" for clause, old in (("USING", qual), ("WITH CHECK", check)) if old not in (None, "true")
        ]
        if opened:
            yield _mutant(f"policy {policy} open", f"ALTER POLICY {policy} ON desk.{table} {' '.join(opened)}", table)


def _tables(session: psycopg.Connection) -> Iterator[Mutant]:
    query = (
        "SELECT relname FROM pg_class WHERE relnamespace = 'desk'::regnamespace AND relkind IN ('r', 'p') ORDER BY 1"
    )
    for (table,) in session.execute(query):
        yield _mutant(f"table {table} not forced", f"ALTER TABLE desk.{table} NO FORCE ROW LEVEL SECURITY", table)
        yield _mutant(f"table {table} without", f"ALTER TABLE desk.{table} DISABLE ROW LEVEL SECURITY", table)


def _permissions(session: psycopg.Connection) -> Iterator[Mutant]:
    given = "(SELECT array_agg(r.name) FROM desk.role AS r)"
    query = f"SELECT name, roles @> {given}, 'admin' = ANY (roles) FROM desk.permission ORDER BY name"
    for name, is_everybodys, is_administrators in session.execute(query).fetchall():
        where = f"WHERE name = '{name}'"
        if not is_everybodys:
            yield _mutant(f"permission {name} for all", f"UPDATE desk.permission SET roles = {given} {where}", name)
        if is_administrators:
            taken = f"UPDATE desk.permission SET roles = array_remove(roles, 'admin') {where}"
            yield _mutant(f"permission {name} not for administrators", taken, name)


def _roles() -> Iterator[Mutant]:
    for one, other in SWAPS:
        third = "nobody"
        roles = "roles"
        for old, new in ((one, third), (other, one), (third, other)):
            roles = f"array_replace({roles}, '{old}', '{new}')"
        yield _mutant(f"permission {one} and {other} swapped", f"UPDATE desk.permission SET roles = {roles}")
    for one, other in (("agent", "lead"), ("admin", "agent")):
        yield _mutant(
            f"check agents with roles {one} and {other} swapped",
            f"UPDATE desk.agent SET role = CASE role WHEN '{one}' THEN '{other}' ELSE '{one}' END"
            f" WHERE role IN ('{one}', '{other}')",
        )


def _edits() -> Iterator[Mutant]:
    for kind, name, old, new, what in EDITS:
        script = (FUNCTIONS / f"{name}.sql").read_text()
        pattern = old if "\\" in old or ".*" in old else re.escape(old)
        edited, times = re.subn(pattern, new.replace("\\", r"\\"), script, flags=re.DOTALL)
        if times == 0:
            raise CheckError(f"tools/mutants.py: {name}.sql has no {old!r} to take out")
        shown = what if kind == "seal" else f"{name}: {what}"
        yield _mutant(f"{kind} {shown}", edited, function=name)


def _unasked() -> Iterator[Mutant]:
    """Give each function without each question for a permission."""
    asked = re.compile(r"^ *PERFORM internal\.permission_require\([^;]*;\n", re.MULTILINE)
    for path in sorted(FUNCTIONS.glob("*.sql")):
        script = path.read_text()
        for number, found in enumerate(asked.finditer(script), 1):
            asks = re.search(r"'(\w+)'", found[0])
            permission = (
                asks[1] if asks and path.stem != "permission_require" else f"{path.stem.removesuffix('_lock')}_update"
            )
            nothing = re.sub(r"PERFORM.*", "NULL;\n", found[0], flags=re.DOTALL)
            edited = script[: found.start()] + nothing + script[found.end() :]
            name = f"check {path.stem}: {asks[1] if asks else 'permission'} not asked for ({number})"
            yield _mutant(name, edited, path.stem, permission, function=path.stem)


class Laboratory:
    """A server, and a template to make mutants of."""

    def __init__(self, cluster: Cluster) -> None:
        """Deploy the plan, with pgTAP."""
        self.cluster = cluster
        self._numbers = count(1)
        deploy(cluster, TEMPLATE)
        add_pgtap(cluster, TEMPLATE)

    @contextmanager
    def database(self) -> Iterator[str]:
        """Give the name of a copy of the template."""
        name = f"{TEMPLATE}_{next(self._numbers)}"
        self.cluster.create_database(name, template=TEMPLATE)
        try:
            yield name
        finally:
            self.cluster.drop_database(name)

    def mutants(self) -> list[Mutant]:
        """Give all mutants."""
        return mutants(self.cluster.url(TEMPLATE))

    def run(self, mutant: Mutant) -> Result:
        """See who notices a mutant."""
        began = time.monotonic()
        with self.database() as name:
            noticed = self._by_matrix(name, mutant) or self._by_pgtap(name, mutant)
        return Result(mutant, noticed, time.monotonic() - began)

    def check_unbroken(self) -> None:
        """Without a mutation, nothing may be red."""
        seen = self.run(Mutant("nothing changed", "SELECT", frozenset()))
        if seen.noticed_by:
            raise CheckError(f"the tests fail already: {seen.noticed_by}")
        with self.database() as name:
            suites = {*(suite for mutant in self.mutants() for suite in mutant.suites), *chain(*SUITES.values())}
            pgtap.prove_silently(self.cluster, name, [file for suite in sorted(suites) for file in pgtap.find(suite)])

    def _by_matrix(self, name: str, mutant: Mutant) -> str | None:
        world = World(self.cluster.url(name))
        try:
            try:
                world.execute(mutant.statement)
                callers = Sql(world)
            except psycopg.Error as error:
                return f"the database: {error.diag.message_primary}"
            try:
                return next(_wrong(callers, _ordered(mutant, world)), None)
            except psycopg.Error as error:
                return f"the database: {error.diag.message_primary}"
            finally:
                callers.close()
        finally:
            world.close()

    def _by_pgtap(self, name: str, mutant: Mutant) -> str | None:
        for suite in (*mutant.suites, *SUITES.get(mutant.kind, ())):
            with self.database() as fresh:
                with psycopg.connect(self.cluster.url(fresh), autocommit=True) as session:
                    session.execute(mutant.statement)
                try:
                    pgtap.prove_silently(self.cluster, fresh, pgtap.find(suite))
                except CheckError:
                    return f"db/tests/{suite}.sql"
        return None


def _ordered(mutant: Mutant, world: World) -> Sequence[Row]:
    """Give the rows that are about what is changed, the closest first; all of them, where it is about no object."""

    def rank(row: Row) -> int:
        named = {text for _, text in row.arguments} | {row.lists or row.function}
        relations = {world.objects[name].relation for name in named if name in world.objects}
        if row.function in mutant.about:
            return 0
        if relations & mutant.about:
            return 1 if row.function in VERBS else 2
        return 3 if any(row.function.startswith(name.split("_")[0]) for name in mutant.about) else FAR

    is_near = any(rank(row) < FAR for row in ROWS)
    return sorted((row for row in ROWS if not is_near or rank(row) < FAR or row.function in {"me", *VERBS}), key=rank)


def _wrong(callers: Sql, rows: Sequence[Row]) -> Iterator[str]:
    yield from callers.left_behind()
    for row in rows:
        yield from callers.wrong_cells(row)


def table(results: Sequence[Result]) -> str:
    """Give the results as a table of the documentation."""
    silent = [result.mutant.name for result in results if not result.noticed_by]
    survived = sum(name not in EQUIVALENT for name in silent)
    lines = [
        f"{len(results)} mutants: {len(results) - len(silent)} noticed,"
        f" {len(silent) - survived} that nothing can notice, {survived} that survived.",
        "",
        "| mutant | noticed by |",
        "|---|---|",
    ]
    for result in results:
        noticed = result.noticed_by or f"nothing: {EQUIVALENT.get(result.mutant.name, '**a hole in the tests**')}"
        shown = re.sub(r"^line \d+, (.*)$", r"\1", noticed).replace("|", "\\|").replace("\n", " ")
        lines.append(f"| {result.mutant.name} | {shown[:160]} |")
    return "\n".join(lines)


def main(words: Sequence[str]) -> None:
    """Run all mutants, or those whose names have all the words, and write what came of all of them."""
    laboratory = Laboratory(Cluster.start(EMBEDDED))
    laboratory.check_unbroken()
    chosen = [mutant for mutant in laboratory.mutants() if all(word in mutant.name for word in words)]
    results = []
    with ThreadPoolExecutor(WORKERS) as pool:
        for number, result in enumerate(pool.map(laboratory.run, chosen), 1):
            results.append(result)
            said = result.noticed_by or "SURVIVED"
            print(f"{number}/{len(chosen)} {result.mutant.name} ({result.seconds:.1f} s): {said}", flush=True)
    if not words:
        DOCUMENT.write_text(with_parts(DOCUMENT, {"mutants": table(results)}))
    survivors = [result.mutant.name for result in results if not result.noticed_by]
    survivors = [name for name in survivors if name not in EQUIVALENT]
    print(f"\n{len(results)} mutants, {len(survivors)} survived")
    if survivors:
        raise CheckError("nothing notices:\n  " + "\n  ".join(survivors))


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except (CheckError, ClusterError) as problem:
        sys.exit(f"FAILED: {problem}")
