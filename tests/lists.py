"""Lists over HTTP: which there are, a helpdesk to list, and a walk through them page by page."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from tests.desk import Desk, Object

Predicate = Callable[[Object], bool]

MOST_PAGES = 100
ID = ["id", "-id"]
NAME = [*ID, "name", "-name"]
CREATED = [*ID, "created_at", "-created_at"]
UPDATED = [*CREATED, "updated_at", "-updated_at"]
# Each list with the orders that it has, and whether there is one of deleted rows.
LISTS = {
    "/v1/tickets": (UPDATED, True),
    "/v1/tickets/1/comments": (CREATED, True),
    "/v1/tickets/1/history": (ID, False),
    "/v1/clients": (NAME, True),
    "/v1/agents": (NAME, True),
    "/v1/tokens": (ID, True),
}


def at(day: int) -> str:
    """Give a time."""
    return f"2020-01-{day:02}T12:00:00+00:00"


TICKETS: list[tuple[Object, Predicate]] = [
    ({"client_id": 1}, lambda row: row["client_id"] == 1),
    ({"agent_id": 2}, lambda row: row["agent_id"] == 2),
    ({"agent_id": "none"}, lambda row: row["agent_id"] is None),
    ({"subject": "printer"}, lambda row: "Printer" in row["subject"]),
    ({"subject": "FIRE screen"}, lambda row: "Screen" in row["subject"]),
    ({"subject": "print"}, lambda row: False),
    ({"created_after": at(4)}, lambda row: row["created_at"] > at(4)),
    ({"created_before": at(4)}, lambda row: row["created_at"] < at(4)),
    ({"updated_after": at(9)}, lambda row: row["updated_at"] > at(9)),
    ({"updated_before": at(23)}, lambda row: row["updated_at"] < at(23)),
    ({"created_after": "2020-01-04T14:00:00+02:00"}, lambda row: row["created_at"] > at(4)),
    ({"created_after": at(2), "created_before": at(7)}, lambda row: at(2) < row["created_at"] < at(7)),
    (
        {"agent_id": 3, "client_id": 2, "subject": "fire", "updated_after": at(1)},
        lambda row: (row["agent_id"], row["client_id"]) == (3, 2) and row["updated_at"] > at(1),
    ),
    ({"client_id": 4242}, lambda row: False),
]
PEOPLE: list[tuple[Object, Predicate]] = [
    ({"name": "CLEO"}, lambda row: row["name"].lower() == "cleo"),
    ({"active": "true"}, lambda row: row["active"]),
    ({"active": "false"}, lambda row: not row["active"]),
    ({"email": "u@CLIENT.example"}, lambda row: row["email"] == "U@client.example"),
    ({"name": "Ünal"}, lambda row: row["name"] == "Ünal"),
    ({"name": "ünal"}, lambda row: False),
    ({"name": "cleo", "active": "false"}, lambda row: row["name"].lower() == "cleo" and not row["active"]),
    ({"name": "", "email": ""}, lambda row: False),
]


def said(value: object) -> str:
    """Name a query in the list of the tests, and leave its predicate out."""
    return "&".join(value) if isinstance(value, dict) else ""


def furnish(desk: Desk) -> None:
    """Make nine tickets on nine days, of two clients, of two agents and nobody, some of them changed later."""
    clients = [desk.client(name="cleo")["id"], desk.client(name="Ünal", active=False, email="U@client.example")["id"]]
    desk.http.patch(f"/v1/clients/{clients[1]}", json={"active": True})
    agents = [desk.agent(name=name)["id"] for name in ("Zoe", "Ada")]
    for day in range(1, 10):
        body = {
            "subject": f"{'Printer' if day % 2 else 'Screen'} on fire, floor {day % 3}",
            "client_id": clients[day % 2],
            "agent_id": [*agents, None][day % 3],
        }
        made = desk.http.post("/v1/tickets", json=body, headers={"X-Clock": at(day)}).json()
        if day % 4 == 0:
            path, clock = f"/v1/tickets/{made['id']}", {"X-Clock": at(31 - day)}
            assert desk.http.patch(path, json={"description": "Still"}, headers=clock).status_code == 200
    for number in range(5):
        desk.comment(1, body=f"No. {number}")
        desk.client(name="Cleo", active=number % 2 == 0)
        desk.token(agent_id=agents[0])
    doomed = [
        *(f"/v1/tickets/{desk.ticket()['id']}" for _ in range(3)),
        *(f"/v1/comments/{desk.comment(1)['id']}" for _ in range(3)),
        *(f"/v1/{kind}/{make()['id']}" for kind, make in (("clients", desk.client), ("agents", desk.agent))),
        f"/v1/tokens/{desk.token()['id']}",
    ]
    for path in doomed:
        desk.delete(path)
    desk.http.patch(f"/v1/clients/{clients[1]}", json={"active": False})


def in_order(rows: list[Object], sort: str) -> list[int]:
    """Give the ids of rows in an order, the id breaking ties."""

    def key(row: Object) -> tuple[Any, int]:
        value = row[sort.lstrip("-")]
        if sort.endswith("_at"):
            return datetime.fromisoformat(value), row["id"]
        return value.encode().lower() if isinstance(value, str) else 0, row["id"]  # ASCII letters alone have a case

    return [row["id"] for row in sorted(rows, key=key, reverse=sort.startswith("-"))]


def pages(desk: Desk, path: str, **query: Any) -> Iterator[Object]:
    """Read a list page by page."""
    page = desk.read(path, **query)
    yield page
    for _ in range(MOST_PAGES):
        if page["next"] is None:
            return
        assert page["items"]
        page = desk.read(path, after=page["next"], **query)
        yield page
    raise AssertionError(f"{path} has no last page")


def walk(desk: Desk, path: str, **query: Any) -> list[int]:
    """Read a list to its end."""
    return [item["id"] for page in pages(desk, path, **query) for item in page["items"]]
