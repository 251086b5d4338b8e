"""The application: the endpoints' table answered by the shortest way there is, and FastAPI for everything else.

FastAPI has the documentation, /healthz, /readyz and /problems; a path of the table never gets to it.
"""

from __future__ import annotations

import asyncio
import gc
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import cast

import psycopg
from fastapi import FastAPI
from fastapi.telemetry import TelemetryConfig
from psycopg import AsyncConnection
from psycopg_pool import AsyncNullConnectionPool
from starlette.exceptions import HTTPException
from starlette.types import Message, Receive, Scope, Send

from gateway import catalogue, service
from gateway.access_log import AccessLog
from gateway.call import Call, Means
from gateway.cors import Cors
from gateway.credentials.bearer import Credentials
from gateway.documentation import docs_page
from gateway.documentation.documented import DESCRIPTION, TAGS, Documentation, routes
from gateway.endpoints import ENDPOINTS
from gateway.exchange import Answer, ClientGoneError, Exchange, Server
from gateway.framework import failure_response, framework_response, problem_response
from gateway.limiting.limiter import limiter
from gateway.paths import Paths
from gateway.problems import Problem, own
from gateway.serving.draining import Drain
from gateway.serving.preflight import one_line
from gateway.settings import Settings
from gateway.steps import in_task
from gateway.traffic import CONNECT_SECONDS, Traffic
from gateway.wire.cycle import Cycle
from gateway.wire.descriptors import most_connections

log = logging.getLogger("ticketfirst")

NO_TELEMETRY: TelemetryConfig = {"tracing": False, "metrics": False, "logs": False}
VERSION = "1"
BASE = "/v1/"
STOPPED = (
    "The gateway has stopped before the answer came. A write may have been done or not: repeat it with the same"
    " Idempotency-Key."
)


