"""A peer that puts another layer before TicketFirst's own functions: the same database, and TicketFirst's contract."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bench.compare import contract, uvicorn
from bench.compare.contender import DATABASE, Program, Request
from bench.compare.work import Draw, Work
from tools.cluster import Cluster

POOL = 16  # connections of each worker


@dataclass
class Layer:
    """A service in bench/peers, in the folder of its name."""

    name: str
    title: str
    about: str

    def prepare(self, cluster: Cluster) -> None:
        """TicketFirst's database is there."""

    def program(self, cluster: Cluster, port: int, workers: int) -> Program:
        """Run it."""
        environment = {"DATABASE_URL": cluster.socket_url(DATABASE, "ticketfirst_gateway"), "POOL_SIZE": str(POOL)}
        return uvicorn.program(f"bench.peers.{self.name}.app:app", port, workers, environment)

    def request(self, work: Work, draw: Draw) -> Request:
        """Ask by TicketFirst's contract, which it has in part."""
        return contract.request(work, draw)

    def tickets(self, work: Work, body: bytes) -> Sequence[int]:
        """Read by TicketFirst's contract."""
        return contract.tickets(work, body)
