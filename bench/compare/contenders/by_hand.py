"""TicketFirst's functions behind FastAPI and asyncpg, as one would write it by hand."""

from __future__ import annotations

from collections.abc import Sequence

from bench.compare import contract, uvicorn
from bench.compare.contender import DATABASE, Program, Request
from bench.compare.work import Draw, Work
from tools.cluster import Cluster

POOL = 16  # connections of each worker


class ByHand:
    """The service in bench/peers/by_hand."""

    name = "by_hand"
    title = "TicketFirst's functions behind FastAPI + asyncpg"
    about = (
        "The same database, functions and statements behind an ordinary gateway: FastAPI 0.165's routes, asyncpg 0.32's"
        " pool without its reset, uvicorn with uvloop and httptools, access log off; answers are passed on as bytes."
    )

    def prepare(self, cluster: Cluster) -> None:
        """TicketFirst's database is there."""

    def program(self, cluster: Cluster, port: int, workers: int) -> Program:
        """Run it."""
        environment = {"DATABASE_URL": cluster.url(DATABASE, "ticketfirst_gateway"), "POOL_SIZE": str(POOL)}
        return uvicorn.program("bench.peers.by_hand.app:app", port, workers, environment)

    def request(self, work: Work, draw: Draw) -> Request:
        """Ask by TicketFirst's contract, which it has in part."""
        return contract.request(work, draw)

    def tickets(self, work: Work, body: bytes) -> Sequence[int]:
        """Read by TicketFirst's contract."""
        return contract.tickets(work, body)


CONTENDER = ByHand()
