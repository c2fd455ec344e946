"""Parses one file into articles: opens it safely, and calls the parser of its format.

It never raises because of a file's contents: a bad file becomes one `Skipped` with a reason for the user.
"""

import os
from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from types import MappingProxyType
from typing import BinaryIO

from index.parsing.article import article_of
from index.parsing.canonical import canonical
from index.parsing.decoding.decode import Decoded, decode, decode_html
from index.parsing.decoding.letters import repair_letters
from index.parsing.exports.json_file import read_json
from index.parsing.exports.json_lines import BadRecord, KnownRecord, Record, read_records, record_of, without_drafts
from index.parsing.exports.posts import as_far_as_read
from index.parsing.exports.telegram import is_telegram
from index.parsing.exports.warc import Page
from index.parsing.exports.web_pages import read_pages
from index.parsing.facts.field_names import FieldNames, NamesSeen
from index.parsing.files import ARCHIVES, CorpusFile, open_below, shown, suffix_of
from index.parsing.parsed_document import Notice, ParsedDocument, UnreadableError
from index.parsing.plain_text import read_text
from index.parsing.sandbox.parent import PageProgress, parse_in_child, read_export_in_child
from index.records import Article, Skipped, Warned
from index.text.languages import detect_language

# Increase when the same bytes would give another article, so that the next build parses every file again.
PARSER_VERSION = 16
Keep = Callable[[Article], None]


