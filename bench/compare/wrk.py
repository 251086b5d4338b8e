"""Closed loop: so many connections, each of which asks again as soon as it is answered, by wrk."""

from __future__ import annotations

import re

from pydantic import BaseModel

from bench.compare.sending import Order
from tools.shell import ROOT, CheckError, run

SCRIPT = ROOT / "bench" / "compare" / "requests.lua"
TIMEOUT = 30  # seconds: who is slow with 128 connections is slow, not broken


class Measured(BaseModel):
    """What wrk has measured; times in milliseconds."""

    requests: int
    seconds: float
    refused: int  # answers that are not 2xx or 3xx
    broken: int
    late: int
    p50: float
    p99: float
    p999: float
    longest: float

    @property
    def is_good(self) -> bool:
        """Say whether every request was answered well."""
        return self.requests > 0 and not (self.refused or self.broken or self.late)


def closed_loop(order: Order) -> Measured:
    """Send the requests of a file, on connections that are always busy."""
    options = ["--threads=1", f"--connections={order.connections}", f"--duration={order.seconds:g}s"]
    options += [f"--timeout={TIMEOUT}s", f"--script={SCRIPT}", f"http://127.0.0.1:{order.port}"]
    printed = run(["wrk", *options, "--", str(order.file), f"{order.begin:.4f}", order.turn])
    found = re.search(r"^MEASURED (.*)$", printed, re.MULTILINE)
    if not found:
        raise CheckError(f"wrk has not measured anything:\n{printed}")
    return Measured.model_validate_json(found[1])
