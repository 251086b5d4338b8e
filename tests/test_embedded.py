"""The embedded server outlives whoever started it, is found again, and says what it cannot work with."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from gateway.embedded import Embedded
from gateway.postgres.postgres_programs import ServerError, spawn, system_user
from gateway.postgres.postmaster import end_postmaster, is_running, postmaster
from tools.cluster import base_folder, remove_folder
from tools.shell import ROOT

# Holds the server of a data directory until it is told to end, or is killed.
HOLD = """
import sys
from pathlib import Path
from gateway.embedded import Embedded
embedded = Embedded(Path(sys.argv[1]))
with embedded.running():
    print("running", flush=True)
    sys.stdin.read()
"""
NOBODY = 65534


@pytest.fixture
def embedded() -> Iterator[Embedded]:
    """A data directory that is still to be made, where the server's user can get to."""
    parent = Path(tempfile.mkdtemp(prefix="embedded-", dir=base_folder()))
    parent.chmod(0o755)
    server = Embedded(parent / "data of 'TicketFirst' (100 %)")
    yield server
    end_postmaster(server.data, signal.SIGKILL)  # of a test that failed
    remove_folder(parent)


def held(server: Embedded) -> subprocess.Popen[bytes]:
    """Start a process that uses the server, and wait until it does."""
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, server.folder], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"running\n"
    return holder


def let_go(holder: subprocess.Popen[bytes]) -> None:
    """Let a process end as it should."""
    holder.communicate(timeout=30)
    assert holder.returncode == 0


def query(server: Embedded, statement: str) -> list[tuple[object, ...]]:
    """Ask the server's own database."""
    with psycopg.connect(server.url(database="postgres"), autocommit=True) as connection:
        cursor = connection.execute(statement.encode())
        return cursor.fetchall() if cursor.description else []


def test_it_is_shared_and_ends_with_the_last(embedded: Embedded) -> None:
    """Whoever comes later uses the same server, which outlives the first."""
    first = held(embedded)
    with embedded.running():
        pid = postmaster(embedded.data)
        assert pid is not None
        assert os.getsid(pid) == pid, "out of the reach of this terminal's Ctrl-C"
        second = held(embedded)
        let_go(first)
        assert query(embedded, "SELECT current_setting('fsync')") == [("on",)]
    assert postmaster(embedded.data) == pid
    let_go(second)
    assert postmaster(embedded.data) is None
    assert not is_running(embedded.data)


def test_nobody_else_can_reach_it(embedded: Embedded) -> None:
    """It has a socket alone, in a closed folder; the data and the locks are closed as well."""
    with embedded.running():
        assert query(embedded, "SHOW listen_addresses") == [("",)]
        assert (embedded.folder / "socket").stat().st_mode & 0o777 == 0o700
        assert embedded.data.stat().st_mode & 0o777 == 0o700
        for path in embedded.folder.glob("*.lock"):
            assert path.stat().st_mode & 0o777 == 0o600
        if os.geteuid() == 0:
            done = subprocess.run(
                ["/bin/sh", "-c", 'cd "$0"/socket', embedded.folder], user=NOBODY, group=NOBODY, check=False
            )
            assert done.returncode != 0


def test_the_one_who_started_it_is_killed(embedded: Embedded) -> None:
    """The next one finds the server running, and ends it in the end."""
    holder = held(embedded)
    holder.kill()
    holder.communicate()
    pid = postmaster(embedded.data)
    assert pid is not None
    with embedded.running():
        assert postmaster(embedded.data) == pid
    assert postmaster(embedded.data) is None


def test_the_server_is_killed_while_a_backend_works(embedded: Embedded) -> None:
    """The next start waits until the old backend is gone, and what was committed is there."""
    holder = held(embedded)
    query(embedded, "CREATE TABLE kept AS SELECT 1 AS one")
    busy = "DO $$ BEGIN WHILE clock_timestamp() < now() + interval '2 s' LOOP END LOOP; END $$"
    connection = psycopg.connect(embedded.url(database="postgres"), autocommit=True)
    connection.pgconn.send_query(busy.encode())
    time.sleep(0.1)
    pid = postmaster(embedded.data)
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    holder.kill()
    holder.communicate()
    assert is_running(embedded.data)
    with embedded.running():
        assert postmaster(embedded.data) not in (None, pid)
        assert query(embedded, "SELECT one FROM kept") == [(1,)]
    connection.close()


