"""Arguments as PostgreSQL reads them."""

from __future__ import annotations

from datetime import datetime
from typing import Any


def encode(value: Any) -> bytes | None:
    """Write an argument as PostgreSQL reads it."""
    if value is None:
        return None
    if isinstance(value, str):
        return value.encode()
    if isinstance(value, bool):
        return b"true" if value else b"false"
    if isinstance(value, int):
        return b"%d" % value
    if isinstance(value, datetime):
        return value.isoformat().encode()
    if isinstance(value, list):
        return b"{%s}" % b",".join(_element(item) for item in value)
    raise TypeError(f"no way to write {type(value).__name__} as an argument")


def _element(value: Any) -> bytes:
    """Write an element of an array: quoted, so that none of its characters means anything."""
    encoded = encode(value)
    return b"NULL" if encoded is None else b'"%s"' % encoded.replace(b"\\", b"\\\\").replace(b'"', b'\\"')
