"""What is not the helpdesk itself: whether process and database are well, and what the rules say."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path, Request
from pydantic import BaseModel

from gateway.catalogue import Function, public_statement
from gateway.documentation.documented import problem_responses
from gateway.exchange import Exchange
from gateway.problems import own
from gateway.rules import Rules
from gateway.serving.draining import Drain
from gateway.statements import Refused
from gateway.traffic import Traffic

RULE_NAME = re.compile(r"[a-z0-9_-]{1,100}")

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

    async def health(self, exchange: Exchange) -> Readiness:
        """Ask the database. Raises Problem."""
        try:
            row = await exchange.timed(self._traffic.submit("service", self._health, []))
        except Refused as refused:
            problem = await self.rules.problem(exchange, refused.refusal, {})
            if problem.status == HTTPStatus.INTERNAL_SERVER_ERROR:
                problem = own("database_unavailable", "the plan is not deployed: the log says what is missing")
            raise problem from None
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
    return await state.health(request.scope["exchange"])


@router.get(
    "/problems/{name}",
    operation_id="problem",
    summary="What does a rule say?",
    responses=problem_responses(404, 503, 504),
)
async def problem(request: Request, name: Annotated[str, Path(description="As in a problem's `type`.")]) -> RuleText:
    """Explain a rule, by the name that stands in a problem's `type`: the text is the database's own."""
    if not RULE_NAME.fullmatch(name):
        raise own("path_not_found")
    rules = _state(request).rules
    return RuleText.model_validate(await rules.page(request.scope["exchange"], name.replace("-", "_")))


def _state(request: Request) -> State:
    state: State = request.app.state.ticketfirst
    return state
