"""The limit: a server that answers without any work."""

from __future__ import annotations

from collections.abc import Sequence

from bench.compare import contract, uvicorn
from bench.compare.contender import Program, Request
from bench.compare.work import Draw, Work
from tools.cluster import Cluster


class Bare:
    """The application in bench/peers/bare."""

    name = "bare"
    title = "uvicorn alone"
    about = "The limit: uvicorn 0.54 with uvloop and httptools, which answers the same ticket each time; no database."

    def prepare(self, cluster: Cluster) -> None:
        """Nothing is needed."""

    def program(self, cluster: Cluster, port: int, workers: int) -> Program:
        """Run it."""
        return uvicorn.program("bench.peers.bare.app:app", port, workers, {})

    def request(self, work: Work, draw: Draw) -> Request | None:
        """Ask for a ticket, like the others; it has nothing else."""
        return contract.request(work, draw) if work is Work.POINT_READ else None

    def tickets(self, work: Work, body: bytes) -> Sequence[int]:
        """Read it: always the same one."""
        return contract.tickets(work, body)


CONTENDER = Bare()
