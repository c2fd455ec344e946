"""Answers a question about a numbered item of a document that it names: «Що сказано в пункті 2 порядку дій?».

The words of such a question say nothing about the content of the item, so the reader cannot judge it.
"""

import re
from dataclasses import replace

from index.passages.sentences import sentence_spans, trimmed

from .judging import Judged, Span, judge
from .reader import Reads
from .retrieval import Search
from .retrieval.words import QuestionWords

_ITEM_WORDS = r"""
пункт\w* підпункт\w* п\. стат(?:тя|ті|тю|тею) ст\. розділ\w* параграф\w* § крок\w* правил\w*
стать\w+ раздел\w* шаг\w* item point clause section article paragraph step rule
punk(?:t|cie|tu) artyku\w+ artikel
"""
_ITEM = rf"(?:{'|'.join(_ITEM_WORDS.split())})"
_ORDINALS = ["перш", "друг", "трет", "четверт", "п['’ʼ]?ят", "шост", "сьом", "восьм", "дев['’ʼ]?ят", "десят"]
_ORDINAL = "|".join(rf"(?P<n{number}>{stem})" for number, stem in enumerate(_ORDINALS, 1))
# Items between 4 and 5 that were added later are 4-1 and 4-2.
_BY_NUMBER = re.compile(rf"(?<!\w){_ITEM}\s*(?:№\s*)?(\d{{1,4}}(?:[.-]\d{{1,3}})*)(?![\w,])", re.IGNORECASE)
_BY_ORDINAL = re.compile(rf"(?<!\w)(?:{_ORDINAL})[^\W\d]{{1,4}}\s+{_ITEM}", re.IGNORECASE)
# The share of the title's words that the question has to name.
_NAMED = 0.5


def item_judged(found: Search, reader: Reads | None) -> list[Judged]:
    """The passage with the item that the question names, in the likeliest document that it names; else nothing."""
    number = item_number(found.question.text)
    if not number:
        return []
    ends = r"(?!\w|[.-]\d)"  # 4 is not 4.1
    begins = re.compile(rf"^[ \t]*(?:{_ITEM}\s*{re.escape(number)}{ends}|{re.escape(number)}[.)](?!\d))", re.I | re.M)
    for place, hit in enumerate(found.hits(range(len(found.found)))):
        item = begins.search(hit.text)
        if item and _is_named(found, hit.title):
            (judged,) = judge(replace(found, found=found.found.at([place])), reader)
            quoted = _quoted(hit.text, item)
            return [replace(judged, sentence=quoted, spans=(quoted,))]
    return []


def _quoted(text: str, item: re.Match[str]) -> Span:
    """The item up to the end of its first sentence with more than its number: «Стаття 2. Кошти.»"""
    sentences = sentence_spans(text)
    begin = min([item.start(), *(start for start, end in sentences if end > item.start())])
    said = (end for _, end in sentences if any(map(str.isalnum, text[item.end() : end])))
    return trimmed(text, begin, next(said, f"{text}\n".index("\n", item.end())))


def item_number(question: str) -> str:
    """The number of the item that a question names, such as 2 or 4.1; empty if it names none."""
    if found := _BY_NUMBER.search(question):
        return found[1]
    found = _BY_ORDINAL.search(question)
    return str(found.lastgroup)[1:] if found else ""


def _is_named(found: Search, title: str) -> bool:
    return QuestionWords(found.generation, title).coverage(found.question.together) >= _NAMED
