"""A server that stays up between two runs of `make test-db`, with a database that follows the plan."""

import contextlib
import hashlib
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from tools import pgtap
from tools.cluster import (
    EMBEDDED,
    Cluster,
    ClusterError,
    base_folder,
    end_postmaster,
    locked,
    postmaster,
    remove_folder,
)
from tools.databases import SETUP, add_pgtap, deploy, drop_roles
from tools.shell import ROOT, CheckError

DATABASE = "ticketfirst"
SOURCES = ("db/schema", "db/functions", "db/reworked")


def folder() -> Path:
    """The server's folder, one for each checkout."""
    return base_folder() / f"dev-{hashlib.sha256(str(ROOT).encode()).hexdigest()[:12]}"


def fingerprint() -> str:
    """Changes when the database has to be made anew."""
    files = [ROOT / "sqitch.plan", SETUP]
    for source in SOURCES:
        files += sorted((ROOT / source).rglob("*.sql"))
    digest = hashlib.sha256()
    for file in files:
        content = file.read_bytes() if file.exists() else b""
        digest.update(f"{file.relative_to(ROOT)}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


def server() -> Cluster:
    """The server, started where it does not run; its old data, written without fsync, is then worth nothing."""
    port = folder() / "port"
    if postmaster(folder() / "data") is not None and port.exists():
        return Cluster(EMBEDDED, folder(), port=int(port.read_text()))
    stop()
    folder().mkdir()
    cluster = Cluster(EMBEDDED, folder())
    cluster.initialize()
    port.write_text(str(cluster.port))
    return cluster


def current_database(cluster: Cluster) -> None:
    """Make the database anew if a script, the plan or the tests' helper functions changed."""
    deployed = folder() / "deployed"
    wanted = fingerprint()
    if deployed.exists() and deployed.read_text() == wanted:
        return
    started = time.monotonic()
    deployed.unlink(missing_ok=True)
    cluster.drop_database(DATABASE)
    drop_roles(cluster)
    deploy(cluster, DATABASE)
    add_pgtap(cluster, DATABASE)
    deployed.write_text(wanted)
    print(f"made {cluster.url(DATABASE)} anew in {time.monotonic() - started:.1f} s")


def test(name: str | None) -> None:
    """Run the tests of one name, or all of them."""
    with alone():
        cluster = server()
        current_database(cluster)
        pgtap.prove(cluster, DATABASE, pgtap.find(name))


def stop() -> None:
    """End the server and remove its data."""
    end_postmaster(folder() / "data", signal.SIGQUIT)
    if folder().exists():
        remove_folder(folder())


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Two runs at a time would pull the database from under each other."""
    with locked(base_folder() / "dev.lock"):
        yield


def main() -> None:
    """Answer `make test-db` and `make dev-stop`."""
    match sys.argv[1:]:
        case ["test"]:
            test(None)
        case ["test", name]:
            test(name)
        case ["stop"]:
            stop()
        case _:
            raise CheckError("usage: python -m tools.dev test [NAME] | stop")


if __name__ == "__main__":
    try:
        main()
    except (CheckError, ClusterError) as problem:
        sys.exit(f"{problem}")
