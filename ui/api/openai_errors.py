"""Errors in the form of the OpenAI protocol."""

from collections.abc import Mapping

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse, Response

from index.errors import DzhereloError, QuestionError
from ui.asgi.problem import Refusal
from ui.chat.queue import QueueFull

from .problems import FAILED, JSON_HEADER, SECONDS_TO_RETRY, media_problem, status_of, wrong_fields

_PATHS = "The paths are /v1/models and /v1/chat/completions."


class NoModelError(Exception):
    """There is no model of this name."""


def answer_with_errors(app: FastAPI) -> None:
    """Make the app answer every error with an error object."""

    @app.exception_handler(DzhereloError)
    async def known(_request: Request, error: DzhereloError) -> Response:
        status = 400 if isinstance(error, QuestionError) else status_of(error)
        return error_response(status, str(error))

    @app.exception_handler(QueueFull)
    async def full(_request: Request, _error: QueueFull) -> Response:
        return error_response(503, "Too many questions are waiting. Ask again soon.", {"retry-after": SECONDS_TO_RETRY})

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> Response:
        if wrong := media_problem(request):
            return error_response(415, f"{wrong} {JSON_HEADER}")
        return error_response(400, "; ".join(wrong_fields(error)))

    @app.exception_handler(NoModelError)
    async def unknown(_request: Request, error: NoModelError) -> Response:
        return error_response(404, str(error), code="model_not_found")

    @app.exception_handler(HTTPException)
    async def refused(_request: Request, error: HTTPException) -> Response:
        paths = f". {_PATHS}" if error.status_code in (404, 405) else ""
        return error_response(error.status_code, error.detail + paths, error.headers)

    @app.exception_handler(Exception)
    async def failed(_request: Request, _error: Exception) -> Response:
        return error_response(500, FAILED)

    @app.exception_handler(ClientDisconnect)
    async def closed(_request: Request, _error: ClientDisconnect) -> Response:
        return Response(status_code=400)  # the client is gone


def openai_refusal(refusal: Refusal) -> Response:
    """A refusal by the guard with an error object."""
    code = "invalid_api_key" if refusal.status == 401 else None
    return error_response(refusal.status, f"{refusal.reason} {refusal.fix}", refusal.headers, code)


def error_response(
    status: int, message: str, headers: Mapping[str, str] | None = None, code: str | None = None
) -> Response:
    """The response with an error object."""
    kind = "server_error" if status >= 500 else "invalid_request_error"
    return JSONResponse({"error": {"message": message, "type": kind, "param": None, "code": code}}, status, headers)
