"""Checking a JWT as a gateway does that has just started, and what a caller is told who is refused."""

from __future__ import annotations

import asyncio

import pytest

from gateway.credentials.assertion import Identity
from gateway.credentials.jwk_sets import Issuer
from gateway.credentials.jwt_tokens import Jwts
from gateway.credentials.options import Times
from gateway.problems import OWN, Problem
from tests.providers import (
    AUDIENCE,
    Provider,
)

LEEWAY = 30
ORDINARY = ("RS256", "ES256")
TIMES = Times(600)


def jwts(*providers: Provider, algorithms: tuple[str, ...] = ORDINARY, times: Times = TIMES) -> Jwts:
    """Trust these providers."""
    issuers = [Issuer(provider.issuer, algorithms, times) for provider in providers]
    return Jwts(issuers, algorithms, AUDIENCE, LEEWAY)


def identity(token: str, *providers: Provider, algorithms: tuple[str, ...] = ORDINARY) -> Identity:
    """Check a token as a gateway does that has just started."""
    return asyncio.run(jwts(*providers, algorithms=algorithms).identity(token.encode()))


def rule(token: str, *providers: Provider, algorithms: tuple[str, ...] = ORDINARY) -> str:
    """Hold that a token is refused, and with what a caller must be told; give the rule."""
    with pytest.raises(Problem) as raised:
        identity(token, *providers, algorithms=algorithms)
    problem = raised.value
    assert problem.status == OWN[problem.rule].status == 401
    assert problem.headers == [(b"www-authenticate", b'Bearer realm="ticketfirst", error="invalid_token"')]
    assert problem.detail != OWN[problem.rule].explanation  # it says what is wrong, not what must be
    for part in filter(None, token.split(".")):
        assert part not in problem.body("1").decode()
    return problem.rule
