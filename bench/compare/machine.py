"""Where figures come from: the machine, what ran on it, and the state of the source."""

from __future__ import annotations

import os
import platform
import re
import subprocess
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import psutil
import psycopg

from tools.cluster import Cluster
from tools.shell import ROOT

GIGABYTE = 2**30
PACKAGES = ("uvloop", "httptools", "psycopg", "fastapi", "pydantic")


def machine() -> dict[str, str]:
    """Say what it is."""
    model = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    return {
        "cores": str(os.cpu_count()),
        "processor": model[1] if model else platform.machine(),
        "memory": f"{psutil.virtual_memory().total / GIGABYTE:.0f} GB",
        "system": f"Linux {platform.release()}",
        "load before": f"{os.getloadavg()[0]:.2f}",
    }


def versions(cluster: Cluster) -> dict[str, str]:
    """Say what ran."""
    with psycopg.connect(cluster.url()) as session:
        row = session.execute("SHOW server_version").fetchone()
    found = {
        "PostgreSQL": row[0].split()[0] if row else "",
        "Python": platform.python_version(),
        "wrk": _first_word(["wrk", "--version"], r"wrk (\S+)"),
        "node": _first_word(["node", "--version"], r"v(\S+)"),
    }
    return {name: said for name, said in found.items() if said} | {name: version(name) for name in PACKAGES}


def commit() -> str:
    """Name the commit, and whether something was changed since."""
    name = _first_word(["git", "rev-parse", "--short=10", "HEAD"], r"(\S+)")
    changed = _first_word(["git", "status", "--porcelain", "--untracked-files=no"], r"(\S+)")
    return f"{name} with changes" if changed else name


def today() -> str:
    """Give the day, in UTC."""
    return datetime.now(UTC).date().isoformat()


def _first_word(command: list[str], pattern: str) -> str:
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    except OSError:
        return ""
    found = re.search(pattern, done.stdout + done.stderr)
    return found[1] if found else ""
