"""Who deploys the real plan: no superuser, perhaps not the maker of the roles, perhaps not inheriting from them."""

from collections.abc import Iterator

import psycopg
import pytest

from tests.conftest import Database
from tools.cluster import Cluster
from tools.shell import SCRIPTS, run

SETTINGS = """
SELECT unnest(s.setconfig)
  FROM pg_db_role_setting AS s
  JOIN pg_database AS d ON d.oid = s.setdatabase AND d.datname = current_database()
 WHERE s.setrole = 'ticketfirst_gateway'::regrole
"""


def deploy(database: Database, user: str) -> str:
    """What `ticketfirst deploy` prints."""
    return run([SCRIPTS / "ticketfirst", "deploy"], {"TICKETFIRST_ADMIN_DATABASE_URL": database.url(user)})


def an_administrator(cluster: Cluster, attributes: str) -> Iterator[Database]:
    """A role with these attributes, granted the owning roles by their creator, and an empty database of its own."""
    database = Database(cluster, "ticketfirst_second")
    with psycopg.connect(cluster.url(), autocommit=True) as session:
        session.execute(f"CREATE ROLE second LOGIN {attributes}".encode())
        session.execute("GRANT ticketfirst_owner, ticketfirst_api TO second")
    cluster.create_database(database.name, owner="second")
    yield database
    cluster.drop_database(database.name)
    with psycopg.connect(cluster.url(), autocommit=True) as session:
        session.execute("DROP ROLE second")


@pytest.fixture
def second(cluster18: Cluster, request: pytest.FixtureRequest) -> Iterator[Database]:
    """The database of an administrator who did not make the roles, on a server where that matters."""
    request.getfixturevalue("template18")
    yield from an_administrator(cluster18, "CREATEROLE")


@pytest.fixture
def aloof(cluster: Cluster, template: str) -> Iterator[Database]:
    """The database of an administrator who does not inherit from the owning roles."""
    assert template
    yield from an_administrator(cluster, "CREATEROLE NOINHERIT")


def test_what_only_the_roles_creator_can_do_is_told(second: Database) -> None:
    """The statements that deploy prints set the gateway's time limits."""
    printed = deploy(second, "second")
    assert "tf_" in printed
    told = printed.partition("let the creator of that role, or a superuser, run: ")[2].splitlines()[0]
    with psycopg.connect(second.url(), autocommit=True) as session:
        assert session.execute(SETTINGS).fetchall() == []
        session.execute(told.encode())
        settings = {row[0] for row in session.execute(SETTINGS)}
    assert {"statement_timeout=10s", "lock_timeout=2s", "TimeZone=UTC"} <= settings


def test_an_administrator_who_does_not_inherit(aloof: Database) -> None:
    """The scripts, and making the first token, act as the owning roles and need nothing inherited."""
    assert "tf_" in deploy(aloof, "second")
    assert "nothing to deploy" in deploy(aloof, "second")
