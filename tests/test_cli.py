"""The command `ticketfirst` on the embedded server, as somebody uses it who has nothing else."""

from __future__ import annotations

import re
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from gateway.cli import PENDING
from gateway.embedded import Embedded
from gateway.postgres.postmaster import end_postmaster, postmaster
from gateway.settings import load
from tests.commands import in_folder, refused, succeeded, ticketfirst
from tests.helpdesks import Helpdesk, agents, serving
from tools.cluster import base_folder, remove_folder
from tools.shell import ROOT

LAST = "(SELECT change_id FROM sqitch.changes ORDER BY committed_at DESC LIMIT 1)"


@pytest.fixture(scope="module")
def desk() -> Iterator[Helpdesk]:
    """A helpdesk that was started for the first time, has answered, and was stopped."""
    parent = Path(tempfile.mkdtemp(prefix="cli-", dir=base_folder()))
    parent.chmod(0o755)
    begun = Helpdesk(parent / "data")
    with serving(begun) as (_, address):
        assert agents(address, begun.token) == ["administrator@localhost"]
    yield begun
    end_postmaster(Embedded(begun.folder).data, signal.SIGKILL)
    remove_folder(parent)


def test_the_first_start(desk: Helpdesk) -> None:
    """It says where the data is, what was done, the token this once, and where to look; nothing is left running."""
    said = desk.said.splitlines()
    assert said[0] == f"database: embedded PostgreSQL in {desk.folder}/postgresql-18"
    assert re.fullmatch(r"deployed \d+ changes", said[1])
    assert said[2] == f"the administrator's token, shown only now and kept in {desk.folder}/admin-token:"
    assert said[3] == desk.token
    assert re.fullmatch(r"TicketFirst: http://127\.0\.0\.1:\d+/docs", said[4])
    assert (desk.folder / "admin-token").stat().st_mode & 0o777 == 0o600
    assert postmaster(Embedded(desk.folder).data) is None


def test_later_starts(desk: Helpdesk) -> None:
    """They say where the token is, and it opens the door; administrators work beside them."""
    with serving(desk) as (_, address):
        assert agents(address, desk.token) == ["administrator@localhost"]
        assert desk.run("status").code == 0
        server = postmaster(Embedded(desk.folder).data)
        assert server is not None
        assert desk.sql("SELECT current_user") == "postgres"
        assert postmaster(Embedded(desk.folder).data) == server
        refused(
            desk.run("restore", "--replace", ROOT / "README.md"), "the database is in use: stop `ticketfirst serve`"
        )
    assert desk.said.splitlines()[1] == f"the first administrator's token is in {desk.folder}/admin-token"
    assert desk.token not in desk.said
    assert "deployed" not in desk.said


def test_the_gateway_is_killed(desk: Helpdesk) -> None:
    """The next one uses the server that goes on running, and stops it."""
    with serving(desk) as (process, _):
        server = postmaster(Embedded(desk.folder).data)
        process.kill()
        process.wait()
    assert postmaster(Embedded(desk.folder).data) == server
    with serving(desk) as (_, address):
        assert postmaster(Embedded(desk.folder).data) == server
        assert agents(address, desk.token) == ["administrator@localhost"]
    assert postmaster(Embedded(desk.folder).data) is None


def test_several_processes(desk: Helpdesk) -> None:
    """Each finds the embedded database."""
    with serving(desk, "--workers", "2") as (_, address):
        lanes = "SELECT count(*) FROM pg_stat_activity WHERE usename = 'ticketfirst_gateway'"
        while int(desk.sql(lanes)) < 2 * load().lanes:
            assert agents(address, desk.token) == ["administrator@localhost"]
        assert agents(address, desk.token) == ["administrator@localhost"]


def test_an_older_plan_is_brought_up_to_date(desk: Helpdesk) -> None:
    """By `serve` itself, which says so; `status` says what it is up to."""
    for table in ("dependencies", "changes"):
        name = desk.sql(f"DELETE FROM sqitch.{table} WHERE change_id = {LAST} RETURNING 1")
    assert name == "1"
    assert desk.run("status").code == PENDING
    with serving(desk):
        pass
    assert "deployed 1 change\n" in desk.said
    assert desk.run("status").code == 0


