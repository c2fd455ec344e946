"""The REST interface below `/api/v1`: ask, search, articles, status, and the OpenAPI description."""

from typing import Annotated, Any

from fastapi import APIRouter, FastAPI, HTTPException, Query, Request

from qa.arguments import read_filter, read_pairs
from qa.mentions import Mentions
from qa.verification import DraftCheck
from ui.asgi.closed_requests import unless_closed

from .paths import REST
from .problems import answer_with_problems, problems
from .requests import Asking, Draft, Listing, Searching, Term
from .responses import (
    AnswerRecord,
    ArticleRecord,
    ArticlesRecord,
    Health,
    HitsRecord,
    StatusRecord,
)
from .service import Service, ServiceOf

_SCHEMES = {
    "token": {"type": "http", "scheme": "bearer", "description": "The token of `dzherelo serve --token`."},
    "password": {"type": "http", "scheme": "basic", "description": "The password of the page, with any user name."},
}
router = APIRouter(responses=problems(400, 401, 403, 404, 411, 413, 415, 421, 422, 500, 503, 507))


class _Described(FastAPI):
    """An app whose description says how programs authenticate, which the guard checks."""

    def openapi(self) -> dict[str, Any]:
        """The OpenAPI description; nothing is needed where there is neither token nor password."""
        described = super().openapi()
        described["components"]["securitySchemes"] = _SCHEMES
        return described | {"security": [{}, *({name: []} for name in _SCHEMES)]}


def rest_app(service: Service, root: str = "") -> FastAPI:
    """The interface as an app to mount at `REST`; it serves its description at `openapi.json`.

    `root` is the path below which a proxy serves the page.
    """
    app = _Described(
        title="Dzherelo",
        version="1",
        summary="Answers questions from a folder of articles by quoting them.",
        servers=[{"url": f"{root}{REST}"}],
        root_path_in_servers=False,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    app.state.service = service
    app.include_router(router)
    answer_with_problems(app)
    return app


@router.post("/ask")
async def ask(service: ServiceOf, request: Request, asking: Asking) -> AnswerRecord:
    """Answer a question with quotes, or say that the articles do not answer it."""
    answer = await unless_closed(request, service.ask(asking))
    return AnswerRecord.model_validate(answer)


@router.post("/search")
async def search(service: ServiceOf, request: Request, searching: Searching) -> HitsRecord:
    """The best passages for a question, whether they answer it or not."""
    hits = await unless_closed(request, service.search(searching))
    return HitsRecord.model_validate({"hits": hits})


@router.post("/verify")
async def verify(service: ServiceOf, request: Request, draft: Draft) -> DraftCheck:
    """Check every quotation of a draft: exact, altered, from another source, not found, or a name."""
    return await unless_closed(request, service.verify(draft.text))


@router.post("/mentions")
async def mentions(service: ServiceOf, request: Request, wanted: Term) -> Mentions:
    """Every mention of a term, newest first, with exact counts by year and by source."""
    conditions = read_filter(wanted.since, wanted.until, wanted.language, wanted.where)
    return await unless_closed(request, service.mentions(wanted.term, conditions, wanted.exact))


@router.get("/articles")
def articles(service: ServiceOf, listing: Annotated[Listing, Query()]) -> ArticlesRecord:
    """The list of articles, newest first."""
    wanted = read_filter(listing.since, listing.until, listing.language, read_pairs(listing.where))
    return service.articles(wanted, listing.search, listing.offset, listing.limit)


@router.get("/articles/{article_id:path}")
def article(service: ServiceOf, article_id: str) -> ArticleRecord:
    """One article, whole."""
    found = service.article(article_id)
    if found is None:
        raise HTTPException(404, f"There is no article {article_id[:200]!r}.")
    return found


@router.get("/status")
def status(service: ServiceOf) -> StatusRecord:
    """The contents of the index in numbers."""
    return service.status()


@router.get("/healthz", openapi_extra={"security": []})
def healthz(service: ServiceOf) -> Health:
    """Whether questions can be answered: 200, or 503 with the reason. It needs no password."""
    service.assistant.generation()
    return Health()
