"""The data directory: made, judged, and written to so that a crash leaves the old or the new, never half of it."""

from __future__ import annotations

import os
import pwd
import tempfile
from pathlib import Path

from gateway.postgres.postgres_programs import ServerError


def prepare(folder: Path) -> None:
    """Make the data directory, or see whether it is usable. Raises ServerError."""
    mine = os.geteuid()
    elsewhere = "or name another directory with TICKETFIRST_DATA_DIR"
    try:
        if not folder.exists():
            folder.parent.mkdir(parents=True, exist_ok=True)
            folder.mkdir(mode=0o700, exist_ok=True)
            folder.chmod(0o711 if mine == 0 else 0o700)  # as root, the server's user must pass through it
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise ServerError(f"the data directory {folder} cannot be made ({reason}): make it, {elsewhere}") from error
    if not folder.is_dir():
        raise ServerError(f"the data directory {folder} is a file: move it away, {elsewhere}")
    owner = folder.stat().st_uid
    if owner != mine:
        raise ServerError(f"the data directory {folder} belongs to {owner_name(owner)}: be that user, {elsewhere}")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise ServerError(f"the data directory {folder} cannot be written to: make it writable, {elsewhere}")


def require_version(folder: Path, data: Path, major: str) -> None:
    """Raise ServerError where there is data of another PostgreSQL."""
    candidates = [data] if data.exists() else [folder, *sorted(folder.glob("postgresql-*/"))]
    for candidate in candidates:
        version = _version(candidate)
        if version is None and candidate == data:
            raise ServerError(f"{data} is no data directory of PostgreSQL: move it away")
        if version not in (None, major):
            raise ServerError(
                f"{candidate} is of PostgreSQL {version}, and this is {major}: run `ticketfirst backup FILE` of the"
                f" version that made it, move the directory away, and run `ticketfirst restore FILE` of this one"
            )


def owner_name(uid: int) -> str:
    """Give a user's name."""
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"user {uid}"


def write_secret(path: Path, text: str) -> None:
    """Write a file, for its owner's eyes only, that is there whole or not at all."""
    descriptor, name = tempfile.mkstemp(prefix=f"{path.name}.", dir=path.parent)  # mode 0600
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
    publish(Path(name), path)


def publish(finished: Path, path: Path) -> None:
    """Give a finished file its name, and see both to the disk."""
    sync(finished)
    finished.replace(path)
    sync(path.parent)


def sync(path: Path) -> None:
    """See a file, or the names in a folder, to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _version(data: Path) -> str | None:
    try:
        return (data / "PG_VERSION").read_text().strip()
    except FileNotFoundError:
        return None
