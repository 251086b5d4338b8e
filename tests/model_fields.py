"""The fields of all requests, each where it is used."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from gateway.endpoints import ENDPOINTS, Endpoint
from gateway.models.requests import Request

LIMITS = ("minLength", "maxLength", "minimum", "maximum", "enum")


class Used(NamedTuple):
    """A field of a request, where it is used."""

    endpoint: Endpoint
    model: type[Request]
    name: str
    schema: dict[str, Any]

    def __str__(self) -> str:
        """Name it as a test is named."""
        return f"{self.endpoint.function}-{self.name}"

    @property
    def limits(self) -> dict[str, Any]:
        """What the model bounds: the field, or each element of it."""
        (kind,) = [one for one in self.schema.get("anyOf", [{}]) if one.get("type") == "array"] or [self.schema]
        bounded = self.schema | kind.get("items", {})
        return {name: bounded[name] for name in LIMITS if name in bounded}


def fields() -> Iterator[Used]:
    """Give every field of every request, by the name of the function's argument."""
    for endpoint in ENDPOINTS:
        for model in (endpoint.body, endpoint.query):
            if model is not None:
                for name, schema in model.model_json_schema(by_alias=False)["properties"].items():
                    yield Used(endpoint, model, name, schema)


FIELDS = list(fields())
