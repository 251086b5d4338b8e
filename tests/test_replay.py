"""`ticketfirst replay` and `--check` on a running gateway, with the small log."""

from __future__ import annotations

import dataclasses
import gzip
import re
import signal
import subprocess
from collections import Counter
from datetime import datetime
from itertools import groupby
from pathlib import Path

import psycopg
import pytest

from tests.commands import environment, refused, succeeded, ticketfirst
from tests.conftest import Database
from tests.desk import Desk, Object
from tests.gateways import Served
from tests.logs import SMALL, plain_cases
from tests.replays import replay, table
from tools.shell import SCRIPTS

AGREES = "The server has what the log says: each ticket once, with its last agent, and comments and history in order."
NO_ADDRESSES = [
    "nonsense",
    "ftp://127.0.0.1",
    "http://127.0.0.1:99999",
    "http://127.0.0.1:0",
    "http://127.0.0.1/docs",
    "http://a..b",
    f"http://{'a' * 64}.example",
    "http://[1]",
    "http://user:secret@127.0.0.1",
]
Attributes = dict[str, str]


@pytest.fixture(scope="module")
def cases() -> dict[str, list[Attributes]]:
    """The events of each case, read here without the code that is tested."""
    return {case.name: case.events for case in plain_cases(SMALL)}


@pytest.fixture(scope="module")
def counted(cases: dict[str, list[Attributes]]) -> dict[str, int]:
    """What the log has of each kind, counted here."""
    events = [event for case in cases.values() for event in case]
    return {
        "clients": len({(event["organization involved"], event["organization country"]) for event in events}),
        "agents": len({event["org:resource"] for event in events}),
        "tickets": len(cases),
        "assignments": sum(len(list(groupby(event["org:resource"] for event in case))) for case in cases.values()),
        "comments": len(events),
    }


@pytest.fixture(scope="module")
def parts(gateway: Served) -> list[dict[str, Counter[str]]]:
    """What the command said of the small log replayed in two parts."""
    return [table(succeeded(replay(gateway, *arguments, SMALL))) for arguments in (("--cases", "20"), ())]


@pytest.fixture(scope="module")
def replayed(gateway: Served, parts: list[dict[str, Counter[str]]]) -> Served:
    """The gateway after that."""
    assert parts
    return gateway


def _tickets(desk: Desk) -> dict[str, Object]:
    """Give the tickets of the log by case."""
    found: dict[str, Object] = {}
    page: Object = {"next": None}
    while True:
        page = desk.read("/v1/tickets", limit=100, **({"after": page["next"]} if page["next"] else {}))
        found |= {row["subject"].partition(":")[0]: row for row in page["items"]}
        if page["next"] is None:
            return found


def test_it_goes_on_where_it_stopped(parts: list[dict[str, Counter[str]]], counted: dict[str, int]) -> None:
    """What was written by the first run is found by the second, which writes the rest."""
    first, rest = parts
    assert first["written"]["tickets"] == 20
    assert first["written"] == first["in the log"]
    assert rest["in the log"] == counted
    assert rest["there already"] == first["written"]
    assert rest["written"] + rest["there already"] == counted


def test_the_check_agrees(replayed: Served, counted: dict[str, int]) -> None:
    """With what the log has, counted here."""
    out = succeeded(replay(replayed, "--check", SMALL))
    assert table(out) == {"in the log": counted, "found": counted}
    assert out.splitlines()[-1] == AGREES


def test_a_second_run_changes_nothing(replayed: Served, database18: Database) -> None:
    """Not even when the answers to its keys are long forgotten."""
    with psycopg.connect(database18.url(), autocommit=True) as session:
        before = session.execute("SELECT count(*), max(id) FROM desk.event").fetchone()
        session.execute("DELETE FROM desk.idempotency_key")
        out = succeeded(replay(replayed, SMALL))
        assert session.execute("SELECT count(*), max(id) FROM desk.event").fetchone() == before
        assert session.execute("SELECT count(*) FROM desk.idempotency_key").fetchone() == (0,)
    assert out.splitlines()[-1] == "Nothing was left to do."


@pytest.mark.usefixtures("replayed")
def test_a_case_is_its_ticket(desk: Desk, cases: dict[str, list[Attributes]]) -> None:
    """Every case: its client, its agent, and its comments with their times and authors, in the file's order."""
    clients, agents = _names(desk, "clients"), _names(desk, "agents")
    tickets = _tickets(desk)
    assert tickets.keys() == cases.keys()
    for case, ticket in tickets.items():
        events = cases[case]
        first, shown = events[0], events[:100]
        assert clients[ticket["client_id"]] == f"{first['organization involved']} ({first['organization country']})"
        assert agents[ticket["agent_id"]] == events[-1]["org:resource"]
        comments = desk.read(f"/v1/tickets/{ticket['id']}/comments", limit=100)["items"]
        assert [(_time(row["created_at"]), agents[row["author_agent_id"]]) for row in comments] == [
            (_time(event["time:timestamp"]), event["org:resource"]) for event in shown
        ]
        assert [row["body"].splitlines()[0] for row in comments] == [
            f"{event['concept:name']}/{event['lifecycle:transition']}" for event in shown
        ]


