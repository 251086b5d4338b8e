"""All pytest tests, in as many processes as the machine has processors."""

import sys

from tools.shell import SCRIPTS, CheckError, show

# Each process has servers of its own. The tests of a file stay together, as they share what is made for the file.
OPTIONS = ("--numprocesses=auto", "--maxprocesses=4", "--dist=loadfile", "--no-loadscope-reorder")


def check() -> None:
    """Run them."""
    show([SCRIPTS / "pytest", *OPTIONS])


if __name__ == "__main__":
    try:
        check()
    except CheckError as problem:
        sys.exit(str(problem))
