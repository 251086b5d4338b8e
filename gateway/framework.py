"""FastAPI's own errors, and problems that come through it, as all others are said."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import Request, Response
from starlette.exceptions import HTTPException

from gateway.problems import MEDIA_TYPE, Problem, own

OF_STATUS = {404: "path_not_found", 422: "field_invalid"}


async def problem_response(request: Request, problem: Exception) -> Response:
    """Say a problem."""
    assert isinstance(problem, Problem)
    body = problem.body(request.scope["exchange"].request_id.decode())
    response = Response(body, problem.status, media_type=MEDIA_TYPE.decode())
    response.raw_headers.extend(problem.headers)
    return response


async def failure_response(request: Request, _: Exception) -> Response:
    """Say that something is wrong here; what, FastAPI raises again, for the log."""
    return await problem_response(request, own("internal_error"))


async def framework_response(request: Request, error: Exception) -> Response:
    """Say FastAPI's own errors as all others are said."""
    assert isinstance(error, HTTPException)
    if error.status_code != HTTPStatus.METHOD_NOT_ALLOWED:
        return await problem_response(request, own(OF_STATUS.get(error.status_code, "request_malformed")))
    allow = {"allow": "GET, HEAD, OPTIONS"}  # what FastAPI answers can only be read
    if request.method == "OPTIONS":
        return Response(status_code=HTTPStatus.NO_CONTENT, headers=allow)
    problem = own("method_not_allowed")
    problem.headers.append((b"allow", allow["allow"].encode()))
    return await problem_response(request, problem)
