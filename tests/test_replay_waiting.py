"""A replay through somebody who refuses, breaks off and forgets: it comes again, and everything is done once."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from itertools import count

import aiohttp
import pytest
from aiohttp import web
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gateway.replay import api as replay_api
from gateway.replay.api import Unreachable, Write, connected
from gateway.replay.check import Check
from gateway.replay.event_log import Case, Event, read_log
from gateway.replay.replay import Replay, Summary
from gateway.replay.script import DETAILS, Script, make_script
from tests.gateways import Served
from tests.logs import SMALL
from tools.ports import free_port

CONNECTIONS = 8
HOP = {"host", "connection", "content-length", "transfer-encoding"}


class Trouble:
    """A proxy that treats a part of all requests badly, in ways that it counts."""

    def __init__(self, served: Served, seed: int) -> None:
        """Stand in front of a gateway; the seed decides which requests have bad luck."""
        self.done: Counter[str] = Counter()
        self._served = served
        self._random = random.Random(seed)
        self._calls: dict[str, list[str]] = {}

    @asynccontextmanager
    async def standing(self) -> AsyncIterator[str]:
        """Take requests until the end of the block; gives the address."""
        port = free_port()
        application = web.Application(client_max_size=2**20)
        application.router.add_route("*", "/{path:.*}", self._handle)
        runner = web.AppRunner(application)
        await runner.setup()
        async with aiohttp.ClientSession(self._served.url) as self._session:
            await web.TCPSite(runner, "127.0.0.1", port).start()
            try:
                yield f"http://127.0.0.1:{port}"
            finally:
                await runner.cleanup()

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        luck = self._random.random()
        before = {0.03: self._too_many, 0.06: self._busy, 0.09: self._hang_up}
        for limit, refuse in before.items():
            if luck < limit:
                self.done[refuse.__name__] += 1
                return refuse(request)
        answer = await self._pass_on(request)
        if luck < 0.12:  # it was done, and nobody hears of it
            self.done["forgotten"] += 1
            return self._hang_up(request)
        if luck < 0.15:
            self.done["gateway timeout"] += 1
            return web.Response(status=504)
        return answer

    async def _pass_on(self, request: web.Request) -> web.Response:
        headers = {name: value for name, value in request.headers.items() if name.lower() not in HOP}
        sent = self._session.request(request.method, request.rel_url, headers=headers, data=await request.read())
        async with sent as answer:
            kept = {name: value for name, value in answer.headers.items() if name.lower() not in HOP}
            return web.Response(status=answer.status, headers=kept, body=await answer.read())

    @staticmethod
    def _too_many(_: web.Request) -> web.Response:
        return web.Response(status=429, headers={"Retry-After": "0"})

    @staticmethod
    def _busy(_: web.Request) -> web.Response:
        return web.Response(status=503)

    @staticmethod
    def _hang_up(request: web.Request) -> web.Response:
        assert request.transport is not None
        request.transport.abort()
        return web.Response()


async def _replay(script: Script, url: str, token: str) -> tuple[Summary, int]:
    async with connected(url, token, CONNECTIONS) as api:
        return await Replay(api, script, CONNECTIONS, lambda _: None).run(), api.retries


async def _check(script: Script, served: Served) -> list[str]:
    async with connected(served.url, served.token, CONNECTIONS) as api:
        report = await Check(api, script, CONNECTIONS, lambda _: None).run()
        assert (report.found == report.expected) or report.differences
        return report.differences


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waits that are short."""
    monkeypatch.setattr(replay_api, "LONGEST_WAIT", 0.05)
    monkeypatch.setattr(replay_api, "JITTER", 0.02)


