"""plpgsql_check over every PL/pgSQL function: what CREATE FUNCTION accepts, but would fail when called."""

import psycopg

from tools.cluster import Cluster
from tools.shell import CheckError

EXTENSION = "CREATE EXTENSION IF NOT EXISTS plpgsql_check"

# The one way to dynamic SQL: list_query puts together constants of its caller, and values travel as parameters.
# plpgsql_check cannot know that, so this complaint is passed over; about any other dynamic statement it fails.
TRUSTED_STATEMENT = r"^\s*internal[.]list_query\("

# A trigger function is checked once for each table it is attached to.
TARGETS = """
SELECT p.oid, p.oid::regprocedure::text, coalesce(t.tgrelid, 0), coalesce(t.tgrelid::regclass::text, '')
  FROM pg_proc AS p
  JOIN pg_language AS l ON l.oid = p.prolang
  LEFT JOIN (SELECT DISTINCT tgfoid, tgrelid FROM pg_trigger WHERE NOT tgisinternal) AS t ON t.tgfoid = p.oid
 WHERE l.lanname = 'plpgsql'
   AND p.pronamespace IN ('api'::regnamespace, 'desk'::regnamespace, 'internal'::regnamespace)
 ORDER BY 2, 4
"""

TRIGGERS_OF_NO_TABLE = """
SELECT p.oid::regprocedure::text
  FROM pg_proc AS p
 WHERE p.prorettype = 'trigger'::regtype
   AND p.pronamespace IN ('api'::regnamespace, 'desk'::regnamespace, 'internal'::regnamespace)
   AND NOT EXISTS (SELECT FROM pg_trigger AS t WHERE t.tgfoid = p.oid)
 ORDER BY 1
"""

CHECK = """
SELECT level = 'security' AND query ~ %s,
       format('line %%s: %%s: %%s', coalesce(lineno, 0), level, concat_ws('; ', message, detail, hint, query))
  FROM plpgsql_check_function_tb(
           %s::oid::regprocedure, %s::oid::regclass,
           fatal_errors => false, other_warnings => true, performance_warnings => true, extra_warnings => true,
           security_warnings => true, compatibility_warnings => true
       )
"""


def check(cluster: Cluster, database: str) -> int:
    """Fail on any word of plpgsql_check; gives how many functions it looked at."""
    with psycopg.connect(cluster.url(database)) as connection:
        connection.execute(EXTENSION)
        problems = [f"{row[0]}: no table has this trigger" for row in connection.execute(TRIGGERS_OF_NO_TABLE)]
        targets = connection.execute(TARGETS).fetchall()
        trusted = 0
        for function, name, table, table_name in targets:
            for is_trusted, complaint in connection.execute(CHECK, (TRUSTED_STATEMENT, function, table)):
                if is_trusted:
                    trusted += 1
                else:
                    problems.append(f"{name}{' on ' if table_name else ''}{table_name}: {complaint}")
    if not targets:
        raise CheckError("plpgsql_check found no PL/pgSQL function in api, desk or internal: is the plan deployed?")
    if not trusted:
        problems.append("no statement needs the exception TRUSTED_STATEMENT in tools/plpgsql.py any more: take it out")
    if problems:
        raise CheckError("plpgsql_check complains:\n" + "\n".join(problems))
    return len({name for _, name, _, _ in targets})
