"""The OpenAPI document says what the gateway does: no answer is outside of it, whatever schemathesis makes of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx
import jsonschema_rs
import psycopg
import pytest
import schemathesis
from schemathesis import Case, CheckContext, HookContext, Response
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema

from gateway.endpoints import ENDPOINTS
from gateway.problems import OWN
from tests.conftest import Database
from tests.gateways import Served

FUZZED = 5  # requests for each operation, besides those at the edges of its schema
WALKS = 60
STEPS = 12
# By which the gateway says that a request is not as the document has it.
HISTORY = "GET /v1/tickets/{id}/history"
OF_THE_DOCUMENT = {"body-invalid", "field-invalid", "field-missing", "field-unknown", "query-invalid"}
DATABASE_HAS_A_SAY = ["4xx"]  # what is not as the document has it may be refused for something else before
KEEP = """
CREATE FUNCTION public.keep() RETURNS trigger LANGUAGE plpgsql
AS $$ BEGIN RAISE EXCEPTION 'the test needs it' USING ERRCODE = 'TF409', CONSTRAINT = 'ticket_deleted'; END $$;
CREATE TRIGGER a_keep BEFORE UPDATE ON desk.agent FOR EACH ROW WHEN (old.id = 1) EXECUTE FUNCTION public.keep();
CREATE TRIGGER a_keep BEFORE UPDATE ON desk.api_token FOR EACH ROW WHEN (old.id = 1) EXECUTE FUNCTION public.keep();
"""


@dataclass
class Run:
    """What came of a run: what failed, how often a check was made, and which operations succeeded in which phase."""

    failures: list[str] = field(default_factory=list)
    checks: Counter[str] = field(default_factory=Counter)
    succeeded: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))


@schemathesis.check
def what_is_promised_is_taken(ctx: CheckContext, response: Response, case: Case[Any]) -> None:
    """A request as the document has it is refused by the database's rules alone; but 1.0 is no integer here."""
    values = case.body.values() if isinstance(case.body, dict) else ()
    is_promised = case.meta is not None and case.meta.generation.mode.is_positive
    if is_promised and response.status_code >= 400 and not any(isinstance(value, float) for value in values):
        rule = response.json()["type"].removeprefix("/problems/")
        assert rule not in OF_THE_DOCUMENT, response.text


@schemathesis.hook
def before_call(context: HookContext, case: Case[Any], kwargs: dict[str, Any]) -> None:
    """On a walk, leave out versions, clocks and other people, which nobody guesses; and headers are text."""
    if case.meta is not None and case.meta.phase.name.value == "stateful":
        for name in ("If-Match", "X-Clock", "X-On-Behalf-Of"):
            case.headers.pop(name, None)
    for name, value in list(case.headers.items()):
        case.headers[name] = str(value)


def configuration(gateway: Served) -> SchemathesisConfig:
    """Give what schemathesis shall do: all its phases and checks, the same each time."""
    return SchemathesisConfig.from_dict(
        {
            "seed": 1,
            "base-url": gateway.url,
            "headers": {"Authorization": f"Bearer {gateway.token}"},
            "continue-on-failure": True,
            "cache": {"enabled": False},
            "generation": {
                "deterministic": True,
                "no-shrink": True,
                "database": "none",
                "max-examples": FUZZED,
                "mode": "all",
            },
            "checks": {
                "positive_data_acceptance": {"enabled": False},  # what_is_promised_is_taken knows the rules
                "negative_data_rejection": {"expected-statuses": DATABASE_HAS_A_SAY},
            },
            "phases": {
                "stateful": {
                    "max-steps": STEPS,
                    "inference": {"algorithms": []},  # the document's own links suffice
                    "generation": {"mode": "positive", "max-examples": WALKS},
                }
            },
        }
    )


def note(scenario: events.ScenarioFinished, run: Run) -> None:
    """Note what came of a scenario."""
    recorder, phase = scenario.recorder, scenario.phase.name
    for case_id, interaction in recorder.interactions.items():
        if interaction.response is not None and interaction.response.status_code < 300 and case_id in recorder.cases:
            run.succeeded[phase].add(recorder.cases[case_id].value.operation.label)
    labels = {case_id: recorder.cases[case_id].value.operation.label for case_id in recorder.checks}
    for case_id, checks in recorder.checks.items():
        for check in checks:
            run.checks[check.name] += 1
            if check.failure_info is not None and not is_meant(check.name, labels[case_id], set(labels.values())):
                said, label = check.failure_info, labels[case_id]
                run.failures.append(f"{phase} {label} {check.name}: {said.failure.message}\n{said.code_sample}")


def is_meant(check: str, label: str, walk: set[str]) -> bool:
    """Tell what schemathesis cannot know: administrators read a deleted ticket's history, and deleting can be undone.

    A comment is gone with its ticket.
    """
    if check == "use_after_free":
        return label == HISTORY or any(step.endswith("/restore") for step in walk)
    return check == "ensure_resource_availability" and any(step.startswith("DELETE ") for step in walk)


