"""Who can be compared: the modules of bench/compare/contenders, TicketFirst first, those without a database last."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable

from bench.compare import contenders
from bench.compare.contender import Contender
from bench.compare.mix import read_mix
from bench.compare.pgbench import NAME as PGBENCH
from bench.compare.requests import missing
from bench.compare.work import Work

ORDER = (
    "ticketfirst",
    "by_hand",
    "postgrest_shaped",
    "conventional",
    "postgraphile",
    "django_helpdesk",
    PGBENCH,
    "bare",
)
LIMITS = (PGBENCH, "bare")  # nobody's service: what no service can be faster than


def names() -> list[str]:
    """Give the names of all, pgbench among them, in the order of tables."""
    found = [module.name for module in pkgutil.iter_modules(contenders.__path__)]
    return sorted([*found, PGBENCH], key=lambda name: (ORDER.index(name) if name in ORDER else len(ORDER), name))


def contender(name: str) -> Contender:
    """Give one."""
    found: Contender = importlib.import_module(f"{contenders.__name__}.{name}").CONTENDER
    return found


def lacking(names: Iterable[str], loads: Iterable[str]) -> dict[tuple[str, str], list[Work]]:
    """Give the loads that contenders cannot have, with the works for which they have no request."""
    weights = read_mix().weights
    pairs = [(name, load) for name in names if name != PGBENCH for load in loads]
    return {pair: found for pair in pairs if (found := missing(contender(pair[0]), pair[1], weights))}
