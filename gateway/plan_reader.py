"""Reads `sqitch.plan` as sqitch 1.3.1 does, with the ids that sqitch computes.

A change's id is the SHA-1 of a text that names its project, its parent's id, who planned it and when, its dependencies
and its note. One character read differently gives other ids from that line on, and the database a foreign plan.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from hashlib import sha1
from pathlib import Path

from gateway.plan import Change, Dependency, Plan, Tag

# Character classes as Perl has them; Python's \s and str.strip() know other characters.
_BLANKS = "\t \u00a0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
_SPACES = _BLANKS + "\n\v\f\r\u0085\u2028\u2029"
_BLANK = f"[{_BLANKS}]"
_PUNCT = r"""[-!"#$%&'()*+,./:;<=>?@\[\\\]^`{|}~]"""
_NAME = rf"(?!{_PUNCT})(?:(?![~/=%^]\d+(?:$|{_BLANK}))[^{_BLANKS}:@#\\])+(?<!{_PUNCT})\b"

_PRAGMA = re.compile(
    rf"{_BLANK}*%{_BLANK}*(?P<name>(?!{_PUNCT}).(?:[^{_BLANKS}=]*?(?!{_PUNCT})[^{_BLANKS}])?)"
    rf"(?:{_BLANK}*={_BLANK}*(?P<value>.+))?"
)
_ENTRY = re.compile(
    rf"{_BLANK}*(?:(?P<at>@)|{_BLANK}*[+-]{_BLANK}*)?(?P<name>{_NAME}){_BLANK}*"
    rf"(?:\[(?P<dependencies>[^]]+)\]{_BLANK}*)?"
    rf"(?:(?P<time>[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}T[0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}}Z){_BLANK}*)?"
    rf"(?:(?P<planner>[^<]+){_BLANK}+<(?P<email>[^>]+)>)?"
)
_DEPENDENCY = re.compile(rf"(?P<conflict>!?)(?:(?P<project>{_NAME}):)?(?=.)(?P<change>{_NAME})?(?:@(?P<tag>{_NAME}))?")
_ID = re.compile("[0-9a-f]{40}")
# Only what is in canonical form already, since that form is what goes into the ids.
_URI = re.compile(r"[a-z][a-z0-9+.-]*:(?://[a-z0-9.-]+/)?[A-Za-z0-9._~/?&=+,;:@!$'()*-]*")


class PlanError(Exception):
    """The plan cannot be read; the message is one sentence and begins with the line, counted from one."""

    def __init__(self, line: int, problem: str) -> None:
        """Name the line and what is wrong with it."""
        super().__init__(f"sqitch.plan, line {line}: {problem}")
        self.line = line


def read_plan(root: Path) -> Plan:
    """Read the plan in a folder. Raises PlanError, and OSError where there is none."""
    return parse_plan((root / "sqitch.plan").read_bytes(), root)


def parse_plan(data: bytes, root: Path) -> Plan:
    """Read a plan's text. Raises PlanError."""
    reader = _Reader(data)
    return Plan(root, reader.project, reader.uri, tuple(reader.changes))


class _Reader:
    """Reads a plan from top to bottom."""

    def __init__(self, data: bytes) -> None:
        """Read the whole text. Raises PlanError."""
        self.line = 0
        self.changes: list[Change] = []
        self.tagged: dict[str, int] = {}  # lines of the changes and tags up to the last tag
        self.untagged: dict[str, int] = {}  # lines of the changes since
        lines = self._lines(data)
        pragmas = dict(self._pragmas(lines))
        self.project = pragmas.get("project", "")
        self.uri = pragmas.get("uri")
        if not re.fullmatch(_NAME, self.project):
            raise self._error("there is no %project above, or its name is invalid")
        if self.uri is not None and not _URI.fullmatch(self.uri):
            raise self._error("%uri must be written in lower case, with a slash after the host and without escapes")
        for line in lines:
            if not _is_comment(line):
                self._read(*_split_note(line))

    def _error(self, problem: str) -> PlanError:
        return PlanError(self.line, problem)

    def _lines(self, data: bytes) -> Iterator[str]:
        try:
            text = data.decode()
        except UnicodeDecodeError as error:
            raise PlanError(data.count(b"\n", 0, error.start) + 1, "the text is not UTF-8") from None
        for self.line, line in enumerate(text.replace("\r\n", "\n").split("\n"), start=1):
            yield line

    def _pragmas(self, lines: Iterator[str]) -> Iterator[tuple[str, str]]:
        """Read the head, which an empty line ends."""
        for line in lines:
            content, note = _split_note(line)
            if _is_comment(line):
                if not _is_true(note):
                    return
            elif match := _PRAGMA.fullmatch(content):
                yield match["name"], match["value"] or ""
            else:
                raise self._error("this is not a pragma; an empty line must part the pragmas from the changes")

    def _read(self, content: str, note: str) -> None:
        match = _ENTRY.fullmatch(content)
        if match is None or match["name"] == "0" or not match["time"] or not match["planner"]:
            raise self._error("expected: name [dependencies] 2026-01-31T12:00:00Z Planner <email> # note")
        name, time = match["name"], match["time"]
        if _ID.match(name) or name in ("ROOT", "HEAD"):
            raise self._error(f'the name "{name}" is reserved, or looks like an id')
        try:
            datetime.fromisoformat(time)
        except ValueError:
            raise self._error(f"{time} is no time") from None
        (self._tag if match["at"] else self._change)(match, note)

    def _change(self, match: re.Match[str], note: str) -> None:
        name = match["name"]
        if name in self.untagged:
            raise self._error(f'change "{name}" is on line {self.untagged[name]} already, and no tag between')
        requires, conflicts = self._dependencies(match["dependencies"] or "")
        for required in requires:
            if required.project is None and not self._is_planned(required):
                raise self._error(f'change "{name}" requires "{required}", which is not planned before it')
        parent = self.changes[-1:]
        dependencies = [*_bullets("requires", "+", requires), *_bullets("conflicts", "-", conflicts)]
        entry = self._entry("change", match, note, [f"parent {change.id}" for change in parent], dependencies)
        self._retire(name)
        self.changes.append(Change(*entry, requires, conflicts))
        self.untagged[name] = self.line

    def _retire(self, name: str) -> None:
        """Give the last change of this name, if any, the tags its old scripts may be named after."""
        for index, change in reversed(list(enumerate(self.changes))):
            if change.name == name:
                tags = tuple(tag.name for later in reversed(self.changes[index:]) for tag in later.tags)
                self.changes[index] = replace(change, reworked_at=tags)
                return

    def _tag(self, match: re.Match[str], note: str) -> None:
        name = f"@{match['name']}"
        if "/" in name or match["dependencies"]:
            raise self._error(f'tag "{name}" has a slash in its name, or dependencies')
        if not self.changes or name in self.tagged:
            raise self._error(f'tag "{name}" has no change before it, or is used already')
        last = self.changes[-1]
        tag = Tag(*self._entry("tag", match, note, [f"change {last.id}"], []))
        self.changes[-1] = replace(last, tags=(*last.tags, tag))
        self.tagged |= {**self.untagged, name: self.line}
        self.untagged.clear()

    def _dependencies(self, text: str) -> tuple[tuple[Dependency, ...], tuple[Dependency, ...]]:
        """Part what is required from the conflicts."""
        found: dict[str, list[Dependency]] = {"": [], "!": []}
        words = re.split(f"{_BLANK}+", text.rstrip(_BLANKS)) if text.strip(_BLANKS) else []
        for word in words:
            match = _DEPENDENCY.fullmatch(word)
            # sqitch 1.3.1 itself recurses for ever on a dependency by id.
            if match is None or words.count(word) > 1 or _ID.fullmatch(match["change"] or ""):
                raise self._error(f'"{word}" is no dependency, or stands there twice')
            project = None if match["project"] == self.project else match["project"]
            found[match["conflict"]].append(Dependency(project, match["change"], match["tag"]))
        return tuple(found[""]), tuple(found["!"])

    def _is_planned(self, required: Dependency) -> bool:
        if not (required.change and required.tag):
            return required.key in self.tagged or required.key in self.untagged
        # As sqitch does, of a reworked change only the last occurrence counts.
        return 0 < self.tagged.get(required.change, 0) < self.tagged.get(f"@{required.tag}", 0)

    def _entry(
        self, kind: str, match: re.Match[str], note: str, parent: list[str], dependencies: list[str]
    ) -> tuple[str, str, str, str, str, str]:
        """Give the fields of an Entry; the id is the hash of these lines."""
        name = f"{match['at'] or ''}{match['name']}"
        head = [f"project {self.project}", *([f"uri {self.uri}"] if self.uri else []), f"{kind} {name}", *parent]
        planned = [f"planner {match['planner']} <{match['email']}>", f"date {match['time']}"]
        info = "\n".join([*head, *planned, *dependencies, *(["", note] if _is_true(note) else [])]).encode()
        entry_id = sha1(f"{kind} {len(info)}\0".encode() + info).hexdigest()
        return entry_id, name, note, match["time"], match["planner"], match["email"]


def _bullets(title: str, bullet: str, dependencies: tuple[Dependency, ...]) -> list[str]:
    return [title, *(f"  {bullet} {dependency}" for dependency in dependencies)] if dependencies else []


def _is_comment(line: str) -> bool:
    """Say whether a line holds at most a comment. A lone # is none but an error, as for sqitch."""
    text = line.lstrip(_BLANKS)
    return not text or (text.startswith("#") and text != "#")


def _split_note(line: str) -> tuple[str, str]:
    """Part a line from its note, in which line breaks are written as escapes."""
    content, _, note = line.partition("#")
    breaks = {"n": "\n", "r": "\r", "\\": "\\"}
    return content.rstrip(_BLANKS), re.sub(r"\\([\\nr])", lambda match: breaks[match[1]], note.strip(_SPACES))


def _is_true(text: str) -> bool:
    """Say what Perl says: the text 0 is as good as none."""
    return text not in ("", "0")
