"""The contenders' programs: started on free ports, each in a process group of its own, and all ended at the end."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx

from bench.compare.contender import Contender, Program
from bench.compare.usage import processes
from tools.cluster import Cluster
from tools.ports import free_port
from tools.shell import CheckError

KEPT = ("PATH", "HOME", "LANG")
START_SECONDS = 60.0
STOP_SECONDS = 10.0
PAUSE_SECONDS = 0.05
SHOWN = 4000  # characters of a log


@dataclass(frozen=True)
class Running:
    """A contender that runs."""

    contender: Contender
    port: int
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def name(self) -> str:
        """Give the contender's name."""
        return self.contender.name

    @property
    def pid(self) -> int:
        """Give the process that all its others come from."""
        return self.process.pid

    def said(self) -> str:
        """Give the end of its log."""
        return self.log.read_text(errors="replace")[-SHOWN:]


@contextmanager
def running(cluster: Cluster, contenders: Sequence[Contender], workers: int, logs: Path) -> Iterator[list[Running]]:
    """Run all until the end of the block. Raises CheckError with the log of one that does not start."""
    started: list[Running] = []
    try:
        for contender in contenders:
            port = free_port()
            program = contender.program(cluster, port, workers)
            log = logs / f"{contender.name}-{workers}.log"
            started.append(Running(contender, port, _launch(program, log), log))
            _wait(started[-1], program)
        yield started
    finally:
        _end(started)


def _launch(program: Program, log: Path) -> subprocess.Popen[bytes]:
    environment = {name: os.environ[name] for name in KEPT if name in os.environ} | dict(program.environment)
    with log.open("wb") as output:
        return subprocess.Popen(
            program.command,
            cwd=program.folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )


def _wait(one: Running, program: Program) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and one.process.poll() is None:
        with suppress(httpx.HTTPError):
            answer = httpx.get(f"http://127.0.0.1:{one.port}{program.ready}", timeout=START_SECONDS)
            if answer.status_code < httpx.codes.INTERNAL_SERVER_ERROR:
                return
        time.sleep(PAUSE_SECONDS)
    raise CheckError(f"{one.name} does not start, it says:\n{one.said()}")


def _end(started: Sequence[Running]) -> None:
    """End all; those who have not ended in time, and what they have left behind, by force."""
    groups = {one.pid: processes(one.pid) for one in started}
    for one in started:
        _signal(one.pid, signal.SIGTERM)
    deadline = time.monotonic() + STOP_SECONDS
    for one in started:
        with suppress(subprocess.TimeoutExpired):
            one.process.wait(max(0.0, deadline - time.monotonic()))
        for process in groups[one.pid]:
            with suppress(Exception):
                process.kill()
        _signal(one.pid, signal.SIGKILL)
        one.process.wait()


def _signal(group: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.killpg(group, number)
