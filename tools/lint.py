"""The style of Python and SQL."""

import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from tools.shell import SCRIPTS, CheckError, run

PYTHON = ("gateway", "tools", "tests", "bench")
# Not db/tests: that would take a minute, and whether a test is valid its run shows.
SQL = ("db/schema", "db/functions", "db/revert", "db/verify", "db/reworked")
# The slow ones first.
LINTERS = (
    ("sqlfluff", "lint", "--disable-progress-bar", *SQL),
    ("mypy", "--strict", "--no-error-summary", *PYTHON),
    ("ruff", "check", "--quiet", *PYTHON),
    ("ruff", "format", "--check", "--output-format=concise", *PYTHON),
)


def check() -> None:
    """Run every linter, also after one that complained, so that all there is to mend is seen at once."""
    with ThreadPoolExecutor(max_workers=2) as pool:
        complaints = [complaint for complaint in pool.map(complaint_of, LINTERS) if complaint]
    if complaints:
        raise CheckError("\n\n".join([*complaints, "`make format` mends what a program can mend"]))


def complaint_of(linter: Sequence[str]) -> str | None:
    """What a linter has to say."""
    program, *arguments = linter
    try:
        run([SCRIPTS / program, *arguments])
    except CheckError as problem:
        return str(problem)
    return None


if __name__ == "__main__":
    try:
        check()
    except CheckError as problem:
        sys.exit(str(problem))
