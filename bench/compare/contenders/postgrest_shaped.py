"""A control: TicketFirst's functions behind the traffic that PostgREST has with its database."""

from __future__ import annotations

from collections.abc import Sequence

from bench.compare import contract, uvicorn
from bench.compare.contender import DATABASE, Program, Request
from bench.compare.work import Draw, Work
from tools.cluster import Cluster

POOL = 16  # connections of each worker


class PostgrestShaped:
    """The service in bench/peers/postgrest_shaped."""

    name = "postgrest_shaped"
    title = "PostgREST-shaped control"
    about = (
        "PostgREST-shaped control: no PostgREST binary can be installed here. The same database and functions in"
        " PostgREST's four round trips (BEGIN, settings, call, COMMIT), by asyncpg 0.32 in a bare ASGI application."
    )

    def prepare(self, cluster: Cluster) -> None:
        """TicketFirst's database is there."""

    def program(self, cluster: Cluster, port: int, workers: int) -> Program:
        """Run it."""
        environment = {"DATABASE_URL": cluster.url(DATABASE, "ticketfirst_gateway"), "POOL_SIZE": str(POOL)}
        return uvicorn.program("bench.peers.postgrest_shaped.app:app", port, workers, environment)

    def request(self, work: Work, draw: Draw) -> Request:
        """Ask by TicketFirst's contract, which it has in part."""
        return contract.request(work, draw)

    def tickets(self, work: Work, body: bytes) -> Sequence[int]:
        """Read by TicketFirst's contract."""
        return contract.tickets(work, body)


CONTENDER = PostgrestShaped()
