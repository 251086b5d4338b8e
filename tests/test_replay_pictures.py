"""The pictures of a replay show what is in the log, and are made of nothing but the public functions' answers."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import psycopg
import pytest

from tests.conftest import Database
from tests.gateways import Served
from tests.logs import SMALL
from tests.replays import replay
from tools.replay_docs.count import count
from tools.replay_docs.figures import STATEMENTS, Day, Figures, Handovers, Load, read
from tools.replay_docs.pictures import draw

AXES = {
    "replay-open-tickets.svg": ["tickets open", "tickets a day", "day (UTC) of 2025"],
    "replay-handovers.svg": ["tickets", "handovers per ticket"],
    "replay-load.svg": [
        *("comments written", "tickets worked on", "tickets held at the end"),
        *("share of all comments", "agents, those with most comments first"),
    ],
}
LARGEST = 160_000  # bytes
UNMATCHED = """<trace>
    <string key="concept:name" value="SD-9999"/>
    <event><string key="concept:name" value="Accepted"/>
        <date key="time:timestamp" value="2025-05-01T08:00:00+02:00"/></event>
    <event><string key="concept:name" value="Completed"/><string key="lifecycle:transition" value="Closed"/>
        <date key="time:timestamp" value="2025-05-02T01:00:00+02:00"/></event>
    <event><string key="concept:name" value="Unmatched"/><string key="lifecycle:transition" value="Unmatched"/>
        <date key="time:timestamp" value="2025-05-03T08:00:00+02:00"/></event>
</trace>
</log>"""


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the small log, with a case more: nobody's, and Unmatched after it was Completed."""
    path = tmp_path_factory.mktemp("log") / "log.xes"
    path.write_text(SMALL.read_text().replace("</log>", UNMATCHED))
    return path


@pytest.fixture(scope="module")
def figures(gateway: Served, database18: Database, log: Path) -> Figures:
    """Read what a replay has left."""
    done = replay(gateway, log)
    assert done.code == 0, done
    with psycopg.connect(database18.url()) as connection:
        return read(connection)


def test_the_figures_are_those_of_the_file(figures: Figures, log: Path) -> None:
    """Each day, each number of handovers and each agent, counted without a database."""
    assert figures == count(log)


def test_what_is_counted_is_what_the_log_was_made_with() -> None:
    """As tests/data/README.md has it."""
    figures = count(SMALL)
    assert sum(day.made for day in figures.days) == 60
    assert sum(row.tickets for row in figures.handovers) == 60
    assert sum((row.handovers + 1) * row.tickets for row in figures.handovers) == 193
    assert max(row.handovers for row in figures.handovers) == 14
    assert len(figures.load) == 20
    assert sum(row.comments for row in figures.load) == 585
    assert sum(row.held for row in figures.load) == 60


@pytest.mark.parametrize("name", STATEMENTS)
def test_a_statement_reads_public_functions_alone(name: str) -> None:
    """No table, and no schema but api."""
    text = re.sub(r"--.*|'[^']*'", "", STATEMENTS[name].read_text())
    made = set(re.findall(r"(\w+) AS \(", text))
    sources = set(re.findall(r"(?:(?<!DISTINCT )FROM|JOIN|LATERAL)\s+(?!LATERAL)([\w.]+)", text))
    assert {source for source in sources if not source.startswith("api.")} <= made | {"unnest"}
    assert any(source.startswith("api.") for source in sources)


def test_the_pictures_are_made(figures: Figures, tmp_path: Path) -> None:
    """Well-formed, small, with their axes named, and the same each time."""
    pictures = draw(figures, tmp_path, "a service desk")
    assert [picture.path.name for picture in pictures] == list(AXES)
    for picture in pictures:
        text = picture.path.read_text()
        assert ElementTree.fromstring(text).tag == "{http://www.w3.org/2000/svg}svg"
        written = Counter(re.findall("<!-- (.*) -->", text))  # letters are shapes; matplotlib says which before them
        for words in (picture.title, "Data: a service desk", *AXES[picture.path.name]):
            assert words in written, picture.path.name
        assert picture.path.stat().st_size < LARGEST
    before = [picture.path.read_bytes() for picture in pictures]
    assert [picture.path.read_bytes() for picture in draw(figures, tmp_path, "a service desk")] == before


def test_what_the_small_log_does_not_have_is_drawn_too(tmp_path: Path) -> None:
    """A long time with few tickets, many handovers, an agent who did most, and names that mean something elsewhere."""
    first, last = count(SMALL).days[0], count(SMALL).days[-1]
    figures = Figures(
        days=[
            Day(first.day.replace(year=2020), 1, 0, 0),
            Day(last.day, 99, 0, 1),
            Day(last.day.replace(day=30), 0, 1, 9),
        ],
        handovers=[Handovers(0, 90), Handovers(15, 9), Handovers(40, 1)],
        load=[
            Load("$x_1$ & <Co>", 1000, 90, 90),
            Load("a name that is longer than any bar", 10, 9, 8),
            Load("", 1, 1, 2),
        ],
    )
    titles = [picture.title for picture in draw(figures, tmp_path, "nothing")]
    assert titles == [
        "99 tickets are open on 6 May, 91 at the end",
        "10% of the tickets change hands; one does so 40 times",
        "Half of all comments are by 1 of 3 agents",
    ]
    for name in AXES:
        ElementTree.parse(tmp_path / name)


def test_one_ticket_is_enough(tmp_path: Path) -> None:
    """Nothing is divided by what a single case does not have."""
    day = count(SMALL).days[0].day
    draw(Figures([Day(day, 1, 0, 0)], [Handovers(0, 1)], [Load("Ada", 1, 1, 1)]), tmp_path, "one case")
