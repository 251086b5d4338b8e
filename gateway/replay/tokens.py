"""The agents' own tokens: what an agent did, a replay does as that agent, with the agent's rights.

Such a token may set the clock (scope `clock`), so that old tickets get their own times. Its secret is told once and
kept nowhere, so a replay that goes on makes new ones; an idempotency key belongs to the agent and not to the token.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from gateway.replay.api import Api
from gateway.replay.lookup import each

NAME = "replay"
SCOPES = ("tickets:read", "tickets:write", "clock")
LIFETIME = timedelta(days=1)  # of one that a killed replay has left


class Token(NamedTuple):
    """A token of an agent."""

    token_id: int
    secret: str


class Tokens:
    """One token for each agent who does something in this replay, made when first needed."""

    def __init__(self, api: Api) -> None:
        """Begin with none."""
        self._api = api
        self._made: dict[int, asyncio.Task[Token]] = {}

    async def of(self, agent_id: int) -> str:
        """Give the secret of an agent's token. Raises Refused, Unreachable."""
        if agent_id not in self._made:
            self._made[agent_id] = asyncio.create_task(self._make(agent_id))
        return (await self._made[agent_id]).secret

    async def revoke(self, connections: int) -> None:
        """Revoke them all, so many at once. Raises Refused, Unreachable."""
        await each(self._ids(), connections, lambda token_id: self._api.delete(f"/v1/tokens/{token_id}"))

    def _ids(self) -> Iterable[int]:
        ended = [task for task in self._made.values() if task.done() and not task.cancelled()]
        return [task.result().token_id for task in ended if not task.exception()]

    async def _make(self, agent_id: int) -> Token:
        expires_at = (datetime.now(UTC) + LIFETIME).isoformat()
        body = {"agent_id": agent_id, "name": NAME, "scopes": SCOPES, "expires_at": expires_at}
        row = await self._api.post("/v1/tokens", body)
        return Token(row["id"], row["secret"])
