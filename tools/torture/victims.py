"""A helpdesk and a replay against it, as processes that can be killed: the gateway, PostgreSQL, the replay."""

from __future__ import annotations

import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from gateway.embedded import Embedded
from gateway.postgres.postmaster import end_postmaster, is_running, postmaster
from tests.commands import Done, environment
from tests.helpdesks import answers
from tools.cluster import base_folder, remove_folder
from tools.ports import steady_port
from tools.shell import ROOT, SCRIPTS

START_SECONDS = 60.0
STOP_SECONDS = 60.0
STANDSTILL_SECONDS = 90.0
PAUSE_SECONDS = 0.005
SHARE = 10  # of the time, that asking how far it is may take: one in so many
DONE = "SELECT count(*) FROM desk.event"
IN_FLIGHT = "SELECT count(*) FROM pg_stat_activity WHERE usename = 'ticketfirst_gateway' AND state = 'active'"


class TortureError(Exception):
    """Something ended that nobody killed, or does not go on; the message says what."""


@dataclass
class Victims:
    """The processes, in a folder of their own; `options` are those of each replay."""

    folder: Path
    options: list[str | Path]
    port: int = field(default_factory=steady_port)
    replays: int = 0  # how many were started

    def __post_init__(self) -> None:
        """Start nothing yet."""
        self.embedded = Embedded(self.folder / "desk")
        self.settings = environment(
            TICKETFIRST_DATA_DIR=str(self.embedded.folder),
            TICKETFIRST_PORT=str(self.port),
            TICKETFIRST_DRAIN_SECONDS="0",
            TICKETFIRST_ACCESS_LOG="false",
        )
        self.gateway: subprocess.Popen[bytes] | None = None
        self.replay: subprocess.Popen[bytes] | None = None
        self._session: psycopg.Connection | None = None

    def start_gateway(self) -> None:
        """Start `ticketfirst serve`, with its PostgreSQL."""
        self.gateway = self._start("serve", "serve")

    def wait_until_ready(self) -> None:
        """Return when the gateway answers. Raises TortureError."""
        self._wait(lambda: answers(f"http://127.0.0.1:{self.port}"), START_SECONDS, "the gateway does not answer")

    def start_replay(self) -> None:
        """Start a replay, or start it again."""
        self.replays += 1
        self.replay = self._start(f"replay-{self.replays}", "replay", *self.options)

    def wait_for_replay(self) -> Done:
        """Wait until the replay ends by itself. Raises TortureError when nothing goes on."""
        self.wait_for_progress(sys.maxsize)
        assert self.replay is not None
        self.replay.wait()
        out, err = (self.folder / f"replay-{self.replays}.{kind}" for kind in ("out", "err"))
        return Done(self.replay.returncode, out.read_text(), err.read_text())

    def run(self, *arguments: str | Path, seconds: float) -> Done:
        """Run another command against the gateway, to its end."""
        command = [SCRIPTS / "ticketfirst", *arguments]
        done = subprocess.run(
            command, cwd=ROOT, env=self.settings, capture_output=True, text=True, timeout=seconds, check=False
        )
        return Done(done.returncode, done.stdout, done.stderr)

    def ask(self, question: str) -> int | None:
        """Ask the database for a number; None while PostgreSQL does not answer."""
        try:
            if self._session is None:
                self._session = psycopg.connect(self.embedded.url(), autocommit=True)
            return int(self._session.execute(question.encode()).fetchall()[0][0])
        except psycopg.Error:
            self.forget()
            return None

    def forget(self) -> None:
        """Close the session that asks for the progress."""
        if self._session is not None:
            self._session.close()
            self._session = None

    def wait_for_progress(self, at_least: int) -> int:
        """Return when the journal is so long, or the replay has ended. Raises TortureError when nothing goes on."""
        assert self.replay is not None
        seen, since = -1, time.monotonic()
        while True:
            asked = time.monotonic()
            now = self.ask(DONE)
            if now is not None and (now >= at_least or self.replay.poll() is not None):
                return now
            if now is not None and now > seen:
                seen, since = now, time.monotonic()
            self._require(time.monotonic() - since < STANDSTILL_SECONDS, f"nothing goes on at {seen} events")
            time.sleep(max(PAUSE_SECONDS, (SHARE - 1) * (time.monotonic() - asked)))

    def wait_for_writes(self, at_least: int, seconds: float) -> int:
        """Return when PostgreSQL works on so many requests at once, or after a while."""
        deadline = time.monotonic() + seconds
        while (now := self.ask(IN_FLIGHT) or 0) < at_least and time.monotonic() < deadline:
            pass
        return now

    def postmaster(self) -> int:
        """Give the first of PostgreSQL's processes. Raises TortureError."""
        pid = postmaster(self.embedded.data)
        self._require(pid is not None, "PostgreSQL does not run")
        assert pid is not None
        return pid

    def stop(self) -> None:
        """End the gateway as an administrator does, and hold that all went well. Raises TortureError."""
        assert self.gateway is not None
        self.gateway.terminate()
        self.gateway.wait(STOP_SECONDS)
        self._require(self.gateway.returncode == 0, f"serve ended with {self.gateway.returncode}")
        self._require(not is_running(self.embedded.data), "PostgreSQL runs on without a gateway")

    def remove(self) -> None:
        """End all that still runs, and remove the folder."""
        self.forget()
        for process in (self.replay, self.gateway):
            if process is not None:
                process.kill()
                process.wait()
        deadline = time.monotonic() + STOP_SECONDS
        while is_running(self.embedded.data) and time.monotonic() < deadline:
            end_postmaster(self.embedded.data, signal.SIGQUIT)
            time.sleep(PAUSE_SECONDS)
        remove_folder(self.folder)

    def _start(self, name: str, *arguments: str | Path) -> subprocess.Popen[bytes]:
        command = [SCRIPTS / "ticketfirst", *arguments]
        with (self.folder / f"{name}.out").open("ab") as out, (self.folder / f"{name}.err").open("ab") as err:
            return subprocess.Popen(
                command, cwd=ROOT, env=self.settings, stdin=subprocess.DEVNULL, stdout=out, stderr=err
            )

    def _wait(self, happens: Callable[[], bool], seconds: float, complaint: str) -> None:
        deadline = time.monotonic() + seconds
        while not happens():
            self._require(time.monotonic() < deadline, complaint)
            time.sleep(PAUSE_SECONDS)

    def _require(self, holds: bool, complaint: str) -> None:
        """Raise TortureError with what all have said where something does not hold, or the gateway ended by itself."""
        if self.gateway is not None and self.gateway.poll() not in (None, 0, -signal.SIGKILL):
            holds, complaint = False, f"serve ended with {self.gateway.returncode}"
        if not holds:
            said = [f"{path.name}: {path.read_text(errors='replace')}" for path in sorted(self.folder.glob("*.*"))]
            raise TortureError("\n".join([complaint, *said]))


@contextmanager
def victims(*options: str | Path) -> Iterator[Victims]:
    """Have a helpdesk that answers until the end of the block; nothing is left of it after."""
    folder = Path(tempfile.mkdtemp(prefix="torture-", dir=base_folder()))
    folder.chmod(0o755)
    them = Victims(folder, [*options])
    try:
        them.start_gateway()
        them.wait_until_ready()
        yield them
        them.forget()
        them.stop()
    finally:
        them.remove()
