"""The states of uploaded files: indexed, waiting for an update, or unreadable, with the reason."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from index.parsing import CorpusFile, parse_file

from .last_build_report import LastBuild
from .uploads import FOLDER, Upload, Uploads

# A larger file is parsed only by the update: parsing it now would delay the upload.
_LOOKED_AT_BYTES = 16 << 20


@dataclass(frozen=True, slots=True)
class UploadState:
    """An uploaded file; `reason` says why the last build could not read it, `waits` that it was added or changed since
    then.
    """

    upload: Upload
    waits: bool
    reason: str = ""


def upload_states(
    uploads: Uploads, indexed: Callable[[str], bytes | None], last: LastBuild | None
) -> list[UploadState]:
    """The state of each file, by name; `indexed` gives the sha256 that a file had in the last build, None for others.

    The content decides, because times do not show whether the build had already read a file when it changed.
    """
    reasons = dict(last.reasons) if last else {}
    states = []
    for each in uploads.files():
        name = f"{FOLDER}/{each.name}"
        then, reason = indexed(name), reasons.get(name, "")
        if then is None and reason:  # the build could not even open it
            states.append(UploadState(each, False, reason))
            continue
        with suppress(FileNotFoundError):  # removed since it was listed
            waits = uploads.sha256(each) != then
            states.append(UploadState(each, waits, "" if waits else reason))
    return states


def why_unreadable(path: Path) -> str:
    """Why no article can be read from the file, in the words of the parser; empty where one can, or it is large."""
    status = path.stat()
    if status.st_size > _LOOKED_AT_BYTES:
        return ""
    parsed = parse_file(CorpusFile(path.name, path, status.st_size, status.st_mtime_ns))
    return parsed.skipped[0].reason if parsed.skipped and not parsed.articles else ""
