"""What row security and the seal cost: `make security-cost`, which writes docs/security-cost.md (minutes).

On a million tickets in 30 teams, one connection of pgbench as the gateway's role with an agent's token, the agent being
in three teams. Rounds with and without alternate on one server; what counts is the ratio within a round.
"""

from __future__ import annotations

import re
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import psycopg
from rich.console import Console

from tools.cluster import EMBEDDED, Cluster
from tools.databases import deploy, psql
from tools.shell import ROOT, run

DATABASE = "security_cost"
TICKETS = 1_000_000
ROUNDS = 21
SECONDS = 1
REPEATS = 2_000
OUTPUT = ROOT / "docs" / "security-cost.md"
ENTER = "FROM api.enter(sha256('bench'), 'bench') OFFSET 0"
# Of team 8, which is one of agent 7's; every 97th ticket is deleted, none of these.
ONE = (
    r"\set k random(0, 100)"
    f"\nSELECT to_json(s.r) FROM (SELECT api.ticket_get(id => :k * 9700 + 101) AS r {ENTER}) AS s;"
)


def page(function: str) -> str:
    """A script that asks for a page of tickets."""
    return f"SELECT to_json(s.r) FROM (SELECT {function} AS r {ENTER}) AS s;"


@dataclass(frozen=True)
class Comparison:
    """The same call, or the same statement inside PostgreSQL, with something and without it."""

    title: str
    without: Sequence[str]
    restore: Sequence[str]
    call: str = ""
    inside: str = ""


INTRODUCTION = f"""\
# What row security and the seal cost

Made by `make security-cost`: {ROUNDS} rounds with and without in turn, on PostgreSQL 18 with {TICKETS:,} tickets
([bench/seed.sql](../bench/seed.sql)). Microseconds, medians. A *call* is what a request sends, over one connection of
pgbench as the gateway's role, for a second: the agent, who is in three of 30 teams, enters with a token, and
the function answers. *Inside* is the function alone, or what it asks, {REPEATS:,} times in a transaction that the
agent has entered.

*Policies*: without them the same list is looked for, team by team, but no row is asked whose it is. *Limits*: without
them the agent sees all tickets, and the list is not looked for team by team: 25 rows are read, not 25 of each of three
teams and of none. *The seal*: without it who has entered is left and read back with no hash over it. A call makes the
seal once and checks it wherever it is asked who is calling. Where half the rounds lie on both sides of 1.00, no
difference is shown.

| | with | without | costs | ratio | of half the rounds |
|---|---|---|---|---|---|"""
# Statements in a loop: what a transaction sets up once is set up by the first of them, and not counted.
TIMER = f"""\
CREATE FUNCTION public.microseconds(statement text) RETURNS float LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    v_start timestamptz;
BEGIN
    EXECUTE format('DO $do$ BEGIN FOR i IN 1..%s LOOP %s; END LOOP; END $do$', {REPEATS} / 4, statement);
    v_start := clock_timestamp();
    EXECUTE format('DO $do$ BEGIN FOR i IN 1..%s LOOP %s; END LOOP; END $do$', {REPEATS}, statement);
    RETURN extract(epoch FROM clock_timestamp() - v_start) * 1e6 / {REPEATS};
END;
$$;
GRANT CREATE ON SCHEMA public TO ticketfirst_owner;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA api TO ticketfirst_owner;
ALTER FUNCTION public.microseconds OWNER TO ticketfirst_owner;"""
WITHOUT_POLICIES = ("ALTER POLICY ticket_read ON desk.ticket USING (true)",)
WITHOUT_LIMITS = (
    *WITHOUT_POLICIES,
    "UPDATE desk.permission SET roles = array_append(roles, 'agent') WHERE name = 'see_all_tickets'",
)
LISTS = {
    "25 tickets, by id": "",
    "25 tickets, newest first": "sort => '-created_at'",
    "25 tickets of an agent": "agent_id => 7, sort => '-updated_at'",
}
FUNCTION = re.compile(r"(CREATE OR REPLACE FUNCTION.*?;)\n\nCOMMENT ON", re.DOTALL)


def source(function: str) -> str:
    """The statement that makes a function, out of its script."""
    found = FUNCTION.search((ROOT / "db" / "functions" / f"{function}.sql").read_text())
    assert found, function
    return found[1]


def without_seal() -> tuple[str, str]:
    """The same functions as deployed, that neither make nor compare the hash."""
    actor = source("actor").replace("internal.seal(v_actor)", "repeat('0', 64)")
    leave = source("actor_leave").replace("internal.seal(actor)", "repeat('0', 64)")
    assert "seal(" not in actor and "seal(" not in leave
    return actor, leave


