"""Turns judged passages into an answer: decides whether to answer, and which passages to cite."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from .confidence import threshold
from .judging import Judged
from .near_duplicates import gather_stories, same_but_for_numbers, same_statement
from .records import Answer, Citation, Hint
from .retrieval import Search
from .time_order import ordered_by_time
from .times import TimeRange

MAX_CITATIONS = 5
MAX_NEAR_MISSES = 3
# The minimum confidence of a further citation.
FURTHER = 0.5
Citations = tuple[Citation, ...]


def answer_from(search: Search, judged: list[Judged]) -> Answer:
    """The answer from these passages, best first: up to five citations, one per story, or a refusal."""
    if do_answer(judged):
        return _answer(search, _citations(list(_cited(judged)), search.question.time), (), "")
    return _answer(search, (), _near_misses(judged), "wording")


def answer_quoting(search: Search, judged: list[Judged], hint: Hint = "") -> Answer:
    """The answer that quotes these passages even if their confidence is low: rules chose them."""
    return _answer(search, _citations(judged, search.question.time), (), hint)


def _answer(search: Search, citations: Citations, near_misses: Citations, hint: Hint) -> Answer:
    first = next(iter(citations or near_misses), None)
    return Answer(
        question=search.question.typed,
        searched=search.question.together,
        status="answered" if citations else "no_answer",
        confidence=first.confidence if first else 0.0,
        citations=citations,
        near_misses=near_misses,
        hint=hint,
        generation=search.generation.number,
        repaired=search.question.repaired,
        time=search.question.time_applied,
    )


def do_answer(judged: list[Judged]) -> bool:
    """Whether the first of these passages, best first, has enough confidence to be an answer."""
    return bool(judged) and judged[0].confidence >= threshold(read=judged[0].reading is not None)


def help_for(question: str, generation: int) -> Answer:
    """The answer to a message that is not a question: no passages, and the hint "help"."""
    return Answer(
        question=question,
        searched=question,
        status="no_answer",
        confidence=0.0,
        citations=(),
        near_misses=(),
        hint="help",
        generation=generation,
    )


def _cited(judged: list[Judged]) -> Iterator[Judged]:
    """The first passage, those with enough confidence, and those that say the same as the first.

    The last may differ from it in numbers, and have at least its confidence.
    """
    first, *others = judged
    yield first
    for each in others:
        one, other = first.sentence_text, each.sentence_text
        if same_statement(one, other) or same_but_for_numbers(one, other):
            yield replace(each, confidence=max(each.confidence, first.confidence))
        elif each.confidence >= FURTHER:
            yield each


def _citations(judged: list[Judged], time: TimeRange | None) -> Citations:
    return _numbered(ordered_by_time(judged, time), MAX_CITATIONS)


def _near_misses(judged: list[Judged]) -> Citations:
    """The best passage of each article, one per story."""
    best = {each.hit.article_id: each for each in reversed(judged)}
    return _numbered([each for each in judged if best[each.hit.article_id] is each], MAX_NEAR_MISSES)


def _numbered(judged: Iterable[Judged], most: int) -> Citations:
    stories = gather_stories(judged, most)
    return tuple(
        story.first.citation(number, tuple(each.hit for each in story.also)) for number, story in enumerate(stories, 1)
    )
