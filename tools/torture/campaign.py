"""`make replay-torture`: a log is replayed while the gateway, PostgreSQL and the replay are killed again and again.

However often that happens, each thing that the log says is done once: `ticketfirst replay --check` finds no difference,
counts in SQL are those of the file, and a second replay has nothing to do. Without idempotency keys, it fails.
"""

from __future__ import annotations

import argparse
import random
import re
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path
from typing import Literal, NamedTuple, get_args

from tests.commands import Done
from tests.logs import REAL, SMALL, log_file
from tools.torture.counts import Counts, in_database, in_log
from tools.torture.kills import KINDS
from tools.torture.lossy_proxy import between
from tools.torture.victims import TortureError, Victims, victims

KILLS = 20
CONNECTIONS = 16
SECONDS = 900.0  # for the check, or for a replay that has nothing to do
IN_FLIGHT = 4  # requests that PostgreSQL works on, at least: what is killed then has a lot to lose
IN_FLIGHT_SECONDS = 0.5  # to wait for that
STARTS_WITHOUT_KEYS = 5  # of a replay that ends with an error, as it may without keys
NOTHING_LEFT = "Nothing was left to do."
PROGRESS = re.compile(r"^[\d,]+ of [\d,]+ \w+\n", re.MULTILINE)
SENT_AGAIN = re.compile(r"Requests sent again: ([\d,]+)")

Say = Callable[[str], None]
Keys = Literal["on", "counted", "off"]


class Plan(NamedTuple):
    """What is replayed, and how it is disturbed."""

    log: Path
    cases: int | None = None
    kills: int = KILLS
    connections: int = CONNECTIONS
    keys: Keys = "on"
    seed: int = 1


@dataclass
class Outcome:
    """What a tortured replay has left."""

    in_log: Counts
    in_database: Counts
    check: Done
    again: Done
    after_again: Counts
    kills: list[str] = field(default_factory=list)

    @property
    def faults(self) -> list[str]:
        """Give what is not as it should be."""
        wrong = {
            f"the check ends with {self.check.code}": self.check.code != 0,
            "the database does not have what the file has": self.in_database != self.in_log,
            f"a second replay ends with {self.again.code}": self.again.code != 0,
            "a second replay had something to do": NOTHING_LEFT not in self.again.out
            or self.after_again != self.in_database,
        }
        return [fault for fault, is_so in wrong.items() if is_so]


def torture(plan: Plan, say: Say = print) -> Outcome:
    """Replay a log, kill what can be killed, and see what is left. Raises TortureError."""
    counts = in_log(plan.log, plan.cases)
    say(f"{plan.log.name}: {counts}")
    selection: list[str | Path] = [f"--cases={plan.cases}"] if plan.cases else []
    selection += [f"--connections={plan.connections}", plan.log]
    with ExitStack() as stack:
        them = stack.enter_context(victims(*selection))
        proxy = stack.enter_context(between(them.port))
        proxy.has_keys = plan.keys != "off"
        if plan.keys != "on":
            them.options.insert(0, f"--url={proxy.url}")
        kills = _kill(them, plan, counts, say)
        if plan.keys == "counted":
            say(f"{proxy.again:,} writes were sent again in all, and {proxy.replayed:,} of them had been done before")
        them.wait_until_ready()
        check = them.run("replay", "--check", *selection, seconds=SECONDS)
        say(f"replay --check ends with {check.code}:\n{_said(check)}")
        found = in_database(them.embedded.url())
        say(f"in the file:     {counts}\nin the database: {found}")
        again = them.run("replay", *selection, seconds=SECONDS)
        return Outcome(counts, found, check, again, in_database(them.embedded.url()), kills)


def moments(plan: Plan, counts: Counts) -> Iterator[int]:
    """Give how long the journal is at each kill: the first among the people, the others spread over the rest."""
    rng = random.Random(plan.seed)
    yield counts.people // 2
    step = (counts.events - counts.people) / plan.kills
    for number in range(1, plan.kills):
        yield counts.people + int(step * (number + rng.uniform(-0.3, 0.3)))


