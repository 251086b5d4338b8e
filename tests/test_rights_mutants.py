"""What breaks the rights is noticed: one mutant of each kind; `make mutants` runs them all."""

from collections.abc import Iterator

import pytest

from tools.cluster import EMBEDDED, Cluster
from tools.mutants import REPRESENTATIVE, Laboratory, Mutant


@pytest.fixture(scope="module")
def laboratory() -> Iterator[Laboratory]:
    """A server of its own: mutants are no copies of the other tests' template."""
    cluster = Cluster.start(EMBEDDED)
    yield Laboratory(cluster)
    cluster.stop()


@pytest.fixture(scope="module")
def mutants(laboratory: Laboratory) -> dict[str, Mutant]:
    """All of them, by name."""
    return {mutant.name: mutant for mutant in laboratory.mutants()}


@pytest.mark.parametrize("name", REPRESENTATIVE)
def test_it_is_noticed(laboratory: Laboratory, mutants: dict[str, Mutant], name: str) -> None:
    """By a wrong cell of the matrix, or by a pgTAP test."""
    assert laboratory.run(mutants[name]).noticed_by
