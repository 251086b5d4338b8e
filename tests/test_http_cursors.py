"""The queries of lists: limits and cursors, and what is neither."""

import pytest

from tests.desk import Desk, Object, refused
from tests.lists import LISTS, PEOPLE, TICKETS, furnish


@pytest.fixture(scope="module", autouse=True)
def world(desk: Desk) -> None:
    """Have something to list."""
    furnish(desk)


@pytest.mark.parametrize("path", LISTS)
def test_limits(desk: Desk, path: str) -> None:
    """1 to 100, in plain digits; 25 unless told."""
    assert len(desk.read(path, limit=1)["items"]) == 1
    assert desk.http.get(path, params={"limit": 100}).status_code == 200
    for limit in ("0", "101", "-1", "99999999999999999999"):
        refused(desk.http.get(path, params={"limit": limit}), 422, "list_limit_range", "limit")
    for limit in ("", "x", "1.0", "1e1", "5_0", " 5", "+5", "\N{ARABIC-INDIC DIGIT FIVE}", "true"):
        refused(desk.http.get(path, params={"limit": limit}), 422, "field_invalid", "limit")


def test_the_limit_unless_told(desk: Desk) -> None:
    """The 25 first."""
    client = desk.client()["id"]
    for _ in range(26):
        desk.ticket(client_id=client)
    page = desk.read("/v1/tickets", client_id=client)
    assert len(page["items"]) == 25
    assert len(desk.read("/v1/tickets", client_id=client, after=page["next"])["items"]) == 1


@pytest.mark.parametrize("path", LISTS)
def test_a_cursor_fits_its_own_list_alone(desk: Desk, path: str) -> None:
    """Another order, filter or list, or a cursor that no list made: 400. Another limit will do."""
    cursor = desk.read(path, limit=1)["next"]
    assert desk.http.get(path, params={"after": cursor, "limit": 7}).status_code == 200
    foreign: list[tuple[str, Object]] = [(path, {"sort": sort}) for sort in LISTS[path][0][1:]]
    foreign += [(path, {"deleted": "true"})] if LISTS[path][1] else []
    foreign += [(other, {}) for other in LISTS if other != path]
    if path == "/v1/tickets":
        foreign += [(path, query) for query, _ in TICKETS]
    if path in {"/v1/clients", "/v1/agents"}:
        foreign += [(path, query) for query, _ in PEOPLE]
    if path == "/v1/tokens":
        foreign += [(path, {"agent_id": 2})]
    if path.startswith("/v1/tickets/1/"):
        foreign += [(path.replace("/1/", "/2/"), {})]
    for other, query in foreign:
        refused(desk.http.get(other, params={**query, "after": cursor}), 400, "cursor_invalid", "after")
    broken = (
        "",
        "x",
        "1",
        cursor[:-1],
        cursor[1:],
        cursor + "A",
        cursor.swapcase(),
        "=" * 8,
        "ünï",
        "%",
        "🔥",
        "A" * 2048,
    )
    for after in broken:
        refused(desk.http.get(path, params={"after": after}), 400, "cursor_invalid", "after")


@pytest.mark.parametrize("path", LISTS)
def test_what_is_no_query(desk: Desk, path: str) -> None:
    """Fields that a list has not, twice the same one, and what is no percent-encoded UTF-8."""
    refused(desk.http.get(path, params={"page": 2}), 422, "field_unknown", "page")
    refused(desk.http.get(path, params={"row_limit": 2}), 422, "field_unknown", "row_limit")
    refused(desk.http.get(path, params={"sort": "subject"}), 422, "list_sort_unknown", "sort")
    refused(desk.http.get(path, params={"after": "\0"}), 422, "field_invalid", "after")
    for query in ("limit=1&limit=1", "limit=1&limit=2", "after=%FF", "limit", "&", "limit=1&&sort=id"):
        refused(desk.http.get(f"{path}?{query}"), 400, "query_invalid")
    if LISTS[path][1]:
        for deleted in ("1", "yes", "True", ""):
            refused(desk.http.get(path, params={"deleted": deleted}), 422, "field_invalid", "deleted")


@pytest.mark.parametrize(
    ("field", "value", "rule"),
    [
        ("agent_id", "nobody", "field_invalid"),
        ("agent_id", "0", "field_invalid"),
        ("client_id", "none", "field_invalid"),
        ("client_id", "9223372036854775808", "field_invalid"),
        ("subject", "x" * 201, "ticket_words_length"),
        ("created_after", "2020-01-01", "field_invalid"),
        ("created_before", "2020-01-01T00:00:00", "field_invalid"),
        ("updated_after", "0", "field_invalid"),
        ("updated_before", "2020-13-01T00:00:00Z", "field_invalid"),
        ("active", "true", "field_unknown"),
    ],
)
def test_what_is_no_filter_of_tickets(desk: Desk, field: str, value: str, rule: str) -> None:
    """The field is named, with the rule."""
    refused(desk.http.get("/v1/tickets", params={field: value}), 422, rule, field)
