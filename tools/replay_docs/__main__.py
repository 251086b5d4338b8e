"""Show what comes of an event log that is replayed: `make docs-replay`.

It is replayed as a user would, read through the public functions, held against the file, and drawn. Written are the
pictures docs/replay-*.svg, and the parts of README.md and docs/replay.md that show them and what the commands printed.
"""

import argparse
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.logs import REAL, SMALL
from tools.parts import with_parts
from tools.replay_docs.count import count
from tools.replay_docs.figures import STATEMENTS, Figures
from tools.replay_docs.pictures import Picture, draw
from tools.replay_docs.run import Run, run
from tools.shell import ROOT, CheckError

SOURCES = {
    REAL.name: "BPI Challenge 2013 incidents, Volvo IT Belgium (Steeman, 4TU.ResearchData)",
    SMALL.name: f"an invented service desk ({SMALL.relative_to(ROOT)})",
}


def main() -> None:
    """Run by the command line."""
    parser = argparse.ArgumentParser(prog="tools.replay_docs", description=__doc__)
    parser.add_argument("--log", type=Path, help="an event log in XES")
    parser.add_argument("--cases", type=int, help="the first so many cases of the log")
    parser.add_argument("--into", type=Path, default=ROOT, help="a folder to write to instead, for a trial")
    given = parser.parse_args()
    log = given.log or REAL
    if not log.exists():
        raise CheckError(f"{log} is not there: LOG=path gives another, INTO=folder spares the documents")
    begun = time.monotonic()
    done = run(log, given.cases)
    for name, took in done.seconds.items():
        print(f"{STATEMENTS[name].name}: {took:.1f} s")
    require_same(done.figures, count(log, given.cases))
    print("The figures are those that are counted in the file.")
    write(done, SOURCES.get(log.name, log.name), given.into)
    print(f"{time.monotonic() - begun:.0f} s")


def require_same(found: Figures, counted: Figures) -> None:
    """Hold what the database gives against what the file has. Raises CheckError."""
    for name, statement in STATEMENTS.items():
        if getattr(found, name) != getattr(counted, name):
            raise CheckError(f"{statement.name} does not give what the file has")


def write(done: Run, source: str, into: Path) -> None:
    """Write the pictures, and the documents that show them."""
    folder = into / "docs"
    folder.mkdir(parents=True, exist_ok=True)
    pictures = draw(done.figures, folder, source)
    output = (
        f"```console\n{done.shown}\n```\n\n"
        f"The log: {source}.\n"
        f"The machine, shared by the gateway, its database and the replay: {done.machine}."
    )
    documents = {
        "README.md": {"replay": f"{output}\n\n{pictures[0].shown('docs/')}"},
        "docs/replay.md": {"replay": output, "pictures": "\n\n".join(captioned(done, pictures))},
    }
    for name, parts in documents.items():
        (into / name).write_text(with_parts(ROOT / name, parts))
        print(f"written: {name}")
    for picture in pictures:
        print(f"written: docs/{picture.path.name}, {picture.path.stat().st_size // 1024} kB")


def captioned(done: Run, pictures: Sequence[Picture]) -> Iterator[str]:
    """Give each picture with the statement behind it."""
    for picture, (name, statement) in zip(pictures, STATEMENTS.items(), strict=True):
        yield picture.shown()
        yield f"Read by [{statement.name}]({statement.name}) in {done.seconds[name]:.1f} s."


if __name__ == "__main__":
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit("ended by a signal"))
    try:
        main()
    except (CheckError, OSError) as problem:
        sys.exit(f"FAILED: {problem}")
    except KeyboardInterrupt:
        sys.exit("interrupted")
