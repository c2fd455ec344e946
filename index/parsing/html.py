"""An HTML page to a draft: the article in it, without menus and advertisements, as trafilatura finds it.

Runs in the child process, where nothing is fetched. It must not know where the page comes from.
"""

import logging
import re
from typing import Any

from index.parsing.canonical import canonical, one_line
from index.parsing.dates import stated_date
from index.parsing.parsed_document import Draft, UnreadableError
from index.parsing.titles import reads_like_title, shorten
from index.text.languages import UNDETERMINED, detect_language, stated_language

_LANGUAGE = re.compile(r"""<html[^>]{0,500}?\slang\s*=\s*["']?([\w-]{2,12})""", re.IGNORECASE)
_RULE = re.compile(r"[|\s:-]*-[|\s:-]*")
_HEAD_CHARS = 4_096


def read_html(html: str) -> Draft:
    """The draft of an HTML page. Raises `UnreadableError` for one without text."""
    logging.disable()
    import trafilatura

    if "<html" not in html[:_HEAD_CHARS].lower():
        html = f"<html><body>{html}</body></html>"
    options = {"original_date": True, "extensive_search": False}
    found = trafilatura.bare_extraction(
        html, include_comments=False, include_tables=True, with_metadata=True, date_extraction_params=options
    )
    facts: dict[str, Any] = {} if found is None else found.as_dict() if not isinstance(found, dict) else found
    text = canonical(facts.get("text") or trafilatura.html2txt(html)).strip()
    if not any(map(str.isalnum, text)):
        raise UnreadableError("holds no text")
    title = one_line(canonical(facts.get("title") or ""))
    title = shorten(title) if reads_like_title(title) else ""
    language = _LANGUAGE.search(html[:_HEAD_CHARS])
    return Draft(
        text=_without_title(_blocks(text), title),
        title=title,
        published=stated_date(facts.get("date")),
        # Templates often say "en" over a Ukrainian text, so the text itself is asked first.
        language=detect_language(text, stated_language(language[1]) if language else UNDETERMINED),
        source=one_line(canonical(facts.get("url") or facts.get("hostname") or "")),
    )


def _blocks(text: str) -> str:
    """The lines of trafilatura's text as paragraphs; rows of a table and items of a list stay together."""
    blocks: list[str] = []
    before = ""
    for line in filter(str.strip, text.split("\n")):
        if _RULE.fullmatch(line):
            continue
        kind = line[:2] if line.startswith(("- ", "| ")) else ""
        row = line.strip().strip("|").strip() if kind == "| " else line
        together = kind and blocks and before == kind
        blocks.append(("\n" if together else "\n\n") + row)
        before = kind
    return "".join(blocks).strip("\n")


def _without_title(text: str, title: str) -> str:
    first, _, rest = text.partition("\n\n")
    return rest if title and rest and one_line(first).casefold() == title.casefold() else text
