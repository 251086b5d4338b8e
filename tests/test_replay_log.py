"""Reading event logs: what is taken, and what is refused, with the place and the reason."""

from __future__ import annotations

import gzip
from pathlib import Path
from xml.sax.saxutils import quoteattr

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gateway.replay.event_log import LogError, read_log

TIME = "2025-03-01T09:00:00Z"


def _event(name: str | None = "Accepted", at: str | None = TIME, **more: str) -> str:
    attributes = {"concept:name": name, "time:timestamp": at, **more}
    texts = [
        f'<string key="{key}" value={quoteattr(value)}/>' for key, value in attributes.items() if value is not None
    ]
    return f"<event>{''.join(texts)}</event>"


def _trace(name: str = "1", *events: str) -> str:
    return f'<trace><string key="concept:name" value={quoteattr(name)}/>{"".join(events)}</trace>'


def _log(*traces: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><log>{"".join(traces)}</log>'


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where a test writes its log."""
    return tmp_path / "log.xes"


def test_cases_and_events_are_read_in_the_file_s_order(file: Path) -> None:
    """With their attributes, and times in UTC."""
    later, earlier = _event("Closed", "2025-03-01T11:00:00.125+02:00"), _event("Opened", "2025-03-01T08:30:00Z")
    file.write_text(_log(_trace("b", later, earlier), _trace("a", _event(**{"org:resource": "Jan Erik"}))))
    first, second = read_log(file)
    assert [first.name, second.name] == ["b", "a"]
    assert [event.get("concept:name") for event in first.events] == ["Closed", "Opened"]
    assert [event.at.isoformat() for event in first.events] == [
        "2025-03-01T09:00:00.125000+00:00",
        "2025-03-01T08:30:00+00:00",
    ]
    assert second.events[0].get("org:resource") == "Jan Erik"
    assert second.events[0].get("product") == ""


@pytest.mark.parametrize("namespace", ["", ' xmlns="http://www.xes-standard.org/"'])
def test_a_namespace_may_be_there_or_not(file: Path, namespace: str) -> None:
    """Not all who write XES name one."""
    file.write_text(_log(_trace("1", _event())).replace("<log>", f"<log{namespace}>"))
    assert [case.name for case in read_log(file)] == ["1"]


def test_a_compressed_log_is_known_by_its_content(file: Path) -> None:
    """Whatever its name."""
    file.write_bytes(gzip.compress(_log(_trace("1", _event())).encode()))
    assert [case.name for case in read_log(file)] == ["1"]


def test_attributes_inside_attributes_are_not_the_event_s(file: Path) -> None:
    """XES nests them."""
    nested = '<string key="x" value="y"><string key="org:resource" value="no"/></string>'
    file.write_text(_log(_trace("1", _event().replace("</event>", f"{nested}</event>"))))
    assert read_log(file)[0].events[0].get("org:resource") == ""


def test_a_limit_takes_the_first_cases(file: Path) -> None:
    """What comes after is not even read."""
    file.write_text(_log(_trace("1", _event()), _trace("2", _event()), "<trace/>"))
    assert [case.name for case in read_log(file, 2)] == ["1", "2"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is not XML"),
        ("hello", "is not XML"),
        ("<log>", "is not XML"),
        ("<html></html>", "its root is <html>, not <log>"),
        ("<log/>", "has no case"),
        (_log("<trace/>"), "a case has no concept:name"),
        (_log(_trace("", _event())), "a case has no concept:name, or an empty one"),
        (_log(_trace("7")), "case 7 has no event"),
        (_log(_trace("7", _event(), _event(at=None))), "case 7, event 2 has no time:timestamp"),
        (_log(_trace("7", _event(name=None))), "case 7, event 1 has no concept:name"),
        (_log(_trace("7", _event(at="yesterday"))), "time:timestamp must be a time such as"),
        (_log(_trace("7", _event(at="2025-03-01T09:00:00"))), "must say its offset"),
        (_log(_trace("7", _event(at="0001-01-01T00:00:00+14:00"))), "must be a time such as"),
        (_log(_trace("7", _event()), _trace("7", _event())), "two cases called 7"),
        ('<!DOCTYPE log [<!ENTITY a "b">]><log/>', "declares a document type or entities"),
        ('<?xml version="1.0" encoding="no-such"?><log/>', ""),
    ],
)
def test_what_is_no_event_log_is_refused(file: Path, text: str, said: str) -> None:
    """In one sentence that names the file and the place."""
    file.write_text(text)
    with pytest.raises(LogError) as refused:
        read_log(file)
    assert str(file) in str(refused.value)
    assert said in str(refused.value)


def test_a_file_that_was_cut_off_is_refused(file: Path) -> None:
    """Half a log is not a shorter log."""
    whole = gzip.compress(_log(*(_trace(str(number), _event()) for number in range(500))).encode())
    file.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(LogError, match="is not whole"):
        read_log(file)


def test_a_file_that_is_not_there_is_an_oserror(file: Path) -> None:
    """The command says so as it does for any other file."""
    with pytest.raises(FileNotFoundError):
        read_log(file)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_bytes_are_a_log_or_refused(file: Path, data: st.DataObject) -> None:
    """Nothing else comes of a damaged file: bytes changed, left out or put in, compressed or not."""
    whole = _log(_trace("1", _event(), _event()), _trace("ü", _event())).encode()
    content = bytearray(gzip.compress(whole) if data.draw(st.booleans()) else whole)
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(content)))
        end = data.draw(st.integers(start, min(len(content), start + 8)))
        content[start:end] = data.draw(st.binary(max_size=8))
    file.write_bytes(bytes(content))
    try:
        assert read_log(file)
    except LogError as refused:
        assert str(file) in str(refused)
