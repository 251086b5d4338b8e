"""How many files the process may have open, and so how many clients may be connected."""

from __future__ import annotations

import resource

from gateway.settings import Settings

OTHERS = 200  # libraries, logs, locks, assets, and what starts PostgreSQL again


def raise_limit() -> None:
    """Let the process have as many open files as it ever may: the ordinary limit is for programs without clients."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def most_connections(settings: Settings) -> int:
    """Tell how many clients may be connected, so that files remain for everything else."""
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return max(soft - OTHERS - settings.lanes, OTHERS)
