"""TicketFirst itself."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from bench.compare import contract
from bench.compare.contender import DATABASE, Program, Request
from bench.compare.work import Draw, Work
from tools.cluster import Cluster


class TicketFirst:
    """The gateway with its default settings, but for the number of workers."""

    name = "ticketfirst"
    title = "TicketFirst"
    about = "TicketFirst's gateway as it comes, access log on; all rules and row security in the database."

    def prepare(self, cluster: Cluster) -> None:
        """Its database is there."""

    def program(self, cluster: Cluster, port: int, workers: int) -> Program:
        """Run the gateway as `ticketfirst serve` does, on a database that is there."""
        environment = {
            "TICKETFIRST_DATABASE_URL": cluster.socket_url(DATABASE, "ticketfirst_gateway"),
            "TICKETFIRST_PORT": str(port),
            "TICKETFIRST_WORKERS": str(workers),
        }
        return Program([sys.executable, "-m", "gateway.serving.server"], environment, ready="/readyz")

    def request(self, work: Work, draw: Draw) -> Request:
        """Ask by its contract."""
        return contract.request(work, draw)

    def tickets(self, work: Work, body: bytes) -> Sequence[int]:
        """Read by its contract."""
        return contract.tickets(work, body)


CONTENDER = TicketFirst()
