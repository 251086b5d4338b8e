"""`ticketfirst deploy` and sqitch itself are interchangeable, and neither leaves a database half deployed.

Every test deploys a small shop, from a checkout of its own that holds the shop's plan and this package.
"""

from __future__ import annotations

import itertools
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from gateway.cli import PENDING
from gateway.deploy import LOCK, connect, deploy
from gateway.plan_reader import read_plan
from gateway.registry import Committer, DeployError
from tools.cluster import DEBIAN, EMBEDDED, Cluster

ROOT = Path(__file__).parent.parent
FIXTURE = Path(__file__).parent / "fixtures" / "plan"
PRICE = "db/functions/item_price.sql"
NUMBERS = itertools.count()
CHANGES = [
    *("schema/shop", "schema/item", "functions/item_price"),
    *("schema/item_note", "functions/item_price", "functions/item_total"),
]
# Without who and when, in the order in which it happened.
PLANNED = "note, planned_at, planner_name, planner_email"
REGISTRY = {
    "releases": "SELECT version FROM sqitch.releases",
    "projects": "SELECT project, uri FROM sqitch.projects ORDER BY created_at",
    "changes": f"SELECT change_id, script_hash, change, project, {PLANNED} FROM sqitch.changes ORDER BY committed_at",
    "tags": f"SELECT tag_id, tag, project, change_id, {PLANNED} FROM sqitch.tags ORDER BY committed_at, tag",
    "dependencies": "SELECT change_id, type, dependency, dependency_id FROM sqitch.dependencies ORDER BY 1, 2, 3",
    "events": f"""SELECT event, change_id, change, project, requires, conflicts, tags, {PLANNED}
                    FROM sqitch.events ORDER BY committed_at""",
}


