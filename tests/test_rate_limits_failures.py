"""Wrong tokens are counted by address: of many, few get to the database, and whoever is known goes on."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator
from itertools import count

import httpx
import pytest

from tests.callers import Client, End, all_of
from tests.conftest import GATEWAY, Database
from tests.desk import Desk, refused
from tests.gateways import Served, serving

MOST = 5
BURST = 500
WORKERS = 2
AT_ONCE = 4  # that a process asks the database about
POLICY = f'"auth-failures";q={MOST};w=3600'

_numbers = count(2)


@pytest.fixture(scope="module")
def limited(database18: Database, gateway: Served) -> Iterator[Served]:
    """A gateway that takes few wrong tokens from an address."""
    url = database18.url(GATEWAY)
    with serving(url, gateway.token, auth_failures=f"{MOST}/hour", drain_seconds=0) as served:
        yield served


@pytest.fixture
def address() -> str:
    """An address that no other test has."""
    return f"127.0.0.{next(_numbers)}"


def get(served: Served, address: str, token: str | None, **headers: str) -> httpx.Response:
    """Ask from an address."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    named |= {"Authorization": f"Bearer {token}"} if token else {}
    with httpx.Client(transport=httpx.HTTPTransport(local_address=address)) as http:
        return http.get(f"{served.url}/v1/tickets", headers=named)


def guess(served: Served, address: str, times: int, **headers: str) -> list[int]:
    """Try wrong tokens, no two alike."""
    return [get(served, address, f"tf_{next(_numbers)}", **headers).status_code for _ in range(times)]


def test_too_many_wrong_tokens(limited: Served, desk: Desk, address: str) -> None:
    """Then the address has to wait; but for those who were let in before, and others' addresses."""
    known, new = desk.token()["secret"], desk.token()["secret"]
    assert get(limited, address, known).status_code == 200
    assert guess(limited, address, MOST) == [401] * MOST
    for token in ("tf_wrong", new):
        answer = get(limited, address, token)
        refused(answer, 429, "auth_failures_limited")
        assert answer.headers["ratelimit-policy"] == POLICY
        assert answer.headers["ratelimit"] == f'"auth-failures";r=0;t={answer.headers["retry-after"]}'
        assert 3500 < int(answer.headers["retry-after"]) <= 3600
        assert answer.headers["server-timing"] == "database;dur=0.000, lane;dur=0.000"
    assert get(limited, address, known).status_code == 200
    assert get(limited, "127.0.0.1", new).status_code == 200
    assert get(limited, address, new).status_code == 200  # it is known now


def test_no_token_is_no_guess(limited: Served, address: str) -> None:
    """It is not counted, and told apart even where the limit is reached."""
    for _ in range(2 * MOST):
        refused(get(limited, address, None), 401, "credentials_missing")
    assert guess(limited, address, MOST + 1) == [401] * MOST + [429]
    refused(get(limited, address, None), 401, "credentials_missing")


def test_good_tokens_are_not_counted(limited: Served, desk: Desk, address: str) -> None:
    """However many there are, and whatever else is wrong with what they ask for."""
    for _ in range(2 * MOST):
        token = desk.token()["secret"]
        assert get(limited, address, token).status_code == 200
        refused(get(limited, address, token, x_clock="2012-05-01T08:00:00Z"), 403, "permission_missing", "X-Clock")


def test_a_token_that_was_good_once(limited: Served, desk: Desk, address: str) -> None:
    """It is let in by the database alone, and a guess like others from then on."""
    token = desk.token()
    assert get(limited, address, token["secret"]).status_code == 200
    desk.delete(f"/v1/tokens/{token['id']}")
    assert [get(limited, address, token["secret"]).status_code for _ in range(MOST + 1)] == [401] * MOST + [429]


def test_nobody_is_believed(limited: Served, address: str) -> None:
    """Whatever a client says of where it is."""
    assert guess(limited, address, MOST) == [401] * MOST
    assert guess(limited, address, 1, x_forwarded_for="192.0.2.1", forwarded="for=192.0.2.1") == [429]


def test_behind_a_proxy(database18: Database, gateway: Served, address: str) -> None:
    """One that is believed tells the addresses apart, and its client cannot."""
    rate, trusted = f"{MOST}/hour", f"{address},10.0.0.0/8"
    url = database18.url(GATEWAY)
    with serving(url, gateway.token, auth_failures=rate, trusted_proxies=trusted, drain_seconds=0) as served:
        for number in range(MOST):
            said = f"192.0.2.{number}, 198.51.100.1, 10.0.0.1"
            assert guess(served, address, 1, x_forwarded_for=said) == [401]
        assert guess(served, address, 1, x_forwarded_for="192.0.2.77, 198.51.100.1") == [429]
        assert guess(served, address, 1, x_forwarded_for="198.51.100.2") == [401]
        assert guess(served, address, MOST, x_forwarded_for="2001:db8::1") == [401] * MOST
        assert guess(served, address, 1, x_forwarded_for="2001:db8::2") == [429]
        assert guess(served, "127.0.0.1", 1, x_forwarded_for="198.51.100.1") == [401]


def test_many_at_once(database18: Database, gateway: Served) -> None:
    """Of a crowd, hardly more get to the database than are allowed; then a good token of nobody known waits as well."""
    rate, url = f"{MOST}/hour", database18.url(GATEWAY)
    with serving(url, workers=WORKERS, auth_failures=rate, write_lanes=2, slow_lanes=1, drain_seconds=0) as served:
        ends = asyncio.run(all_at_once(served, [f"tf_{number}" for number in range(BURST)]))
    rules = Counter(end.rule for end in ends)
    assert rules.keys() == {"token-invalid", "auth-failures-limited"}
    print(f"{rules['token-invalid']} of {BURST} wrong tokens got to the database; {MOST} are allowed")
    assert MOST <= rules["token-invalid"] < MOST + WORKERS * AT_ONCE


def test_good_ones_at_once(limited: Served, desk: Desk) -> None:
    """Many at the start, of one token or of many, all come in."""
    tokens = [desk.token()["secret"] for _ in range(10 * MOST)]
    assert {end.status for end in asyncio.run(all_at_once(limited, tokens * 2))} == {200}


async def all_at_once(served: Served, tokens: list[str]) -> list[End]:
    """Send a request with each token, all at the same time."""
    clients = [Client(served, token) for token in tokens]
    try:
        for client in clients:
            await client.connect_all(1)
        return await all_of(client.call("GET", "/v1/tickets") for client in clients)
    finally:
        for client in clients:
            client.close()
