"""Parses HTML: the article of a page, without menus and advertisements, as trafilatura extracts it.

Runs in the child process and fetches nothing. It does not know where the page comes from.
"""

import logging
import re
from collections.abc import Sequence
from copy import deepcopy
from typing import Any

from index.parsing.canonical import canonical, one_line
from index.parsing.facts.titles import reads_like_title, shorten
from index.parsing.headings import BLOCK_GAP, HEADING_GAP, heads
from index.parsing.html.clean import LISTS_AND_HEADINGS, cleaned, lists_and_headings, shown_size, with_article
from index.parsing.html.dates import published_beside, published_in
from index.parsing.html.fields import stated_fields
from index.parsing.html.fragment import fragment_text
from index.parsing.html.saved import saved_page
from index.parsing.html.telegram import telegram_channel
from index.parsing.parsed_document import ParsedDocument, UnreadableError
from index.text.fold import comparable
from index.text.languages import stated_language

_LANGUAGE = re.compile(r"""<html[^>]{0,500}?\slang\s*=\s*["']?([\w-]{2,12})""", re.IGNORECASE)
# How the programs of blogs call the heading of an article; that of the blog is a heading, too.
_OF_ARTICLE = frozenset(["entry-title", "post-title", "article-title"])
_LARGE, _LONG_LINE = re.compile(r"[4-7]|\+[1-4]"), 80
_RULE = re.compile(r"[|\s:-]*-[|\s:-]*")
_BEFORE_NUMBER = re.compile(r"- (?=\d{1,4}\. )")
_HEAD_CHARS = 4_096
_LEAST_KEPT, _SHORT_CHARS = 0.25, 400
_SHORT_PAGE, _LEAST_SHOWN = 1_500, 0.6
_ASKS_FOR_SCRIPT = re.compile(r"javascript|java script|джаваскрипт|loading|завантаження|загрузка", re.IGNORECASE)


def read_html(html: str) -> ParsedDocument:
    """The parsed HTML page. UnreadableError if it has no text."""
    logging.disable()
    import trafilatura

    if "<html" not in html[:_HEAD_CHARS].lower():
        html = f"<html><body>{html}</body></html>"
    tree = trafilatura.load_html(html)
    if tree is None:
        raise UnreadableError("holds no text")
    if (channel := telegram_channel(tree)) is not None:
        return channel
    saved = saved_page(html)
    published, fields = published_in(tree, saved.address), stated_fields(tree)
    needs_script = _needs_script(tree)
    headings, large = _page_headings(tree), _large_heading(tree)
    tree = cleaned(tree)
    published = published or published_beside(tree, saved.day)
    facts = _with_lost_lines(_extracted(tree), tree)
    text = canonical(facts.get("text") or "").strip()
    if not text or _loses_most(text, tree):
        text = canonical(_whole_text(tree)).strip()
    if needs_script and len(text) < _SHORT_CHARS and (_ASKS_FOR_SCRIPT.search(text) or not text):
        raise UnreadableError("needs JavaScript to show its text: open it in a browser and save what is shown")
    if not any(map(str.isalnum, text)):
        raise UnreadableError("holds no text")
    title = large or _title(one_line(canonical(facts.get("title") or "")), *headings)
    title = shorten(title) if reads_like_title(title) else ""
    language = _LANGUAGE.search(html[:_HEAD_CHARS])
    return ParsedDocument(
        text=_without_title(_blocks(text, _headings(facts.get("body"))), title),
        title=title,
        published=published,
        language=stated_language(language[1]) if language else "",
        source=one_line(canonical(facts.get("url") or saved.address or facts.get("hostname") or "")),
        fields=fields,
    )


def _page_headings(tree: Any) -> tuple[str, list[str]]:  # noqa: ANN401
    """The title that the page states for its window, and its own headings; what is set as its title comes first."""
    headings = list(tree.iter("h1", "h2", "h3"))
    nodes = [node for node in headings if _OF_ARTICLE.intersection((node.get("class") or "").split())]
    nodes += [node for node in tree.iter("p", "div") if "title" in (node.get("class") or "").split()]
    found = (one_line(canonical("".join(node.itertext()))) for node in (*nodes[:1], *headings))
    return one_line(canonical(tree.findtext(".//title") or "")), list(filter(None, found))


def _large_heading(tree: Any) -> str:  # noqa: ANN401
    """The line in large letters above the text of an old page, whose window has the name of its site; or else empty.

    Two such lines are that name and the heading. If the window's title stands below the line, the line is that name.
    """
    if next(tree.iter("h1", "h2", "h3"), None) is not None:
        return ""
    window = comparable(one_line(canonical(tree.findtext(".//title") or "")))
    large: dict[str, str] = {}
    for node in tree.iter("font", "td", "p", "b", "center"):
        if len((node.text or "").strip()) >= _LONG_LINE:
            break
        words = one_line(canonical("".join(node.itertext())))[: 2 * _LONG_LINE]
        if node.tag == "font" and _LARGE.fullmatch(node.get("size") or "") and reads_like_title(words):
            large.setdefault(comparable(words), words)
        elif large and window == comparable(words) != next(iter(large)):
            return ""
    named = list(large)[:1] == [window]
    headings = list(large.values())[named:]
    return headings[0] if len(headings) == 1 and list(large)[-1] not in window else ""


