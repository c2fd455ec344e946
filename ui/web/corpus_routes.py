"""The routes that change the articles: uploading and deleting files, and rebuilding. A read-only page refuses them."""

from contextlib import suppress

import anyio.to_thread
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response
from starlette.requests import ClientDisconnect

from index.errors import CorpusError, DzhereloError
from ui.asgi.unread_body import discard_body
from ui.corpus.last_build_report import read_last_build
from ui.corpus.samples import remove_samples
from ui.corpus.upload_states import upload_states
from ui.corpus.uploads import UploadError, checked_name, has_unsafe_marks
from ui.markup.notices import error_notice
from ui.markup.rebuild import rebuild_markup
from ui.markup.upload_list import upload_list
from ui.texts import Texts
from ui.texts.messages import translated

from .dependencies import WRITABLE, SiteOf, TextsOf

router = APIRouter(prefix="/-", dependencies=[WRITABLE])


@router.put("/uploads/{name}")
async def store(site: SiteOf, texts: TextsOf, name: str, request: Request) -> Response:
    """Store a file; the response is sent only after the file is synced to disk."""
    size_bytes = int(request.headers.get("content-length", "0"))
    try:
        replaced = await site.uploads.store(name, size_bytes, request.stream())
    except UploadError as error:
        await discard_body(request.receive, request.headers)
        return _refused(error, texts)
    except ClientDisconnect:
        return Response(status_code=400)  # nobody is there to read it, and nothing was kept
    stored = site.uploads.find(checked_name(name))
    renamed = {"renamed": True} if has_unsafe_marks(name) else {}
    reason = await anyio.to_thread.run_sync(site.uploads.why_unreadable, stored)
    unread = {"unread": translated(reason, texts) or reason} if reason else {}
    return JSONResponse({"stored": stored.name, "replaced": replaced, **renamed, **unread}, 201)


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
    last = read_last_build(site.settings.index_dir)
    try:
        states = upload_states(site.uploads, site.assistant.file_hash, last)
    except DzhereloError as error:
        return HTMLResponse(error_notice(error, texts), 400)
    return HTMLResponse(upload_list(states, texts))


@router.delete("/samples")
def take_out_samples(site: SiteOf, texts: TextsOf) -> Response:
    """Remove the sample articles from the corpus, and start the rebuild that removes them from the index."""
    try:
        count = remove_samples(site.settings.corpus, site.settings.index_dir, site.assistant.generation().articles)
    except CorpusError as error:
        return JSONResponse({"error": texts("samples_alone"), "detail": str(error)}, 409)
    if count:
        site.rebuild.start()
    return JSONResponse({"removed": count})


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
    """The progress of the rebuild, and the report of the last one.

    Once the response says "done", the next questions are answered from the new index.
    """
    now = site.rebuild.progress()
    if now.state == "done":
        with suppress(DzhereloError):  # every question reports this error itself
            site.assistant.newest()
    last = read_last_build(site.settings.index_dir) or now.report
    return HTMLResponse(rebuild_markup(now, last, texts), headers={"x-rebuild-state": now.state})


def _refused(error: UploadError, texts: Texts) -> Response:
    return JSONResponse({"error": texts(error.key, None, **error.values), "detail": str(error)}, error.status)
