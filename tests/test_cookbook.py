"""docs/cookbook.md: it has the recipes that it must, calls what there is, and its reports say what the log says."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import groupby
from typing import Any

import psycopg
import pytest
from psycopg import sql

from tests.conftest import GATEWAY, Database
from tests.gateways import first_token, serving
from tests.logs import SMALL, plain_cases
from tools.docs_cookbook import BY_SUPERUSER, COMMAND, COOKBOOK, SERVICE, Recipe, commanded, printed_by, recipes, replay
from tools.shell import CheckError

RECIPES = recipes(COOKBOOK.read_text())
SERVICE_ADD, *_ = COMMAND.findall(COOKBOOK.read_text())
TITLES = {
    "A role for a service",
    "Create a ticket",
    "Assign it, unless somebody was faster",
    "Comment",
    "Page through a list",
    "The history of a ticket",
    "Act on behalf of a client",
    "Set the clock for an import",
    "Tickets unassigned the longest",
    "Busiest agents",
    "Handovers per ticket",
}

Case = list[dict[str, str]]
Row = tuple[Any, ...]


def recipe(title: str, nth: int = 0) -> Recipe:
    """The nth block under a heading."""
    return [found for found in RECIPES if found.title == title][nth]


@pytest.fixture(scope="module")
def cases() -> dict[str, Case]:
    """The log's cases by what their tickets are about, each with the attributes of its events; read by other means."""
    return {f"{case.name}: {case.events[0]['product']}": case.events for case in plain_cases(SMALL)}


@pytest.fixture(scope="module")
def service(database18: Database) -> Iterator[psycopg.Connection]:
    """The cookbook's service, where the log was replayed and what is queued is nobody's."""
    token = first_token(database18.url())
    with serving(database18.url(GATEWAY)) as served:
        replay(served.url, token)
    with psycopg.connect(database18.url(), autocommit=True) as superuser:
        try:
            for block in (recipe("A role for a service"), recipe("Set the clock for an import")):
                assert block.sql.startswith(BY_SUPERUSER)
                superuser.execute(block.sql.partition("\nBEGIN;")[0].encode())
            commanded(database18.cluster, database18.name, SERVICE_ADD)
            with psycopg.connect(database18.url(SERVICE), autocommit=True) as session:
                yield session
        finally:
            superuser.execute(sql.SQL("DROP ROLE IF EXISTS {}").format(sql.Identifier(SERVICE)))


def answer(service: psycopg.Connection, block: Recipe) -> list[Row]:
    """All rows that a block gives, as it is but for its LIMIT; it has several pages to walk."""
    statement = re.sub(r"\bLIMIT 10\b", "LIMIT 1000", block.sql)
    statement = re.sub(r"\brow_limit => 100\b", "row_limit => 4", statement)
    return service.execute(statement.encode()).fetchall()


def holders(events: Case) -> list[str]:
    """Who had a case, one after another."""
    return [resource for resource, _ in groupby(event["org:resource"] for event in events)]


def is_queued(events: Case) -> bool:
    """Whether a case ends in a queue."""
    return events[-1]["concept:name"] == "Queued"


def at(event: Mapping[str, str]) -> datetime:
    """When something happened."""
    return datetime.fromisoformat(event["time:timestamp"])


def test_every_statement_is_followed_by_what_it_prints() -> None:
    """And `make docs` finds them all."""
    assert [found.title for found in RECIPES if not found.printed] == []
    assert len(RECIPES) == COOKBOOK.read_text().count("```sql") == COOKBOOK.read_text().count("```text")


def test_the_recipes_are_there() -> None:
    """Those that somebody comes for."""
    assert TITLES - {found.title for found in RECIPES} == set()


def test_what_is_called_exists(service: psycopg.Connection) -> None:
    """And nothing but public functions is called, and no table read or written."""
    text = "".join(found.sql for found in RECIPES if not found.is_refused)
    called = set(re.findall(r"\bapi\.(\w+)\(", text))
    rows = service.execute("SELECT proname FROM pg_proc WHERE pronamespace = 'api'::regnamespace").fetchall()
    assert called - {row[0] for row in rows} == set()
    assert {"ticket_create", "ticket_assign_agent", "comment_create", "ticket_page", "ticket_history"} <= called
    assert set(re.findall(r"(?<!@)\b(?:desk|internal)\.\w+", text)) == set()


def test_unassigned_the_longest(service: psycopg.Connection, cases: Mapping[str, Case]) -> None:
    """What is queued, since it was."""
    since = sorted((at(events[-1]), subject) for subject, events in cases.items() if is_queued(events))
    rows = answer(service, recipe("Tickets unassigned the longest"))
    assert [(row[2], row[1]) for row in rows] == since
    assert len(since) == 6


def test_busiest_agents_hold_the_tickets(service: psycopg.Connection, cases: Mapping[str, Case]) -> None:
    """Whoever was the last on a case has it, but for what is queued."""
    held = Counter(holders(events)[-1] for events in cases.values() if not is_queued(events))
    rows = answer(service, recipe("Busiest agents"))
    assert dict(rows) == held
    assert [row[1] for row in rows] == sorted(held.values(), reverse=True)


def test_busiest_agents_write_the_comments(service: psycopg.Connection, cases: Mapping[str, Case]) -> None:
    """A comment is an event; its tickets are counted once."""
    begin, end = (datetime.fromisoformat(f"2025-{day} 00:00+02:00") for day in ("04-28", "05-05"))
    written = [
        (event["org:resource"], subject)
        for subject, events in cases.items()
        for event in events
        if begin < at(event) < end
    ]
    comments, tickets = Counter(name for name, _ in written), Counter(name for name, _ in set(written))
    rows = answer(service, recipe("Busiest agents", 1))
    assert {row[0]: row[1:] for row in rows} == {name: (comments[name], tickets[name]) for name in comments}
    assert [row[1] for row in rows] == sorted(comments.values(), reverse=True)


def test_handovers_per_ticket(service: psycopg.Connection, cases: Mapping[str, Case]) -> None:
    """From one agent to the next."""
    counted = {subject: (len(holders(events)) - 1, len(set(holders(events)))) for subject, events in cases.items()}
    rows = answer(service, recipe("Handovers per ticket"))
    assert {row[1]: row[2:] for row in rows} == counted
    assert [row[2] for row in rows] == sorted((handovers for handovers, _ in counted.values()), reverse=True)
    assert sum(handovers for handovers, _ in counted.values()) == 193 - len(cases)


@pytest.mark.parametrize(
    ("before", "statement"),
    [
        ("This is not allowed; next time, neither refused:\n\nThis works.", "SELECT 1 / 0;"),
        ("It is refused:", "SELECT 1;"),
    ],
)
def test_an_error_is_announced(service: psycopg.Connection, database18: Database, before: str, statement: str) -> None:
    """An error that the text does not tell of ends `make docs`, and so does one that it tells of and is not there."""
    with pytest.raises(CheckError, match="refused"):
        printed_by(database18.cluster, database18.name, Recipe("Title", f"{before}\n\n", statement, None))