def test_another_plan(desk: Helpdesk) -> None:
    """One that was edited since, or is newer, is left alone; it is said what to do with the directory."""
    old = desk.sql(f"UPDATE sqitch.changes SET script_hash = 'x' WHERE change_id = {LAST} RETURNING change")
    data = Embedded(desk.folder).data
    way_out = f"; to begin anew, run `ticketfirst backup FILE`, then move {data} away\n"
    done = desk.run("serve", "--port", "0")
    assert (done.code, done.err.startswith(f"error: edited since they were deployed: {old} (")) == (1, True)
    assert done.err.endswith(way_out)
    assert done.err.count("\n") == 1
    later = "now() + interval '1 h'"
    desk.sql(
        "INSERT INTO sqitch.changes (change_id, script_hash, change, project, note, committed_at, committer_name,"
        f" committer_email, planned_at, planner_name, planner_email) SELECT 'f', 'f', 'later', project, '', {later},"
        f" 'a', 'a', {later}, 'a', 'a' FROM sqitch.changes LIMIT 1"
    )
    done = desk.run("serve", "--port", "0")
    assert done.err.startswith("error: the database was deployed by a newer or diverging plan: ")
    assert done.err.endswith(way_out)
    assert postmaster(data) is None
    desk.sql("DELETE FROM sqitch.changes WHERE change_id = 'f'")
    for table in ("dependencies", "changes"):
        desk.sql(f"DELETE FROM sqitch.{table} WHERE change_id = {LAST}")
    with serving(desk):
        pass


def test_tokens(desk: Helpdesk) -> None:
    """One is made for an agent by address or id, opens the door, is listed on whichever page, and is revoked."""
    done = desk.run(
        "token", "create", "--agent", "ADMINISTRATOR@localhost", "--name", "[red] one", "--expires", "2090-01-31"
    )
    assert done.code == 0
    assert re.fullmatch(r"tf_[0-9a-f]{64}\n", done.out)
    number = re.fullmatch(r"token (\d+) of agent 1; its secret is shown only now:\n", done.err)
    assert number
    desk.sql("SELECT api.token_create(1, 'many ' || n) FROM generate_series(1, 205) AS n")
    listed = succeeded(desk.run("token", "list", "--agent", "1")).splitlines()
    assert listed[0].split() == ["id", "of", "name", "scopes", "made", "expires", "used"]
    assert len(listed) == 1 + 1 + 1 + 205
    assert succeeded(desk.run("token", "list")).splitlines() == listed
    (line,) = [line for line in listed if "[red] one" in line]
    assert line.startswith(f"{number[1]} ")
    assert "administrator@localhost" in line
    assert "2090-01-31" in line
    with serving(desk) as (_, address):
        assert agents(address, done.out.strip()) == ["administrator@localhost"]
        assert f"token {number[1]} ([red] one) of agent 1 is revoked" in succeeded(
            desk.run("token", "revoke", number[1])
        )
        bearer = {"Authorization": f"Bearer {done.out.strip()}"}
        assert httpx.get(f"{address}/v1/agents", headers=bearer, timeout=5).status_code == 401
    assert not [line for line in succeeded(desk.run("token", "list")).splitlines() if "[red] one" in line]
    assert len(succeeded(desk.run("token", "list", "--agent", "77")).splitlines()) == 1


def test_tokens_of_others(desk: Helpdesk) -> None:
    """Of clients by their address and services by their name, limited to scopes; the list shows all."""
    desk.sql("SELECT api.client_create('Cleo', 'cleo@client.example')")
    desk.sql("SELECT api.service_create('Portal [1]', 'portal')")
    make = ["token", "create", "--name", "x"]
    scopes = ["--scope", "clients:read", "--scope", "tickets:read"]
    of_client = desk.run(*make, "--client", "CLEO@client.example", *scopes)
    of_service = desk.run(*make, "--service", "portal [1]")
    assert re.fullmatch(r"token \d+ of client 1; its secret is shown only now:\n", of_client.err)
    assert re.fullmatch(r"token \d+ of service 1; its secret is shown only now:\n", of_service.err)
    with serving(desk) as (_, address):
        for done, own in ((of_client, "client_id"), (of_service, "service_id")):
            headers = {"Authorization": f"Bearer {done.out.strip()}"}
            shown = httpx.get(f"{address}/v1/me", headers=headers, timeout=5)
            assert shown.json()[own] == 1
    listed = succeeded(desk.run("token", "list", "--client", "1")).splitlines()
    assert listed[0].split() == ["id", "of", "name", "scopes", "made", "expires", "used"]
    assert "cleo@client.example" in listed[1]
    assert "clients:read tickets:read" in listed[1]
    assert not listed[1].rstrip().endswith("never")
    (row,) = succeeded(desk.run("token", "list", "--service", "1")).splitlines()[1:]
    assert re.search(r"Portal \[1\] +x +all ", row)
    desk.sql("SELECT api.service_delete(1)")
    assert "service 1 (deleted)" in succeeded(desk.run("token", "list"))
    for whose in ([], ["--agent", "1", "--client", "1"]):
        refused(desk.run(*make, *whose), "tell exactly one of --agent, --client and --service")
    refused(
        desk.run(*make, "--client", "nobody@x.example"), "there is no client with the email address nobody@x.example"
    )
    refused(desk.run(*make, "--service", "Nobody"), "there is no service with the name Nobody")
    refused(desk.run(*make, "--agent", "1", "--scope", "root"), "")


