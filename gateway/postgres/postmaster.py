"""Starting PostgreSQL's server on a data directory, telling whether one runs there, and ending it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from psycopg import pq

from gateway.postgres.postgres_programs import ServerError, SystemUser, open_lock, spawn, take

START_SECONDS = 60.0
STOP_SECONDS = 30.0
PAUSE_SECONDS = 0.01
_COMPLAINT = re.compile(r"(?:FATAL|PANIC|[Ee]rror): +(.+)")


@dataclass(frozen=True)
class Server:
    """A server: its programs, its data, the folder of its socket, what takes its output, and whom it runs as."""

    programs: Path
    data: Path
    sockets: Path
    log: Path
    user: SystemUser

    def initialize(self, *options: str) -> None:
        """Make the data directory. Raises ServerError."""
        if self._spawn("initdb", *options).wait():
            raise ServerError(f"PostgreSQL's data cannot be made: {complaint(self.log)}; {self.log} says more")

    def launch(self, conninfo: str, *options: str) -> None:
        """Start, after the last process of a killed server has ended, and wait until it answers. Raises ServerError."""
        deadline = time.monotonic() + START_SECONDS
        with open_lock(lock_path(self.data)) as lock:
            while not take(lock):
                if time.monotonic() > deadline:
                    raise ServerError(f"processes of an earlier server still use {self.data}: end them, and try again")
                time.sleep(PAUSE_SECONDS)
            for left_over in (self.data / "postmaster.pid", *self.sockets.glob(".s.PGSQL.*.lock")):
                _disown(left_over)
            server = self._spawn("postgres", "-k", _quoted(self.sockets), *options, lock=lock)
        if not comes_to_answer(conninfo, lambda: server.poll() is None):
            raise ServerError(
                f"PostgreSQL does not start: {complaint(self.log)}; {self.log} and {self.data}/log say more"
            )

    def _spawn(self, program: str, *options: str, lock: IO[bytes] | None = None) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            held = [] if lock is None else [lock.fileno()]
            return spawn([self.programs / program, "-D", self.data, *options], self.user, log, held)


def lock_path(data: Path) -> Path:
    """Give the file that all processes of a data directory's server hold locked, from the first to the last.

    The kernel frees it when they are gone, whatever ended them; a process id in a file may be another process's after a
    reboot, or in another container.
    """
    return data.with_name(f"{data.name}.lock")


def is_running(data: Path) -> bool:
    """Say whether a process is left of a server that was launched."""
    try:
        with lock_path(data).open("rb") as lock:
            return not take(lock)
    except FileNotFoundError:
        return False


def comes_to_answer(conninfo: str, lives: Callable[[], bool]) -> bool:
    """Wait until a server takes connections, and say whether it does, or is gone. Raises ServerError."""
    deadline = time.monotonic() + START_SECONDS
    while lives():
        ping = pq.PGconn.ping(conninfo.encode())
        if ping == pq.Ping.OK:
            return True
        if ping == pq.Ping.REJECT:  # it recovers from a crash, which takes as long as it takes
            deadline = time.monotonic() + START_SECONDS
        if time.monotonic() > deadline:
            raise ServerError("PostgreSQL runs, but does not answer: see what it has logged in the data directory")
        time.sleep(PAUSE_SECONDS)
    return False


def complaint(log: Path) -> str:
    """Give what went wrong first, out of what a program has printed."""
    found = _COMPLAINT.search(log.read_text(errors="replace"))
    return found[1] if found else "it did not say why"


def postmaster(data: Path) -> int | None:
    """Give the process id of the server that runs on a data directory."""
    try:
        pid = int((data / "postmaster.pid").read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return None
    return pid if _serves(pid, data) else None


def end_postmaster(data: Path, sent: signal.Signals) -> None:
    """End the server of a data directory, by force where it does not follow the signal in time."""
    pid = postmaster(data)
    if pid is None:
        return
    os.kill(pid, sent)
    deadline = time.monotonic() + STOP_SECONDS
    while _serves(pid, data):
        with suppress(ChildProcessError):
            os.waitpid(pid, os.WNOHANG)
        if time.monotonic() > deadline:
            os.kill(pid, signal.SIGKILL)
            deadline += STOP_SECONDS
        time.sleep(PAUSE_SECONDS)


def _serves(pid: int, data: Path) -> bool:
    """Say whether a process is the server of this data directory, and not another one that got its number."""
    try:
        return str(data).encode() in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return False


def _disown(path: Path) -> None:
    """Let a server start although a lock file of its own is left over, and the process id in it another's by now.

    PostgreSQL takes its parent's id there for a left-over, and then still looks whether the shared memory that the file
    names is in use, which it could not if the file were removed.
    """
    try:
        # Not through a link, which the server's user could have made, to a file that root may write.
        descriptor = os.open(path, os.O_RDWR | os.O_NOFOLLOW)
    except FileNotFoundError:
        return
    with os.fdopen(descriptor, "r+b") as file:
        _, newline, rest = file.read().partition(b"\n")
        file.seek(0)
        file.write(f"{os.getpid()}".encode() + newline + rest)
        file.truncate()


def _quoted(folder: Path) -> str:
    """Write a folder as unix_socket_directories wants it, which is a list."""
    return '"' + str(folder).replace('"', '""') + '"'
