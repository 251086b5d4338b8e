"""Every cell of rights.txt in SQL: each caller logs in with a database role of its own."""

from collections.abc import Iterator

import psycopg
import pytest

from tests.conftest import Database
from tests.rights import CALLERS, NO_FUNCTIONS, ROWS, Row, Sql, World

FUNCTIONS = sorted({row.function for row in ROWS} - NO_FUNCTIONS)


OTHERS = {"enter", "idempotency_keep", "act_for", "clock_set"}  # the gateway's own, or not for it


@pytest.fixture(scope="module")
def world(database18: Database) -> Iterator[World]:
    """What rights.txt speaks of."""
    made = World(database18.url())
    yield made
    made.close()


@pytest.fixture(scope="module")
def callers(world: World) -> Iterator[Sql]:
    """All who ask."""
    made = Sql(world)
    yield made
    made.close()


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_each_cell(callers: Sql, row: Row) -> None:
    """It is done, or refused by the rule that the cell stands for."""
    assert not (wrong := callers.wrong_cells(row)), "\n".join(wrong)


@pytest.mark.parametrize("row", [row for row in ROWS if row.function not in NO_FUNCTIONS], ids=str)
def test_what_is_hidden_is_refused_as_what_never_was(callers: Sql, row: Row) -> None:
    """By the same rule, in the same words."""
    assert not (leaking := callers.leaks(row)), "\n".join(leaking)


@pytest.mark.parametrize("row", [row for row in ROWS if row.function not in OTHERS], ids=str)
def test_the_gateway_is_nobody_until_it_enters(callers: Sql, row: Row) -> None:
    """It may call what the services may, and that is all."""
    outcome = callers.call_without_entering(row)
    assert callers.world.fits(row, row.cells["nobody"], outcome), str(outcome)


def test_a_caller_leaves_nothing_behind(callers: Sql) -> None:
    """Not even what would not be taken for anybody any more."""
    assert not callers.left_behind()


def test_every_function_is_listed(world: World) -> None:
    """With its page, if it is a list."""
    listed = set(FUNCTIONS)
    pages = {function.page for name, function in world.functions.items() if name in listed}
    missing = world.functions.keys() - listed - pages
    assert not missing, (
        f"say in tests/rights.txt who may call api.{', api.'.join(sorted(missing))}: a row for each object"
    )
    unknown = listed - world.functions.keys()
    assert not unknown, f"tests/rights.txt lists functions that do not exist: {', '.join(sorted(unknown))}"


def test_every_table_is_listed(world: World, database18: Database) -> None:
    """With who sees its rows through row security alone."""
    listed = {world.objects[row.arguments[0][1]].relation for row in ROWS if row.function == "select"}
    with psycopg.connect(database18.url()) as session:
        query = "SELECT relname::text FROM pg_class WHERE relnamespace = 'desk'::regnamespace AND relkind IN ('r', 'p')"
        tables = {name for (name,) in session.execute(query)}
    assert tables == listed, f"say in tests/rights.txt who sees the rows of {tables ^ listed}: a row select(…)"


@pytest.mark.parametrize("function", FUNCTIONS)
def test_what_is_not_listed_is_denied(callers: Sql, function: str) -> None:
    """A function that takes a ticket or a comment is refused for those that have no row."""
    objects = callers.world.objects
    rows = [row for row in ROWS if row.function == function and row.arguments and row.arguments[0][1] in objects]
    first = rows[0].arguments[0][1] if rows else ""
    listed = {row.arguments[0][1] for row in rows}
    if first.startswith(("ticket", "comment")):
        for name in objects.keys() - listed:
            if is_like(name, listed) and objects[name].relation == objects[first].relation:
                arguments = ((None, name), *rows[0].arguments[1:])
                cells = {caller.name: "." for caller in CALLERS}
                unlisted = Row(0, f"{function}({name}, …)", function, arguments, None, None, None, cells)
                assert not (wrong := callers.wrong_cells(unlisted)), "\n".join(wrong)


def is_like(name: str, listed: set[str]) -> bool:
    """Say whether there are rows with objects that are deleted as this one is, or as live."""
    return any(name.endswith("_gone") == other.endswith("_gone") for other in listed)
