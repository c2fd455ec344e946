"""The routes that change the articles: uploading and deleting files, and rebuilding. A read-only page refuses them."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response
from starlette.requests import ClientDisconnect

from ui.corpus.last_build_report import read_last_build
from ui.corpus.uploads import UploadError
from ui.markup.rebuild import rebuild_markup
from ui.markup.upload_list import upload_list
from ui.texts import Texts

from .dependencies import WRITABLE, SiteOf, TextsOf

router = APIRouter(prefix="/-", dependencies=[WRITABLE])


@router.put("/uploads/{name}")
async def store(site: SiteOf, texts: TextsOf, name: str, request: Request) -> Response:
    """Store a file; the response is sent only after the file is synced to disk."""
    size_bytes = int(request.headers.get("content-length", "0"))
    try:
        replaced = await site.uploads.store(name, size_bytes, request.stream())
    except UploadError as error:
        return _refused(error, texts)
    except ClientDisconnect:
        return Response(status_code=400)  # the client is gone, and nothing was stored
    return JSONResponse({"stored": name, "replaced": replaced}, 201)


@router.delete("/uploads/{name}")
def remove(site: SiteOf, texts: TextsOf, name: str) -> Response:
    """Delete a stored file."""
    try:
        site.uploads.remove(name)
    except UploadError as error:
        return _refused(error, texts)
    return Response(status_code=204)


@router.get("/uploads")
def uploads(site: SiteOf, texts: TextsOf) -> HTMLResponse:
    """The stored files."""
    return HTMLResponse(upload_list(site.uploads.files(), texts))


@router.post("/rebuild")
def start(site: SiteOf) -> Response:
    """Start a rebuild, unless one is running."""
    return JSONResponse({"started": site.rebuild.start()}, 202)


@router.delete("/rebuild")
def cancel(site: SiteOf) -> Response:
    """Stop a rebuild."""
    site.rebuild.cancel()
    return Response(status_code=204)


@router.get("/rebuild")
def progress(site: SiteOf, texts: TextsOf) -> Response:
    """The progress of the rebuild, and the report of the last one."""
    now = site.rebuild.progress()
    last = read_last_build(site.settings.index_dir) or now.report
    return HTMLResponse(rebuild_markup(now, last, texts), headers={"x-rebuild-state": now.state})


def _refused(error: UploadError, texts: Texts) -> Response:
    return JSONResponse({"error": texts(error.key), "detail": str(error)}, error.status)
