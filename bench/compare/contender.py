"""What the comparison knows of a contender: how it is prepared, started and asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from bench.compare.work import Draw, Work
from tools.cluster import Cluster
from tools.shell import ROOT

DATABASE = "bench"  # TicketFirst's, deployed and seeded; those who call its functions share it
SETUP = ROOT / ".bench"  # the programs of the peers, put there by bench/peers/install.sh
PYTHON = SETUP / "python" / "bin" / "python"
PEERS = ROOT / "bench" / "peers"
# Stands in a header of a request where a number is to be that no other request has; as long as what replaces it.
KEY_MARK = "@@@@@@KEY@@@@@@@"


@dataclass(frozen=True)
class Request:
    """One HTTP request. The harness adds Host and Content-Length; a body is JSON."""

    method: str
    path: str  # with the query, encoded
    headers: Mapping[str, str]
    body: bytes = b""


@dataclass(frozen=True)
class Program:
    """What runs a contender: it listens to 127.0.0.1 on the port it was told, and ends at SIGTERM."""

    command: Sequence[str | Path]
    environment: Mapping[str, str] = field(default_factory=dict)  # beside PATH, HOME and LANG
    folder: Path = ROOT
    ready: str = "/"  # any answer below 500 there means that it is ready


class Contender(Protocol):
    """One that is compared."""

    name: str  # of its module, and in the raw results
    title: str  # in tables and pictures
    about: str  # one sentence: what it is, its versions, what it does less or more than the others

    def prepare(self, cluster: Cluster) -> None:
        """Make what it needs in the cluster, from the rows of `DATABASE`. Once a run, before anything starts."""

    def program(self, cluster: Cluster, port: int, workers: int) -> Program:
        """Say how it is started with a number of worker processes."""

    def request(self, work: Work, draw: Draw) -> Request | None:
        """Say how it is asked; None: it has nothing of the kind."""

    def tickets(self, work: Work, body: bytes) -> Sequence[int]:
        """Give the ids of the tickets in an answer, in order: all contenders have to give the same to reads."""
