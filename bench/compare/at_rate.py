"""Open loop, measured by a process of its own."""

from __future__ import annotations

import sys

from bench.compare.open_loop import Measured
from bench.compare.sending import Order
from tools.shell import run


def open_loop(order: Order) -> Measured:
    """Send requests at a constant rate."""
    return Measured.model_validate_json(run([sys.executable, "-m", "bench.compare.open_loop", order.model_dump_json()]))
