"""docs/adding-a-rule.md does what it says: its own scripts are deployed, verified, tested and reverted."""

import os
import re

import psycopg
import pytest

from tests.conftest import Database
from tools.databases import DEPLOYER, add_pgtap
from tools.pgtap import find, prove
from tools.shell import ROOT

DEPLOY, REVERT, VERIFY, TEST = re.findall(
    r"^```sql\n(.*?)^```", (ROOT / "docs" / "adding-a-rule.md").read_text(), re.DOTALL | re.MULTILINE
)


def test_the_rule_goes_in_is_tested_and_comes_out(database: Database) -> None:
    """And no other test of the tickets minds it."""
    with psycopg.connect(database.url(DEPLOYER), autocommit=True) as session:
        for script in (DEPLOY, VERIFY):
            session.execute(script.encode())
    add_pgtap(database.cluster, database.name)
    guide = ROOT / ".dev" / f"{database.name}-{os.getpid()}.sql"
    guide.parent.mkdir(exist_ok=True)
    guide.write_text(TEST)
    try:
        prove(database.cluster, database.name, [guide, *find("schema/ticket"), *find("style/comments")])
    finally:
        guide.unlink()
    with psycopg.connect(database.url(DEPLOYER), autocommit=True) as session:
        session.execute(REVERT.encode())
        with pytest.raises(psycopg.errors.DivisionByZero):
            session.execute(VERIFY.encode())
