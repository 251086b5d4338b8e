"""What can be done with something just created, as OpenAPI links: the operations that take its id."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from gateway.endpoints import Endpoint

ID = "$response.body#/id"


def links(made: Endpoint, endpoints: Iterable[Endpoint]) -> dict[str, Any]:
    """Give the links of an endpoint's answer; none where nothing is created."""
    if made.created_at is None:
        return {}
    found = ((endpoint.function, _link(made.created_at, made.tag, endpoint)) for endpoint in endpoints)
    return {name: {"operationId": name, **link} for name, link in found if link is not None}


def _link(created_at: str, tag: str, endpoint: Endpoint) -> dict[str, Any] | None:
    """Give the id in the path, or in the body of what has none in its path."""
    if endpoint.path.startswith(created_at):
        name = endpoint.path.removeprefix(created_at).split("}")[0].removeprefix("{")
        return {"parameters": {name: ID}}
    field = f"{tag.removesuffix('s')}_id"
    if "{" not in endpoint.path and endpoint.body is not None and field in endpoint.body.model_fields:
        return {"requestBody": {field: ID}}
    return None
