"""A gateway does not start on functions that are not those of its endpoints, and says which."""

from collections.abc import Iterator

import psycopg
import pytest

from tests.conftest import GATEWAY
from tests.gateways import serving
from tools.cluster import Cluster

DATABASE = "catalogue"
GRANT = "GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA api TO ticketfirst_gateway"
DIFFERENCES = {
    "a function is gone": (
        ["DROP FUNCTION api.ticket_restore"],
        r"api\.ticket_restore does not exist, or the gateway may not execute it",
    ),
    "it may not be executed": (
        ["REVOKE EXECUTE ON FUNCTION api.comment_move FROM ticketfirst_gateway"],
        r"api\.comment_move does not exist, or the gateway may not execute it",
    ),
    "there are two of it": (
        [
            "CREATE FUNCTION api.client_get(name text) RETURNS api.client"
            " LANGUAGE sql STABLE AS 'SELECT NULL::api.client'",
            GRANT,
        ],
        r"api\.client_get exists more than once",
    ),
    "it has another argument": (
        [
            "DROP FUNCTION api.client_get",
            "CREATE FUNCTION api.client_get(id bigint, whole boolean DEFAULT true) RETURNS api.client"
            " LANGUAGE sql STABLE AS 'SELECT NULL::api.client'",
            GRANT,
        ],
        r"GET /v1/clients/\{id\} and api\.client_get differ: the endpoint has no whole",
    ),
    "its argument has another name": (
        [
            "DROP FUNCTION api.ticket_assign_agent",
            "CREATE FUNCTION api.ticket_assign_agent(id bigint, agent bigint, if_version integer) RETURNS api.ticket"
            " LANGUAGE sql VOLATILE AS 'SELECT NULL::api.ticket'",
            GRANT,
        ],
        r"PUT /v1/tickets/\{id\}/agent and api\.ticket_assign_agent differ: the endpoint has no agent",
    ),
    "it knows no versions": (
        [
            "DROP FUNCTION api.token_revoke",
            "CREATE FUNCTION api.token_revoke(id bigint) RETURNS api.token"
            " LANGUAGE sql VOLATILE AS 'SELECT NULL::api.token'",
            GRANT,
        ],
        r"DELETE /v1/tokens/\{id\} and api\.token_revoke differ: the function has no if_version",
    ),
    "it returns something else": (
        [
            "DROP FUNCTION api.agent_get",
            "CREATE FUNCTION api.agent_get(id bigint) RETURNS api.client"
            " LANGUAGE sql STABLE AS 'SELECT NULL::api.client'",
            GRANT,
        ],
        r"GET /v1/agents/\{id\} and api\.agent_get differ: the answer has id, name, email, active",
    ),
    "it writes": (
        ["ALTER FUNCTION api.ticket_get(bigint) VOLATILE"],
        r"GET /v1/tickets/\{id\} and api\.ticket_get differ: the function writes",
    ),
}


@pytest.fixture
def database(cluster18: Cluster, template18: str) -> Iterator[str]:
    """The name of a fresh copy of the template."""
    cluster18.create_database(DATABASE, template=template18)
    yield DATABASE
    cluster18.drop_database(DATABASE)


@pytest.mark.parametrize(("change", "said"), DIFFERENCES.values(), ids=list(DIFFERENCES))
def test_a_difference_stops_the_start(cluster18: Cluster, database: str, change: list[str], said: str) -> None:
    """With the endpoint and the difference in a sentence."""
    with psycopg.connect(cluster18.url(database), autocommit=True) as session:
        for statement in change:
            session.execute(statement.encode())
    with pytest.raises(AssertionError, match=said) as failed, serving(cluster18.url(database, GATEWAY)):
        pass
    assert "Traceback" not in str(failed.value)
