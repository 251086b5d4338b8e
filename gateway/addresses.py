"""Addresses as settings and options give them, of hosts, databases, web pages and servers: what is wrong with one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from ipaddress import IPv6Address, ip_address
from urllib.parse import SplitResult, urlsplit

import psycopg
from psycopg.conninfo import conninfo_to_dict

LARGEST_PORT = 65535
SHOWN = 60  # characters of a value that is not usable

_HOST = re.compile(r"[0-9A-Za-z._:%-]+")
_ORIGIN = re.compile(r"[a-z][a-z0-9+.-]*://(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::[1-9][0-9]{0,4})?")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?", re.IGNORECASE)
_OWN_PORTS = {"http": ":80", "https": ":443"}


def fault_of_host(host: str) -> str | None:
    """Tell what is wrong with an address to listen on."""
    if _HOST.fullmatch(host):
        return None
    return f"must be an address or a name to listen on, such as 127.0.0.1 or ::, not {shown(host)}"


def fault_of_url(url: str) -> str | None:
    """Tell what is wrong with the address of a database, and nothing of what it holds: a password may be anywhere."""
    form = "postgresql://user:password@host:5432/database"
    encode = "in a password, write @ : / ? # % as %40 %3A %2F %3F %23 %25"
    if not url.strip():
        return f"is empty: name a database as {form}, or unset it"
    try:
        parts = conninfo_to_dict(url)
    except (psycopg.Error, UnicodeError):
        return f"must be an address that libpq can read, such as {form}; {encode}"
    if "@" in str(parts.get("host") or "")[1:]:
        return f"has an @ in the name of its host; {encode}"
    ports = str(parts.get("port") or "5432").split(",")
    if not all(not port or (port.isdecimal() and 0 < int(port) <= LARGEST_PORT) for port in ports):
        return f"must have a port from 1 to {LARGEST_PORT}; {encode}"
    return None


def fault_of_origins(origins: Sequence[str]) -> str | None:
    """Tell what is wrong with a list of origins, or with * in its place."""
    return None if origins == ("*",) else next(filter(None, map(fault_of_origin, origins)), None)


def fault_of_origin(origin: str) -> str | None:
    """Tell what is wrong with an origin: browsers send it in one form only, and are compared with that."""
    if origin == "*":
        return "must be * alone, or a list of origins without it"
    if not _ORIGIN.fullmatch(origin):
        return (
            "must be origins as browsers send them, scheme://host or scheme://host:port in lower case with no path,"
            f" between commas, or *; not {shown(origin)}"
        )
    scheme, _, host = origin.partition("://")
    own_port = _OWN_PORTS.get(scheme)
    if own_port and host.endswith(own_port):
        return f"must be written as browsers send it, without {own_port}: {origin.removesuffix(own_port)}"
    return None


def fault_of_server(url: str) -> str | None:
    """Tell what is wrong with the address of a TicketFirst."""
    try:
        parts = urlsplit(url)
        is_one = parts.scheme in ("http", "https") and parts.port != 0 and _is_host(parts.hostname or "")
    except ValueError:  # brackets that do not close, or a port that is none
        is_one = False
    if is_one and not (parts.path or parts.query or parts.fragment or "@" in parts.netloc):
        return None
    given = "one with a user and a password" if "@" in url else shown(url)
    return f"must be the address of a server, such as http://127.0.0.1:8000, not {given}"


def fault_of_issuers(issuers: Sequence[str]) -> str | None:
    """Tell what is wrong with a list of OpenID providers."""
    return next(filter(None, map(fault_of_issuer, issuers)), None)


def fault_of_issuer(issuer: str) -> str | None:
    """Tell what is wrong with the address of an OpenID provider; its path, and a / at the end, are the provider's."""
    try:
        parts = urlsplit(issuer)
        is_one = parts.port != 0 and _is_host(parts.hostname or "") and _is_secure(parts)
    except ValueError:
        is_one = False
    is_plain = issuer.isascii() and issuer.isprintable() and not set(issuer) & set(" ?#@\\")
    if is_one and is_plain:
        return None
    return (
        "must be the address of an OpenID provider as its tokens have it in iss, such as https://login.example"
        f" (http only on this machine), not {'one with a user' if '@' in issuer else shown(issuer)}"
    )


def _is_secure(parts: SplitResult) -> bool:
    """Tell whether nobody in between can answer instead."""
    if parts.scheme == "https":
        return True
    host = parts.hostname or ""
    return parts.scheme == "http" and (host == "localhost" or ip_address(host).is_loopback)


def _is_host(host: str) -> bool:
    if ":" in host:
        IPv6Address(host)  # or a ValueError
        return True
    return bool(host) and all(_LABEL.fullmatch(label) for label in host.split("."))


def shown(given: object) -> str:
    """Show a value in a line of its own making: no line ends, no escape sequences, nothing endless."""
    text = str(given)
    return ascii(text[:SHOWN] + "…" * (len(text) > SHOWN)) if isinstance(given, str) else text
