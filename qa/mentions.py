"""Finds every mention of a term in the articles and counts exactly, without ranking or estimates.

A mention is the term's words in sequence within a passage, each in any of its forms. An amount is one word, however
it is written: «980 тис.» is a form of 980000.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from index.errors import QuestionError
from index.generation import ArticleEntry, Filter, Generation, IndexedPassage
from index.text.amounts import amounts
from index.text.fold import grams, romanised, words

from .arguments import read_text
from .sources import outlet
from .word_forms import common_beginning, same_word, stems

MAX_WORDS = 12
_GRAM_CHARS = 4
_JOINED = set("cehikpqstz")
# «Івано-Франківськ» is no form of «Іван»; such a beginning is marked by its hyphen.
_BEGINS_COMPOUND = re.compile(r"[А-ЯІЇЄҐ][а-яіїєґ'’ʼ]+[ое](?=[-‐‑][^\W\d_])")
# The letters of codes are typed in either alphabet: «Х-101», «І-24/7».
_LOOK_ALIKE = str.maketrans("асеіорхукмнтв", "aceiopxykmhtb")
Span = tuple[int, int]
Word = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Mention:
    """A passage with the term: `text` is `article.text[start:end]`, each of `spans` a mention within the article."""

    page: int | None
    start: int
    end: int
    text: str
    spans: tuple[Span, ...]
    recognised: bool = False


@dataclass(frozen=True, slots=True)
class MentioningArticle:
    """An article with the term, and its passages that have it, in their order; `count` is the number of mentions."""

    article_id: str
    title: str
    published: date | None
    language: str
    source: str
    count: int
    passages: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """The counts of one year or one outlet; `name` is empty for articles without a date."""

    name: str
    articles: int
    passages: int
    count: int


@dataclass(frozen=True, slots=True)
class Mentions:
    """All mentions of a term: the articles, newest first, and the counts by year (newest first) and by source."""

    term: str
    count: int
    passages: int
    articles: tuple[MentioningArticle, ...]
    by_year: tuple[Tally, ...]
    by_source: tuple[Tally, ...]
    generation: int


def find_mentions(
    generation: Generation, term: str, wanted: Filter | None = None, exact: bool = False, apart: bool = False
) -> Mentions:
    """Every mention of the term in one generation; `exact` allows no other forms of its words.

    With `apart` the words may stand anywhere in a passage: each passage with all of them is one mention, and its spans
    are the words. QuestionError if the term has no word, or too many.
    """
    asked = _asked(term, exact)
    rows = generation.holding(_certain_grams(asked, exact), wanted or Filter()).tolist()
    look = spans_apart if apart else spans_of
    found = ((passage, look(passage.text, asked, exact)) for passage in generation.passages_at(rows))
    mentions = [(passage.article, _mention(passage, spans)) for passage, spans in found if spans]
    articles = [
        _article(group[0][0], tuple(each for _, each in group), apart)
        for group in (list(members) for _, members in groupby(mentions, key=lambda pair: pair[0].id))
    ]
    return summed(term, articles, generation.number)


def summed(term: str, found: Iterable[MentioningArticle], generation: int) -> Mentions:
    """The mentions of these articles, newest first, with their sums."""
    articles = sorted(found, key=lambda each: (each.published is None, -_ordinal(each.published), each.article_id))
    return Mentions(
        term=term.strip(),
        count=sum(each.count for each in articles),
        passages=sum(len(each.passages) for each in articles),
        articles=tuple(articles),
        by_year=tuple(sorted(_tallies(articles, _year), key=lambda tally: tally.name, reverse=True)),
        by_source=tuple(sorted(_tallies(articles, _outlet), key=lambda tally: (-tally.count, tally.name))),
        generation=generation,
    )


def term_words(term: str, exact: bool = False) -> list[str]:
    """The folded words of a term, with each amount as one word unless the term is meant exactly."""
    return [word for _, _, word in _sequences(term, exact)[-1]]


def spans_of(text: str, asked: Sequence[str], exact: bool = False) -> tuple[Span, ...]:
    """The spans where the text has these words of a term in sequence; spans do not overlap."""
    found = {span for sequence in _sequences(text, exact) for span in _spans_in(sequence, asked, exact)}
    return tuple(sorted(found))


def spans_apart(text: str, asked: Sequence[str], exact: bool = False) -> tuple[Span, ...]:
    """Where the text has these words of a term, in the order of the text; nothing if it lacks one of them."""
    all_words = {each for sequence in _sequences(text, exact) for each in sequence}
    found = [{(start, end) for start, end, word in all_words if _is(each, word, exact)} for each in asked]
    return tuple(sorted(set().union(*found))) if all(found) else ()


def _sequences(text: str, exact: bool) -> list[list[Word]]:
    """The words of a text; and once more if it has amounts, with each of them as one word."""
    plain = [
        (start, end, f"{word}-" if _BEGINS_COMPOUND.match(text, start) else word) for start, end, word in words(text)
    ]
    whole = [] if exact else list(amounts(text))
    if not whole:
        return [plain]
    others = [each for each in plain if not any(start <= each[0] < end for start, end, _ in whole)]
    return [plain, sorted([*others, *whole])]


def _spans_in(found: Sequence[Word], asked: Sequence[str], exact: bool) -> Iterator[Span]:
    place = 0
    while place + len(asked) <= len(found):
        if all(_is(word, each[2], exact) for word, each in zip(asked, found[place:], strict=False)):
            yield found[place][0], found[place + len(asked) - 1][1]
            place += len(asked)
        else:
            place += 1


def _asked(term: str, exact: bool) -> list[str]:
    asked = term_words(read_text("term", term), exact)
    if not asked:
        raise QuestionError(
            f"the term {term[:40]!r} contains no word to search for", "Give a name or a word, such as Кобзар"
        )
    if len(asked) > MAX_WORDS:
        raise QuestionError(
            f"the term has {len(asked)} words; at most {MAX_WORDS} can be searched", "Give a name or a short phrase"
        )
    return asked


def _is(asked: str, word: str, exact: bool) -> bool:
    if asked.endswith("-") or word.endswith("-"):
        return asked.rstrip("-") == word.rstrip("-")
    if len(asked) == len(word) == 1:
        return asked.translate(_LOOK_ALIKE) == word.translate(_LOOK_ALIKE)
    return asked == word if exact else same_word(asked, word)


def _certain_grams(asked: Sequence[str], exact: bool) -> set[str]:
    """4-grams that every passage with the term contains: those of the common beginning of all forms of a word."""
    certain: set[str] = set()
    several = [each for each in asked if len(each) > 1]
    for word in (each.rstrip("-") for each in several or asked):
        if exact or not stems(word):
            certain |= set(grams(word))
        else:
            framed = f"_{_certain_sound(common_beginning(word))}"
            certain |= {framed[at : at + _GRAM_CHARS] for at in range(len(framed) - _GRAM_CHARS + 1)}
    return certain


def _certain_sound(beginning: str) -> str:
    """The sound of a word's beginning, without a last letter that may change its sound (`t` in `th`)."""
    sound = romanised(beginning)
    return sound[:-1] if sound[-1:] in _JOINED else sound


def _mention(passage: IndexedPassage, found: tuple[Span, ...]) -> Mention:
    start = passage.start
    spans = tuple((start + first, start + last) for first, last in found)
    return Mention(passage.page, start, passage.end, passage.text, spans, passage.recognised)


def _article(entry: ArticleEntry, passages: tuple[Mention, ...], apart: bool) -> MentioningArticle:
    count = len(passages) if apart else sum(len(each.spans) for each in passages)
    return MentioningArticle(entry.id, entry.title, entry.published, entry.language, entry.source, count, passages)


def _ordinal(day: date | None) -> int:
    return day.toordinal() if day else 0


def _year(article: MentioningArticle) -> str:
    return f"{article.published.year:04}" if article.published else ""


def _outlet(article: MentioningArticle) -> str:
    return outlet(article.source)


def _tallies(articles: Iterable[MentioningArticle], name_of: Callable[[MentioningArticle], str]) -> Iterator[Tally]:
    for name, group in groupby(sorted(articles, key=name_of), key=name_of):
        members = list(group)
        passages = sum(len(each.passages) for each in members)
        yield Tally(name, len(members), passages, sum(each.count for each in members))
