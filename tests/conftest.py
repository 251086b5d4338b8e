"""Real servers for the tests, and a fresh database with the plan deployed for each test that asks for one."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

import pytest

from tests.desk import Desk
from tests.gateways import Served, first_token, serving
from tests.providers import Provider, providing
from tools.cluster import DEBIAN, EMBEDDED, Cluster, Version
from tools.databases import DEPLOYER, deploy

GATEWAY = "ticketfirst_gateway"
TEMPLATE = "ticketfirst_template"

_numbers = count(1)


@dataclass(frozen=True)
class Database:
    """A database that one test has for itself; its roles it shares with the others of the cluster."""

    cluster: Cluster
    name: str

    def url(self, user: str = "postgres") -> str:
        """Where libpq finds it: as superuser, or as another role."""
        return self.cluster.url(self.name, user)


def _running(version: Version) -> Iterator[Cluster]:
    cluster = Cluster.start(version)
    try:
        yield cluster
    finally:
        cluster.stop()


@pytest.fixture(scope="session")
def cluster15() -> Iterator[Cluster]:
    """Debian's PostgreSQL 15."""
    yield from _running(DEBIAN)


@pytest.fixture(scope="session")
def cluster18() -> Iterator[Cluster]:
    """The embedded PostgreSQL 18."""
    yield from _running(EMBEDDED)


@pytest.fixture(scope="session", params=[DEBIAN, EMBEDDED], ids=str)
def cluster(request: pytest.FixtureRequest) -> Cluster:
    """Each of the two in turn."""
    running = request.getfixturevalue(f"cluster{request.param}")
    assert isinstance(running, Cluster)
    return running


@pytest.fixture(scope="session")
def template15(cluster15: Cluster) -> str:
    """A database with the plan deployed by `ticketfirst deploy`, which tests only copy."""
    deploy(cluster15, TEMPLATE)
    return TEMPLATE


@pytest.fixture(scope="session")
def template18(cluster18: Cluster) -> str:
    """The same on the embedded server."""
    deploy(cluster18, TEMPLATE)
    return TEMPLATE


@pytest.fixture(scope="session")
def template(cluster: Cluster, request: pytest.FixtureRequest) -> str:
    """That of the cluster, deployed once however often the tests go from one cluster to the other."""
    deployed = request.getfixturevalue(f"template{cluster.version}")
    assert isinstance(deployed, str)
    return deployed


@pytest.fixture
def database(cluster: Cluster, template: str) -> Iterator[Database]:
    """A fresh copy of the template, dropped after the test."""
    copy = Database(cluster, f"ticketfirst_{next(_numbers)}")
    cluster.create_database(copy.name, owner=DEPLOYER, template=template)
    yield copy
    cluster.drop_database(copy.name)


@pytest.fixture(scope="module")
def database18(cluster18: Cluster, template18: str) -> Iterator[Database]:
    """A fresh copy of the template on the embedded server, for the tests of one file."""
    copy = Database(cluster18, f"ticketfirst_{next(_numbers)}")
    cluster18.create_database(copy.name, owner=DEPLOYER, template=template18)
    yield copy
    cluster18.drop_database(copy.name)


@pytest.fixture(scope="module")
def gateway(database18: Database) -> Iterator[Served]:
    """A gateway with its ordinary settings on that database."""
    token = first_token(database18.url())
    with serving(database18.url(GATEWAY), token) as served:
        yield served


@pytest.fixture(scope="module")
def desk(gateway: Served) -> Iterator[Desk]:
    """The helpdesk behind that gateway, as its administrator sees it."""
    with gateway.client() as http:
        yield Desk(http)


@pytest.fixture
def provider() -> Iterator[Provider]:
    """An OpenID provider with one key."""
    with providing() as running:
        yield running
