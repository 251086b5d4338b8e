"""An event log replayed as a user would: `ticketfirst serve` on a new data directory, `replay`, `replay --check`."""

import os
import platform
import re
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from gateway.embedded import Embedded
from tests.commands import environment
from tools.cluster import base_folder, remove_folder
from tools.replay_docs.figures import Figures, read
from tools.shell import SCRIPTS, CheckError

STOP_SECONDS = 60.0
PROGRESS = re.compile(r"[\d,]+ of [\d,]+ (writes|tickets)")


@dataclass(frozen=True)
class Run:
    """What was seen: what the commands printed, on what machine, what is there now, how long reading that took."""

    shown: str
    machine: str
    figures: Figures
    seconds: Mapping[str, float]


def run(log: Path, cases: int | None = None) -> Run:
    """Replay a log into a new helpdesk, check it, and read it. Raises CheckError."""
    selection = ["--cases", f"{cases}"] if cases else []
    with helpdesk() as (embedded, settings):
        shown = []
        for command in (["replay", *selection], ["replay", "--check", *selection]):
            shown.append(f"$ ticketfirst {' '.join([*command, log.name])}")
            shown.append(printed([*command, str(log.absolute())], settings))
        seconds: dict[str, float] = {}
        with psycopg.connect(embedded.url()) as connection:
            return Run("\n".join(shown), machine(connection), read(connection, seconds), seconds)


@contextmanager
def helpdesk() -> Iterator[tuple[Embedded, dict[str, str]]]:
    """Have a new helpdesk until the end of the block: its database server, and the settings for other commands."""
    folder = Path(tempfile.mkdtemp(prefix="replay-docs-", dir=base_folder()))
    folder.chmod(0o755)  # the server's user must pass through it
    embedded = Embedded(folder / "data")
    settings = environment(TICKETFIRST_DATA_DIR=str(embedded.folder), TICKETFIRST_ACCESS_LOG="false")
    served = _started("serve", settings=settings | {"TICKETFIRST_PORT": "0"})
    try:
        yield embedded, settings | {"TICKETFIRST_PORT": _port(served)}
    finally:
        served.send_signal(signal.SIGTERM)
        served.send_signal(signal.SIGTERM)  # the second ends the time to drain
        served.wait(STOP_SECONDS)
        remove_folder(folder)


def printed(arguments: Sequence[str], settings: Mapping[str, str]) -> str:
    """Run `ticketfirst`, and give what stands on a terminal at its end. Raises CheckError."""
    lines = []
    with _started(*arguments, settings=settings) as process:
        assert process.stdout is not None
        for line in map(str.rstrip, process.stdout):
            print(line, flush=True)
            if not PROGRESS.fullmatch(line):  # on a terminal a bar
                lines.append(line)
    if process.returncode:
        raise CheckError(f"ticketfirst {arguments[0]} failed: see above")
    return "\n".join(lines)


def machine(connection: psycopg.Connection) -> str:
    """Say on what it ran."""
    cpu = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    version = connection.info.parameter_status("server_version")
    return (
        f"{os.cpu_count()} cores ({cpu[1] if cpu else platform.machine()}), PostgreSQL {version},"
        f" Python {platform.python_version()}"
    )


def _started(*arguments: str, settings: Mapping[str, str]) -> subprocess.Popen[str]:
    command: list[str | Path] = [SCRIPTS / "ticketfirst", *arguments]
    return subprocess.Popen(command, env=settings, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)


def _port(served: subprocess.Popen[str]) -> str:
    """Wait until the gateway says where it listens."""
    assert served.stdout is not None
    for line in served.stdout:
        if found := re.match(r"TicketFirst: http://127\.0\.0\.1:(\d+)/", line):
            return found[1]
    raise CheckError("`ticketfirst serve` ended: see above")
