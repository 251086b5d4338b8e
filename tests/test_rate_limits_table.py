"""The table of counters against a plain model, and between processes: nothing is lost, and nobody is waited for."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from limits import parse
from limits.strategies import FixedWindowRateLimiter

from gateway.limiting.policy import Policy
from gateway.limiting.storage import SharedStorage
from gateway.limiting.table import PATIENCE_SECONDS, SECOND, SETS, WAYS, Table, _place
from tests.counters import Clock, open_table
from tools.shell import ROOT

MILLISECOND = 1_000_000
HITS = 20_000
KILLS = 20
COUNTING = "import sys; from gateway.limiting.table import Table; table = Table(int(sys.argv[1]))\n"
KEYS = [f"agent:{number}" for number in range(5)]
STEP = st.one_of(
    st.tuples(st.just("add"), st.sampled_from(KEYS), st.integers(1, 3)),
    st.tuples(st.just("forget"), st.sampled_from(KEYS), st.just(0)),
    st.tuples(st.just("wait"), st.just(""), st.integers(0, 3 * SECOND)),
    st.tuples(st.just("clear"), st.just(""), st.just(0)),
)


def counting(file: int, program: str) -> subprocess.Popen[str]:
    """Run a program on a table in a process of its own."""
    command = [sys.executable, "-c", COUNTING + program, str(file)]
    return subprocess.Popen(
        command, cwd=ROOT, pass_fds=[file], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def all_of_a_set(count: int) -> list[str]:
    """Give keys whose entries lie in one set."""
    number = _place("agent:1")[1]
    keys = (f"key {number}" for number in range(200 * SETS))
    return [key for key in keys if _place(key)[1] == number][:count]


@given(st.lists(STEP, max_size=60), st.integers(1, 3))
@settings(max_examples=300, deadline=None)
def test_like_a_plain_model(steps: list[tuple[str, str, int]], seconds: int) -> None:
    """Sums and ends, whatever is counted, ended and waited for; through two openings of one file."""
    clock = Clock()
    model: dict[str, tuple[int, int]] = {}
    with open_table(clock) as (file, table):
        openings = [SharedStorage(table), SharedStorage(Table(file, clock))]
        for number, (step, key, amount) in enumerate(steps):
            storage = openings[number % 2]
            live = {key: entry for key, entry in model.items() if entry[1] > clock.now}
            if step == "add":
                total, end = live.get(key, (0, clock.now + seconds * SECOND))
                model[key] = (total + amount, end)
                assert storage.incr(key, seconds, amount) == total + amount
            elif step == "forget":
                model.pop(key, None)
                storage.clear(key)
            elif step == "clear":
                assert storage.reset() == len(live)
                model = {}
            else:
                clock.now += amount
            for other in KEYS:
                total, end = model.get(other, (0, 0))
                expected = (total, end) if end > clock.now else (0, clock.now)
                assert (storage.get(other), storage.get_expiry(other)) == (expected[0], expected[1] / SECOND)


@given(st.lists(st.integers(0, 4000), min_size=1, max_size=80), st.integers(1, 5))
@settings(max_examples=200, deadline=None)
def test_windows(pauses: list[int], most: int) -> None:
    """So many from the first hit to the end of its window, not one more or less; and the headers say just that."""
    clock = Clock()
    with open_table(clock) as (_, table):
        policy = Policy("actor", f"{most}/3 seconds", table)
        ends, count = 0, 0
        for pause in pauses:
            clock.now += pause * MILLISECOND
            if clock.now >= ends:
                ends, count = clock.now + 3 * SECOND, 0
            count += 1
            assert policy.is_used_up("agent:1") == (count > most)
            assert policy.hit("agent:1") == (count <= most)
            seconds = -(-(ends - clock.now) // SECOND)
            left = max(most - count, 0)
            said = dict(policy.headers("agent:1"))
            assert said[b"ratelimit-policy"] == b'"actor";q=%d;w=3' % most
            assert said[b"ratelimit"] == b'"actor";r=%d;t=%d' % (left, seconds)
            assert (b"retry-after", b"%d" % seconds) in policy.refusal("rate_limited", "agent:1").headers


def test_the_most_that_a_limit_can_be() -> None:
    """Large numbers are counted as others are."""
    with open_table() as (_, table):
        item = parse("1000000000/day")
        limiter = FixedWindowRateLimiter(SharedStorage(table))
        assert limiter.hit(item, "agent:1", cost=10**9)
        assert not limiter.hit(item, "agent:1")
        assert table.add("agent:2", 1, 2**40) == 2**40


def test_one_size() -> None:
    """However many are counted; who has counted most stays, and an end makes room."""
    clock = Clock()
    with open_table(clock) as (file, table):
        size = os.fstat(file).st_size
        busy, *others = all_of_a_set(10 * WAYS)
        table.add(busy, 60, 100)
        for key in others:
            assert table.add(key, 60) == 1
        assert table.read(busy)[0] == 100
        assert sum(table.read(key)[0] for key in others) == WAYS - 1
        clock.now += 61 * SECOND
        for key in others[: WAYS - 1]:
            table.add(key, 60)
        assert [table.read(key)[0] for key in others[: WAYS - 1]] == [1] * (WAYS - 1)
        assert os.fstat(file).st_size == size
        assert table.clear() == WAYS - 1


def test_two_processes_lose_nothing() -> None:
    """Both count the same at the same time."""
    with open_table() as (file, table):
        program = f"print('ready', flush=True)\ninput()\nfor _ in range({HITS}): table.add('agent:1', 3600)"
        both = [counting(file, program) for _ in range(2)]
        for process in both:
            assert process.stdout is not None
            process.stdout.readline()
        for process in both:
            assert process.stdin is not None
            process.stdin.write("\n")
            process.stdin.flush()
        assert [process.wait() for process in both] == [0, 0]
        assert table.read("agent:1")[0] == 2 * HITS


def test_one_that_is_killed_leaves_nothing_behind() -> None:
    """No lock, and no counter that is more than what was counted; again and again, at any moment."""
    with open_table() as (file, table):
        program = "print('on', flush=True)\nwhile True: table.add('agent:1', 3600)"
        before = 0
        for _ in range(KILLS):
            process = counting(file, program)
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(0.02)
            process.send_signal(signal.SIGKILL)
            process.communicate()
            now = table.read("agent:1")[0]
            assert table._lock(_place("agent:1")[1])
            assert table.add("agent:1", 3600) == now + 1
            assert now > before
            before = now


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGCONT])
def test_one_that_holds_a_lock_is_not_waited_for(end: signal.Signals) -> None:
    """It is stopped, with a lock: others go on after a moment, and share the lock when it ends."""
    with open_table() as (file, table):
        holder = counting(file, "table._lock(int(input())); print('has it', flush=True); input()")
        assert holder.stdin is not None
        assert holder.stdout is not None
        number = _place("agent:1")[1]
        holder.stdin.write(f"{number}\n")
        holder.stdin.flush()
        holder.stdout.readline()
        holder.send_signal(signal.SIGSTOP)
        began = time.perf_counter()
        assert table.add("agent:1", 60) == 1
        assert time.perf_counter() - began >= PATIENCE_SECONDS
        assert table.add("agent:2", 60) == 1
        holder.send_signal(end)
        holder.communicate("\n")
        assert table._lock(number)
        fcntl.lockf(file, fcntl.LOCK_UN)
        assert table.add("agent:1", 60) == 2
