"""Reads the draft that a command checks: a file in any article format, or standard input."""

import sys
from pathlib import Path

from index.errors import CorpusError
from index.parsing import CorpusFile, parse_file
from index.parsing.decoding import decode
from index.parsing.parsed_document import UnreadableError

_FIX = "Save it as text, DOCX or HTML"
_TEXTS = {"", ".txt", ".md", ".markdown"}


def read_draft(draft: Path) -> str:
    """The text of a draft; `-` reads standard input. CorpusError if the file cannot be read."""
    try:
        if str(draft) == "-":
            return decode(sys.stdin.buffer.read()).text
        if draft.suffix.lower() in _TEXTS:
            return decode(draft.read_bytes()).text
        return _parsed(draft)
    except OSError as error:
        raise CorpusError(f"{draft} cannot be read: {error.strerror}", "Name an existing file") from error
    except UnreadableError as error:
        raise CorpusError(f"{draft} {error}", _FIX) from error


def _parsed(draft: Path) -> str:
    status = draft.stat()
    parsed = parse_file(CorpusFile(draft.name, draft, status.st_size, status.st_mtime_ns))
    if parsed.skipped:
        raise CorpusError(f"{draft} {parsed.skipped[0].reason}", _FIX)
    return "\n\n".join(article.text for article in parsed.articles)
