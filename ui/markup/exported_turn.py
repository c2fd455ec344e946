"""A turn in the words of an export: what limited the search, what came of it, and the quotes."""

from collections.abc import Iterator
from dataclasses import dataclass

from qa import Citation
from ui.history.records import Turn
from ui.texts import Texts
from ui.texts.bands import band_of
from ui.texts.times import time_in_words

from .filter_fields import filter_in_words
from .outcomes import Outcome, outcome


@dataclass(frozen=True, slots=True)
class ExportedTurn:
    """The notes below a question in order; the citations with a word on each, or else the closest passages."""

    notes: tuple[str, ...]
    cited: tuple[tuple[Citation, str], ...]
    closest: tuple[Citation, ...]


def exported_turn(turn: Turn, texts: Texts) -> ExportedTurn:
    """The turn as the page shows it: nothing is called an answer, or a lack of one, that the page does not call so."""
    came = outcome(turn)
    answer = turn.answer
    notes = (*_limits(turn, texts), *_result(turn, came, texts))
    if came == "answered":
        cited = (
            (each, texts(f"match_{band_of(each.confidence)}") if place else "")
            for place, each in enumerate(answer.citations)
        )
        return ExportedTurn(notes, tuple(cited), ())
    closest = () if came == "help" else answer.near_misses or answer.citations
    return ExportedTurn((*notes, texts("near_misses", len(closest))) if closest else notes, (), tuple(closest))


def _limits(turn: Turn, texts: Texts) -> Iterator[str]:
    asked_at = turn.asked_at.astimezone()
    yield f"{texts.date(asked_at.date())}, {texts.time(asked_at)}"
    if turn.answer.searched.strip() not in ("", turn.answer.question.strip()):
        yield f"{texts('searched')} {texts('quoted', text=turn.answer.searched)}"
    if limits := filter_in_words(turn.asked, texts):
        yield f"{texts('filtered')} {limits}"
    if turn.answer.time:
        yield time_in_words(turn.answer.time, texts)


def _result(turn: Turn, came: Outcome, texts: Texts) -> Iterator[str]:
    if came == "answered":
        yield texts(f"band_{band_of(turn.answer.confidence)}")
    elif came == "refused":
        yield texts("refusal")
        if turn.answer.hint == "filter":
            yield texts("refusal_hint_filter")
    else:
        yield texts("mentions_hint" if came == "mentions" else "help_short")
