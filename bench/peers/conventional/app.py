"""The application."""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from bench.peers.conventional import reads, writes
from bench.peers.conventional.database import engine


@asynccontextmanager
async def lifespan(_: FastAPI) -> AsyncIterator[None]:
    """Leave what is there for good out of garbage collections; close the connections at the end."""
    gc.collect()
    gc.freeze()
    yield
    await engine.dispose()


app = FastAPI(title="Helpdesk", lifespan=lifespan)
app.include_router(reads.router)
app.include_router(writes.router)
