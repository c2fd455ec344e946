"""Errors for programs as `application/problem+json` (RFC 9457), with the fix beside the detail."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field, ValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse, Response

from index.errors import DiskError, DzhereloError, QuestionError
from ui.asgi.problem import PROBLEM_JSON
from ui.chat.queue import QueueFull

SECONDS_TO_RETRY = "3"
JSON_HEADER = "Send the header Content-Type: application/json"
FAILED = "The program failed. Its log says why."
_PATHS = "All paths are in /api/v1/openapi.json, and all articles at /api/v1/articles"
_FIXES = {400: "Send JSON in UTF-8", 404: _PATHS, 405: _PATHS}


class Problem(BaseModel):
    """What went wrong (`detail`), what to do about it (`fix`), and the wrong fields of the request (`errors`)."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    fix: str = ""
    errors: list[str] = Field(default=[], description="For each wrong field of the request, its name and the problem.")


def problem_response(
    status: int, detail: str, headers: Mapping[str, str] | None = None, fix: str = "", errors: Sequence[str] = ()
) -> Response:
    """The response for a problem."""
    problem = Problem(title=HTTPStatus(status).phrase, status=status, detail=detail, fix=fix, errors=list(errors))
    return JSONResponse(problem.model_dump(), status, headers, PROBLEM_JSON)


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The descriptions of these statuses for OpenAPI."""
    schema = Problem.model_json_schema()
    return {
        status: {"description": HTTPStatus(status).phrase, "content": {PROBLEM_JSON: {"schema": schema}}}
        for status in statuses
    }


def status_of(error: DzhereloError) -> int:
    """The HTTP status for an error."""
    if isinstance(error, QuestionError):
        return 422
    return 507 if isinstance(error, DiskError) else 503


def wrong_fields(error: RequestValidationError | ValidationError) -> list[str]:
    """The name and problem of each wrong field of a request; the request's own values are not repeated."""
    return [_wrong_field(each) for each in error.errors()]


def _wrong_field(error: Mapping[str, Any]) -> str:
    if error["type"] == "json_invalid":
        return f"body: not JSON at character {error['loc'][-1]}: {error['ctx']['error']}"
    return f"{'.'.join(map(str, error['loc']))}: {error['msg']}"


def media_problem(request: Request) -> str:
    """What is wrong with the media type of a request's body; empty if it is JSON, or there is none."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if request.method == "GET" or kind == "application/json" or kind.endswith("+json"):
        return ""
    return f"The body is {kind[:80] or 'of no stated type'}, not JSON."


def answer_with_problems(app: FastAPI) -> None:
    """Make the app answer every error with a problem."""

    @app.exception_handler(DzhereloError)
    async def known(_request: Request, error: DzhereloError) -> Response:
        return problem_response(status_of(error), error.message, fix=error.fix)

    @app.exception_handler(QueueFull)
    async def full(_request: Request, _error: QueueFull) -> Response:
        retry = {"retry-after": SECONDS_TO_RETRY}
        return problem_response(503, "Too many questions are waiting.", retry, fix="Ask again in a few seconds.")

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> Response:
        if wrong := media_problem(request):
            return problem_response(415, wrong, fix=JSON_HEADER)
        fix = "Correct what errors names; the description is at /api/v1/openapi.json"
        return problem_response(422, "The request does not match the API description.", None, fix, wrong_fields(error))

    @app.exception_handler(HTTPException)
    async def refused(_request: Request, error: HTTPException) -> Response:
        return problem_response(error.status_code, error.detail, error.headers, _FIXES.get(error.status_code, ""))

    @app.exception_handler(Exception)
    async def failed(_request: Request, _error: Exception) -> Response:
        return problem_response(500, FAILED, fix="Report it with the last lines of the log")

    @app.exception_handler(ClientDisconnect)
    async def closed(_request: Request, _error: ClientDisconnect) -> Response:
        return Response(status_code=400)  # the client is gone
