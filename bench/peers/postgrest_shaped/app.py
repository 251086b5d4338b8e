"""The application: bare ASGI, without a framework."""

from __future__ import annotations

import gc
import json
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import asyncpg

from bench.peers.postgrest_shaped.database import Database
from bench.peers.postgrest_shaped.routes import Asked, route

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

STATUSES = {"28000": 401, "23502": 422, "23514": 422}


class App:
    """What the server calls."""

    _database: Database

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer a request, or start and end with the server."""
        if scope["type"] == "http":
            status, body = await self._answer(scope, receive)
            headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
            await send({"type": "http.response.start", "status": status, "headers": headers})
            await send({"type": "http.response.body", "body": body})
        elif scope["type"] == "lifespan":
            await self._live(receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        self._database = await Database.connect()
        gc.collect()
        gc.freeze()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self._database.close()
        await send({"type": "lifespan.shutdown.complete"})

    async def _answer(self, scope: Message, receive: Receive) -> tuple[int, bytes]:
        headers = dict(scope["headers"])
        body = b"" if scope["method"] == "GET" else await _body(receive)
        asked = Asked(scope["method"], scope["path"], scope["query_string"], headers, body)
        try:
            routed = route(asked)
        except (KeyError, ValueError):
            return 400, b"{}"
        if routed is None:
            return 404, b"{}"
        shown = json.dumps({name.decode("latin-1"): value.decode("latin-1") for name, value in headers.items()})
        try:
            settings = (asked.method, asked.path, shown)
            return routed.status, await self._database.call(settings, routed.statement, routed.arguments)
        except asyncpg.PostgresError as error:
            state = error.sqlstate or ""
            status = int(state[2:]) if state.startswith("TF") else STATUSES.get(state, 500)
            return status, json.dumps({"code": state, "message": str(error)}).encode()


async def _body(receive: Receive) -> bytes:
    message = await receive()
    body: bytes = message.get("body", b"")
    while message.get("more_body"):
        message = await receive()
        body += message.get("body", b"")
    return body


app = App()
