"""What rate limits cost: `.venv/bin/python -m bench.rate_limit_cost`.

The limiter by itself, in one process and in two at once; then the point read of `make bench` on three gateways of one
database: all limits off, as they are unless set (wrong tokens alone), and with a limit for actors. Rounds take turns on
one machine, and what counts is the ratio within a round.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.progress import Progress

from bench.compare import database, requests
from bench.compare.contender import DATABASE
from bench.compare.contenders.ticketfirst import CONTENDER
from bench.compare.loads import requests_of
from bench.compare.sending import Order
from bench.compare.work import TICKETS, Work
from bench.compare.wrk import closed_loop
from gateway.limiting.table import make_file
from tests.gateways import Served, serving
from tools.shell import ROOT, CheckError

ROUNDS = 8
SECONDS = 5
CONNECTIONS = 32
HITS = 50_000
OFF = "off"
MUCH = "1000000000/day"
WRONG_TOKENS = "30/minute"
KINDS = {OFF: (OFF, OFF), "unless set": (OFF, WRONG_TOKENS), "limited": (MUCH, WRONG_TOKENS)}
HITTING = f"""
import sys, time
from gateway.limiting.policy import Policy
from gateway.limiting.table import Table
policy = Policy("actor", "{MUCH}", Table(int(sys.argv[1])))
actors = [f"agent:{{number}}" for number in range(int(sys.argv[2]))]
input()
began = time.perf_counter()
for number in range({HITS}):
    actor = actors[number % len(actors)]
    policy.hit(actor), policy.headers(actor)
print((time.perf_counter() - began) / {HITS} * 1e6)
"""


def microseconds(processes: int, actors: int) -> list[float]:
    """Count and make headers, in so many processes at once; what each request took in each."""
    file = make_file()
    command = [sys.executable, "-c", HITTING, str(file), str(actors)]
    try:
        running = [
            subprocess.Popen(
                command, cwd=ROOT, pass_fds=[file], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
            )
            for _ in range(processes)
        ]
        for process in running:
            assert process.stdin is not None
            process.stdin.write("\n")
            process.stdin.flush()
        return [float(process.communicate()[0]) for process in running]
    finally:
        os.close(file)


def processor_seconds(served: Served) -> float:
    """Give the time that a gateway has had of a processor: others on the machine add little to it."""
    fields = Path(f"/proc/{served.process.pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK")


def rate_of(served: Served, folder: Path) -> float:
    """Give the point reads that a gateway answers in a second."""
    file = folder / f"{served.port}.requests"
    requests.write(file, requests.of_load(CONTENDER, served.port, requests_of("point_read", {Work.POINT_READ: 1}, 1)))
    measured = closed_loop(Order(port=served.port, file=file, turn="000001", connections=CONNECTIONS, seconds=SECONDS))
    if not measured.is_good:
        raise CheckError(f"not all requests were answered well: {measured}")
    return measured.requests / measured.seconds


def told(values: Sequence[float], form: str) -> str:
    """Give the median, and the least and the most."""
    least, most = min(values), max(values)
    return f"{statistics.median(values):{form}} ({least:{form}} to {most:{form}})"


def main() -> int:
    """Measure and print."""
    for processes in (1, 2):
        for actors in (1, 1000):
            took = [one for _ in range(5) for one in microseconds(processes, actors)]
            print(f"limiter, {processes} processes at once, {actors} actors: {told(took, '.1f')} µs a request")
    rates: dict[str, list[float]] = {kind: [] for kind in KINDS}
    costs: dict[str, list[float]] = {kind: [] for kind in KINDS}
    with database.serving(TICKETS) as cluster, TemporaryDirectory() as folder:
        url = cluster.url(DATABASE, "ticketfirst_gateway")
        with ExitStack() as running, Progress() as progress:
            served = {
                kind: running.enter_context(serving(url, rate_limit=rate, auth_failures=failures))
                for kind, (rate, failures) in KINDS.items()
            }
            for number in progress.track(range(ROUNDS), description="measuring"):
                kinds = list(KINDS)
                for kind in kinds[number % len(kinds) :] + kinds[: number % len(kinds)]:
                    before = processor_seconds(served[kind])
                    rates[kind].append(rate_of(served[kind], Path(folder)))
                    spent = processor_seconds(served[kind]) - before
                    costs[kind].append(spent / (rates[kind][-1] * SECONDS) * 1e6)
    for kind, found in rates.items():
        ratios = [rate / off for rate, off in zip(found, rates[OFF], strict=True)]
        print(f"{kind}: {told(found, ',.0f')} requests/s; beside off {told(ratios, '.3f')}")
        more = [cost - off for cost, off in zip(costs[kind], costs[OFF], strict=True)]
        print(f"    processor: {told(costs[kind], '.1f')} µs a request; more than off {told(more, '.1f')}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