def test_everything_is_done_once_whatever_comes_between(gateway: Served) -> None:
    """429 and 503, connections that end before and after the write, 504 after it: sent again, under the same key."""
    script = make_script(read_log(SMALL))
    trouble = Trouble(gateway, seed=4)

    async def through_trouble() -> tuple[Summary, int]:
        async with trouble.standing() as url:
            return await _replay(script, url, gateway.token)

    summary, retries = asyncio.run(through_trouble())
    assert summary.written + summary.found == script.counts
    assert not summary.failures
    assert len(trouble.done) == 5
    # What may be repeated without a key (GET, PUT), aiohttp sends again by itself where a connection ended.
    assert trouble.done.total() - trouble.done["_hang_up"] - trouble.done["forgotten"] < retries <= trouble.done.total()
    assert asyncio.run(_check(script, gateway)) == []


def test_it_waits_as_long_as_it_is_told(gateway: Served) -> None:
    """Retry-After is the server's word on when to come again."""
    asked: list[float] = []

    async def busy(request: web.Request) -> web.Response:
        asked.append(asyncio.get_running_loop().time())
        if len(asked) == 1:
            return web.Response(status=429, headers={"Retry-After": "1"})
        return web.json_response({"items": [], "next": None})

    async def greet() -> None:
        port = free_port()
        application = web.Application()
        application.router.add_get("/v1/tickets", busy)
        runner = web.AppRunner(application)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        async with connected(f"http://127.0.0.1:{port}", gateway.token, 1) as api:
            await api.greet()
        await runner.cleanup()

    asyncio.run(greet())
    first, second = asked
    assert second - first >= 1


def test_a_server_that_does_not_come_back_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a sentence that says what was tried, and what came of it."""
    monkeypatch.setattr(replay_api, "FIRST_PATIENCE", 0.2)
    with pytest.raises(Unreachable, match="no answer to GET /v1/tickets for 0 seconds: Cannot connect to host"):
        asyncio.run(_greet(f"http://127.0.0.1:{free_port()}"))


async def _greet(url: str) -> None:
    async with connected(url, "tf_0", 1) as api:
        await api.greet()


numbers = count(1)
values = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)
events = st.builds(
    Event,
    st.datetimes(datetime(1, 1, 4), datetime(9999, 12, 28), timezones=st.just(UTC)),
    st.fixed_dictionaries(
        {"concept:name": values.filter(bool)}, optional=dict.fromkeys((*DETAILS.values(), "org:resource"), values)
    ),
)
cases = st.lists(
    st.builds(Case, values.filter(bool), st.lists(events, min_size=1, max_size=5).map(tuple)),
    min_size=1,
    max_size=4,
    unique_by=lambda case: case.name,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cases)
def test_any_log_can_be_replayed(gateway: Served, log: list[Case]) -> None:
    """Whatever its names and times are; the check agrees, and there is nothing left to do."""
    number = next(numbers)  # so that no example's cases are another's
    script = make_script([Case(f"{case.name}{number}", case.events) for case in log])
    summary, _ = asyncio.run(_replay(script, gateway.url, gateway.token))
    assert not summary.failures
    assert asyncio.run(_check(script, gateway)) == []
    again, _ = asyncio.run(_replay(script, gateway.url, gateway.token))
    assert (again.written, again.found) == (Counter(), script.counts)


def test_a_key_is_of_what_is_written() -> None:
    """The same again has the same key, in this process or the next; anything else has another."""
    at = datetime(2025, 3, 1, 9, tzinfo=UTC)
    write = Write("SD-1 3", "POST", "/v1/tickets/7/comments", {"body": "Räksmörgås", "author_agent_id": 3}, at)
    assert write.headers() == {
        "X-Clock": "2025-03-01T09:00:00+00:00",
        "Idempotency-Key": "replay-2504b590da33f28a90525b20acfe53b00505756f7415891e90f454eb6ef57a35",
    }
    others = [
        write._replace(purpose="SD-1 4"),
        write._replace(method="PUT"),
        write._replace(path="/v1/tickets/8/comments"),
        write._replace(body={"body": "Räksmörgås", "author_agent_id": 4}),
        write._replace(at=at + timedelta(microseconds=1)),
    ]
    assert len({other.headers()["Idempotency-Key"] for other in (write, *others)}) == 6
