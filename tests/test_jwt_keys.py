"""A provider's keys: changed, withdrawn, late, broken or not to be had; and how often it is asked for them."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence

import pytest

from gateway.credentials.documents import LARGEST_DOCUMENT
from gateway.credentials.jwk_sets import Issuer
from gateway.credentials.jwt_tokens import Jwts
from gateway.credentials.options import Times
from gateway.problems import Problem
from tests.providers import AUDIENCE, CONFIGURATION, ELSEWHERE, KEYS, SUBJECT, Provider, key, providing

ALGORITHMS = ("RS256", "ES256")
EAGER = Times(600, pause=0)
ONCE = Times(600, pause=60)
Check = Callable[[str], Awaitable[str]]


@pytest.fixture
def said(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """What is logged."""
    caplog.set_level(logging.WARNING, "ticketfirst.jwt")
    return caplog


def jwts(provider: Provider, times: Times) -> Jwts:
    """Trust a provider."""
    return Jwts([Issuer(provider.issuer, ALGORITHMS, times)], ALGORITHMS, AUDIENCE, leeway=0)


async def end(checking: Jwts, token: str) -> str:
    """Check a token, and tell who is asking, or by which rule it is refused."""
    try:
        return (await checking.identity(token.encode())).subject
    except Problem as problem:
        if problem.rule == "jwt_keys_unavailable":
            assert problem.status == 503
            (name, seconds) = problem.headers[0]
            assert (name, len(problem.headers)) == (b"retry-after", 1)
            assert 1 <= int(seconds) <= 60
        return problem.rule


def ends(checking: Jwts, tokens: Sequence[str]) -> list[str]:
    """Check some in turn."""

    async def check() -> list[str]:
        return [await end(checking, token) for token in tokens]

    return asyncio.run(check())


def test_a_key_is_added_and_another_withdrawn(provider: Provider) -> None:
    """A token by a new key makes the gateway look; one by a key that is gone is refused from then on."""
    old, new = key("old"), key("new", "ES256")
    by_old, by_new = old.sign(provider.claims()), new.sign(provider.claims())
    provider.publish(old)
    checking = jwts(provider, EAGER)
    assert ends(checking, [by_old, by_new, by_old]) == [SUBJECT, "jwt_key_unknown", SUBJECT]
    provider.publish(old, new)
    assert ends(checking, [by_old, by_new, by_old]) == [SUBJECT, SUBJECT, SUBJECT]
    provider.publish(new)
    assert ends(checking, [by_old, by_new]) == [SUBJECT, SUBJECT]  # nothing has made it look
    assert ends(checking, [key("x").sign(provider.claims()), by_old, by_new]) == [
        "jwt_key_unknown",
        "jwt_key_unknown",
        SUBJECT,
    ]


def test_another_key_by_the_same_id(provider: Provider) -> None:
    """It counts from when the keys are fetched again."""
    first, second = key("same"), key("same", size=3072)
    provider.publish(first)
    checking = jwts(provider, EAGER)
    assert ends(checking, [first.sign(provider.claims())]) == [SUBJECT]
    provider.publish(second)
    tokens = [key("x").sign(provider.claims()), first.sign(provider.claims()), second.sign(provider.claims())]
    assert ends(checking, tokens) == ["jwt_key_unknown", "jwt_signature_wrong", SUBJECT]


def test_keys_are_fetched_again_by_themselves(provider: Provider) -> None:
    """Soon where they could not be had, and otherwise when they are old; and all that ends with the gateway."""

    async def check() -> None:
        provider.answer(CONFIGURATION, {}, 500)
        checking = jwts(provider, Times(0.2, pause=0.05))
        checking.open()
        await until(lambda: provider.fetches() > 2)
        provider.configure()
        await until(lambda: provider.requests[KEYS] > 0)
        assert await end(checking, provider.token()) == SUBJECT
        provider.publish(key("next"))
        await until(lambda: provider.requests[KEYS] > 2)
        assert await end(checking, provider.token()) == "jwt_key_unknown"
        await checking.close()
        before = provider.fetches()
        await asyncio.sleep(0.5)
        assert provider.fetches() == before
        assert len(asyncio.all_tasks()) == 1

    asyncio.run(check())


async def until(is_so: Callable[[], bool]) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(10):
        while not is_so():
            await asyncio.sleep(0.01)


def huge() -> bytes:
    """Write a set of keys with the right one, and much else."""
    return json.dumps({"keys": [key().jwk()], "more": "x" * LARGEST_DOCUMENT}).encode()


BROKEN: dict[str, tuple[str, object, int, dict[str, str]]] = {
    "500": (KEYS, {"keys": [key().jwk()]}, 500, {}),
    "404": (CONFIGURATION, {}, 404, {}),
    "204": (KEYS, b"", 204, {}),
    "201": (KEYS, {"keys": [key().jwk()]}, 201, {}),
    "no JSON": (KEYS, b"<html>", 200, {}),
    "bad UTF-8": (KEYS, b'{"keys": "\xff"}', 200, {}),
    "nothing": (KEYS, b"", 200, {}),
    "a list": (KEYS, [key().jwk()], 200, {}),
    "deep": (KEYS, b"[" * 200_000, 200, {}),
    "no keys": (KEYS, {}, 200, {}),
    "keys that are none": (KEYS, {"keys": {"first": key().jwk()}}, 200, {}),
    "an empty set": (KEYS, {"keys": []}, 200, {}),
    "no key of use": (KEYS, {"keys": [{"kty": "oct", "k": "AAAA"}, 5]}, 200, {}),
    "huge": (KEYS, huge(), 200, {}),
    "huge configuration": (CONFIGURATION, b" " * (LARGEST_DOCUMENT + 1), 200, {}),
    "compressed": (KEYS, b"\x1f\x8b\x08\x00\x00\x00\x00\x00", 200, {"Content_Encoding": "gzip"}),
    "cut short": (KEYS, b'{"keys": []}', 200, {"Content_Length": "500"}),
    "a long header": (KEYS, b"{}", 200, {"X-Long": "x" * 50_000}),
    "moved": (KEYS, b"", 302, {"Location": ELSEWHERE}),
    "moved for good": (CONFIGURATION, b"", 301, {"Location": ELSEWHERE}),
    "moved to a file": (KEYS, b"", 307, {"Location": "file:///etc/passwd"}),
}


@pytest.mark.parametrize("why", BROKEN)
def test_keys_that_are_not_to_be_had(provider: Provider, said: pytest.LogCaptureFixture, why: str) -> None:
    """From the start: 503, and the log says why in a line. Later: the keys that are known go on, and new ones wait."""
    path, document, status, headers = BROKEN[why]
    new = key("new").sign(provider.claims())
    provider.answer(ELSEWHERE, {"issuer": provider.issuer, "jwks_uri": provider.issuer + KEYS, "keys": [key().jwk()]})
    knowing = jwts(provider, EAGER)
    assert ends(knowing, [provider.token()]) == [SUBJECT]

    provider.answer(path, document, status, **headers)
    assert ends(jwts(provider, EAGER), [provider.token()]) == ["jwt_keys_unavailable"]
    assert ends(knowing, [provider.token(), new, provider.token()]) == [SUBJECT, "jwt_keys_unavailable", SUBJECT]
    assert provider.requests[ELSEWHERE] == 0
    for record in said.records:
        assert record.getMessage().startswith(f"the keys of {provider.issuer} cannot be fetched: ")
        assert record.getMessage().isprintable()
        assert len(record.getMessage()) < 300
        assert record.exc_info is None
    assert len(said.records) == 2

    provider.configure()
    provider.publish(key(), key("new"))
    assert ends(knowing, [provider.token(), new]) == [SUBJECT, SUBJECT]


@pytest.mark.parametrize(
    "changes",
    [
        {"issuer": "https://other.example"},
        {"issuer": None},
        {"issuer": [1]},
        *(
            {"jwks_uri": wrong}
            for wrong in (None, 5, "", "/keys", "file:///etc/passwd", "ftp://a/b", "http://a.example/k")
        ),
        *(
            {"jwks_uri": wrong}
            for wrong in ("https://", "https://user:pass@a.example/", "https://a b/", "https://a:0/k")
        ),
    ],
    ids=str,
)
def test_a_configuration_that_is_another_s(provider: Provider, changes: dict[str, object]) -> None:
    """Or that leads where nobody proves to be the provider."""
    provider.configure(**changes)
    assert ends(jwts(provider, EAGER), [provider.token()]) == ["jwt_keys_unavailable"]
    assert provider.requests[KEYS] == 0


def test_an_issuer_with_a_path_and_a_slash(provider: Provider) -> None:
    """Its configuration is under the path, and its name keeps the slash."""
    root = provider.issuer
    provider.issuer = f"{root}/tenant/"
    provider.answer(f"/tenant{CONFIGURATION}", {"issuer": provider.issuer, "jwks_uri": f"{root}{KEYS}?tenant=1"})
    provider.answer(f"{KEYS}?tenant=1", {"keys": [key().jwk()]})
    assert ends(jwts(provider, EAGER), [provider.token(), provider.token(iss=f"{root}/tenant")]) == [
        SUBJECT,
        "jwt_issuer_unknown",
    ]


def test_nobody_there() -> None:
    """503 from the start; the keys that are known go on; but not for ever."""
    with providing() as provider:
        token, new = provider.token(), key("new").sign(provider.claims())
        knowing = jwts(provider, Times(600, pause=0, stale=1.0))
        assert ends(knowing, [token]) == [SUBJECT]
    assert ends(knowing, [token, new, token]) == [SUBJECT, "jwt_keys_unavailable", SUBJECT]
    assert ends(jwts(provider, EAGER), [token]) == ["jwt_keys_unavailable"]
    time.sleep(1.1)
    assert ends(knowing, [token]) == ["jwt_keys_unavailable"]


def test_a_slow_provider(provider: Provider) -> None:
    """A call waits for it only so long; those whose keys are known do not wait, nor does anything else."""

    async def check() -> None:
        checking = jwts(provider, Times(600, pause=60, fetch=0.5))
        provider.goes_on.clear()
        began = time.monotonic()
        waiting = [asyncio.create_task(end(checking, provider.token())) for _ in range(20)]
        longest = 0.0
        while not all(task.done() for task in waiting):
            before = time.monotonic()
            await asyncio.sleep(0.01)
            longest = max(longest, time.monotonic() - before)
        assert 0.4 < time.monotonic() - began < 5
        assert {task.result() for task in waiting} == {"jwt_keys_unavailable"}
        assert longest < 0.4
        assert provider.fetches() == 1
        assert await end(checking, provider.token()) == "jwt_keys_unavailable"
        assert provider.fetches() == 1

    asyncio.run(check())


def test_one_who_gives_up_stops_nobody_else(provider: Provider) -> None:
    """The fetch belongs to all who wait for it."""

    async def check() -> None:
        checking = jwts(provider, ONCE)
        provider.goes_on.clear()
        first, second = (asyncio.create_task(end(checking, provider.token())) for _ in range(2))
        await until(lambda: provider.fetches() == 1)
        first.cancel()
        provider.goes_on.set()
        assert await second == SUBJECT
        assert provider.fetches() == 1

    asyncio.run(check())


@pytest.mark.parametrize("is_up", [True, False], ids=["up", "down"])
def test_many_unknown_keys(provider: Provider, is_up: bool) -> None:
    """Thousands at once, again and again, cost the provider one fetch in each pause."""
    claims = provider.claims()
    tokens = [key().sign(claims, kid=f"random {number}") for number in range(3000)]
    if not is_up:
        provider.answer(KEYS, b"", 500)

    async def check() -> None:
        checking = jwts(provider, Times(600, pause=1.0))
        began = time.monotonic()
        found: Counter[str] = Counter()
        while (seconds := time.monotonic() - began) < 2.5:
            found.update(await asyncio.gather(*(end(checking, token) for token in tokens)))
        assert set(found) == {"jwt_key_unknown" if is_up else "jwt_keys_unavailable"}
        assert sum(found.values()) >= len(tokens)
        assert 1 <= provider.fetches() <= seconds + 1
        assert await end(checking, provider.token()) == (SUBJECT if is_up else "jwt_keys_unavailable")

    asyncio.run(check())
