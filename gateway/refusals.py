"""What the database refuses, made into problems: one SQLSTATE, one status."""

from __future__ import annotations

import re
from typing import NamedTuple

from gateway.problems import FieldError, Problem, own

CONSTRAINTS = {"23502": 422, "23503": 409, "23505": 409, "23514": 422, "23P01": 409}
CREDENTIALS = ("28000", "28P01")
DISTRUST = "assertion_invalid"  # the database does not believe this gateway, whoever is asking
DISTRUSTED = "The database does not believe this gateway, which is set up wrongly. Nothing was done. Try again later."
OWN_CLASS = re.compile(r"TF[45][0-9]{2}")
BY_STATE = {
    "40001": "serialization_failure",
    "40P01": "serialization_failure",
    "42501": "permission_denied",
    "53300": "database_busy",
    "55P03": "lock_timeout",
    "57014": "database_timeout",
    "57P01": "database_unavailable",
    "57P02": "database_unavailable",
    "57P03": "database_unavailable",
}


class Refusal(NamedTuple):
    """An error as PostgreSQL reports it. What is not there is the empty string."""

    sqlstate: str
    message: str
    detail: str
    hint: str
    table: str
    column: str
    constraint: str

    @property
    def rule(self) -> str:
        """The rule that was broken; the empty string where the error names none."""
        if self.sqlstate == "23502" and not self.constraint:
            return f"{self.table}_{self.column}_not_null"
        return self.constraint


class Rule(NamedTuple):
    """A rule as the database explains it."""

    name: str
    sqlstate: str
    fields: list[str]
    explanation: str


def is_constraint(refusal: Refusal) -> bool:
    """Tell whether the rule's own text must be looked up: PostgreSQL's message for a constraint explains nothing."""
    return refusal.sqlstate in CONSTRAINTS


def of_rule(refusal: Refusal, rule: Rule | None, names: dict[str, str]) -> Problem:
    """Make a problem of a broken constraint. `names`: the fields of the request by the function's arguments."""
    detail = rule.explanation if rule else "a rule of the database does not allow it"
    fields = rule.fields if rule else [refusal.column]
    errors = [FieldError(names.get(field, field), detail, refusal.rule) for field in fields if field]
    return Problem(CONSTRAINTS[refusal.sqlstate], refusal.rule, detail, refusal.sqlstate, errors)


def of_state(refusal: Refusal, names: dict[str, str]) -> Problem | None:
    """Make a problem of any other error; None where it is the gateway's fault or the database's."""
    state = refusal.sqlstate
    if OWN_CLASS.fullmatch(state):
        return _own_class(refusal, names)
    if state in CREDENTIALS:
        return _of_credential(refusal)
    if state == "P0002":
        problem = own("row_not_found", refusal.message)
    elif state in BY_STATE:
        problem = own(BY_STATE[state])
    elif state.startswith("08"):
        problem = own("database_unavailable")
    elif state.startswith("22"):
        problem = own("data_invalid", refusal.message)
    else:
        return None
    problem.code = state
    return problem


def _of_credential(refusal: Refusal) -> Problem:
    """Make a problem of a credential that opens nothing: the caller's fault, unless the gateway's word is not taken."""
    if refusal.constraint == DISTRUST:
        return Problem(503, DISTRUST, DISTRUSTED, refusal.sqlstate)
    return Problem(401, refusal.constraint or "token_invalid", refusal.message, refusal.sqlstate)


def _own_class(refusal: Refusal, names: dict[str, str]) -> Problem:
    """Make a problem of an error that TicketFirst raised: it may say everything."""
    field = names.get(refusal.column, refusal.column) or None
    said = f"{refusal.message}: {refusal.detail}" if refusal.detail else refusal.message
    errors = [FieldError(field, refusal.message, refusal.rule)] if field else []
    return Problem(int(refusal.sqlstate[2:]), refusal.rule, said, refusal.sqlstate, errors, refusal.hint or None)