def _kill(them: Victims, plan: Plan, counts: Counts, say: Say) -> list[str]:
    """Run the replay to its end, and kill each in turn on the way."""
    begun, kills = time.monotonic(), list(islice(cycle(KINDS.items()), plan.kills))
    them.start_replay()
    for (name, kill), moment in zip(kills, moments(plan, counts), strict=True):
        at = _reach(them, moment, plan, say)
        in_flight = them.wait_for_writes(IN_FLIGHT, IN_FLIGHT_SECONDS)
        kill(them)
        when = f"{time.monotonic() - begun:6.1f} s, event {at:,} of {counts.events:,}"
        say(f"{when}, {in_flight} requests in the database: {name} killed")
    done = them.wait_for_replay()
    if done.code != 0 and plan.keys != "off":
        raise TortureError(f"the replay ended with {done.code}:\n{_said(done)}")
    seconds = time.monotonic() - begun
    again = SENT_AGAIN.search(done.out)
    say(f"{seconds:6.1f} s: the replay ends with {done.code} after {len(kills)} kills:\n{_said(done)}")
    say(f"{len(kills)} kills, {again[1] if again else '?'} requests sent again by the last replay, {seconds:.1f} s")
    return [name for name, _ in kills]


def _reach(them: Victims, moment: int, plan: Plan, say: Say) -> int:
    """Wait for a moment of a replay that runs. Raises TortureError."""
    assert them.replay is not None
    at = them.wait_for_progress(moment)
    while them.replay.poll() is not None:
        done = them.wait_for_replay()
        if not _starts_again(them, plan, done, say):
            raise TortureError(f"the replay ended with {done.code} before event {moment:,}:\n{_said(done)}")
        at = them.wait_for_progress(moment)
    return at


def _starts_again(them: Victims, plan: Plan, done: Done, say: Say) -> bool:
    """Start a replay again that was refused something, as it may be without keys, a few times."""
    if plan.keys != "off" or done.code == 0 or them.replays > plan.kills + STARTS_WITHOUT_KEYS:
        return False
    say(f"the replay ends with {done.code}, and is started again: {done.err.strip()}")
    them.start_replay()
    return True


def _said(done: Done) -> str:
    """Give what a command has said, but for how far it was."""
    return (PROGRESS.sub("", done.out) + done.err).rstrip()


def main() -> None:
    """Run by the command line; the exit code is 1 where something was done twice, or not at all."""
    parser = argparse.ArgumentParser(prog="tools.torture.campaign", description=__doc__)
    parser.add_argument("--log", type=Path, help="an event log in XES")
    parser.add_argument("--cases", type=int, help="the first so many cases of the log")
    parser.add_argument("--kills", type=int, default=KILLS)
    parser.add_argument("--connections", type=int, default=CONNECTIONS)
    parser.add_argument("--keys", choices=get_args(Keys), default="on", help="counted, off: by a proxy")
    parser.add_argument("--seed", type=int, default=1, help="for the moments of the kills")
    given = parser.parse_args()
    log = (given.log or log_file()).absolute()
    if given.log is None and log == SMALL:
        print(f"{REAL} is not there: a small log of our own instead; LOG=path gives another")
    plan = Plan(log, given.cases, given.kills, given.connections, given.keys, given.seed)
    try:
        faults = torture(plan, lambda line: print(line, flush=True)).faults
    except TortureError as error:
        sys.exit(f"FAILED: {error}")
    if faults:
        sys.exit("FAILED: " + "; ".join(faults))
    print("Each thing that the log says was done once.")


if __name__ == "__main__":
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit("ended by a signal"))
    try:
        main()
    except KeyboardInterrupt:
        sys.exit("interrupted")
