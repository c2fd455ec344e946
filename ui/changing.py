"""The paths that change the articles: sending a file, removing one, rebuilding. A read-only page refuses them all."""

import json
from typing import Annotated
from urllib.parse import unquote

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response
from starlette.requests import ClientDisconnect

from .rebuild_view import rebuild_markup, uploads_markup
from .site import Site
from .uploads import UploadError

Short = Annotated[str, Query(max_length=200)]


def changing_routes(site: Site) -> APIRouter:
    """The paths below `/-/uploads` and `/-/rebuild`, guarded here whatever the page shows."""

    def allowed() -> None:
        if site.settings.read_only:
            raise HTTPException(403, "this page is read-only")

    router = APIRouter(prefix="/-", dependencies=[Depends(allowed)])

    @router.put("/uploads/{name}")
    async def send(name: str, request: Request, lang: Short = "") -> Response:
        size = int(request.headers.get("content-length", "0"))
        try:
            replaced = await site.uploads.store(name, size, request.stream())
        except UploadError as error:
            return JSONResponse({"error": site.texts(lang)(error.key), "detail": str(error)}, error.status)
        except ClientDisconnect:
            return Response(status_code=400)  # nobody is there to read it, and nothing was kept
        return JSONResponse({"stored": name, "replaced": replaced}, 201)

    @router.delete("/uploads/{name}")
    def remove(name: str, lang: Short = "") -> Response:
        try:
            site.uploads.remove(unquote(name))
        except UploadError as error:
            return JSONResponse({"error": site.texts(lang)(error.key), "detail": str(error)}, error.status)
        return Response(status_code=204)

    @router.get("/uploads")
    def uploads(lang: Short = "") -> HTMLResponse:
        return HTMLResponse(uploads_markup(site.uploads.files(), site.texts(lang)))

    @router.post("/rebuild")
    def start() -> Response:
        return JSONResponse({"started": site.rebuild.start()}, 202)

    @router.delete("/rebuild")
    def cancel() -> Response:
        site.rebuild.cancel()
        return Response(status_code=204)

    @router.get("/rebuild")
    def progress(lang: Short = "") -> Response:
        now = site.rebuild.progress()
        headers = {"x-rebuild-state": json.dumps(now.state).strip('"')}
        return HTMLResponse(rebuild_markup(now, site.texts(lang)), headers=headers)

    return router
