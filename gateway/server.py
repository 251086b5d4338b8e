"""Runs the application: uvicorn, in one process or several."""

from __future__ import annotations

import os
from typing import Any

import uvicorn
from uvicorn.supervisors import Multiprocess

from gateway.settings import Settings

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s[%(process)d]: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "stream": "ext://sys.stderr"}},
    "loggers": {
        "ticketfirst": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        "uvicorn": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "psycopg": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
    },
}


def run(settings: Settings) -> None:
    """Answer requests until SIGTERM or SIGINT. A process that cannot start ends with a code that is not 0."""
    os.environ.update(settings.environment())  # each process reads its settings anew
    config = uvicorn.Config(
        "gateway.app:create",
        factory=True,
        host=settings.host,
        port=settings.port,
        workers=settings.workers,
        http="gateway.protocol:LimitedProtocol",
        loop="uvloop",
        ws="none",
        lifespan="on",
        log_config=LOGGING,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        backlog=4096,
        timeout_keep_alive=settings.idle_seconds,
        timeout_graceful_shutdown=settings.stop_seconds,
    )
    if settings.workers > 1:
        Multiprocess(config, sockets=[config.bind_socket()]).run()
    else:
        uvicorn.Server(config).run()
