"""The server of a run: one for all, with commits that wait for the disk, and the seeded rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import psycopg

from bench.compare.contender import DATABASE, Contender
from gateway.postgres.postmaster import postmaster
from tools.cluster import EMBEDDED, Cluster
from tools.databases import deploy, psql
from tools.shell import ROOT, CheckError

DURABLE = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on", "shared_buffers": "1GB"}
# All is in memory, and TicketFirst says so for its own role: the others shall have it, too.
PLANNING = {"random_page_cost": "1.1"}
WAL_GIGABYTES = 8  # of files to be written anew: rows and closed loop of a run, one worker, write three
MESSAGE_MEGABYTES = 64  # in one piece
WAL = {
    "min_wal_size": f"{WAL_GIGABYTES}GB",  # so many are kept
    # No checkpoint falls into a run, not by size, which is about half of this one, nor by time. After one, PostgreSQL
    # writes each page whole once: next to nothing in the quarter of an hour that is usual between two, and most of what
    # is written in a round of some minutes.
    "max_wal_size": "32GB",
    "checkpoint_timeout": "2h",
}
# What autovacuum does for all who wrote would fall into somebody's turn, and take one of two processors for a second.
TIDYING = {"autovacuum": "off"}  # `rest` does it between the turns
SETTINGS = DURABLE | PLANNING | WAL | TIDYING | {"max_connections": "600"}
FILL_WAL = "SELECT count(pg_logical_emit_message(false, 'bench', repeat('-', %s))) FROM generate_series(1, %s)"
TOKEN = "bench"
TOKENS = """
INSERT INTO desk.api_token (agent_id, name, token_hash)
SELECT a.id, 'bench', sha256(sha256(convert_to(%s || '-' || a.id, 'UTF8'))) FROM desk.agent AS a
"""


@contextmanager
def serving(tickets: int) -> Iterator[Cluster]:
    """Run a server with TicketFirst deployed and so many tickets, three comments on each, until the block ends.

    It needs 8 GB of disk for its write-ahead log, beside the rows.
    """
    cluster = Cluster.start(EMBEDDED, SETTINGS)
    try:
        fill_wal(cluster)
        fill(cluster, tickets)
        yield cluster
    finally:
        cluster.stop()


def fill_wal(cluster: Cluster) -> None:
    """Leave files of the write-ahead log to be written anew, as a server has them that has run for a while.

    A new server makes each file of 16 MB when it is needed, filled with zeros, while all commits wait for it.
    """
    with psycopg.connect(cluster.url(), autocommit=True) as session:
        session.execute(FILL_WAL, [MESSAGE_MEGABYTES << 20, (WAL_GIGABYTES << 10) // MESSAGE_MEGABYTES])
        session.execute("CHECKPOINT")


def fill(cluster: Cluster, tickets: int, commented: int = 1) -> None:
    """Deploy and seed, and make a token for each agent; `commented`: every how many tickets has three comments."""
    deploy(cluster, DATABASE)
    seed = ROOT / "bench" / "seed.sql"
    psql(cluster, DATABASE, f"--set=tickets={tickets}", f"--set=commented={commented}", f"--file={seed}")
    with psycopg.connect(cluster.url(DATABASE), autocommit=True) as session:
        session.execute(TOKENS, [TOKEN])
        session.execute("ANALYZE desk.api_token")


def prepare(cluster: Cluster, contenders: Sequence[Contender]) -> None:
    """Let everybody make what is theirs."""
    for contender in contenders:
        contender.prepare(cluster)


def rest(cluster: Cluster) -> None:
    """Clean up after what was written, in every database, so that nobody pays for it in a turn."""
    with psycopg.connect(cluster.url()) as session:
        names = session.execute("SELECT datname FROM pg_database WHERE datallowconn AND NOT datistemplate").fetchall()
    for (name,) in names:
        with psycopg.connect(cluster.url(name), autocommit=True) as session:
            session.execute("VACUUM (ANALYZE)")


def main_process(cluster: Cluster) -> int:
    """Give the process that all of PostgreSQL's come from."""
    pid = postmaster(cluster.data)
    if pid is None:
        raise CheckError(f"PostgreSQL does not run any more; {cluster.log} says more")
    return pid