class Gateway:
    """The ASGI application of one process."""

    def __init__(self, settings: Settings, counters: int) -> None:
        """Describe the application; its lifespan opens the lanes."""
        access_log = AccessLog(is_wanted=settings.access_log)
        self._server = Server(settings, access_log, Cors(settings.cors_origins), limiter(settings, counters))
        self._why = ""
        self._paths: Paths[Call] = Paths()
        self.documented = Documentation(
            title="TicketFirst",
            version=VERSION,
            description=DESCRIPTION,
            openapi_tags=[{"name": tag} for tag in TAGS],
            openapi_url=None,  # gateway.documentation.docs_page has these
            docs_url=None,
            redoc_url=None,
            lifespan=self._lifespan,
            telemetry=NO_TELEMETRY,
            redirect_slashes=False,
            exception_handlers={
                Problem: problem_response,
                HTTPException: framework_response,
                Exception: failure_response,
            },
        )
        self.documented.router.routes.extend(routes(ENDPOINTS))
        self.documented.include_router(service.router)
        self.documented.include_router(docs_page.router)
        self._drain = Drain(settings.drain_seconds)
        self.state = service.State(self._drain)
        self.documented.state.ticketfirst = self.state

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Start and stop, as uvicorn says; requests come to `serve`."""
        await self.documented(scope, receive, self._telling_why(send))

    async def serve(self, cycle: Cycle) -> None:
        """Answer one request; whatever happens, with an answer that says what."""
        exchange = Exchange(cycle, self._server)
        try:
            exchange.check()
            answer = exchange.preflight() or await self._answer(exchange)
            if answer is not None:
                await exchange.answer(answer)
            else:
                await in_task()
                # For HEAD, the server itself leaves the body out.
                method = "GET" if exchange.method == "HEAD" else exchange.method
                scope = {**exchange.scope, "method": method, "exchange": exchange}
                await self.documented(scope, cast(Receive, cycle.receive), exchange.pass_on)
        except Problem as problem:
            await exchange.refuse(problem)
        except ClientGoneError:
            exchange.give_up()
        except asyncio.CancelledError:  # this process stops, and has waited as long as it may
            if not exchange.is_answered:
                await exchange.refuse(own("database_unavailable", STOPPED))
        except Exception:
            log.exception("request %s failed", exchange.request_id.decode())
            if not exchange.is_answered:
                await exchange.refuse(own("internal_error"))

    async def _answer(self, exchange: Exchange) -> Answer | None:
        """Answer a path of the table; None where it is none of them. Raises Problem."""
        found = self._paths.find(exchange.path)
        if found is None:
            if exchange.path.startswith(BASE):  # FastAPI only documents these
                raise own("path_not_found")
            return None
        calls, values = found
        call = calls.get("GET" if exchange.method == "HEAD" else exchange.method)
        if call is not None:
            return await call(exchange, values)
        methods = [*calls, "OPTIONS", *(["HEAD"] if "GET" in calls else [])]
        allow = (b"allow", ", ".join(methods).encode())
        if exchange.method == "OPTIONS":
            return Answer(204, [allow])
        problem = own("method_not_allowed")
        problem.headers.append(allow)
        raise problem

    def _telling_why(self, send: Send) -> Send:
        """Say in one sentence why the start failed, where the framework would send a traceback."""

        async def tell(message: Message) -> None:
            if message["type"] == "lifespan.startup.failed" and self._why:
                message["message"] = self._why
            await send(message)

        return tell

    @asynccontextmanager
    async def _lifespan(self, _: FastAPI) -> AsyncIterator[dict[str, object]]:
        """Open the lanes and bind the endpoints to their functions. Raises psycopg.Error, CatalogueError."""
        settings = self._server.settings
        pool = _pool(settings)
        await pool.open()
        traffic = Traffic(settings, pool)
        credentials = Credentials(settings)
        try:
            functions = await _functions(pool)
            await traffic.open()
            self.state.open(traffic, functions)
            credentials.open()
            means = Means(traffic, self.state.rules, credentials, self._server.limiter, settings)
            for endpoint in ENDPOINTS:
                call = Call(endpoint, functions[endpoint.function], means)
                self._paths.add(endpoint.method, endpoint.path, call)
            # What is there now stays: the collector need not look at it again, and its pauses get short.
            gc.collect()
            gc.freeze()
            yield {
                "settings": settings,
                "drain": self._drain,
                "access_log": self._server.access_log,
                "most_connections": most_connections(settings),
            }
        except psycopg.Error as error:
            self._why = f"TICKETFIRST_DATABASE_URL: the database cannot be used: {one_line(error)}"
            raise
        except catalogue.CatalogueError as error:
            first, *others = str(error).splitlines()
            more = f" (and {len(others)} more like that)" if others else ""
            self._why = (
                "TICKETFIRST_DATABASE_URL: the database has not what this version of TicketFirst needs: run"
                f" `ticketfirst deploy`; {first}{more}"
            )
            raise
        finally:
            await credentials.close()
            await traffic.close()
            await pool.close()
            self._server.access_log.close()


def create(settings: Settings, counters: int) -> Gateway:
    """Make the application; `counters` is the open file of what all processes count together."""
    return Gateway(settings, counters)


def _pool(settings: Settings) -> AsyncNullConnectionPool:
    """Describe the connections. The lanes keep theirs for good, so the pool keeps none."""
    assert settings.database_url is not None
    limits = {"statement_timeout": settings.database_seconds, "lock_timeout": settings.lock_seconds}
    options = " ".join(f"-c {name}={seconds * 1000:.0f}" for name, seconds in limits.items())
    return AsyncNullConnectionPool(
        settings.database_url.get_secret_value(),
        kwargs={
            "autocommit": True,
            "client_encoding": "utf8",
            "application_name": "ticketfirst",
            "options": f"{options} -c timezone=UTC",
            "keepalives_idle": 10,
            "keepalives_interval": 5,
            "keepalives_count": 3,
        },
        max_size=settings.lanes,
        open=False,
    )


async def _functions(pool: AsyncNullConnectionPool) -> dict[str, catalogue.Function]:
    connection: AsyncConnection = await pool.getconn(CONNECT_SECONDS)
    try:
        functions = await catalogue.read(connection)
    finally:
        await pool.putconn(connection)
    catalogue.check(ENDPOINTS, functions)
    return functions
