"""Whose address a request comes from, as far as that can be believed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

from starlette.types import Scope

from gateway.addresses import shown

Address = IPv4Address | IPv6Address

SITE_BITS = 64  # of an IPv6 address: whoever has one address has all that begin like it
_FORWARDED = b"x-forwarded-for"


class ClientAddress:
    """Finds the address that a request is counted for."""

    def __init__(self, trusted: Sequence[str]) -> None:
        """Believe proxies in these networks, and nobody else, whom a request is from."""
        self._trusted = [ip_network(network) for network in trusted]

    def of(self, scope: Scope) -> str:
        """Give the address; of IPv6, its network."""
        client = scope.get("client")
        return self._counted(client[0], scope) if client else ""

    def _counted(self, host: str, scope: Scope) -> str:
        """Go back from the peer, proxy by proxy, to the first address that is none of the trusted."""
        peer = _read(host)
        if peer is None:
            return host
        for hop in _hops(scope["headers"]) if self._trusted else ():
            if not self._is_trusted(peer):
                break
            before = _read(hop)
            if before is None:
                break
            peer = before
        return _network(peer)

    def _is_trusted(self, address: Address) -> bool:
        return any(address in network for network in self._trusted)


def fault_of_networks(networks: Iterable[str]) -> str | None:
    """Tell what is wrong with the addresses of proxies."""
    for network in networks:
        try:
            ip_network(network)
        except ValueError:
            return f"must be addresses or networks, such as 127.0.0.1 or 10.0.0.0/8, with commas; not {shown(network)}"
    return None


def _hops(headers: Iterable[tuple[bytes, bytes]]) -> Iterator[str]:
    """Give what proxies have said of whom they had a request from, the nearest first."""
    said = b",".join([value for name, value in headers if name == _FORWARDED]).decode("latin-1")
    return (hop.strip() for hop in reversed(said.split(",")))


@lru_cache(4096)
def _read(host: str) -> Address | None:
    """Read an address, with or without a port; IPv4 in the clothes of IPv6 is IPv4."""
    if host.startswith("["):
        host = host[1:].partition("]")[0]
    elif host.count(":") == 1:
        host = host.partition(":")[0]
    try:
        address = ip_address(host)
    except ValueError:
        return None
    return (address.ipv4_mapped or address) if isinstance(address, IPv6Address) else address


def _network(address: Address) -> str:
    if isinstance(address, IPv4Address):
        return str(address)
    return str(IPv6Network((int(address), SITE_BITS), strict=False))
