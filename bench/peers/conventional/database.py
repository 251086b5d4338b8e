"""The engine, and a session for each request."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

engine = create_async_engine(
    os.environ["DATABASE_URL"],
    pool_size=int(os.environ.get("POOL_SIZE", "10")),
    max_overflow=0,
)
writing = async_sessionmaker(engine, expire_on_commit=False)
# The same connections without BEGIN and ROLLBACK, which would be two more round trips for each read.
reading = async_sessionmaker(engine.execution_options(isolation_level="AUTOCOMMIT"), expire_on_commit=False)


async def get_session(request: Request) -> AsyncIterator[AsyncSession]:
    """Give a session; whoever writes commits it."""
    async with (reading if request.method == "GET" else writing)() as session:
        yield session


# Back to the pool as soon as the function is done, before the answer is sent.
Session = Annotated[AsyncSession, Depends(get_session, scope="function")]