@dataclass(frozen=True)
class Done:
    """What a command did."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Shop:
    """A checkout and an empty database to deploy it to."""

    cluster: Cluster
    folder: Path
    database: str

    def url(self, user: str = "deployer") -> str:
        """Give the database's address."""
        return self.cluster.url(self.database, user)

    def start(self, *arguments: str, user: str = "deployer", **environment: str) -> subprocess.Popen[str]:
        """Start the command `ticketfirst`."""
        command = [sys.executable, "-c", "from gateway.cli import app; app()", *arguments]
        url = {"TICKETFIRST_ADMIN_DATABASE_URL": self.url(user)}
        return self._start(command, {"PYTHONPATH": str(self.folder), **url, **environment})

    def ours(self, *arguments: str, user: str = "deployer", **environment: str) -> Done:
        """Run the command `ticketfirst`."""
        return wait(self.start(*arguments, user=user, **environment))

    def deploy(self, user: str = "deployer") -> Done:
        """Run `ticketfirst deploy`, without the token for which the shop has no tables."""
        return self.ours("deploy", "--no-first-token", user=user)

    def start_sqitch(self, *arguments: str, user: str = "deployer") -> subprocess.Popen[str]:
        """Start the real sqitch."""
        target = f"db:pg://{user}@127.0.0.1:{self.cluster.port}/{self.database}"
        return self._start(["sqitch", *arguments, target], {"PATH": f"{self.cluster.bin}:/usr/bin:/bin"})

    def sqitch(self, *arguments: str, user: str = "deployer") -> Done:
        """Run the real sqitch."""
        return wait(self.start_sqitch(*arguments, user=user))

    def _start(self, command: list[str], environment: dict[str, str]) -> subprocess.Popen[str]:
        isolated = {"SQITCH_USER_CONFIG": os.devnull, "SQITCH_SYSTEM_CONFIG": os.devnull}
        committer = {"SQITCH_FULLNAME": "Tester", "SQITCH_EMAIL": "tester@shop.example", "COLUMNS": "300"}
        inherited = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        return subprocess.Popen(
            command,
            cwd=self.folder,
            env=inherited | isolated | committer | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def query(self, query: str, user: str = "postgres") -> list[tuple[object, ...]]:
        """Ask the database."""
        with psycopg.connect(self.url(user), autocommit=True) as connection:
            cursor = connection.execute(query)
            return cursor.fetchall() if cursor.description else []

    def deployed(self) -> list[object]:
        """Give the names of the changes that are deployed."""
        return [row[0] for row in self.query("SELECT change FROM sqitch.changes ORDER BY committed_at")]

    def registry(self) -> dict[str, list[tuple[object, ...]]]:
        """Give sqitch's registry without who and when."""
        return {table: self.query(query) for table, query in REGISTRY.items()}

    def edit(self, path: str, old: str, new: str) -> None:
        """Replace a text in a file, which must be there."""
        text = (self.folder / path).read_text()
        assert old in text
        (self.folder / path).write_text(text.replace(old, new))

    def go_back(self, tag: str) -> None:
        """Make the checkout what it was when the tag was set: a shorter plan, and the scripts of that time."""
        lines = (self.folder / "sqitch.plan").read_text().splitlines(keepends=True)
        last = next(number for number, line in enumerate(lines) if line.startswith(f"@{tag} "))
        (self.folder / "sqitch.plan").write_text("".join(lines[: last + 1]))
        for kind, folder in (("deploy", "db"), ("revert", "db/revert"), ("verify", "db/verify")):
            for old in (self.folder / "db/reworked" / kind).rglob(f"*@{tag}.sql"):
                name = old.relative_to(self.folder / "db/reworked" / kind).as_posix()
                old.rename(self.folder / folder / name.replace(f"@{tag}", ""))

    def go_forward(self) -> None:
        """Make the checkout again what it was at first."""
        shutil.copytree(FIXTURE, self.folder, dirs_exist_ok=True)


def wait(process: subprocess.Popen[str]) -> Done:
    """Wait for a command."""
    out, err = process.communicate(timeout=60)
    return Done(process.returncode, out, err)


def wait_until(is_so: Callable[[], object]) -> None:
    """Wait for something that another process does."""
    deadline = time.monotonic() + 20
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def refused(done: Done, *words: str) -> None:
    """Hold that a command failed with one sentence, in which these words come."""
    assert done.code == 1, done
    assert done.err.startswith("error: ")
    assert done.err.count("\n") == 1
    assert "Traceback" not in done.err + done.out
    for word in words:
        assert word in done.err


def ensure_roles(cluster: Cluster) -> None:
    """Make the owner of the shop's tables, and give it to whoever deploys."""
    with psycopg.connect(cluster.url(), autocommit=True) as connection:
        if not connection.execute("SELECT FROM pg_roles WHERE rolname = 'shop_owner'").fetchall():
            connection.execute(
                "CREATE ROLE shop_owner; CREATE ROLE colleague LOGIN CREATEROLE; CREATE ROLE helper LOGIN"
            )
        connection.execute("GRANT shop_owner TO deployer, colleague")


def make_shop(cluster: Cluster, folder: Path) -> Shop:
    """Lay out a checkout and make its database."""
    ensure_roles(cluster)
    shutil.copytree(FIXTURE, folder, dirs_exist_ok=True)
    shutil.copytree(ROOT / "gateway", folder / "gateway", ignore=shutil.ignore_patterns("database", "__pycache__"))
    database = f"shop_{next(NUMBERS)}"
    cluster.create_database(database, owner="deployer")
    return Shop(cluster, folder, database)


@pytest.fixture
def shop(cluster: Cluster, tmp_path: Path) -> Shop:
    """A shop on each supported server."""
    return make_shop(cluster, tmp_path / "shop")


@pytest.fixture(scope="module", params=[DEBIAN, EMBEDDED], ids=str)
def own_cluster(request: pytest.FixtureRequest) -> Iterator[Cluster]:
    """A server whose roles and rules of entry a test may change."""
    cluster = Cluster.start(request.param)
    yield cluster
    cluster.stop()


def test_sqitch_goes_on_after_us(shop: Shop) -> None:
    """Whatever sqitch can do to its own deployment it can do to ours."""
    done = shop.deploy()
    assert (done.code, done.err) == (0, "")
    assert "+ functions/item_total\n" in done.out
    assert done.out.endswith("deployed 6 changes\n")
    assert "up-to-date" in shop.sqitch("status").out
    assert shop.sqitch("deploy").out == "Nothing to deploy (up-to-date)\n"
    assert shop.sqitch("verify").out.endswith("Verify successful\n")
    assert shop.sqitch("check").out.endswith("Check successful\n")
    assert shop.sqitch("revert", "-y", "--to", "@v1.0").code == 0
    assert shop.deployed() == CHANGES[:3]
    assert shop.ours("status").code == PENDING
    assert shop.sqitch("revert", "-y").code == 0
    assert shop.deployed() == []
    assert shop.query("SELECT FROM pg_namespace WHERE nspname = 'shop'") == []
    assert shop.deploy().code == 0


def test_we_go_on_after_sqitch(shop: Shop) -> None:
    """There is nothing left to do, and it is said at once."""
    assert shop.sqitch("deploy").code == 0
    assert shop.deploy() == Done(0, "nothing to deploy\n", "")
    done = shop.ours("status")
    assert done.code == 0
    for words in ("6 of 6 changes", "@v1.1-lts", "functions/item_total", "by Tester <tester@shop.example>"):
        assert words in done.out


@pytest.mark.parametrize("ours_first", [True, False], ids=["we begin", "sqitch begins"])
def test_half_and_half(shop: Shop, *, ours_first: bool) -> None:
    """The rows are those that sqitch writes when it does it all."""
    shop.go_back("v1.0")
    assert (shop.deploy() if ours_first else shop.sqitch("deploy")).code == 0
    shop.go_forward()
    assert (shop.sqitch("deploy") if ours_first else shop.deploy()).code == 0
    assert shop.sqitch("verify").code == 0
    mixed = shop.registry()
    assert shop.sqitch("revert", "-y").code == 0
    shop.query("DELETE FROM sqitch.events")
    assert shop.sqitch("deploy").code == 0
    assert shop.registry() == mixed


def test_the_registry_is_the_same(cluster: Cluster, tmp_path: Path) -> None:
    """Rows, columns and constraints are equal, but for who and when."""
    by_us, by_sqitch = make_shop(cluster, tmp_path / "a"), make_shop(cluster, tmp_path / "b")
    assert by_us.deploy().code == 0
    assert by_sqitch.sqitch("deploy").code == 0
    assert by_us.registry() == by_sqitch.registry()
    assert [row[1] for row in by_us.registry()["tags"]] == ["@v1.0", "@v1.1", "@v1.1-lts"]
    for query in (
        """SELECT table_name, ordinal_position, column_name, data_type, udt_name, is_nullable, column_default
             FROM information_schema.columns WHERE table_schema = 'sqitch' ORDER BY 1, 2""",
        """SELECT conname, conrelid::regclass::text, pg_get_constraintdef(oid)
             FROM pg_constraint WHERE connamespace = 'sqitch'::regnamespace ORDER BY 1""",
        """SELECT committer_name, committer_email FROM sqitch.changes
            UNION ALL SELECT committer_name, committer_email FROM sqitch.tags
            UNION ALL SELECT committer_name, committer_email FROM sqitch.events
            UNION ALL SELECT installer_name, installer_email FROM sqitch.releases
            UNION ALL SELECT creator_name, creator_email FROM sqitch.projects""",
    ):
        rows = by_us.query(query)
        assert rows
        assert rows == by_sqitch.query(query)


def test_a_failing_script(shop: Shop) -> None:
    """It is rolled back whole, told in one sentence, and a rerun goes on from there."""
    shop.edit("db/schema/item_note.sql", "COLUMN note text;", "COLUMN note text;\n\n-- €\nSELECT nothing;")
    done = shop.deploy()
    refused(done, '"schema/item_note"', "db/schema/item_note.sql, line 9:", 'column "nothing" does not exist')
    assert shop.deployed() == CHANGES[:3]
    assert shop.query("SELECT FROM pg_attribute WHERE attrelid = 'shop.item'::regclass AND attname = 'note'") == []
    assert shop.query("SELECT event FROM sqitch.events ORDER BY committed_at DESC LIMIT 1") == [("fail",)]
    assert shop.ours("status").code == PENDING
    shop.edit("db/schema/item_note.sql", "SELECT nothing;", "")
    done = shop.deploy()
    assert (done.code, done.out.splitlines()[0]) == (0, "+ schema/item_note")


def test_a_failing_script_without_a_position(shop: Shop) -> None:
    """Then there is no line to name."""
    shop.edit(PRICE, "SET LOCAL", "SELECT 1 / (SELECT 0);\nSET LOCAL")
    refused(shop.deploy(), f"failed in {PRICE}: division by zero\n")


def test_a_failing_verify_script(shop: Shop) -> None:
    """What cannot be verified is not deployed."""
    verify = "db/verify/schema/item_note.sql"
    shop.edit(verify, "SELECT note", "SELECT notice")
    refused(shop.deploy(), '"schema/item_note"', f"{verify}, line 4:", 'column "notice" does not exist')
    assert shop.deployed() == CHANGES[:3]
    assert shop.query("SELECT FROM pg_attribute WHERE attrelid = 'shop.item'::regclass AND attname = 'note'") == []


def test_a_verify_script_leaves_nothing(shop: Shop) -> None:
    """It is rolled back, as in sqitch."""
    shop.edit("db/verify/schema/shop.sql", "SELECT", "CREATE TABLE shop.left_over ();\nSET search_path = shop;\nSELECT")
    assert shop.deploy().code == 0
    assert shop.query("SELECT to_regclass('shop.left_over')") == [(None,)]


def test_a_script_that_commits_by_itself(shop: Shop) -> None:
    """It is noticed, since it breaks the promise of all or nothing."""
    shop.edit(PRICE, "\nCREATE", "COMMIT;\nBEGIN;\nCREATE")
    refused(shop.deploy(), PRICE, "savepoint")
    assert shop.deployed() == CHANGES[:4]


def test_settings_do_not_outlive_their_script(shop: Shop) -> None:
    """The verify script and the next change find a session as fresh as sqitch's."""
    shop.edit("db/schema/shop.sql", "CREATE", "SET search_path = nowhere;\nSET LOCAL lock_timeout = '1h';\nCREATE")
    expected = (
        "SELECT 1 / (current_setting('lock_timeout') = '0' AND current_setting('search_path') <> 'nowhere')::integer;"
    )
    shop.edit("db/verify/schema/shop.sql", "SELECT", f"{expected}\nSELECT")
    assert shop.sqitch("deploy", "--verify").code == 0
    assert shop.sqitch("revert", "-y").code == 0
    assert shop.deploy().code == 0


TWO_SECONDS = "SELECT pg_sleep(2);\n"
UNTIL_ANOTHER_WAITS = """DO $do$
BEGIN
    FOR i IN 1..600 LOOP
        EXIT WHEN EXISTS (
            SELECT FROM pg_locks AS l JOIN pg_database AS d ON d.oid = l.database
             WHERE d.datname = current_database() AND l.locktype = 'advisory' AND NOT l.granted
        );
        PERFORM pg_sleep(0.05);
    END LOOP;
END $do$;
"""


def sleep_in_price(shop: Shop, how_long: str) -> Callable[[], object]:
    """Make a change sleep, and give what tells whether it does."""
    shop.edit(PRICE, "\nCREATE", f"{how_long}CREATE")
    activity = f"SELECT pid FROM pg_stat_activity WHERE datname = '{shop.database}' AND wait_event = 'PgSleep'"
    return lambda: shop.query(activity)


def test_killed_in_the_middle(shop: Shop) -> None:
    """The change that was running is not there, and the next run, which waits for it to end, does it."""
    is_sleeping = sleep_in_price(shop, TWO_SECONDS)
    process = shop.start("deploy", "--no-first-token")
    wait_until(is_sleeping)
    process.kill()
    wait(process)
    assert shop.deployed() == CHANGES[:4]
    done = shop.deploy()
    assert done.code == 0
    assert done.out.splitlines()[:2] == [
        "waiting for another deployment of this database to end",
        "+ functions/item_price",
    ]
    assert shop.sqitch("verify").code == 0


def test_the_connection_is_lost(shop: Shop) -> None:
    """It is told in one sentence, and nothing of the change is there."""
    is_sleeping = sleep_in_price(shop, UNTIL_ANOTHER_WAITS)
    process = shop.start("deploy", "--no-first-token")
    wait_until(is_sleeping)
    shop.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'PgSleep'")
    refused(wait(process), '"functions/item_price"', PRICE, "terminating connection")
    assert shop.deployed() == CHANGES[:4]


def test_edited_scripts(shop: Shop) -> None:
    """They are named with the way out, and nothing goes on."""
    shop.go_back("v1.1")
    assert shop.deploy().code == 0
    shop.go_forward()
    shop.edit(PRICE, "1.2", "1.3")
    words = ["functions/item_price", "in development, rebuild the database", "sqitch rework"]
    refused(shop.deploy(), *words)
    assert shop.deployed() == CHANGES[:5]
    done = shop.ours("status")
    refused(done, *words)
    assert "edited    functions/item_price" in done.out
    assert "pending   functions/item_total" in done.out
    assert shop.sqitch("check").code != 0
    shop.edit(PRICE, "1.3", "1.2")
    assert shop.deploy().code == 0


def test_two_deployers_at_once(shop: Shop) -> None:
    """The second waits, and then has nothing to do."""
    is_sleeping = sleep_in_price(shop, UNTIL_ANOTHER_WAITS)
    first = shop.start("deploy", "--no-first-token")
    wait_until(is_sleeping)
    second = shop.deploy()
    assert wait(first).code == 0
    assert second == Done(0, "waiting for another deployment of this database to end\nnothing to deploy\n", "")


def test_sqitch_waits_for_us(shop: Shop) -> None:
    """The lock is sqitch's own."""
    is_sleeping = sleep_in_price(shop, UNTIL_ANOTHER_WAITS)
    ours = shop.start("deploy", "--no-first-token")
    wait_until(is_sleeping)
    done = shop.sqitch("deploy")
    assert wait(ours).code == 0
    assert done.code == 0
    assert "Blocked by another instance of Sqitch" in done.out
    assert "Nothing to deploy" in done.out


def test_we_wait_for_sqitch(shop: Shop) -> None:
    """As it does for us."""
    is_sleeping = sleep_in_price(shop, UNTIL_ANOTHER_WAITS)
    sqitch = shop.start_sqitch("deploy")
    wait_until(is_sleeping)
    done = shop.deploy()
    assert wait(sqitch).code == 0
    assert done.out == "waiting for another deployment of this database to end\nnothing to deploy\n"


def test_the_lock_is_given_back(shop: Shop) -> None:
    """Nobody waits for a deployment that is over, although its connection stays open."""
    plan, committer, held = (
        read_plan(shop.folder),
        Committer("Ann", "ann@shop.example"),
        "SELECT FROM pg_locks WHERE objid = %s",
    )
    shop.edit(PRICE, "CREATE", "CREAT")
    with connect(shop.url()) as connection:
        with pytest.raises(DeployError, match="syntax error"):
            deploy(connection, plan, committer, say=print)
        assert connection.execute(held, [LOCK]).fetchall() == []
        shop.edit(PRICE, "CREAT", "CREATE")
        seen: list[str] = []
        assert deploy(connection, plan, committer, say=seen.append) == len(CHANGES) - 4
        assert connection.execute(held, [LOCK]).fetchall() == []
        assert seen == []


def test_a_tag_that_came_later(shop: Shop) -> None:
    """It is entered although there is nothing to deploy, as by sqitch."""
    assert shop.deploy().code == 0
    with (shop.folder / "sqitch.plan").open("a") as plan:
        plan.write("@v2 2026-11-23T12:00:00Z Ann <ann@shop.example> # Second\n")
    assert shop.deploy() == Done(0, "nothing to deploy\n", "")
    assert "@v2" in shop.ours("status").out
    mixed = shop.registry()["tags"]
    shop.query("DELETE FROM sqitch.tags WHERE tag = '@v2'")
    assert shop.sqitch("deploy").code == 0
    assert shop.registry()["tags"] == mixed


def another_project(shop: Shop, name: str, *lines: str) -> Shop:
    """Give another project in the shop's database; its changes do nothing."""
    project = Shop(shop.cluster, shop.folder.with_name(name), shop.database)
    shutil.copytree(shop.folder, project.folder)
    signed = "2026-01-31T12:00:00Z Ann <ann@shop.example>\n"
    (project.folder / "sqitch.plan").write_text(f"%project={name}\n\n" + "".join(f"{line} {signed}" for line in lines))
    for change in read_plan(project.folder).changes:
        scripts = read_plan(project.folder)
        scripts.deploy_script(change).write_text(f"BEGIN;\n-- {change.id}\nCOMMIT;\n")
        scripts.verify_script(change).write_text("BEGIN;\nROLLBACK;\n")
    return project


def archive(shop: Shop) -> Shop:
    """Give a project with whose first change the shop's third one conflicts."""
    return another_project(shop, "archive", "import", "@old", "export [import shop:schema/item]")


def test_requirements_are_found_as_sqitch_finds_them(shop: Shop) -> None:
    """Of a reworked change of another project a tag tells which is meant; without one it is the first."""
    reworked = another_project(shop, "archive", "import", "@old", "import", "@new", "import")
    assert reworked.deploy().code == 0
    wanted = "archive:import archive:import@old archive:import@new archive:@old archive:@new"
    museum = another_project(shop, "museum", f"open [{wanted}]")
    assert museum.deploy().code == 0
    rows = shop.registry()["dependencies"]
    assert len({row[3] for row in rows}) == len(["old", "new"])
    shop.query("DELETE FROM sqitch.changes WHERE project = 'museum'")
    assert museum.sqitch("deploy").code == 0
    assert shop.registry()["dependencies"] == rows


def test_requirements_and_conflicts_of_another_project(shop: Shop) -> None:
    """They are looked up in the database, before anything runs."""
    other = archive(shop)
    refused(other.deploy(), 'change "export" requires "shop:schema/item", which is not deployed')
    assert other.deployed() == []
    assert shop.deploy().code == 0
    assert other.deploy().code == 0
    assert shop.deploy().out == "nothing to deploy\n"
    rows = shop.registry()
    shop.query("DELETE FROM sqitch.events WHERE project = 'archive'")
    shop.query("DELETE FROM sqitch.tags WHERE project = 'archive'; DELETE FROM sqitch.changes WHERE change = 'export'")
    shop.query("DELETE FROM sqitch.changes WHERE change = 'import'")
    assert other.sqitch("deploy").code == 0
    assert shop.registry() == rows


@pytest.mark.parametrize("conflict", ["archive:import", "archive:import@old", "archive:@old"])
def test_a_conflict_is_deployed(shop: Shop, conflict: str) -> None:
    """The change is refused before anything runs, as by sqitch."""
    other = archive(shop)
    other.go_back("old")
    assert other.deploy().code == 0
    shop.edit("sqitch.plan", "!archive:import", f"!{conflict}")
    refused(shop.deploy(), f'"functions/item_price" conflicts with "{conflict}", which is deployed')
    assert "Conflicts with previously deployed change" in shop.sqitch("deploy").err
    assert shop.deployed() == ["import"]


def test_a_conflict_with_the_unknown(shop: Shop) -> None:
    """It is a mistake in the plan, to sqitch too."""
    shop.edit("sqitch.plan", "!archive:import", "!import")
    refused(shop.deploy(), '"functions/item_price" conflicts with "import", which is not in the plan')
    assert 'Unable to find change "import"' in shop.sqitch("deploy").err


def test_another_plan(shop: Shop) -> None:
    """A database of a diverging plan or of a newer one is left alone."""
    assert shop.deploy().code == 0
    shop.go_back("v1.1")
    for done in (shop.deploy(), shop.ours("status")):
        refused(done, "newer or diverging plan", "functions/item_total")
    shop.go_forward()
    shop.edit("sqitch.plan", "Sum of everything", "The sum")
    refused(shop.deploy(), "a diverging plan", '"functions/item_total" (03fd688cfe13)')
    shop.edit("sqitch.plan", "%uri=https://shop.example/\n", "")
    refused(shop.deploy(), "a diverging plan", '"schema/shop"')
    assert shop.deployed() == CHANGES


def test_another_project_of_the_same_name(shop: Shop) -> None:
    """It is told apart by its address."""
    assert shop.deploy().code == 0
    assert shop.sqitch("revert", "-y").code == 0
    shop.edit("sqitch.plan", "https://shop.example/", "https://other.example/")
    refused(shop.deploy(), 'project "shop" has the URI https://shop.example/')


def test_a_registry_of_another_version(shop: Shop) -> None:
    """It is left alone."""
    assert shop.deploy().code == 0
    shop.query("INSERT INTO sqitch.releases VALUES (1.2, now(), 'a', 'b')")
    for done in (shop.deploy(), shop.ours("status")):
        refused(done, "has version 1.2, not 1.1")


def test_scripts_are_read_before_anything_runs(shop: Shop) -> None:
    """A missing or misshapen one is told at once."""
    script = shop.folder / "db/functions/item_total.sql"
    text = script.read_text()
    script.unlink()
    refused(shop.deploy(), '"functions/item_total"', "db/functions/item_total.sql", "No such file")
    script.write_text(text.replace("BEGIN;", ""))
    refused(shop.deploy(), "must begin with BEGIN; and end with COMMIT;")
    script.write_text(text + "SELECT 1;\n")
    refused(shop.deploy(), "must begin with BEGIN; and end with COMMIT;")
    script.write_bytes(b"BEGIN;\n\xff\nCOMMIT;\n")
    refused(shop.deploy(), "no readable script")
    script.write_text("-- BEGIN;\n\nbegin;\n" + text.partition("BEGIN;")[2] + "-- the end; COMMIT; is above\n")
    (shop.folder / "db/verify/functions/item_total.sql").unlink()
    refused(shop.deploy(), "db/verify/functions/item_total.sql")
    assert shop.ours("status").out.count("0 of 6 changes") == 1


def test_a_plan_that_cannot_be_read(shop: Shop) -> None:
    """The line is named, and no database is touched."""
    shop.edit("sqitch.plan", "@v1.0 2026", "@v1/0 2026")
    refused(shop.deploy(), "sqitch.plan, line 9:")
    (shop.folder / "sqitch.plan").unlink()
    refused(shop.deploy(), "No such file", "sqitch.plan")
    assert shop.query("SELECT FROM pg_namespace WHERE nspname = 'sqitch'") == []


def test_an_installed_package_brings_its_plan(shop: Shop) -> None:
    """In a wheel, plan and scripts are inside the package."""
    packaged = shop.folder / "gateway" / "database"
    packaged.mkdir()
    for name in ("sqitch.plan", "db"):
        (shop.folder / name).rename(packaged / name)
    assert shop.deploy().code == 0
    assert shop.deployed() == CHANGES


def test_no_database(shop: Shop) -> None:
    """It is said what to do, and no password is shown."""
    address = "TICKETFIRST_ADMIN_DATABASE_URL"
    refused(shop.ours("deploy", **{address: ""}), address, "--database-url")
    refused(shop.ours("status", **{address: "postgresql://ann@127.0.0.1:1/shop"}), "cannot connect", "refused")
    refused(shop.ours("deploy", "--database-url", shop.cluster.url("nowhere")), '"nowhere" does not exist')
    done = shop.ours("deploy", **{address: "postgres+x://ann:s3cret@127.0.0.1/shop"})
    refused(done, "postgresql://user@host:5432/database")
    assert "s3cret" not in done.err


def test_a_colleague_needs_the_registry(shop: Shop) -> None:
    """Who may not use it is told what to have granted, and then goes on, as sqitch does."""
    shop.go_back("v1.0")
    assert shop.sqitch("deploy", user="postgres").code == 0
    shop.go_forward()
    refused(shop.ours("status"), "GRANT SELECT ON ALL TABLES IN SCHEMA sqitch TO deployer;")
    done = shop.deploy()
    refused(done, "role deployer may not use sqitch's registry; let postgres or a superuser run: GRANT USAGE")
    grant = done.err.partition(" run: ")[2].strip()
    shop.query(grant)
    assert shop.deploy().code == 0
    shop.query(grant.replace("deployer", "colleague"))
    assert shop.ours("status", user="colleague").code == 0
    assert shop.sqitch("verify", user="colleague").code == 0


def test_a_reader_may_see_the_state(shop: Shop) -> None:
    """`status` needs no right to write."""
    assert shop.deploy().code == 0
    shop.query("GRANT USAGE ON SCHEMA sqitch TO colleague; GRANT SELECT ON ALL TABLES IN SCHEMA sqitch TO colleague")
    assert shop.ours("status", user="colleague").code == 0


def test_no_right_to_make_the_registry(own_cluster: Cluster, tmp_path: Path) -> None:
    """It is told in one sentence."""
    shop = make_shop(own_cluster, tmp_path / "shop")
    refused(shop.deploy(user="colleague"), "cannot write sqitch's registry: permission denied for database")


def test_the_owning_roles(own_cluster: Cluster, tmp_path: Path) -> None:
    """Where the scripts cannot grant them to whoever deploys, it is said who can."""
    shop = make_shop(own_cluster, tmp_path / "shop")
    shop.query(f"GRANT CREATE ON DATABASE {shop.database} TO helper, colleague")
    shop.query("CREATE ROLE ticketfirst_owner; CREATE ROLE ticketfirst_api", user="deployer")
    refused(shop.deploy(user="helper"), "role helper may not act as ticketfirst_owner, ticketfirst_api")
    done = shop.deploy(user="colleague")
    if own_cluster.version == DEBIAN:
        assert done.code == 0
        return
    refused(done, "let deployer or a superuser run: GRANT ticketfirst_owner, ticketfirst_api TO colleague;")
    assert shop.query("SELECT FROM pg_namespace WHERE nspname = 'sqitch'") == []
    assert make_shop(own_cluster, tmp_path / "of the roles' creator").deploy().code == 0
    shop.query(done.err.partition(" run: ")[2], user="deployer")
    assert shop.deploy(user="colleague").code == 0


def test_passwords(own_cluster: Cluster, tmp_path: Path) -> None:
    """The gateway's is set, hashed on this side; a wrong one is told in one sentence."""
    shop = make_shop(own_cluster, tmp_path / "shop")
    shop.query("CREATE ROLE ticketfirst_gateway LOGIN", user="deployer")
    rules = own_cluster.data / "pg_hba.conf"
    rules.write_text("host all ticketfirst_gateway all scram-sha-256\n" + rules.read_text())
    shop.query("SELECT pg_reload_conf()")
    shop.query("ALTER SYSTEM SET log_statement = 'all'")
    shop.query("SELECT pg_reload_conf()")
    done = shop.ours("deploy", "--no-first-token", TICKETFIRST_GATEWAY_PASSWORD="pÄssword")
    assert done.code == 0
    assert done.out.endswith("the password of ticketfirst_gateway is set\n")
    assert "SCRAM-SHA-256" in own_cluster.log.read_text()
    assert "pÄssword" not in own_cluster.log.read_text()
    with psycopg.connect(shop.url("ticketfirst_gateway"), password="pÄssword"):
        pass
    refused(shop.ours("status", user="ticketfirst_gateway:wrong"), "password authentication failed")
    shop.query("GRANT USAGE ON SCHEMA sqitch TO PUBLIC; GRANT ALL ON ALL TABLES IN SCHEMA sqitch TO PUBLIC")
    done = shop.ours("deploy", "--no-first-token", "--gateway-password", "x", user="helper")
    refused(
        done, "cannot set the password of ticketfirst_gateway, which its creator or a superuser can: permission denied"
    )


def test_the_first_token(cluster: Cluster) -> None:
    """The product itself makes one administrator, whoever deploys and however often, and shows the token once."""
    product = Shop(cluster, ROOT, f"product_{next(NUMBERS)}")
    cluster.create_database(product.database, owner="deployer")
    racers = [product.start("deploy") for _ in range(3)]
    done = [wait(racer) for racer in racers]
    assert [one.code for one in done] == [0, 0, 0]
    assert sum(len(re.findall(r"shown only now:\ntf_\w{40,}\n", one.out)) for one in done) == 1
    assert product.query("SELECT name, role FROM api.agent_list()", "deployer") == [("Administrator", "admin")]
    assert product.ours("status").code == 0


def test_the_first_token_where_there_is_no_product(shop: Shop) -> None:
    """It is told in one sentence: the role is missing, or the schema where another database has the product."""
    refused(shop.ours("deploy"), "cannot make the first administrator: ", "does not exist")
