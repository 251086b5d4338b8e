"""What a log's cases become: names and addresses that stay apart, an assignment whenever the resource changes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gateway.replay.event_log import Case, Event, read_log
from gateway.replay.script import agent_of, client_of, make_script, one_line
from tests.logs import SMALL, log_file

BEGIN = datetime(2025, 3, 1, 9, tzinfo=UTC)
LOCAL_PART = re.compile(r"[a-z0-9.-]{1,64}")
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def _event(resource: str | None = None, minutes: int = 0, more: Mapping[str, str] | None = None) -> Event:
    by = {} if resource is None else {"org:resource": resource}
    return Event(BEGIN + timedelta(minutes=minutes), {"concept:name": "Accepted", **by, **(more or {})})


def _steps(*resources: str | None) -> list[tuple[str, str | None]]:
    """Give the steps of a case that these worked on in turn, by kind and agent."""
    events = tuple(_event(resource, number) for number, resource in enumerate(resources))
    (ticket,) = make_script([Case("1", events)]).tickets
    return [(step.kind, step.agent.name if step.agent else None) for step in ticket.steps]


def test_a_change_of_resource_is_an_assignment_before_the_comment() -> None:
    """The first is one as well; the same again is none."""
    assert _steps("Ann", "Ann", "Ben", "Ann") == [
        ("assignments", "Ann"),
        ("comments", "Ann"),
        ("comments", "Ann"),
        ("assignments", "Ben"),
        ("comments", "Ben"),
        ("assignments", "Ann"),
        ("comments", "Ann"),
    ]


def test_an_event_without_a_resource_leaves_the_agent() -> None:
    """Nobody is known to have done it, and nobody is known to have given the ticket away."""
    assert _steps(None, "Ann", None, "", "Ann") == [
        ("comments", None),
        ("assignments", "Ann"),
        ("comments", "Ann"),
        ("comments", None),
        ("comments", None),
        ("comments", "Ann"),
    ]


def test_a_ticket_is_its_first_event_s() -> None:
    """Whose it is, when it was made, and what it is about."""
    first = {"organization involved": "Harbour", "organization country": "se", "product": "Printers"}
    later = {"organization involved": "Museum", "organization country": "fi", "product": "Doors"}
    case = Case("SD-7", (_event("Ann", 5, first), _event("Ben", 9, later), _event("Ben", 10)))
    script = make_script([case])
    (ticket,) = script.tickets
    assert {client.name: (at - BEGIN).seconds // 60 for client, at in script.clients.items()} == {
        "Harbour (se)": 5,
        "Museum (fi)": 9,  # a client as well, though of no ticket
    }
    assert (ticket.client.name, ticket.subject, ticket.created_at) == (
        "Harbour (se)",
        "SD-7: Printers",
        case.events[0].at,
    )


def test_a_comment_says_what_happened() -> None:
    """The status on the first line, then what the log knows of it."""
    attributes = {"lifecycle:transition": "In Progress", "org:group": "G1", "product": "Printers", "impact": "Low"}
    (ticket,) = make_script([Case("1", (_event("Ann", more=attributes),))]).tickets
    assert ticket.steps[1].body == "Accepted/In Progress\nTeam: G1\nProduct: Printers\nImpact: Low"


def test_people_are_first_heard_of_at_their_first_event() -> None:
    """Also where the file has a later case before."""
    late, early = Case("2", (_event("Ann", 50), _event("Ben", 60))), Case("1", (_event("Ann", 10), _event("Ben", 55)))
    script = make_script([late, early])
    assert {agent.name: (at - BEGIN).seconds // 60 for agent, at in script.agents.items()} == {"Ann": 10, "Ben": 55}
    assert [ticket.case for ticket in script.tickets] == ["1", "2"]


@pytest.mark.parametrize(
    "others", [("Jan Erik", "Jan-Erik", "jan erik", "Jan  Erik", "JanErik"), ("Zoe", "Zoë"), ("-", "--", "Ірина", "?")]
)
def test_names_that_differ_have_addresses_that_differ(others: tuple[str, ...]) -> None:
    """By whatever: databases compare addresses without regard to case."""
    addresses = {agent.email.lower() for name in others if (agent := agent_of(_event(name)))}
    assert len(addresses) == len(others)


def test_an_organization_in_two_countries_is_two_clients() -> None:
    """Countries that differ by case are two as well; a separator in a name moves nothing to the other part."""
    pairs = [("A", "se"), ("A", "SE"), ("A", "fi"), ("A (se)", ""), ("", "A"), ("", "")]
    events = [_event(more={"organization involved": name, "organization country": country}) for name, country in pairs]
    assert len({client_of(event).email for event in events}) == len(pairs)


@pytest.mark.parametrize("file", sorted({SMALL, log_file()}), ids=lambda file: file.name)
def test_the_people_of_a_log_are_as_many_as_its_names(file: Path) -> None:
    """One agent per resource, one client per pair; counted here from the events alone."""
    cases = read_log(file)
    script = make_script(cases)
    resources = {event.get("org:resource") for case in cases for event in case.events}
    pairs = {
        (event.get("organization involved"), event.get("organization country"))
        for case in cases
        for event in case.events
    }
    assert len({agent.email.lower() for agent in script.agents}) == len(script.agents) == len(resources)
    assert len({client.email.lower() for client in script.clients}) == len(script.clients) == len(pairs)
    assert script.counts["comments"] == sum(len(case.events) for case in cases)
    assert len({(ticket.client, ticket.subject) for ticket in script.tickets}) == len(cases)


@settings(deadline=None)
@given(st.text(min_size=1), st.integers(20, 200))
@example("a\nb", 200)
@example("\ufeff", 20)
@example("x" * 500, 200)
def test_one_line_is_what_a_line_may_be(text: str, longest: int) -> None:
    """Not empty, not too long, no control character, trimmed; what needed no change has none."""
    line = one_line(text, longest)
    assert 1 <= len(line) <= longest
    assert not CONTROL.search(line)
    assert line == line.strip(" \u200b\ufeff")
    assert one_line(line, longest) == line


@settings(deadline=None)
@given(st.text(max_size=8), st.text(max_size=8))
def test_two_texts_never_become_the_same_line(one: str, other: str) -> None:
    """So no two cases become one ticket."""
    assert (one_line(one, 200) == one_line(other, 200)) == (one == other)


@settings(deadline=None)
@given(st.text(min_size=1, max_size=300))
def test_any_name_has_an_address(name: str) -> None:
    """In ASCII, of a form that the database takes."""
    agent = agent_of(_event(name))
    assert agent is not None
    local, _, domain = agent.email.partition("@")
    assert LOCAL_PART.fullmatch(local)
    assert domain == "agents.example"
