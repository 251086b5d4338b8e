"""What the documentation shows of the helpdesk at work: run, not written by hand."""

import os
import re
import subprocess
import tempfile
from pathlib import Path
from typing import NamedTuple

from tests.gateways import first_token, serving
from tools.cluster import Cluster, environment
from tools.databases import deploy
from tools.shell import ROOT, CheckError

TOUR = ROOT / "docs" / "tour.sql"
CLOCK = "2026-01-05T09:00:00Z"


class Step(NamedTuple):
    """The same thing done over HTTP and in SQL."""

    title: str
    curl: str
    sql: str


CALLS = [
    Step(
        "A client, whose request it will be",
        """curl -H "$AUTH" --json '{"name": "Cleo Patra", "email": "cleo@client.example"}' $API/clients""",
        "SELECT to_json(c) FROM api.client_create('Cleo Patra', 'cleo@client.example') AS c;",
    ),
    Step(
        "A ticket",
        """curl -H "$AUTH" --json '{"subject": "Printer on fire", "client_id": 1}' $API/tickets""",
        "SELECT to_json(t) FROM api.ticket_create('Printer on fire', client_id => 1) AS t;",
    ),
    Step(
        "The agent who gets it, unless somebody was faster",
        """curl -H "$AUTH" -X PUT -H 'If-Match: "1"' --json '{"agent_id": 1}' $API/tickets/1/agent""",
        "SELECT to_json(t) FROM api.ticket_assign_agent(1, agent_id => 1, if_version => 1) AS t;",
    ),
    Step(
        "A comment, once, however often the request is repeated",
        """curl -H "$AUTH" -H 'Idempotency-Key: a7f3' --json '{"body": "Which floor?"}' $API/tickets/1/comments""",
        "SELECT to_json(c) FROM api.comment_create(1, 'Which floor?', author_agent_id => 1) AS c;",
    ),
    Step(
        "The tickets of an agent, last changed first",
        """curl -H "$AUTH" "$API/tickets?agent_id=1&sort=-updated_at&limit=10\"""",
        "SELECT to_json(p) FROM api.ticket_page(agent_id => 1, sort => '-updated_at', row_limit => 10) AS p;",
    ),
]
REFUSED = Step(
    "What the rules forbid",
    """curl -H "$AUTH" -X DELETE $API/clients/1""",
    "SELECT api.client_delete(1);",
)


def tour(cluster: Cluster, database: str) -> str:
    """What psql prints for docs/tour.sql, each paragraph a minute after the one before."""
    shown = []
    for minute, paragraph in enumerate(TOUR.read_text().strip().split("\n\n")):
        done = subprocess.run(
            ["bash", "-c", '"$0" -X -q --echo-all "$1" 2>&1', cluster.bin / "psql", cluster.url(database)],
            env=environment() | {"PGOPTIONS": f"-c ticketfirst.clock=2026-01-05T09:{minute:02}:00Z"},
            input=paragraph + "\n",
            capture_output=True,
            text=True,
            check=True,
        )
        printed = without_origin(done.stdout)
        printed = re.sub(r"^((?:CONSTRAINT NAME|ERROR): .*)\n(?=SELECT|UPDATE)", r"\1\n\n", printed, flags=re.M)
        shown.append("\n".join(line.rstrip() for line in printed.rstrip().split("\n")) + "\n")
    return "```text\n" + "\n".join(shown) + "```"


def calls(cluster: Cluster) -> str:
    """The same five things over HTTP and in SQL, and what both answer. Raises CheckError where the answers differ."""
    over_http, in_sql = "calls_http", "calls_sql"
    tokens = {}
    for database in (over_http, in_sql):
        deploy(cluster, database)
        tokens[database] = first_token(cluster.url(database))
    token = tokens[over_http]
    lines = []
    with serving(cluster.url(over_http, "ticketfirst_gateway")) as served:
        for step in CALLS:
            answer = _curl(step.curl, served.url, token)
            if answer != _psql(cluster, in_sql, step.sql):
                raise CheckError(f"{step.curl}\nand\n{step.sql}\ndo not answer the same")
            lines += [f"**{step.title}**", "", "```bash", step.curl, "```", "```sql", step.sql, "```"]
            lines += ["```json", answer, "```", ""]
        lines += [f"**{REFUSED.title}**", "", "```bash", REFUSED.curl, "```", "```json"]
        lines += [_curl(REFUSED.curl, served.url, token), "```", "```sql", REFUSED.sql, "```", "```text"]
        lines += [_psql(cluster, in_sql, REFUSED.sql), "```"]
    return "\n".join(lines)


def _curl(command: str, url: str, token: str) -> str:
    """Run a call as it is shown; a file of curl's adds the clock, so that its answer is the same each time."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / ".curlrc").write_text(f'silent\nheader = "X-Clock: {CLOCK}"\nheader = "X-Request-Id: tour-1"\n')
        variables = {"CURL_HOME": folder, "AUTH": f"Authorization: Bearer {token}", "API": f"{url}/v1"}
        done = subprocess.run(
            ["bash", "-c", command], env=os.environ | variables, capture_output=True, text=True, check=True
        )
    return done.stdout.strip()


def _psql(cluster: Cluster, database: str, statement: str) -> str:
    done = subprocess.run(
        [cluster.bin / "psql", "-X", "-q", "-A", "-t", "--set=VERBOSITY=verbose", cluster.url(database)],
        env=environment() | {"PGOPTIONS": f"-c ticketfirst.clock={CLOCK}"},
        input=statement,
        capture_output=True,
        text=True,
        check=True,
    )
    return without_origin(done.stdout + done.stderr).strip()


def without_origin(printed: str) -> str:
    """Leave out where in its source an error was raised: that is of no use to a reader."""
    return re.sub(r"^(CONTEXT|LOCATION): .*\n(^(SQL statement|PL/pgSQL| {4}).*\n)*", "", printed, flags=re.M)
