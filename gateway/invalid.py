"""What a model refuses, made into a problem: each field with the rule that it breaks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel, ValidationError

from gateway.problems import OWN, FieldError, Problem

LIMITS = {
    "string_too_long",
    "string_too_short",
    "too_long",
    "too_short",
    "literal_error",
    "greater_than_equal",
    "less_than_equal",
}
BY_KIND = {"missing": "field_missing", "extra_forbidden": "field_unknown", "json_invalid": "body_invalid"}


def of_validation(error: ValidationError, model: type[BaseModel]) -> Problem:
    """Make a problem of a model's errors: one for each field, as a choice of two types gives two."""
    found: dict[str | None, FieldError] = {}
    for part in error.errors(include_url=False, include_input=False):
        field = str(part["loc"][0]) if part["loc"] else None
        found.setdefault(field, FieldError(field, _message(part), _rule(part["type"], field, model)))
    return _problem(list(found.values()))


def _problem(errors: Sequence[FieldError]) -> Problem:
    first = errors[0]
    status = OWN[first.rule].status if first.rule in OWN else 422
    detail = "; ".join(f"{error.field}: {error.message}" if error.field else error.message for error in errors[:5])
    return Problem(status, first.rule, detail, f"TF{status}", errors[:100])


def _message(part: Any) -> str:
    if part["type"] == "string_pattern_mismatch":
        return "U+0000 cannot be stored"
    return str(part["msg"]).removeprefix("Value error, ")


def _rule(kind: str, field: str | None, model: type[BaseModel]) -> str:
    """Name the rule: the database's own for a limit that is the database's."""
    if kind in LIMITS:
        for name, info in model.model_fields.items():
            if field in {name, info.alias} and isinstance(info.json_schema_extra, dict):
                return str(info.json_schema_extra.get("x-rule", "field_invalid"))
    return BY_KIND.get(kind, "field_invalid")
