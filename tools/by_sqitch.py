"""The plan under the real sqitch: deployed, verified, reverted to nothing, and deployed again."""

import difflib

from tools.cluster import Cluster
from tools.databases import DEPLOYER, dump, roles, sqitch
from tools.shell import CheckError

DATABASE = "ticketfirst_by_sqitch"


def check(cluster: Cluster) -> str:
    """Prove that every revert undoes its deploy, and give the schema that sqitch makes."""
    cluster.create_database(DATABASE, owner=DEPLOYER)
    empty, roles_before = dump(cluster, DATABASE), roles(cluster)

    sqitch(cluster, DATABASE, "deploy", "--verify")
    sqitch(cluster, DATABASE, "verify")
    first = dump(cluster, DATABASE)
    if first == empty:
        raise CheckError("sqitch deployed the plan, but the database is as empty as before")

    sqitch(cluster, DATABASE, "revert", "-y")
    same("a fresh database", empty, "the database after `sqitch revert`", dump(cluster, DATABASE))
    if left := set(roles(cluster)) - set(roles_before):
        raise CheckError(
            f"roles left after `sqitch revert`: {', '.join(sorted(left))}; db/revert/schema must drop them"
        )

    sqitch(cluster, DATABASE, "deploy", "--verify")
    same("the first deploy", first, "the deploy after a revert", dump(cluster, DATABASE))
    return first


def same(name: str, expected: str, other_name: str, other: str) -> None:
    """Fail with the difference of two dumps."""
    lines = difflib.unified_diff(expected.splitlines(), other.splitlines(), name, other_name, n=2, lineterm="")
    if difference := "\n".join(lines):
        raise CheckError(f"{other_name} differs from {name}:\n{difference}")
