"""The rules' own texts, from the database: what a broken rule says, and the page that explains it."""

from __future__ import annotations

import json
import logging

from gateway import refusals
from gateway.catalogue import Function, public_statement
from gateway.exchange import Exchange
from gateway.problems import OWN, Problem, own, title
from gateway.refusals import CONSTRAINTS, DISTRUST, Refusal, Rule
from gateway.statements import Refused
from gateway.traffic import Traffic

WRONG_KEY = "TICKETFIRST_JWT_KEY is not the key of this database, or the clocks differ: `ticketfirst jwt key`"

log = logging.getLogger("ticketfirst.rules")


class Rules:
    """Looks a rule up each time: a text that was changed in SQL is what the next caller reads."""

    def __init__(self, traffic: Traffic, function: Function) -> None:
        """Bind to the function api.rule_get."""
        self._traffic = traffic
        self._statement = public_statement(function)
        self._has_told_of_key = False

    async def get(self, exchange: Exchange, name: str) -> Rule:
        """Look up a rule of the database. Raises Refused, Problem."""
        row = await exchange.timed(self._traffic.submit("service", self._statement, [name.encode()]))
        return Rule(**json.loads(row[0] or b"{}"))

    async def page(self, exchange: Exchange, name: str) -> dict[str, object]:
        """Explain a rule, the gateway's own or the database's. Raises Problem."""
        if name in OWN:
            status, explanation = OWN[name]
            return _page(Rule(name, f"TF{status}", [], explanation), status)
        try:
            rule = await self.get(exchange, name)
        except Refused as refused:
            raise await self.problem(exchange, refused.refusal, {}) from None
        refusal = Refusal(rule.sqlstate, "", "", "", "", "", rule.name)
        known = refusals.of_state(refusal, {})
        return _page(rule, CONSTRAINTS.get(rule.sqlstate) or (known.status if known else 500))

    async def problem(self, exchange: Exchange, refusal: Refusal, names: dict[str, str]) -> Problem:
        """Make a problem of what the database refused."""
        if refusal.sqlstate in CONSTRAINTS:
            return refusals.of_rule(refusal, await self._explained(exchange, refusal), names)
        problem = refusals.of_state(refusal, names)
        if problem is None:
            log.error("request %s: the database failed: %s", exchange.request_id.decode(), refusal)
            return own("internal_error")
        if problem.rule == DISTRUST and not self._has_told_of_key:
            self._has_told_of_key = True  # each request with a JWT fails until somebody mends it: one line is enough
            log.error(WRONG_KEY)
        return problem

    async def _explained(self, exchange: Exchange, refusal: Refusal) -> Rule | None:
        """Look up what PostgreSQL's own message does not say: what the constraint means, and of which fields."""
        try:
            return await self.get(exchange, refusal.rule)
        except (Refused, Problem) as error:
            log.warning("no text for rule %s: %s", refusal.rule, error)
            return None


def _page(rule: Rule, status: int) -> dict[str, object]:
    return {
        "type": f"/problems/{rule.name.replace('_', '-')}",
        "rule": rule.name,
        "title": title(rule.name),
        "status": status,
        "code": rule.sqlstate,
        "fields": rule.fields,
        "explanation": rule.explanation,
    }
