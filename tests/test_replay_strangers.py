"""A replay against servers that are no TicketFirst: refused in a sentence, whatever they answer, and soon."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web

from gateway.replay import api as replay_api
from gateway.replay.api import Api, Refused, Unreachable, connected
from tools.ports import free_port

EMPTY: dict[str, list[int] | None] = {"items": [], "next": None}
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def _asking(handler: Handler) -> AsyncIterator[Api]:
    """Stand in for a server, and give what asks it."""
    port = free_port()
    application = web.Application()
    application.router.add_route("*", "/{path:.*}", handler)
    runner = web.AppRunner(application, shutdown_timeout=0)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    try:
        async with connected(f"http://127.0.0.1:{port}", "tf_0", 2) as api:
            yield api
    finally:
        await runner.cleanup()


def _answering(**answer: Any) -> Handler:
    async def handler(_: web.Request) -> web.Response:
        return web.Response(**answer)

    return handler


async def _greet(handler: Handler) -> None:
    async with _asking(handler) as api:
        await api.greet()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<html>",
        "[]",
        "{}",
        '{"items": null}',
        '{"items": "abc", "next": null}',
        '{"items": [{}], "next": null}',
        '{"items": [], "next": 5}',
        "[" * 100_000,
    ],
    ids=lambda text: text[:30] or "nothing",
)
def test_an_answer_of_another_kind_is_refused(text: str) -> None:
    """At the greeting, before anything is written."""
    with pytest.raises(Refused, match="no answer of TicketFirst's"):
        asyncio.run(_greet(_answering(text=text)))


@pytest.mark.parametrize(
    "text",
    ["", "not found", '{"errors": null}', '{"detail": "?", "errors": {"name": []}}', '{"errors": [{"field": "name"}]}'],
)
@pytest.mark.parametrize("status", [400, 404, 422, 500])
def test_an_error_of_another_kind_is_refused(status: int, text: str) -> None:
    """With its status."""
    with pytest.raises(Refused, match=rf"no answer of TicketFirst's.*\({status}\)"):
        asyncio.run(_greet(_answering(status=status, text=text)))


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirection_is_told_and_not_followed(status: int) -> None:
    """The token is for the server that was named, and a POST is not to become a GET."""
    with pytest.raises(Refused, match=r"leads to https://other\.example/: give that server"):
        asyncio.run(_greet(_answering(status=status, headers={"Location": "https://other.example/"})))


def test_an_answer_without_an_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before it fills the memory."""
    monkeypatch.setattr(replay_api, "LARGEST_ANSWER", 2**20)

    async def endless(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        while True:
            await response.write(b" " * 65536)

    with pytest.raises(Refused, match="no answer of TicketFirst's"):
        asyncio.run(_greet(endless))


def test_a_list_without_an_end_is_refused() -> None:
    """One whose next page is the same page."""

    async def rows() -> None:
        async with _asking(_answering(text='{"items": [], "next": "again"}')) as api:
            async for _ in api.rows("/v1/agents"):
                pass

    with pytest.raises(Refused, match="no answer of TicketFirst's"):
        asyncio.run(rows())


@pytest.mark.parametrize("seconds", ["100000", "9" * 400])
def test_nobody_is_waited_for_longer_than_the_patience(seconds: str) -> None:
    """A server that wants to be asked tomorrow is told about at once."""
    with pytest.raises(Refused, match="come again in"):
        asyncio.run(_greet(_answering(status=503, headers={"Retry-After": seconds})))


def test_a_success_that_names_a_time_is_a_success() -> None:
    """Retry-After means something only where nothing was done."""
    asyncio.run(_greet(_answering(text='{"items": [], "next": null}', headers={"Retry-After": "100"})))


def test_a_silent_server_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first request waits no longer than for a server that is not there."""
    monkeypatch.setattr(replay_api, "FIRST_PATIENCE", 0.3)

    async def silent(_: web.Request) -> web.Response:
        await asyncio.sleep(5)
        return web.Response()

    with pytest.raises(Unreachable, match=r"no answer to GET /v1/tickets for \d seconds"):
        asyncio.run(_greet(silent))


@pytest.mark.parametrize("status", [409, 429, 502, 503, 504])
def test_at_once_is_a_time_too(status: int) -> None:
    """Retry-After: 0 asks for the request again, also where the status alone would not."""
    answers = iter([web.Response(status=status, headers={"Retry-After": "0"}), web.json_response(EMPTY)])

    async def handler(_: web.Request) -> web.Response:
        return next(answers)

    asyncio.run(_greet(handler))
