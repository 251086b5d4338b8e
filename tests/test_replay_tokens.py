"""The tokens of a replay: those that were made are revoked, whatever became of the others."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from itertools import count

import pytest

from gateway.replay.api import Api, Object
from gateway.replay.tokens import Tokens

FAILS, HANGS = 2, 3  # agents


class Server(Api):
    """Makes tokens as a gateway would, but for some."""

    def __init__(self) -> None:
        """Begin without any."""
        self.revoked: list[str] = []
        self._ids = count(1)

    async def post(self, path: str, body: Mapping[str, object]) -> Object:
        """Make one."""
        assert path == "/v1/tokens"
        if body["agent_id"] == FAILS:
            raise ConnectionError
        if body["agent_id"] == HANGS:
            await asyncio.Event().wait()
        return {"id": next(self._ids), "secret": f"tf_{body['agent_id']}"}

    async def delete(self, path: str) -> None:
        """Revoke one."""
        self.revoked.append(path)


def test_what_was_not_made_is_not_revoked() -> None:
    """Neither what failed, nor what was cancelled, nor what still goes on hinders the others."""

    async def run() -> list[str]:
        server = Server()
        tokens = Tokens(server)
        assert [await tokens.of(agent) for agent in (1, 4)] == ["tf_1", "tf_4"]
        with pytest.raises(ConnectionError):
            await tokens.of(FAILS)
        with pytest.raises(TimeoutError):  # which cancels the task that is waited for
            await asyncio.wait_for(tokens.of(HANGS), 0.01)
        await asyncio.sleep(0)
        await tokens.revoke(2)
        return server.revoked

    assert asyncio.run(run()) == ["/v1/tokens/1", "/v1/tokens/2"]
