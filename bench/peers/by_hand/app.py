"""The application."""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated

import asyncpg
from fastapi import FastAPI, Query, Response
from fastapi.telemetry import TelemetryConfig

from bench.peers.by_hand import sql
from bench.peers.by_hand.call import Called
from bench.peers.by_hand.database import open_pool
from bench.peers.by_hand.errors import refused
from bench.peers.by_hand.schemas import CommentCreate, Id, TicketAgent, TicketCreate, TicketList

NO_TELEMETRY: TelemetryConfig = {"tracing": False, "metrics": False, "logs": False}


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Have a pool as long as the application runs, and leave what is there for good out of garbage collections."""
    async with await open_pool() as app.state.pool:
        gc.collect()
        gc.freeze()
        yield


app = FastAPI(
    title="TicketFirst by hand",
    telemetry=NO_TELEMETRY,
    lifespan=lifespan,
    exception_handlers={asyncpg.PostgresError: refused},
)


@app.get("/v1/tickets/{ticket_id}")
async def read_ticket(ticket_id: Id, call: Called) -> Response:
    """Read a ticket."""
    return await call.read(sql.READ_TICKET, ticket_id)


@app.get("/v1/tickets")
async def list_tickets(given: Annotated[TicketList, Query()], call: Called) -> Response:
    """List tickets."""
    filters = (given.agent_id, given.client_id, given.subject, given.sort, given.limit, given.after, given.team_id)
    return await call.read(sql.LIST_TICKETS, *filters)


@app.post("/v1/tickets")
async def create_ticket(body: TicketCreate, call: Called) -> Response:
    """Create a ticket."""
    values = (body.subject, body.client_id, body.description, body.agent_id, body.team_id)
    return await call.write(201, sql.CREATE_TICKET, *values)


@app.post("/v1/tickets/{ticket_id}/comments")
async def create_comment(ticket_id: Id, body: CommentCreate, call: Called) -> Response:
    """Comment on a ticket."""
    return await call.write(201, sql.CREATE_COMMENT, ticket_id, body.body, body.visibility)


@app.put("/v1/tickets/{ticket_id}/agent")
async def assign_ticket(ticket_id: Id, body: TicketAgent, call: Called) -> Response:
    """Give a ticket to an agent."""
    return await call.write(200, sql.ASSIGN_TICKET, ticket_id, body.agent_id, None)
