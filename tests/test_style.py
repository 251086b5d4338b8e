"""What only the files can tell: one function a file, nothing left to a default, and a counterpart for every script."""

import re
from collections import defaultdict
from pathlib import Path

import pytest

from tools.pgtap import find
from tools.shell import ROOT

DB = ROOT / "db"
PLAN = ROOT / "sqitch.plan"
FUNCTIONS = sorted((DB / "functions").glob("*.sql"))
DEPLOY_SCRIPTS = [*sorted((DB / "schema").glob("*.sql")), *FUNCTIONS]
SCRIPTS = [
    *DEPLOY_SCRIPTS,
    *(file for folder in ("revert", "verify", "reworked") for file in sorted((DB / folder).rglob("*.sql"))),
]

CREATED = re.compile(r"^CREATE(?: OR REPLACE)? (?:FUNCTION|PROCEDURE) (\w+)\.(\w+)\(", re.MULTILINE)
# From the parameters' closing bracket to the body: RETURNS, LANGUAGE, volatility and the rest.
ATTRIBUTES = re.compile(r"^\)?.*?RETURNS (.*?)^(?:AS \$\$|RETURN |BEGIN ATOMIC)", re.MULTILINE | re.DOTALL)
STATED = {
    "volatility": r"\b(IMMUTABLE|STABLE|VOLATILE)\b",
    "what NULL does": r"\b(CALLED ON NULL INPUT|STRICT)\b",
    "parallel safety": r"\bPARALLEL (SAFE|RESTRICTED|UNSAFE)\b",
    "whose rights it runs with": r"\bSECURITY (DEFINER|INVOKER)\b",
}


def name(path: Path) -> str:
    """A file as a developer would type it."""
    return str(path.relative_to(ROOT))


def changes() -> list[str]:
    """The plan's changes, as paths without suffix; one that was reworked stands there once."""
    lines = (line for line in PLAN.read_text().splitlines() if re.match(r"[\w/]", line))
    return sorted({line.split(" ", 1)[0] for line in lines})


def body(source: str) -> str | None:
    """What stands between the dollars of a PL/pgSQL function."""
    if "LANGUAGE plpgsql" not in source:
        return None
    _, found, rest = source.partition("AS $$\n")
    return rest.partition("\n$$;")[0] if found else ""


@pytest.mark.parametrize("path", FUNCTIONS, ids=name)
def test_function_file_is_complete(path: Path) -> None:
    """One function, made the same way every time, with everything stated that has a default."""
    source = path.read_text()
    problems: list[str] = []

    created = CREATED.findall(source)
    if [function for _, function in created] != [path.stem]:
        problems.append(f"must create one function, called {path.stem}; it creates {created or 'none'}")
    if "CREATE OR REPLACE FUNCTION" not in source:
        problems.append("must say CREATE OR REPLACE, so that it can be deployed over its older self")
    if not re.search(r"^SET LOCAL ROLE ticketfirst_\w+;$", source, re.MULTILINE):
        problems.append("must SET LOCAL ROLE to the role that shall own the function")
    if not re.search(rf"^COMMENT ON FUNCTION \w+\.{path.stem}\(", source, re.MULTILINE):
        problems.append(f"must COMMENT ON FUNCTION {path.stem}(…)")

    attributes = ATTRIBUTES.search(source)
    for subject, pattern in STATED.items():
        if not attributes or not re.search(pattern, attributes[1]):
            problems.append(f"must state {subject}: {pattern}")

    inside = body(source)
    if inside is not None:
        headings = ["Purpose", "Raises"] if "RAISE EXCEPTION" in inside else ["Purpose"]
        for heading in headings:
            if not re.search(rf"^-- {heading}: \S", inside.partition("\nBEGIN\n")[0], re.MULTILINE):
                problems.append(f"must have a line `-- {heading}: …` at the top of the body, where \\sf shows it")

    assert not problems, f"{name(path)} " + "; ".join(problems)


@pytest.mark.parametrize("path", SCRIPTS, ids=name)
def test_script_is_one_transaction_without_psql(path: Path) -> None:
    """sqitch adds no transaction, and our deployer is no psql."""
    source = path.read_text()
    statements = [line for line in source.splitlines() if line and not line.startswith("--")]
    assert statements[:1] == ["BEGIN;"], f"{name(path)} must begin with BEGIN;"
    end = "ROLLBACK;" if "verify" in path.parts else "COMMIT;"
    assert statements[-1:] == [end], f"{name(path)} must end with {end}"
    meta = re.findall(r"^\s*\\\w+.*$", source, re.MULTILINE)
    assert not meta, f"{name(path)} must run through any driver, so without psql's commands: {meta}"


def test_plan_and_files_agree() -> None:
    """Every change has its three scripts, and every script its change."""
    planned = {f"{change}.sql" for change in changes()}
    for folder in (DB, DB / "revert", DB / "verify"):
        there = {
            str(file.relative_to(folder)) for kind in ("schema", "functions") for file in folder.glob(f"{kind}/*.sql")
        }
        missing, strays = sorted(planned - there), sorted(there - planned)
        assert not missing, f"the plan has changes without a script in {name(folder)}: {' '.join(missing)}"
        assert not strays, f"{name(folder)} has scripts that the plan does not name: {' '.join(strays)}"


def test_no_two_deploy_scripts_are_the_same() -> None:
    """sqitch knows a deployed script by its content."""
    files: defaultdict[bytes, list[str]] = defaultdict(list)
    for path in DEPLOY_SCRIPTS:
        files[path.read_bytes()].append(name(path))
    twins = [paths for paths in files.values() if len(paths) > 1]
    assert not twins, f"sqitch refuses the second of two scripts that are byte for byte the same: {twins}"


def test_every_function_has_its_pgtap_file() -> None:
    """A function without a test file is found here, one whose test does not reach it by the coverage."""
    functions = {path.name for path in FUNCTIONS}
    tests = {path.name for path in (DB / "tests" / "functions").glob("*.sql")}
    missing, orphaned = sorted(functions - tests), sorted(tests - functions)
    assert not missing, f"write in db/tests/functions: {' '.join(missing)}"
    assert not orphaned, f"db/tests/functions has tests of functions that are gone: {' '.join(orphaned)}"


@pytest.mark.parametrize("path", find(), ids=name)
def test_pgtap_file_leaves_nothing_behind(path: Path) -> None:
    """The files share a database, and run side by side."""
    source = path.read_text()
    statements = [line for line in source.splitlines() if line and not line.startswith("--")]
    assert statements[:1] == ["BEGIN;"], f"{name(path)} must begin with BEGIN;"
    assert statements[-1:] == ["ROLLBACK;"], f"{name(path)} must end with ROLLBACK;"
    assert "COMMIT" not in statements, f"{name(path)} must not commit"
    assert re.search(r"SELECT plan\(\d+\);", source), f"{name(path)} must say how many tests it has: SELECT plan(…);"
    assert "finish()" in source, f"{name(path)} must SELECT * FROM finish();"
