"""How long `make serve` takes to the first answer, and what the worker needs then."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from bench.compare.results import StartUp
from bench.compare.usage import MEGABYTE, processes
from tools.ports import free_port
from tools.shell import ROOT, CheckError

PAUSE_SECONDS = 0.01
LONGEST_SECONDS = 120.0
WORKER = "gateway"


def start_up() -> StartUp:
    """Start with an empty folder, and again with what is there then. Raises CheckError."""
    with _empty_folder() as folder:
        first, _ = _start(folder)
        again, memory = _start(folder)
    return StartUp(first=first, again=again, memory=memory)


def _start(data_dir: Path) -> tuple[float, float]:
    """Give the seconds to the first 200, and the megabytes of the gateway's processes then."""
    port = free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TICKETFIRST_")}
    environment |= {"TICKETFIRST_DATA_DIR": str(data_dir), "TICKETFIRST_PORT": str(port)}
    begun = time.monotonic()
    serve = subprocess.Popen(
        ["make", "serve"], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, start_new_session=True
    )
    try:
        _wait(serve, f"http://127.0.0.1:{port}/readyz")
        return time.monotonic() - begun, _memory(serve.pid)
    finally:
        os.killpg(serve.pid, signal.SIGTERM)
        serve.wait()


def _wait(serve: subprocess.Popen[bytes], url: str) -> None:
    deadline = time.monotonic() + LONGEST_SECONDS
    while time.monotonic() < deadline and serve.poll() is None:
        try:
            if httpx.get(url).is_success:
                return
        except httpx.TransportError:
            time.sleep(PAUSE_SECONDS)
    raise CheckError("make serve has ended, or does not answer")


def _memory(pid: int) -> float:
    """Give the megabytes of those that are not make, and not PostgreSQL's."""
    own = [process for process in processes(pid) if process.name() not in {"make", "postgres"}]
    return sum(process.memory_full_info().pss for process in own) / MEGABYTE


@contextmanager
def _empty_folder() -> Iterator[Path]:
    """A folder that the embedded server's user can get to, as it may be another than this one."""
    folder = Path(tempfile.mkdtemp(prefix="ticketfirst-bench-", dir="/var/tmp"))
    folder.chmod(0o755)
    try:
        yield folder / "data"
    finally:
        shutil.rmtree(folder)
