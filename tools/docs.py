"""Write what the documentation says of the database, from the database: `make docs`.

In README.md what stands between <!-- name --> and <!-- /name -->: the tour (docs/tour.sql, run), the entity diagram and
the list of functions. docs/rules.md whole: every rule with its SQLSTATE and explanation.
"""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psycopg
from psycopg import Connection

from tools.cluster import EMBEDDED, Cluster, environment
from tools.databases import deploy
from tools.shell import ROOT, CheckError

README = ROOT / "README.md"
RULES = ROOT / "docs" / "rules.md"
TOUR = ROOT / "docs" / "tour.sql"

COLUMNS = """
SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
       coalesce((SELECT string_agg(CASE k.contype WHEN 'p' THEN 'PK' ELSE 'FK' END, ',' ORDER BY k.contype DESC)
                   FROM pg_constraint AS k
                  WHERE k.conrelid = c.oid AND k.contype IN ('p', 'f') AND a.attnum = ANY (k.conkey)), '')
  FROM pg_class AS c
  JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
 WHERE c.relnamespace = 'desk'::regnamespace AND c.relkind = 'r'
 ORDER BY c.relname, a.attnum
"""
REFERENCES = """
SELECT k.confrelid::regclass::text, k.conrelid::regclass::text, a.attname, a.attnotnull
  FROM pg_constraint AS k
  JOIN pg_attribute AS a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
 WHERE k.contype = 'f' AND k.connamespace = 'desk'::regnamespace
 ORDER BY k.conrelid::regclass::text, a.attnum
"""
FUNCTIONS = """
SELECT p.proname, pg_get_function_arguments(p.oid), pg_get_function_result(p.oid), obj_description(p.oid, 'pg_proc')
  FROM pg_proc AS p
 WHERE p.pronamespace = 'api'::regnamespace
 ORDER BY array_position(ARRAY['ticket', 'comment', 'agent', 'client', 'token'], split_part(p.proname, '_', 1)),
       p.proname
"""
RULE_LIST = "SELECT r.name, r.sqlstate, r.fields, r.explanation FROM api.rule_list() AS r"


def diagram(session: Connection) -> str:
    """The tables and how they refer to each other, as a Mermaid diagram."""
    lines = ["```mermaid", "erDiagram"]
    for table, referring, column, needed in session.execute(REFERENCES):
        one = "||" if needed else "|o"
        lines.append(f"    {table.removeprefix('desk.')} {one}--o{{ {referring.removeprefix('desk.')} : {column}")
    previous = None
    for table, column, kind, keys in session.execute(COLUMNS):
        if table != previous:
            lines += ["    }"] * (previous is not None) + [f"    {table} {{"]
            previous = table
        told = kind.replace("timestamp with time zone", "timestamptz")
        lines.append(f"        {told} {column} {keys}".rstrip())
    return "\n".join([*lines, "    }", "```"])


def functions(session: Connection) -> str:
    """The public functions with the first sentence of their comments."""
    lines = ["| function | gives | what it does |", "|---|---|---|"]
    for name, arguments, result, comment in session.execute(FUNCTIONS):
        short = re.sub(r"::[a-z]+", "", arguments.replace("timestamp with time zone", "timestamptz"))
        short = short.replace(" DEFAULT NULL", "?").replace(" DEFAULT ", " = ")
        does = comment.split(". ", 1)[0].rstrip(".").replace("|", "\\|")
        lines.append(f"| `api.{name}({short})` | `{result}` | {does}. |")
    return "\n".join(lines)


def rules(session: Connection) -> str:
    """Every rule, as an error names it, with what it means."""
    lines = [
        "# The rules",
        "",
        "Made from the live schema by `make docs`. A rule's name is the error's constraint. SQLSTATEs of class `TF`",
        "are TicketFirst's own; their digits are the HTTP status. What a constraint keeps, its comment explains; what",
        "a function raises, its row in `desk.rule`.",
        "",
        "| rule | SQLSTATE | fields | what it says |",
        "|---|---|---|---|",
    ]
    for name, state, fields, explanation in session.execute(RULE_LIST):
        told = explanation.replace("|", "\\|")
        lines.append(f"| `{name}` | `{state}` | {', '.join(f'`{field}`' for field in fields)} | {told} |")
    return "\n".join(lines) + "\n"


def tour(cluster: Cluster, database: str) -> str:
    """What psql prints for docs/tour.sql, each paragraph a minute after the one before."""
    shown = []
    for minute, paragraph in enumerate(TOUR.read_text().strip().split("\n\n")):
        done = subprocess.run(
            ["bash", "-c", '"$0" -X -q --echo-all "$1" 2>&1', cluster.bin / "psql", cluster.url(database)],
            env=environment() | {"PGOPTIONS": f"-c ticketfirst.clock=2026-01-05T09:{minute:02}:00Z"},
            input=paragraph + "\n",
            capture_output=True,
            text=True,
            check=True,
        )
        # Where in its source an error was raised is of no use to a reader.
        printed = re.sub(r"^(CONTEXT|LOCATION): .*\n(^(SQL statement|PL/pgSQL| {4}).*\n)*", "", done.stdout, flags=re.M)
        printed = re.sub(r"^((?:CONSTRAINT NAME|ERROR): .*)\n(?=SELECT|UPDATE)", r"\1\n\n", printed, flags=re.M)
        shown.append("\n".join(line.rstrip() for line in printed.rstrip().split("\n")) + "\n")
    return "```text\n" + "\n".join(shown) + "```"


def made() -> dict[Path, str]:
    """The files that `make docs` writes, by their path."""
    cluster = Cluster.start(EMBEDDED)
    try:
        deploy(cluster, "helpdesk")
        with psycopg.connect(cluster.url("helpdesk")) as session:
            parts = {"diagram": diagram(session), "functions": functions(session)}
            catalogue = rules(session)
        parts["tour"] = tour(cluster, "helpdesk")
    finally:
        cluster.stop()
    text = README.read_text()
    for name, part in parts.items():
        marked = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
        if not marked.search(text):
            raise CheckError(f"README.md has no <!-- {name} --> … <!-- /{name} -->")
        text = marked.sub(_between(part), text)
    return {README: text, RULES: catalogue}


def _between(part: str) -> Callable[[re.Match[str]], str]:
    return lambda found: f"{found[1]}{part}\n{found[2]}"


def main() -> int:
    """Write the files."""
    for path, text in made().items():
        path.write_text(text)
        print(f"written: {path.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
