"""The embedded server runs as root or not; as root, PostgreSQL itself runs as somebody else."""

from __future__ import annotations

import json
import os
import pwd
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from gateway.embedded import Embedded
from gateway.postgres.postgres_programs import MYSELF, ServerError, SystemUser, programs_for, system_user
from gateway.postgres.postmaster import postmaster
from tools.cluster import base_folder, remove_folder

NOBODY = SystemUser(65534, 65534, [])


@pytest.fixture
def parent() -> Iterator[Path]:
    """A folder that every user can get to."""
    folder = Path(tempfile.mkdtemp(prefix="embedded-", dir=base_folder()))
    folder.chmod(0o755)
    yield folder
    remove_folder(folder)


def as_an_ordinary_user(work: Callable[[], list[str]]) -> list[str]:
    """Do something as a user who is not root: in a copy of this process, since a user may not reach root's Python."""
    if os.geteuid() != 0:
        return work()
    shared = str(programs_for(NOBODY, base_folder()).parents[2])
    read, write = os.pipe()
    if (child := os.fork()) == 0:
        try:
            os.setgroups([])
            os.setgid(65534)
            os.setuid(65534)
            sys.path.insert(0, shared)
            os.write(write, json.dumps(work()).encode())
        except BaseException as error:
            os.write(write, json.dumps([f"{type(error).__name__}: {error}"]).encode())
        finally:
            os._exit(0)
    os.close(write)
    with os.fdopen(read) as answer:
        said = answer.read()
    os.waitpid(child, 0)
    return list(json.loads(said))


def owner_of_server(embedded: Embedded) -> str:
    """Give the user whose process the server is."""
    return pwd.getpwuid(Path(f"/proc/{postmaster(embedded.data)}").stat().st_uid).pw_name


def ask(embedded: Embedded) -> list[str]:
    """Start the server, and say whose process it is and who asks it."""
    with embedded.running(), psycopg.connect(embedded.url(database="postgres")) as connection:
        row = connection.execute("SELECT current_user").fetchone()
        return [owner_of_server(embedded), str(row and row[0])]


def refusal(embedded: Embedded) -> list[str]:
    """Give what is said against a data directory."""
    try:
        with embedded.running():
            return []
    except ServerError as error:
        return [str(error)]


def me(uid: int | None = None) -> str:
    """Give a user's name."""
    return pwd.getpwuid(os.geteuid() if uid is None else uid).pw_name


def test_an_ordinary_user_runs_it_alone(parent: Path) -> None:
    """The server is that user's own process, on data that nobody else can read."""
    parent.chmod(0o777)
    embedded = Embedded(parent / "data")
    owner, role = as_an_ordinary_user(lambda: ask(embedded))
    assert (owner, role) == ("nobody" if os.geteuid() == 0 else me(), "postgres")
    assert embedded.folder.stat().st_mode & 0o777 == 0o700


def test_whoever_runs_it_here(parent: Path) -> None:
    """PostgreSQL never runs as root; root stays who owns the directory, and lets PostgreSQL's user only through."""
    embedded = Embedded(parent / "data")
    user = system_user()
    assert ask(embedded) == [me(user.uid), "postgres"]
    assert embedded.folder.stat().st_uid == os.geteuid()
    assert embedded.folder.stat().st_mode & 0o777 == (0o700 if user == MYSELF else 0o711)
    assert ask(embedded) == [me(user.uid), "postgres"], "also the second time"


def test_a_directory_of_somebody_else(parent: Path) -> None:
    """It is refused, and said whose it is."""
    (parent / "data").mkdir()
    mine = Embedded(parent / "data")
    if os.geteuid() == 0:
        (said,) = as_an_ordinary_user(lambda: refusal(mine))
        assert said == (
            f"the data directory {mine.folder} belongs to root: be that user, or name another directory"
            " with TICKETFIRST_DATA_DIR"
        )
        os.chown(mine.folder, 65534, 65534)
        assert "belongs to nobody" in refusal(mine)[0]
    else:
        assert "belongs to root" in refusal(Embedded(Path("/")))[0]


def test_a_directory_that_cannot_be_written_to(parent: Path) -> None:
    """It is said that it is so, whether it is there or still to be made."""
    (parent / "closed").mkdir()
    closed, below = Embedded(parent / "closed"), Embedded(parent / "closed" / "data")
    user = as_an_ordinary_user(lambda: [str(os.geteuid())])
    os.chown(closed.folder, int(user[0]), -1)
    closed.folder.chmod(0o500)
    assert "cannot be written to: make it writable" in as_an_ordinary_user(lambda: refusal(closed))[0]
    assert "cannot be made (permission denied)" in as_an_ordinary_user(lambda: refusal(below))[0]


def test_the_servers_user_cannot_get_there(parent: Path) -> None:
    """As root, a closed folder above the data stays closed, and what to do is said; else there is no other user."""
    parent.chmod(0o700)
    embedded = Embedded(parent / "data")
    user = system_user()
    if user == MYSELF:
        assert ask(embedded) == [me(), "postgres"]
        return
    assert refusal(embedded) == [
        f"PostgreSQL runs as {me(user.uid)}, who cannot get to {embedded.folder}: let that user pass"
        " through the folders above it, or name another directory with TICKETFIRST_DATA_DIR"
    ]
    assert parent.stat().st_mode & 0o777 == 0o700
    assert not embedded.exists()
    parent.chmod(0o755)
    assert ask(embedded) == [me(user.uid), "postgres"]
