"""The event logs that tests replay: a small one of our own, and a real one where it is there; and what they hold."""

from __future__ import annotations

import gzip
import os
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple
from xml.etree.ElementTree import Element, iterparse

from tools.shell import ROOT

SMALL = ROOT / "tests" / "data" / "service_desk.xes"
REAL = ROOT.parent / "shared" / "data" / "bpic2013_incidents.xes.gz"


def log_file() -> Path:
    """Give the log that REPLAY_LOG names; unless it is set, the real one beside the checkout, or else the small one."""
    named = os.environ.get("REPLAY_LOG", "")
    if named:
        return Path(named).absolute()
    return REAL if REAL.exists() else SMALL


class LogCase(NamedTuple):
    """A case: its name, and the attributes of each of its events."""

    name: str
    events: list[dict[str, str]]


def plain_cases(path: Path, limit: int | None = None) -> Iterator[LogCase]:
    """Read the cases of a log, or the first so many, with nothing that the replay reads it with."""
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
        traces = (element for _, element in iterparse(file) if _tag(element) == "trace")
        for trace in islice(traces, limit):
            events = [_attributes(child) for child in trace if _tag(child) == "event"]
            yield LogCase(_attributes(trace)["concept:name"], events)
            trace.clear()


def _attributes(element: Element) -> dict[str, str]:
    return {child.attrib["key"]: child.attrib["value"] for child in element if "value" in child.attrib}


def _tag(element: Element) -> str:
    return element.tag.rpartition("}")[2]
