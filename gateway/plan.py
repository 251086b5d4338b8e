"""The order of the database's changes, and where their scripts are."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha1
from pathlib import Path


@dataclass(frozen=True)
class Dependency:
    """What a change requires or conflicts with; `project` is None for this plan's own."""

    project: str | None
    change: str | None
    tag: str | None

    @property
    def key(self) -> str:
        """The change within its project: `name`, `name@tag` or `@tag`."""
        return (self.change or "") + (f"@{self.tag}" if self.tag else "")

    def __str__(self) -> str:
        """Write the dependency as the registry keeps it."""
        return f"{self.project}:{self.key}" if self.project else self.key


@dataclass(frozen=True)
class Entry:
    """What a change and a tag have in common; `planned_at` is RFC 3339 in UTC."""

    id: str
    name: str
    note: str
    planned_at: str
    planner_name: str
    planner_email: str


@dataclass(frozen=True)
class Tag(Entry):
    """A release of the database; its name begins with @."""


@dataclass(frozen=True)
class Change(Entry):
    """One step; `reworked_at` names the tags after it if the change comes again, the last one first."""

    requires: tuple[Dependency, ...]
    conflicts: tuple[Dependency, ...]
    tags: tuple[Tag, ...] = ()
    reworked_at: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plan:
    """The changes in order, and the folder where `sqitch.plan` and `db/` are."""

    root: Path
    project: str
    uri: str | None
    changes: tuple[Change, ...]

    def find(self, key: str) -> Change | None:
        """Look up `name` (its first occurrence), `@tag`, or `name@tag` (its last occurrence before the tag)."""
        name, at, tag = key.partition("@")
        if not at:
            return next((change for change in self.changes if change.name == name), None)
        tagged = [i for i, change in enumerate(self.changes) if f"@{tag}" in (t.name for t in change.tags)]
        until = self.changes[: tagged[0] + 1] if tagged else ()
        return next((change for change in reversed(until) if name in ("", change.name)), None)

    def deploy_script(self, change: Change) -> Path:
        """Tell where a change's deploy script is; the old one, if the change was reworked since."""
        return self._script(change, "db", "db/reworked/deploy")

    def verify_script(self, change: Change) -> Path:
        """Tell where a change's verify script is."""
        return self._script(change, "db/verify", "db/reworked/verify")

    def script_hash(self, change: Change) -> str | None:
        """Give the SHA-1 of a change's deploy script, or None if there is no script."""
        path = self.deploy_script(change)
        return sha1(path.read_bytes()).hexdigest() if path.is_file() else None

    def _script(self, change: Change, folder: str, reworked: str) -> Path:
        if not change.reworked_at:
            return self.root / folder / f"{change.name}.sql"
        names = [f"{change.name}{tag}.sql" for tag in change.reworked_at]
        # sqitch looks among the deploy scripts for the verify script's name too.
        name = next((name for name in names if (self.root / "db/reworked/deploy" / name).exists()), names[0])
        return self.root / reworked / name
