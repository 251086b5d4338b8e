"""Whose address a request is counted for: the peer's, unless that is a proxy that is believed."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.types import Scope

from gateway.limiting.client_address import ClientAddress

PROXIES = ("10.0.0.0/8", "fd00::/8", "127.0.0.1")
NOBODY: tuple[str, ...] = ()


def counted(peer: str, *forwarded: str, trusted: Sequence[str] = PROXIES) -> str:
    """Give the address of a request from a peer, with so many headers of proxies."""
    headers = [(b"x-forwarded-for", value.encode()) for value in forwarded]
    scope: Scope = {"client": (peer, 4711), "headers": [(b"host", b"desk"), *headers]}
    return ClientAddress(trusted).of(scope)


@pytest.mark.parametrize(
    ("peer", "address"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("a socket", "a socket"),
    ],
)
def test_the_peers(peer: str, address: str) -> None:
    """Whoever has one address of an IPv6 network has them all."""
    assert counted(peer) == address


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("192.0.2.7", ["198.51.100.1"], "192.0.2.7"),
        ("10.1.2.3", ["198.51.100.1"], "198.51.100.1"),
        ("::ffff:10.1.2.3", ["198.51.100.1"], "198.51.100.1"),
        ("10.1.2.3", ["1.1.1.1, 198.51.100.1"], "198.51.100.1"),
        ("10.1.2.3", ["1.1.1.1", "198.51.100.1,10.9.9.9 , fd00::7"], "198.51.100.1"),
        ("127.0.0.1", ["2001:db8::1"], "2001:db8::/64"),
        ("127.0.0.1", ["[2001:db8::1]:80"], "2001:db8::/64"),
        ("127.0.0.1", ["198.51.100.1:80"], "198.51.100.1"),
        ("127.0.0.1", ["10.0.0.1"], "10.0.0.1"),
        ("127.0.0.1", [], "127.0.0.1"),
        ("127.0.0.1", [""], "127.0.0.1"),
        ("127.0.0.1", ["198.51.100.1, unknown"], "127.0.0.1"),
        ("127.0.0.1", ["198.51.100.1, unknown, 10.0.0.1"], "10.0.0.1"),
    ],
)
def test_behind_proxies(peer: str, forwarded: list[str], address: str) -> None:
    """The last that a trusted proxy has seen, whatever stands before it."""
    assert counted(peer, *forwarded) == address


@given(st.text(st.characters(codec="latin-1")), st.sampled_from(["192.0.2.7", "10.0.0.1"]))
def test_anything_may_be_said(said: str, peer: str) -> None:
    """Nothing fails, and nobody is believed who is not trusted."""
    headers = [(b"x-forwarded-for", said.encode("latin-1"))]
    assert ClientAddress(NOBODY).of({"client": (peer, 1), "headers": headers}) == peer
    assert ClientAddress(PROXIES).of({"client": (peer, 1), "headers": headers})
    assert ClientAddress(PROXIES).of({"client": None, "headers": headers}) == ""
