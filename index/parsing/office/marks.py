"""Marks in an office document of what the converter loses: raised and lowered characters, and OpenDocument's slides.

Without a mark the number of a note becomes part of the number before it. Knows the XML of each format and RTF's words.
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from index.parsing.office.archive import tree_of
from index.parsing.office.rtf import without_unseen
from index.parsing.office.slides import with_marked_pages
from index.parsing.raised import lowered, raised

# Private characters that no document has; "\ue0f2" ends both.
HIGH, _LOW, _END = "\ue0f0", "\ue0f1", "\ue0f2"
_MARKED = re.compile(f"([{HIGH}{_LOW}])([^{HIGH}{_LOW}{_END}]*){_END}")
_MARKS = re.compile(f"[{HIGH}{_LOW}{_END}]")
_PICTURES = re.compile(
    r".*\.(?:jpe?g|png|gif|svg|webp|bmp|tiff?|[ew]mf|[ot]tf|woff2?|mp[34]|m4[av]|wav)", re.IGNORECASE
)
_HTML = re.compile(rb"(<(?:\w+:)?(su[pb])\b[^>]*(?<!/)>)(.{1,300}?)(</(?:\w+:)?\2\s*>)", re.IGNORECASE | re.DOTALL)
_RTF = re.compile(
    rb"(\\(super|sub)(?![a-z\d])(?:\\(?!super|sub|nosupersub|plain|par\b|u-?\d)[a-z]+-?\d* ?|[\r\n{])*)"
    rb" ?([^\\{}\r\n;]{1,20})(?=[\\}])"
)


# Contents and numbers of printed pages in a book, and comments of an OpenDocument, which stand within sentences.
_NO_TEXT_OF_BOOK = re.compile(
    rb"<nav\b[^>]*\bepub:type=[\"'](?:toc|landmarks|page-list)\b.*?</nav>|"
    rb"<(\w+)\b[^>]*\bepub:type=[\"']pagebreak\b[^>]*(?<!/)>[^<]{0,20}</\1>",
    re.DOTALL,
)
_COMMENT = re.compile(rb"<office:annotation\b(?:[^>]*/>|.*?</office:annotation>)", re.DOTALL)


def with_marks(kind: str, data: bytes) -> bytes:
    """The document with marks where it has such characters or slides. Raises `zipfile.BadZipFile` for a damaged one."""
    if kind == "rtf":
        return _RTF.sub(_marked_rtf, without_unseen(data))
    if kind not in _PARTS or not zipfile.is_zipfile(io.BytesIO(data)):
        return data
    names, marked = _PARTS[kind]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if names.fullmatch(name)}
        changed = {name: part for name, part in marked(parts).items() if part != parts.get(name)}
        if not changed:
            return data
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w") as copy:
            for name in archive.namelist():
                if not _PICTURES.fullmatch(name):
                    copy.writestr(name, changed.get(name) or archive.read(name))
    return target.getvalue()


def without_marks(text: str) -> str:
    """The text with raised and lowered characters where marks stand."""
    if not _MARKS.search(text):
        return text
    return _MARKS.sub("", _MARKED.sub(_small, text))


def _small(mark: re.Match[str]) -> str:
    before = _MARKS.sub("", mark.string[max(0, mark.start() - 20) : mark.start()])
    return raised(before, mark[2]) if mark[1] == HIGH else lowered(mark[2])


def _marked_rtf(found: re.Match[bytes]) -> bytes:
    return found[1] + _rtf_mark(HIGH if found[2] == b"super" else _LOW) + found[3] + _rtf_mark(_END)


def _rtf_mark(mark: str) -> bytes:
    return b"{\\uc0\\u%d }" % (ord(mark) - 0x10000)


def _of_pages(parts: dict[str, bytes]) -> dict[str, bytes]:
    parts = {name: _NO_TEXT_OF_BOOK.sub(b"", part) for name, part in parts.items()}

    def around(found: re.Match[bytes]) -> bytes:
        mark = HIGH if found[2].lower() == b"sup" else _LOW
        return b"%s&#%d;%s&#%d;%s" % (found[1], ord(mark), found[3], ord(_END), found[4])

    return {name: _HTML.sub(around, part) for name, part in parts.items()}


def _of_opendocument(parts: dict[str, bytes]) -> dict[str, bytes]:
    parts = {name: _COMMENT.sub(b"", part) for name, part in parts.items()}
    heights: dict[str, float] = {}
    for part in parts.values():
        tree = tree_of(part) if b"text-position" in part else None
        for style in tree.iter("{*}style") if tree is not None else ():
            for facts in style.iterfind("{*}text-properties"):
                heights[_attribute(style, "name")] = _height(_attribute(facts, "text-position"))
    small = {name for name, height in heights.items() if height}
    return parts | _rewritten(parts, b"style-name", lambda tree: _spans(tree, small, heights))


def _of_presentation(parts: dict[str, bytes]) -> dict[str, bytes]:
    changed = parts | _of_opendocument(parts)
    return {name: with_marked_pages(part) for name, part in changed.items()}


def _spans(tree: Any, small: set[str], heights: dict[str, float]) -> Iterator[tuple[Any, float]]:  # noqa: ANN401
    for span in tree.iter("{*}span") if small else ():
        yield span, heights.get(_attribute(span, "style-name"), 0)


def _height(position: str) -> float:
    """How high "super 58%", "-33% 58%" and the like stand: above, below or (0) on the line."""
    first = (position.split() or ["0"])[0]
    try:
        return {"super": 1.0, "sub": -1.0}.get(first) or float(first.rstrip("%"))
    except ValueError:
        return 0


def _attribute(node: Any, name: str) -> str:  # noqa: ANN401 - lxml elements
    return next((str(value) for key, value in node.attrib.items() if key.endswith("}" + name)), "")


def _of_slides(parts: dict[str, bytes]) -> dict[str, bytes]:
    def runs(tree: Any) -> Iterator[tuple[Any, float]]:  # noqa: ANN401
        for facts in tree.iter("{*}rPr"):
            for text in facts.getparent().iterfind("{*}t"):
                yield text, _height(facts.get("baseline", "0"))

    return _rewritten(parts, b"baseline=", runs)


def _of_cells(parts: dict[str, bytes]) -> dict[str, bytes]:
    heights = {"superscript": 1.0, "subscript": -1.0}

    def runs(tree: Any) -> Iterator[tuple[Any, float]]:  # noqa: ANN401
        for facts in tree.iter("{*}vertAlign"):
            for text in facts.getparent().getparent().iterfind("{*}t"):
                yield text, heights.get(facts.get("val", ""), 0)

    return _rewritten(parts, b"vertAlign", runs)


def _rewritten(
    parts: dict[str, bytes], sign: bytes, small: Callable[[Any], Iterator[tuple[Any, float]]]
) -> dict[str, bytes]:
    """The parts that hold the `sign`, with marks around the elements that `small` finds in their trees."""
    from lxml import etree

    rewritten = {}
    for name, part in parts.items():
        tree = tree_of(part) if sign in part else None
        found = [(node, height) for node, height in small(tree) if height] if tree is not None else []
        for node, height in found:
            _mark(node, HIGH if height > 0 else _LOW)
        if found:
            rewritten[name] = etree.tostring(tree, encoding="UTF-8", xml_declaration=True)
    return rewritten


def _mark(node: Any, mark: str) -> None:  # noqa: ANN401
    node.text = mark + (node.text or "")
    if len(node):
        node[-1].tail = (node[-1].tail or "") + _END
    else:
        node.text += _END


_ODF_PARTS = re.compile(r"(?:content|styles)\.xml")
_PARTS: Mapping[str, tuple[re.Pattern[str], Callable[[dict[str, bytes]], dict[str, bytes]]]] = {
    "epub": (re.compile(r".*\.(?:x?html?|xml)", re.IGNORECASE), _of_pages),
    "pptx": (re.compile(r"ppt/(?:slides|notesSlides)/[^/]+\.xml"), _of_slides),
    "xlsx": (re.compile(r"xl/sharedStrings\.xml"), _of_cells),
    "odp": (_ODF_PARTS, _of_presentation),
} | dict.fromkeys(("odt", "ods"), (_ODF_PARTS, _of_opendocument))