def test_after_a_reboot(embedded: Embedded) -> None:
    """The lock files that are left over name processes that are somebody else's by now, or nothing at all."""
    holder = held(embedded)
    query(embedded, "CREATE TABLE kept AS SELECT 1 AS one")
    pid = postmaster(embedded.data)
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    holder.kill()
    holder.communicate()
    while is_running(embedded.data):
        time.sleep(0.02)
    stranger = spawn(["sleep", "60"], system_user(), None)
    left_over = [embedded.data / "postmaster.pid", embedded.folder / "socket" / ".s.PGSQL.5432.lock"]
    for path in left_over:
        path.write_text(path.read_text().replace(f"{pid}\n", f"{stranger.pid}\n", 1))
    with embedded.running():
        assert query(embedded, "SELECT one FROM kept") == [(1,)]
        assert stranger.poll() is None
    stranger.kill()
    stranger.wait()
    left_over[0].touch()
    with embedded.running():
        assert query(embedded, "SELECT one FROM kept") == [(1,)]


def test_killed_while_the_data_is_made(embedded: Embedded) -> None:
    """The next start makes it anew."""
    holder = subprocess.Popen([sys.executable, "-c", HOLD, embedded.folder], cwd=ROOT, stdin=subprocess.PIPE)
    while not list(embedded.folder.glob("unfinished-*/global")):
        assert holder.poll() is None
        assert not embedded.exists()
    holder.kill()
    holder.communicate()
    with embedded.running():
        assert query(embedded, "SELECT 1") == [(1,)]
    with embedded.running():
        assert list(embedded.folder.glob("unfinished-*")) == []


@pytest.mark.parametrize("name", ["x" * 100, "one, two"], ids=["long", "a comma"])
def test_a_path_that_no_socket_can_have(embedded: Embedded, name: str) -> None:
    """The socket is then elsewhere, in a folder as closed."""
    long = Embedded(embedded.folder / name)
    embedded.folder.mkdir(mode=0o711)
    with long.running():
        (folder,) = query(long, "SHOW unix_socket_directories")[0]
        assert query(long, "SELECT 1") == [(1,)]
    sockets = Path(str(folder).strip('"'))
    assert sockets.parent == Path("/var/tmp")
    assert sockets.stat().st_mode & 0o777 == 0o700
    sockets.rmdir()
    shutil.rmtree(long.folder)
    sockets.symlink_to(embedded.folder)
    with pytest.raises(ServerError, match="remove it, and try again"), long.running():
        pass
    sockets.unlink()


def refusal(server: Embedded) -> str:
    """Give what is said against a data directory."""
    with pytest.raises(ServerError) as caught, server.running():
        pass
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_data_of_another_postgresql(embedded: Embedded) -> None:
    """It is said whose it is and what to do, wherever it lies, and nothing is made beside it."""
    old = embedded.folder / "postgresql-15"
    old.mkdir(parents=True)
    (old / "PG_VERSION").write_text("15\n")
    said = refusal(embedded)
    for words in (
        str(old),
        "of PostgreSQL 15",
        f"this is {embedded.major}",
        "ticketfirst backup",
        "ticketfirst restore",
    ):
        assert words in said
    old.rename(embedded.data)
    assert "of PostgreSQL 15" in refusal(embedded)
    (embedded.data / "PG_VERSION").rename(embedded.folder / "PG_VERSION")
    assert "is no data directory of PostgreSQL" in refusal(embedded)
    embedded.data.rmdir()
    assert f"{embedded.folder} is of PostgreSQL 15" in refusal(embedded)


def test_a_data_directory_that_cannot_be_one(embedded: Embedded) -> None:
    """A file, or what cannot be made: each is told with what to do."""
    embedded.folder.write_text("")
    assert "is a file: move it away, or name another directory with TICKETFIRST_DATA_DIR" in refusal(embedded)
    assert "cannot be made (" in refusal(Embedded(embedded.folder / "below"))


def test_data_that_is_moved_away_under_a_server(embedded: Embedded) -> None:
    """No other data is made while the server of the first may still write to it."""
    holder = held(embedded)
    embedded.data.rename(embedded.folder / "away")
    assert f"a server still runs on the data that was in {embedded.data}" in refusal(embedded)
    (embedded.folder / "away").rename(embedded.data)
    let_go(holder)
    assert postmaster(embedded.data) is None


def test_a_start_that_fails(embedded: Embedded) -> None:
    """It is told why in PostgreSQL's own words."""
    with embedded.running():
        pass
    settings = embedded.data / "postgresql.auto.conf"
    settings.write_text("work_mem = 'much'\n")
    said = refusal(embedded)
    assert said.startswith(f'PostgreSQL does not start: configuration file "{settings}" contains errors; ')
    assert "work_mem" in (embedded.folder / "postgresql.log").read_text()
