"""What becomes of a good JWT: it is checked once, and the database is told who is asking."""

from __future__ import annotations

import asyncio
import hmac
import json
import time
from collections.abc import Callable

import pytest

from gateway.credentials.assertion import Identity, assertion
from gateway.credentials.bearer import Credentials
from gateway.credentials.jwt_tokens import Jwts
from gateway.credentials.options import Times
from gateway.problems import Problem
from gateway.settings import load
from tests.jwt_checks import LEEWAY, jwts
from tests.providers import (
    AUDIENCE,
    SUBJECT,
    Provider,
    key,
)

SECRET = bytes(range(32))


def test_a_token_is_checked_once(provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its signature, that is; not after its time, and not with keys that were replaced."""
    checked: list[bytes] = []
    real: Callable[..., Identity] = Jwts._checked

    def noted(self: Jwts, token: bytes, *rest: object) -> Identity:
        checked.append(token)
        return real(self, token, *rest)

    monkeypatch.setattr(Jwts, "_checked", noted)
    monkeypatch.setattr("gateway.credentials.jwt_tokens.KNOWN", 2)

    async def check() -> None:
        checking = jwts(provider, times=Times(600, pause=0))
        tokens = [provider.token(sub=str(number)).encode() for number in range(3)]
        for _ in range(5):
            assert (await checking.identity(tokens[0])).subject == "0"
        assert checked == tokens[:1]
        for token in tokens:  # the last two are kept
            await checking.identity(token)
        await checking.identity(tokens[2])
        assert checked == tokens
        await checking.identity(tokens[0])
        assert checked == [*tokens, tokens[0]]

        provider.publish(key("second"))
        with pytest.raises(Problem, match="jwt_key_unknown"):  # which makes it fetch the keys
            await checking.identity(key("unknown").sign(provider.claims()).encode())
        with pytest.raises(Problem, match="jwt_key_unknown"):
            await checking.identity(tokens[0])

        provider.publish(key())
        soon = provider.token(exp=int(time.time()) - LEEWAY + 1).encode()
        await checking.identity(soon)
        await asyncio.sleep(1.1)
        with pytest.raises(Problem, match="jwt_expired"):
            await checking.identity(soon)

    asyncio.run(check())


def test_the_assertion() -> None:
    """Its bytes are those that the database expects; a token's own end comes before the minute's."""
    key_of_gateway = bytes(range(32))
    text = '{"iss":"https://a.example","sub":"Zoë \\"\\\\","exp":1060}'.encode()
    said = assertion(key_of_gateway, Identity("https://a.example", 'Zoë "\\', 99999), 1000.9)
    assert said == hmac.digest(key_of_gateway, text, "sha256") + text
    assert assertion(key_of_gateway, Identity("i", "s", 1010), 1000.9)[32:] == b'{"iss":"i","sub":"s","exp":1010}'


def test_what_the_database_is_told(provider: Provider) -> None:
    """A JWT becomes an assertion of who is asking; a token of ours its hash, JWTs or not; all else is no credential."""
    ordinary = load()
    wanted = load(jwt_issuers=(provider.issuer,), jwt_audience=AUDIENCE, jwt_key=SECRET.hex())
    until = int(time.time()) + 5
    token = provider.token(exp=until - LEEWAY).encode()
    taking = Credentials(wanted)
    assert taking.hashed(b"Bearer " + token) is None
    credential = asyncio.run(taking.asserted(b"bearer  " + token + b" "))
    assert credential.startswith(b"\\x")
    raw = bytes.fromhex(credential[2:].decode())
    assert raw[:32] == hmac.digest(SECRET, raw[32:], "sha256")
    assert json.loads(raw[32:]) == {"iss": provider.issuer, "sub": SUBJECT, "exp": until}

    for own in (b"tf_" + b"0" * 64, b"tf_a.b.c", b"other", b"a.b", b"a.b.c.d"):
        assert taking.hashed(b"Bearer " + own) == Credentials(ordinary).hashed(b"Bearer " + own)
    assert Credentials(ordinary).hashed(b"Bearer a.b.c") is not None
    for nothing in (
        b"",
        b"Bearer",
        b"Basic a.b.c",
        b"Bearer " + b"x" * 513,
        b"Bearer a.b.c d",
        b"Bearer " + b"." * 8193,
    ):
        for credentials in (ordinary, wanted):
            with pytest.raises(Problem, match="credentials_missing"):
                Credentials(credentials).hashed(nothing)
        with pytest.raises(Problem, match="credentials_missing"):
            asyncio.run(taking.asserted(nothing))
