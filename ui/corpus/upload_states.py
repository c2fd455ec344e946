"""What became of uploaded files: read into the index, waiting for an update, or not readable, with the reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from index.parsing import CorpusFile, parse_file

from .last_build_report import LastBuild
from .uploads import FOLDER, Upload

# A larger file is looked at by the update alone: reading it would hold the upload up.
_LOOKED_AT_BYTES = 16 << 20


@dataclass(frozen=True, slots=True)
class UploadState:
    """An uploaded file; `reason` says why the last build could not read it, `waits` that it came after that."""

    upload: Upload
    waits: bool
    reason: str = ""


def upload_states(files: Sequence[Upload], last: LastBuild | None) -> list[UploadState]:
    """The state of each file, by the report of the last build."""
    began = datetime.fromisoformat(last.ended_at).timestamp() - last.seconds if last else 0.0
    reasons = dict(last.reasons) if last else {}
    return [
        UploadState(each, True)
        if each.changed_at > began
        else UploadState(each, False, reasons.get(f"{FOLDER}/{each.name}", ""))
        for each in files
    ]


def why_unreadable(path: Path) -> str:
    """Why no article can be read from the file, in the words of the parser; empty where one can, or it is large."""
    status = path.stat()
    if status.st_size > _LOOKED_AT_BYTES:
        return ""
    parsed = parse_file(CorpusFile(path.name, path, status.st_size, status.st_mtime_ns))
    return parsed.skipped[0].reason if parsed.skipped and not parsed.articles else ""
