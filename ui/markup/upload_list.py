"""Markup of the uploaded files, each with a delete button."""

from collections.abc import Sequence

from ui.corpus.uploads import Upload
from ui.texts import Texts

from .html import Html, button, note, tag

_KILOBYTE, _MEGABYTE = 1_000, 1_000_000


def upload_list(files: Sequence[Upload], texts: Texts) -> Html:
    """The list, or a sentence that there are no files."""
    if not files:
        return note(texts("uploads_none"))
    return tag("ul", *(_row(upload, texts) for upload in files), class_="uploads")


def _row(upload: Upload, texts: Texts) -> Html:
    label = f"{texts('remove')}: {upload.name}"
    remove = button("remove", texts("remove"), data_name=upload.name, aria_label=label)
    size = tag("span", _size(upload.size_bytes, texts), class_="figure")
    return tag("li", tag("span", upload.name, dir="auto"), size, remove)


def _size(size_bytes: int, texts: Texts) -> str:
    if size_bytes < _MEGABYTE:
        return texts("kilobytes", max(1, round(size_bytes / _KILOBYTE)))
    return texts("megabytes", round(size_bytes / _MEGABYTE))
