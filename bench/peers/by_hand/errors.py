"""The database's refusals as answers."""

from __future__ import annotations

import asyncpg
from fastapi import Request
from fastapi.responses import JSONResponse

STATUSES = {"28000": 401, "23502": 422, "23514": 422}


async def refused(_: Request, error: Exception) -> JSONResponse:
    """Answer with the status that the SQLSTATE means: of TF404, its number."""
    assert isinstance(error, asyncpg.PostgresError)
    state = error.sqlstate or ""
    status = int(state[2:]) if state.startswith("TF") else STATUSES.get(state)
    if status is None:
        raise error
    return JSONResponse({"detail": error.message, "rule": error.constraint_name}, status)
