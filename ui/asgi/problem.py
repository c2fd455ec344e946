"""A refusal by the guard as `application/problem+json`, for programs."""

from http import HTTPStatus

from starlette.responses import JSONResponse, Response

PROBLEM_JSON = "application/problem+json"


def problem_refusal(status: int, reason: str, headers: dict[str, str]) -> Response:
    """The refusal with its reason as the problem's detail."""
    problem = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": reason}
    return JSONResponse(problem, status, headers, PROBLEM_JSON)
