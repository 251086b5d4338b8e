"""An ASGI application that answers everything with the same ticket: the limit of this server and this language."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Message = MutableMapping[str, Any]

TICKET = {
    "id": 1,
    "subject": "Screen does not work, case 1",
    "description": "Since this morning. ",
    "client_id": 3,
    "agent_id": 7,
    "team_id": 8,
    "comment_count": 3,
    "last_comment_at": "2020-06-04T00:00:00+00:00",
    "version": 1,
    "created_at": "2020-01-01T00:02:00+00:00",
    "updated_at": "2020-01-01T01:02:00+00:00",
}
BODY = json.dumps(TICKET, separators=(",", ":")).encode()
START = {
    "type": "http.response.start",
    "status": 200,
    "headers": [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(BODY))],
}
ANSWER = {"type": "http.response.body", "body": BODY}


async def app(
    scope: Message, receive: Callable[[], Awaitable[Message]], send: Callable[[Message], Awaitable[None]]
) -> None:
    """Answer. What starts and ends with the server is nothing to this one."""
    if scope["type"] == "http":
        await send(START)
        await send(ANSWER)
