"""Event logs in XES (IEEE 1849), the format of process mining: cases, and what happened in each, in order."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BufferedIOBase, BufferedReader
from itertools import islice
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

GZIP = b"\x1f\x8b"
NAME = "concept:name"
TIME = "time:timestamp"


class LogError(Exception):
    """A file is no event log that can be replayed; the message says why, and where."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened in a case: when, in UTC, and the log's attributes of it, such as `org:resource`."""

    at: datetime
    attributes: dict[str, str]

    def get(self, key: str) -> str:
        """Give an attribute; one that is missing is empty."""
        return self.attributes.get(key, "")


@dataclass(frozen=True, slots=True)
class Case:
    """What a ticket will be: its name, of which there is no other in the log, and at least one event."""

    name: str
    events: tuple[Event, ...]


def read_log(path: Path, limit: int | None = None) -> list[Case]:
    """Read the cases of a log, plain or by gzip; with a limit, the first so many. Raises LogError, OSError."""
    with _refusing(path), path.open("rb") as file, _plain(file) as xml:
        cases = list(islice(_cases(xml), limit))
    _require_one_of_each(path, cases)
    return cases


@contextmanager
def _refusing(path: Path) -> Iterator[None]:
    try:
        yield
    except LogError as error:
        raise LogError(f"{path}: {error}") from None
    except ParseError as error:
        raise LogError(f"{path} is not XML: {error}") from error
    except DefusedXmlException as error:
        raise LogError(f"{path} declares a document type or entities, which no event log needs") from error
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise LogError(f"{path} is not whole: {error}") from error
    except MemoryError:
        raise LogError(f"{path} has a case that does not fit into memory") from None
    except (LookupError, ValueError) as error:  # an encoding that is unknown, or cannot be read in parts
        raise LogError(f"{path} cannot be read: {error}") from error


def _plain(file: BufferedReader) -> BufferedIOBase:
    return gzip.open(file) if file.peek(len(GZIP)).startswith(GZIP) else file


def _cases(xml: BufferedIOBase) -> Iterator[Case]:
    """Give each trace as it is read; what was read is let go."""
    elements = iterparse(xml, events=("start", "end"), forbid_dtd=True)
    _, root = next(elements)
    if _tag(root) != "log":
        raise LogError(f"not an event log in XES: its root is <{_tag(root)}>, not <log>")
    depth = 0
    for moment, element in elements:
        depth += 1 if moment == "start" else -1
        if moment == "end" and depth == 0:
            if _tag(element) == "trace":
                yield _case(element)
            root.clear()


def _case(trace: Element) -> Case:
    name = _attributes(trace).get(NAME, "")
    if not name:
        raise LogError(f"a case has no {NAME}, or an empty one")
    events = tuple(
        _event(element, f"case {name}, event {number}")
        for number, element in enumerate((child for child in trace if _tag(child) == "event"), 1)
    )
    if not events:
        raise LogError(f"case {name} has no event")
    return Case(name, events)


def _event(element: Element, where: str) -> Event:
    attributes = _attributes(element)
    text = attributes.pop(TIME, "")
    if not text:
        raise LogError(f"{where} has no {TIME}")
    try:
        at = datetime.fromisoformat(text)
        if at.tzinfo is None:
            raise LogError(f"{where}: {TIME} must say its offset, such as {text[:50]}Z or {text[:50]}+02:00")
        at = at.astimezone(UTC)
    except (ValueError, OverflowError):
        raise LogError(f"{where}: {TIME} must be a time such as 2012-05-01T08:00:00+02:00, not {text[:50]}") from None
    if not attributes.get(NAME):
        raise LogError(f"{where} has no {NAME}, or an empty one")
    return Event(at, attributes)


def _attributes(element: Element) -> dict[str, str]:
    return {key: child.get("value", "") for child in element if (key := child.get("key")) is not None}


def _tag(element: Element) -> str:
    """Give the name without its namespace: not all that write XES name one."""
    return str(element.tag).rpartition("}")[2]


def _require_one_of_each(path: Path, cases: list[Case]) -> None:
    if not cases:
        raise LogError(f"{path} has no case (<trace>)")
    seen: set[str] = set()
    for case in cases:
        if case.name in seen:
            raise LogError(f"{path} has two cases called {case.name}: each becomes one ticket, known by that name")
        seen.add(case.name)
