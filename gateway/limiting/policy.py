"""One limit: so many in a window for each, counted by the library `limits`, and told as the draft of RateLimit has it.

draft-ietf-httpapi-ratelimit-headers-10: `RateLimit-Policy` says what the limit is, `RateLimit` what is left of it.
"""

from __future__ import annotations

from limits import parse
from limits.strategies import FixedWindowRateLimiter

from gateway.limiting.storage import SharedStorage
from gateway.limiting.table import SECOND, Table
from gateway.problems import Problem, own

Headers = list[tuple[bytes, bytes]]


class Policy:
    """A limit. A window begins with the first hit; so many are let through until it is over, and no more."""

    def __init__(self, name: str, rate: str, table: Table) -> None:
        """Name a limit such as `600/minute`."""
        self._name = name.encode()
        self._item = parse(rate)
        self._item.namespace = name
        self._window = FixedWindowRateLimiter(SharedStorage(table))
        self._table = table
        said = b'"%s";q=%d;w=%d' % (self._name, self._item.amount, self._item.get_expiry())
        self._policy = (b"ratelimit-policy", said)

    def hit(self, who: str) -> bool:
        """Count one, and tell whether it is within the limit."""
        return self._window.hit(self._item, who)

    def is_used_up(self, who: str) -> bool:
        """Tell whether the next one would not be."""
        return not self._window.test(self._item, who)

    def headers(self, who: str) -> Headers:
        """Say what the limit is, what is left, and for how many seconds that is so."""
        left, seconds = self._standing(who)
        return [self._policy, (b"ratelimit", b'"%s";r=%d;t=%d' % (self._name, left, seconds))]

    def refusal(self, rule: str, who: str) -> Problem:
        """Refuse until the window is over."""
        _, seconds = self._standing(who)
        problem = own(rule)
        problem.headers.append((b"retry-after", b"%d" % max(seconds, 1)))
        return problem

    def _standing(self, who: str) -> tuple[int, int]:
        # The library's own question for this takes three times as long, and its times are floating-point numbers.
        count, end = self._table.read(self._item.key_for(who))
        return max(self._item.amount - count, 0), max(-((self._table.clock() - end) // SECOND), 0)
