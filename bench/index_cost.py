"""What the three indexes on client and agent together cost the writers: `.venv/bin/python -m bench.index_cost`.

On 200,000 tickets, with pgbench as the gateway's role, token check and row level security on; rounds with and without
the indexes alternate on one server, and what counts is the ratio between them.
"""

import re
import sys
import tempfile
from pathlib import Path

import psycopg

from tools.cluster import EMBEDDED, Cluster
from tools.databases import deploy, psql
from tools.shell import ROOT, run

DATABASE = "index_cost"
TICKETS = 200_000
ROUNDS = 3
SECONDS = 4
CONNECTIONS = 2
ENTER = "FROM api.enter(sha256('bench'), 'bench') OFFSET 0"
WRITES = {
    "create": r"\set id random(1, 1000)"
    f"\nSELECT to_json(s.r) FROM (SELECT api.ticket_create('Printer on fire', :id * 2 + 1) AS r {ENTER}) AS s;",
    "comment": r"\set id random(1, 2000)"
    f"\nSELECT to_json(s.r) FROM (SELECT api.comment_create(:id * 97 + 1, 'On my way') AS r {ENTER}) AS s;",
}
INDEXES = "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'desk' AND indexname LIKE 'ticket_of_both%'"


def calls_per_second(cluster: Cluster, script: str) -> float:
    """Run pgbench with a script of one statement."""
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as file:
        file.write(script)
        file.flush()
        options = ["--no-vacuum", "--protocol=prepared", f"--client={CONNECTIONS}", f"--time={SECONDS}"]
        url = cluster.url(DATABASE, "ticketfirst_gateway")
        printed = run([cluster.bin / "pgbench", *options, f"--file={Path(file.name)}", url])
    found = re.search(r"^tps = ([\d.]+)", printed, re.MULTILINE)
    assert found, printed
    return float(found[1])


def main() -> int:
    """Measure and print."""
    cluster = Cluster.start(EMBEDDED, {"shared_buffers": "512MB", "max_wal_size": "4GB"})
    try:
        deploy(cluster, DATABASE)
        psql(cluster, DATABASE, f"--set=tickets={TICKETS}", f"--file={ROOT / 'bench' / 'seed.sql'}")
        with psycopg.connect(cluster.url(DATABASE), autocommit=True) as session:
            token = (
                "INSERT INTO desk.api_token (agent_id, name, token_hash) VALUES (7, 'bench', sha256(sha256('bench')))"
            )
            session.execute(token)
            indexes = session.execute(INDEXES).fetchall()
            for _ in range(ROUNDS):
                with_indexes = {name: calls_per_second(cluster, script) for name, script in WRITES.items()}
                for name, _ in indexes:
                    session.execute(f"DROP INDEX desk.{name}".encode())
                without = {name: calls_per_second(cluster, script) for name, script in WRITES.items()}
                for _, definition in indexes:
                    session.execute(definition.encode())
                for name in WRITES:
                    ratio = with_indexes[name] / without[name]
                    print(f"{name}: {with_indexes[name]:.0f}/s with, {without[name]:.0f}/s without: {ratio:.2f}")
    finally:
        cluster.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
