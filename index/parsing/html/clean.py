"""Prepares a page's tree for article extraction: removes hidden elements, menus and notices.

Raised numbers are marked, and layout tables become blocks. It knows lxml's elements.
"""

import re
from copy import deepcopy
from typing import Any

from index.parsing.html.dates import is_elsewhere
from index.parsing.html.kept import keep_as_text, keep_captions, keep_lines
from index.parsing.html.live_times import join_times
from index.parsing.raised import lowered, raised

_UNSEEN = ("script", "style", "template", "noscript", "iframe", "object", "svg", "dialog", "nav")
_STRUCK = ("del", "strike", "s")
_STRUCK_STYLE = re.compile(r"text-decoration(?:-line)?\s*:[^;]*line-through", re.IGNORECASE)
_HIDDEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_RAISED = re.compile(r"vertical-align\s*:\s*(super|sub)\b", re.IGNORECASE)
_CONSENT = re.compile(
    r"(?:^|[\s_-])(?:cookies?|consent|gdpr|cmp|onetrust|didomi)(?:[\s_-]|$|banner|bar|notice|popup)", re.I
)
_EXTRA = re.compile(
    r"(?:^|[\s_-])(?:ads?|adv|advert\w*|promo|read-?(?:also|too)|also-?read|related|recommended|shar(?:e|ing)|"
    r"subscribe|newsletter|side-?bar|breadcrumbs?|nav(?:bar|igation)?|menu|toc|mw-editsection|catlinks|navbox|noprint|mw-cite-backlink|siteSub|printfooter|mw-jump-link|siteNotice|blog-pager|hatnote)(?:[\s_-]|$)",
    re.IGNORECASE,
)
_INVITES = re.compile(
    r"\W*(?:(?:читайте|читай|почитайте|дивіться|дивись|слухайте|смотрите)\s+(?:також|ще|теж|нас|также|ещ[её])\b|"
    r"також\s+(?:читайте|дивіться|за\s+темою)|(?:за|по)\s+тем(?:ою|е)\s*:|(?:підпишіться|підписуйтес[ья]|приєднуйтес[ья]|"
    r"стежте|подпишитесь|подписывайтесь|присоединяйтесь)\s+(?:на|до|за|к)\s|(?:read|see)\s+also\b|"
    r"czytaj\s+(?:też|także|również)|lesen\s+sie\s+auch)",
    re.IGNORECASE,
)
_LONGEST_INVITATION, _SMALL_SHARE, _BEGINNING = 300, 0.25, 60
_EXTRA_TAGS = (
    "div",
    "table",
    "section",
    "p",
    "ul",
    "li",
    "aside",
    "blockquote",
    "strong",
    "b",
    "em",
    "h3",
    "h4",
    "span",
    "sup",
)
_ROLES = ("navigation", "dialog", "alertdialog", "search", "menu", "menubar")
_LONGEST_CONSENT = 2_500
_MOST_NODES = 60_000
_SIDE_TAGS = ("aside", "form", "header", "footer", "figure")
_MAIN_SHARE = 0.5
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
LISTS_AND_HEADINGS = (*_HEADINGS[1:], "ul", "ol", "dl")
_BLOCKS = ("p", "div", "table", "ul", "ol", *_HEADINGS)
_IN_BRACKETS = re.compile(r"^\s*\[(\d{1,3})\]\s*$")
_LEAST_SECTION, _MOSTLY = 60, 0.7
_LONG_CELL, _MENU_CHARS, _MENU_LINKS = 200, 400, 0.6


