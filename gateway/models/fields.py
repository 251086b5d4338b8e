"""The types of the fields, and what they refuse that pydantic would take.

A field's `x-rule` names the rule of the database that its limit is: whoever breaks it is told the same rule by either.
What is left out is NULL for the gateway: the function's own default counts then, `default` only tells what it is.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BeforeValidator, Field, StringConstraints

ABSENT: Any = None  # left out of a request
LARGEST_ID = 2**63 - 1
WHITE_SPACE = (
    "\u0009\u000a\u000b\u000c\u000d \u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006"
    "\u2007\u2008\u2009\u200a\u200b\u2028\u2029\u202f\u205f\u3000\ufeff"
)
WITHOUT_NUL = r"^[^\x00]*$"  # PostgreSQL's text cannot hold U+0000

_INTEGER = re.compile(r"-?[0-9]+")
_RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", re.ASCII | re.IGNORECASE)


def _integer(value: Any) -> Any:
    """Refuse what pydantic takes for an integer in a query, but nobody else does: `5_0`, ` 5`."""
    if isinstance(value, str) and not _INTEGER.fullmatch(value):
        raise ValueError("an integer in decimal digits is needed")
    return value


def _boolean(value: Any) -> Any:
    """Refuse the other words that pydantic takes for a boolean in a query: `1`, `on`, `yes`."""
    if isinstance(value, str) and value not in {"true", "false"}:
        raise ValueError("true or false is needed")
    return value


def _time(value: Any) -> Any:
    """Refuse what pydantic takes for a time, but RFC 3339 does not: numbers, dates without a time."""
    if not isinstance(value, str) or not _RFC3339.fullmatch(value):
        raise ValueError("a time as RFC 3339 has it is needed, such as 2026-01-31T09:00:00Z")
    return value


Id = Annotated[int, Field(ge=1, le=LARGEST_ID), BeforeValidator(_integer)]
Limit = Annotated[int, Field(ge=1, le=100), BeforeValidator(_integer)]
Flag = Annotated[bool, BeforeValidator(_boolean)]
Time = Annotated[AwareDatetime, Field(strict=False), BeforeValidator(_time)]
Text = Annotated[str, StringConstraints(pattern=WITHOUT_NUL, max_length=2048)]
Words = Annotated[str, StringConstraints(max_length=200, pattern=WITHOUT_NUL)]
Visibility = Literal["public", "internal"]
Role = Literal["agent", "lead", "admin"]
Scope = Literal[
    "tickets:read", "tickets:write", "clients:read", "clients:write", "agents:read", "admin", "clock", "behalf"
]


def _trimmed(value: Any) -> Any:
    """Trim a text as internal.text_trim does, so that either counts the same characters."""
    return value.strip(WHITE_SPACE) if isinstance(value, str) else value


def rule(name: str, **more: Any) -> Any:
    """Tell which rule of the database a field's limit is."""
    return Field(json_schema_extra={"x-rule": name, **more})


def bounded(longest: int) -> StringConstraints:
    """Bound a text that is not empty."""
    return StringConstraints(min_length=1, max_length=longest, pattern=WITHOUT_NUL)


Line = Annotated[str, bounded(200), BeforeValidator(_trimmed)]
RoleName = Annotated[str, bounded(63)]
Issuer = Annotated[str, bounded(500)]
Subject = Annotated[str, bounded(255)]
Scopes = Annotated[list[Scope], Field(min_length=1, max_length=20)]
Email = Annotated[str, bounded(254), BeforeValidator(_trimmed)]
Body = Annotated[str, bounded(65_536), BeforeValidator(_trimmed)]
Description = Annotated[str, StringConstraints(max_length=65_536, pattern=WITHOUT_NUL)]
