"""What a reader sees in a page and trafilatura leaves out: it is given a form in which it is kept.

It knows lxml's elements, of a page that is being cleaned.
"""

import re
from itertools import islice
from typing import Any

from index.parsing.html.dates import is_elsewhere

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BLOCKS = ("p", "div", "table", "ul", "ol", *_HEADINGS)
_BLOCKS_OR_FORMS = (*_BLOCKS, "dl", "section", "article", "form", "button", "input", "blockquote", "pre", "figure")
_NAMED_FACTS = re.compile(r"meta|date|author|byline|caption|copyright|tags|credit|info|notice|title", re.IGNORECASE)
_FOOTNOTE = re.compile(r"_?ftn\d{1,4}")
_OF_SITE = re.compile(r"©|(?:усі|всі|все) права|all rights|cookie|кукі|передрук|копіюванн", re.IGNORECASE)
_ABOUT_PAGE = re.compile(
    r"редакц|свідоцтв|засновни|перегляд\w*\s*:|просмотр\w*\s*:|коментар|комментар|\bавтор\w*\s*:|author|views|comments",
    re.I,
)
_LEAST_PROSE = 30
_CAPTION = re.compile(r"caption", re.IGNORECASE)
_CREDIT = re.compile(r"\W*(?:фото|світлин|ілюстрац|зображен|скр[иі]н|photo|image|credit|джерело|source)", re.IGNORECASE)
_LEAST_CAPTION, _BOXES_OF_PICTURE = 5, 2
_OPENS = re.compile(r"accordion|spoiler|faq|question|collapsible", re.IGNORECASE)
_MOST_SIBLINGS, _LONGEST_NUMBER = 50, 4
_LEAST_LINES, _LEAST_WORDS, _LONGEST_LINE, _LONGEST_ROW = 3, 2, 300, 120


def keep_as_text(node: Any) -> None:  # noqa: ANN401
    """Mark what trafilatura would leave out: sentences in a <div>, footnotes of Word, and the numbers of items."""
    if node.tag == "div" and _is_prose(node):
        node.tag = "p"
    elif node.tag == "button" and _is_question(node):
        above = node.getparent()
        node.tag = "span" if above.tag in _HEADINGS else "p"
        for each in (node, above):  # their names tell trafilatura that they are no text
            each.attrib.pop("class", None)
    elif _FOOTNOTE.fullmatch(node.get("id") or "") or "MsoFootnoteText" in (node.get("class") or ""):
        node.attrib.pop("id", None)
        node.attrib.pop("class", None)
    elif node.tag == "ol" and node.get("type", "1") == "1" and "none" not in (node.get("style") or ""):
        stated = node.get("start", "1")
        start = int(stated) if stated.isdecimal() and len(stated) <= _LONGEST_NUMBER else 1
        for number, item in enumerate(node.iterchildren("li"), start):
            inner = next(item.iterchildren("p"), item) if not (item.text or "").strip() else item
            inner.text = f"{number}. {(inner.text or '').lstrip()}"


def keep_captions(tree: Any) -> None:  # noqa: ANN401
    """Mark captions of pictures that are sentences as text; a name or a credit stays out."""
    for node in list(tree.iter("figcaption", "p", "div", "span")):
        if node.tag != "figcaption" and not _CAPTION.search(node.get("class") or ""):
            continue
        text = " ".join("".join(node.itertext()).split())
        if _CREDIT.match(text) or len(text.split()) < _LEAST_CAPTION or text[-1] not in ".!?…":
            continue
        node.tag = "p"
        boxes = islice(node.iterancestors("figure", "div"), _BOXES_OF_PICTURE)
        for each in (node, *(box for box in boxes if box.tag == "figure" or _CAPTION.search(box.get("class") or ""))):
            each.tag = "div" if each.tag == "figure" else each.tag
            each.attrib.pop("class", None)
            each.attrib.pop("id", None)


def keep_lines(tree: Any) -> None:  # noqa: ANN401
    """Mark lines without a full stop as text: at least three <div> in a row, as on a page of timetables."""
    for parent in dict.fromkeys(line.getparent() for line in tree.iter("div")):
        if parent is not None:
            _keep_lines_in(parent)


def _keep_lines_in(parent: Any) -> None:  # noqa: ANN401
    lines: list[Any] = []
    for child in (*parent.iterchildren("div", "p", "table", "ul", "ol", *_HEADINGS), None):
        if child is not None and child.tag == "div" and _is_line(child):
            lines.append(child)
            continue
        if len(lines) >= _LEAST_LINES and not is_elsewhere(parent):
            for line in lines:
                line.tag = "p"
                for cell in list(line.iterchildren("div")):
                    cell.tail = f" {cell.tail or ''}"
                    cell.drop_tag()
        lines = []


def _is_line(node: Any) -> bool:  # noqa: ANN401
    """Whether the element is one line of words without links, or a short row of such lines."""
    cells = [cell for cell in node.iterchildren("div") if next(cell.iterchildren("div"), None) is None]
    others = sum(1 for _ in node.iterdescendants(*_BLOCKS_OR_FORMS, "a", "img"))
    if others > len(cells):
        return False
    text = " ".join(" ".join(node.itertext()).split())
    if cells and len(text) > _LONGEST_ROW:
        return False
    if _NAMED_FACTS.search(node.get("class") or "") or _OF_SITE.search(text) or _ABOUT_PAGE.search(text):
        return False
    return len(text) <= _LONGEST_LINE and len(text.split()) >= _LEAST_WORDS


def _is_question(node: Any) -> bool:  # noqa: ANN401
    """Whether the button opens the text below it, as in a list of questions."""
    return node.getparent().tag in _HEADINGS or bool(_OPENS.search(node.get("class") or ""))


def _is_prose(node: Any) -> bool:  # noqa: ANN401
    """Whether the element holds sentences of the article and nothing else."""
    others = (part for part in node.iterdescendants(*_BLOCKS_OR_FORMS))
    beside = node.getparent() if node.getparent() is not None else ()
    if (
        next(others, None) is not None
        or not any(part.tag in ("p", "summary", *_HEADINGS) for part in islice(beside, _MOST_SIBLINGS))
        or _NAMED_FACTS.search(node.get("class") or "")
    ):
        return False
    text = " ".join("".join(node.itertext()).split())
    links = sum(len(link.text_content().strip()) for link in node.iter("a"))
    if _OF_SITE.search(text):
        return False
    return len(text) >= _LEAST_PROSE and text[-1] in '.!?…»”"' and 2 * links < len(text) and not is_elsewhere(node)
