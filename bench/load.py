"""Load one gateway over HTTP, and PostgreSQL with the same statements: `make bench`, which writes docs/speed.md.

One worker with its ordinary settings, token check and row level security on, commits that wait for the disk. wrk and
pgbench take turns on one server and one machine; what is told is the median of the rounds. Load generator, gateway and
PostgreSQL share the machine's cores.
"""

from __future__ import annotations

import os
import platform
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from rich.progress import Progress

from gateway.catalogue import CATALOGUE, Function, statement
from tests.gateways import Served, serving
from tools.cluster import EMBEDDED, Cluster
from tools.databases import deploy, psql
from tools.shell import ROOT, CheckError, run

OUTPUT = ROOT / "docs" / "speed.md"
DATABASE = "bench"
TICKETS = 100_000
CONNECTIONS = 32
ROUNDS = 3
SECONDS = 5
TOKEN = "bench"
DURABLE = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on", "shared_buffers": "1GB"}
SETTINGS = DURABLE | {"max_wal_size": "4GB"}
NEW_TICKET = "'" + '{"subject":"Printer on fire","client_id":' + "' .. math.random(1, 190) * 50 + 1 .. '}'"
# Each request comes from the agent who has the ticket, with a token of the agent's own: 200 callers, each of whom sees
# what is its teams' and of no team. The seed has deleted every 97th ticket, every fifth is nobody's.
CHOICE = """
  local ticket = math.random(1, 1000) * 97 + 1
  if ticket % 5 == 0 then ticket = ticket + 1 end
  local agent = 1 + ticket * 104729 % 200
  if ticket % 100 == 1 then agent = 7 end
"""
VARIABLES = r"""\set n random(1, 1000) * 97 + 1
\set ticket CASE WHEN :n % 5 = 0 THEN :n + 1 ELSE :n END
\set agent CASE WHEN :ticket % 100 = 1 THEN 7 ELSE 1 + :ticket * 104729 % 200 END
\set client random(1, 190) * 50 + 1
"""


@dataclass(frozen=True)
class Case:
    """One kind of request: how wrk asks for it, and what the function is given by pgbench."""

    title: str
    function: str
    request: str
    arguments: Mapping[str, str]
    lanes: int


CASES = [
    Case("read a ticket", "ticket_get", '"GET", "/v1/tickets/" .. ticket, headers', {"id": ":ticket"}, 2),
    Case(
        "list 25 tickets of an agent",
        "ticket_page",
        '"GET", "/v1/tickets?agent_id=" .. agent .. "&sort=-updated_at", headers',
        {"agent_id": ":agent", "sort": "'-updated_at'"},
        2,
    ),
    Case(
        "create a ticket",
        "ticket_create",
        f'"POST", "/v1/tickets", headers, {NEW_TICKET}',
        {"subject": "'Printer on fire'", "client_id": ":client"},
        8,
    ),
    Case(
        "comment on a ticket",
        "comment_create",
        '"POST", "/v1/tickets/" .. ticket .. "/comments", headers, \'{"body":"On my way"}\'',
        {"ticket_id": ":ticket", "body": "'On my way'"},
        8,
    ),
]


@dataclass(frozen=True)
class Load:
    """Requests a second, and after how many milliseconds half and 99 of 100 were answered."""

    rate: float
    half: float
    most: float


