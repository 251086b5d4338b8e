"""What PostgREST sends for a request, in as many round trips: BEGIN, the settings, the call, COMMIT."""

from __future__ import annotations

import os

import asyncpg

# One for each of the settings that PostgREST makes; the last two are the role and the search path that it switches to.
SETTINGS = """
SELECT set_config('request.method', $1, true), set_config('request.path', $2, true),
       set_config('request.headers', $3, true), set_config('request.cookies', '{}', true),
       set_config('request.jwt.claims', '{"role":"ticketfirst_gateway"}', true),
       set_config('role', 'ticketfirst_gateway', true), set_config('search_path', 'api', true)
"""


class Database:
    """The pool, and a transaction for each request."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        """Hold a pool."""
        self._pool = pool

    @classmethod
    async def connect(cls) -> Database:
        """Open the pool. Nothing outlives its transaction, so that a connection needs no reset."""
        size = int(os.environ.get("POOL_SIZE", "10"))
        url = os.environ["DATABASE_URL"]
        return cls(await asyncpg.create_pool(url, min_size=size, max_size=size, init=_prepare, reset=_leave))

    async def close(self) -> None:
        """Close the pool."""
        await self._pool.close()

    async def call(self, settings: tuple[str, str, str], statement: str, arguments: list[object]) -> bytes:
        """Run a statement as PostgREST does. Raises asyncpg.PostgresError."""
        async with self._pool.acquire() as connection:
            await connection.execute("BEGIN")
            try:
                await connection.fetchrow(SETTINGS, *settings)
                row = await connection.fetchrow(statement, *arguments)
            except BaseException:
                await connection.execute("ROLLBACK")
                raise
            await connection.execute("COMMIT")
            return row[0]


async def _prepare(connection: asyncpg.Connection) -> None:
    """Take JSON as the bytes it is."""
    await connection.set_type_codec("json", schema="pg_catalog", encoder=bytes, decoder=bytes, format="binary")


async def _leave(_: asyncpg.Connection) -> None:
    """Asked of asyncpg instead of its reset, which is another round trip."""