def _title(found: str, window: str, headings: Sequence[str]) -> str:
    """The title that was found, or else the longest heading that is part of the window's title."""
    if headings and (not window or (window.endswith(headings[0]) and window.startswith(found))):
        return headings[0]
    if found in headings or found not in window:
        return found
    contained = (
        heading for heading in headings if reads_like_title(heading) and comparable(heading) in comparable(window)
    )
    return max(contained, key=len, default=found)


def _extracted(tree: Any) -> dict[str, Any]:  # noqa: ANN401 - lxml elements
    """The result of trafilatura; a second pass favours recall if the first keeps almost nothing of the page.

    An article may be short: otherwise trafilatura would take all words of its page in one line instead.
    """
    import trafilatura
    from trafilatura.settings import use_config

    config = use_config()
    config.set("DEFAULT", "MIN_EXTRACTED_SIZE", "1")
    whole = sum(len(text.strip()) for text in tree.itertext())
    best: dict[str, Any] = {}
    for recall in (False, True):
        found = trafilatura.bare_extraction(
            deepcopy(tree),
            include_comments=False,
            include_tables=True,
            with_metadata=True,
            favor_recall=recall,
            config=config,
            date_extraction_params={"original_date": True, "extensive_search": False},
        )
        facts: dict[str, Any] = {} if found is None else found.as_dict() if not isinstance(found, dict) else found
        if len(facts.get("text") or "") > len(best.get("text") or "") or not best:
            best = facts
        if len(best.get("text") or "") >= _LEAST_KEPT * whole or whole < _SHORT_CHARS:
            break
    return best


def _loses_most(text: str, tree: Any) -> bool:  # noqa: ANN401
    """Whether little is left of a short page that marks no article, as of a page of addresses."""
    shown = shown_size(tree)
    return shown < _SHORT_PAGE and len(text) < _LEAST_SHOWN * shown and tree.find(".//article") is None


def _whole_text(tree: Any) -> str:  # noqa: ANN401
    """The text of a page in which no article is found."""
    from lxml import html

    return fragment_text(html.tostring(tree, encoding="unicode"))


def _with_lost_lines(facts: dict[str, Any], tree: Any) -> dict[str, Any]:  # noqa: ANN401
    """The result with headings and lists, which trafilatura loses on pages that do not mark their article."""
    kept = _lines(facts)
    shown = lists_and_headings(tree) if facts.get("body") is not None else []
    whole = " ".join(map(_bare, kept))
    if all(part in whole for part in shown):
        return facts
    again = _extracted(with_article(tree, LISTS_AND_HEADINGS))
    found = _lines(again)
    there, listed, known = set(map(_bare, found)), "\n".join(shown), set(map(_bare, kept))
    places = [place for place, line in enumerate(kept) if _bare(line) in there]
    if not places or places != list(range(places[0], places[-1] + 1)):
        return facts
    lines = [line for line in found if _bare(line) in known or _bare(line) in listed]
    return again | {"text": "\n".join((*kept[: places[0]], *lines, *kept[places[-1] + 1 :]))}


def _bare(line: str) -> str:
    return line.removeprefix("- ")


def _lines(facts: dict[str, Any]) -> list[str]:
    return list(filter(None, map(one_line, (facts.get("text") or "").split("\n"))))


def _needs_script(tree: Any) -> bool:  # noqa: ANN401
    return next(tree.iter("script"), None) is not None or next(tree.iter("noscript"), None) is not None


def _headings(body: Any) -> frozenset[str]:  # noqa: ANN401
    """The headings in the article that trafilatura found, each on one line."""
    if body is None:
        return frozenset()
    found = (one_line(canonical("".join(head.itertext()))) for head in body.iter("head"))
    return frozenset(filter(heads, found))


def _blocks(text: str, headings: frozenset[str]) -> str:
    """The lines of trafilatura's text as paragraphs; rows of a table and items of a list stay together.

    A heading stands right above what follows it.
    """
    blocks: list[str] = []
    before, gap = "", BLOCK_GAP
    for line in filter(str.strip, text.split("\n")):
        if _RULE.fullmatch(line):
            continue
        kind = line[:2] if line.startswith(("- ", "| ")) else ""
        row = line.strip().removeprefix("|").rstrip("| ").strip() if kind == "| " else _BEFORE_NUMBER.sub("", line)
        together = kind and blocks and before == kind
        blocks.append(("\n" if together else gap) + row)
        before, gap = kind, HEADING_GAP if one_line(line) in headings else BLOCK_GAP
    return "".join(blocks).strip("\n")


def _without_title(text: str, title: str) -> str:
    first, _, rest = text.partition("\n")
    rest = rest.lstrip("\n")
    return rest if title and rest and one_line(first).casefold() == title.casefold() else text
