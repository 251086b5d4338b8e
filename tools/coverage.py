"""Which statements of the PL/pgSQL functions the pgTAP tests reached, from plpgsql_check's profiler."""

from typing import NamedTuple

import psycopg
from psycopg import sql

from tools.cluster import Cluster
from tools.pgtap import FOLDER
from tools.shell import CheckError

FLOOR = FOLDER / "coverage_floor"

# The server's memory for profiles is fixed when it starts; one that is full loses functions without a word.
SETTINGS = {"plpgsql_check.profiler_max_shared_chunks": "20000"}

# plpgsql_coverage_statements() counts what nobody wrote too: the block itself, and the RETURN that PL/pgSQL adds behind
# the last statement, even behind a RAISE. So a function that only refuses has less than 100 %.
PROFILE = """
SELECT p.oid::regproc::text,
       count(s.stmtid),
       coalesce(plpgsql_coverage_statements(p.oid), 0),
       array_agg(DISTINCT s.lineno ORDER BY s.lineno) FILTER (WHERE s.exec_stmts IS NULL OR s.exec_stmts = 0)
  FROM pg_proc AS p
  JOIN pg_language AS l ON l.oid = p.prolang
  LEFT JOIN plpgsql_profiler_function_statements_tb(p.oid) AS s ON true
 WHERE l.lanname = 'plpgsql'
   AND p.pronamespace IN ('api'::regnamespace, 'internal'::regnamespace)
 GROUP BY p.oid
 ORDER BY 1
"""


class Function(NamedTuple):
    """The profile of one function; the first line of its body is line 1."""

    name: str
    statements: int
    coverage: float
    missed_lines: list[int] | None


def begin(cluster: Cluster, database: str) -> None:
    """Switch the profiler on for all sessions that a database will have."""
    with psycopg.connect(cluster.url(database), autocommit=True) as connection:
        connection.execute("CREATE EXTENSION IF NOT EXISTS plpgsql_check")
        connection.execute("SELECT plpgsql_profiler_reset_all()")
        connection.execute(
            sql.SQL("ALTER DATABASE {} SET plpgsql_check.profiler = on").format(sql.Identifier(database))
        )


def check(cluster: Cluster, database: str) -> None:
    """Print the coverage of each function, and fail below the floor or where a function was never called."""
    with psycopg.connect(cluster.url(database)) as connection:
        functions = [Function(*row) for row in connection.execute(PROFILE)]
    statements = sum(function.statements for function in functions)
    if not any(function.coverage for function in functions):
        raise CheckError("there is no profile: is plpgsql_check in shared_preload_libraries, and did the tests run?")
    for function in sorted(functions, key=lambda function: function.coverage):
        missed = f"  not reached: line {', '.join(map(str, function.missed_lines))}" if function.missed_lines else ""
        print(f"{100 * function.coverage:6.1f}% of {function.statements:3}  {function.name}{missed}")
    total = 100 * sum(function.coverage * function.statements for function in functions) / statements
    floor = float(FLOOR.read_text())
    print(f"{total:6.1f}%  of {statements} statements in {len(functions)} functions; the floor is {floor:g}%")

    problems = [f"{function.name}: no test reaches it" for function in functions if not function.coverage]
    if total < floor:
        problems.append(f"{total:.2f}% of the statements are reached, fewer than the {floor:g}% of {FLOOR.name}")
    if problems:
        raise CheckError("\n".join(problems))
