"""Databases with the plan deployed: by sqitch, by our own deployer, and made ready for pgTAP."""

import contextlib
import re
from pathlib import Path

import psycopg
from psycopg import sql

from tools.cluster import DEBIAN, Cluster
from tools.shell import ROOT, SCRIPTS, run

DEPLOYER = "deployer"
PGTAP = Path("/usr/share/postgresql/15/extension/pgtap--1.2.0.sql")
SETUP = ROOT / "db" / "tests" / "setup.psql"


def deploy(cluster: Cluster, database: str) -> None:
    """Make a database and deploy the plan to it with the product's own deployer."""
    cluster.create_database(database, owner=DEPLOYER)
    url = cluster.url(database, DEPLOYER)
    run([SCRIPTS / "ticketfirst", "deploy", "--no-first-token"], {"TICKETFIRST_ADMIN_DATABASE_URL": url})


def sqitch(cluster: Cluster, database: str, command: str, *options: str) -> str:
    """Run a command of the real sqitch as the deployer, whatever the developer has configured for sqitch."""
    target = f"db:pg://{DEPLOYER}@127.0.0.1:{cluster.port}/{database}"
    return run(
        ["sqitch", command, *options, target],
        {
            "PATH": f"{cluster.bin}:/usr/bin:/bin",
            "SQITCH_SYSTEM_CONFIG": "/dev/null",
            "SQITCH_USER_CONFIG": "/dev/null",
            "SQITCH_FULLNAME": "make test",
            "SQITCH_EMAIL": "test@example.org",
        },
    )


def dump(cluster: Cluster, database: str) -> str:
    """Everything in a database but rows and sqitch's own tables, comparable with the dump of another database."""
    # --create adds the settings and rights of the database itself.
    options = ["--schema-only", "--create", "--exclude-schema=sqitch"]
    text = run([cluster.bin / "pg_dump", *options, f"--dbname={cluster.url(database)}"])
    text = re.sub(r"^\\(un)?restrict .*\n", "", text, flags=re.MULTILINE)  # a random word, new for each dump
    return text.replace(database, "database")


def roles(cluster: Cluster) -> list[str]:
    """The roles of the cluster, but PostgreSQL's own."""
    with psycopg.connect(cluster.url()) as connection:
        rows = connection.execute("SELECT rolname FROM pg_roles WHERE rolname !~ '^pg_' ORDER BY rolname").fetchall()
    return [row[0] for row in rows]


def drop_roles(cluster: Cluster) -> None:
    """Drop TicketFirst's roles where no database uses them, so that the next deploy makes them anew."""
    with psycopg.connect(cluster.url(), autocommit=True) as connection:
        for role in roles(cluster):
            if role.startswith("ticketfirst_"):
                with contextlib.suppress(psycopg.errors.DependentObjectsStillExist):
                    connection.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(role)))


def add_pgtap(cluster: Cluster, database: str) -> None:
    """Load pgTAP and the tests' helper functions, as superuser: a test must be able to become anyone."""
    if cluster.version == DEBIAN:
        psql(cluster, database, "--command=CREATE EXTENSION pgtap")
    else:  # the package of 18 cannot see Debian's extensions, but this one is plain SQL
        psql(cluster, database, f"--file={PGTAP}")
    psql(cluster, database, f"--file={SETUP}")


def psql(cluster: Cluster, database: str, *options: str) -> str:
    """Run psql as superuser, stopping at the first error."""
    return run(
        [cluster.bin / "psql", "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", *options, cluster.url(database)],
        {"PGOPTIONS": "--client-min-messages=warning"},
    )
