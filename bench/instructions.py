"""How many instructions PostgreSQL takes for a call: `.venv/bin/python -m bench.instructions [FILE.sql …]`.

Counted by callgrind (Debian's valgrind) in a server for a single user, as the difference between many calls and fewer:
the same to a thousandth each time, whatever else the machine does. Files of SQL are run first, to see what they change.
For root, with valgrind installed.
"""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

from bench.compare import database
from bench.compare.contender import DATABASE
from gateway.postgres.postmaster import end_postmaster
from tools.cluster import EMBEDDED, Cluster
from tools.shell import CheckError

TICKETS = 20_000
FEWER, MANY = 60, 160
AGENT, TEAMMATES = 147, 19
MINE = [n for n in range(2, TICKETS) if 1 + n * 104729 % 200 == AGENT and n % 5 and n % 97 and n % 100 != 1]
ENTER = f"api.enter(sha256('bench-{AGENT}'), 'bench', NULL"
READ = f"SELECT to_json(s.r) FROM (SELECT {{}} AS r FROM {ENTER}) OFFSET 0) AS s"
WRITE = (
    "SELECT s.answer, s.answer ->> 'version' FROM (SELECT api.idempotency_keep(NULL, to_json({})) AS answer"
    f" FROM {ENTER}, NULL, NULL, NULL) OFFSET 0) AS s"
)
CALLS = {
    "enter": (f"SELECT e.actor FROM {ENTER}) AS e", ""),
    "read": (READ.format("api.ticket_get(id => $1)"), "{ticket}"),
    "list": (READ.format(f"api.ticket_page(agent_id => {AGENT}, sort => '-updated_at')"), ""),
    "create": (WRITE.format("api.ticket_create(subject => 'Printer on fire', client_id => 51)"), ""),
    "comment": (WRITE.format("api.comment_create(ticket_id => $1, body => 'On my way')"), "{ticket}"),
    "assign": (WRITE.format("api.ticket_assign_agent(id => $1, agent_id => $2)"), "{ticket}, {mate}"),
}


def counted(cluster: Cluster, name: str, before: str, calls: int) -> int:
    """Count the instructions of a server that starts, runs some calls on a copy of the data, and ends."""
    statement, arguments = CALLS[name]
    types = ", ".join(["bigint"] * statement.count("$"))
    lines = [before, "SET random_page_cost = 1.1", f"PREPARE p{f'({types})' if types else ''} AS {statement}"]
    lines.append("SET SESSION AUTHORIZATION ticketfirst_gateway")
    for number in range(calls):
        mate = 1 + (AGENT - 1 + 10 * (1 + number % TEAMMATES)) % 200
        given = arguments.format(ticket=MINE[number % len(MINE)], mate=mate)
        lines.append(f"EXECUTE p{f'({given})' if given else ''}")
    copy = cluster.folder / "copy"
    shutil.rmtree(copy, ignore_errors=True)
    subprocess.run(["cp", "-a", cluster.data, copy], check=True)
    owner = cluster.data.owner()
    command = (
        f"cd / && exec valgrind --tool=callgrind --callgrind-out-file=/dev/null {cluster.bin}/postgres --single -j"
    )
    script = ";\n\n".join(line for line in lines if line) + ";\n\n"
    done = subprocess.run(
        ["runuser", "-u", owner, "--", "bash", "-c", f"{command} -D {copy} {DATABASE}"],
        input=script,
        capture_output=True,
        text=True,
        check=False,
    )
    found = re.search(r"Collected : (\d+)", done.stderr)
    if not found or "ERROR" in done.stderr:
        raise CheckError(done.stderr)
    return int(found[1])


def main() -> None:
    """Print thousands of instructions for each call."""
    before = "\n".join(re.sub(r"\n\s*\n", "\n", Path(name).read_text()).strip() for name in sys.argv[1:])
    cluster = Cluster.start(EMBEDDED, {"shared_buffers": "128MB"})
    try:
        database.fill(cluster, TICKETS)
        database.rest(cluster)
        end_postmaster(cluster.data, signal.SIGINT)
        for name in CALLS:
            fewer, many = (counted(cluster, name, before, calls) for calls in (FEWER, MANY))
            print(f"{name:8} {(many - fewer) / (MANY - FEWER) / 1000:8,.0f} thousand", flush=True)
    finally:
        cluster.stop()


if __name__ == "__main__":
    main()