@dataclass(frozen=True, slots=True)
class Parsed:
    """The result of parsing one file: its articles, skipped records, and warnings about the rest.

    `records` lists the id and record hash of every article in the file's order, including known records that were not
    parsed again. The hash is empty for an article that must be parsed each time.
    """

    articles: tuple[Article, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    warnings: tuple[Warned, ...] = ()
    records: tuple[tuple[str, bytes], ...] = ()


def distinct_id(id: str, file_name: str, taken: Container[str]) -> str:
    """The id of a record, prefixed with its file's name if an earlier file has an article with that id."""
    return f"{file_name}:{id}" if id in taken else id


def parse_file(
    file: CorpusFile,
    known: Mapping[bytes, str] = MappingProxyType({}),
    taken: Container[str] = (),
    names: FieldNames = MappingProxyType({}),
    keep: Keep | None = None,
    page_progress: PageProgress | None = None,
) -> Parsed:
    """The articles of the file, or the reason why it has none. A file that changes meanwhile is skipped.

    Records with their own id are not parsed again if the hash of their line is `known` with that id. Ids `taken` by
    earlier files get a prefix. `names` are the fields of records by names that a person gave. With `keep` the articles
    of a file of records are passed to it one by one and not returned. `page_progress` follows the recognition of a
    document's pictures.
    """
    try:
        descriptor = open_below(file)
    except OSError as error:
        return _skipped(file, f"cannot be opened: {error.strerror or error}")
    with open(descriptor, "rb", buffering=1 << 16) as stream:
        before = os.fstat(descriptor)
        if (before.st_size, before.st_mtime_ns) != (file.size, file.mtime_ns):
            return _skipped(file, CHANGED)
        try:
            if suffix_of(file.name) in _OF_RECORDS:
                seen = NamesSeen(names)
                reading = _read_records(file, _records_of(file, stream, known, seen), taken, keep)
                reading = replace(reading, warnings=(*reading.warnings, *_wrong_names(file, seen)))
            else:
                reading = _read_document(file, stream, taken, keep, page_progress)
        except UnreadableError as error:
            reading = _skipped(file, error.reason)
        except OSError as error:
            reading = _skipped(file, f"cannot be read: {error.strerror or error}")
        after = os.fstat(descriptor)
    return reading if (after.st_size, after.st_mtime_ns) == (file.size, file.mtime_ns) else _skipped(file, CHANGED)


Entry = Record | KnownRecord | BadRecord | Notice
_EXPORTS = dict.fromkeys((".xml", ".rss", ".atom"), "xml") | dict.fromkeys(ARCHIVES, "warc") | {".mbox": "mailbox"}
_OF_RECORDS = (".json", ".jsonl", ".ndjson", ".jsonl.gz", *_EXPORTS)
MOST_RECORDS = 500_000
_FIRST_ROW = 2  # below the names of the columns
# A file of another format under a wrong name may have millions of bad lines; nobody reads that many reasons.
_BAD_LINES_NAMED = 1_000
CHANGED = "changed while it was being read: build again when it is complete"


def _read_document(
    file: CorpusFile, stream: BinaryIO, taken: Container[str], keep: Keep | None, page_progress: PageProgress | None
) -> Parsed:
    """The one article of a file that is one document, or those of a table of articles."""
    suffix = suffix_of(file.name)
    data = stream.read(file.size + 1)
    notices: list[Notice] = []
    if suffix == ".txt":
        document = read_text(_decoded(data, False, notices))
    elif suffix in _MARKED_TEXT:
        kind = _MARKED_TEXT[suffix]
        text = canonical(_decoded(data, kind == "html", notices))
        document = parse_in_child(kind, text.encode())
    else:
        document = parse_in_child(suffix[1:], data, page_progress)
    if document.records:
        rows = (record_of(dict(row), number, b"") for number, row in enumerate(document.records, _FIRST_ROW))
        return _read_records(file, chain(without_drafts(rows), (*notices, *document.notices)), taken, keep)
    if not any(map(str.isalnum, document.text)):
        raise UnreadableError("holds no text")
    # Templates often declare "en" for a Ukrainian text, so the text itself is checked first; front matter is written.
    if document.language and _MARKED_TEXT.get(suffix) not in ("md", "mdx"):
        document = replace(document, language=detect_language(document.text, document.language))
    warnings = tuple(_warned(file.name, notice) for notice in (*notices, *document.notices))
    return Parsed((article_of(document, file.name, file.name),), (), warnings, ((file.name, b""),))


def _web_page(page: Page) -> ParsedDocument:
    notices: list[Notice] = []
    text = canonical(_repaired(decode_html(page.content, page.encoding), notices))
    document = read_text(text) if page.is_text else parse_in_child("html", text.encode())
    if not any(map(str.isalnum, document.text)):
        raise UnreadableError("holds no text")
    language = detect_language(document.text, document.language)
    return replace(document, language=language, notices=(*notices, *document.notices))


def _decoded(data: bytes, is_html: bool, notices: list[Notice]) -> str:
    return _repaired(decode_html(data) if is_html else decode(data), notices)


def _repaired(decoded: Decoded, notices: list[Notice]) -> str:
    """The decoded text with repaired letters; doubts are added to `notices`."""
    letters = repair_letters(decoded.text)
    if letters.repaired:
        problem = "was saved in a wrong encoding, and its letters were repaired"
        notices.append(Notice("", "repaired letters", problem, "check its text, and save it as UTF-8"))
    elif letters.broken:
        problem = f"was read as {decoded.encoding}, and its letters look broken"
        notices.append(Notice("", "broken letters", problem, "save it as UTF-8 from the program that made it"))
    elif not decoded.sure:
        advice = "if its letters are wrong, save it as UTF-8"
        notices.append(Notice("", "uncertain encoding", f"was read as {decoded.encoding}", advice))
    return letters.text


def _warned(name: str, notice: Notice) -> Warned:
    return Warned(shown(name), notice.place, notice.kind, notice.problem, notice.advice)


def _records_of(file: CorpusFile, stream: BinaryIO, known: Mapping[bytes, str], seen: NamesSeen) -> Iterator[Entry]:
    suffix = suffix_of(file.name)
    if export := _EXPORTS.get(suffix) or (suffix == ".json" and is_telegram(stream) and "telegram"):
        return as_far_as_read(read_pages(read_export_in_child(export, stream, file.size), _web_page))
    if suffix == ".json":
        return without_drafts(read_json(stream, file.size, seen.renamed))
    is_packed = suffix.endswith(".gz")
    return without_drafts(read_records(stream, file.size, is_packed, known, seen.renamed))


def _wrong_names(file: CorpusFile, seen: NamesSeen) -> Iterator[Warned]:
    missing, there = seen.missing()
    if missing:
        problem = f"has no fields named {missing} (its fields: {there})"
        yield _warned(file.name, Notice("", "wrong field names", problem, "list them with dzherelo build --fields"))


class _LeftOut:
    """What gave no article in a file of records: the first bad lines with their reasons, and the number of others."""

    def __init__(self, name: str) -> None:
        self._name = shown(name)
        self._named: list[Skipped] = []
        self._bad = 0

    def add_line(self, line: int, reason: str) -> None:
        self._bad += 1
        if self._bad <= _BAD_LINES_NAMED:
            self._named.append(Skipped(f"{self._name}#{line}", reason))

    def add_rest(self, reason: str) -> None:
        self._named.append(Skipped(self._name, reason))

    def skipped(self) -> tuple[Skipped, ...]:
        more = self._bad - _BAD_LINES_NAMED
        last = [Skipped(self._name, f"has more lines that are not articles ({more:,})")] if more > 0 else []
        return (*self._named, *last)


def _read_records(file: CorpusFile, entries: Iterator[Entry], taken: Container[str], keep: Keep | None) -> Parsed:
    """The articles of a file of records, and its bad lines; of records with the same id, the first counts."""
    articles: list[Article] = []
    give = keep or articles.append
    warnings: list[Warned] = []
    records: dict[str, bytes] = {}
    left_out = _LeftOut(file.name)
    for entry in entries:
        if isinstance(entry, Notice):
            warnings.append(_warned(file.name, entry))
        elif isinstance(entry, BadRecord):
            left_out.add_line(entry.line, entry.reason)
        elif (id := _id_of(entry, file.name, taken)) in records:
            left_out.add_line(entry.line, f"has the id {entry.id!r} of an earlier record")
        elif len(records) == MOST_RECORDS:
            left_out.add_rest(f"has more than {MOST_RECORDS:,} records: split it")
            break
        else:
            records[id] = entry.digest if entry.id else b""
            if isinstance(entry, Record):
                give(article_of(entry.document, id, file.name))
    skipped = left_out.skipped()
    if not records and not skipped and not warnings:
        raise UnreadableError("holds no records")
    return Parsed(tuple(articles), skipped, tuple(warnings), tuple(records.items()))


def _id_of(record: Record | KnownRecord, file_name: str, taken: Container[str]) -> str:
    if isinstance(record, KnownRecord):  # its id was made distinct before
        return record.id
    return distinct_id(record.id, file_name, taken) if record.id else f"{file_name}#{record.line}"


def _skipped(file: CorpusFile, reason: str) -> Parsed:
    return Parsed(skipped=(Skipped(shown(file.name), reason),))


# Texts that are decoded here and parsed in the child process.
_MARKED_TEXT = {".md": "md", ".markdown": "md", ".mdx": "mdx", ".html": "html", ".htm": "html", ".csv": "csv"}
