"""Whatever is sent as a JWT is refused by a rule: nothing fails, and nothing gets in."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.credentials.jwk_sets import Issuer, usable
from gateway.credentials.jwt_tokens import Jwts
from gateway.credentials.options import ALGORITHMS, Times
from gateway.problems import Problem
from tests.providers import AUDIENCE, Provider, coded, key, providing

EXAMPLES = settings(max_examples=400, deadline=None)
SENT = re.compile(rb"[\x21-\x7e]{1,8192}")  # what the header may be, or it is no token

leaves = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
values = st.recursive(leaves, lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=5), inner), max_leaves=8)
names = st.sampled_from(["alg", "kid", "typ", "crit", "b64", "jwk", "jku", "x5u", "zip", "enc", "cty"])
headers = st.dictionaries(names, values | st.sampled_from([*ALGORITHMS, "first", "JWT", "none", "HS256"]))
claimed = st.dictionaries(st.sampled_from(["iss", "sub", "aud", "exp", "nbf", "iat", "jti", "azp"]), values)
members = st.sampled_from(["kty", "kid", "alg", "use", "key_ops", "n", "e", "crv", "x", "y", "d", "k"])
words = st.sampled_from(["RSA", "EC", "OKP", "oct", "sig", "P-256", "P-384", "Ed25519", "Ed448", "AQAB", "AAAA"])


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    """A provider with one key."""
    with providing() as running:
        yield running


@pytest.fixture(scope="module")
def checking(provider: Provider) -> Jwts:
    """What trusts it, by every algorithm there is."""
    checker = Jwts([Issuer(provider.issuer, ALGORITHMS, Times(600))], ALGORITHMS, AUDIENCE, leeway=0)
    assert asyncio.run(checker.identity(provider.token().encode())).issuer == provider.issuer
    return checker


def refuse(checking: Jwts, token: bytes) -> None:
    """Hold that a token is refused."""
    if not SENT.fullmatch(token):
        return
    with pytest.raises(Problem) as raised:
        asyncio.run(checking.identity(token))
    assert raised.value.status == 401


@EXAMPLES
@given(token=st.binary(max_size=300) | st.from_regex(r"[!-~]*\.[!-~]*\.[!-~]*", fullmatch=True).map(str.encode))
def test_bytes(checking: Jwts, token: bytes) -> None:
    """Anything at all."""
    refuse(checking, token)
    refuse(checking, b".".join(coded(part).encode() for part in (token, token[::-1], b"")))


@EXAMPLES
@given(header=values | headers, claims=values | claimed, signature=st.binary(max_size=300))
def test_unsigned(checking: Jwts, provider: Provider, header: Any, claims: Any, signature: bytes) -> None:
    """Any JSON as header and claims, also with what leads to the key."""
    named = {"alg": "RS256", "kid": "first"}
    said = claims | {"iss": provider.issuer} if isinstance(claims, dict) else claims
    for head in (header, header | named if isinstance(header, dict) else named):
        parts = [json.dumps(head).encode(), json.dumps(said).encode(), signature]
        refuse(checking, ".".join(map(coded, parts)).encode())


@EXAMPLES
@given(header=headers, changes=claimed, is_whole=st.booleans())
def test_signed(checking: Jwts, provider: Provider, header: Any, changes: Any, *, is_whole: bool) -> None:
    """Any claims that the provider itself signs: a problem, or an identity that the database can be told."""
    claims = (provider.claims() if is_whole else {"iss": provider.issuer}) | changes
    token = key().sign(claims, **(header if is_whole else {})).encode()
    try:
        found = asyncio.run(checking.identity(token))
    except Problem as problem:
        assert problem.status == 401
    else:
        assert found.subject.encode().isascii() or found.subject.isprintable()
        assert isinstance(found.expires_at, int)
        assert changes.get("aud", AUDIENCE) in (AUDIENCE, [AUDIENCE])


@EXAMPLES
@given(published=st.lists(values | st.dictionaries(members, values | words)))
def test_keys(published: list[object]) -> None:
    """Any JSON as keys: none of it fails."""
    assert all(name in ALGORITHMS for _, name in usable(published, ALGORITHMS))


@pytest.mark.parametrize("opening", ["[", '{"a":', '[{"a":'])
def test_deep_and_huge(checking: Jwts, provider: Provider, opening: str) -> None:
    """Up to the longest that a header may be."""
    deep = opening * (5900 // len(opening))
    head = coded(b'{"alg":"RS256","kid":"first"}')
    issued = coded(f'{{"iss":"{provider.issuer}","sub":{deep}'.encode())[:8000]
    for token in (f"{coded(deep.encode())}..", f"{head}.{coded(deep.encode())}.", f"{head}.{issued}.AA"):
        refuse(checking, token.encode())
    for depth in (100, 800, 1100):
        nested = "[" * depth + "]" * depth
        claims = f'{{"iss":"{provider.issuer}","exp":{nested},"aud":{nested},"sub":{nested}}}'
        refuse(checking, f"{head}.{coded(claims.encode())}.AA".encode())
    for number in ("9" * 4000, "9" * 5000, "1e999", "-1e999", "1" + "0" * 400, "0." + "1" * 4000):
        claims = f'{{"iss":"{provider.issuer}","exp":{number}}}'
        refuse(checking, f"{head}.{coded(claims.encode())}.AA".encode())
