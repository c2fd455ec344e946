"""The draft that is checked: a file of any format that articles may have, or the bytes of one."""

import re
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from index.errors import CorpusError
from index.parsing import CorpusFile, parse_file
from index.parsing.decoding.decode import decode
from index.parsing.files import suffix_of, wrong_format
from index.parsing.parsed_document import UnreadableError

_FIX = "Save it as text, DOCX or HTML"
# In HTML the marks of a quotation may be elements. The tags are ASCII in every encoding of a page but UTF-16.
_HTML = {".html", ".htm", ".xhtml"}
_QUOTED = re.compile(rb"<(/?)q(?:\s[^>]*)?>", re.IGNORECASE)
_BLOCK = re.compile(rb"(<blockquote[^>]*>)(.*?)(?=</blockquote)", re.IGNORECASE | re.DOTALL)
_PARAGRAPH = re.compile(rb"(<p(?:\s[^>]*)?>)", re.IGNORECASE)
_TEXTS = {"", ".txt", ".md", ".markdown"}


def read_draft(draft: Path, shown: str = "") -> str:
    """The text of a draft, which errors call `shown`; `-` reads standard input. CorpusError if it cannot be read."""
    shown = shown or str(draft)
    try:
        if str(draft) == "-":
            return decode(sys.stdin.buffer.read()).text
        if draft.suffix.lower() in _TEXTS:
            return decode(draft.read_bytes()).text
        return _parsed_with_marks(draft) if draft.suffix.lower() in _HTML else _parsed(draft)
    except OSError as error:
        raise CorpusError(f"{shown} cannot be read: {error.strerror}", "Give an existing file") from error
    except UnreadableError as error:
        raise CorpusError(f"the draft {shown} could not be read: {error}", _FIX) from error


def read_sent_draft(name: str, content: bytes) -> str:
    """The text of a draft that was sent under this name; CorpusError if it cannot be read."""
    with TemporaryDirectory(prefix="dzherelo-draft-") as folder:
        path = Path(folder) / f"draft{suffix_of(name)}"
        path.write_bytes(content)
        return read_draft(path, name)


def _parsed_with_marks(draft: Path) -> str:
    """The text of a page, with marks for its quotation elements."""
    content = _QUOTED.sub(lambda tag: b"&raquo;" if tag[1] else b"&laquo;", draft.read_bytes())
    content = _BLOCK.sub(lambda block: block[1] + _with_block_marks(block[2]), content)
    with TemporaryDirectory(prefix="dzherelo-draft-") as folder:
        marked = Path(folder) / draft.name
        marked.write_bytes(content)
        return _parsed(marked)


def _with_block_marks(content: bytes) -> bytes:
    """The content of a block quotation with the mark of one before each paragraph."""
    return _PARAGRAPH.sub(rb"\1&gt; ", content) if _PARAGRAPH.search(content) else b"&gt; " + content


def _parsed(draft: Path) -> str:
    """The text of a file in one of the other formats; UnreadableError if it has none."""
    if reason := wrong_format(draft.name):
        raise UnreadableError(reason)
    status = draft.stat()
    parsed = parse_file(CorpusFile(draft.name, draft, status.st_size, status.st_mtime_ns))
    if parsed.skipped:
        raise UnreadableError(parsed.skipped[0].reason)
    return "\n\n".join(article.text for article in parsed.articles)
