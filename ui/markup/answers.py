"""A turn of the conversation: the question, the quotes with their numbers and sources or the refusal, the actions.

Everything from an article is escaped; a refusal never has a list of sources.
"""

from collections.abc import Callable
from dataclasses import replace

from qa import Answer, Citation
from qa.small_talk import small_talk
from qa.times import TimeRange, find_time_range
from ui.chat.typed_days import read_days
from ui.history.records import Asked, Turn
from ui.texts import Texts
from ui.texts.bands import band_of, is_sure

from .actions import turn_actions
from .citations import marked_passage, marked_sentence, marker
from .filter_fields import filter_in_words
from .help_card import help_card
from .html import NOTHING, SPACE, Html, button, details, join, note, tag
from .mentions import mentions_section
from .outcomes import is_search, is_sure_answer, outcome, term_of
from .sources import closest_list, sources_list
from .time_chip import time_chip

_MORE_QUOTES = 2
_QUOTE_CHARS = 320
_NO_BREAK = Html("&#160;")


def turn_markup(turn: Turn, texts: Texts, indexed: Callable[[], str] = str) -> Html:
    """The whole turn: the question, its answer, refusal or help, and the actions.

    `indexed` returns a sentence about what is indexed; it is called only for a help card.
    """
    heading = f"turn-{turn.id}"
    return tag(
        "article",
        tag("h2", turn.asked.question, class_="question", id=heading, dir="auto"),
        *_body(turn, texts, indexed),
        class_="turn refused" if _is_refused(turn.answer) else "turn",
        aria_labelledby=heading,
        data_turn=turn.id,
        data_question=turn.asked.question,
        **{f"data_{name}": value for name, value in turn.asked.filters.items() if value},
        data_status=turn.answer.status,
        data_count=len(turn.answer.citations),
    )


def _body(turn: Turn, texts: Texts, indexed: Callable[[], str]) -> tuple[Html, ...]:
    if turn.answer.hint == "help":
        return (help_card(small_talk(turn.asked.question) or "abilities", indexed(), texts),)
    time = _mentions_time(turn) if outcome(turn) == "mentions" else turn.answer.time
    notes = _searched(turn.answer, texts), _filtered(turn.asked, texts), time_chip(time, texts)
    if is_search(turn):
        return *notes, *_found(turn, texts)
    shown = _refused if _is_refused(turn.answer) else _answered
    return *notes, shown(turn.answer, texts), turn_actions(turn, texts)


def _found(turn: Turn, texts: Texts) -> tuple[Html, ...]:
    """The results for a bare name, date or topic: a sure answer, every mention, or else the closest passages."""
    answer = turn.answer
    term = term_of(turn)
    without_time = answer.time is None and find_time_range(term) is not None
    listed = mentions_section(turn.asked, term, texts, without_time)
    if is_sure_answer(answer):
        return _answered(answer, texts), listed, turn_actions(turn, texts)
    closest = replace(answer, status="no_answer", near_misses=answer.near_misses or answer.citations)
    shown = tag("div", _closest(closest, texts), class_="answer closest")
    return listed, shown, turn_actions(replace(turn, answer=closest), texts)


def _mentions_time(turn: Turn) -> TimeRange | None:
    """The time that limits the mentions; days in the filter precede it, and a season of any year limits nothing."""
    named = find_time_range(term_of(turn))
    if turn.answer.time is None or named is None or named.kind == "season":
        return None
    return None if any(read_days(turn.asked.since, turn.asked.until)) else replace(turn.answer.time, kind="filter")


def _is_refused(answer: Answer) -> bool:
    """Whether the articles were searched without an answer."""
    return answer.status == "no_answer" and answer.hint != "help"


def _searched(answer: Answer, texts: Texts) -> Html:
    """The searched text, if it differs from the typed one."""
    if answer.searched.strip() == answer.question.strip():
        return NOTHING
    edit = button("search-instead", texts("edit"), class_="link", data_q=answer.searched)
    links = [edit]
    if answer.repaired:
        links.append(button("ask-as-typed", texts("as_typed"), class_="link"))
    if answer.searched != (answer.repaired or answer.question):
        links.append(button("ask-alone", texts("alone"), class_="link"))
    spaced = (part for link in links for part in (SPACE, link))
    return note(texts("searched"), SPACE, tag("q", answer.searched, dir="auto"), *spaced)


def _filtered(asked: Asked, texts: Texts) -> Html:
    """The filter of the question, so that a filtered answer is recognisable."""
    limits = filter_in_words(asked, texts)
    return note(texts("filtered"), SPACE, limits) if limits else NOTHING


def _answered(answer: Answer, texts: Texts) -> Html:
    first, *others = answer.citations
    band = band_of(answer.confidence)
    return tag(
        "div",
        tag("p", tag("span", texts(f"band_{band}"), class_=f"band {band}"), class_="bands"),
        _lead(first, texts),
        _further(others, texts),
        tag("h3", texts("sources")),
        sources_list(answer, texts),
        class_="answer",
    )


def _lead(citation: Citation, texts: Texts) -> Html:
    quote = tag("p", marked_passage(citation), _NO_BREAK, marker(citation, texts), dir="auto")
    return tag("blockquote", quote, class_="lead", lang=citation.language)


def _quote(citation: Citation, texts: Texts) -> Html:
    sentence = marked_sentence(citation, _QUOTE_CHARS)
    quote = tag("p", sentence, _NO_BREAK, marker(citation, texts), dir="auto")
    return tag("blockquote", quote, lang=citation.language)


def _further(others: list[Citation], texts: Texts) -> Html:
    """The further quotes: two likely ones at once, the rest on request."""
    if not others:
        return NOTHING
    shown = [other for other in others if is_sure(other.confidence)][:_MORE_QUOTES]
    rest = [other for other in others if other not in shown]
    quotes = [_quote(other, texts) for other in shown]
    more = details(texts("more_quotes", len(rest)), *(_quote(other, texts) for other in rest)) if rest else NOTHING
    return tag("div", tag("h3", texts("also")), *quotes, more, class_="also")


def _refused(answer: Answer, texts: Texts) -> Html:
    refusal = tag("p", texts("refusal"), class_="refusal")
    return tag("div", refusal, _hint(answer, texts), _closest(answer, texts), class_="answer")


def _hint(answer: Answer, texts: Texts) -> Html:
    if answer.hint != "filter":
        return note(texts("refusal_hint"))
    again = button("ask-unfiltered", texts("ask_unfiltered"), class_="link")
    return note(join(texts("refusal_hint_filter"), SPACE, again))


def _closest(answer: Answer, texts: Texts) -> Html:
    if not answer.near_misses:
        return NOTHING
    return join(tag("h3", texts("near_misses", len(answer.near_misses))), closest_list(answer, texts))
