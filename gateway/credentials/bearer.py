"""The header Authorization, made into the credential that `api.enter` takes: a token's hash, or a JWT's assertion."""

from __future__ import annotations

import hashlib
import importlib
import re
from time import time
from typing import TYPE_CHECKING

from gateway.credentials.assertion import assertion
from gateway.problems import own
from gateway.settings import Settings

if TYPE_CHECKING:
    from gateway.credentials.jwt_tokens import Jwts

OWN_PREFIX = b"tf_"
DOTS = 2  # that a JWT has, between header, claims and signature

# Blind to case in one word alone, and possessive: over a whole token, either costs more than hashing it.
_TOKEN = re.compile(rb"(?i:bearer) +([\x21-\x7e]{1,512}+) *")
_JWT = re.compile(rb"(?i:bearer) +([\x21-\x7e]{1,8192}+) *")


class Credentials:
    """Reads credentials; JWTs only where issuers are set."""

    def __init__(self, settings: Settings) -> None:
        """Load what JWTs need, if they are wanted: memory and start of other gateways stay as they are."""
        self._jwts: Jwts | None = None
        if settings.jwt_issuers and settings.jwt_key is not None:
            self._jwts = importlib.import_module("gateway.credentials.jwt_tokens").Jwts.of(settings)
            self._key = bytes.fromhex(settings.jwt_key.get_secret_value())

    def open(self) -> None:
        """Begin to fetch the issuers' keys."""
        if self._jwts is not None:
            self._jwts.open()

    async def close(self) -> None:
        """Stop that."""
        if self._jwts is not None:
            await self._jwts.close()

    def hashed(self, header: bytes) -> bytes | None:
        """Hash the token here, so that no log of SQL ever holds one; None if it may be a JWT. Raises Problem.

        What can be neither is refused here: it is no guess, so nobody counts it.
        """
        found = _TOKEN.fullmatch(header)
        if found is not None:
            token = found[1]
            if self._jwts is None or token.startswith(OWN_PREFIX) or token.count(b".") != DOTS:
                return b"\\x" + hashlib.sha256(token).hexdigest().encode()
        if self._jwts is None or _jwt(header) is None:
            raise own("credentials_missing")
        return None

    async def asserted(self, header: bytes) -> bytes:
        """Check the JWT, and assert to the database who is asking, for a minute at most. Raises Problem."""
        token = _jwt(header)
        if self._jwts is None or token is None:
            raise own("credentials_missing")
        identity = await self._jwts.identity(token)
        return b"\\x" + assertion(self._key, identity, time()).hex().encode()


def _jwt(header: bytes) -> bytes | None:
    """Give what has the form of a JWT."""
    found = _JWT.fullmatch(header)
    return found[1] if found is not None and found[1].count(b".") == DOTS else None
