"""TicketFirst's own HTTP contract: how it, and those who offer the same paths and fields, are asked."""

from __future__ import annotations

import json
from collections.abc import Sequence
from urllib.parse import urlencode

from bench.compare.contender import KEY_MARK, Request
from bench.compare.work import Draw, Work

KEY = f"k-{KEY_MARK}"


def request(work: Work, draw: Draw) -> Request:
    """Say how a work is asked for."""
    match work:
        case Work.POINT_READ:
            return _get(draw, f"/v1/tickets/{draw.ticket}")
        case Work.LIST:
            return _get(draw, "/v1/tickets", agent_id=str(draw.caller), sort="-updated_at")
        case Work.WORDS:
            return _get(draw, "/v1/tickets", subject=draw.words, sort="-created_at")
        case Work.CREATE:
            body = {"subject": "Printer on fire", "client_id": draw.client}
            return _send("POST", "/v1/tickets", draw, body, {"Idempotency-Key": KEY})
        case Work.COMMENT:
            return _send("POST", f"/v1/tickets/{draw.ticket}/comments", draw, {"body": "On my way"})
        case Work.ASSIGN:
            return _send("PUT", f"/v1/tickets/{draw.ticket}/agent", draw, {"agent_id": draw.assignee})


def tickets(work: Work, body: bytes) -> Sequence[int]:
    """Give the ids of the tickets in an answer."""
    answer = json.loads(body)
    match work:
        case Work.LIST | Work.WORDS:
            return [item["id"] for item in answer["items"]]
        case Work.COMMENT:
            return [answer["ticket_id"]]
        case _:
            return [answer["id"]]


def _get(draw: Draw, path: str, **query: str) -> Request:
    return Request("GET", f"{path}?{urlencode(query)}" if query else path, _authorized(draw))


def _send(
    method: str, path: str, draw: Draw, body: dict[str, object], headers: dict[str, str] | None = None
) -> Request:
    """The body is written as browsers and most clients do: without spaces."""
    more = {"Content-Type": "application/json", **(headers or {})}
    return Request(method, path, _authorized(draw) | more, json.dumps(body, separators=(",", ":")).encode())


def _authorized(draw: Draw) -> dict[str, str]:
    return {"Authorization": f"Bearer {draw.token}"}
