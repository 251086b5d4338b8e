"""The event logs that tests replay: a small one of our own, and a real one where it is there."""

from __future__ import annotations

import os
from pathlib import Path

from tools.shell import ROOT

SMALL = ROOT / "tests" / "data" / "service_desk.xes"
REAL = ROOT.parent / "shared" / "data" / "bpic2013_incidents.xes.gz"


def log_file() -> Path:
    """Give the log that REPLAY_LOG names; unless it is set, the real one beside the checkout, or else the small one."""
    named = os.environ.get("REPLAY_LOG", "")
    if named:
        return Path(named).absolute()
    return REAL if REAL.exists() else SMALL
