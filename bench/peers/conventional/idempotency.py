"""A write that is asked for again with the same key is done once, and answered the same again."""

from __future__ import annotations

from hashlib import sha256
from typing import Annotated, Any

from fastapi import Depends, Header, HTTPException, Request, status
from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert

from bench.peers.conventional.auth import CurrentAgent
from bench.peers.conventional.database import Session
from bench.peers.conventional.models import IdempotencyKey, now
from bench.peers.conventional.schemas import Answer

Key = Annotated[str | None, Header(alias="Idempotency-Key", min_length=1, max_length=255)]


class Idempotency:
    """The key of a request, taken in the request's own transaction."""

    def __init__(self, request: Request, session: Session, caller: CurrentAgent, given: Key = None) -> None:
        """Bind it to the request."""
        self._request, self._session, self._caller = request, session, caller
        self._key = f"{request.method} {request.url.path} {given}" if given else None

    async def replay(self) -> dict[str, Any] | None:
        """Take the key, waiting for whoever holds it, or give the first answer to it."""
        if self._key is None:
            return None
        fingerprint = sha256(await self._request.body()).digest()
        values = {"agent_id": self._caller.id, "key": self._key, "fingerprint": fingerprint, "created_at": now()}
        taken = insert(IdempotencyKey).values(values).on_conflict_do_nothing().returning(IdempotencyKey.key)
        if await self._session.scalar(taken) is not None:
            return None
        first = (
            await self._session.execute(
                select(IdempotencyKey.fingerprint, IdempotencyKey.answer).where(
                    IdempotencyKey.agent_id == self._caller.id, IdempotencyKey.key == self._key
                )
            )
        ).one()
        if first.fingerprint != fingerprint:
            raise HTTPException(status.HTTP_422_UNPROCESSABLE_CONTENT, "the key was used with another request")
        return first.answer

    async def keep(self, answer: Answer) -> None:
        """Keep the answer for whoever repeats the request."""
        if self._key is not None:
            await self._session.execute(
                update(IdempotencyKey)
                .where(IdempotencyKey.agent_id == self._caller.id, IdempotencyKey.key == self._key)
                .values(answer=answer.model_dump(mode="json"))
            )


Once = Annotated[Idempotency, Depends()]
