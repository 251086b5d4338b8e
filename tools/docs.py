"""Write what can be written from the real thing: `make docs`.

Between <!-- name --> and <!-- /name --> stands what is made: in README.md the calls, the picture and the settings, in
docs/tour.md the tour (docs/tour.sql, run), in docs/database.md the entities and the functions. docs/rules.md and
docs/permissions.md are made whole, and docs/cookbook.md shows what psql and commands print.
"""

import sys
from pathlib import Path

import psycopg

from gateway.endpoints import ENDPOINTS
from gateway.settings import Settings, rows
from tools.cluster import EMBEDDED, Cluster
from tools.databases import deploy
from tools.docs_cookbook import COOKBOOK, cookbook
from tools.docs_database import diagram, functions, permissions, rules
from tools.docs_run import calls, tour
from tools.parts import with_parts
from tools.shell import ROOT

README = ROOT / "README.md"
DATABASE = ROOT / "docs" / "database.md"
TOUR = ROOT / "docs" / "tour.md"
RULES = ROOT / "docs" / "rules.md"
PERMISSIONS = ROOT / "docs" / "permissions.md"


def settings() -> str:
    """Every setting of the gateway with its default and its meaning."""
    lines = ["| variable | default | what it is |", "|---|---|---|"]
    for variable, default, description in rows():
        lines.append(f"| `{variable}` | {f'`{default}`' if default else ''} | {description} |")
    return "\n".join(lines)


def picture() -> str:
    """How a request gets to its function, with the lanes as they are unless told otherwise."""
    field = {name: info.default for name, info in Settings.model_fields.items()}
    return f"""```mermaid
flowchart LR
    http["HTTP consumers"] -->|"{len(ENDPOINTS)} endpoints under /v1"| gateway
    subgraph gateway["gateway: one process, no rule of its own"]
        direction TB
        check["limits, shapes (pydantic)"] --> statement["one statement per endpoint"]
        statement --> read["{field["read_lanes"]} read lanes,<br>{field["read_depth"]} calls in flight on each"]
        statement --> write["{field["write_lanes"]} write lanes,<br>one call on each"]
        statement --> slow["{field["slow_lanes"]} lanes for word searches,<br>one call on each"]
    end
    subgraph postgresql["PostgreSQL"]
        direction TB
        api["schema api: typed functions"] --> policies["row level security, constraints, triggers"]
        policies --> desk["schema desk: tickets, comments,<br>clients, agents, journal"]
    end
    read & write & slow -->|"api.enter and the function:<br>one statement, one round trip"| api
    dba["DBAs: psql, sqitch, pgTAP"] --> api
    service["services with a role of their own"] --> api
```"""


def made() -> dict[Path, str]:
    """The files that `make docs` writes, by their path."""
    cluster = Cluster.start(EMBEDDED)
    try:
        deploy(cluster, "helpdesk")
        with psycopg.connect(cluster.url("helpdesk")) as session:
            entities = {"diagram": diagram(session), "functions": functions(session)}
            catalogue, rights = rules(session), permissions(session)
        shown = {"calls": calls(cluster), "picture": picture(), "settings": settings()}
        toured = {"tour": tour(cluster, "helpdesk")}
        cooked = cookbook(cluster)
    finally:
        cluster.stop()
    return {
        README: with_parts(README, shown),
        DATABASE: with_parts(DATABASE, entities),
        TOUR: with_parts(TOUR, toured),
        RULES: catalogue,
        PERMISSIONS: rights,
        COOKBOOK: cooked,
    }


def main() -> int:
    """Write the files."""
    for path, text in made().items():
        path.write_text(text)
        print(f"written: {path.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
