"""Mentions as a table for spreadsheets."""

import csv
from io import StringIO

from qa.mentions import Mentions

_COLUMNS = ("published", "article_id", "title", "source", "language", "page", "start", "end", "mentions", "text")


def mentions_csv(found: Mentions) -> str:
    """A header and one line per passage, newest first."""
    written = StringIO()
    table = csv.writer(written, lineterminator="\n")
    table.writerow(_COLUMNS)
    for article in found.articles:
        about = [article.published or "", article.article_id, article.title, article.source, article.language]
        for each in article.passages:
            row = [*about, each.page or "", each.start, each.end, len(each.spans), each.text]
            table.writerow([_harmless(value) for value in row])
    return written.getvalue()


def _harmless(value: object) -> object:
    """The value; an apostrophe precedes text that a spreadsheet would interpret as a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")) else value
