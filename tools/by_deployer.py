"""The plan under the product's own deployer."""

from tools.by_sqitch import same
from tools.cluster import Cluster
from tools.databases import deploy, dump

FIRST = "ticketfirst_by_deployer"
SECOND = "ticketfirst_a_second_one"


def check(cluster: Cluster, expected: str | None = None) -> None:
    """Deploy to two databases: with the roles still to be made, where nobody made them, and with the roles there."""
    deploy(cluster, FIRST)
    first = dump(cluster, FIRST)
    if expected is not None:
        same("the schema that sqitch deploys", expected, "the schema that `ticketfirst deploy` deploys", first)
    deploy(cluster, SECOND)
    same("the first database", first, "a second database in the same cluster", dump(cluster, SECOND))
    cluster.drop_database(SECOND)
