"""The pgTAP tests, run by pg_prove."""

from collections.abc import Sequence
from pathlib import Path

from tools.cluster import Cluster
from tools.shell import ROOT, CheckError, run, show

FOLDER = ROOT / "db" / "tests"
SETTINGS = {"PGOPTIONS": "--client-min-messages=warning"}


def find(name: str | None = None) -> list[Path]:
    """All test files, or those of one name, which may also be a part of the path: `style` or `functions/clock`."""
    files = sorted(FOLDER.rglob("*.sql"))
    if name is not None:
        wanted = name.removesuffix(".sql")
        files = [file for file in files if f"/{wanted}/" in f"/{file.relative_to(FOLDER).with_suffix('')}/"]
    if not files:
        raise CheckError(f"db/tests has no test named {name}.sql" if name else "db/tests has no tests")
    return files


def prove(cluster: Cluster, database: str, files: Sequence[Path]) -> None:
    """Run test files as superuser, one after the other: each rolls back, but Ada and Cleo are in many."""
    show(_command(cluster, database, files), SETTINGS)


def prove_silently(cluster: Cluster, database: str, files: Sequence[Path]) -> str:
    """The same beside something else, and give what was printed; a failure's message has it too."""
    return run(_command(cluster, database, files), SETTINGS)


def _command(cluster: Cluster, database: str, files: Sequence[Path]) -> list[str | Path]:
    return [
        "pg_prove",
        f"--psql-bin={cluster.bin / 'psql'}",
        "--host=127.0.0.1",
        f"--port={cluster.port}",
        "--username=postgres",
        f"--dbname={database}",
        *(file.relative_to(ROOT) for file in files),
    ]
