"""The states of uploaded files: indexed, waiting for an update, or unreadable, with the reason."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from .last_build_report import LastBuild
from .uploads import FOLDER, Upload, Uploads


@dataclass(frozen=True, slots=True)
class UploadState:
    """An uploaded file; `reason` says why it cannot be read, `waits` that it is newer than the last build."""

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
            states.append(UploadState(each, waits, uploads.why_unreadable(each) if waits else reason))
    return states
