"""What the database is told of a JWT's bearer, with a proof that it comes from a gateway that has the key.

32 bytes of HMAC-SHA256, and what they are the code of: `{"iss":…,"sub":…,"exp":…}`, compact, in UTF-8. Without the
key, a login of the gateway opens nothing, and whoever finds one in a log of SQL can do nothing with it a minute later.
"""

from __future__ import annotations

import hmac
import json
from typing import NamedTuple

SECONDS = 60  # for which one is good

_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


class Identity(NamedTuple):
    """Whom a token is about, in the issuer's words, and from when on (seconds since 1970) nobody takes it."""

    issuer: str
    subject: str
    expires_at: int


def assertion(key: bytes, identity: Identity, now: float) -> bytes:
    """Make an assertion of who is asking."""
    said = {
        "iss": identity.issuer,
        "sub": identity.subject,
        "exp": min(identity.expires_at, int(now) + SECONDS),
    }
    text = _JSON.encode(said).encode()
    return hmac.digest(key, text, "sha256") + text
