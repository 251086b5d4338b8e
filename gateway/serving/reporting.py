"""What the gateway says on standard error: its own lines, and why it cannot start."""

from __future__ import annotations

import sys
from typing import Any, NoReturn

FAILURE = 1
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s[%(process)d]: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "stream": "ext://sys.stderr"}},
    "loggers": {
        "ticketfirst": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        "uvicorn": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "uvicorn.lifespan": {"level": "CRITICAL"},
        "psycopg": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
    },
}


def complain(error: Exception) -> NoReturn:
    """Say in a line each what is wrong, and end."""
    for line in str(error).splitlines():
        print(f"error: {line}", file=sys.stderr)
    sys.exit(FAILURE)
