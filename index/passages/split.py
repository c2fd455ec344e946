"""Splits articles into passages at paragraph and sentence borders; each is on one page and fits the encoder.

Every passage is a slice of the article's text; nothing here rewrites a character.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import accumulate

from index.passages.sentences import SENTENCE_BREAK, heading_spans, trimmed
from index.records import Article, Passage, name_of_page

SPLITTER_VERSION = 8
PASSAGE_CHARS = 550
HEADING_CHARS = 200
# A break inside a paragraph may separate list items or wrapped lines, so a sentence border is the better cut.
_LONGEST_OVERRUN = 400
_BREAK, _LINE_BREAK = re.compile(SENTENCE_BREAK), re.compile(r"\n\s*")
_BORDERS = [r"\n\s*\n", SENTENCE_BREAK, r"\n", r"[;:,]\s", r"\s", ""]


def heading(title: str, page_name: str) -> str:
    """The heading of a passage: the title of its article, and the name of its sheet or chapter if it has one."""
    return f"{title} · {page_name}" if page_name else title


def encoded_text(title: str, text: str, page_name: str = "") -> str:
    """The text that both searches index for a passage: its article's title, the name of its page, then its own text."""
    return f"{heading(title[:HEADING_CHARS], page_name[:HEADING_CHARS])}\n{text}"


def encoded_passage(article: Article, passage: Passage) -> str:
    """The text that both searches index for this passage of the article."""
    return encoded_text(article.title, passage.text, name_of_page(article.page_names, passage.page))


def split(article: Article, fits: Callable[[str], bool], passage_chars: int = PASSAGE_CHARS) -> list[Passage]:
    """The passages of `article`, in order, of at most `passage_chars` characters each.

    `fits` says whether the `encoded_text` of a passage is within the encoder's limit; a longer passage is split again
    at half its length, down to single characters. White space between passages belongs to none, and a piece without a
    letter or digit is not a passage. An empty text has no passages.
    """
    passages = []
    for page, start, end in _pages(article):

        def fits_headed(text: str, name: str = name_of_page(article.page_names, page)) -> bool:
            return fits(encoded_text(article.title, text, name))

        for piece_start, piece_end in _pieces(article.text, start, end, fits_headed, passage_chars):
            text = article.text[piece_start:piece_end]
            if any(map(str.isalnum, text)):
                passages.append(Passage(piece_start, piece_end, text, page))
    return passages


def _pages(article: Article) -> Iterator[tuple[int | None, int, int]]:
    """(page, start, end) of each page; a sentence across a page break belongs to the page where it begins."""
    if not article.page_starts:
        yield None, 0, len(article.text)
        return
    starts = list(accumulate((_next_sentence(article.text, start) for start in article.page_starts), max))
    ends = (*starts[1:], len(article.text))
    for page, (start, end) in enumerate(zip(starts, ends, strict=True), 1):
        if start < end:
            yield page, start, end


def _next_sentence(text: str, start: int) -> int:
    """The start of the first sentence that begins on a page; later than the page if the page begins within a line."""
    if start == 0 or "\n" in text[max(0, start - 2) : start]:
        return start
    rest = text[start : start + _LONGEST_OVERRUN]
    ends = [match.end() for match in (_BREAK.search(rest), _LINE_BREAK.search(rest)) if match]
    return start + min(ends, default=0)


def _pieces(
    text: str, start: int, end: int, fits: Callable[[str], bool], passage_chars: int
) -> Iterator[tuple[int, int]]:
    for piece_start, piece_end in _in_sections(text, start, end, passage_chars):
        piece = text[piece_start:piece_end]
        if len(piece) <= 1 or fits(piece):
            yield piece_start, piece_end
        else:
            yield from _pieces(text, piece_start, piece_end, fits, max(1, len(piece) // 2))


def _in_sections(text: str, start: int, end: int, passage_chars: int) -> Iterator[tuple[int, int]]:
    """(start, end) of pieces none of which ends with a heading: that belongs to what stands below it."""
    heads = _heads(text, start, end)
    borders = [begin for begin, _ in heads]
    pieces = [*_cut(text, start, min(borders, default=end), passage_chars)]
    for (begin, below), stop in zip(heads, [*borders[1:], end], strict=bool(heads)):
        pieces += _section(text, begin, below, stop, passage_chars)
    yield from _joined(pieces, passage_chars) if heads else pieces


def _joined(pieces: Iterable[tuple[int, int]], passage_chars: int) -> Iterator[tuple[int, int]]:
    """The pieces, neighbours put together as long as they fit."""
    before: tuple[int, int] | None = None
    for piece in pieces:
        if before and piece[1] - before[0] <= passage_chars:
            before = (before[0], piece[1])
        else:
            yield from (before,) if before else ()
            before = piece
    yield from (before,) if before else ()


def _heads(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where each heading begins and what it heads does; of several with nothing between, the first heads for all."""
    heads: list[tuple[int, int]] = []
    for first, last in heading_spans(text[start:end]):
        begin, rest = start + first, text[start + last : end]
        below = end - len(rest.lstrip())
        if heads and heads[-1][1] == begin:
            begin, _ = heads.pop()
        heads.append((begin, below))
    return heads


def _section(text: str, begin: int, below: int, end: int, passage_chars: int) -> Iterator[tuple[int, int]]:
    """The pieces of a section; its heading stands with the first piece below it, unless it is as long as a passage."""
    room = passage_chars - (below - begin)
    first = next(_cut(text, below, end, room), None) if 2 * room >= passage_chars else None
    if first is None:
        yield from _cut(text, begin, end, passage_chars)
        return
    yield begin, first[1]
    yield from _cut(text, first[1], end, passage_chars)


def _cut(text: str, start: int, end: int, passage_chars: int) -> Iterator[tuple[int, int]]:
    """(start, end) of pieces without white space around them; the splitter keeps every character, so lengths add up."""
    from langchain_text_splitters import RecursiveCharacterTextSplitter  # a second to import, for building alone

    splitter = RecursiveCharacterTextSplitter(
        separators=_BORDERS,
        is_separator_regex=True,
        keep_separator="end",
        strip_whitespace=False,
        chunk_size=passage_chars,
        chunk_overlap=0,
    )
    for piece in splitter.split_text(text[start:end]):
        end = start + len(piece)
        first, last = trimmed(text, start, end)
        if first < last:
            yield first, last
        start = end
