"""Stub."""

from pathlib import Path

from bench.compare.results import Results


def report(results: Results) -> list[Path]:
    """Stub."""
    return []


def shown(results: Results) -> str:
    """Stub."""
    return "\n".join(
        f"{t.contender} {t.load} {t.connections} {t.workers} {t.rate:.0f} {t.p99} {t.cost}" for t in results.turns
    ) + "\n".join(map(str, results.open_turns))
