"""Who is counted, for what, and when: before the database is asked.

Who a token belongs to, only the database knows. A process asks it once for each token, and remembers the answer for
counting alone: whether the token is still good, the database says each time.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import TYPE_CHECKING

from gateway.limiting.client_address import ClientAddress
from gateway.limiting.policy import Policy
from gateway.limiting.rates import OFF
from gateway.limiting.table import Table
from gateway.limiting.turns import Turns
from gateway.problems import Problem
from gateway.settings import Settings
from gateway.statements import Row

if TYPE_CHECKING:
    from gateway.exchange import Exchange

KNOWN = 10_000  # tokens that a process remembers

Ask = Callable[[], Awaitable[Row]]


class Limiter:
    """The limits of the requests that need a token."""

    def __init__(self, settings: Settings, table: Table) -> None:
        """Set up those that are on."""
        self._requests = _policy("actor", settings.rate_limit, table)
        self._failures = _policy("auth-failures", settings.auth_failures, table)
        self._address = ClientAddress(settings.trusted_proxies)
        self._turns = Turns(settings.lane_seconds)
        self._actors: dict[bytes, str] = {}

    def known(self, exchange: Exchange) -> str | None:
        """Give the actor, if the credential has been here before."""
        return self._actors.get(exchange.counted_by)

    def count(self, exchange: Exchange, actor: str) -> None:
        """Count a request. Raises Problem."""
        if self._requests is not None:
            is_within = self._requests.hit(actor)
            exchange.quota = self._requests.headers(actor)
            if not is_within:
                raise self._requests.refusal("rate_limited", actor)

    @contextmanager
    def watching(self, exchange: Exchange) -> Iterator[None]:
        """Count what the gateway itself refuses, and check nothing from where too much came. Raises Problem."""
        if self._failures is not None and exchange.counted_by not in self._actors:
            _check(self._failures, exchange, self._address.of(exchange.scope))
        try:
            yield
        except Problem as problem:
            if problem.status == HTTPStatus.UNAUTHORIZED:
                self.note_failure(exchange)
            raise

    def note_failure(self, exchange: Exchange) -> None:
        """Count a credential that is not taken."""
        self._actors.pop(exchange.counted_by, None)
        if self._failures is not None:
            self._failures.hit(self._address.of(exchange.scope))

    async def learn(self, exchange: Exchange, ask: Ask) -> str:
        """Ask whose a credential is, unless too many from its address were nobody's. Raises Problem.

        `ask` lets it in, and gives the actor.
        """
        credential = exchange.counted_by
        if self._failures is None:
            return self._remember(credential, await ask())
        address = self._address.of(exchange.scope)
        _check(self._failures, exchange, address)
        async with self._turns.of(address):
            known = self._actors.get(credential)  # by now
            if known is not None:
                return known
            _check(self._failures, exchange, address)
            return self._remember(credential, await ask())

    def _remember(self, credential: bytes, row: Row) -> str:
        """Note whose a credential is; of too many, the one that was noted first is forgotten."""
        actor = (row[0] or b"").decode()
        if len(self._actors) >= KNOWN:
            del self._actors[next(iter(self._actors))]
        self._actors[credential] = actor
        return actor


def limiter(settings: Settings, counters: int) -> Limiter | None:
    """Set up the limits over counters that other processes have as well; None where all are off."""
    if settings.rate_limit == settings.auth_failures == OFF:
        return None
    return Limiter(settings, Table(counters))


def _check(failures: Policy, exchange: Exchange, address: str) -> None:
    """Refuse an address from which too many wrong tokens have come. Raises Problem."""
    if failures.is_used_up(address):
        exchange.quota = failures.headers(address)
        raise failures.refusal("auth_failures_limited", address)


def _policy(name: str, rate: str, table: Table) -> Policy | None:
    return None if rate == OFF else Policy(name, rate, table)
