"""Leaves out running heads and feet of pages: lines at their top or bottom that repeat or count the pages.

It knows lines and their places, nothing of PDF. What is no part of the frame of every page stays: «Додаток 2» above «до
Правил …», a signature below letters of different length, a sentence.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from index.parsing.pdf.layout import PageLine
from index.parsing.pdf.reflow import goes_on

_ROMAN = re.compile(r"[^\w\n]*(?=[ivxl])(x{0,3}(?:l?x{0,3})(?:ix|iv|v?i{0,3}))[^\w\n]*", re.IGNORECASE)
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50}
# «Сторінка друга», "Page two": the beginnings of the numbers from one to ten.
_PAGE = re.compile(r"(?:сторінка|стор|аркуш|страница|стр|лист|page|sheet|strona|seite)\b", re.IGNORECASE)
_NUMBER_WORDS = tuple(
    re.compile(beginnings, re.IGNORECASE)
    for beginnings in (
        r"(?:перш|одна|один|перв|one|first)",
        r"(?:друг|дв[аі]\b|втор|two|second)",
        r"(?:трет|три\b|three|third)",
        r"(?:четверт|чотири|четыре|four)",
        r"(?:п.?ят[ьаи]?|five|fifth)",
        r"(?:шост|шіст|шест|six)",
        r"(?:сьом|сім\b|седьм|семь|seven)",
        r"(?:вос[ьеі]м|вісім|eight)",
        r"(?:дев.?ят|nine|ninth)",
        r"(?:десят|ten)",
    )
)
_HEADS_AND_FEET = 3
_REPEATED, _COUNTED = 3, 2
_PITCH, _FULL, _SAME_SIZE = 1.5, 0.8, 0.12
# A foot is as high on every page: within so many letter heights.
_SAME_PLACE = 0.8
_SENTENCE, _LEAST_WORDS = re.compile(r".*[.!?…][»”\")]?$", re.DOTALL), 4
_Edge = Callable[..., PageLine]


def without_running_heads(pages: Sequence[Sequence[PageLine]]) -> list[list[PageLine]]:
    """The pages without running heads: top or bottom lines that repeat on several pages or count the pages.

    A table row that repeats is a header row; it stays on the page where it stands first. A foot without a number stays
    on its last page, because it may be a signature below letters of one length. A line of a paragraph that does not
    repeat as a whole is text: «Додаток 2» above «до Правил …», or a sentence that letters have in common.
    """
    kept = [list(page) for page in pages]
    rows: dict[str, int] = {}
    last = {line.text: number for number, page in enumerate(pages) for line in page}
    holders = Counter(text for page in pages for text in {line.text for line in page})
    for _ in range(_HEADS_AND_FEET):
        for edge in (max, min):
            outer = {number: edge(page, key=lambda line: line.base) for number, page in enumerate(kept) if page}
            for number in sorted(_repeated(outer, len(pages), is_foot=edge is min)):
                line = outer[number]
                paragraph = _paragraph_of(line, kept[number])
                if len(paragraph) > 1 and any(holders[each.text] < _REPEATED for each in paragraph):
                    continue
                if holders[line.text] >= _REPEATED and _is_sentence(paragraph):
                    continue
                if edge is min and number == last.get(line.text) and not _counts(line.text):
                    continue
                if not line.is_row or rows.setdefault(line.text, number) != number:
                    kept[number].remove(line)
    for above, below in pairwise(kept) if len(pages) <= _REPEATED else ():
        _join_sentence(above, below, pages)
    return kept


def _counts(text: str) -> bool:
    return any(offset is not None for _, offset in _keys(text, 0))


def _is_sentence(lines: Sequence[PageLine]) -> bool:
    text = " ".join(line.text for line in lines)
    return bool(_SENTENCE.match(text)) and (len(text.split()) >= _LEAST_WORDS or text[-1] in "!?")


def _join_sentence(above: list[PageLine], below: list[PageLine], pages: Sequence[Sequence[PageLine]]) -> None:
    """Leave out a foot and a head that another page has, too, if a sentence goes on over them."""
    foot, head = _frame(above, pages, min), _frame(below, pages, max)
    if not foot and not head:
        return
    end = [line for line in above if line is not foot]
    start = [line for line in below if line is not head]
    if end and start and goes_on(end[-1], start[0], turned=True):
        above[:], below[:] = end, start


def _frame(page: Sequence[PageLine], pages: Sequence[Sequence[PageLine]], edge: _Edge) -> PageLine | None:
    """The outermost line of the page, if another page has it in the same place, and it is no part of a paragraph."""
    if len(page) < 2:
        return None
    line = edge(page, key=lambda line: line.base)
    outer = [edge(each, key=lambda line: line.base) for each in pages if each]
    alike = [other for other in outer if other.text == line.text and _same_place(other, line)]
    return line if len(alike) > 1 and not line.is_row and len(_paragraph_of(line, page)) == 1 else None


def repeated_head(pages: Sequence[Sequence[PageLine]]) -> PageLine | None:
    """The running head of the first page, which is no title."""
    first = pages[0] if pages else ()
    return _frame(first, pages, max)


def _same_place(line: PageLine, other: PageLine) -> bool:
    return abs(line.base - other.base) <= _SAME_PLACE * line.size


def _paragraph_of(line: PageLine, page: Sequence[PageLine]) -> list[PageLine]:
    """The line with those above and below it that stand in one paragraph with it."""
    start = next(number for number, each in enumerate(page) if each is line)
    end = start + 1
    while start and _is_one_paragraph(page[start - 1], page[start]):
        start -= 1
    while end < len(page) and _is_one_paragraph(page[end - 1], page[end]):
        end += 1
    return list(page[start:end])


def _is_one_paragraph(above: PageLine, below: PageLine) -> bool:
    width = above.column[1] - above.column[0]
    return (
        0 < above.base - below.base <= _PITCH * above.size
        and abs(above.size - below.size) <= _SAME_SIZE
        and not (above.is_row or below.is_row)
        and (goes_on(above, below, turned=False) or above.right - above.left >= _FULL * width)
    )


def _repeated(lines: dict[int, PageLine], pages: int, is_foot: bool) -> set[int]:
    """The pages whose line is also on other pages; two are enough if the line counts the pages."""
    holders: defaultdict[tuple[str, int | None], set[int]] = defaultdict(set)
    for number, line in lines.items():
        for key in _keys(line.text, number):
            holders[key].add(number)
    found: set[int] = set()
    for (words, offset), numbers in holders.items():
        if offset is None and is_foot:
            numbers = _in_one_place(numbers, lines)
        least = _REPEATED if offset is None else _COUNTED
        enough = len(numbers) >= least and (words or len(numbers) * 2 > pages)
        found |= numbers if enough else set()
    return found


def _in_one_place(numbers: set[int], lines: dict[int, PageLine]) -> set[int]:
    """The pages whose line stands where it also stands on enough others."""
    return {n for n in numbers if sum(_same_place(lines[n], lines[other]) for other in numbers) >= _REPEATED}


def _keys(text: str, number: int) -> Iterator[tuple[str, int | None]]:
    """The line itself, and the line without each number, with that number minus the page number."""
    if any(map(str.isalpha, text)):
        yield text.casefold(), None
    if roman := _ROMAN.fullmatch(text):
        yield "", _roman(roman[1]) - number
    if _PAGE.match(text.strip(" –—-")):
        for counted, beginning in enumerate(_NUMBER_WORDS, 1):
            if any(beginning.match(word) for word in text.split()[1:]):
                yield "page in words", counted - number
    for match in re.finditer(r"\d{1,4}", text[:200]):
        rest = "".join(char for char in text[: match.start()] + text[match.end() :] if char.isalnum())
        yield rest.casefold(), int(match[0]) - number


def _roman(number: str) -> int:
    values = [_ROMAN_VALUES[letter] for letter in number.lower()]
    return sum(-value if value < max(values[place:]) else value for place, value in enumerate(values))
