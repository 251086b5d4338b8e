"""The shared table as the library `limits` wants a storage. Times are seconds of the table's clock."""

from __future__ import annotations

from limits.storage import Storage

from gateway.limiting.table import SECOND, Table


class SharedStorage(Storage):
    """What a fixed window needs: a sum, and when it ends."""

    STORAGE_SCHEME = None  # it is made here, and not by a URL

    def __init__(self, table: Table) -> None:
        """Count in a table."""
        super().__init__()
        self._table = table

    @property
    def base_exceptions(self) -> type[Exception]:
        """What may go wrong, as the library has it."""
        return OSError

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count, and give the sum."""
        return self._table.add(key, expiry, amount)

    def get(self, key: str) -> int:
        """Give the sum."""
        return self._table.read(key)[0]

    def get_expiry(self, key: str) -> float:
        """Give the end of the window."""
        return self._table.read(key)[1] / SECOND

    def check(self) -> bool:
        """Tell whether it can be counted: memory always can."""
        return True

    def reset(self) -> int:
        """Forget all."""
        return self._table.clear()

    def clear(self, key: str) -> None:
        """Forget one."""
        self._table.forget(key)
