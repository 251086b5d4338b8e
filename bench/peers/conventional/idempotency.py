"""A write that is asked for again with the same key is done once, and answered the same again."""

from __future__ import annotations

from hashlib import sha256
from typing import Annotated, Any

from fastapi import Depends, Header, HTTPException, Request, status
from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from bench.peers.conventional.auth import Caller, CurrentAgent
from bench.peers.conventional.database import Session
from bench.peers.conventional.models import IdempotencyKey, now
from bench.peers.conventional.schemas import Answer

KEYS = IdempotencyKey.__table__
_ITS = (KEYS.c.agent_id == bindparam("caller"), KEYS.c.key == bindparam("given"))
TAKE = insert(KEYS).on_conflict_do_nothing().returning(KEYS.c.key)
FIRST = select(KEYS.c.fingerprint, KEYS.c.answer).where(*_ITS)
KEEP = update(KEYS).where(*_ITS)


class Idempotency:
    """The key of a request, taken in the request's own transaction."""

    def __init__(self, request: Request, session: AsyncSession, caller: Caller, given: str | None) -> None:
        """Bind it to the request."""
        self._request, self._session, self._caller = request, session, caller
        self._key = f"{request.method} {request.url.path} {given}" if given else None

    async def replay(self) -> dict[str, Any] | None:
        """Take the key, waiting for whoever holds it, or give the first answer to it."""
        if self._key is None:
            return None
        fingerprint = sha256(await self._request.body()).digest()
        values = {"agent_id": self._caller.id, "key": self._key, "fingerprint": fingerprint, "created_at": now()}
        if await self._session.scalar(TAKE, values) is not None:
            return None
        first = (await self._session.execute(FIRST, {"caller": self._caller.id, "given": self._key})).one()
        if first.fingerprint != fingerprint:
            raise HTTPException(status.HTTP_422_UNPROCESSABLE_CONTENT, "the key was used with another request")
        return first.answer

    async def keep(self, answer: Answer) -> None:
        """Keep the answer for whoever repeats the request."""
        if self._key is not None:
            values = {"caller": self._caller.id, "given": self._key, "answer": answer.model_dump(mode="json")}
            await self._session.execute(KEEP, values)


Key = Annotated[str | None, Header(alias="Idempotency-Key", min_length=1, max_length=255)]


# async, as FastAPI calls whatever else is depended on, a class too, in a thread.
async def get_idempotency(request: Request, session: Session, caller: CurrentAgent, given: Key = None) -> Idempotency:
    """Give what the request's key is kept by."""
    return Idempotency(request, session, caller, given)


Once = Annotated[Idempotency, Depends(get_idempotency)]
