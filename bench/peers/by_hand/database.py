"""The pool."""

from __future__ import annotations

import os

import asyncpg


async def open_pool() -> asyncpg.Pool:
    """Open the pool. Statements are prepared once on each connection: asyncpg does that by itself."""
    size = int(os.environ.get("POOL_SIZE", "10"))
    return await asyncpg.create_pool(
        os.environ["DATABASE_URL"], min_size=size, max_size=size, init=_prepare, reset=_leave
    )


async def _prepare(connection: asyncpg.Connection) -> None:
    """Take JSON as the bytes it is: it goes on to the client unread."""
    await connection.set_type_codec("json", schema="pg_catalog", encoder=bytes, decoder=bytes, format="binary")


async def _leave(_: asyncpg.Connection) -> None:
    """Nothing stays in a connection that would have to be reset, which would be another round trip each time."""
