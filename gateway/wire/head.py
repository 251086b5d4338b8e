"""The head of a request held against RFC 9112: what two servers might read in two ways is refused."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain

_OTHER_TARGET = re.compile(rb"https?://[^/?#]+/|\*$", re.IGNORECASE)
_HOST = re.compile(rb"(?:[A-Za-z0-9._~!$&'()*+,;=%-]*|\[[0-9A-Za-z:.]+\])(?::[0-9]{0,5})?")


def size(method: bytes, target: bytes, headers: Sequence[tuple[bytes, bytes]]) -> int:
    """Give the bytes of a head, first line and empty line included."""
    line = len(method) + len(target) + len("  HTTP/1.1\r\n\r\n")
    return line + len(": \r\n") * len(headers) + sum(map(len, chain.from_iterable(headers)))


def fault(version: str, target: bytes, headers: Sequence[tuple[bytes, bytes]]) -> str | None:
    """Tell what is wrong with a head; None where nothing is."""
    if (not target.startswith(b"/") and not _OTHER_TARGET.match(target)) or b"#" in target:
        return "the target is a path, with or without a scheme and host, and has no fragment"
    if version not in {"1.1", "1.0"}:
        return "the version is HTTP/1.1 or HTTP/1.0"
    names = [name for name, _ in headers]
    hosts = names.count(b"host")
    if hosts != 1 and (hosts or version == "1.1"):
        return "the header Host is missing" if hosts == 0 else "the header Host comes more than once"
    if hosts and not _HOST.fullmatch(headers[names.index(b"host")][1]):
        return "the header Host names a host, and perhaps a port"
    if b"transfer-encoding" in names and not _is_chunked(version, headers):
        return "the only Transfer-Encoding is chunked, once, in HTTP/1.1 and without Content-Length"
    return None


def framing(headers: Sequence[tuple[bytes, bytes]]) -> bytes:
    """Give the header that says where the body ends; nothing where there is none."""
    for name, value in headers:
        if name == b"transfer-encoding" or (name == b"content-length" and int(value) > 0):
            return b"%s: %s" % (name, value)
    return b""


def _is_chunked(version: str, headers: Sequence[tuple[bytes, bytes]]) -> bool:
    values = [value.lower() for name, value in headers if name == b"transfer-encoding"]
    return values == [b"chunked"] and version == "1.1" and all(name != b"content-length" for name, _ in headers)
