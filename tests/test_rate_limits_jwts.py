"""Wrong JWTs are guesses like wrong tokens; no token is none, whether or not JWTs are taken."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import psycopg
import pytest

from tests.conftest import GATEWAY, Database
from tests.desk import Desk, refused
from tests.gateways import Served, serving
from tests.providers import AUDIENCE, Provider, providing

MOST = 5
KEY = "5e" * 32
NO_TOKENS = (None, "Basic YTpi", "Bearer", "Bearer a b", f"Bearer {'x' * 513}", f"Bearer {'x' * 8192}..")


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    """A provider with one key."""
    with providing() as running:
        yield running


@pytest.fixture
def limited(database18: Database, gateway: Served, provider: Provider) -> Iterator[Served]:
    """A gateway that takes JWTs, and few wrong ones from an address; it has not counted any yet."""
    with psycopg.connect(database18.url()) as session:
        session.execute("SELECT internal.assertion_key_set(%s)", [bytes.fromhex(KEY)])
    url, rate = database18.url(GATEWAY), f"{MOST}/hour"
    with serving(
        url,
        gateway.token,
        auth_failures=rate,
        jwt_issuers=provider.issuer,
        jwt_audience=AUDIENCE,
        jwt_key=KEY,
        drain_seconds=0,
    ) as served:
        yield served


def get(served: Served, authorization: str | None) -> httpx.Response:
    """Ask with a header."""
    return httpx.get(f"{served.url}/v1/tickets", headers={"Authorization": authorization} if authorization else {})


def forged(provider: Provider, number: int) -> str:
    """Give a JWT that its issuer has not signed, no two alike."""
    text, _, _ = provider.token(sub=f"guess {number}").rpartition(".")
    return f"Bearer {text}.{provider.token().rpartition('.')[2]}"


def test_no_token_is_no_guess(limited: Served, desk: Desk, provider: Provider) -> None:
    """It is not counted, and told apart even where the limit is reached."""
    for nothing in NO_TOKENS * MOST:
        refused(get(limited, nothing), 401, "credentials_missing")
    assert get(limited, f"Bearer {desk.token()['secret']}").status_code == 200
    for number in range(MOST):
        refused(get(limited, forged(provider, number)), 401, "jwt_signature_wrong")
    refused(get(limited, forged(provider, MOST)), 429, "auth_failures_limited")
    for nothing in NO_TOKENS:
        refused(get(limited, nothing), 401, "credentials_missing")


def test_too_many_wrong_jwts(limited: Served, desk: Desk, provider: Provider) -> None:
    """Then the address has to wait; but for those who were let in before, by whatever token."""
    desk.identity(issuer=provider.issuer, subject="known", agent_id=desk.agent()["id"])
    known = [f"Bearer {token}" for token in (desk.token()["secret"], provider.token(sub="known"))]
    new = [f"Bearer {token}" for token in (desk.token()["secret"], provider.token(sub="known", jti="new"))]
    assert [get(limited, good).status_code for good in known] == [200, 200]
    for number in range(MOST - 1):
        refused(get(limited, forged(provider, number)), 401, "jwt_signature_wrong")
    refused(get(limited, f"Bearer {provider.token(sub='nobody')}"), 401, "identity_unknown")
    for late in (forged(provider, MOST), *new):
        refused(get(limited, late), 429, "auth_failures_limited")
    assert [get(limited, good).status_code for good in known] == [200, 200]