def wrk(served: Served, case: Case) -> Load:
    """Load the gateway. Raises CheckError where an answer was not 2xx."""
    script = (
        "local all = {}\n"
        "for agent = 1, 200 do\n"
        f'  all[agent] = {{["Content-Type"] = "application/json", Authorization = "Bearer {TOKEN}-" .. agent}}\n'
        "end\n"
        f"request = function(){CHOICE}  local headers = all[agent]\n"
        f"  return wrk.format({case.request})\nend\n"
    )
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as file:
        file.write(script)
        file.flush()
        options = ["-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "--latency", "-s", file.name]
        printed = run(["wrk", *options, served.url])
    if "Non-2xx" in printed or "Socket errors" in printed:
        raise CheckError(printed)
    rate = re.search(r"Requests/sec:\s+([\d.]+)", printed)
    assert rate, printed
    return Load(float(rate[1]), _milliseconds(printed, 50), _milliseconds(printed, 99))


def _milliseconds(printed: str, percent: int) -> float:
    found = re.search(rf"{percent}%\s+([\d.]+)(us|ms|s)\b", printed)
    assert found, printed
    return float(found[1]) * {"us": 0.001, "ms": 1, "s": 1000}[found[2]]


def pgbench(cluster: Cluster, case: Case, function: Function) -> float:
    """Run the gateway's own statement, on as many connections as it has lanes for it; transactions a second."""
    text = statement(function).text.decode()
    entry = [f"sha256(convert_to('{TOKEN}-' || :agent, 'UTF8'))", "'bench'", "NULL", "NULL"]
    entry += [] if function.is_read else ["NULL", "NULL"]
    given = [*entry, *(case.arguments.get(name, "NULL") for name in function.arguments)]
    text = re.sub(r"\$(\d+)", lambda found: given[int(found[1]) - 1], text)
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as file:
        file.write(f"{VARIABLES}{text};\n")
        file.flush()
        options = ["--no-vacuum", "--protocol=prepared", f"--client={case.lanes}", f"--time={SECONDS}"]
        url = cluster.url(DATABASE, "ticketfirst_gateway")
        printed = run([cluster.bin / "pgbench", *options, f"--file={file.name}", url])
    found = re.search(r"^tps = ([\d.]+)", printed, re.MULTILINE)
    assert found, printed
    return float(found[1])


def prepare(cluster: Cluster) -> dict[str, Function]:
    """Make and fill the database, and read its functions."""
    deploy(cluster, DATABASE)
    psql(cluster, DATABASE, f"--set=tickets={TICKETS}", f"--file={ROOT / 'bench' / 'seed.sql'}")
    with psycopg.connect(cluster.url(DATABASE), autocommit=True) as session:
        session.execute(
            "INSERT INTO desk.api_token (agent_id, name, token_hash)"
            " SELECT a.id, 'bench', sha256(sha256(convert_to(%s || '-' || a.id, 'UTF8'))) FROM desk.agent AS a",
            [TOKEN],
        )
        return {row[0]: Function(*row) for row in session.execute(CATALOGUE)}


def seconds_to_start(data_dir: Path) -> float:
    """Run `make serve` and tell how long it takes to the first 200."""
    port = "18080"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TICKETFIRST_")}
    environment |= {"TICKETFIRST_DATA_DIR": str(data_dir), "TICKETFIRST_PORT": port}
    started = time.monotonic()
    serve = subprocess.Popen(
        ["make", "serve"], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, start_new_session=True
    )
    try:
        ask = ["curl", "--silent", "--fail", "--output", "/dev/null", f"http://127.0.0.1:{port}/readyz"]
        while subprocess.run(ask, check=False).returncode:
            if serve.poll() is not None:
                raise CheckError("make serve has ended")
            time.sleep(0.01)
        return time.monotonic() - started
    finally:
        os.killpg(serve.pid, signal.SIGTERM)
        serve.wait()


@contextmanager
def empty_folder() -> Iterator[Path]:
    """A folder that the embedded server's user can get to, as it may be another than this one."""
    folder = Path(tempfile.mkdtemp(prefix="ticketfirst-bench-", dir="/var/tmp"))
    folder.chmod(0o755)
    try:
        yield folder / "data"
    finally:
        shutil.rmtree(folder)


def table(loads: Mapping[str, Sequence[Load]], bare: Mapping[str, Sequence[float]]) -> Iterator[str]:
    """Lay the medians out."""
    yield "| request | requests/s | p50 | p99 | pgbench, the same statement | ratio |"
    yield "|---|---|---|---|---|---|"
    for case in CASES:
        rate = statistics.median(load.rate for load in loads[case.title])
        half = statistics.median(load.half for load in loads[case.title])
        most = statistics.median(load.most for load in loads[case.title])
        limit = statistics.median(bare[case.title])
        beside = f"{limit:,.0f}/s on {case.lanes} connections"
        yield f"| {case.title} | {rate:,.0f} | {half:.1f} ms | {most:.1f} ms | {beside} | {rate / limit:.2f} |"


def report(lines: Sequence[str], facts: Sequence[str]) -> str:
    """Write the page."""
    cpu = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    return "\n".join(
        [
            "# Speed",
            "",
            "Made by `make bench`: one worker with its ordinary settings (access log on), token check and row level",
            f"security on, commits that wait for the disk, {TICKETS:,} tickets; {CONNECTIONS} connections of wrk, each",
            f"asking again as soon as it is answered. Medians of {ROUNDS} rounds of {SECONDS} s, wrk and pgbench in",
            "turn; load generator, gateway and PostgreSQL share the machine. pgbench runs the statement that the",
            "gateway runs, on as many connections as the gateway has lanes for it. The machine:",
            f"{os.cpu_count()} cores, {cpu[1] if cpu else platform.machine()}, Python {platform.python_version()}.",
            "",
            *lines,
            "",
            *facts,
            "",
        ]
    )


def main() -> int:
    """Measure, print and write the page."""
    with empty_folder() as folder:
        first, again = seconds_to_start(folder), seconds_to_start(folder)
    cluster = Cluster.start(EMBEDDED, SETTINGS)
    loads: dict[str, list[Load]] = {case.title: [] for case in CASES}
    bare: dict[str, list[float]] = {case.title: [] for case in CASES}
    try:
        functions = prepare(cluster)
        with serving(cluster.url(DATABASE, "ticketfirst_gateway"), f"{TOKEN}-1") as served, Progress() as progress:
            at_first = served.memory()
            for case in progress.track(CASES * ROUNDS, description="measuring"):
                bare[case.title].append(pgbench(cluster, case, functions[case.function]))
                loads[case.title].append(wrk(served, case))
            at_last = served.memory()
    finally:
        cluster.stop()
    facts = [
        f"- From `make serve` to the first 200: {first:.1f} s with an empty data directory, {again:.1f} s after that.",
        f"- Memory of the worker: {at_first / 2**20:.0f} MB at the start, {at_last / 2**20:.0f} MB after all rounds.",
    ]
    text = report(list(table(loads, bare)), facts)
    OUTPUT.write_text(text)
    print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
