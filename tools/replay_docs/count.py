"""What a log's pictures should show, counted in the file alone: no database, and no part of the replay, but names."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from gateway.replay.script import LONGEST_NAME, one_line
from tests.logs import plain_cases
from tools.replay_docs.figures import Day, Figures, Handovers, Load


class Event(NamedTuple):
    """A line of a case: when, by whom, and the activity, such as Completed."""

    at: datetime
    agent: str
    activity: str


Case = list[Event]


def count(path: Path, limit: int | None = None) -> Figures:
    """Count a log, or its first so many cases."""
    cases = [[_event(attributes) for attributes in case.events] for case in plain_cases(path, limit)]
    return Figures(days=_days(cases), handovers=_handovers(cases), load=_load(cases))


def _event(attributes: dict[str, str]) -> Event:
    agent = one_line(attributes.get("org:resource", ""), LONGEST_NAME)
    return Event(datetime.fromisoformat(attributes["time:timestamp"]), agent, attributes["concept:name"])


def _days(cases: Iterable[Case]) -> list[Day]:
    """A case is open from its first event to one that is Completed, and again from a later one that is not."""
    changes: defaultdict[str, Counter[date]] = defaultdict(Counter)
    for case in cases:
        changes["made"][_day(case[0])] += 1
        is_open = True
        for event in case:
            if event.activity == "Unmatched" or is_open == (event.activity != "Completed"):
                continue
            is_open = not is_open
            changes["reopened" if is_open else "completed"][_day(event)] += 1
    days = sorted({day for counts in changes.values() for day in counts})
    return [Day(day, changes["made"][day], changes["reopened"][day], changes["completed"][day]) for day in days]


def _handovers(cases: Iterable[Case]) -> list[Handovers]:
    counts: Counter[int] = Counter()
    for case in cases:
        agents = [event.agent for event in case if event.agent]
        counts[sum(1 for before, after in pairwise(agents) if before != after)] += 1
    return [Handovers(*row) for row in sorted(counts.items())]


def _load(cases: Iterable[Case]) -> list[Load]:
    comments: Counter[str] = Counter()
    worked_on: Counter[str] = Counter()
    held: Counter[str] = Counter()
    for case in cases:
        agents = [event.agent for event in case if event.agent]
        comments.update(agents)
        worked_on.update(set(agents))
        held.update(agents[-1:])
    rows = [Load(agent, comments[agent], worked_on[agent], held[agent]) for agent in comments]
    return sorted(rows, key=lambda row: (-row.comments, -row.worked_on, -row.held, row.agent))


def _day(event: Event) -> date:
    return event.at.astimezone(UTC).date()