@pytest.mark.usefixtures("replayed")
def test_everything_has_the_log_s_own_time(database18: Database, cases: dict[str, list[Attributes]]) -> None:
    """People as well: each was made when first heard of."""
    first: dict[str, datetime] = {}
    for event in (event for case in cases.values() for event in case):
        name, at = event["org:resource"], _time(event["time:timestamp"])
        first[name] = min(at, first.get(name, at))
    with psycopg.connect(database18.url()) as session:
        rows = session.execute("SELECT name, created_at FROM api.agent_list(row_limit => 1000)").fetchall()
        assert {name: at for name, at in rows if name != "Administrator"} == first
        events = session.execute(
            "SELECT min(happened_at), max(happened_at) FROM desk.event WHERE ticket_id IS NOT NULL"
        )
        times = [_time(event["time:timestamp"]) for case in cases.values() for event in case]
        assert events.fetchone() == (min(times), max(times))


def test_stopped_it_says_so_and_goes_on_later(gateway: Served, replayed: Served, tmp_path: Path) -> None:
    """By Ctrl-C, or by whoever ends processes."""
    log = tmp_path / "again.xes"  # other cases of the same people
    log.write_text(SMALL.read_text().replace('"SD-', '"AGAIN-'))
    for number in (signal.SIGINT, signal.SIGTERM):
        command: list[str | Path] = [
            *("env", "--default-signal=INT"),  # a shell's background ignores it
            SCRIPTS / "ticketfirst",
            *("replay", "--connections", "1", "--url", replayed.url),
            log,
        ]
        process = subprocess.Popen(
            command,
            env=environment(TICKETFIRST_TOKEN=gateway.token),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        while " of " not in process.stdout.readline():  # some of its work is done
            assert process.poll() is None, process.communicate()
        process.send_signal(number)
        _, said = process.communicate(timeout=30)
        assert (process.returncode, said) == (130, "stopped; the same command goes on from here\n")
    assert table(succeeded(replay(gateway, log)))["there already"]["comments"] > 0
    assert succeeded(replay(gateway, "--check", log)).splitlines()[-1] == AGREES


def test_what_cannot_be_done_is_one_sentence(gateway: Served, desk: Desk, tmp_path: Path) -> None:
    """No token, one that is not valid, one of no administrator, no such file, no server's address."""
    token = desk.token()["secret"]
    no_administrator = dataclasses.replace(gateway, token=token)
    refused(replay(dataclasses.replace(gateway, token="tf_0"), SMALL), "the token is unknown", "(401)")
    refused(replay(no_administrator, "--cases", "1", SMALL.with_name("none.xes")), "No such file")
    for url in NO_ADDRESSES:
        refused(replay(gateway, SMALL, url=url), "--url must be the address of a server")
    for token in ("tf_a\nb", "tf_ä", "tf_\x01"):
        refused(replay(dataclasses.replace(gateway, token=token), SMALL), "TICKETFIRST_TOKEN holds no token")
    no_token = ticketfirst("replay", "--url", gateway.url, SMALL, TICKETFIRST_DATA_DIR=str(tmp_path))
    refused(no_token, "no token: set TICKETFIRST_TOKEN", str(tmp_path))
    refused(replay(no_administrator, SMALL), "role agent does not have permission clock_set", "(403)")


def test_a_log_s_names_tell_a_terminal_nothing(gateway: Served, tmp_path: Path) -> None:
    """Control characters of messages are shown as such."""
    log = tmp_path / "twice.xes"
    log.write_text(
        SMALL.read_text().replace('"SD-0001"', '"SD&#x9b;2J&#10;x"').replace('"SD-0002"', '"SD&#x9b;2J&#10;x"')
    )
    refused(replay(gateway, log), "two cases called SD\ufffd2J\ufffdx")


def test_a_terminal_shows_a_bar(gateway: Served, replayed: Served) -> None:
    """With how much is done, at what rate, and how long the rest takes; elsewhere there are lines instead."""
    done = subprocess.run(
        ["script", "-qec", f"{SCRIPTS / 'ticketfirst'} replay --check --url {replayed.url} {SMALL}", "/dev/null"],
        env=environment(TICKETFIRST_TOKEN=gateway.token, TERM="xterm", COLUMNS="100"),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    shown = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", done.stdout)
    assert re.search(r"━ +60/60 +[\d,]+ tickets/s +0:00:00", shown)
    assert AGREES in shown.replace("\r\n", " ")
    assert " of 60 tickets" not in shown
    assert "60 of 60 tickets" in succeeded(replay(gateway, "--check", SMALL))


def test_a_log_may_come_through_a_pipe(replayed: Served) -> None:
    """As from curl or zcat."""
    command: list[str | Path] = [SCRIPTS / "ticketfirst", "replay", "--check", "--url", replayed.url, "/dev/stdin"]
    for content in (SMALL.read_bytes(), gzip.compress(SMALL.read_bytes())):
        settings = environment(TICKETFIRST_TOKEN=replayed.token)
        done = subprocess.run(command, env=settings, input=content, capture_output=True, timeout=60, check=False)
        assert (done.returncode, done.stderr) == (0, b"")


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _names(desk: Desk, kind: str) -> dict[int, str]:
    return {row["id"]: row["name"] for row in desk.read(f"/v1/{kind}", limit=100)["items"]}
