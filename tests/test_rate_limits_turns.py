"""A few at a time from each address, and what the others are told."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack

import pytest

from gateway.limiting.turns import AT_ONCE, Turns
from gateway.problems import Problem


def test_whoever_waits_too_long_is_told_for_what() -> None:
    """Not for connections: for others of its own address; another address is not held up."""

    async def crowd() -> None:
        turns = Turns(0.01)
        async with AsyncExitStack() as taken:
            for _ in range(AT_ONCE):
                await taken.enter_async_context(turns.of("192.0.2.1"))
            with pytest.raises(Problem) as refused:
                await taken.enter_async_context(turns.of("192.0.2.1"))
            assert (refused.value.status, refused.value.rule) == (503, "database_busy")
            assert "of this address" in refused.value.detail
            await taken.enter_async_context(turns.of("192.0.2.2"))

    asyncio.run(crowd())
