"""Which function a request calls, with which arguments; TicketFirst's paths, so that all are asked the same."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from hashlib import sha256
from typing import NamedTuple
from urllib.parse import parse_qsl

from bench.peers.by_hand import sql


class Asked(NamedTuple):
    """A request, as far as it matters."""

    method: str
    path: str
    query: bytes
    headers: Mapping[bytes, bytes]
    body: bytes


class Routed(NamedTuple):
    """What is called, and the status of its answer."""

    status: int
    statement: str
    arguments: list[object]


_PATH = re.compile(r"/v1/tickets(?:/([0-9]{1,18})(?:/(comments|agent))?)?")


def route(asked: Asked) -> Routed | None:
    """Say what a request calls. Raises ValueError, KeyError for one that makes no sense."""
    found = _PATH.fullmatch(asked.path)
    if found is None:
        return None
    ticket, part = found[1] and int(found[1]), found[2]
    token = asked.headers.get(b"authorization", b"")[len(b"Bearer ") :]
    caller: list[object] = [sha256(token).digest(), None]
    if asked.method != "GET":
        return _write(asked, ticket, part, caller)
    if part is not None:
        return None
    if ticket is not None:
        return Routed(200, sql.READ_TICKET, [*caller, ticket])
    return Routed(200, sql.LIST_TICKETS, [*caller, *_filters(asked.query)])


def _write(asked: Asked, ticket: int | None, part: str | None, caller: list[object]) -> Routed | None:
    given = json.loads(asked.body)
    writer = [*caller, *_key(asked)]
    match asked.method, ticket, part:
        case "POST", None, None:
            values = [given["subject"], given["client_id"], given.get("description", "")]
            return Routed(201, sql.CREATE_TICKET, [*writer, *values, given.get("agent_id"), given.get("team_id")])
        case "POST", int(), "comments":
            values = [ticket, given["body"], given.get("visibility", "public")]
            return Routed(201, sql.CREATE_COMMENT, [*writer, *values])
        case "PUT", int(), "agent":
            return Routed(200, sql.ASSIGN_TICKET, [*writer, ticket, given["agent_id"], None])
    return None


def _filters(query: bytes) -> list[object]:
    given = dict(parse_qsl(query.decode()))
    agent, client, team = (int(given[name]) if name in given else None for name in ("agent_id", "client_id", "team_id"))
    return [
        agent,
        client,
        given.get("subject"),
        given.get("sort"),
        int(given.get("limit", 25)),
        given.get("after"),
        team,
    ]


def _key(asked: Asked) -> list[object]:
    given = asked.headers.get(b"idempotency-key")
    if given is None:
        return [None, None]
    return [f"{asked.method} {asked.path} {given.decode('latin-1')}", sha256(asked.body).digest()]
