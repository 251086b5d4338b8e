"""Lists over HTTP: every filter and order, and a walk from page to page that misses nothing and sees nothing twice."""

import pytest

from tests.desk import Desk, Object, refused
from tests.gateways import Served
from tests.lists import LISTS, NAME, PEOPLE, TICKETS, UPDATED, Predicate, at, furnish, in_order, pages, said, walk

ORDERS = [(path, sort) for path, (sorts, _) in LISTS.items() for sort in sorts]


@pytest.fixture(scope="module", autouse=True)
def world(desk: Desk) -> None:
    """Have something to list."""
    furnish(desk)


@pytest.mark.parametrize(("path", "sort"), ORDERS)
@pytest.mark.parametrize("limit", [1, 2, 100])
def test_every_order_page_by_page(desk: Desk, path: str, sort: str, limit: int) -> None:
    """The pages together are the whole list, in order; all but the last are full."""
    whole = desk.read(path, limit=100)
    assert whole["next"] is None
    assert len(whole["items"]) > 2
    found = list(pages(desk, path, sort=sort, limit=limit))
    assert [item["id"] for page in found for item in page["items"]] == in_order(whole["items"], sort)
    assert {len(page["items"]) for page in found[:-1]} <= {limit}


@pytest.mark.parametrize("path", [path for path, (_, has_deleted) in LISTS.items() if has_deleted])
def test_deleted_rows(desk: Desk, gateway: Served, path: str) -> None:
    """A list of their own, page by page, for administrators only."""
    live, deleted = walk(desk, path, limit=100), walk(desk, path, deleted="true", limit=1)
    assert deleted
    assert not set(live) & set(deleted)
    assert walk(desk, path, deleted="false", limit=100) == live
    with gateway.client(desk.token()["secret"]) as theirs:
        field = () if path == "/v1/tokens" else ("deleted",)
        refused(theirs.get(path, params={"deleted": "true"}), 403, "permission_missing", *field)
        assert (theirs.get(path).status_code == 200) == (path != "/v1/tokens")


@pytest.mark.parametrize(("query", "predicate"), TICKETS, ids=said)
@pytest.mark.parametrize("sort", UPDATED)
def test_filters_of_tickets(desk: Desk, query: Object, predicate: Predicate, sort: str) -> None:
    """What is left out is what the filter says, in every order and on pages of two."""
    kept = [row for row in desk.read("/v1/tickets", limit=100)["items"] if predicate(row)]
    assert walk(desk, "/v1/tickets", limit=2, sort=sort, **query) == in_order(kept, sort)


@pytest.mark.parametrize(("query", "predicate"), PEOPLE, ids=said)
@pytest.mark.parametrize("kind", ["clients", "agents"])
@pytest.mark.parametrize("sort", NAME)
def test_filters_of_people(desk: Desk, kind: str, query: Object, predicate: Predicate, sort: str) -> None:
    """The same for agents and clients."""
    kept = [row for row in desk.read(f"/v1/{kind}", limit=100)["items"] if predicate(row)]
    assert walk(desk, f"/v1/{kind}", limit=2, sort=sort, **query) == in_order(kept, sort)


def test_the_filter_of_tokens(desk: Desk) -> None:
    """Those of an agent."""
    kept = [row for row in desk.read("/v1/tokens", limit=100)["items"] if row["agent_id"] == 2]
    assert walk(desk, "/v1/tokens", limit=2, agent_id=2) == in_order(kept, "id") != []


def test_the_order_unless_told(desk: Desk) -> None:
    """The time that is filtered by, or else the id."""
    rows = desk.read("/v1/tickets", limit=100)["items"]
    for query, sort in (
        ({}, "id"),
        ({"updated_before": at(31)}, "updated_at"),
        ({"created_after": at(1)}, "created_at"),
    ):
        found = walk(desk, "/v1/tickets", limit=2, **query)
        assert found == in_order([row for row in rows if row["id"] in found], sort)
        assert len(found) >= 8


@pytest.mark.parametrize("sort", UPDATED)
def test_a_walk_while_others_write(desk: Desk, sort: str) -> None:
    """Whatever is made meanwhile, and though the row goes where a page ended: each that was there comes once."""
    fleeting = desk.ticket()["id"]
    there, seen = walk(desk, "/v1/tickets", limit=100), []
    for page in pages(desk, "/v1/tickets", limit=3, sort=sort):
        seen += [item["id"] for item in page["items"]]
        desk.ticket(client_id=1)
        if seen[-1] == fleeting or (len(seen) == 3 and fleeting not in seen):
            desk.delete(f"/v1/tickets/{seen[-1]}")
            there.remove(seen[-1])
    assert len(set(seen)) == len(seen)
    assert set(there) <= set(seen)
