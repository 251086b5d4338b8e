"""Every cell of rights.txt over HTTP: each caller has a token of its own."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import httpx
import pytest

from gateway.endpoints import ENDPOINTS, Endpoint
from gateway.models.requests import Patch
from tests.conftest import GATEWAY, Database
from tests.gateways import serving
from tests.rights import CALLERS, ROWS, VERBS, Caller, Outcome, Row, World, leaks

ENDPOINT = {endpoint.function: endpoint for endpoint in ENDPOINTS}
# What is no endpoint of its own: headers of all of them, and what the service answers without a token.
HEADERS = {"act_for": "X-On-Behalf-Of", "clock_set": "X-Clock"}
SERVICE = {"health": "/readyz", "rule_get": "/problems/ticket-not-found"}
SQL_ALONE = {"enter", "idempotency_keep", "rule_list", *VERBS}


def endpoint_of(function: str) -> Endpoint | None:
    """Give the endpoint of a function; of a list, that of its page."""
    return ENDPOINT.get(function.removesuffix("_list") + "_page") or ENDPOINT.get(function)


RUN = [row for row in ROWS if endpoint_of(row.function) or row.function in {*HEADERS, *SERVICE}]


class Http:
    """The callers over HTTP. What a call has changed is made anew."""

    def __init__(self, world: World, http: httpx.Client) -> None:
        """Call a gateway on the world's database."""
        self.world = world
        self._http = http

    def call(self, row: Row, caller: Caller, never: str | None = None) -> Outcome | None:
        """Make a call; None: it cannot be said over HTTP."""
        headers = {}
        if caller.actor:
            headers["Authorization"] = f"Bearer {self.world.tokens[caller.name]}"
        if caller.behalf:
            headers["X-On-Behalf-Of"] = self.world.called(caller.behalf) or ""
        if row.function == "act_for":
            if caller.behalf:
                return None
            headers["X-On-Behalf-Of"] = self._behalf(row, never)
        elif row.function == "clock_set":
            headers["X-Clock"] = "2020-01-01T00:00:00Z"
        if row.function in HEADERS:
            return self._sent("GET", "/v1/tickets", headers, None, {"limit": "1"})
        if row.function in SERVICE:
            return self._sent("GET", SERVICE[row.function], headers, None, {})
        endpoint = endpoint_of(row.function)
        assert endpoint is not None
        outcome = self._sent(endpoint.method, *self._request(row, endpoint, headers, never))
        if endpoint.method != "GET" and outcome.status < 300:
            self.world.renew()
        return outcome

    def wrong_cells(self, row: Row) -> list[str]:
        """Run a row as every caller; give the cells that are wrong, and those that tell what is hidden."""
        problems = []
        for caller in CALLERS:
            outcome = self.call(row, caller)
            if outcome is not None:
                problems += self.world.wrong(row, caller, outcome)
                if row.function not in HEADERS:
                    problems += leaks(self.world, row, caller, outcome, partial(self.call, row, caller))
        return problems

    def _behalf(self, row: Row, never: str | None) -> str:
        argument, name = row.arguments[0]
        given = self.world.called(name) or ""
        return given if never is None else f"{str(argument).removesuffix('_id')}:{4_000_000_000_000}"

    def _request(
        self, row: Row, endpoint: Endpoint, headers: dict[str, str], never: str | None
    ) -> tuple[str, dict[str, str], Any, dict[str, str]]:
        given = self.world.arguments(row, self.world.functions[row.function], never)
        path = endpoint.path.format_map(given)
        rest = {name: value for name, value in given.items() if f"{{{name}}}" not in endpoint.path}
        if endpoint.body is not None:
            is_patch = issubclass(endpoint.body, Patch)
            return path, headers, rest["changes"] if is_patch else rest, {}
        if rest.pop("unassigned", None):
            rest["agent_id"] = "none"
        if "row_limit" in rest:
            rest["limit"] = rest.pop("row_limit")
        query = {name: str(value).lower() if isinstance(value, bool) else str(value) for name, value in rest.items()}
        return path, headers, None, query

    def _sent(self, method: str, path: str, headers: dict[str, str], body: Any, query: dict[str, str]) -> Outcome:
        answer = self._http.request(method, path, headers=headers, json=body, params=query)
        said = answer.json() if answer.content else {}
        if answer.status_code < 300:
            return Outcome(answer.status_code, rows=tuple(said["items"]) if "items" in said else (said,))
        rule = said["type"].removeprefix("/problems/").replace("-", "_")
        at = said["errors"][0]["field"] if said["errors"] else ""
        del said["request_id"]
        return Outcome(answer.status_code, rule, at or "", text=str(said))


@pytest.fixture(scope="module")
def callers(database18: Database) -> Iterator[Http]:
    """All who ask, and a gateway."""
    world = World(database18.url())
    with serving(database18.url(GATEWAY)) as served, httpx.Client(base_url=served.url, timeout=30) as http:
        yield Http(world, http)
    world.close()


@pytest.mark.parametrize("row", RUN, ids=str)
def test_each_cell(callers: Http, row: Row) -> None:
    """It is done, or refused by the rule that the cell stands for; what is hidden, as what never was."""
    assert not (wrong := callers.wrong_cells(row)), "\n".join(wrong)


def test_every_endpoint_is_run() -> None:
    """Those of all functions that are listed, and no function is left out for another reason than that it has none."""
    run = {endpoint.function for endpoint in map(endpoint_of, {row.function for row in RUN}) if endpoint}
    missing = ENDPOINT.keys() - run
    assert not missing, f"say in tests/rights.txt who may call {', '.join(sorted(missing))}: a row for each object"
    left = {row.function for row in ROWS} - {row.function for row in RUN} - SQL_ALONE
    assert not left, f"no endpoint has the functions {', '.join(sorted(left))}"
