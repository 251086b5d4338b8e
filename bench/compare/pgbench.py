"""The limit: TicketFirst's own statements, by pgbench, on as many connections as the others have."""

from __future__ import annotations

import re
import statistics
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile

import psycopg

from bench.compare.contender import DATABASE
from bench.compare.loads import MIX, works_of
from bench.compare.usage import Usage, watching
from bench.compare.work import AGENTS, WORDS, Work
from gateway.catalogue import CATALOGUE, Function, statement
from tools.cluster import Cluster, environment
from tools.shell import CheckError

NAME = "pgbench"
PROGRESS = re.compile(r"^progress: ([\d.]+) s, ([\d.]+) tps", re.MULTILINE)
FAILED = re.compile(r"failed transactions: [1-9]|, [1-9]\d* failed")
HALF = 0.5
WARM_IN_A_SECOND = 32  # connections, on two processors
ABOUT = (
    "The limit: pgbench runs the statements that TicketFirst's gateway runs, each prepared, one after the other on"
    " every connection, as the gateway's role and with the same tokens, measured when all connections are warm. No"
    " HTTP, no JSON read, nothing shared between connections."
)
# The same rows as `bench.compare.work.draws` draws. There are no loops: what is deleted is drawn again, twice, which
# leaves one in a million; that one becomes ticket 1.
TICKET = r"""\set n random(0, {last})
\set {name} :n / 4 * 5 + :n % 4 + 1
"""
AGAIN = r"""\set ticket CASE WHEN :ticket % 97 = 0 THEN :{name} ELSE :ticket END
"""
OTHERS = r"""\set ticket CASE WHEN :ticket % 97 = 0 THEN 1 ELSE :ticket END
\set agent CASE WHEN :ticket % 100 = 1 THEN 7 ELSE 1 + :ticket * 104729 % {agents} END
\set assignee 1 + (:agent - 1 + 10 * random(1, 19)) % {agents}
\set client 1 + 50 * random(0, {clients})
\set both random(0, 1)
\set key random(1, 9000000000000000000)
"""
KIND = f"(ARRAY[{', '.join(repr(word) for word in WORDS)}])[1 + :ticket::integer % {len(WORDS)}]"
NO_SUCH_KEY = "NULL"
KEY = "'k-' || :key::text"
CALLS: Mapping[Work, tuple[str, Mapping[str, str], str]] = {
    Work.POINT_READ: ("ticket_get", {"id": ":ticket"}, NO_SUCH_KEY),
    Work.LIST: ("ticket_page", {"agent_id": ":agent", "sort": "'-updated_at'"}, NO_SUCH_KEY),
    Work.WORDS: (
        "ticket_page",
        {"subject": f"({KIND} || CASE :both::integer WHEN 1 THEN ' ' || :ticket::text ELSE '' END)",
         "sort": "'-created_at'"},
        NO_SUCH_KEY,
    ),
    Work.CREATE: ("ticket_create", {"subject": "'Printer on fire'", "client_id": ":client"}, KEY),
    Work.COMMENT: ("comment_create", {"ticket_id": ":ticket", "body": "'On my way'"}, NO_SUCH_KEY),
    Work.ASSIGN: ("ticket_assign_agent", {"id": ":ticket", "agent_id": ":assignee"}, NO_SUCH_KEY),
}  # fmt: skip
TOKEN = "sha256(convert_to('bench-' || :agent, 'UTF8'))"


@dataclass(frozen=True)
class Measured:
    """What pgbench has measured."""

    requests: int
    rate: float


def variables(tickets: int) -> str:
    """Draw the rows of one request."""
    drawn = {"last": tickets // 5 * 4 - 1, "agents": AGENTS, "clients": (tickets // 10 - 52) // 50}
    first = TICKET.format(name="ticket", **drawn)
    again = "".join(TICKET.format(name=name, **drawn) + AGAIN.format(name=name) for name in ("second", "third"))
    return first + again + OTHERS.format(**drawn)


def script(work: Work, functions: Mapping[str, Function], tickets: int) -> str:
    """Write what pgbench runs for a work."""
    name, arguments, key = CALLS[work]
    function = functions[name]
    entry = [TOKEN, "'bench'", "NULL", "NULL"]
    if not function.is_read:
        fingerprint = "NULL" if key == NO_SUCH_KEY else "sha256('bench')"
        entry = [TOKEN, "'bench'", "NULL", key, fingerprint, "NULL"]
    given = [*entry, *(arguments.get(argument, "NULL") for argument in function.arguments)]
    text = re.sub(r"\$(\d+)", lambda found: f"({given[int(found[1]) - 1]})", statement(function).text.decode())
    return f"{variables(tickets)}{text};\n"


class Pgbench:
    """Runs the statements of one database."""

    def __init__(self, cluster: Cluster, main: int, folder: Path, weights: Mapping[Work, int], tickets: int) -> None:
        """Write the scripts of all works."""
        self._cluster = cluster
        self._main = main
        self._weights = weights
        self._files = {work: folder / f"{work.name.lower()}.sql" for work in Work}
        with psycopg.connect(cluster.url(DATABASE)) as session:
            functions = {row[0]: Function(*row) for row in session.execute(CATALOGUE)}
        for work, file in self._files.items():
            file.write_text(script(work, functions, tickets))

    def run(self, load: str, connections: int, seconds: int) -> tuple[Measured, Usage]:
        """Run a load, and measure when it is warm; the database's use of processors is of that time. Raises CheckError.

        A new connection compiles every function at its first call, which costs as much as hundreds of calls. The
        services have theirs from the start.
        """
        files = [f"--file={self._files[work]}@{weight}" for work, weight in works_of(load, self._weights).items()]
        unmeasured = warming(load, connections)
        options = ["--no-vacuum", "--protocol=prepared", "--progress=1", f"--client={connections}"]
        url = self._cluster.socket_url(DATABASE, "ticketfirst_gateway")
        command: list[str | Path] = [
            self._cluster.bin / "pgbench",
            *options,
            f"--time={unmeasured + seconds}",
            *files,
            url,
        ]
        with TemporaryFile("w+") as output:
            process = subprocess.Popen(command, stdout=output, stderr=output, env=environment())
            try:
                time.sleep(unmeasured)
                with watching(None, self._main) as usage:
                    code = process.wait()
            finally:
                process.kill()
                process.wait()
            output.seek(0)
            printed = output.read()
        rates = [float(rate) for at, rate in PROGRESS.findall(printed) if float(at) > unmeasured + HALF]
        if code or FAILED.search(printed) or not rates:
            raise CheckError(f"pgbench has not measured what it was to:\n{printed}")
        rate = statistics.fmean(rates)
        return Measured(requests=round(rate * seconds), rate=rate), usage


def warming(load: str, connections: int) -> int:
    """Give the seconds after which all connections are warm."""
    kinds = 2 if load == MIX else 1
    return 1 + kinds * connections // WARM_IN_A_SECOND
