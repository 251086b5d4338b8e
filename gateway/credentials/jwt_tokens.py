"""JWTs, checked: whose they are, whom they are for, until when; and that nobody else has written them."""

from __future__ import annotations

import asyncio
import hashlib
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from time import time
from typing import Any, NamedTuple

import jwt
from jwt.exceptions import (
    ExpiredSignatureError,
    ImmatureSignatureError,
    InvalidAudienceError,
    InvalidSignatureError,
    PyJWTError,
)
from jwt.types import Options

from gateway.credentials.assertion import Identity
from gateway.credentials.jwk_sets import Issuer, Keys
from gateway.credentials.options import Times
from gateway.problems import Problem, own
from gateway.settings import Settings

KNOWN = 4096  # tokens whose signature need not be checked again
LONGEST_SUBJECT = 255
TYPES = {"jwt", "at+jwt", "application/at+jwt"}  # a logout token is signed by the same key, and lets nobody in

_RULES: dict[type[Exception], str] = {
    ExpiredSignatureError: "jwt_expired",
    ImmatureSignatureError: "jwt_not_yet_valid",
    InvalidAudienceError: "jwt_audience_wrong",
    InvalidSignatureError: "jwt_signature_wrong",
}
_UNCHECKED: Options = {"verify_signature": False}
_CHECKED: Options = {"require": ["exp", "iss", "aud", "sub"], "enforce_minimum_key_length": True}


class Known(NamedTuple):
    """A token that was checked, and with which of its issuer's sets of keys."""

    identity: Identity
    issuer: Issuer
    keys: Keys


class Jwts:
    """Checks JWTs of some issuers, for one audience."""

    def __init__(self, issuers: Sequence[Issuer], algorithms: Sequence[str], audience: str, leeway: int) -> None:
        """Trust these issuers, and no others."""
        self._issuers: Mapping[str, Issuer] = {issuer.name: issuer for issuer in issuers}
        self._algorithms = algorithms
        self._audience = audience
        self._leeway = leeway
        self._known: OrderedDict[bytes, Known] = OrderedDict()
        self._tasks: list[asyncio.Task[None]] = []

    @classmethod
    def of(cls, settings: Settings) -> Jwts:
        """Make what the settings describe."""
        times = Times(settings.jwt_refresh_seconds)
        algorithms = settings.jwt_algorithms
        issuers = [Issuer(name, algorithms, times) for name in settings.jwt_issuers]
        assert settings.jwt_audience is not None  # or the gateway would not have started
        return cls(issuers, algorithms, settings.jwt_audience, settings.jwt_leeway_seconds)

    def open(self) -> None:
        """Begin to fetch keys."""
        self._tasks = [asyncio.create_task(issuer.keep_fresh()) for issuer in self._issuers.values()]

    async def close(self) -> None:
        """Stop that."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def identity(self, token: bytes) -> Identity:
        """Tell whom a token is about. Raises Problem."""
        digest = hashlib.sha256(token).digest()
        known = self._known.get(digest)
        if known is not None and known.identity.expires_at > time() and known.issuer.keys() is known.keys:
            self._known.move_to_end(digest)
            return known.identity
        issuer, kid, algorithm = self._claimed(token)
        key = await issuer.key(kid, algorithm)
        keys = issuer.keys()
        identity = self._checked(token, key, issuer.name)
        self._known[digest] = Known(identity, issuer, keys)
        if len(self._known) > KNOWN:
            self._known.popitem(last=False)
        return identity

    def _claimed(self, token: bytes) -> tuple[Issuer, str | None, str]:
        """Read what a token says of itself, to choose the key that it is checked with. Raises Problem."""
        try:
            unchecked = jwt.decode_complete(token, options=_UNCHECKED)
        except PyJWTError:
            raise own("jwt_malformed") from None
        header, name = unchecked["header"], unchecked["payload"].get("iss")
        if "crit" in header:
            raise own("jwt_malformed", "the JWT has a critical extension, which this gateway does not know")
        if str(header.get("typ", "jwt")).lower() not in TYPES:
            raise own("jwt_malformed", "the JWT's typ is that of a token which is not for access")
        issuer = self._issuers.get(name) if isinstance(name, str) else None
        if issuer is None:
            raise own("jwt_issuer_unknown")
        algorithm = header.get("alg")
        if not isinstance(algorithm, str) or algorithm not in self._algorithms:
            raise own("jwt_algorithm_refused", f"the JWT is signed otherwise than by {', '.join(self._algorithms)}")
        return issuer, header.get("kid"), algorithm

    def _checked(self, token: bytes, key: jwt.PyJWK, issuer: str) -> Identity:
        """Check the signature first, and then what it signs. Raises Problem."""
        try:
            claims = jwt.decode(
                token,
                key,
                self._algorithms,
                _CHECKED,
                audience=self._audience,
                issuer=issuer,
                leeway=self._leeway,
            )
        except PyJWTError as error:
            raise own(_RULES.get(type(error), "jwt_claims_invalid")) from None
        if fault := _fault(claims):
            raise fault
        return Identity(issuer, claims["sub"], int(claims["exp"]) + self._leeway)


def _fault(claims: Mapping[str, Any]) -> Problem | None:
    """Tell what is wrong with claims that PyJWT reads more generously than RFC 7519 has them."""
    for name in ("exp", "nbf", "iat"):
        if name in claims and type(claims[name]) not in (int, float):
            return own("jwt_claims_invalid", f"the JWT's {name} is no number of seconds since 1970")
    subject = claims["sub"]
    if not (0 < len(subject) <= LONGEST_SUBJECT and subject.isprintable()):
        return own("jwt_claims_invalid", f"the JWT's sub is not 1 to {LONGEST_SUBJECT} printable characters")
    return None