def cleaned(tree: Any) -> Any:  # noqa: ANN401 - lxml elements
    """The tree without hidden elements, menus and consent notices; changed in place."""
    nodes = list(tree.iter())
    if len(nodes) > _MOST_NODES:
        return tree
    most = min(_LONGEST_CONSENT, int(_SMALL_SHARE * _size(tree)))
    for node in nodes:
        attached = isinstance(node.tag, str) and node.getparent() is not None
        if attached and (_is_unseen(node) or _is_extra(node, most)):
            _drop(node)
    for node in list(tree.iter("div", "p", "button", "ol")):
        keep_as_text(node)
    keep_lines(tree)
    keep_captions(tree)
    join_times(tree)
    for button in list(tree.iter("button")):
        button.drop_tree()
    for node in list(tree.iter("sup", "sub", "span")):
        if height := _height(node):
            _mark_raised(node, height)
    for table in list(tree.iter("table")):
        if _is_layout(table):
            _unfold(table)
    _free_the_article(tree)
    return tree


def _is_unseen(node: Any) -> bool:  # noqa: ANN401
    if node.tag in _UNSEEN or node.get("hidden") is not None or node.get("role") in _ROLES:
        return True
    if (node.tag in _STRUCK or _STRUCK_STYLE.search(node.get("style") or "")) and next(
        node.iter(*_BLOCKS), None
    ) is None:
        return True
    if node.get("aria-hidden") == "true" or _HIDDEN.search(node.get("style") or ""):
        return True
    named = f"{node.get('class') or ''} {node.get('id') or ''}"
    if node.tag in ("html", "body", "main", "article") or not _CONSENT.search(named):
        return False
    return _size(node) <= _LONGEST_CONSENT


def _is_extra(node: Any, most: int) -> bool:  # noqa: ANN401
    """Whether the node leads to something else: by its name, or by its first words and its links."""
    if node.tag not in _EXTRA_TAGS:
        return False
    named = f"{node.get('class') or ''} {node.get('id') or ''}"
    if _EXTRA.search(named) and next(node.iter("h1", "article", "main"), None) is None:
        return _size(node) <= most
    invites = _INVITES.match(_beginning(node)) and next(node.iter("a"), None) is not None
    return bool(invites) and _size(node) <= _LONGEST_INVITATION


def _beginning(node: Any) -> str:  # noqa: ANN401
    words = ""
    for text in node.itertext():
        words += text
        if len(words.strip()) >= _BEGINNING:
            break
    return " ".join(words.split())


def _drop(node: Any) -> None:  # noqa: ANN401
    node.drop_tree()


def _size(node: Any) -> int:  # noqa: ANN401
    return sum(len(text.strip()) for text in node.itertext())


def _height(node: Any) -> str:  # noqa: ANN401
    """Whether the node is raised ("super") or lowered ("sub"), by its tag or its style; empty for neither."""
    styled = _RAISED.search(node.get("style") or "")
    return styled[1].lower() if styled else {"sup": "super", "sub": "sub"}.get(node.tag, "")


def _mark_raised(node: Any, height: str) -> None:  # noqa: ANN401
    """Replace the node by its text in raised or lowered characters, joined to the text before it."""
    words = _IN_BRACKETS.sub(r"\1", "".join(node.itertext()))
    previous, parent = node.getprevious(), node.getparent()
    if parent is None:
        return
    before = (previous.tail or "".join(previous.itertext())) if previous is not None else parent.text or ""
    for child in list(node):
        node.remove(child)
    node.text = raised(before[-20:], words) if height == "super" else lowered(words)
    node.drop_tag()


def _is_layout(table: Any) -> bool:  # noqa: ANN401
    """Whether the table only lays out the page: it has no header cells, and a cell with paragraphs of its own."""
    if table.find(".//th") is not None or table.find(".//caption") is not None:
        return False
    if table.find(".//table") is not None:
        return True
    cells = list(table.iter("td"))[:200]
    return any(
        (_size(cell) > _LONG_CELL and (cell.find(".//p") is not None or _breaks(cell) >= 2))
        or sum(_size(paragraph) > _LEAST_SECTION for paragraph in cell.iter("p")) >= 2
        or _has_section(cell)
        for cell in cells
    )


def _has_section(cell: Any) -> bool:  # noqa: ANN401
    """Whether the cell has a heading and text below it; a heading alone may name a column."""
    headings = sum(_size(node) for node in cell.iter(*_HEADINGS))
    return 0 < headings < _size(cell) - _LEAST_SECTION


