"""Exports of whole sites, read post by post: the shape that all of them share.

A module for each kind of export gives its posts as the fields of a record, or the reason why a post is not an article.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from itertools import starmap
from typing import Any

from index.parsing.exports.json_lines import DIGEST_BYTES, BadRecord, Record, RecordWithoutText, record_of
from index.parsing.exports.warc import Page
from index.parsing.parsed_document import Notice, UnreadableError, left_out

Post = dict[str, Any]
LeftOut = str
"""Why a post is no article: "posts without text"."""
NO_TEXT: LeftOut = "posts without text"


def read_posts(posts: Iterator[Post | Page | LeftOut | Notice]) -> Iterator[Record | Page | BadRecord | Notice]:
    """The records of an export, one at a time; notices with the numbers of those left out come last.

    Pages are passed on unchanged: each is parsed separately.
    """
    others: Counter[LeftOut] = Counter()
    for number, post in enumerate(posts, start=1):
        if isinstance(post, Notice | Page):
            yield post
        elif isinstance(post, str):
            others[post] += 1
        else:
            written = json.dumps(post, sort_keys=True, ensure_ascii=False).encode("utf-8", "surrogatepass")
            record = record_of(post, number, hashlib.blake2b(written, digest_size=DIGEST_BYTES).digest())
            if isinstance(record, RecordWithoutText):
                others[NO_TEXT] += 1
            else:
                yield record
    yield from starmap(left_out, others.items())


def as_far_as_read(entries: Iterator[Record | BadRecord | Notice]) -> Iterator[Record | BadRecord | Notice]:
    """The entries of an export; if it breaks off, those before that, with a notice.

    UnreadableError if there is no article among them.
    """
    given = 0
    try:
        for entry in entries:
            given += isinstance(entry, Record)
            yield entry
    except UnreadableError as error:
        if not given:
            raise
        problem = f"{error.reason}; the part before that was read"
        yield Notice(f"after {given:,} articles", "damaged", problem, "export it again")
