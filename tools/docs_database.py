"""What the documentation says of the database: entities, functions, rules, as the live schema has them."""

import re

from psycopg import Connection

COLUMNS = """
SELECT c.relname, a.attname, format_type(coalesce(nullif(t.typbasetype, 0), t.oid), a.atttypmod),
       coalesce((SELECT string_agg(CASE k.contype WHEN 'p' THEN 'PK' ELSE 'FK' END, ',' ORDER BY k.contype DESC)
                   FROM pg_constraint AS k
                  WHERE k.conrelid = c.oid AND k.contype IN ('p', 'f') AND a.attnum = ANY (k.conkey)), '')
  FROM pg_class AS c
  JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  JOIN pg_type AS t ON t.oid = a.atttypid
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
 ORDER BY array_position(
              ARRAY['ticket', 'comment', 'agent', 'client', 'team', 'organisation', 'service', 'token'],
              split_part(p.proname, '_', 1)
          ),
          p.proname
"""
ROLES = "SELECT r.name FROM desk.role AS r ORDER BY array_position(ARRAY['agent', 'client', 'service'], r.kind), r.ctid"
PERMISSIONS = "SELECT p.name, p.scope, p.roles, p.explanation FROM desk.permission AS p ORDER BY p.ctid"
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


def permissions(session: Connection) -> str:
    """Every permission with the roles that have it, as they are until a DBA changes them."""
    roles = [name for (name,) in session.execute(ROLES)]
    rows = session.execute(PERMISSIONS).fetchall()
    scopes: dict[str, list[str]] = {}
    for name, scope, *_ in rows:
        if scope:
            scopes.setdefault(scope, []).append(f"`{name}`")
    lines = [
        "# The permissions",
        "",
        "Made from `desk.permission` by `make docs`, as it is deployed. A public function asks for the permission of",
        "its name, a page for its list's; the row security policies ask for those that begin with `see_`. A token that",
        "is limited to scopes can do what they name. A DBA changes a row, in force from the next call on:",
        "",
        "```sql",
        "UPDATE desk.permission SET roles = array_append(roles, 'agent') WHERE name = 'ticket_hand_over';",
        "```",
        "",
        f"| permission | scope | {' | '.join(roles)} | what it allows |",
        "|---|---|" + ":-:|" * len(roles) + "---|",
    ]
    for name, scope, holders, explanation in rows:
        marks = " | ".join("x" if role in holders else " " for role in roles)
        lines.append(f"| `{name}` | {f'`{scope}`' if scope else ''} | {marks} | {explanation} |")
    lines += ["", "## By scope", "", "| scope | permissions |", "|---|---|"]
    lines += [f"| `{scope}` | {', '.join(names)} |" for scope, names in scopes.items()]
    return "\n".join(lines) + "\n"


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
