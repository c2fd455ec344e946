"""A refusal by the guard as `application/problem+json`, for programs."""

from http import HTTPStatus

from starlette.responses import JSONResponse, Response

PROBLEM_JSON = "application/problem+json"


def problem_refusal(status: int, reason: str, headers: dict[str, str], fix: str = "") -> Response:
    """The refusal with its reason as the problem's detail, and once more as clients of the OpenAI protocol read it."""
    problem = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": reason,
        "fix": fix,
        "error": {"message": f"{reason} {fix}".strip(), "type": "invalid_request_error", "param": None, "code": None},
    }
    return JSONResponse(problem, status, headers, PROBLEM_JSON)
