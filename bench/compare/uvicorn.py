"""How a peer's ASGI application is run: by uvicorn, as for production, with the fastest of its options."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from bench.compare.contender import PYTHON, Program


def program(app: str, port: int, workers: int, environment: Mapping[str, str], ready: str = "/") -> Program:
    """Run an application with a number of workers: uvloop, httptools, no access log."""
    command: list[str | Path] = [PYTHON, "-m", "uvicorn", app, "--host", "127.0.0.1", "--port", str(port)]
    command += ["--workers", str(workers), "--loop", "uvloop", "--http", "httptools"]
    command += ["--no-access-log", "--log-level", "warning", "--backlog", "2048"]
    command += ["--ws", "none", "--no-server-header", "--no-proxy-headers", "--timeout-graceful-shutdown", "2"]
    return Program(command, environment, ready=ready)
