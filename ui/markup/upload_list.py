"""Markup of the uploaded files, each with a delete button."""

from collections.abc import Sequence

from ui.corpus.upload_states import UploadState
from ui.texts import Texts

from .html import Html, button, note, tag
from .notices import program_message

_KILOBYTE, _MEGABYTE = 1_000, 1_000_000


def upload_list(files: Sequence[UploadState], texts: Texts) -> Html:
    """The list, or the sentence that says that there are none."""
    if not files:
        return note(texts("uploads_none"))
    return tag("ul", *(_row(state, texts) for state in files), class_="uploads")


def _row(state: UploadState, texts: Texts) -> Html:
    upload = state.upload
    label = f"{texts('remove')}: {upload.name}"
    remove = button("remove", texts("remove"), data_name=upload.name, aria_label=label)
    size = tag("span", _size(upload.size_bytes, texts), class_="figure")
    about = tag("span", tag("span", upload.name, dir="auto"), _state_of(state, texts), class_="about")
    return tag("li", about, size, remove)


def _state_of(state: UploadState, texts: Texts) -> Html:
    """Whether the file was read, waits for an update, or could not be read."""
    if state.reason:
        return tag("span", program_message("span", state.reason, texts), class_="meta failed")
    return tag("span", texts("upload_waits" if state.waits else "upload_read"), class_="meta")


def _size(size_bytes: int, texts: Texts) -> str:
    if size_bytes < _MEGABYTE:
        return texts("kilobytes", max(1, round(size_bytes / _KILOBYTE)))
    return texts("megabytes", round(size_bytes / _MEGABYTE))
