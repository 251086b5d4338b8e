"""What a JWT must say, and how long it may say it."""

from __future__ import annotations

import time
from typing import NamedTuple

import pytest

from tests.jwt_checks import LEEWAY, identity, rule
from tests.providers import (
    AUDIENCE,
    SUBJECT,
    Provider,
    key,
)

HOUR = 3600


class Bad(NamedTuple):
    """A claim that is changed, and the rule that it breaks."""

    name: str
    value: object
    rule: str


def ago(seconds: float) -> float:
    """Give a time, in seconds since 1970."""
    return time.time() - seconds


NO_ISSUERS: list[object] = ["", "https://other.example", 5, [], {}, True]
OTHERS: list[object] = [
    "other",
    AUDIENCE.upper(),
    f"{AUDIENCE} ",
    ["other"],
    [[]],
    5,
    {AUDIENCE: 1},
    [AUDIENCE, 5],
    True,
]
NOBODY: list[object] = ["", [], {}, 0, False]
NO_TIMES: list[object] = ["", "soon", [], {}, [9], float("nan"), float("inf"), float("-inf")]
NO_SUBJECTS: list[object] = [
    "",
    5,
    True,
    [],
    {},
    "x" * 256,
    "a\0b",
    "a\nb",
    "a\x1b[31m",
    "\ud800",
    "a\u202eb",
    "a\u200bb",
]
CLAIMS = [
    *(Bad(name, None, "jwt_claims_invalid") for name in ("aud", "exp", "sub")),
    Bad("iss", None, "jwt_issuer_unknown"),
    *(Bad("iss", wrong, "jwt_issuer_unknown") for wrong in NO_ISSUERS),
    *(Bad("aud", wrong, "jwt_audience_wrong") for wrong in OTHERS),
    *(Bad("aud", wrong, "jwt_claims_invalid") for wrong in NOBODY),
    *(Bad("exp", wrong, "jwt_expired") for wrong in (ago(LEEWAY + 1), 0, -1e300, "0", True)),
    *(Bad(name, ago(-10 * HOUR), "jwt_not_yet_valid") for name in ("nbf", "iat")),
    *(Bad(name, wrong, "jwt_claims_invalid") for name in ("exp", "nbf", "iat") for wrong in NO_TIMES),
    *(Bad(name, wrong, "jwt_claims_invalid") for name in ("nbf", "iat") for wrong in ("0", True)),
    Bad("exp", "99999999999", "jwt_claims_invalid"),
    *(Bad("sub", wrong, "jwt_claims_invalid") for wrong in NO_SUBJECTS),
    Bad("jti", 5, "jwt_claims_invalid"),
]


@pytest.mark.parametrize("bad", CLAIMS, ids=[f"{bad.name}-{number}" for number, bad in enumerate(CLAIMS)])
def test_claims(provider: Provider, bad: Bad) -> None:
    """Each is refused by its rule."""
    claims = provider.claims()
    claims.pop(bad.name, None)
    if bad.value is not None:
        claims[bad.name] = bad.value
    assert rule(key().sign(claims), provider) == bad.rule


def test_null_is_none(provider: Provider) -> None:
    """A claim that is null is not there."""
    for name in ("aud", "exp", "sub"):
        assert rule(key().sign(provider.claims() | {name: None}), provider) == "jwt_claims_invalid"
    assert rule(key().sign(provider.claims() | {"iss": None}), provider) == "jwt_issuer_unknown"


def test_clocks_may_differ_a_little(provider: Provider) -> None:
    """By the leeway, and by no more."""
    assert identity(provider.token(exp=int(ago(LEEWAY - 10))), provider).subject == SUBJECT
    ahead = int(ago(10 - LEEWAY))
    assert identity(provider.token(nbf=ahead, iat=ahead), provider).subject == SUBJECT


def test_subjects_are_kept_as_they_are(provider: Provider) -> None:
    """Up to 255 characters, of any language; nothing is folded or trimmed."""
    for subject in ("a", "x" * 255, "Zoë Ångström", " a ", "猫", "a'b\"c\\d", "CN=Ann,O=x"):
        assert identity(provider.token(sub=subject), provider).subject == subject
