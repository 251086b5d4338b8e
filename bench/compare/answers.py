"""The answers to requests, read as far as is needed to tell when they end: by length, or in chunks."""

from __future__ import annotations

from typing import Self

HEAD_END = b"\r\n\r\n"
LAST_CHUNK = b"\r\n0\r\n\r\n"
EMPTY = b"0\r\n\r\n"
SHOWN = 2000


class Answer:
    """One answer, as it comes in."""

    __slots__ = ("_body", "_data", "_length", "closes", "is_whole", "status")

    def __init__(self) -> None:
        """Begin with nothing."""
        self._data = b""
        self._body = -1  # where it begins
        self._length = -1  # of the body; not known where it comes in chunks
        self.status = 0
        self.closes = False
        self.is_whole = False

    @classmethod
    def of_body(cls, body: bytes) -> Self:
        """Give what has been read by somebody else, without its head."""
        answer = cls()
        answer._data, answer._body, answer.is_whole = body, 0, True
        return answer

    def take(self, data: bytes) -> None:
        """Take what has come in."""
        self._data = self._data + data if self._data else data
        if self._body < 0:
            end = self._data.find(HEAD_END)
            if end < 0:
                return
            self._read_head(self._data[:end].lower())
            self._body = end + len(HEAD_END)
        if self._length >= 0:
            self.is_whole = len(self._data) >= self._body + self._length
        else:
            body = self._data[self._body :] if len(self._data) - self._body <= len(EMPTY) else b""
            self.is_whole = body == EMPTY or self._data.endswith(LAST_CHUNK)

    def _read_head(self, head: bytes) -> None:
        self.status = int(head[9:12])
        self.closes = b"\r\nconnection: close" in head
        if b"\r\ntransfer-encoding: chunked" in head:
            return
        _, found, rest = head.partition(b"\r\ncontent-length:")
        self._length = int(rest.split(b"\r\n", 1)[0]) if found else 0

    @property
    def has_errors(self) -> bool:
        """Say whether it tells of errors the way GraphQL does, with status 200."""
        return self._data.startswith(b'{"errors":', self._body) or self._data.find(b',"errors":[', self._body) >= 0

    @property
    def text(self) -> str:
        """Give it to be shown."""
        return self._data[:SHOWN].decode(errors="replace")