def comparisons(policy: str) -> Iterator[Comparison]:
    """What is compared; the policy is what has to be put back."""
    put_back = (
        f"ALTER POLICY ticket_read ON desk.ticket USING ({policy})",
        "UPDATE desk.permission SET roles = array_remove(roles, 'agent') WHERE name = 'see_all_tickets'",
    )
    for title, arguments in LISTS.items():
        function = f"api.ticket_page({arguments})"
        yield Comparison(f"Policies: {title}: a call", WITHOUT_POLICIES, put_back, call=page(function))
        yield Comparison(f"Policies: {title}: inside", WITHOUT_POLICIES, put_back, inside=function)
    yield Comparison("Policies: one ticket: a call", WITHOUT_POLICIES, put_back, call=ONE)
    yield Comparison("Policies: one ticket: inside", WITHOUT_POLICIES, put_back, inside="api.ticket_get(101)")
    for title, arguments in LISTS.items():
        yield Comparison(
            f"Limits: {title}: a call", WITHOUT_LIMITS, put_back, call=page(f"api.ticket_page({arguments})")
        )
    sealed = (source("actor"), source("actor_leave"))
    yield Comparison("The seal: one ticket: a call", without_seal(), sealed, call=ONE)
    yield Comparison("The seal: one ticket: inside", without_seal(), sealed, inside="api.ticket_get(101)")
    yield Comparison("The seal: to ask who is calling", without_seal(), sealed, inside="internal.actor()")
    yield Comparison(
        "The seal: to leave who is calling",
        without_seal(),
        sealed,
        inside="internal.actor_leave(internal.actor()::text)",
    )


def microseconds(cluster: Cluster, comparison: Comparison) -> float:
    """How long a call takes, or a statement inside PostgreSQL."""
    return call(cluster, comparison.call) if comparison.call else inside(cluster, comparison.inside)


def inside(cluster: Cluster, function: str) -> float:
    """How long a function takes of which a transaction, entered by the agent, makes many calls."""
    with psycopg.connect(cluster.url(DATABASE)) as session:
        session.execute("SET LOCAL SESSION AUTHORIZATION ticketfirst_gateway")
        session.execute("SELECT 1 FROM api.enter(sha256('bench'))")
        found = session.execute("SELECT public.microseconds(%s)", (f"PERFORM {function}",)).fetchone()
        assert found
        return float(found[0])


def call(cluster: Cluster, script: str) -> float:
    """How long pgbench takes for a call of the script's."""
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as file:
        file.write(script)
        file.flush()
        options = ["--no-vacuum", "--protocol=prepared", "--client=1", f"--time={SECONDS}"]
        url = cluster.url(DATABASE, "ticketfirst_gateway")
        printed = run([cluster.bin / "pgbench", *options, f"--file={Path(file.name)}", url])
    found = re.search(r"^tps = ([\d.]+)", printed, re.MULTILINE)
    assert found, printed
    return 1e6 / float(found[1])


def row(cluster: Cluster, session: psycopg.Connection, comparison: Comparison) -> str:
    """Measure in turn, and give a line of the table."""
    pairs = []
    for _ in range(ROUNDS):
        with_it = microseconds(cluster, comparison)
        for statement in comparison.without:
            session.execute(statement.encode())
        without = microseconds(cluster, comparison)
        for statement in comparison.restore:
            session.execute(statement.encode())
        pairs.append((with_it, without))
    ratios = [with_it / without for with_it, without in pairs]
    low, middle, high = statistics.quantiles(ratios, n=4)
    costs = [with_it - without for with_it, without in pairs]
    return (
        f"| {comparison.title} | {statistics.median(p[0] for p in pairs):.1f}"
        f" | {statistics.median(p[1] for p in pairs):.1f} | {statistics.median(costs):.1f}"
        f" | {middle:.2f} | {low:.2f} to {high:.2f} |"
    )


def main() -> int:
    """Make the database, measure, write the page."""
    console = Console(stderr=True)
    cluster = Cluster.start(EMBEDDED, {"shared_buffers": "1GB", "max_wal_size": "4GB"})
    try:
        console.print(f"making {TICKETS:,} tickets …")
        deploy(cluster, DATABASE)
        psql(cluster, DATABASE, f"--set=tickets={TICKETS}", f"--file={ROOT / 'bench' / 'seed.sql'}")
        with psycopg.connect(cluster.url(DATABASE), autocommit=True) as session:
            session.execute(
                "INSERT INTO desk.api_token (agent_id, name, token_hash) VALUES (7, 'bench', sha256(sha256('bench')))"
            )
            session.execute(TIMER.encode())
            found = session.execute(
                "SELECT pg_get_expr(polqual, polrelid) FROM pg_policy WHERE polname = 'ticket_read'"
            ).fetchone()
            assert found
            rows = []
            for comparison in comparisons(found[0]):
                console.print(f"measuring: {comparison.title}")
                rows.append(row(cluster, session, comparison))
        OUTPUT.write_text("\n".join([INTRODUCTION, *rows, ""]))
        console.print(f"written: {OUTPUT.relative_to(ROOT)}")
    finally:
        cluster.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
