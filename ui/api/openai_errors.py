"""Errors in the form of the OpenAI protocol."""

from collections.abc import Mapping

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse, Response

from index.errors import DzhereloError, QuestionError
from ui.chat.queue import QueueFull

from .problems import SECONDS_TO_RETRY, status_of, wrong_fields

_NOT_FOUND = "model_not_found"


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
    async def invalid(_request: Request, error: RequestValidationError) -> Response:
        return error_response(400, "; ".join(wrong_fields(error)))

    @app.exception_handler(HTTPException)
    async def refused(_request: Request, error: HTTPException) -> Response:
        return error_response(error.status_code, error.detail, error.headers)

    @app.exception_handler(ClientDisconnect)
    async def closed(_request: Request, _error: ClientDisconnect) -> Response:
        return Response(status_code=400)  # the client is gone


def error_response(status: int, message: str, headers: Mapping[str, str] | None = None) -> Response:
    """The response with an error object."""
    kind = "server_error" if status >= 500 else "invalid_request_error"
    code = _NOT_FOUND if status == 404 else None
    return JSONResponse({"error": {"message": message, "type": kind, "param": None, "code": code}}, status, headers)
