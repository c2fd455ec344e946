"""A refusal by the guard, and its form for programs: `application/problem+json`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

from starlette.responses import JSONResponse, Response

PROBLEM_JSON = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a request is refused, and what the sender can do about it."""

    status: int
    reason: str
    fix: str
    headers: Mapping[str, str] = field(default_factory=dict)


def problem_refusal(refusal: Refusal) -> Response:
    """The refusal with its reason as the problem's detail."""
    title = HTTPStatus(refusal.status).phrase
    problem = {"type": "about:blank", "title": title, "status": refusal.status}
    return JSONResponse(
        problem | {"detail": refusal.reason, "fix": refusal.fix}, refusal.status, refusal.headers, PROBLEM_JSON
    )
