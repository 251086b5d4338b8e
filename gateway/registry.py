"""sqitch's registry, version 1.1: the tables that say what is deployed, read and written as sqitch does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.rows import TupleRow, class_row

from gateway.plan import Change, Dependency, Entry, Plan, Tag

Connection = psycopg.Connection[TupleRow]

VERSION = "1.1"
TO_READ = ["SELECT"]
TO_WRITE = ["SELECT", "INSERT", "UPDATE", "DELETE"]


class DeployError(Exception):
    """The deployment cannot go on; the message is one sentence that says why, and what to do where that is known."""


@dataclass(frozen=True)
class Committer:
    """Who deploys."""

    name: str
    email: str


@dataclass(frozen=True)
class Deployed:
    """A change that the database has."""

    change_id: str
    change: str
    script_hash: str | None
    committed_at: datetime
    committer_name: str
    committer_email: str
    tags: list[str]


@contextmanager
def explained(what: str) -> Iterator[None]:
    """Turn PostgreSQL's errors into a DeployError."""
    try:
        yield
    except psycopg.Error as error:
        raise DeployError(f"{what}: {message_of(error)}") from error


def message_of(error: psycopg.Error) -> str:
    """Give an error's message on one line, without what PostgreSQL adds to it."""
    return " ".join((error.diag.message_primary or str(error)).split())


def read(connection: Connection, plan: Plan, privileges: list[str]) -> list[Deployed]:
    """Give the changes that the database has of the plan's project, oldest first. Raises DeployError, psycopg.Error."""
    if not _exists(connection, privileges):
        return []
    with connection.cursor(row_factory=class_row(Deployed)) as cursor:
        return cursor.execute(
            """SELECT c.change_id, c.change, c.script_hash, c.committed_at, c.committer_name, c.committer_email,
                      ARRAY(SELECT t.tag FROM sqitch.tags AS t
                             WHERE t.change_id = c.change_id ORDER BY t.committed_at, t.tag) AS tags
                 FROM sqitch.changes AS c
                WHERE c.project = %s
                ORDER BY c.committed_at""",
            [plan.project],
        ).fetchall()


def prepare(connection: Connection, plan: Plan, committer: Committer) -> None:
    """Make the registry where it is missing, and enter the plan's project. Raises DeployError, psycopg.Error."""
    with connection.transaction():
        if not _exists(connection, TO_WRITE):
            connection.execute(Path(__file__).with_name("registry.sql").read_text("utf-8"))
            installer = {"installer_name": committer.name, "installer_email": committer.email}
            _insert(connection, "releases", {"version": VERSION, **installer})
        project = connection.execute("SELECT uri FROM sqitch.projects WHERE project = %s", [plan.project]).fetchone()
        if project is None:
            creator = {"creator_name": committer.name, "creator_email": committer.email}
            _insert(connection, "projects", {"project": plan.project, "uri": plan.uri, **creator})
        elif project[0] != plan.uri:
            raise DeployError(f'project "{plan.project}" has the URI {project[0]} in this database, not {plan.uri}')


def find_external(connection: Connection, wanted: Dependency) -> str | None:
    """Give the id of a change of another project, if it is deployed: its first, or the last one before the tag."""
    row = connection.execute(
        """SELECT c.change_id
             FROM sqitch.changes AS c LEFT JOIN sqitch.tags AS t ON t.project = c.project AND t.tag = '@' || %(tag)s
            WHERE c.project = %(project)s AND (%(change)s::text IS NULL OR c.change = %(change)s)
              AND (%(tag)s::text IS NULL OR c.committed_at <= t.committed_at)
            ORDER BY CASE WHEN %(tag)s::text IS NULL THEN c.committed_at END, c.committed_at DESC
            LIMIT 1""",
        {"project": wanted.project, "change": wanted.change, "tag": wanted.tag},
    ).fetchone()
    return row[0] if row else None


def add_deployed(connection: Connection, plan: Plan, change: Change, committer: Committer) -> None:
    """Enter a change with its dependencies and tags, and the event."""
    head = {"change_id": change.id, "change": change.name, "project": plan.project}
    _insert(connection, "changes", {**head, "script_hash": plan.script_hash(change), **_signed(change, committer)})
    for required in change.requires:
        own = plan.find(required.key)
        required_id = find_external(connection, required) if required.project else own and own.id
        link = {"type": "require", "dependency": str(required), "dependency_id": required_id}
        _insert(connection, "dependencies", {"change_id": change.id, **link})
    for conflict in change.conflicts:
        link = {"type": "conflict", "dependency": str(conflict), "dependency_id": None}
        _insert(connection, "dependencies", {"change_id": change.id, **link})
    add_tags(connection, plan, change, change.tags, committer)
    add_event(connection, "deploy", plan, change, committer)


def add_tags(connection: Connection, plan: Plan, change: Change, tags: Iterable[Tag], committer: Committer) -> None:
    """Enter tags of a deployed change."""
    for tag in tags:
        head = {"tag_id": tag.id, "tag": tag.name, "project": plan.project, "change_id": change.id}
        _insert(connection, "tags", {**head, **_signed(tag, committer)})


def add_event(connection: Connection, event: str, plan: Plan, change: Change, committer: Committer) -> None:
    """Enter in the history that a change was deployed ("deploy"), or was tried in vain ("fail")."""
    lists = {
        "requires": [str(dependency) for dependency in change.requires],
        "conflicts": [str(dependency) for dependency in change.conflicts],
        "tags": [tag.name for tag in change.tags],
    }
    head = {"event": event, "change_id": change.id, "change": change.name, "project": plan.project}
    _insert(connection, "events", {**head, **lists, **_signed(change, committer)})


def _signed(entry: Entry, committer: Committer) -> dict[str, object]:
    return {
        "note": entry.note,
        "planned_at": entry.planned_at,
        "planner_name": entry.planner_name,
        "planner_email": entry.planner_email,
        "committer_name": committer.name,
        "committer_email": committer.email,
    }


def _insert(connection: Connection, table: str, row: dict[str, object]) -> None:
    statement = sql.SQL("INSERT INTO sqitch.{} ({}) VALUES ({})").format(
        sql.Identifier(table),
        sql.SQL(", ").join(map(sql.Identifier, row)),
        sql.SQL(", ").join(sql.Placeholder() * len(row)),
    )
    connection.execute(statement, list(row.values()))


def _exists(connection: Connection, privileges: list[str]) -> bool:
    """Say whether there is a registry. Raises DeployError for one of another version, or that this role may not use."""
    row = connection.execute(
        """SELECT bool_and(has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, p.privilege)),
                  pg_get_userbyid(n.nspowner), quote_ident(current_user)
             FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace, unnest(%s::text[]) AS p (privilege)
            WHERE n.nspname = 'sqitch' AND c.relkind = 'r'
            GROUP BY n.nspowner""",
        [privileges],
    ).fetchone()
    if row is None:
        return False
    is_allowed, owner, role = row
    if not is_allowed:
        raise DeployError(
            f"role {role} may not use sqitch's registry; let {owner} or a superuser run: GRANT USAGE ON SCHEMA sqitch"
            f" TO {role}; GRANT {', '.join(privileges)} ON ALL TABLES IN SCHEMA sqitch TO {role};"
        )
    (version,) = connection.execute("SELECT max(version)::text FROM sqitch.releases").fetchone() or (None,)
    if version != VERSION:
        raise DeployError(f"sqitch's registry here has version {version}, not {VERSION}: upgrade whichever is older")
    return True