def test_tokens_that_cannot_be(desk: Helpdesk) -> None:
    """The rule, or what is wrong with the option, is said."""
    make = ["token", "create", "--name", "x", "--agent"]
    refused(desk.run(*make, "99"), "agent 99 does not exist")
    refused(desk.run(*make, "who@desk.example"), "there is no agent with the email address who@desk.example")
    refused(desk.run(*make, "1", "--expires", "soon"), "--expires must be a time like 2027-01-31", "not soon")
    refused(desk.run(*make, "1", "--expires", "2020-01-01"), "--expires must be a time to come, not 2020-01-01")
    refused(desk.run(*make, "1", "--expires", "9999-12-31T12:00"), "A token's times lie from 0001-01-02 to 9999-12-30")
    refused(desk.run(*make, "1", "--name", "two\nlines"), "A token's name is one line")
    refused(desk.run("token", "revoke", "999999"), "token 999999 does not exist")
    for number in ("0", "9223372036854775808", "9" * 5000, "one"):
        refused(desk.run("token", "revoke", number), f"an id is a number from 1 to 9223372036854775807, not {number}")
    refused(desk.run(*make, "9" * 20), f"an id is a number from 1 to 9223372036854775807, not {'9' * 20}")
    refused(desk.run("token", "revoke", "9223372036854775807"), "token 9223372036854775807 does not exist")


def test_psql(desk: Helpdesk) -> None:
    """Its options, its input and its exit code are its own."""
    assert desk.sql("SELECT session_user, current_database()") == "postgres|ticketfirst"
    done = desk.run("psql", "--set=ON_ERROR_STOP=1", "-c", "SELECT nothing")
    assert done.code == 1
    assert 'column "nothing" does not exist' in done.err
    assert desk.run("psql", "--file=none").code == 1
    assert postmaster(Embedded(desk.folder).data) is None


def test_a_backup_takes_the_place_of_the_database(desk: Helpdesk, tmp_path: Path) -> None:
    """Only if told to, and then the present one is kept under another name."""
    file = tmp_path / "desk.backup"
    succeeded(desk.run("backup", file))
    desk.sql("SELECT api.client_create('Later', 'later@client.example')")
    refused(desk.run("restore", file), f"there is a database in {desk.folder}/postgresql-18 already", "--replace")
    said = succeeded(desk.run("restore", "--replace", file))
    aside = re.search(r"DROP DATABASE (ticketfirst_until_\w+);", said)
    assert aside
    assert desk.sql("SELECT count(*) FROM desk.client WHERE name = 'Later'") == "0"
    asked = ["-c", f"\\connect {aside[1]}", "-c", "SELECT name FROM desk.client WHERE name = 'Later'"]
    assert succeeded(desk.run("psql", "-qAt", *asked)) == "Later\n"
    with serving(desk) as (_, address):
        assert agents(address, desk.token) == ["administrator@localhost"]


def test_the_first_token_is_revoked(desk: Helpdesk) -> None:
    """It is no longer named as one that lets anybody in."""
    succeeded(desk.run("token", "revoke", "1"))
    with serving(desk):
        pass
    told = f"the token in {desk.folder}/admin-token is not valid: make one with `ticketfirst token create`"
    assert desk.said.splitlines()[1] == told


def test_where_nothing_has_begun(tmp_path: Path) -> None:
    """Only `serve` and `restore` begin a database; the others say how."""
    for command in (["status"], ["token", "list"], ["psql"], ["backup", tmp_path / "x"]):
        refused(
            in_folder(tmp_path / "data", *command),
            "no database: `ticketfirst serve` begins one in",
            "TICKETFIRST_ADMIN",
        )
    assert list(tmp_path.iterdir()) == []


def test_settings_that_cannot_be(tmp_path: Path) -> None:
    """Each is told in a line, by its name; no secret is shown."""
    secret = "postgresql://ticketfirst_gateway:s3cret@127.0.0.1/desk"
    done = ticketfirst("serve", TICKETFIRST_PORT="x", TICKETFIRST_WORKERS="0", TICKETFIRST_DATABASE_URL=secret)
    assert (done.code, done.out) == (1, "")
    lines = done.err.splitlines()
    assert [line.partition(": ")[2].partition(":")[0] for line in lines] == ["TICKETFIRST_PORT", "TICKETFIRST_WORKERS"]
    assert all(line.startswith("error: ") for line in lines)
    assert "s3cret" not in done.err
    refused(in_folder(tmp_path, "serve", "--port", "99999"), "TICKETFIRST_PORT: ")
    done = ticketfirst("token", "list", TICKETFIRST_DATABASE_URL=secret)
    refused(done, "TICKETFIRST_DATABASE_URL is the gateway's role", "set TICKETFIRST_ADMIN_DATABASE_URL")
    assert "s3cret" not in done.err
