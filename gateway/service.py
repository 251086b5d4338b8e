"""What is not the helpdesk itself: whether process and database are well, and what the rules say."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request
from pydantic import BaseModel

from gateway.catalogue import Function, public_statement
from gateway.documented import problem_responses
from gateway.draining import Drain
from gateway.lanes import Refused
from gateway.problems import own
from gateway.rules import Rules
from gateway.traffic import Traffic

router = APIRouter(tags=["service"])


class Health(BaseModel):
    """The process is well."""

    status: str


class Readiness(Health):
    """The database is well: what it is, and what its clock says."""

    postgresql: str
    checked_at: str


class RuleText(BaseModel):
    """What a rule says, and what an error has that names it."""

    type: str
    rule: str
    title: str
    status: int
    code: str
    fields: list[str]
    explanation: str


class State:
    """What these endpoints need of the process."""

    rules: Rules

    def __init__(self, drain: Drain) -> None:
        """Begin before the lanes are open."""
        self.drain = drain

    def open(self, traffic: Traffic, functions: dict[str, Function]) -> None:
        """Bind to the open lanes."""
        self.rules = Rules(traffic, functions["rule_get"])
        self._traffic = traffic
        self._health = public_statement(functions["health"])

    async def health(self) -> Readiness:
        """Ask the database. Raises Refused, Problem."""
        row = await self._traffic.submit("read", self._health, []).future
        return Readiness.model_validate_json(row[0] or b"")


@router.get("/healthz", operation_id="healthz", summary="Is the process well?")
async def healthz() -> Health:
    """Answer as long as the process can answer anything."""
    return Health(status="ok")


@router.get("/readyz", operation_id="readyz", summary="Is the database well?", responses=problem_responses(503, 504))
async def readyz(request: Request) -> Readiness:
    """Ask the database through a lane; 503 also while the process drains."""
    state = _state(request)
    if state.drain.has_begun():
        raise own("database_unavailable", "the gateway is stopping: take another")
    try:
        return await state.health()
    except Refused as refused:
        raise await state.rules.problem(refused.refusal, {}) from None


@router.get(
    "/problems/{name}",
    operation_id="problem",
    summary="What does a rule say?",
    responses=problem_responses(404, 422, 503, 504),
)
async def problem(request: Request, name: Annotated[str, Path(max_length=100)]) -> RuleText:
    """Explain a rule, by the name that stands in a problem's `type`: the text is the database's own."""
    return RuleText.model_validate(await _state(request).rules.page(name.replace("-", "_")))


def _state(request: Request) -> State:
    state: State = request.app.state.ticketfirst
    return state
