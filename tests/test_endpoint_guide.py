"""docs/adding-an-endpoint.md does what it says: its function, model and line make an endpoint."""

import re
import shutil
from pathlib import Path

import psycopg
import pytest

from tests.conftest import GATEWAY, Database
from tests.gateways import first_token, serving
from tools.databases import DEPLOYER
from tools.shell import ROOT

GUIDE = (ROOT / "docs" / "adding-an-endpoint.md").read_text()
(FUNCTION,) = re.findall(r"^```sql\n(.*?)^```", GUIDE, re.DOTALL | re.MULTILINE)
MODEL, LINE = re.findall(r"^```python\n(.*?)^```", GUIDE, re.DOTALL | re.MULTILINE)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of the gateway with the model and the line of the guide."""
    shutil.copytree(ROOT / "gateway", tmp_path / "gateway", ignore=shutil.ignore_patterns("__pycache__"))
    queries = tmp_path / "gateway" / "models" / "queries.py"
    queries.write_text(f"{queries.read_text()}\n\n{MODEL}")
    endpoints = tmp_path / "gateway" / "endpoints.py"
    table = endpoints.read_text().rstrip()
    assert table.endswith("\n)")
    endpoints.write_text(f"{table[:-1]}    {LINE})\n")
    return tmp_path


def test_the_endpoint_answers_and_is_documented(database: Database, checkout: Path) -> None:
    """With the function, the model and the line, and nothing else."""
    with psycopg.connect(database.url(DEPLOYER), autocommit=True) as session:
        session.execute(FUNCTION.encode())
    token = first_token(database.url())
    with serving(database.url(GATEWAY), token, checkout=checkout) as served, served.client() as client:
        path = "/v1/unassigned/next"
        assert client.get(path).json()["detail"] == "no ticket waits for an agent"
        for number in (1, 2):
            client.post("/v1/clients", json={"name": f"Client {number}", "email": f"{number}@client.example"})
            client.post("/v1/tickets", json={"subject": f"Ticket of {number}", "client_id": number})
        first, second = client.get(path), client.get(path, params={"client_id": 2})
        assert (first.json()["id"], first.headers["etag"], second.json()["id"]) == (1, '"1"', 2)
        assert client.get(path, params={"client_id": "x"}).json()["errors"][0]["field"] == "client_id"
        documented = client.get("/openapi.json").json()["paths"][path]["get"]
        assert documented["operationId"] == "ticket_next"


def test_without_the_function_the_gateway_does_not_start(database: Database, checkout: Path) -> None:
    """And it says which is missing."""
    with (
        pytest.raises(AssertionError, match=r"api\.ticket_next does not exist"),
        serving(database.url(GATEWAY), checkout=checkout),
    ):
        pass
