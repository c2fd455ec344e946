"""The pages of PDF articles as pictures, drawn from their files as long as these are unchanged since indexing."""

import hashlib
from pathlib import Path

from index.parsing.files import CorpusFile, open_below
from index.parsing.pdf.page_picture import PagePicture, UndrawnError, Wanted, page_picture
from index.recent import Recent
from qa import Assistant

_KEPT = 32
_VERSION_CHARS = 16


class NoPictureError(Exception):
    """A page has no picture; `key` names the sentence that says why, empty where nobody would expect one."""

    def __init__(self, key: str = "") -> None:
        super().__init__(key)
        self.key = key


class PagePictures:
    """The pictures of an index whose articles are in the folder `corpus`; safe to use from several threads."""

    def __init__(self, assistant: Assistant, corpus: Path) -> None:
        self._assistant = assistant
        self._corpus = corpus
        self._drawn = Recent[tuple[bytes, Wanted], PagePicture](_KEPT)

    def of(self, article_id: str, wanted: Wanted) -> tuple[PagePicture, str]:
        """The requested picture of a page, and the version of the article's file; NoPictureError if there is none."""
        data, digest = self._read(article_id)
        try:
            found = self._drawn.get((digest, wanted), lambda: page_picture(data, wanted))
        except UndrawnError:
            raise NoPictureError("sheet_unread") from None
        return found, digest.hex()[:_VERSION_CHARS]

    def _read(self, article_id: str) -> tuple[bytes, bytes]:
        """The bytes of the article's file and their sha256; NoPictureError if the file has changed since the build."""
        indexed = self._assistant.file_hash(article_id) if article_id.lower().endswith(".pdf") else None
        if indexed is None:
            raise NoPictureError
        try:
            with open(open_below(CorpusFile(article_id, self._corpus / article_id, 0, 0)), "rb") as file:
                data = file.read()
        except OSError:
            raise NoPictureError("sheet_missing") from None
        if hashlib.sha256(data).digest() != indexed:
            raise NoPictureError("sheet_changed")
        return data, indexed