def _breaks(cell: Any) -> int:  # noqa: ANN401
    return sum(1 for _ in cell.iter("br"))


def _unfold(table: Any) -> None:  # noqa: ANN401
    """Turn the table's cells into blocks, without menus."""
    for node in [node for node in table.iter("td", "tr", "tbody") if next(node.iterancestors("table")) is table]:
        if node.tag == "td" and _is_menu(node):
            node.getparent().remove(node)
            continue
        if node.tag == "td":
            _into_paragraphs(node)
        node.tag = "div"
    table.tag = "div"


def _is_menu(cell: Any) -> bool:  # noqa: ANN401
    links = sum(_size(link) for link in cell.iter("a"))
    size = _size(cell)
    return 0 < size <= _MENU_CHARS and links >= _MENU_LINKS * size


def _into_paragraphs(cell: Any) -> None:  # noqa: ANN401
    """Split the cell into paragraphs at blocks and at blank lines: two line breaks with nothing between them."""
    children, text = list(cell), cell.text or ""
    for child in children:
        cell.remove(child)
    cell.text = None
    paragraph, after_break = _new_paragraph(cell, text), False
    for child in children:
        tail, child.tail = child.tail or "", None
        is_break = child.tag == "br"
        if is_break and after_break:
            paragraph = _new_paragraph(cell, tail)
        elif child.tag in _BLOCKS:
            cell.append(child)
            paragraph = _new_paragraph(cell, tail)
        else:
            paragraph.append(child)
            child.tail = tail
        after_break = is_break and not after_break and not tail.strip()


def _new_paragraph(cell: Any, text: str) -> Any:  # noqa: ANN401
    """A paragraph with this text, at the end of the cell."""
    paragraph = cell.makeelement("p", {})
    paragraph.text = text
    cell.append(paragraph)
    return paragraph


def _free_the_article(tree: Any) -> None:  # noqa: ANN401
    """If most of the page's text is in an element for side content, treat that element as the article."""
    whole = _size(tree)
    for node in list(tree.iter(*_SIDE_TAGS)):
        if _size(node) > _MAIN_SHARE * whole:
            node.tag = "article" if tree.find(".//article") is None else "div"


def lists_and_headings(tree: Any) -> list[str]:  # noqa: ANN401
    """The headings and list items of the page, each on one line, without menus and what stands beside the article."""
    menus = {node for node in tree.iter("ul", "ol", "dl") if _is_menu(node) or is_elsewhere(node)}
    nodes = (node for node in tree.iter(*_HEADINGS[1:], "li", "dt", "dd") if menus.isdisjoint(node.iterancestors()))
    lines = (" ".join("".join(node.itertext()).split()) for node in nodes if not is_elsewhere(node))
    return list(filter(None, lines))


def shown_size(tree: Any) -> int:  # noqa: ANN401
    """How many characters the page shows that are not in links, once its menus are removed."""
    for menu in [node for node in tree.iter("ul", "ol", "dl") if _is_menu(node)]:
        menu.drop_tree()
    body = tree.find(".//body")
    return 0 if body is None else _size(body) - sum(_size(link) for link in body.iter("a"))


def with_article(tree: Any, needed: tuple[str, ...]) -> Any:  # noqa: ANN401
    """A copy of the tree in which the innermost part with most of the text is the article; it has a `needed` tag."""
    copy = deepcopy(tree)
    node = body = copy.find(".//body")
    while node is not None:
        size = _size(node)
        parts = (part for part in node if next(part.iter(*needed), None) is not None)
        inner = next((part for part in parts if _size(part) >= _MOSTLY * size), None)
        if inner is None or inner.tag in needed:
            break
        node = inner
    if node is None:
        return copy
    if node is not body:
        node.tag = "article"
        return copy
    article = body.makeelement("article", {})
    article.text, body.text = body.text, None
    article.extend(list(body))
    body.append(article)
    return copy
