"""An issuer's keys as the gateway has them: fetched again and again, kept while they cannot be."""

from __future__ import annotations

import asyncio
import logging
import math
from collections.abc import Awaitable, Callable, Mapping, Sequence
from time import monotonic
from typing import Any

from jwt import PyJWK

from gateway.credentials.documents import FetchError, fetch
from gateway.credentials.options import Times
from gateway.problems import RETRY_AFTER, Problem, own

log = logging.getLogger("ticketfirst.jwt")

Fetch = Callable[[str, float], Awaitable[Sequence[object]]]
# By kid and algorithm: what a header says chooses among keys, and never how one of them is used.
Keys = Mapping[tuple[str | None, str], PyJWK]


class Issuer:
    """One issuer and its keys."""

    def __init__(self, name: str, algorithms: Sequence[str], times: Times, fetch: Fetch = fetch) -> None:
        """Begin without keys."""
        self.name = name
        self._algorithms = algorithms
        self._times = times
        self._fetch = fetch
        self._keys: Keys = {}
        self._fetched_at = -math.inf
        self._next_at = -math.inf
        self._has_failed = False
        self._fetching: asyncio.Task[None] | None = None

    async def keep_fresh(self) -> None:
        """Fetch the keys again and again; of those that were not to be had, soon."""
        try:
            while True:
                await self._fetched()
                await asyncio.sleep(self._times.pause if self._has_failed else self._times.refresh)
        finally:
            if self._fetching is not None:
                self._fetching.cancel()

    def keys(self) -> Keys:
        """Give the keys that are known, unless that was too long ago: a new object whenever they were fetched."""
        if monotonic() - self._fetched_at > self._times.stale:
            self._keys = {}
        return self._keys

    async def key(self, kid: str | None, algorithm: str) -> PyJWK:
        """Give a key; one that is not known is asked for, if that was not done just now. Raises Problem."""
        known = self.keys().get((kid, algorithm))
        if known is None and (self._is_fetching() or monotonic() >= self._next_at):
            await self._fetched()
            known = self.keys().get((kid, algorithm))
        if known is None:
            raise self._unavailable() if self._has_failed else own("jwt_key_unknown")
        return known

    def _unavailable(self) -> Problem:
        problem = own("jwt_keys_unavailable")
        seconds = max(1, math.ceil(self._next_at - monotonic()))
        problem.headers = [(RETRY_AFTER, b"%d" % seconds)]
        return problem

    def _is_fetching(self) -> bool:
        return self._fetching is not None and not self._fetching.done()

    async def _fetched(self) -> None:
        """Fetch the keys, or wait until whoever does has done so. Whoever gives up waiting stops nobody else."""
        if self._fetching is None or self._fetching.done():
            self._fetching = asyncio.create_task(self._renew())  # and no task of any request's
        await asyncio.wait({self._fetching})

    async def _renew(self) -> None:
        try:
            published = await self._fetch(self.name, self._times.fetch)
            keys = await asyncio.to_thread(usable, published, self._algorithms)
            if not keys:
                raise FetchError("it publishes no key that can be used here")
        except FetchError as error:
            log.warning("the keys of %s cannot be fetched: %s", self.name, error)
            self._has_failed = True
        except Exception:
            log.exception("the keys of %s cannot be fetched", self.name)
            self._has_failed = True
        else:
            self._keys, self._fetched_at, self._has_failed = keys, monotonic(), False
        finally:
            self._next_at = monotonic() + self._times.pause


def usable(published: Sequence[object], algorithms: Sequence[str]) -> Keys:
    """Choose the keys that may check signatures by these algorithms. A set of one key needs no kid."""
    keys: dict[tuple[str | None, str], PyJWK] = {}
    signing = [jwk for jwk in published if isinstance(jwk, dict) and _is_for_checking(jwk)]
    for jwk in signing:
        kid = jwk.get("kid")
        for algorithm in algorithms:
            if isinstance(kid, str | None) and (key := _key(jwk, algorithm)):
                keys.setdefault((kid, algorithm), key)
                if len(signing) == 1:
                    keys[None, algorithm] = key
    return keys


def _is_for_checking(jwk: Mapping[str, Any]) -> bool:
    """Tell a key that checks signatures from one that encrypts, or that should have stayed secret."""
    operations = jwk.get("key_ops", ["verify"])
    return jwk.get("use", "sig") == "sig" and isinstance(operations, list) and "verify" in operations and "d" not in jwk


def _key(jwk: dict[str, Any], algorithm: str) -> PyJWK | None:
    """Make a key for an algorithm; None where it is not of its kind, is too short, or is no key."""
    if jwk.get("alg", algorithm) != algorithm:
        return None
    try:
        key = PyJWK(jwk, algorithm)
        return None if key.Algorithm.check_key_length(key.key) else key
    except Exception:  # of PyJWT or of what is below: a key that nobody can use hinders none of the others
        return None
