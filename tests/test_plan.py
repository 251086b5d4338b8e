"""The plan is read as sqitch reads it."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.plan import Dependency
from gateway.plan_reader import PlanError, parse_plan, read_plan

ROOT = Path(__file__).parent.parent
FIXTURE = Path(__file__).parent / "fixtures" / "plan"
HEAD = "%project=shop\n\n"
SIGNED = "2026-01-31T12:00:00Z Ann <ann@shop.example>"


def ids_by_sqitch(folder: Path) -> list[str] | None:
    """Give the ids that sqitch computes, or None if it refuses the plan."""
    isolated = {"SQITCH_USER_CONFIG": os.devnull, "SQITCH_SYSTEM_CONFIG": os.devnull, "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        ["sqitch", "--cd", folder, "plan", "--no-headers", "--format", "format:%H"],
        env={"PATH": os.environ["PATH"], **isolated},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.split() if done.returncode == 0 else None


def ids_by_us(data: bytes) -> list[str] | None:
    """Give the ids that we compute, or None if we refuse the plan."""
    try:
        return [change.id for change in parse_plan(data, FIXTURE).changes]
    except PlanError:
        return None


@pytest.mark.parametrize("folder", [FIXTURE, ROOT], ids=["fixture", "product"])
def test_ids_are_those_of_sqitch(folder: Path) -> None:
    """A plan of ours, and one with everything that a plan can have."""
    ids = [change.id for change in read_plan(folder).changes]
    assert ids
    assert ids == ids_by_sqitch(folder)


LEGAL = {
    "spaces": f"  % project = shop \t\n\n \t+ \ta \t[b:c ]  {SIGNED} \t#  note \n",
    "dependencies run together with what follows": f"{HEAD}a {SIGNED}\nb [a]{SIGNED}",
    "comment in the head": f"# what\n{HEAD}a {SIGNED}",
    "comment of a nought ends the head": f"%project=shop\n# 0\na {SIGNED}",
    "comment of blanks ends the head": f"%project=shop\n#  \na {SIGNED}",
    "note of a nought": f"{HEAD}a {SIGNED} # 0",
    "note with escapes": f"{HEAD}a {SIGNED} # one\\ntwo\\\\nthree\\r\\tfour\\",
    "note that begins with an escape": f"{HEAD}a {SIGNED} # \\n x \\n ",
    "note with strange spaces": f"{HEAD}a {SIGNED} # \u00a0\u2003x\x1c\u2028\u0085",
    "blanks that are not ASCII": f"{HEAD}a\u2003[x:y\u00a0x:z]\u3000{SIGNED}",
    "CRLF": f"{HEAD}a {SIGNED} # x\nb {SIGNED}\n".replace("\n", "\r\n"),
    "unknown pragmas": f"%project=shop\n%syntax-version=9\n%foo\n%bar = 1 # x\n\na {SIGNED}",
    "pragma twice": f"%project=shop\n%project=other\n\na {SIGNED}",
    "address": f"%project=shop\n%uri=https://shop.example/a-b/c?d=e\n\na {SIGNED}",
    "address of a mailbox": f"%project=shop\n%uri=mailto:ann@shop.example\n\na {SIGNED}",
    "own project named": f"{HEAD}a {SIGNED}\nb [shop:a !shop:c] {SIGNED}",
    "foreign project": f"{HEAD}a [x:b x:b@t !x:@t x:c/d] {SIGNED}",
    "dependency on a tag": f"{HEAD}a {SIGNED}\n@t {SIGNED}\nb [@t a@t] {SIGNED}",
    "conflict with the unknown": f"{HEAD}a [!b !@c] {SIGNED}",
    "reworked": f"{HEAD}a {SIGNED}\n@t {SIGNED}\na [a@t] {SIGNED}\n@u {SIGNED}\na [a@u] {SIGNED}",
    "revert": f"{HEAD}a {SIGNED}\n-b {SIGNED}",
    "names": f"{HEAD}a.b {SIGNED}\na/b-c {SIGNED}\n_ {SIGNED}\nx~1y {SIGNED}\nzoë {SIGNED}\n1 {SIGNED}\na[b {SIGNED}",
    "planner of many words": f"{HEAD}a 2026-01-31T12:00:00Z Ann  M. O'Neill   <a b@c>",
    "times": f"{HEAD}a 2024-02-29T23:59:59Z A <b>",
}
ILLEGAL = {
    "empty": "",
    "no project": f"%syntax-version=1.0.0\n\na {SIGNED}",
    "empty line first": f"\n%project=shop\n\na {SIGNED}",
    "project without a name": f"%project\n\na {SIGNED}",
    "project's name": f"%project=shop:x\n\na {SIGNED}",
    "no line between": f"%project=shop\na {SIGNED}",
    "lone #": f"{HEAD}#\na {SIGNED}",
    "lone # in the head": f"#\n{HEAD}a {SIGNED}",
    "not a name": f"{HEAD}-a- {SIGNED}",
    "name with a reference": f"{HEAD}a~1 {SIGNED}",
    "name nought": f"{HEAD}0 {SIGNED}",
    "name with a bracket": f"{HEAD}a[b] {SIGNED}",
    "reserved": f"{HEAD}HEAD {SIGNED}",
    "like an id": f"{HEAD}{'a' * 40} {SIGNED}",
    "no time": f"{HEAD}a Ann <ann@shop.example>",
    "no planner": f"{HEAD}a 2026-01-31T12:00:00Z",
    "no such day": f"{HEAD}a 2026-02-29T12:00:00Z A <b>",
    "twice": f"{HEAD}a {SIGNED}\na {SIGNED}",
    "twice after a tag": f"{HEAD}a {SIGNED}\n@t {SIGNED}\nb {SIGNED}\nb {SIGNED}",
    "tag first": f"{HEAD}@t {SIGNED}",
    "tag twice": f"{HEAD}a {SIGNED}\n@t {SIGNED}\n@t {SIGNED}",
    "tag with a slash": f"{HEAD}a {SIGNED}\n@t/u {SIGNED}",
    "tag with dependencies": f"{HEAD}a {SIGNED}\n@t [a] {SIGNED}",
    "requires the unknown": f"{HEAD}a [b] {SIGNED}",
    "requires itself": f"{HEAD}a [a] {SIGNED}",
    "requires what comes later": f"{HEAD}a [b] {SIGNED}\nb {SIGNED}",
    "requires an unknown tag": f"{HEAD}a {SIGNED}\nb [a@t] {SIGNED}",
    "requires what came after the tag": f"{HEAD}a {SIGNED}\n@t {SIGNED}\nb {SIGNED}\nc [b@t] {SIGNED}",
    "requires an early version": f"{HEAD}a {SIGNED}\n@t {SIGNED}\na {SIGNED}\n@u {SIGNED}\nb [a@t] {SIGNED}",
    "dependency twice": f"{HEAD}a {SIGNED}\nb [a a] {SIGNED}",
    "no dependency": f"{HEAD}a [!] {SIGNED}",
    "space before the first": f"{HEAD}a {SIGNED}\nb [ a] {SIGNED}",
    "CR alone": f"{HEAD}a {SIGNED}\r",
}


@pytest.mark.parametrize("text", LEGAL.values(), ids=LEGAL.keys())
def test_legal_plans(text: str, tmp_path: Path) -> None:
    """Whatever sqitch takes gives the same ids."""
    tmp_path.joinpath("sqitch.plan").write_bytes(text.encode())
    shutil.copy(FIXTURE / "sqitch.conf", tmp_path)
    by_sqitch = ids_by_sqitch(tmp_path)
    assert by_sqitch is not None
    assert ids_by_us(text.encode()) == by_sqitch


@pytest.mark.parametrize("text", ILLEGAL.values(), ids=ILLEGAL.keys())
def test_illegal_plans(text: str, tmp_path: Path) -> None:
    """Whatever sqitch refuses is refused."""
    tmp_path.joinpath("sqitch.plan").write_bytes(text.encode())
    shutil.copy(FIXTURE / "sqitch.conf", tmp_path)
    assert ids_by_sqitch(tmp_path) is None
    assert ids_by_us(text.encode()) is None


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (f"{HEAD}a {SIGNED}\n\n  # note\n!\n".encode(), 6),
        (f"{HEAD}a {SIGNED}\nb [c] {SIGNED}\n".encode(), 4),
        (f"{HEAD}a {SIGNED} # \n".encode() + b"\xff\n", 4),
        (b"%project=shop\nno pragma", 2),
        (b"%project=shop\n%uri=HTTPS://Shop.Example\n\n", 3),
        (f"{HEAD}a [{'a' * 40}] {SIGNED}".encode(), 3),
    ],
)
def test_an_error_names_its_line(data: bytes, line: int) -> None:
    """A person finds what is wrong."""
    with pytest.raises(PlanError, match=f"^sqitch.plan, line {line}: ") as caught:
        parse_plan(data, FIXTURE)
    assert caught.value.line == line


CHUNKS = st.sampled_from(
    [
        *("%project=shop", "%uri=a:b", "%", "\n", "\n\n", "\r\n", " ", "\t", "#", "@", "[", "]", "!", ":", "-", "+"),
        *("a", "b/c", "@t", "[a]", "[a@t !b]", "\\n", "a" * 40, "HEAD", "0", "~1", "é", "\u2003", "\x1c", "\ufeff"),
        *(SIGNED, " <a@b>", "2026-01-31T12:00:00Z", "2026-13-31T12:00:00Z", "9999-12-31T24:00:00Z"),
    ]
)


@settings(deadline=None)
@given(st.binary() | st.text().map(str.encode) | st.lists(CHUNKS).map(lambda parts: (HEAD + "".join(parts)).encode()))
def test_any_text_is_a_plan_or_an_error(data: bytes) -> None:
    """Nothing else ever comes out."""
    try:
        plan = parse_plan(data, FIXTURE)
    except PlanError as error:
        assert 1 <= error.line <= data.count(b"\n") + 1
        assert "\n" not in str(error)
    else:
        assert len({change.id for change in plan.changes}) == len(plan.changes)


def test_a_plan_in_full() -> None:
    """Notes, tags, dependencies and planners arrive as they were meant."""
    plan = read_plan(FIXTURE)
    assert (plan.project, plan.uri) == ("shop", "https://shop.example/")
    price = plan.changes[2]
    assert price.note == (
        "What an item costs.\n\nPrices are net; \\t is no tab, and C:\\new is no line.\nThird line, with a # in it."
    )
    assert price.requires == (Dependency(None, "schema/item", None), Dependency(None, "schema/shop", None))
    assert price.conflicts == (Dependency("archive", "import", None),)
    assert plan.changes[1].conflicts == (Dependency(None, "functions/item_price", None),)
    assert (price.planner_name, price.planner_email) == ("Zoë Planner", "zoe@shop.example")
    assert [tag.name for tag in price.tags] == ["@v1.0"]
    assert [tag.name for tag in plan.changes[4].tags] == ["@v1.1", "@v1.1-lts"]
    assert price.tags[0].note == "First release.\nTwo lines."


def test_find() -> None:
    """A name without a tag means its first occurrence, as for sqitch."""
    plan = read_plan(FIXTURE)
    first, second = plan.changes[2], plan.changes[4]
    assert first.name == second.name == "functions/item_price"
    assert plan.find("functions/item_price") is first
    assert plan.find("functions/item_price@v1.0") is first
    assert plan.find("functions/item_price@v1.1-lts") is second
    assert plan.find("@v1.1") is second
    assert plan.find("schema/item_note@v1.0") is None
    assert plan.find("nothing") is None
    assert plan.find("schema/item@nothing") is None


def test_a_reworked_change_keeps_its_scripts(tmp_path: Path) -> None:
    """They are named after a tag between the two; the last tag wins if none has a script."""
    text = f"{HEAD}f/a {SIGNED}\n@t {SIGNED}\n@u {SIGNED}\nb {SIGNED}\n@v {SIGNED}\nf/a {SIGNED}\n"
    plan = parse_plan(text.encode(), tmp_path)
    old, new = plan.changes[0], plan.changes[2]
    assert plan.deploy_script(old) == tmp_path / "db/reworked/deploy/f/a@v.sql"
    assert plan.script_hash(old) is None
    script = tmp_path / "db/reworked/deploy/f/a@u.sql"
    script.parent.mkdir(parents=True)
    script.write_text("BEGIN;\n")
    assert plan.deploy_script(old) == script
    assert plan.verify_script(old) == tmp_path / "db/reworked/verify/f/a@u.sql"
    assert plan.script_hash(old) == "d17774d791f936d8760ae1412a072b5be6f04ada"
    assert plan.deploy_script(new) == tmp_path / "db/f/a.sql"
