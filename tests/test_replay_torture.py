"""However often a replay, the gateway and PostgreSQL are killed, each thing is done once; without keys, it is not."""

from __future__ import annotations

import re

from tests.conftest import Database
from tests.gateways import Served
from tests.logs import SMALL, log_file
from tests.replays import replay
from tools.torture.campaign import Plan, torture
from tools.torture.counts import in_database, in_log
from tools.torture.kills import KINDS
from tools.torture.lossy_proxy import between

CASES = 25
WITH_KEYS, WITHOUT_KEYS = 8, 14  # so many cases of the small log; the first with keys, those after without
ON_TICKETS = re.compile(rb"(POST|PUT) /v1/tickets")
EVERY = 5  # so many writes of a kind, one loses its answer
COMMENTED_TWICE = re.compile(r"^error: case (\S+): comment_count should be (\d+), and is (\d+)$", re.MULTILINE)
MADE_TWICE = re.compile(r"^error: case (\S+): has (\d+) tickets, not one$", re.MULTILINE)


def test_everything_is_killed_in_turn() -> None:
    """And nothing is missing or done twice, by our own check and by counts that know nothing of it."""
    outcome = torture(Plan(log_file(), cases=CASES, kills=len(KINDS)))
    assert outcome.kills == list(KINDS)
    assert outcome.faults == []


def test_answers_are_lost(gateway: Served, database18: Database) -> None:
    """The write is done, and its answer never comes: the key makes it one; without a key it is two, and check tells."""
    with between(gateway.port) as proxy:
        proxy.lose_every = EVERY
        done = replay(gateway, f"--cases={WITH_KEYS}", SMALL, url=proxy.url)
        assert done.code == 0, done
        expected = in_log(SMALL, WITH_KEYS)
        assert proxy.lost >= expected.comments // EVERY
        assert proxy.again >= proxy.lost
        assert proxy.replayed > 0
        assert in_database(database18.url()) == expected

        proxy.has_keys, proxy.loses, proxy.lost = False, ON_TICKETS, 0
        done = replay(gateway, f"--cases={WITHOUT_KEYS}", SMALL, url=proxy.url)
        assert done.code == 0, done  # it knows no better
        assert proxy.lost > 0

    checked = replay(gateway, "--check", f"--cases={WITH_KEYS}", SMALL)
    assert (checked.code, checked.err) == (0, "")
    checked = replay(gateway, "--check", f"--cases={WITHOUT_KEYS}", SMALL)
    assert checked.code == 1
    found, expected = in_database(database18.url()), in_log(SMALL, WITHOUT_KEYS)
    assert found.comments > expected.comments
    assert len(COMMENTED_TWICE.findall(checked.err)) > 0
    assert sum(int(tickets) - 1 for _, tickets in MADE_TWICE.findall(checked.err)) == found.tickets_twice > 0
