"""A request's call of the database."""

from __future__ import annotations

from hashlib import sha256
from typing import Annotated

from fastapi import Depends, Header, Request, Response
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

Bearer = Annotated[HTTPAuthorizationCredentials, Depends(HTTPBearer())]
Named = Annotated[str | None, Header(alias="X-Request-Id", max_length=128)]
Keyed = Annotated[str | None, Header(alias="Idempotency-Key", min_length=1, max_length=255)]


class Call:
    """Who calls, with which key."""

    def __init__(self, request: Request, token: str, name: str | None, key: str | None) -> None:
        """Bind it to the request."""
        self._request, self._key = request, key
        self._pool = request.app.state.pool
        self._caller = (sha256(token.encode()).digest(), name)

    async def read(self, statement: str, *arguments: object) -> Response:
        """Run a statement that reads, and answer what it gives."""
        body, version = await self._pool.fetchrow(statement, *self._caller, *arguments)
        return _answer(200, body, version)

    async def write(self, status: int, statement: str, *arguments: object) -> Response:
        """Run a statement that writes, and answer what it gives."""
        key = fingerprint = None
        if self._key is not None:
            key = f"{self._request.method} {self._request.url.path} {self._key}"
            fingerprint = sha256(await self._request.body()).digest()
        row = await self._pool.fetchrow(statement, *self._caller, key, fingerprint, *arguments)
        body, version, replayed = row
        response = _answer(status, body, version)
        if replayed:
            response.headers["Idempotency-Replayed"] = "true"
        return response


# async: FastAPI calls whatever else is depended on in a thread.
async def get_call(request: Request, bearer: Bearer, name: Named = None, key: Keyed = None) -> Call:
    """Give the call of a request."""
    return Call(request, bearer.credentials, name, key)


Called = Annotated[Call, Depends(get_call)]


def _answer(status: int, body: bytes, version: object) -> Response:
    headers = {"ETag": f'"{version}"'} if version is not None else None
    return Response(body, status, headers, media_type="application/json")