@pytest.fixture(scope="module")
def run(gateway: Served, database18: Database) -> Run:
    """One run of everything; the administrator and the token that it is done with stay."""
    with psycopg.connect(database18.url(), autocommit=True) as session:
        session.execute(KEEP)
    schema = schemathesis.openapi.from_url(f"{gateway.url}/openapi.json", config=configuration(gateway))
    found = Run()
    for event in from_schema(schema).execute():
        if isinstance(event, events.ScenarioFinished):
            note(event, found)
        elif isinstance(event, events.NonFatalError):
            found.failures.append(f"{event.label}: {event.value}")
        assert not isinstance(event, events.FatalError), event
    return found


def test_schemathesis_finds_nothing(run: Run, gateway: Served) -> None:
    """No 500, and no answer, header or media type that is not in the document; what is not allowed is refused."""
    assert run.failures == []
    assert " failed\n" not in gateway.errors.read_text()


def test_schemathesis_has_looked(run: Run) -> None:
    """Every check was made, and nearly every operation succeeded: its answer was held against the document."""
    print(f"{run.checks['not_a_server_error']} requests; succeeded: { {k: len(v) for k, v in run.succeeded.items()} }")
    wanted = {
        "allow_header_conformance",
        "content_type_conformance",
        "ensure_resource_availability",
        "ignored_auth",
        "missing_required_header",
        "negative_data_rejection",
        "not_a_server_error",
        "response_headers_conformance",
        "response_schema_conformance",
        "status_code_conformance",
        "unsupported_method",
        "use_after_free",
        "what_is_promised_is_taken",
    }
    assert wanted <= set(run.checks)
    assert run.checks["not_a_server_error"] > 2000
    assert len(run.succeeded["STATEFUL_TESTING"]) >= 12
    assert len(set().union(*run.succeeded.values())) >= len(ENDPOINTS) - 4


@pytest.fixture(scope="module")
def document(gateway: Served) -> dict[str, Any]:
    """The document as it is served."""
    document: dict[str, Any] = httpx.get(f"{gateway.url}/openapi.json").json()
    return document


def test_the_document_is_openapi(document: dict[str, Any]) -> None:
    """As OpenAPI's own schema has it; its schemas are JSON Schema, and every $ref leads somewhere."""
    assert document["openapi"].startswith("3.1.")
    schemathesis.openapi.from_dict(document).validate()
    for schema in document["components"]["schemas"].values():
        jsonschema_rs.meta.validate({"$schema": "https://json-schema.org/draft/2020-12/schema", **schema})
    for reference in references(document):
        found: Any = document
        for step in reference.removeprefix("#/").split("/"):
            found = found[step]


def references(part: Any) -> Iterator[str]:
    """Give all references in a part of a document."""
    if isinstance(part, dict):
        if isinstance(part.get("$ref"), str):
            yield part["$ref"]
        part = list(part.values())
    if isinstance(part, list):
        for one in part:
            yield from references(one)


def test_every_endpoint_is_in_it(document: dict[str, Any]) -> None:
    """With its name, its security, its answer and what it may be refused with; nothing else needs a token."""
    operations = {
        (method.upper(), path): operation
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    }
    for endpoint in ENDPOINTS:
        operation = operations.pop((endpoint.method, endpoint.path))
        assert operation["operationId"] == endpoint.function
        (security,) = operation["security"]
        (scheme,) = security
        assert (
            document["components"]["securitySchemes"][scheme] | {"type": "http", "scheme": "bearer"}
            == (document["components"]["securitySchemes"][scheme])
        )
        assert {str(endpoint.status), "400", "401", "403", "500", "503", "504"} <= set(operation["responses"])
        assert ("requestBody" in operation) == (endpoint.body is not None)
    assert {path for _, path in operations} == {"/healthz", "/readyz", "/problems/{name}"}
    assert not any("security" in operation for operation in operations.values())


def test_every_link_leads_somewhere(document: dict[str, Any]) -> None:
    """What is created can be read, changed and deleted by its id."""
    functions = {endpoint.function for endpoint in ENDPOINTS}
    for endpoint in ENDPOINTS:
        links = document["paths"][endpoint.path][endpoint.method.lower()]["responses"][str(endpoint.status)].get(
            "links"
        )
        assert bool(links) == (endpoint.created_at is not None)
        assert {link["operationId"] for link in (links or {}).values()} <= functions


@pytest.mark.parametrize("name", OWN)
def test_every_rule_of_the_gateway_has_its_page(gateway: Served, name: str) -> None:
    """At the address that a problem's type is."""
    page = httpx.get(f"{gateway.url}/problems/{name.replace('_', '-')}").json()
    assert (page["rule"], page["status"], page["explanation"]) == (name, *OWN[name])
