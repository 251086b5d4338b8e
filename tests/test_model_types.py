"""The models take JSON types as they are, refuse what they do not know, and answer what the database's types say."""

from __future__ import annotations

import json
import re
from typing import Any

import psycopg
import pytest
from pydantic import BaseModel, ValidationError

from gateway.endpoints import ENDPOINTS, Endpoint
from gateway.models.fields import LARGEST_ID
from gateway.models.requests import Request
from tests.conftest import Database
from tests.model_fields import FIELDS, Used

ATTRIBUTES = """
SELECT p.proname, a.attname, format_type(a.atttypid, NULL)
  FROM pg_proc AS p
  JOIN pg_class AS c ON c.reltype = p.prorettype
  JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
 WHERE p.pronamespace = 'api'::regnamespace
"""
TYPES = {
    "bigint": "integer",
    "integer": "integer",
    "text": "string",
    "boolean": "boolean",
    "timestamp with time zone": "date-time",
    "jsonb": "object",
    "bigint[]": "array",
    "text[]": "array",
}

MODELS = sorted({field.model for field in FIELDS}, key=lambda model: model.__name__)
ANSWERS = [endpoint for endpoint in ENDPOINTS if endpoint.answer is not None]


def kind_of(schema: dict[str, Any]) -> str:
    """Name the type of an answer's field, whether it may be null or not."""
    (kind,) = [one for one in schema.get("anyOf", [schema]) if one.get("type") != "null"]
    return str(kind.get("format") or kind.get("type"))


def snake_case(name: str) -> str:
    """Give a model's name as the database has it."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


@pytest.mark.parametrize("endpoint", ANSWERS, ids=lambda endpoint: str(endpoint.function))
def test_answers_have_the_types_of_the_database(database18: Database, endpoint: Endpoint) -> None:
    """Attribute by attribute, in the same order."""
    assert endpoint.answer is not None
    with psycopg.connect(database18.url()) as session:
        rows = [row[1:] for row in session.execute(ATTRIBUTES) if row[0] == endpoint.function]
    properties = endpoint.answer.model_json_schema()["properties"]
    if "items" in properties:
        assert [name for name, _ in rows] == list(properties)
        assert rows[0][1] == f"api.{snake_case(properties['items']['items']['$ref'].rsplit('/', 1)[1])}[]"
    else:
        assert {name: kind_of(schema) for name, schema in properties.items()} == {n: TYPES[kind] for n, kind in rows}


WRONG = {"integer": ['"1"', "1.0", "1e0", "true", "[1]", str(LARGEST_ID + 1)], "boolean": ['"true"', "1", "0", "null"]}
WRONG |= {"string": ["1", "true", "[]", "{}"], "array": ["1", "true", '"admin"', "{}", "[1]", "[null]", "[[]]"]}


@pytest.mark.parametrize("field", [field for field in FIELDS if field.model is field.endpoint.body], ids=str)
def test_json_types_are_taken_as_they_are(field: Used) -> None:
    """No text is a number, no number a truth value."""
    kinds = {kind.get("type") for kind in field.schema.get("anyOf", [field.schema])}
    for kind in kinds - {"null"}:
        for wrong in WRONG[str(kind)]:
            assert field.name in refused(field.model, f'{{"{field.name}": {wrong}}}'), wrong


@pytest.mark.parametrize("model", MODELS, ids=lambda model: str(model.__name__))
def test_unknown_fields_are_refused(model: type[Request]) -> None:
    """By every model, whatever they are called."""
    for name in ("id", "unknown", "ID", "__class__", "model_config", ""):
        assert name in refused(model, json.dumps({name: 1}))


def refused(model: type[BaseModel], data: str) -> set[object]:
    """Give the fields that a model refuses."""
    try:
        model.model_validate_json(data)
    except ValidationError as error:
        return {part["loc"][0] for part in error.errors() if part["type"] != "missing"}
    return set()
