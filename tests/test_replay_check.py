"""What `ticketfirst replay --check` finds, and what a replay does with tickets that somebody else has changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

import pytest

from tests.commands import Done, succeeded
from tests.desk import Desk, Object
from tests.gateways import Served
from tests.logs import SMALL
from tests.replays import replay, table


class Harm(NamedTuple):
    """Something done to a ticket, and what the check must say of its case."""

    case: str
    do: Callable[[Desk, Object], object]
    said: str


def _comments(desk: Desk, ticket: Object) -> list[Object]:
    items: list[Object] = desk.read(f"/v1/tickets/{ticket['id']}/comments", limit=100)["items"]
    return items


def _comment(desk: Desk, ticket: Object) -> None:
    desk.comment(ticket["id"], body="One more.")


def _edit_comment(desk: Desk, ticket: Object) -> None:
    path = f"/v1/comments/{_comments(desk, ticket)[1]['id']}"
    assert desk.http.patch(path, json={"body": "Something else."}).is_success


def _delete_comment(desk: Desk, ticket: Object) -> None:
    desk.delete(f"/v1/comments/{_comments(desk, ticket)[0]['id']}")


def _assign(desk: Desk, ticket: Object) -> None:
    agent = {"agent_id": desk.agent()["id"]}
    assert desk.http.put(f"/v1/tickets/{ticket['id']}/agent", json=agent).is_success


def _assign_there_and_back(desk: Desk, ticket: Object) -> None:
    _assign(desk, ticket)
    agent = {"agent_id": ticket["agent_id"]}
    assert desk.http.put(f"/v1/tickets/{ticket['id']}/agent", json=agent).is_success


def _describe(desk: Desk, ticket: Object) -> None:
    assert desk.http.patch(f"/v1/tickets/{ticket['id']}", json={"description": "Else."}).is_success


def _delete(desk: Desk, ticket: Object) -> None:
    desk.delete(f"/v1/tickets/{ticket['id']}")


def _double(desk: Desk, ticket: Object) -> None:
    desk.ticket(subject=ticket["subject"], client_id=ticket["client_id"])


def _to_another_client(desk: Desk, ticket: Object) -> None:
    client = {"client_id": desk.client()["id"]}
    assert desk.http.put(f"/v1/tickets/{ticket['id']}/client", json=client).is_success


def _answer_as_client(desk: Desk, ticket: Object) -> None:
    """Take its first comment away, and have its client say something instead."""
    author = {"body": "?", "author_client_id": ticket["client_id"]}
    made = desk.make(f"/v1/tickets/{ticket['id']}/comments", author)
    desk.delete(f"/v1/comments/{_comments(desk, ticket)[0]['id']}")
    assert made["author_client_id"] == ticket["client_id"]


def _hide_comment(desk: Desk, ticket: Object) -> None:
    path = f"/v1/comments/{_comments(desk, ticket)[0]['id']}"
    assert desk.http.patch(path, json={"visibility": "internal"}).is_success


HARMS = [
    Harm("SD-0001", _comment, "comment_count should be 9, and is 10"),
    Harm("SD-0002", _edit_comment, "comment 2 should be"),
    Harm("SD-0003", _delete_comment, "comment_count should be 15, and is 14"),
    Harm("SD-0004", _assign, "agent_id should be"),
    Harm("SD-0005", _assign_there_and_back, "event 13 should be missing, and is"),
    Harm("SD-0006", _describe, "description should be"),
    Harm("SD-0007", _delete, "has 0 tickets, not one"),
    Harm("SD-0008", _double, "has 2 tickets, not one"),
    Harm("SD-0009", _to_another_client, "has 0 tickets, not one"),
    Harm("SD-0010", _answer_as_client, "comment 1 should be"),
    Harm("SD-0011", _hide_comment, "internal"),
]


@pytest.fixture(scope="module")
def harmed(gateway: Served, desk: Desk) -> Iterator[Served]:
    """A gateway with the small log replayed, and harm done."""
    succeeded(replay(gateway, SMALL))
    succeeded(replay(gateway, "--check", SMALL))
    for harm in HARMS:
        (ticket,) = desk.read("/v1/tickets", subject=harm.case)["items"]
        harm.do(desk, ticket)
    agents = desk.read("/v1/agents", limit=100)["items"]
    desk.ticket(client_id=ticket["client_id"], subject="SD-9999: VPN")
    (tindra,) = (agent for agent in agents if agent["name"] == "Tindra")
    assert desk.http.patch(f"/v1/agents/{tindra['id']}", json={"name": "Tyra"}).is_success
    yield gateway


@pytest.fixture(scope="module")
def checked(harmed: Served) -> Done:
    """What the check says of that."""
    return replay(harmed, "--check", SMALL)


@pytest.mark.parametrize("harm", HARMS, ids=lambda harm: harm.do.__name__.strip("_"))
def test_the_check_finds_what_is_different(checked: Done, harm: Harm) -> None:
    """And says of which case, what should be and what is."""
    lines = [line for line in checked.err.splitlines() if f"case {harm.case}: " in line]
    assert harm.said in lines[0]


def test_the_check_fails_and_counts(checked: Done) -> None:
    """With a table of what is there, and as many sentences as differences; a person's name is one of them."""
    assert checked.code == 1
    assert "agent tindra." in checked.err
    assert "name should be 'Tindra', and is 'Tyra'" in checked.err
    *sentences, last = checked.err.splitlines()
    assert last == f"error: differences: {len(sentences)}"
    counts = table(checked.out)
    assert counts["found"]["tickets"] == counts["in the log"]["tickets"] - 2 + 1
    assert "Its clients have 1 other ticket, not in the log." in checked.out
    assert "The server has what the log says" not in checked.out


def test_a_replay_tells_what_it_cannot_mend(harmed: Served, checked: Done) -> None:
    """And holds up no other case for it. What somebody deleted is not made again while its keys are known."""
    done = replay(harmed, SMALL)
    assert (done.code, checked.code) == (1, 1)
    assert table(done.out)["written"].total() == 0
    assert "Nothing was written." in done.out
    lines = done.err.splitlines()
    assert lines[-1] == f"error: cases that could not be done: {len(lines) - 1}"
    said = {line.removeprefix("error: case ").partition(": ")[0]: line for line in lines[:-1]}
    assert said.keys() == {"SD-0001", "SD-0003", "SD-0007", "SD-0008"}
    assert "the last comment of ticket" in said["SD-0003"]
    assert "comments, and the log 9" in said["SD-0001"]
    assert "does not exist" in said["SD-0007"]
    assert "are all called SD-0008" in said["SD-0008"]
