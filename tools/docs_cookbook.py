"""What docs/cookbook.md shows of psql and of commands: run on a replayed log, not written by hand."""

import re
import subprocess
from pathlib import Path
from typing import NamedTuple

from tests.gateways import first_token, serving
from tests.logs import SMALL
from tools.cluster import Cluster, environment
from tools.databases import deploy
from tools.docs_run import without_origin
from tools.shell import ROOT, SCRIPTS, CheckError, run

COOKBOOK = ROOT / "docs" / "cookbook.md"
SERVICE = "billing"
BY_SUPERUSER = "-- as a superuser\n"

BLOCK = re.compile(r"^```sql\n(?P<sql>.*?)^```\n(?:```text\n(?P<printed>.*?)^```\n)?", re.DOTALL | re.MULTILINE)
COMMAND = re.compile(r"^```console\n\$ ticketfirst (?P<command>.*?)\n.*?^```\n", re.DOTALL | re.MULTILINE)
SHOWN = re.compile(rf"{BLOCK.pattern}|{COMMAND.pattern}", re.DOTALL | re.MULTILINE)
BY_ROLE = re.compile(r"-- as ([a-z]+)\n")
HEADING = re.compile(r"^## (.*)$", re.MULTILINE)


class Recipe(NamedTuple):
    """A block of SQL: its heading, the text between it and the block before, and what the file says it printed."""

    title: str
    before: str
    sql: str
    printed: str | None

    @property
    def is_refused(self) -> bool:
        """Whether the sentence before it tells the reader that this ends with an error."""
        return "refused" in re.split(r"(?<=[.:])\s", self.before.strip())[-1]


def cookbook(cluster: Cluster, database: str = "cookbook") -> str:
    """Give docs/cookbook.md with what is printed. Raises CheckError where that is not as the text says."""
    replayed(cluster, database)
    text = COOKBOOK.read_text()
    waiting = recipes(text)

    def shown(found: re.Match[str]) -> str:
        if found["command"]:
            return (
                f"```console\n$ ticketfirst {found['command']}\n{commanded(cluster, database, found['command'])}```\n"
            )
        return f"```sql\n{found['sql']}```\n```text\n{printed_by(cluster, database, waiting.pop(0))}\n```\n"

    return SHOWN.sub(shown, text)


def recipes(text: str) -> list[Recipe]:
    """Find the blocks of SQL in a cookbook, in order."""
    found, end = [], 0
    for block in BLOCK.finditer(text):
        title = HEADING.findall(text[: block.start()])[-1]
        found.append(Recipe(title, text[end : block.start()], block["sql"], block["printed"]))
        end = block.end()
    return found


def replayed(cluster: Cluster, database: str) -> None:
    """Make a helpdesk that has worked through the log."""
    deploy(cluster, database)
    token = first_token(cluster.url(database))
    with serving(cluster.url(database, "ticketfirst_gateway")) as served:
        replay(served.url, token)


def replay(url: str, token: str) -> None:
    """Have the log worked through, one request after another, so that ids are the same each time."""
    command: list[str | Path] = [SCRIPTS / "ticketfirst", "replay", "--url", url, "--connections", "1", SMALL]
    run(command, {"TICKETFIRST_TOKEN": token})


def commanded(cluster: Cluster, database: str, command: str) -> str:
    """Run a command of ticketfirst as an administrator, and give what it prints. Raises CheckError."""
    url = {"TICKETFIRST_ADMIN_DATABASE_URL": cluster.url(database)}
    return run([SCRIPTS / "ticketfirst", *command.split()], url)


def printed_by(cluster: Cluster, database: str, recipe: Recipe) -> str:
    """Run a recipe through psql as whoever it is for. Raises CheckError for an error that the reader is not told of."""
    role = BY_ROLE.match(recipe.sql)
    user = "postgres" if recipe.sql.startswith(BY_SUPERUSER) else role[1] if role else SERVICE
    done = subprocess.run(
        [cluster.bin / "psql", "-X", cluster.url(database, user)],
        env=environment(),
        input=recipe.sql,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=True,
    )
    if ("ERROR: " in done.stdout) != recipe.is_refused:
        raise CheckError(
            f"docs/cookbook.md, {recipe.title}: the sentence before a block says `refused` if, and only if, there is"
            f" an error:\n{recipe.sql}\n{done.stdout}"
        )
    return "\n".join(line.rstrip() for line in without_origin(done.stdout).strip("\n").split("\n"))
