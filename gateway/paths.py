"""Finds what stands at a path: a dictionary for each segment, `*` for one that is a parameter."""

from __future__ import annotations

from typing import Any, Generic, TypeVar

Target = TypeVar("Target")
_TARGETS = object()


class Paths(Generic[Target]):
    """Targets by path and method."""

    def __init__(self) -> None:
        """Begin with no path."""
        self._root: dict[Any, Any] = {}

    def add(self, method: str, path: str, target: Target) -> None:
        """Put a target at a path such as `/v1/tickets/{id}`."""
        node, names = self._root, []
        for segment in path.split("/"):
            if segment.startswith("{"):
                names.append(segment[1:-1])
            node = node.setdefault("*" if segment.startswith("{") else segment, {})
        node.setdefault(_TARGETS, (names, {}))[1][method] = target

    def find(self, path: str) -> tuple[dict[str, Target], dict[str, str]] | None:
        """Give the targets of a path by method, and the values of its parameters; None where there is nothing."""
        node, values = self._root, []
        for segment in path.split("/"):
            step = node.get(segment)
            if step is None or segment == "*":
                step = node.get("*") if segment else None
                if step is None:
                    return None
                values.append(segment)
            node = step
        found = node.get(_TARGETS)
        return (found[1], dict(zip(found[0], values, strict=True))) if found else None
