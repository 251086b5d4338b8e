"""What is sent, in which order, and with which numbers."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from pathlib import Path

import pytest

from bench.compare import loads, requests
from bench.compare.__main__ import chosen_from
from bench.compare.contender import KEY_MARK, Request
from bench.compare.mix import OUTPUT, measure, read_mix
from bench.compare.rounds import interleaved
from bench.compare.work import Work
from tests.logs import REAL, SMALL
from tools.shell import CheckError


def test_a_request_is_whole() -> None:
    """With its length, and a mark where its number goes."""
    asked = Request("POST", "/v1/tickets", {"Idempotency-Key": KEY_MARK}, b'{"a":1}')
    text = requests.encoded(asked, 8000)
    assert text.startswith(b"POST /v1/tickets HTTP/1.1\r\nHost: 127.0.0.1:8000\r\n")
    assert text.endswith(b'\r\nContent-Length: 7\r\n\r\n{"a":1}')
    assert b"Idempotency-Key: \1\r\n" in text
    assert b"Idempotency-Key: 0000120000000034\r\n" in requests.numbered(text, "000012", 34)


def test_a_file_of_requests_is_read_as_it_was_written(tmp_path: Path) -> None:
    """And no longer than it was to be."""
    asked = [requests.encoded(Request("GET", f"/{number}", {}), 1) for number in range(5)]
    requests.write(tmp_path / "file", asked, count=3)
    assert requests.read(tmp_path / "file") == asked[:3]


def test_reads_are_the_same_for_all_and_writes_are_not() -> None:
    """Two who write in one database must not find done what the other has done."""
    assert loads.seed_of("list", "one", 1) == loads.seed_of("list", "two", 1) != loads.seed_of("list", "one", 2)
    assert len({loads.seed_of(load, name, 1) for load in ("assign", "mix") for name in ("one", "two")}) == 4


def test_the_mix_has_its_weights() -> None:
    """As many of each as was counted, about."""
    weights = read_mix().weights
    drawn = Counter(work for work, _ in islice(loads.requests_of(loads.MIX, weights, 1), 20_000))
    for work, weight in weights.items():
        assert abs(drawn[work] / 20_000 - weight / sum(weights.values())) < 0.02, work
    assert {work for work, _ in islice(loads.requests_of("list", weights, 1), 10)} == {Work.LIST}


def test_what_is_counted_in_a_log() -> None:
    """As tests/data/README.md has it: cases, events, and agents who follow one another."""
    mix = measure(SMALL)
    assert mix.counted == {"create": 60, "comment": 585, "assign": 193}
    assert mix.derived == {"point_read": 585, "list": 193, "words": 60}


def test_the_mix_that_is_committed_is_that_of_the_log() -> None:
    """Counted again, where the log is there."""
    mix = read_mix(OUTPUT)
    assert mix.source == REAL.name
    assert not REAL.exists() or measure(REAL) == mix


def test_rounds_are_interleaved() -> None:
    """Each has its turn in every round, and none is always the first."""
    places = list(interleaved(3, ["list", "mix"], [1, 32], ["a", "b", "c"]))
    assert len(places) == len(set(places)) == 3 * 2 * 2 * 3
    assert {place.contender for place in places[::3]} == {"a", "b", "c"}
    assert [place.round for place in places] == sorted(place.round for place in places)
    assert {place.part for place in places} == {0.0, 0.5}


def test_what_is_not_known_is_refused() -> None:
    """With what there is."""
    assert chosen_from("mix, list", list(loads.NAMES)) == ["list", "mix"]
    with pytest.raises(CheckError, match="not known: delete; there are point_read"):
        chosen_from("delete", list(loads.NAMES))
