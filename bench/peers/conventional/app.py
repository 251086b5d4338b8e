"""The application."""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.telemetry import TelemetryConfig

from bench.peers.conventional import reads, writes
from bench.peers.conventional.database import engine

NO_TELEMETRY: TelemetryConfig = {"tracing": False, "metrics": False, "logs": False}


@asynccontextmanager
async def lifespan(_: FastAPI) -> AsyncIterator[None]:
    """Leave what is there for good out of garbage collections; close the connections at the end."""
    gc.collect()
    gc.freeze()
    yield
    await engine.dispose()


app = FastAPI(title="Helpdesk", telemetry=NO_TELEMETRY, lifespan=lifespan)
app.include_router(reads.router)
app.include_router(writes.router)
