"""Everything that `make test` runs, in order: what fails quickly stands first, pytest's summary last."""

import signal
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from tools import by_deployer, by_sqitch, coverage, lint, pgtap, plpgsql, pytests
from tools.cluster import DEBIAN, EMBEDDED, Cluster, ClusterError
from tools.databases import add_pgtap
from tools.shell import CheckError

DATABASE = "ticketfirst_pgtap"


@contextmanager
def stage(name: str) -> Iterator[None]:
    """Print a heading before a stage, and its time after."""
    print(f"\n=== {name}", flush=True)
    started = time.monotonic()
    yield
    print(f"--- passed in {time.monotonic() - started:.1f} s", flush=True)


def main() -> None:
    """Run the stages; the first that fails ends the run."""
    started = time.monotonic()
    with stage("lint: ruff, mypy, sqlfluff"):
        lint.check()
    with stage("PostgreSQL 15: sqitch deploys, verifies, reverts to nothing, deploys again"):
        debian = Cluster.start(DEBIAN, coverage.SETTINGS)
        schema = by_sqitch.check(debian)
    with stage("PostgreSQL 15: ticketfirst deploy makes the same, and a second database"):
        by_deployer.check(debian, schema)
    with stage("PostgreSQL 18: ticketfirst deploy, and a second database"):
        embedded = Cluster.start(EMBEDDED)
        by_deployer.check(embedded)
    with stage("PostgreSQL 15: plpgsql_check"):
        print(f"{plpgsql.check(debian, by_deployer.FIRST)} functions")
    with stage("PostgreSQL 15, with every statement counted, and 18 beside it: pgTAP"):
        prepare(debian)
        prepare(embedded)
        coverage.begin(debian, DATABASE)
        with ThreadPoolExecutor(1) as beside:
            other = beside.submit(pgtap.prove_silently, embedded, DATABASE, pgtap.find())
            pgtap.prove(debian, DATABASE, pgtap.find())
        print(f"PostgreSQL 18:\n{other.result()}", end="")
    with stage("PostgreSQL 15: statement coverage"):
        coverage.check(debian, DATABASE)
    debian.stop()
    embedded.stop()
    print(f"\n=== pytest, after {time.monotonic() - started:.0f} s", flush=True)
    pytests.check()


def prepare(cluster: Cluster) -> None:
    """Copy what our deployer made, and add what the tests need."""
    cluster.create_database(DATABASE, template=by_deployer.FIRST)
    add_pgtap(cluster, DATABASE)


if __name__ == "__main__":
    # Ended by a signal, stop the servers as well: without this, nothing registered with atexit would run.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended by SIGTERM"))
    try:
        main()
    except (CheckError, ClusterError) as problem:
        sys.exit(f"\nFAILED: {problem}")
    except KeyboardInterrupt:
        sys.exit("\ninterrupted")
