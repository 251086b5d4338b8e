"""What can be set of JWTs, and what is wrong with a value. PyJWT is not loaded for it."""

from __future__ import annotations

import re
from typing import NamedTuple

from gateway.addresses import shown

# Asymmetric alone: a key that also signs would have to be shared with the provider.
ALGORITHMS = (
    *("RS256", "RS384", "RS512"),
    *("PS256", "PS384", "PS512"),
    *("ES256", "ES384", "ES512"),
    "EdDSA",
)
LONGEST_AUDIENCE = 255
PAUSE_SECONDS = 10.0
STALE_SECONDS = 24 * 3600.0
FETCH_SECONDS = 5.0

_KEY = re.compile(r"[0-9A-Fa-f]{64}")


class Times(NamedTuple):
    """How long an issuer's keys are good for; all in seconds."""

    refresh: float  # after which they are fetched again
    pause: float = PAUSE_SECONDS  # between two fetches at least, whoever asks for whatever key
    stale: float = STALE_SECONDS  # for which they are used while they cannot be fetched again
    fetch: float = FETCH_SECONDS  # that a fetch may take


def fault_of_algorithms(algorithms: tuple[str, ...]) -> str | None:
    """Tell what is wrong with the algorithms that a signature may have."""
    form = f"must be some of {' '.join(ALGORITHMS)}, with commas between"
    if not algorithms:
        return f"is empty: it {form}"
    for algorithm in algorithms:
        if algorithm not in ALGORITHMS:
            return f"{form}, not {shown(algorithm)}"
    return None


def fault_of_audience(audience: str) -> str | None:
    """Tell what is wrong with the audience that a token must be for."""
    if audience.isprintable() and audience.strip() == audience and 0 < len(audience) <= LONGEST_AUDIENCE:
        return None
    return f"must be what the provider writes into aud for this helpdesk, as it is written there, not {shown(audience)}"


def fault_of_key(key: str) -> str | None:
    """Tell what is wrong with the key that signs what the database is told, and nothing of what it holds."""
    if _KEY.fullmatch(key):
        return None
    return "must be 64 hexadecimal digits, as `ticketfirst jwt key` prints them"
