"""The pages of a web archive as records, each parsed like a saved page. It does not know archives."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import starmap

from index.parsing.exports.json_lines import DIGEST_BYTES, LONGEST_ID_CHARS, BadRecord, Record
from index.parsing.exports.warc import Page
from index.parsing.parsed_document import Notice, ParsedDocument, UnreadableError, left_out

_AGAIN, _UNNAMED = "pages that are saved more than once", "pages without an address"


def read_pages(
    entries: Iterator[Page | BadRecord | Record | Notice], parse: Callable[[Page], ParsedDocument]
) -> Iterator[BadRecord | Record | Notice]:
    """The entries with a record for each page, in order; of several with one address, the first counts.

    A record has the page's address as its id and source, and the day it was saved as the field `saved`; the day of
    publication is what the page itself says. Notices of a page have its address as their place.
    """
    seen: set[str] = set()
    others: Counter[str] = Counter()
    for entry in entries:
        if not isinstance(entry, Page):
            yield entry
        elif not entry.address or len(entry.address) > LONGEST_ID_CHARS:
            others[_UNNAMED] += 1
        elif entry.address in seen:
            others[_AGAIN] += 1
        else:
            seen.add(entry.address)
            yield from _read(entry, parse)
    yield from starmap(left_out, others.items())


def _read(page: Page, parse: Callable[[Page], ParsedDocument]) -> Iterator[BadRecord | Record | Notice]:
    try:
        document = parse(page)
    except UnreadableError as error:
        yield BadRecord(page.line, f"{error.reason} ({page.address})")
        return
    yield from (replace(notice, place=page.address) for notice in document.notices)
    digest = hashlib.blake2b(page.address.encode() + b"\n" + page.content, digest_size=DIGEST_BYTES).digest()
    fields = {**document.fields, "saved": page.saved} if page.saved else document.fields
    yield Record(page.line, page.address, replace(document, source=page.address, fields=fields, notices=()), digest)
